"""The learned judgement on whatever named evidence leaves open."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from unchaff.model import Evidence, Page, Verdict
from unchaff.score.choice import Choices, choices, on_page, verdicts
from unchaff.score.facts import fact_name
from unchaff.score.scores import scores
from unchaff.score.trees import Scored, trees

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
        indices = [block.index for block in blocks]
        scored = scores(page, self.weights, indices)
        found = choices(page, blocks, [odds + self.lean for odds in on_page(page, indices, scored.odds)])
        return verdicts(blocks, found, Judged(self.weights, indices, scored, found).reason)


def body_scores(lean: float = 0.0) -> tuple[BodyScore, BodyScore]:
    """The two scores of a policy, for HTML and for dumps: `lean` above 0 keeps more."""
    return BodyScore(lean=lean), BodyScore("lines", "line-score", Evidence.LINES, lean)


@dataclass(frozen=True, slots=True)
class Judged:
    """What was made of a page's open blocks: enough to say why, and nothing that knows the page, so that it may go."""

    weights: str
    indices: list[int]  # of the blocks that were judged
    scored: Scored
    choices: Choices

    def reason(self, verdict: Verdict) -> str:
        """Why a block got this verdict: the chance, the threshold, and the facts that weighed most."""
        place = bisect_left(self.indices, verdict.start)
        choice = self.choices.of(place)
        side = "over" if choice.kept else "under"
        weighed = ", ".join(f"{fact} {weight:+.1f}" for fact, weight in self.heaviest(place))
        return f"chance {choice.chance:.2f} {side} {choice.bar:.2f} ({weighed})"

    def heaviest(self, place: int) -> list[tuple[str, float]]:
        """The facts that weighed most for or against the block at `place` of those that were judged."""
        known = trees(self.weights)
        leaves = known.leaves_of(self.scored, place)
        found = known.heaviest(leaves, REASON_FACTS)
        return [(fact_name(fact, "#" in fact and known.is_set(fact, leaves)), weight) for fact, weight in found]
