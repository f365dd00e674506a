"""Notices that the rest is for subscribers."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Label, Page, Strength, Verdict

BOX_WORDS = 200
LINE_WORDS = 40


def paywall_notice(page: Page) -> Iterator[Verdict]:
    """A box named for a paywall, or a line that asks the reader to subscribe."""
    for box in page.named(Concept.PAYWALL, BOX_WORDS):
        yield Verdict(box, Label.PAYWALL, "box named for a paywall", Strength.STRONG)
    for block in page.saying(Concept.PAYWALL, LINE_WORDS):
        yield Verdict(block, Label.PAYWALL, "asks the reader to subscribe", Strength.STRONG)
