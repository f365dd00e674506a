"""Claims from a thread in a dump: who started it, told by what forums say below a member's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from unchaff.metadata.claims import Claim, tidy
from unchaff.metadata.lexicon import SPACELESS, lexicon
from unchaff.metadata.scan import Markup
from unchaff.model import Block, Kind, Page

FEWEST = 2  # members with such facts before a dump is taken for a thread
ABOVE = 3  # lines between a member's name and the first fact about them: rank, title, place
NAME_WORDS = 3
NAME_SIGNS = 30


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """The member whose post comes first."""
    if markup.metas or markup.titles:
        return
    facts = [block.index for block in page.blocks if block.words <= 6 and _facts().match(block.text)]
    first = [at for at in facts if at - 1 not in facts]
    if len(first) >= FEWEST and (name := _name_above(page.blocks, first[0])):
        yield Claim("linked", (name,), "thread starter")


def _name_above(blocks: list[Block], at: int) -> str:
    """The first of the short lines right above the facts at `at`."""
    name = ""
    for block in reversed(blocks[max(0, at - ABOVE) : at]):
        text = tidy(block.text)
        if block.kind is not Kind.TEXT or block.words > NAME_WORDS or len(text) > NAME_SIGNS:
            break
        if text[:1].isalnum() and not text.isdecimal():
            name = text
    return name


@lru_cache(maxsize=1)
def _facts() -> re.Pattern[str]:
    words = lexicon().member_facts
    spaced = "|".join(re.escape(word) for word in words if not SPACELESS.search(word))
    joined = "|".join(re.escape(word) for word in words if SPACELESS.search(word))
    return re.compile(rf"(?:(?:{spaced})\s*[:：]|(?:{joined})\s*[:：]?)\s*\S*\d", re.IGNORECASE)
