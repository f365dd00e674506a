"""From scores to what is kept: twins agree, the best bet on F1, the main part, nothing twice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from math import exp
from operator import attrgetter
from typing import NamedTuple

from unchaff.model import Block, Declared, Evidence, Label, Page, Strength, Verdict
from unchaff.twins import CHOICE, twin

AGREEMENT = 0.6  # how far a block's score is drawn to what its twins have on average
# How the score may misjudge a page as a whole, in factors of the odds, and how likely that is: its errors on the blocks
# of one page go together, so that a bet has to be good for a page that holds less than it seems, or more.
READINGS = ((0.25, 0.25), (1.0, 0.5), (4.0, 0.25))
# A page has no body where no block has this chance and the chances add up to so few words: a wall, an empty shop.
UNLIKELY, FEW_WORDS = 0.2, 12.0
# What is less than half as likely as the word in the middle of all that is expected is left out, however good the bet:
# cross-validated, news dumps 0.932 to 0.935, all others within 0.002.
HALF = 0.5
SURE = 30.0  # log-odds are cut here
COPY_WORDS = 10
MAIN_SHARE = 0.8  # of the words kept, weighed by how sure they are, in the box that is the main part of the page
BELOW_MAIN = 1.0  # taken from the log-odds of what stands below it
COPY = "stands above, word for word"  # why a copy is left out
# Of an enumeration they would be looked up for every block.
_BODY, _OTHER = Label.BODY, Label.OTHER
_STRONG, _HINT = Strength.STRONG, Strength.HINT


class Choice(NamedTuple):
    """The chance of a block, the bar it had to reach, and whether it did; a copy of what is kept is none the less."""

    chance: float
    bar: float  # higher below the main part of the page
    kept: bool
    copy: bool


class Choices(NamedTuple):
    """What is made of the open blocks of a page, by their place among these."""

    found: Weighed
    copies: frozenset[int]  # of what is kept: what was said before

    def of(self, place: int) -> Choice:
        """What is made of one of them."""
        chances, kept, bar, below = self.found
        return Choice(chances[place], _raised(bar) if place >= below else bar, kept[place], place in self.copies)


class Weighed(NamedTuple):
    """The chances of some blocks, whether each reaches its bar, that bar, and from where on it is higher."""

    chances: list[float]
    kept: list[bool]
    least: float
    below: int  # the place of the first block below the main part of the page


def choices(page: Page, blocks: Sequence[Block], odds: Sequence[float]) -> Choices:
    """What is made of the open blocks of a page, in their order, with these log-odds of being body."""
    compiled = twin(CHOICE)
    found: Weighed = (compiled.weighed if compiled else weighed)(page, blocks, odds)
    # Of the quotes of a forum the longer texts are left out, and no more.
    least = COPY_WORDS if page.may_be(Declared.FORUM) else 0
    kept = [i for i, is_kept in enumerate(found.kept) if is_kept and blocks[i].words >= least]
    again = copies([(blocks[i].text, blocks[i].words, blocks[i].box.key) for i in kept])
    return Choices(found, frozenset([kept[place] for place in again]))


def verdicts(blocks: Sequence[Block], found: Choices, why: Callable[[Verdict], str]) -> list[Verdict]:
    """A verdict on every open block: a yes overrules hints, a no leaves them the name; `why` tells when asked."""
    compiled = twin(CHOICE)
    if compiled:
        made: list[Verdict] = compiled.verdicts(blocks, found, why)
        return made
    return [
        Verdict(block, _OTHER, COPY)
        if place in found.copies
        else Verdict(block, _BODY if kept else _OTHER, why, _STRONG if kept else _HINT)
        for place, (block, kept) in enumerate(zip(blocks, found.found.kept, strict=True))
    ]


def weighed(page: Page, blocks: Sequence[Block], odds: Sequence[float]) -> Weighed:
    """Which open blocks make the best bet, when what stands below the main part of that bet needs more."""
    chances = list(map(chance_of, odds))
    least = _threshold(chances, blocks)
    end = _end_of_main(page, {b.index: b.words * c * c for b, c in zip(blocks, chances, strict=True) if c >= least})
    if not blocks or blocks[-1].index < end:
        return Weighed(chances, [chance >= least for chance in chances], least, len(blocks))
    below = bisect_left(blocks, end, key=attrgetter("index"))
    lowered = [*chances[:below], *[chance_of(score - BELOW_MAIN) for score in odds[below:]]]
    least = _threshold(lowered, blocks)
    return Weighed(chances, [chance >= least for chance in lowered], least, below)


def chance_of(score: float) -> float:
    """The probability with these log-odds."""
    if score > SURE:
        score = SURE
    elif score < -SURE:
        score = -SURE
    return 1 / (1 + exp(-score))


def _threshold(chances: Sequence[float], blocks: Sequence[Block]) -> float:
    return threshold([(chance, block.words) for chance, block in zip(chances, blocks, strict=True)])


def _end_of_main(page: Page, kept: Mapping[int, float]) -> int:
    """Where the innermost box ends that holds nearly all of what was kept: what stands below it stands apart."""
    held = [0.0, *accumulate([kept.get(index, 0.0) for index in range(len(page.blocks))])]
    least = MAIN_SHARE * held[-1]
    return next(box.stop for box in reversed(page.boxes) if held[box.stop] - held[box.start] >= least)


def _raised(least: float) -> float:
    """The chance that what stands below the main part needs, where others need `least`."""
    return least / (least + (1 - least) * exp(-BELOW_MAIN))


def on_page(page: Page, indices: Sequence[int], scores: Sequence[float]) -> list[float]:
    """The log-odds of the blocks at `indices`, `scores`, as they hold for this page; a dump knows no twins."""
    if not page.evidence & Evidence.NAMES:
        return list(scores)
    blocks = [page.blocks[i] for i in indices]
    if compiled := twin(CHOICE):
        drawn: list[float] = compiled.agreed(blocks, scores)
        return drawn
    return agreed(scores, [block.box.key for block in blocks], [block.words for block in blocks])


def agreed(scores: Sequence[float], paths: Sequence[int], words: Sequence[int]) -> list[float]:
    """The log-odds of blocks, drawn to the mean (by words) of those at the same path of tags and classes.

    Paragraphs of one text and entries of one list mostly belong together, and what tells them apart is mostly noise.
    """
    sums: dict[int, list[float]] = {}
    for score, path, count in zip(scores, paths, words, strict=True):
        found = sums.setdefault(path, [0.0, 0.0])
        found[0] += score * (count + 0.5)
        found[1] += count + 0.5
    means = {path: AGREEMENT * total / weight for path, (total, weight) in sums.items()}
    return [(1 - AGREEMENT) * score + means[path] for score, path in zip(scores, paths, strict=True)]


def threshold(chances: Sequence[tuple[float, int]]) -> float:
    """The chance from which a page's blocks (chance, words) are kept; 1 where the page has no body."""
    ranked = sorted(chances, reverse=True)
    likely = bool(ranked) and ranked[0][0] >= UNLIKELY
    if not likely and sum(c * w for c, w in chances) < FEW_WORDS:
        return 1.0
    return max(best_threshold(ranked), HALF * median(ranked))


