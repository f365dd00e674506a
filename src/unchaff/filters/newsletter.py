"""Newsletter boxes, and lines that offer one."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Label, Page, Strength, Verdict

BOX_WORDS = 150
LINE_WORDS = 40


def newsletter_box(page: Page) -> Iterator[Verdict]:
    """A box named for a newsletter, or a line that offers one."""
    for box in page.named(Concept.NEWSLETTER, BOX_WORDS):
        yield Verdict(box, Label.NEWSLETTER, "box named for a newsletter", Strength.STRONG)
    for block in page.saying(Concept.NEWSLETTER, LINE_WORDS):
        yield Verdict(block, Label.NEWSLETTER, "offers a newsletter", Strength.STRONG)
