"""Comment threads and reply forms."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Label, Page, Verdict

BOX_WORDS = 100_000
LINE_WORDS = 12


def comment_thread(page: Page) -> Iterator[Verdict]:
    """A box named for comments, or a line that counts or invites them; boxes hint, for comments may be the page."""
    for box in page.named(Concept.COMMENTS, BOX_WORDS):
        yield Verdict(box, Label.COMMENTS, "box named for comments")
    for block in page.saying(Concept.COMMENTS, LINE_WORDS):
        yield Verdict(block, Label.COMMENTS, "counts or invites comments", block.voice)