def median(chances: Sequence[tuple[float, int]]) -> float:
    """The chance of the word in the middle of what blocks (chance, words) are expected to give to the body."""
    ranked = sorted(chances, reverse=True)
    mass = list(accumulate([chance * words for chance, words in ranked]))
    return ranked[bisect_left(mass, mass[-1] / 2)][0]


def best_threshold(chances: Sequence[tuple[float, int]]) -> float:
    """The chance from which blocks (chance, words) are kept, for the highest expected F1 over all readings."""
    ranked = sorted(chances, reverse=True)
    if not ranked:
        return 1.0
    kept = accumulate([words for _, words in ranked])
    likely = [(chance, chance * words) for chance, words in ranked]
    # Of each reading: by how many times the odds are too low, what is right of all down to each block, and of all.
    rights = [list(accumulate([words / (1 + chance * (odds - 1)) for chance, words in likely])) for odds, _ in READINGS]
    (less, a), (even, b), (more, c) = READINGS
    all_a, all_b, all_c = (right[-1] for right in rights)
    expected = [
        a * x / (k / less + all_a or 1.0) + b * y / (k / even + all_b or 1.0) + c * z / (k / more + all_c or 1.0)
        for k, x, y, z in zip(kept, *rights, strict=True)
    ]
    return ranked[expected.index(max(expected))][0]


def copies(said: Sequence[tuple[str, int, int]]) -> set[int]:
    """The places of what is said over again among texts (text, words, path), one after the other.

    A page often holds a text twice, for a narrow screen and a wide one, or as a quote; what comes back at the same path
    of tags and classes, as a chorus does, was meant to. Short texts are copies in a run with a long one that repeats
    another, as headings are; without one they may be what two tables or two offers have in common.
    """
    found: set[int] = set()
    if len({text for text, _, _ in said}) == len(said):
        return found
    first: dict[str, int] = {}
    run: list[int] = []
    at = -1  # what the last of the run repeats
    for place, (text, _, path) in enumerate(said):
        goes_on = bool(run) and at + 1 < run[0] and said[at + 1][0] == text
        at = at + 1 if goes_on else first.setdefault(text, place)
        elsewhere = said[at][2] != path
        if not (goes_on and elsewhere):
            found.update(_with_long(run, said))
            run = []
        if elsewhere:
            run.append(place)
    return found.union(_with_long(run, said))


def _with_long(run: list[int], said: Sequence[tuple[str, int, int]]) -> list[int]:
    return run if any(said[place][1] >= COPY_WORDS for place in run) else []
