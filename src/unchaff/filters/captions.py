"""Captions and credits."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Label, Page, Verdict

BOX_WORDS = 80
LINE_WORDS = 40


def caption(page: Page) -> Iterator[Verdict]:
    """A box named for a caption or credit, or a line that begins or ends like one."""
    for box in page.named(Concept.CAPTION, BOX_WORDS):
        yield Verdict(box, Label.CAPTION, "box named for a caption", page.voice(box))
    for block in page.saying(Concept.CAPTION, LINE_WORDS):
        yield Verdict(block, Label.CAPTION, "speaks like a caption", block.voice)
