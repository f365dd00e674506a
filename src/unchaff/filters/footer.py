"""Site footers, copyright and legal lines."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Label, Page, Verdict

BOX_WORDS = 1500
LINE_WORDS = 40


def site_footer(page: Page) -> Iterator[Verdict]:
    """A box named for the site's foot, or a legal line."""
    for box in page.named(Concept.FOOTER, BOX_WORDS):
        yield Verdict(box, Label.FOOTER, "box named for the site's foot")
    for block in page.saying(Concept.FOOTER, LINE_WORDS):
        yield Verdict(block, Label.FOOTER, "legal line of the site", block.voice)
