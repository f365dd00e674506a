"""Fields that need no weighing: the first claim that fits wins."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urljoin

from unchaff.metadata.claims import Choice, Choices, Claim, Claims, Value, address_parts, folded
from unchaff.metadata.people import without_dates

Reader = Callable[[str], Value | None]

LONGEST = 5000
MOST_FEEDS = 20
_WHOLE = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*+/[A-Za-z0-9/._%-]*+")  # need not be taken apart
_PAYWALLED = {
    "false": True,
    "0": True,
    "no": True,
    "locked": True,
    "metered": True,
    "true": False,
    "1": False,
    "yes": False,
    "free": False,
}


def choose(claims: Claims, settled: Choices) -> Choices:
    """Description, subtitle, addresses, place, license, kind of page and paywall."""
    title = folded(str(settled["title"].winner.value)) if "title" in settled else ""
    page = next((str(claim.value) for claim in claims.of("url") if claim.source == "url"), "")
    topics = _topics(settled)
    base = next((link for link in map(str, (*claims.texts("base"), page, *claims.texts("url"))) if _is_web(link)), "")
    chosen = {
        "description": _first(claims, "description", ("description", "subtitle"), lambda text: _unlike(text, title)),
        "subtitle": _first(claims, "subtitle", ("subtitle", "alternative"), lambda text: _subtitle(text, title)),
        "url": _first(claims, "url", ("url",), lambda text: _canonical(_absolute(text, base), page)),
        "image": _first(claims, "image", ("image",), lambda text: _absolute(text, base)),
        "place": _first(claims, "place", ("place",), lambda text: _place(text, topics)),
        "license": _first(claims, "license", ("license",), lambda text: _absolute(text, base) or text),
        "amp": _first(claims, "amp", ("amp",), lambda text: _absolute(text, base)),
        "next_page": _first(claims, "next_page", ("next_page",), lambda text: _another(_absolute(text, base), page)),
        "feeds": _feeds(claims, base),
        "page_type": _first(claims, "page_type", ("page_type",), lambda text: text.rpartition("/")[2]),
        "paywalled": _first(
            claims, "paywalled", ("free",), lambda text: _PAYWALLED.get(text.lower().rpartition("/")[2])
        ),
    }
    return {field: choice for field, choice in chosen.items() if choice}


# What a field is taken from before anything else: share texts and pictures are made for people.
_PREFERRED = {"image": "meta og:", "description": "meta ", "url": "link "}


def _first(claims: Claims, field: str, claimed: tuple[str, ...], read: Reader) -> Choice | None:
    """The first claim that can be read, as the choice for `field`."""
    found, rows = claims.of(*claimed), list[Claim]()
    if len(found) > 1 and (first := _PREFERRED.get(field)):
        found = sorted(found, key=lambda claim: not claim.source.startswith(first))
    for claim in found:
        value = read(str(claim.value).strip()) if len(str(claim.value)) <= LONGEST else None
        if value is not None and value != "":
            rows.append(Claim(field, value, claim.source))
    return Choice(rows[0], tuple(rows[1:])) if rows else None


def _feeds(claims: Claims, base: str) -> Choice | None:
    """All feeds at once: they do not exclude one another."""
    links = dict.fromkeys(link for text in claims.texts("feeds") if (link := _absolute(text, base)))
    return Choice(Claim("feeds", tuple(links)[:MOST_FEEDS], "link feed")) if links else None


def _another(link: str, page: str) -> str:
    return link if link.partition("#")[0] != page.partition("#")[0] else ""


def _unlike(text: str, title: str) -> str:
    return text if folded(text) != title else ""


def _topics(settled: Choices) -> set[str]:
    """What the page is about, folded: its tags and its section."""
    said = [settled[field].winner.value for field in ("tags", "section") if field in settled]
    return {folded(text) for value in said for text in (value if isinstance(value, tuple) else (str(value),))}


def _place(text: str, topics: set[str]) -> str:
    """`text`, unless it is what the page is about: "Jane Roe | Politics, Europe"."""
    return "" if topics.issuperset(map(folded, text.split(","))) else text


def _subtitle(text: str, title: str) -> str:
    """`text`, unless it repeats the title or is a date and at most the name of its day."""
    rest = without_dates(text)
    words = [word for word in rest.split() if any(map(str.isalpha, word))]
    return _unlike(text, title) if rest == text or len(words) > 1 else ""


def _canonical(link: str, page: str) -> str:
    """`link`, unless it calls the site's first page the address of a page that is another one."""
    lost = address_parts(link).path in ("", "/") and address_parts(page).path not in ("", "/") if page else False
    return "" if lost else link


@lru_cache(maxsize=64)
def _absolute(link: str, base: str) -> str:
    """`link` as an absolute web address, "" when it cannot be one."""
    if _WHOLE.fullmatch(link):
        return link
    try:
        joined = urljoin(base, link)
    except ValueError:
        return ""
    return joined if _is_web(joined) and " " not in joined else ""


def _is_web(link: str) -> bool:
    parts = address_parts(link)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
