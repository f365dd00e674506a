"""Lists, tables and code that belong to the article."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Block, Box, Kind, Label, Page, Strength, Verdict

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
            # What a hint has named stays that, but words of a table's cells ("Share", "Monday") name nothing.
            open_cell = box.tag == "table" and block.verdict is not None and block.verdict.strength is Strength.HINT
            if block.label is Label.OTHER or open_cell:
                yield Verdict(block, Label.BODY, "in a list or table that is body for the most part", Strength.STRONG)


def code_between(page: Page) -> Iterator[Verdict]:
    """Code that stands between two blocks of body is what they speak of."""
    before = False
    waiting: list[Block] = []
    for block in page.blocks:
        if block.kind is Kind.CODE and block.label is not Label.BODY:
            waiting.append(block)
            continue
        kept = block.label is Label.BODY
        if before and kept:
            for code in waiting:
                if code.label is Label.OTHER:  # what a hint has named stays that
                    yield Verdict(code, Label.BODY, "code between two blocks of body", Strength.STRONG)
        before, waiting = kept, []
