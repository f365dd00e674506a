"""Claims on the site's name from copyright lines, shorter where the head of the page says it shorter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unchaff.metadata import people
from unchaff.metadata.claims import Claim, folded, tidy
from unchaff.metadata.lines import copyrighted
from unchaff.metadata.scan import Markup
from unchaff.metadata.site import holder
from unchaff.model import Page

MOST_WORDS = 6  # of a name
LINE_WORDS = 80  # more words are prose
HEAD = 12  # blocks at the top among which the site's own name stands
SHORTEST_HEAD = 2  # signs, for names in scripts without spaces
_MARK = re.compile(r"©|\(c\)|℗|^\W*copyright\b", re.IGNORECASE)
_PARTS = re.compile(r"(?=©)|[|•·\n]|(?<=\w{3})\.\s")


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """The names in the page's copyright lines."""
    lines = copyrighted(page.blocks, LINE_WORDS)
    first = page.blocks[:HEAD] if lines else []
    heads = {folded(block.text): tidy(block.text) for block in first if block.words <= MOST_WORDS}
    for block in lines:
        for part in _PARTS.split(block.text):
            name = people.behind_by(holder(part)) if _MARK.search(part) else ""
            if name and len(name.split()) <= MOST_WORDS:
                yield Claim("copyright", _short(name, heads), "copyright line")


def _short(name: str, heads: dict[str, str]) -> str:
    """The line at the top of the page with which `name` begins: a firm is often called like its site and more."""
    key = folded(name)
    known = [head for head in heads if len(head) >= SHORTEST_HEAD and key.startswith(head) and head != key]
    whole = [head for head in known if not _cuts_word(name, heads[head])]
    return heads[max(whole, key=len)] if whole else name


def _cuts_word(name: str, head: str) -> bool:
    """Whether `name` begins with `head` only in the midst of a word that its script sets apart by spaces."""
    after = name[len(head) :][:1]
    return after.isascii() and after.isalnum()
