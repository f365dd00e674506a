"""What the body score knew about every block of a labelled page, found again when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple, Protocol, runtime_checkable

from unchaff.model import Evidence, Page
from unchaff.score.choice import chance_of, on_page
from unchaff.score.facts import Facts, facts
from unchaff.score.trees import Trees, trees

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

    @classmethod
    def of(cls, page: Page) -> Account:
        """The account that reasons on the page speak from, so that nothing is found twice; a new one if none does."""
        reasons: Iterator[object] = (verdict.why for verdict in page.verdicts)
        return next((reason.account for reason in reasons if isinstance(reason, Accountable)), None) or cls(page)

    def __init__(self, page: Page, weights: str = "") -> None:
        self.page = page
        self.weights = weights or (LINES if page.evidence & Evidence.LINES else TREE)
        self._shown: dict[int, tuple[Weighed, ...]] = {}  # asked for by the reason of a block and by the report

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
        if most is None or most > SHOWN:
            return self._heaviest(index, most)
        if index not in self._shown:
            self._shown[index] = self._heaviest(index, SHOWN)
        return self._shown[index][:most]

    def _heaviest(self, index: int, most: int | None) -> tuple[Weighed, ...]:
        found = self.trees.heaviest(self._leaves[index], most)
        return tuple(self._weighed(index, fact, weight) for fact, weight in found)

    @cached_property
    def _leaves(self) -> list[bytes]:
        return self.trees.leaves(self.facts)

    def _weighed(self, index: int, fact: str, weight: float) -> Weighed:
        mask, _, bit = fact.partition("#")
        if not bit:
            return Weighed(fact, float(self.facts.columns[fact][index]), weight)
        is_set = self.facts.masks[mask][index] >> int(bit) & 1
        name = f"{mask} {self.facts.bit_name(mask, int(bit))}"
        return Weighed(name if is_set else f"not {name}", float(is_set), weight)


@runtime_checkable
class Accountable(Protocol):
    """A reason that speaks from an account."""

    @property
    def account(self) -> Account: ...
