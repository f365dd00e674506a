"""Where running text stands in a list of blocks: the main run of a dump, told without boxes."""

from __future__ import annotations

from collections.abc import Sequence

from unchaff.model import Block
from unchaff.twins import LINES, twin
from unchaff.words.script import ends_sentence

PRICE = 8.0  # words of running text that make up for one line that is none
PROSE_WORDS = 12


def main_run(blocks: Sequence[Block]) -> tuple[int, int]:
    """The run of lines that holds most running text for what else is in it."""
    compiled = twin(LINES)
    if compiled:
        start, stop = compiled.main_run(list(blocks))
        return start, stop
    return richest([block.words - PRICE if is_prose(block) else -PRICE for block in blocks])


def is_prose(block: Block) -> bool:
    """Whether a block is running text: long enough, and it ends like a sentence that does not break off."""
    text = block.text
    return block.words >= PROSE_WORDS and ends_sentence(text) and not text.endswith(("…", "..."))


def richest(gains: Sequence[float]) -> tuple[int, int]:
    """The run [start:stop] with the largest sum."""
    best, top, start, total = (0, 0), 0.0, 0, 0.0
    for i, gain in enumerate(gains):
        if total <= 0:
            start, total = i, 0.0
        total += gain
        if total > top:
            top, best = total, (start, i + 1)
    return best
