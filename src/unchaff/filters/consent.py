"""Cookie and consent boxes."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Label, Page, Strength, Verdict

BOX_WORDS = 1500  # lists of cookies and partners are long
LINE_WORDS = 60


def consent_box(page: Page) -> Iterator[Verdict]:
    """A box named for cookies or consent, or a text that asks for it."""
    for box in page.named(Concept.CONSENT, BOX_WORDS):
        yield Verdict(box, Label.CONSENT, "box named for cookies or consent", Strength.STRONG)
    for block in page.saying(Concept.CONSENT, LINE_WORDS):
        yield Verdict(block, Label.CONSENT, "asks for consent to cookies", block.voice)
