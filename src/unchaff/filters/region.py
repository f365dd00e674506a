"""Where the article of a dump begins and ends: below it the hints of other filters are sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unchaff.model import Block, Label, Page, Strength, Verdict
from unchaff.score.lines import richest
from unchaff.words.script import ends_sentence

PRICE = 8.0  # words of running text that make up for one line that is none
PROSE_WORDS = 12
SHARE = 0.3  # of the page's words that its main run holds, if there is an article
# What may stand below an article without being chaff: on pages of many pieces these lines belong to the next one.
_OPENING = frozenset({Label.HEADLINE, Label.STANDFIRST, Label.BYLINE})


def below_article(page: Page) -> Iterator[Verdict]:
    """Lines below the article of a dump that another filter took for chaff, be it only as a hint."""
    start, stop = main_run(page.blocks)
    if sum(block.words for block in page.blocks[start:stop]) < SHARE * page.words:
        return
    for block in page.blocks[stop:]:
        hint = block.verdict
        if hint and hint.strength < Strength.STRONG and hint.label not in _OPENING:
            yield Verdict(block, hint.label, f"{hint.reason}; below the article", Strength.STRONG)


def main_run(blocks: Sequence[Block]) -> tuple[int, int]:
    """The run of lines that holds most running text for what else is in it."""
    return richest([block.words - PRICE if is_prose(block) else -PRICE for block in blocks])


def is_prose(block: Block) -> bool:
    """Whether a block is running text: long enough, and it ends like a sentence that does not break off."""
    text = block.text
    return block.words >= PROSE_WORDS and ends_sentence(text) and not text.endswith(("…", "..."))
