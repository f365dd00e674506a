"""Items that lay out a page: a list item that holds most of an article is none to a reader."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

from unchaff.model import Block, Box, Kind

_ITEMS = frozenset({"li", "dd", "dt"})
LEAST = 4  # blocks; a short text in an only item is an item


def layout_boxes(blocks: list[Block]) -> frozenset[Box]:
    """The items that hold over half of the words in `blocks`, headings among them, and the lists around them.

    Any box with over half of the words holds the word in the middle, so only what is around that one is looked at.
    """
    if len(blocks) < LEAST or not any(block.kind is Kind.HEADING for block in blocks):
        return frozenset()
    sums = [0, *accumulate(block.words for block in blocks)]
    middle = blocks[bisect_left(sums, sums[-1] / 2, 1) - 1]
    indices = [block.index for block in blocks]
    found: set[Box] = set()
    box: Box | None = middle.box
    while box:
        if box.tag in _ITEMS and box.parent:
            first, last = bisect_left(indices, box.start), bisect_left(indices, box.stop)
            within = blocks[first:last]
            if 2 * (sums[last] - sums[first]) > sums[-1] and any(block.kind is Kind.HEADING for block in within):
                found |= {box, box.parent}
        box = box.parent
    return frozenset(found)
