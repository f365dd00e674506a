"""Claims from the head of a page: meta tags, link tags and the title."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from unchaff.metadata import people
from unchaff.metadata.claims import Claim, tidy
from unchaff.metadata.lexicon import lexicon
from unchaff.metadata.remember import remembered
from unchaff.metadata.scan import Markup
from unchaff.model import Page

_RELS = {"canonical": "url", "license": "license", "feed": "feeds", "amphtml": "amp", "next": "next_page"}


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """What meta and link tags say, for every field in the order of how well the names are kept; last the title tag."""
    yield from _links(markup, _RELS)
    known = [(*filled, name, content) for name, content in markup.metas if (filled := _filled_by(name))]
    for field, _, name, content in sorted(known, key=lambda row: row[1]):
        if text := tidy(content):
            yield Claim(field, text, f"meta {name}")
    yield from _labelled(markup)
    yield from _links(markup, {"image_src": "image"})
    for title in markup.titles:
        if text := tidy(title):
            yield Claim("title", text, "title")
    if markup.language:
        yield Claim("language", markup.language, "html lang")


def _labelled(markup: Markup) -> Iterator[Claim]:
    """Twitter's pairs of a label and what it labels: "Written by", a name."""
    said = dict(markup.metas)
    for number in ("1", "2"):
        label, value = said.get(f"twitter:label{number}", ""), tidy(said.get(f"twitter:data{number}", ""))
        if people.is_by(label) and value:
            yield Claim("authors", value, "meta twitter:data")
        elif value and any(word in label.lower() for word in lexicon().reading):
            yield Claim("minutes", value, "meta twitter:data")


def _links(markup: Markup, fields: Mapping[str, str]) -> Iterator[Claim]:
    for rel, href in markup.links:
        if rel in fields and href:
            yield Claim(fields[rel], href, f"link {rel}")


@remembered(1024)
def _filled_by(name: str) -> tuple[str, int] | None:
    """The field that a meta tag of this name fills, and how far down its list the name stands."""
    key = _key(name)
    return _field_of().get(key) or (_LIKE if _publication(key) else None)


@lru_cache(maxsize=1)
def _field_of() -> Mapping[str, tuple[str, int]]:
    """The field each name of a meta tag fills, and how far down its list the name stands."""
    tables = tomllib.loads(files("unchaff.metadata").joinpath("data/meta_names.toml").read_text("utf-8"))
    return {_key(name): (field, rank) for field, names in tables.items() for rank, name in enumerate(names)}


def _key(name: str) -> str:
    """A meta tag's name without what people write differently: "published-date", "published_date"."""
    return name.translate(_DIVIDERS)


_publication = re.compile(r"publish(?:ed|ing)?(?:date|time)|publicationdate|dateofpublication").search
_LIKE = ("published", 1000)  # names that only say so, after all that are known
_DIVIDERS = dict.fromkeys(map(ord, "-_.:"))
