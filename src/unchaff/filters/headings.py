"""The headline, the standfirst under it, and headings that go with what they head."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from unchaff.model import UNNAMED, Block, Concept, Declared, Label, Page, Strength, Verdict

STANDFIRST_WORDS = 80
CLOSE = 8  # blocks
SECTION_SHARE = 0.65  # of its words; cross-validated, a half and two thirds are as good
_BODY = Label.BODY  # of an enumeration it would be looked up for every block
# What a heading's own words or a box's name may hint at though it only names what follows. Not comments and related
# articles: what is kept below such a heading is often a mistake.
_HINTED = UNNAMED | {Label.NAVIGATION, Label.CAPTION, Label.AD, Label.FOOTER}


def headline(page: Page) -> Iterator[Verdict]:
    """The heading that repeats the page's title, else its only first-level heading."""
    matched = False
    for block, match in page.title_matches():
        if block.level == 1 or match == 2:
            matched = True
            yield Verdict(block, Label.HEADLINE, "repeats the page's title", Strength.STRONG)
    first = [block for block in page.blocks if block.level == 1]
    if not matched and len(first) == 1:
        yield Verdict(first[0], Label.HEADLINE, "the page's only first-level heading")


def standfirst(page: Page) -> Iterator[Verdict]:
    """A small box named for the standfirst, close to the headline; a hint, for half of them are the first paragraph."""
    boxes = list(page.named(Concept.STANDFIRST, STANDFIRST_WORDS))
    headlines = [b.index for b in page.blocks if b.label is Label.HEADLINE] if boxes else []
    for box in boxes:
        near = any(abs(box.start - index) <= CLOSE for index in headlines)
        if near and box.tag != "summary":  # the head of a <details> is no summary of the article
            yield Verdict(box, Label.STANDFIRST, "box named for the standfirst, close to the headline")


def heading_before_body(page: Page) -> Iterator[Verdict]:
    """A heading goes with what it heads: with body right below it, or below a deeper heading under it."""
    below: dict[int, bool] = {}  # whether body follows the last heading of a level seen, reading from the end
    follows = False
    for block in reversed([block for block in page.blocks if block.level]):
        after = page.blocks[block.index + 1 : block.index + 2]
        if after and not after[0].level:
            follows = after[0].label is Label.BODY
            below.clear()
        heads = follows if not below else any(kept for level, kept in below.items() if level > block.level)
        below[block.level] = heads
        if heads and block.label in UNNAMED:
            yield Verdict(block, Label.BODY, "heads body", Strength.STRONG)


def heading_over_section(page: Page) -> Iterator[Verdict]:
    """A heading inside the body goes with its section, with or without those under it, if that is mostly body.

    Not on a page that its markup or address calls a forum: there a heading above a post tells who wrote it.
    """
    if page.may_be(Declared.FORUM):
        return
    first = next((block.index for block in page.blocks if block.label is _BODY), len(page.blocks))
    sections = [found for found in _sections(page) if found[0].index > first and found[0].label in _HINTED]
    if not sections:
        return
    words = [0, *accumulate([block.words for block in page.blocks])]
    kept = page.body_words()
    for block, *stops in sections:
        start = block.index + 1
        if any(kept[stop] - kept[start] > SECTION_SHARE * (words[stop] - words[start]) for stop in stops):
            yield Verdict(block, Label.BODY, "heads a section that is mostly body", Strength.STRONG)


def _sections(page: Page) -> Iterator[tuple[Block, int, int]]:
    """Each heading, where the next one stands, and where the next one of its level or above; the last one first."""
    next_one = len(page.blocks)
    by_level = [next_one] * 7
    for block in reversed([block for block in page.blocks if block.level]):
        yield block, next_one, min(by_level[: block.level + 1])
        next_one = by_level[block.level] = block.index
