"""Where a sentence stands on a page, whatever its white space and the case of its letters."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from unchaff.model import Block, Label, Page

# White space and signs nobody sees: what is copied from a screen has others than the page.
_GAPS = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """One place where the sentence stands: the blocks that hold it, more than one where it crosses their borders."""

    blocks: tuple[Block, ...]

    def whole(self, labels: frozenset[Label]) -> bool:
        """Whether all of it has one of these labels."""
        return all(block.label in labels for block in self.blocks)

    def partly(self, labels: frozenset[Label]) -> bool:
        """Whether any of it has one of these labels."""
        return any(block.label in labels for block in self.blocks)


def passages(page: Page, sentence: str) -> list[Passage]:
    """Every place where `sentence` stands, in reading order; ValueError for one without a visible sign."""
    wanted = _folded(sentence)
    if not wanted:
        raise ValueError("nothing to look for: the sentence has no visible sign")
    texts = [_folded(block.text) for block in page.blocks]
    starts = list(accumulate(map(len, texts), initial=0))
    everything, found = "".join(texts), []
    at = everything.find(wanted)
    while at >= 0:
        first, last = bisect_right(starts, at) - 1, bisect_right(starts, at + len(wanted) - 1) - 1
        found.append(Passage(tuple(page.blocks[first : last + 1])))
        at = everything.find(wanted, at + len(wanted))
    return found


def _folded(text: str) -> str:
    return _GAPS.sub("", text).casefold()
