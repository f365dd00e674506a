"""What the body score knew about every block of a labelled page, found again when somebody asks."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from unchaff.model import Evidence, Page
from unchaff.score.choice import chance_of, on_page
from unchaff.score.facts import Facts, fact_name, facts
from unchaff.score.trees import Scored, Trees, trees

TREE, LINES = "tree", "lines"  # the weights for HTML and for dumps
STEPS = ("body-score", "line-score")  # the steps that asked the score first
SHOWN = 8  # facts of a block that are shown unless all are asked for


class Weighed(NamedTuple):
    """A fact of a block, its value, and what it added to the log-odds of being body; "not near footer" is one, too."""

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
    def _asked(self) -> Page:
        """The page as it stood when the score was asked."""
        return self.page.before(*STEPS)

    @cached_property
    def facts(self) -> Facts:
        """The facts of all blocks."""
        return facts(self._asked)

    @cached_property
    def trees(self) -> Trees:
        """The trees that judge the page."""
        return trees(self.weights)

    @cached_property
    def scores(self) -> list[float]:
        """The log-odds of being body, for every block, as its own facts add up."""
        return self._scored.odds

    @cached_property
    def _scored(self) -> Scored:
        return self.trees.scores(self.facts)

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
        found = self.trees.heaviest(self.trees.leaves_of(self._scored, index), most)
        return tuple(self._weighed(index, fact, weight) for fact, weight in found)

    def _weighed(self, index: int, fact: str, weight: float) -> Weighed:
        mask, _, bit = fact.partition("#")
        value = self.facts.masks[mask][index] >> int(bit) & 1 if bit else self.facts.columns[fact][index]
        return Weighed(fact_name(fact, bool(value)), float(value), weight)
