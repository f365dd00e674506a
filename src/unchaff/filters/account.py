"""Controls of the site: log-in, cart, search."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Label, Page, Verdict

BOX_WORDS = 150
LINE_WORDS = 12


def site_controls(page: Page) -> Iterator[Verdict]:
    """A box named for log-in, cart or search, or a line that offers one."""
    for box in page.named(Concept.ACCOUNT, BOX_WORDS):
        yield Verdict(box, Label.NAVIGATION, "box named for log-in, cart or search")
    for block in page.saying(Concept.ACCOUNT, LINE_WORDS):
        yield Verdict(block, Label.NAVIGATION, "offers log-in, cart or search", block.voice)
