"""Author boxes, bylines, and the dates that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Block, Concept, Label, Page, Strength, Verdict
from unchaff.words.dates import is_moment

BOX_WORDS = 200
LINE_WORDS = 20
BYLINE_WORDS = 25
MOMENT_WORDS = 12
ABOVE, BELOW = 3, 10  # blocks from the headline
_HEADLINE = frozenset({Label.HEADLINE})


def author_box(page: Page) -> Iterator[Verdict]:
    """A box about the author, or a line that heads one."""
    for box in page.named(Concept.AUTHOR, BOX_WORDS):
        yield Verdict(box, Label.AUTHOR, "box named for the author")
    for block in page.saying(Concept.AUTHOR, LINE_WORDS):
        yield Verdict(block, Label.AUTHOR, "speaks about the author", block.voice)


def byline(page: Page) -> Iterator[Verdict]:
    """A small box named for the byline, or a short line that begins like one."""
    for box in page.named(Concept.BYLINE, BYLINE_WORDS):
        yield Verdict(box, Label.BYLINE, "box named for the byline", page.voice(box))
    for block in page.saying(Concept.BYLINE, BYLINE_WORDS):
        yield Verdict(block, Label.BYLINE, "begins like a byline")


def date_line(page: Page) -> Iterator[Verdict]:
    """A small box named for the date, or a short line that begins like one."""
    for box in page.named(Concept.DATE, BYLINE_WORDS):
        yield Verdict(box, Label.DATE, "box named for the date", page.voice(box))
    for block in page.saying(Concept.DATE, BYLINE_WORDS):
        yield Verdict(block, Label.DATE, "says when it was published or updated")


def moment_line(page: Page) -> Iterator[Verdict]:
    """A short line close to the headline that has a day and a time of day in it."""
    for block in _near_headline(page):
        if block.words <= MOMENT_WORDS and is_moment(block.text):
            yield Verdict(block, Label.DATE, "a moment, close to the headline", Strength.STRONG)


def _near_headline(page: Page) -> Iterator[Block]:
    reached = 0
    for block in page.kept(_HEADLINE):
        start = max(reached, block.index - ABOVE)
        reached = block.index + BELOW + 1
        yield from page.blocks[start:reached]
