"""The learned judgement on whatever named evidence leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import exp

from unchaff.model import Block, Evidence, Label, Page, Strength, Verdict
from unchaff.score.account import Account, Weighed
from unchaff.score.choice import Copies, on_page, threshold
from unchaff.score.scores import scores

REASON_FACTS = 3
COPY = "stands above, word for word"
MAIN_SHARE = 0.8  # of the words kept, weighed by how sure they are, in the box that is the main part of the page
BELOW_MAIN = 1.0  # taken from the log-odds of what stands below it


@dataclass(frozen=True)
class BodyScore:
    """An additive score over each block's facts; body is what makes the best bet on F1 for the whole page.

    With p the probability of each block and w its words, keeping the blocks above a threshold is expected to have
    F1 = 2 Σ_kept p·w / (Σ_kept w + Σ_all p·w); the threshold with the highest value is taken, so that it falls by
    itself on pages where nothing is certain (score/choice.py). `lean` is added to every block's log-odds before: above
    0 keeps more. Of a text that would be kept twice the second is left out.
    """

    weights: str = "tree"
    name: str = "body-score"
    needs: Evidence = Evidence.NAMES
    lean: float = 0.0

    def __call__(self, page: Page) -> Iterator[Verdict]:
        """A verdict on every block that nothing strong reached; a yes overrules hints, a no leaves them the name."""
        blocks = [b for b in page.blocks if b.verdict is None or b.verdict.strength < Strength.STRONG]
        if not blocks:
            return
        judged = Judged(page, self.weights, blocks)
        odds = [score + self.lean for score in judged.scores]
        chances = [_chance(score) for score in odds]
        least = _threshold(chances, blocks)
        end = _end_of_main(page, {b.index: b.words * c * c for b, c in zip(blocks, chances, strict=True) if c >= least})
        lowered = [_chance(score - BELOW_MAIN * (b.index >= end)) for score, b in zip(odds, blocks, strict=True)]
        least = _threshold(lowered, blocks)
        bars, copies = (least, _raised(least)), Copies()
        for place, (block, chance, weighed) in enumerate(zip(blocks, chances, lowered, strict=True)):
            reason = Reason(judged, place, chance, bars[block.index >= end], weighed >= least)
            if not reason.kept:
                yield Verdict(block, Label.OTHER, reason)
            elif copies.has(block.text, block.words, block.box.key):
                yield Verdict(block, Label.OTHER, COPY)
            else:
                yield Verdict(block, Label.BODY, reason, Strength.STRONG)


def body_scores(lean: float = 0.0) -> tuple[BodyScore, BodyScore]:
    """The two scores of a policy, for HTML and for dumps: `lean` above 0 keeps more."""
    return BodyScore(lean=lean), BodyScore("lines", "line-score", Evidence.LINES, lean)


def _chance(score: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


def _raised(least: float) -> float:
    """The chance that what stands below the main part needs, where others need `least`."""
    return least / (least + (1 - least) * exp(-BELOW_MAIN))


def _threshold(chances: list[float], blocks: list[Block]) -> float:
    return threshold([(chance, block.words) for chance, block in zip(chances, blocks, strict=True)])


def _end_of_main(page: Page, kept: dict[int, float]) -> int:
    """Where the innermost box ends that holds nearly all of what was kept: what stands below it stands apart."""
    held = [0.0, *accumulate(kept.get(index, 0.0) for index in range(len(page.blocks)))]
    least = MAIN_SHARE * held[-1]
    return [box.stop for box in page.boxes if held[box.stop] - held[box.start] >= least][-1]


class Judged:
    """The scores of a page's open blocks, and the facts behind them when somebody asks for reasons."""

    def __init__(self, page: Page, weights: str, blocks: list[Block]) -> None:
        self.page = page
        self.weights = weights
        self.indices = [block.index for block in blocks]
        self.scores = on_page(page, self.indices, scores(page, weights, self.indices))

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
    chance: float
    least: float  # higher below the main part of the page
    kept: bool

    @property
    def account(self) -> Account:
        """What it speaks from."""
        return self.judged.account

    def __call__(self) -> str:
        """The reason as text."""
        side = "over" if self.kept else "under"
        weighed = ", ".join(f"{fact} {weight:+.1f}" for fact, _, weight in self.judged.heaviest(self.place))
        return f"chance {self.chance:.2f} {side} {self.least:.2f} ({weighed})"
