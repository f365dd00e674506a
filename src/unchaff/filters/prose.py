"""Lists, tables and code that belong to the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unchaff.model import UNNAMED, Block, Box, Concept, Declared, Kind, Label, Page, Strength, Verdict

KEPT_SHARE = 0.5
LINK_SHARE = 0.5  # of a list; an item may be a link with a few words on it
ITEM_WORDS = 100  # one that holds more is a post, or lays out the page
DATA_LINKS = 0.2
DATA_CELLS = 4
MOST_WORDS = 600  # a longer table is a layout, or a page of its own
HEADINGS_BETWEEN = 3  # and no more stand between a list and the text before or after it
_BODY = Label.BODY  # of an enumeration it would be looked up for every block
_CODE = Kind.CODE
_LISTS = frozenset({"ul", "ol", "dl"})
_APART = Concept.NAVIGATION | Concept.RELATED
_ITEMS = frozenset({"li", "dt", "dd"})


def list_prose(page: Page) -> Iterator[Verdict]:
    """A list, table or item of which half is body is body as a whole: nobody wants a list with holes."""
    kept = page.body_words()
    for box in page.listed():
        if KEPT_SHARE * box.words <= kept[box.stop] - kept[box.start] < box.words and _is_whole(box):
            yield from _as_body(page.within(box), "in a list, item or table that is body for the most part")


def _is_whole(box: Box) -> bool:
    if box.tag in _ITEMS:
        return box.stop > box.start + 1 and box.words <= ITEM_WORDS
    return box.words <= MOST_WORDS and box.link_words <= LINK_SHARE * box.words


def _as_body(blocks: list[Block], why: str) -> Iterator[Verdict]:
    """What a hint has named stays that, but tabs are hidden too, and cells ("Share", "Monday") name nothing."""
    for block in blocks:
        cell = block.kind is Kind.CELL and block.verdict is not None and block.verdict.strength is Strength.HINT
        if block.label in UNNAMED or cell:
            yield Verdict(block, Label.BODY, why, Strength.STRONG)


def list_between_body(page: Page) -> Iterator[Verdict]:
    """A list that stands between two texts of the body is part of it, though it may be links.

    Not on a page that its markup or address calls a forum: there it tells who wrote the next post.
    """
    if page.may_be(Declared.FORUM):
        return
    reached = 0
    for box in page.listed():
        if box.tag in _LISTS and box.start >= reached and 0 < box.words <= MOST_WORDS and _stands_between(page, box):
            reached = box.stop
            for block in page.within(box):
                if block.label in UNNAMED or block.label is Label.NAVIGATION:
                    yield Verdict(block, Label.BODY, "in a list between two texts of the body", Strength.STRONG)


def _stands_between(page: Page, box: Box) -> bool:
    above = page.blocks[max(0, box.start - HEADINGS_BETWEEN - 1) : box.start]
    below = page.blocks[box.stop : box.stop + HEADINGS_BETWEEN + 1]
    return _reaches_body(reversed(above)) and _reaches_body(below)


def _reaches_body(blocks: Iterable[Block]) -> bool:
    """Whether the first of `blocks` that is no heading, or a heading before it, is body; "Jump to:" heads no body."""
    for block in blocks:
        if block.level and block.heard & _APART:
            return False
        if not block.level or block.label is _BODY:
            return block.label is _BODY
    return False


def between_body(page: Page) -> Iterator[Verdict]:
    """Code or a table of data that stands between two texts of the body is what they speak of."""
    blocks = page.blocks
    tables = {box.start: box.stop for box in page.listed() if box.tag == "table" and _holds_data(box)}
    if not tables and _CODE not in {block.kind for block in blocks}:
        return
    before, waiting, at = False, [], 0
    while at < len(blocks):
        block = blocks[at]
        stop = tables.get(at, at + 1 if block.kind is _CODE else at)
        if stop > at:
            waiting.append(blocks[at:stop])
            at = stop
            continue
        at += 1
        kept = block.label is _BODY
        if kept or not (block.level or block.label is Label.CAPTION):  # a heading or caption may stand between them
            if before and kept:
                for part in waiting:
                    yield from _as_body(part, "code or a table between two texts of the body")
            before, waiting = kept, []


def _holds_data(box: Box) -> bool:
    few_links = box.link_words <= DATA_LINKS * box.words
    return box.stop - box.start >= DATA_CELLS and 0 < box.words <= MOST_WORDS and few_links
