"""Share bars, follow-us lines, and posts of networks that a page embeds."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Label, Page, Strength, Verdict

BOX_WORDS = 40
EMBEDDED_WORDS = 300
LINE_WORDS = 12


def share_bar(page: Page) -> Iterator[Verdict]:
    """A small box named for sharing, or a short line that asks for it."""
    for box in page.named(Concept.SHARE, BOX_WORDS):
        yield Verdict(box, Label.SHARE, "small box named for sharing", Strength.STRONG)
    for block in page.saying(Concept.SHARE, LINE_WORDS):
        yield Verdict(block, Label.SHARE, "asks the reader to share or follow", block.voice)


def embedded_post(page: Page) -> Iterator[Verdict]:
    """A box named for a network's post: the page shows what somebody said elsewhere."""
    for box in page.named(Concept.EMBED, EMBEDDED_WORDS):
        yield Verdict(box, Label.SHARE, "post of a network, embedded", Strength.STRONG)
