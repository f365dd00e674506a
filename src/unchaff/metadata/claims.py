"""What sources say about a page, and the values that were chosen from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from unchaff.metadata.remember import remembered
from unchaff.words.entities import unescaped

Value = str | int | tuple[str, ...] | datetime | date | bool

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SIGNS = re.compile(r"[\W_]+")
_LOWER = bytes(range(128)).lower() + bytes(128)
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())


class Claim(NamedTuple):
    """What one source says about one field."""

    field: str
    value: Value
    source: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The claim that won a field, and those that lost, best first."""

    winner: Claim
    losers: tuple[Claim, ...] = ()


Choices = dict[str, Choice]


class Claims:
    """All claims on a page, by field, in the order the sources made them."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._by_field: dict[str, list[Claim]] = {}
        for claim in claims:
            self._by_field.setdefault(claim.field, []).append(claim)

    def of(self, *fields: str) -> list[Claim]:
        """The claims on `fields`."""
        if len(fields) == 1:
            return list(self._by_field.get(fields[0], ()))
        return [claim for name in fields if name in self._by_field for claim in self._by_field[name]]

    def texts(self, field: str) -> list[str]:
        """The text values claimed for `field`."""
        return [claim.value for claim in self.of(field) if isinstance(claim.value, str)]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a page; "", None or () where nothing is. `why` tells the source of every value."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()  # who signs the text, in order; a wire agency too
    agencies: tuple[str, ...] = ()  # the wire agencies among those who sign or are credited
    published: datetime | date | None = None
    modified: datetime | date | None = None
    site: str = ""
    publisher: str = ""
    language: str = ""
    description: str = ""
    url: str = ""
    image: str = ""
    image_width: int = 0  # pixels, where the page gives them with the picture
    image_height: int = 0
    tags: tuple[str, ...] = ()
    section: str = ""
    place: str = ""
    license: str = ""
    paywalled: bool | None = None
    page_type: str = ""
    words: int = 0  # of the body
    reading_minutes: int = 0  # as the page says, else from the words
    comments: int | None = None  # how many the page says there are
    feeds: tuple[str, ...] = ()  # addresses of RSS, Atom and JSON feeds
    amp: str = ""
    next_page: str = ""  # of a text that goes on on another page
    why: Mapping[str, Choice] = field(default_factory=lambda: MappingProxyType({}))


@remembered(256)  # a line is looked at for names, for dates, and for what it is told with
def tidy(text: str) -> str:
    """`text` on one line, without markup, entities and invisible signs."""
    text = _unescaped(text)
    return _one_line(_TAG.sub(" ", text) if "<" in text else text)


def shown(text: str) -> str:
    """`text` of the visible page on one line: what looks like a tag there is one that the reader sees."""
    return _one_line(_unescaped(text))


def _unescaped(text: str) -> str:
    for _ in range(2):  # titles escaped twice are common: "&amp;#8217;"
        if "&" not in text or not _ENTITY.search(text):
            break
        text = unescaped(text)
    return text


def _one_line(text: str) -> str:
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


@remembered(128)  # a page gives its own address several times, and many ask for its host and path
def address_parts(url: str) -> SplitResult:
    """The parts of an address; empty ones for what is none ("http://[1"), for pages write all sorts of things."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


@remembered(1024)  # titles are compared with one another in many ways
def folded(text: str) -> str:
    """The letters and digits of `text` in lower case, for comparing."""
    if text.isascii():
        return text.encode("ascii").translate(_LOWER, _ASCII_SIGNS).decode("ascii")
    return _SIGNS.sub("", text.casefold())
