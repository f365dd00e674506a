"""Where the article of a dump begins and ends: below it the hints of other filters are sure."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Block, Label, Page, Strength, Verdict
from unchaff.score.runs import main_run
from unchaff.words.script import ends_sentence

SHARE = 0.3  # of the page's words that its main run holds, if there is an article
SCRAP_WORDS = 6  # textdump_dev: 1 % of such lines is body
# What may stand below an article without being chaff: on pages of many pieces these lines belong to the next one.
_OPENING = frozenset({Label.HEADLINE, Label.STANDFIRST, Label.BYLINE})


def below_article(page: Page) -> Iterator[Verdict]:
    """Below a dump's article: lines that another filter took for chaff, if only as a hint, and scraps beside them."""
    start, stop = main_run(page.blocks)
    if sum(block.words for block in page.blocks[start:stop]) < SHARE * page.words:
        return
    below = page.blocks[stop:]
    for i, block in enumerate(below):
        hint = block.verdict
        if hint and hint.strength < Strength.STRONG and hint.label not in _OPENING:
            yield Verdict(block, hint.label, f"{hint.reason}; below the article", Strength.STRONG)
        elif _is_scrap(block) and any(other.verdict for other in below[max(0, i - 1) : i + 2]):
            yield Verdict(block, Label.OTHER, "a scrap beside chaff, below the article", Strength.STRONG)


def _is_scrap(block: Block) -> bool:
    return not block.verdict and block.words <= SCRAP_WORDS and not ends_sentence(block.text)
