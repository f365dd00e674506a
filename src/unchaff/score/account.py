"""What the body score knew about every block of a labelled page, found again when somebody asks."""

from __future__ import annotations

from functools import cached_property
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

    def weighed(self, index: int) -> tuple[Weighed, ...]:
        """What each fact of a block added, heaviest first; what the page's facts add is the same for all blocks."""
        return tuple(self._weighed(index, name, weight) for name, weight in self.tables.weights(self.facts, index))

    def heaviest(self, index: int, most: int) -> tuple[Weighed, ...]:
        """The `most` heaviest of them."""
        return tuple(
            self._weighed(index, name, weight) for name, weight in self.tables.weights(self.facts, index)[:most]
        )

    def _weighed(self, index: int, name: str, weight: float) -> Weighed:
        columns = self.facts.columns
        return Weighed(name, float(columns[name][index]) if name in columns else 1.0, weight)
