"""Claims on the site's name from boilerplate, for a page without markup: "the X app", "X's channel", "x.com"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from unchaff.metadata.claims import Claim, folded
from unchaff.metadata.lexicon import lexicon
from unchaff.metadata.scan import Markup
from unchaff.model import Label, Page

LINE_WORDS = 45  # longer lines are prose
PROSE = 25  # the same for lines that were taken for body
ENOUGH = 3  # points from which a name is taken for the site's
MOST_WORDS = 5  # of a name
BESIDE_WORD = 2  # points for standing right before a word like "app", or in brackets behind one
IN_DOMAIN = 3  # points for being the name of a domain the page mentions

_RUN = re.compile(
    r"[^\W\d_a-zß-ÿ][\w'’&.-]*(?:[ \u00a0](?:(?:of|de|du|des|der|la|le|del|di|und|and|&)[ ])?[^\W\d_a-zß-ÿ][\w'’&-]*)*"
)
_DOMAIN = re.compile(r"\b(?:www\.)?([a-z0-9-]{3,40})\.(?:[a-z]{2,3}\.)?(?:com|org|net|[a-z]{2})\b")


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """The name that lines outside the body give the site."""
    if markup.metas:
        return
    lines = [block.text for block in page.blocks if block.words <= (PROSE if block.label is Label.BODY else LINE_WORDS)]
    points: dict[str, int] = defaultdict(int)
    forms: dict[str, str] = {}
    for line in dict.fromkeys(lines):
        for name, worth in _named(line):
            key = folded(name).removeprefix("the")
            points[key] += worth
            forms[key] = max(forms.get(key, ""), name, key=len)
    domains = {folded(match[1]) for line in lines for match in _DOMAIN.finditer(line)}
    for key in points:
        points[key] += IN_DOMAIN * (key in domains)
    for key, score in sorted(points.items(), key=lambda item: -item[1]):
        if score >= ENOUGH:
            yield Claim("masthead", forms[key], "boilerplate")


def _named(line: str) -> Iterator[tuple[str, int]]:
    """The names in a line that speaks of an app, a channel or a website, with their points."""
    words = _site_words()
    if not words.search(line):
        return
    for match in _RUN.finditer(line):
        before, behind = line[: match.start()], line[match.end() :]
        parts = [part.strip(" .'’-&") for part in words.split(match[0])]
        bracketed = before.endswith("(") and behind.startswith(")")
        beside = len(parts) > 1 or words.match(behind.lstrip()) is not None or bracketed
        for part in parts:
            if len(folded(part)) > 1 and len(part.split()) <= MOST_WORDS:
                yield part, BESIDE_WORD if beside else 1


@lru_cache(maxsize=1)
def _site_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, lexicon().site_words))})(?!\w)", re.IGNORECASE)
