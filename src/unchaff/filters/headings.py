"""The headline, and the standfirst under it."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import UNNAMED, Concept, Label, Page, Strength, Verdict

STANDFIRST_WORDS = 80
CLOSE = 8  # blocks


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
