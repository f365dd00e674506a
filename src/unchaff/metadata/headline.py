"""Where a page has its headline: by label, by the titles in its head, or by what a line has in common with the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from unchaff.metadata import people, preface
from unchaff.metadata.claims import folded
from unchaff.metadata.lines import labelled, lines_of
from unchaff.metadata.moments import written
from unchaff.metadata.scan import Markup, text_of
from unchaff.model import Block, Kind, Label, Page, Strength
from unchaff.words.script import split, telling

WORDS = range(1, 36)
ABOVE, BELOW, FARTHEST = 4, 12, 40  # blocks about the headline in which bylines and dates are looked for
ALONE, AFTER = 12, 4  # the same about the start of the body
BODY_WORDS = 25  # from which an unlabelled block is taken for the body's first paragraph
SHORTEST_TITLE = 4  # letters from which a block is compared with the titles in the head
FEWEST = 2  # words of a line that is taken for a headline because of the text below it
BEFORE = 30  # blocks looked at before the body
NEXT = 4  # blocks behind a headline among which byline and date stand
TEXT_BLOCKS = 12  # of the body that are compared with a line
OPEN = frozenset({Label.OTHER, Label.BODY, Label.HEADLINE})

# Points, set on the text dumps of even hosts.
IN_TEXT, IN_ADDRESS, SIGNED, HEADING, LONG, AT_BODY, LABELLED = 3.0, 4.0, 1.5, 1.5, 1.0, 0.5, 2.5


class Spot(NamedTuple):
    """Where the headline and the body stand, and the blocks about them in which bylines and dates are looked for."""

    line: Block | None
    text: str  # of the headline alone, where its block says more
    body: int
    first: int
    last: int


def spot(markup: Markup, page: Page) -> Spot:
    """Finds headline and body."""
    body = body_start(page.blocks)
    line, text = _titled(markup, page)
    if line is None and not markup.headings:
        line = best(page.blocks, body, page.url)
    if line is None:
        return Spot(None, "", body, max(0, min(body, len(page.blocks) - 1) - ALONE), body + AFTER)
    last = max(line.index + BELOW, min(body, line.index + FARTHEST) + AFTER)
    return Spot(line, text or line.text, body, max(0, line.index - ABOVE), last)


def body_start(blocks: list[Block]) -> int:
    """Where the body begins: at its first long block, else at its first, else at the first long one of the page."""
    body = labelled(blocks, Label.BODY)
    long = (block.index for block in body or blocks if _is_long(block))
    return next(chain(long, (block.index for block in body)), len(blocks))


def _is_long(block: Block) -> bool:
    return block.words >= BODY_WORDS and block.link_words * 2 < block.words


def _titled(markup: Markup, page: Page) -> tuple[Block | None, str]:
    """The block that is labelled as the headline, or the longest line that says the same as the head or a heading."""
    named = labelled(page.blocks, Label.HEADLINE)
    if sure := next((block for block in named if markup.metas or _is_sure(block)), None):
        return sure, sure.text
    titles = "\n".join(map(folded, page.titles))
    headings = {folded(text_of(heading)) for heading in markup.headings}
    found: tuple[Block | None, str] = (None, "")
    longest = SHORTEST_TITLE - 1
    for block in page.blocks if titles or headings else ():
        if block.words in WORDS and len(block.text) > longest:
            for line in lines_of(block):
                key = folded(line)
                if len(key) > longest and (key in titles or key in headings):
                    found, longest = (block, line), len(key)
    return found


def _is_sure(block: Block) -> bool:
    return block.verdict is not None and block.verdict.strength is Strength.STRONG


def best(blocks: Sequence[Block], body: int, url: str | None) -> Block | None:
    """The line before the body that is most like its headline."""
    text = Counter(word for block in blocks[body : body + TEXT_BLOCKS] for word in set(telling(block.text)))
    slug = frozenset(split(" ".join(re.split(r"[\W_]+", unquote(urlsplit(url or "").path)))))
    scored = [
        (_points(block, body, text, slug), block)
        for block in blocks[max(0, body - BEFORE) : body + 1]
        if _could_be(block)
    ]
    signed = _signed(blocks[max(0, body - BEFORE) : body + NEXT])
    ranked = sorted(scored, key=lambda row: -(row[0] + SIGNED * (row[1].index in signed)))
    return ranked[0][1] if ranked else None


def _could_be(block: Block) -> bool:
    text = block.text.strip()
    if not FEWEST <= block.words < WORDS.stop or text[-1:] in ".:,;…" or block.label not in OPEN:
        return False
    return (
        not written(text)
        and not preface.is_field(text)
        and not people.starts_byline(text)
        and any(sign.isalpha() for sign in text)
    )


def _points(block: Block, body: int, text: Counter[str], slug: frozenset[str]) -> float:
    words = telling(block.text)
    if not words:
        return 0.0
    in_text = sum(word in text for word in words) / len(words)
    in_address = sum(word in slug for word in words) / len(words)
    points = IN_TEXT * in_text + IN_ADDRESS * in_address * (len(words) > 1)
    points += HEADING * (block.kind is Kind.HEADING) + LONG * (block.words >= 5)
    points += LABELLED * (block.label is Label.HEADLINE)
    return points + AT_BODY / (1 + abs(body - block.index))


def _signed(near: Sequence[Block]) -> set[int]:
    """The indices of the blocks that a byline or a date follows closely."""
    marks: Iterator[int] = (
        block.index
        for block in near
        if block.label in (Label.BYLINE, Label.DATE)
        or people.starts_byline(block.text)
        or (block.words < 12 and written(block.text))
    )
    return {index for mark in marks for index in range(mark - NEXT, mark)}
