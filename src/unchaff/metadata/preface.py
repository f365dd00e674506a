"""Claims from the lines "Title: …", "URL Source: …" that services and tools put before the dump they make of a page."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.metadata.claims import Claim, address_parts, tidy
from unchaff.metadata.scan import Markup
from unchaff.model import Page

FARTHEST = 12  # lines
FEWEST = 2  # known lines before they count: one alone may be a sentence
# Names of such lines in the output of reading services, converters and static-site tools, and the field they fill.
_FIELDS = {
    "title": "title",
    "url": "url",
    "url source": "url",
    "source url": "url",
    "original url": "url",
    "author": "authors",
    "authors": "authors",
    "byline": "authors",
    "date": "published",
    "published": "published",
    "published time": "published",
    "publish date": "published",
    "publication date": "published",
    "date published": "published",
    "modified": "modified",
    "last modified": "modified",
    "description": "description",
    "excerpt": "description",
    "site": "site",
    "site name": "site",
    "sitename": "site",
    "hostname": "host",
    "language": "language",
    "lang": "language",
    "tags": "tags",
    "image": "image",
}


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """What the lines before the page's own text say."""
    if markup.metas or markup.titles:
        return
    found = list(_fields(page))
    if len(found) >= FEWEST:
        yield from found


def is_field(text: str) -> bool:
    """Whether a line is one of those that tools put before a dump."""
    name, colon, _ = text.partition(":")
    return bool(colon) and name.strip().casefold() in _FIELDS


def _host(url: str) -> Iterator[Claim]:
    if host := address_parts(url).hostname:
        yield Claim("host", host, "preface")


def _fields(page: Page) -> Iterator[Claim]:
    for block in page.blocks[:FARTHEST]:
        for line in block.text.split("\n"):
            name, colon, value = line.partition(":")
            field = _FIELDS.get(name.strip().casefold())
            if field and colon and (text := tidy(value).strip("\"'")):
                yield Claim(field, text, f"preface {name.strip().lower()}")
                yield from _host(text) if field == "url" else ()
            elif name.strip("-+ ") and not colon:
                return
