"""How right a decision probably is, and what kind of page it was made on: sums of steps over facts of the decision."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, cached_property
from importlib import resources
from itertools import accumulate
from math import exp
from typing import NamedTuple

from unchaff.model import Page
from unchaff.score.account import Account
from unchaff.score.decision import decision

Facts = Mapping[str, float]
LOWEST = -1e300  # the edge below all values


class Steps(NamedTuple):
    """A table over one fact: `values[i]` holds above `edges[i - 1]` up to `edges[i]`."""

    edges: tuple[float, ...]
    values: tuple[float, ...]


class PageKind(NamedTuple):
    """A kind of page ("article", "forum", "product" …; "" for a page without text), and how sure that is, in 0–1."""

    name: str
    confidence: float

    def __str__(self) -> str:
        return self.name


class Sum(NamedTuple):
    """A constant and a table over each fact: what bench/quality.py learned."""

    start: float
    tables: Mapping[str, Steps]

    def of(self, facts: Facts) -> float:
        """The sum of the steps that these facts have reached."""
        return self.start + sum(
            values[bisect_left(edges, facts[name])] for name, (edges, values) in self.tables.items()
        )


class Estimate:
    """What can be told of a labelled page by how it was decided; nothing is worked out before somebody asks."""

    def __init__(self, account: Account) -> None:
        self.account = account

    @cached_property
    def facts(self) -> Facts:
        """The facts of the decision and of the page."""
        return decision(self.account.page, self.account.chances) | self.account.facts.page

    @cached_property
    def quality(self) -> float:
        """The F1 that the body is expected to have, in 0–1; 0 where nothing was found or nothing was kept."""
        return 0.0 if not self.account.page.blocks else expected_f1(sums(self.account.weights)["f1"], self.facts)

    @cached_property
    def kind(self) -> PageKind:
        """The most likely kind of page, and how likely it is."""
        if not self.account.page.blocks:
            return PageKind("", 0.0)
        return likeliest(kind_chances(sums(self.account.weights), self.facts))


def expected_f1(learned: Sum, facts: Facts) -> float:
    """The estimate in 0–1 from the learned sum; 0 where nothing was kept, for a page without text in gold is rare."""
    if not facts.get("kept words"):
        return 0.0
    return 1 / (1 + exp(-max(-30.0, min(30.0, learned.of(facts)))))


def kind_chances(learned: Mapping[str, Sum], facts: Facts) -> dict[str, float]:
    """How likely each kind of page is; they add up to 1."""
    scores = {name.removeprefix(KIND): one.of(facts) for name, one in learned.items() if name.startswith(KIND)}
    most = max(scores.values())
    shares = {name: exp(score - most) for name, score in scores.items()}
    return {name: share / sum(shares.values()) for name, share in shares.items()}


def likeliest(chances: Mapping[str, float]) -> PageKind:
    """The kind with the highest chance."""
    return PageKind(*max(chances.items(), key=lambda item: item[1]))


KIND = "kind "  # the sums of the kinds of page are named like this


@cache
def sums(name: str) -> dict[str, Sum]:
    """The sums shipped for HTML ("tree") or for dumps ("lines"): "f1", and one for each kind of page."""
    raw = json.loads(resources.files("unchaff.score").joinpath("quality.json").read_text("utf-8"))
    return {what: read_sum(learned) for what, learned in raw[name].items()}


def read_sum(learned: Mapping[str, list[list[float]]]) -> Sum:
    """A sum from {fact: [[edge, step above it], …]}; the constant stands under the fact "" with the lowest edge."""
    tables = {fact: _steps(steps) for fact, steps in learned.items() if fact}
    return Sum(sum(step for _, step in learned.get("", [])), tables)


def _steps(steps: list[list[float]]) -> Steps:
    edges = tuple(edge for edge, _ in steps if edge > LOWEST)
    return Steps(edges, tuple(accumulate((step for edge, step in steps if edge > LOWEST), initial=0.0)))


def estimate(page: Page) -> Estimate:
    """The estimate for a labelled page."""
    return Estimate(Account(page))
