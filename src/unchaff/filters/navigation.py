"""Menus, breadcrumbs, pagination, tag clouds, tables of contents."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Label, Page, Strength, Verdict

BOX_WORDS = 3000  # mega menus
LINE_WORDS = 8
LINK_SHARE = 0.5


def menu(page: Page) -> Iterator[Verdict]:
    """A box of links named for navigation, or a short line that is a way to elsewhere."""
    for box in page.named(Concept.NAVIGATION, BOX_WORDS):
        strength = page.voice(box) if box.link_words > LINK_SHARE * box.words else Strength.HINT
        yield Verdict(box, Label.NAVIGATION, "box named for navigation", strength)
    for block in page.saying(Concept.NAVIGATION, LINE_WORDS):
        yield Verdict(block, Label.NAVIGATION, "says a way to elsewhere", block.voice)
