"""What the body score knew about every block of a labelled page, found again when somebody asks."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import repeat
from math import exp
from typing import NamedTuple

from unchaff.model import Evidence, Page
from unchaff.score.facts import Facts, facts
from unchaff.score.tables import PageTables, tables

TREE, LINES = "tree", "lines"  # the weights for HTML and for dumps
STEPS = ("body-score", "line-score")  # the steps that asked the score first


class Weighed(NamedTuple):
    """A fact of a block, its value, and what it added to the log-odds of being body."""

    fact: str
    value: float
    weight: float


class Account:
    """The score of every block, also of those that a strong verdict had settled before the score could be asked.

    Everything is found when first asked for, from the page as it stood before the score, and the same for a page
    that was pickled. Facts and weights are those of the default recipe, whatever pipeline judged the page.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.weights = LINES if page.evidence & Evidence.LINES else TREE
        self._masks: dict[tuple[str, int], list[tuple[float, float, str]]] = {}

    @cached_property
    def facts(self) -> Facts:
        """The facts of all blocks."""
        return facts(self.page.before(*STEPS))

    @cached_property
    def tables(self) -> PageTables:
        """The tables that hold for this page."""
        return tables(self.weights).on(self.facts.page)

    @cached_property
    def scores(self) -> list[float]:
        """The log-odds of being body, for every block."""
        return self.tables.scores(self.facts)

    @cached_property
    def chances(self) -> list[float]:
        """The same as probabilities."""
        return [1 / (1 + exp(-max(-30.0, min(30.0, score)))) for score in self.scores]

    def weighed(self, index: int, most: int | None = None) -> tuple[Weighed, ...]:
        """What each fact of a block added, heaviest first, or the `most` heaviest; what the page adds is left out."""
        found = [*zip(map(abs, self._rows[index]), self._rows[index], self.tables.columns, strict=True)]
        for name, values in self.facts.masks.items():
            found += self._bits(name, values[index])
        found.sort(reverse=True)
        columns = self.facts.columns
        return tuple(
            Weighed(name, float(columns[name][index]) if name in columns else 1.0, weight)
            for _, weight, name in found[:most]
        )

    @cached_property
    def _rows(self) -> list[tuple[float, ...]]:
        """For every block what its columns add, in the order of the tables."""
        found = [
            map(values.__getitem__, map(bisect_left, repeat(edges), self.facts.columns[name]))
            for name, (edges, values) in self.tables.columns.items()
        ]
        return list(zip(*found, strict=True)) if found else [()] * self.facts.size

    def _bits(self, name: str, mask: int) -> list[tuple[float, float, str]]:
        """What the bits of a mask add."""
        known = self._masks.get((name, mask))
        if known is None:
            weights = self.tables.masks.get(name, {}) if mask else {}
            set_bits = [(weight, bit) for bit, weight in weights.items() if mask >> bit & 1]
            known = [(abs(weight), weight, f"{name} {self.facts.bit_name(name, bit)}") for weight, bit in set_bits]
            self._masks[name, mask] = known
        return known
