"""The headline, and the standfirst under it."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import UNNAMED, Concept, Label, Page, Strength, Verdict

STANDFIRST_WORDS = 80
CLOSE = 8  # blocks
SECTION_SHARE = 0.5
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
    """A heading inside the body goes with its section, up to the next heading, where half of that is body."""
    headings = [block for block in page.blocks if block.level]
    stops = [*(block.index for block in headings[1:]), len(page.blocks)]
    first = next((block.index for block in page.blocks if block.label is Label.BODY), len(page.blocks))
    for block, stop in zip(headings, stops, strict=False):
        if block.index > first and block.label in _HINTED:
            section = page.blocks[block.index + 1 : stop]
            kept = sum(below.words for below in section if below.label is Label.BODY)
            if kept and kept >= SECTION_SHARE * sum(below.words for below in section):
                yield Verdict(block, Label.BODY, "heads a section that is body for the most part", Strength.STRONG)
