"""Lists and tables that belong to the article."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Box, Label, Page, Strength, Verdict

WHOLES = frozenset({"ul", "ol", "dl", "table"})
KEPT_SHARE = 0.5
LINK_SHARE = 0.5
MOST_WORDS = 600  # a longer table is a layout, or a page of its own


def list_prose(page: Page) -> Iterator[Verdict]:
    """A list or table of which half is body is body as a whole: nobody wants a list with holes."""
    for box in page.boxes:
        if box.tag in WHOLES and 0 < box.words <= MOST_WORDS and box.link_words <= LINK_SHARE * box.words:
            yield from _filled(page, box)


def _filled(page: Page, box: Box) -> Iterator[Verdict]:
    blocks = page.within(box)
    kept = sum(block.words for block in blocks if block.label is Label.BODY)
    if KEPT_SHARE * box.words <= kept < box.words:
        for block in blocks:
            if block.label is Label.OTHER:  # what a hint has named stays that
                yield Verdict(block, Label.BODY, "in a list or table that is body for the most part", Strength.STRONG)
