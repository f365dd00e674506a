"""Boxes that the reader of the page never sees."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Label, Page, Verdict

BOX_WORDS = 2000


def hidden_box(page: Page) -> Iterator[Verdict]:
    """A box that its style, attributes or names hide; only a hint, for tabs and folded parts are hidden too."""
    for box in page.named(Concept.HIDDEN, BOX_WORDS):
        yield Verdict(box, Label.HIDDEN, "box hidden by its style or names")
