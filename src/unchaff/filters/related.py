"""Related articles, most popular, read next."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Box, Concept, Declared, Label, Page, Strength, Verdict
from unchaff.score.runs import is_prose

BOX_WORDS = 1500
LINE_WORDS = 25
CARD_WORDS = 80
CARD_LINKS = 0.9  # of the words of its heading
PROSE_BESIDE = 2  # times the words of the cards, or the page is a list of them


def related_box(page: Page) -> Iterator[Verdict]:
    """A box named for other articles, or a line that points to one."""
    for box in page.named(Concept.RELATED, BOX_WORDS):
        yield Verdict(box, Label.RELATED, "box named for other articles")
    for block in page.saying(Concept.RELATED, LINE_WORDS):
        yield Verdict(block, Label.RELATED, "points to other articles", block.voice)


def teaser_card(page: Page) -> Iterator[Verdict]:
    """On an article's page, a small box named for other articles or teasers whose heading is a link."""
    if page.declared & Declared.ARTICLE:
        cards = [box for box in page.named(Concept.TEASER | Concept.RELATED, CARD_WORDS) if _leads_elsewhere(page, box)]
        prose = sum(block.words for block in page.blocks if is_prose(block)) if cards else 0
        if prose >= PROSE_BESIDE * sum(box.words for box in cards):
            for box in cards:
                yield Verdict(box, Label.RELATED, "teaser of another article", Strength.STRONG)


def _leads_elsewhere(page: Page, box: Box) -> bool:
    return any(block.level and block.link_words >= CARD_LINKS * block.words for block in page.within(box))
