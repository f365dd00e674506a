"""Advertisements, sponsored boxes, affiliate notes, and what a site says for itself."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Label, Page, Verdict

BOX_WORDS = 120
LINE_WORDS = 30


def advert(page: Page) -> Iterator[Verdict]:
    """A box named for advertising, or a line that marks some."""
    for box in page.named(Concept.AD, BOX_WORDS):
        yield Verdict(box, Label.AD, "box named for advertising")
    for block in page.saying(Concept.AD, LINE_WORDS):
        yield Verdict(block, Label.AD, "marks an advertisement", block.voice)


def self_promotion(page: Page) -> Iterator[Verdict]:
    """A box or a line by which the site advertises itself: its apps, its channels, its badges."""
    for box in page.named(Concept.PROMO, BOX_WORDS):
        yield Verdict(box, Label.AD, "box by which the site advertises itself")
    for block in page.saying(Concept.PROMO, LINE_WORDS):
        yield Verdict(block, Label.AD, "the site advertises itself")
