"""The lines of a block: pages laid out by hand set headline and byline apart by line breaks alone."""

from __future__ import annotations

from itertools import pairwise

from unchaff.model import Block, Mark


def lines_of(block: Block) -> list[str]:
    """The lines of a block as its reader sees them."""
    breaks = [span.start for span in block.spans if span.mark is Mark.BREAK]
    if not breaks:
        return [block.text]
    cuts = [0, *breaks, len(block.chunks)]
    return [text for start, stop in pairwise(cuts) if (text := "".join(block.chunks[start:stop]).strip())]
