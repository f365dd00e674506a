"""Related articles, most popular, read next."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Label, Page, Verdict

BOX_WORDS = 1500
LINE_WORDS = 25


def related_box(page: Page) -> Iterator[Verdict]:
    """A box named for other articles, or a line that points to one."""
    for box in page.named(Concept.RELATED, BOX_WORDS):
        yield Verdict(box, Label.RELATED, "box named for other articles")
    for block in page.saying(Concept.RELATED, LINE_WORDS):
        yield Verdict(block, Label.RELATED, "points to other articles", block.voice)
