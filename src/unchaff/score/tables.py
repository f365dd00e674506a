"""Weight tables over the facts of a block: an additive score, in log-odds, and the facts that weighed most.

The facts of the page choose the tables: a rule holds on pages whose facts lie in its ranges, and adds its steps to
the tables of single facts of the block. For a given page the score is a sum over the block's facts.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from importlib import resources
from itertools import accumulate
from operator import add, or_
from typing import NamedTuple

from unchaff.score.facts import Facts

PAGE = "page "  # names of facts of the whole page begin like this
LOWEST = -1e300  # the edge below all values
BIAS = ""  # the name under which steps stand that no fact of the block conditions


class Steps(NamedTuple):
    """A table over one column: `values[i]` holds above `edges[i - 1]` up to `edges[i]`."""

    edges: tuple[float, ...]
    values: tuple[float, ...]


class Rule(NamedTuple):
    """Steps (edge, addition above it) for facts of a block, on pages whose facts lie in the ranges (low, high]."""

    ranges: tuple[tuple[str, float, float], ...]
    steps: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class PageTables:
    """The tables that hold for one page."""

    bias: float
    columns: dict[str, Steps]
    masks: dict[str, dict[int, float]]  # weight by bit number

    def scores(self, facts: Facts) -> list[float]:
        """The log-odds of being body, for every block."""
        totals = [self.bias] * facts.size
        for name, (edges, values) in self.columns.items():
            column = facts.columns[name]
            known = {value: values[bisect_left(edges, value)] for value in set(column)}
            totals = list(map(add, totals, map(known.__getitem__, column)))
        for name, weights in self.masks.items():
            known = {mask: self._weigh(mask, weights) for mask in set(facts.masks[name])}
            totals = list(map(add, totals, map(known.__getitem__, facts.masks[name])))
        return totals

    @staticmethod
    def _weigh(mask: int, weights: dict[int, float]) -> float:
        # One after the other: sum() rounds in other ways from Python 3.12 on.
        return reduce(add, (weight for bit, weight in weights.items() if mask >> bit & 1), 0.0) if mask else 0.0

    def weights(self, facts: Facts, index: int) -> list[tuple[str, float]]:
        """What each fact of one block weighed, heaviest first."""
        found = [
            (name, values[bisect_left(edges, facts.columns[name][index])])
            for name, (edges, values) in self.columns.items()
        ]
        for name, weights in self.masks.items():
            mask = facts.masks[name][index]
            found += [(f"{name} {facts.bit_name(name, bit)}", w) for bit, w in weights.items() if mask >> bit & 1]
        return sorted(found, key=lambda item: -abs(item[1]))


class Column(NamedTuple):
    """Where the steps of one column of facts lie among all steps, and the edges between them."""

    fact: str
    edges: tuple[float, ...]
    start: int
    stop: int


class Tables:
    """The rules that bench/train.py learned, their steps laid out so that a page's tables are sums over one list."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        # What a page's tables are made of: conditions on its facts, what is added where they hold, and where that lies.
        self.columns, self.bits, places = _layout(self.rules)
        self.size = len(places)
        distinct = dict.fromkeys(condition for rule in self.rules for condition in rule.ranges)
        self.conditions = tuple(distinct)
        numbers = {condition: 1 << i for i, condition in enumerate(distinct)}
        self.additions = tuple(
            (
                reduce(or_, map(numbers.__getitem__, ranges), 0),
                tuple((places[fact, edge], step) for fact, steps in found for edge, step in steps),
            )
            for ranges, found in self.rules
        )

    def on(self, page: dict[str, float]) -> PageTables:
        """The tables for a page with these facts."""
        held = sum(1 << i for i, (fact, low, high) in enumerate(self.conditions) if low < page[fact] <= high)
        steps = [0.0] * self.size
        for needed, additions in self.additions:
            if needed & held == needed:
                for place, step in additions:
                    steps[place] += step
        columns = {
            fact: Steps(edges, tuple(accumulate(steps[start:stop]))) for fact, edges, start, stop in self.columns
        }
        # A bit is 0 or 1: its weight is what is added above 0, and what both have in common is bias.
        masks: dict[str, dict[int, float]] = {}
        bias = 0.0
        for mask, bit, start, stop in self.bits:
            low, *above = steps[start:stop]
            bias += low
            if bit is not None:
                masks.setdefault(mask, {})[bit] = reduce(add, above, 0.0)
        return PageTables(bias, columns, masks)


def _layout(
    rules: Sequence[Rule],
) -> tuple[list[Column], list[tuple[str, int | None, int, int]], dict[tuple[str, float], int]]:
    """Columns, bits and the bias, each with its part of one list of steps; and the place of every (fact, edge)."""
    edges: dict[str, set[float]] = {}
    for rule in rules:
        for fact, steps in rule.steps:
            edges.setdefault(fact, {LOWEST}).update(edge for edge, _ in steps)
    columns: list[Column] = []
    bits: list[tuple[str, int | None, int, int]] = []
    places: dict[tuple[str, float], int] = {}
    for fact, found in edges.items():
        start = len(places)
        ordered = sorted(found)
        for edge in ordered:
            places[fact, edge] = len(places)
        mask, _, bit = fact.partition("#")
        if bit or fact == BIAS:
            bits.append((mask, int(bit) if bit else None, start, len(places)))
        else:
            columns.append(Column(fact, tuple(ordered[1:]), start, len(places)))
    return columns, bits, places


@cache
def tables(name: str) -> Tables:
    """The tables shipped under `name`: "tree" for HTML, "lines" for text dumps."""
    raw = json.loads(resources.files("unchaff").joinpath("weights", f"{name}.json").read_text("utf-8"))
    return Tables(
        Rule(
            tuple((fact, low, high) for fact, low, high in ranges),
            tuple((fact, tuple((edge, step) for edge, step in found)) for fact, found in steps.items()),
        )
        for ranges, steps in raw["rules"]
    )
