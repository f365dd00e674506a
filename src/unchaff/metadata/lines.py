"""The lines of a block: pages laid out by hand set headline and byline apart by breaks alone; and what blocks hold."""

from __future__ import annotations

import re
from itertools import pairwise

from unchaff.model import Block, Label, Mark
from unchaff.twins import SCAN, twin

_BREAK = Mark.BREAK
# A year, three numbers, or a word between two numbers; what has none of these is not read for dates.
DATED = re.compile(  # begins with one set of signs, so that all others are passed over at once
    r"[\d元](?:\s?[年년]|(?<=\d)(?:\d{3}|\W{1,2}\d+\W{1,2}\d\d|\W{0,3}[^\W\d_]{3,12}\W{1,3}\d\d))"
)


def lines_of(block: Block) -> list[str]:
    """The lines of a block as its reader sees them."""
    if not block.spans:
        return [block.text]
    breaks = [span.start for span in block.spans if span.mark is _BREAK]
    if not breaks:
        return [block.text]
    cuts = [0, *breaks, len(block.chunks)]
    return [text for start, stop in pairwise(cuts) if (text := "".join(block.chunks[start:stop]).strip())]


def labelled(blocks: list[Block], label: Label) -> list[Block]:
    """The blocks that have a label, which is not OTHER."""
    if compiled := twin(SCAN):
        found: list[Block] = compiled.labelled(blocks, label)
        return found
    return [block for block in blocks if (verdict := block.verdict) is not None and verdict.label is label]


def dated(blocks: list[Block], most: int) -> list[Block]:
    """The blocks of at most so many words that may have a date in them."""
    if compiled := twin(SCAN):
        found: list[Block] = compiled.dated(blocks, most)
        return found
    search = DATED.search
    return [block for block in blocks if block.words <= most and search(block.text)]


def copyrighted(blocks: list[Block], most: int) -> list[Block]:
    """The blocks of at most so many words that have a mark of copyright, or the word at their beginning."""
    if compiled := twin(SCAN):
        found: list[Block] = compiled.copyrighted(blocks, most)
        return found
    return [block for block in blocks if block.words <= most and _claims_right(block.text)]


def _claims_right(text: str) -> bool:
    return "©" in text or "(c)" in text or "(C)" in text or "℗" in text or "opyright" in text[:16].lower()
