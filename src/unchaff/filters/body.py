"""The learned judgement on whatever named evidence leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from unchaff.model import Block, Evidence, Page, Verdict
from unchaff.score.account import Account, Weighed
from unchaff.score.choice import Choice, choices, on_page, verdicts
from unchaff.score.scores import scores

REASON_FACTS = 3


@dataclass(frozen=True)
class BodyScore:
    """Trees over each block's facts (score/trees.py); body is what makes the best bet on F1 for the whole page.

    With p the probability of each block and w its words, keeping the blocks above a threshold is expected to have
    F1 = 2 Σ_kept p·w / (Σ_kept w + Σ_all p·w); the threshold with the highest value is taken, so that it falls by
    itself on pages where nothing is certain (score/choice.py). `lean` is added to every block's log-odds before: above
    0 keeps more. Of a text that would be kept twice the second is left out.
    """

    weights: str = "tree"
    name: str = "body-score"
    needs: Evidence = Evidence.NAMES
    lean: float = 0.0

    def __call__(self, page: Page) -> list[Verdict]:
        """A verdict on every block that nothing strong reached; a yes overrules hints, a no leaves them the name."""
        blocks = page.open()
        if not blocks:
            return []
        judged = Judged(page, self, blocks)
        return verdicts(judged.choices, Reason, judged)


def body_scores(lean: float = 0.0) -> tuple[BodyScore, BodyScore]:
    """The two scores of a policy, for HTML and for dumps: `lean` above 0 keeps more."""
    return BodyScore(lean=lean), BodyScore("lines", "line-score", Evidence.LINES, lean)


class Judged:
    """What is made of a page's open blocks, and the facts behind that when somebody asks for reasons."""

    def __init__(self, page: Page, score: BodyScore, blocks: list[Block]) -> None:
        self.page = page
        self.weights = score.weights
        self.indices = [block.index for block in blocks]
        found = on_page(page, self.indices, scores(page, self.weights, self.indices))
        self.choices = choices(page, blocks, [odds + score.lean for odds in found])

    @cached_property
    def account(self) -> Account:
        """The facts again: few ask for reasons, and nobody should carry the facts of every page till then."""
        return Account(self.page, self.weights)

    def heaviest(self, place: int) -> tuple[Weighed, ...]:
        """The facts that weighed most for or against the open block at `place`."""
        return self.account.weighed(self.indices[place], REASON_FACTS)


@dataclass(slots=True)
class Reason:
    """Says why when called: the chance, the threshold, and the facts that weighed most."""

    judged: Judged
    place: int

    @property
    def account(self) -> Account:
        """What it speaks from."""
        return self.judged.account

    @property
    def choice(self) -> Choice:
        """What was made of the block."""
        return self.judged.choices.of(self.place)

    def __call__(self) -> str:
        """The reason as text."""
        choice = self.choice
        side = "over" if choice.kept else "under"
        weighed = ", ".join(f"{fact} {weight:+.1f}" for fact, _, weight in self.judged.heaviest(self.place))
        return f"chance {choice.chance:.2f} {side} {choice.bar:.2f} ({weighed})"
