"""Claims from the title that many dumps begin with: "A headline | The Site", as it stood in the page's head."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unchaff.metadata.claims import Claim, folded, tidy
from unchaff.metadata.moments import written
from unchaff.metadata.scan import Markup
from unchaff.model import Page

WORDS = range(4, 36)
MOST_CUTS = 3  # a menu has more
SITE_WORDS = 6  # of what stands behind the separator
_TAIL = re.compile(r"\s+[|·•»–—-]\s+|\s*[|｜]\s*")


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """The first line of a dump where it ends with a name; and that as the site's where it stands on the page again."""
    if markup.metas or markup.titles or len(page.blocks) < WORDS.start:
        return
    text, words = tidy(page.blocks[0].text), page.blocks[0].words
    cuts = list(_TAIL.finditer(text))
    if words not in WORDS or not 1 <= len(cuts) <= MOST_CUTS or page.blocks[0].heard or written(text):
        return
    tail = text[cuts[-1].end() :]
    if not tail or len(tail.split()) > SITE_WORDS or text[-1] in ".:,;…":
        return
    yield Claim("title", text, "title line")
    if folded(tail) in {folded(block.text) for block in page.blocks[1:]}:
        yield Claim("site", tail, "title line")
