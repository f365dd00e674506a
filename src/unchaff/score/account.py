"""What the body score knew about every block of a labelled page, found again when somebody asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import repeat
from typing import NamedTuple, Protocol, runtime_checkable

from unchaff.model import Evidence, Page
from unchaff.score.choice import chance_of, on_page
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

    @classmethod
    def of(cls, page: Page) -> Account:
        """The account that reasons on the page speak from, so that nothing is found twice; a new one if none does."""
        reasons: Iterator[object] = (verdict.why for verdict in page.verdicts)
        return next((reason.account for reason in reasons if isinstance(reason, Accountable)), None) or cls(page)

    def __init__(self, page: Page, weights: str = "") -> None:
        self.page = page
        self.weights = weights or (LINES if page.evidence & Evidence.LINES else TREE)
        self._masks: dict[tuple[str, int], list[tuple[float, float, str]]] = {}

    @cached_property
    def _asked(self) -> Page:
        """The page as it stood when the score was asked."""
        return self.page.before(*STEPS)

    @cached_property
    def facts(self) -> Facts:
        """The facts of all blocks."""
        return facts(self._asked)

    @cached_property
    def tables(self) -> PageTables:
        """The tables that hold for this page."""
        return tables(self.weights).on(self.facts.page)

    @cached_property
    def scores(self) -> list[float]:
        """The log-odds of being body, for every block, as its own facts add up."""
        return self.tables.scores(self.facts)

    @cached_property
    def chances(self) -> list[float]:
        """The same as probabilities; those of blocks that the score was asked for agree with their twins'."""
        scores = list(self.scores)
        open_ones = [block.index for block in self._asked.open()]
        held = on_page(self._asked, open_ones, [scores[i] for i in open_ones])
        for index, score in zip(open_ones, held, strict=True):
            scores[index] = score
        return list(map(chance_of, scores))

    def weighed(self, index: int, most: int | None = None) -> tuple[Weighed, ...]:
        """What each fact of a block added, heaviest first, or the `most` heaviest; what the page adds is left out."""
        row, columns = self._rows[index], self.facts.columns
        found = [*zip(map(abs, row), row, self.tables.columns, strict=True)]
        for name, values in self.facts.masks.items():
            found += self._bits(name, values[index])
        found.sort(reverse=True)
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


@runtime_checkable
class Accountable(Protocol):
    """A reason that speaks from an account."""

    @property
    def account(self) -> Account: ...
