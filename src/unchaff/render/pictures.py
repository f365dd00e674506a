"""Images and embeds that stand without text: which of them belong to what is kept."""

from __future__ import annotations

from itertools import accumulate, groupby
from typing import NamedTuple

from unchaff.model import Box, Concept, Label, Mark, Span
from unchaff.render.selection import Selection

# Boxes without text that are named for one of these hold no picture of the article.
_FOREIGN = int(
    Concept.SHARE | Concept.AD | Concept.RELATED | Concept.NAVIGATION | Concept.NEWSLETTER | Concept.CONSENT
    | Concept.FOOTER | Concept.ACCOUNT | Concept.PROMO | Concept.AUTHOR | Concept.COMMENTS
)  # fmt: skip


# Blocks from what is kept. Where a page is kept nearly as a whole, so would be the logo at its top: on wcxb_dev those
# that stand farther are logos, adverts and trackers; closer ones are often an article's first picture or show goods.
CLOSE = 15


class Pictures(NamedTuple):
    """What stands in `box` right before the block number `start`; targets are safe addresses."""

    start: int
    box: Box
    spans: tuple[Span, ...]


def label_of(name: str, address: str) -> str:
    """What the link to an embed says: its name, or its address."""
    return " ".join(name.split()) or address


def shown_pictures(selection: Selection) -> list[Pictures]:
    """The pictures that are to be shown, in order: of the nearest box with text most is kept, and they are close."""
    boxes, kept = [box for box in selection.page.boxes if box.pictures], selection.blocks
    if not boxes or not kept or not (selection.images or selection.links):
        return []
    shares, close = _Shares(selection), range(kept[0].index - CLOSE, kept[-1].index + CLOSE + 2)
    shown = [box for box in boxes if shares.mostly_kept(box)]
    found = [(span, box) for box in shown for span in _wanted(box, selection) if span.start in close]
    found.sort(key=lambda one: (one[0].start, one[0].stop))
    groups = groupby(found, key=lambda one: (one[0].start, one[1].depth, one[1]))
    return [Pictures(start, box, tuple(span for span, _ in group)) for (start, _, box), group in groups]


def _wanted(box: Box, selection: Selection) -> list[Span]:
    """The pictures of a box that the selection asks for and that have an address to be shown from."""
    image, link = selection.image, selection.link
    safe = [span._replace(target=(image if span.mark is Mark.IMAGE else link)(span.target)) for span in box.pictures]
    return [span for span in safe if span.target]


class _Shares:
    """How much of each box is kept. Captions that are not kept count neither way: their picture may be."""

    def __init__(self, selection: Selection) -> None:
        blocks, keep = selection.page.blocks, selection.keep
        counted = [0 if b.label is Label.CAPTION and b.label not in keep else b.words for b in blocks]
        self._kept = [0, *accumulate(b.words if b.label in keep else 0 for b in blocks)]
        self._all = [0, *accumulate(counted)]

    def mostly_kept(self, box: Box | None) -> bool:
        """Whether over half of the words in the nearest box with words are kept."""
        while box:
            words = self._all[box.stop] - self._all[box.start]
            if words:
                return 2 * (self._kept[box.stop] - self._kept[box.start]) > words
            if box.named & _FOREIGN:
                return False
            box = box.parent
        return False
