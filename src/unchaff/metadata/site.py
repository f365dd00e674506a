"""The site a page belongs to and who publishes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from unchaff.metadata.claims import Choice, Choices, Claim, Claims, folded
from unchaff.metadata.lexicon import SPACELESS, firm, lexicon
from unchaff.metadata.moments import plain_digits
from unchaff.metadata.remember import remembered

LONGEST = 80
MOST_WORDS = 6  # of a site's full name; longer ones are titles put into the wrong tag
SHORT_NAME = 4  # words of a part of a title that may say the site's name and something more
SHORTEST_IN_HOST = 4  # letters a name needs to be recognised inside a host name
STRETCH = 2.5  # how many times longer than the name such a part may be
_GENERIC_LABELS = frozenset(
    [
        "www",
        "com",
        "org",
        "net",
        "co",
        "uk",
        "de",
        "fr",
        "edu",
        "gov",
        "blog",
        "news",
        "en",
        "m",
        "amp",
        "shop",
        "store",
        "support",
        "help",
        "forum",
        "forums",
        "docs",
    ]
)
_SEPARATED = re.compile(r"\s[|·•»–—-]\s|\s*[|｜»]\s*|\s::\s")
_COLON = re.compile(r":\s|：")
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,6}")
_COPYRIGHT = re.compile(r"©|\(c\)|℗|\bcopyright\b", re.IGNORECASE)
_YEARS = re.compile(r"©|\(c\)|℗|\b(?:19|20)\d\d\b(?:\s*[-–—/]\s*(?:(?:19|20)?\d\d\b)?)?年?", re.IGNORECASE)
_FILED = re.compile(r"ICP\s*[备備证證]|公网安备")  # the number under which a Chinese site is registered
_EDGE = " -–—|,.;:·、。"


def choose(claims: Claims, settled: Choices) -> Choices:
    """The site's name and the publisher's."""
    named = _cleaned(claims, "site", "site")
    sites = [claim for claim in named if not _HOST.fullmatch(str(claim.value))] + named
    publishers = _cleaned(claims, "publisher", "publisher")
    fallbacks = [
        *_from_titles(claims),
        *_as_site(publishers),
        *_cleaned(claims, "masthead", "site"),
        *_cleaned(claims, "copyright", "site"),
    ]
    chosen: Choices = {}
    if ranked := list(dict.fromkeys((*sites, *fallbacks))):
        chosen["site"] = Choice(ranked[0], tuple(ranked[1:]))
    if publishers:
        chosen["publisher"] = Choice(publishers[0], tuple(publishers[1:]))
    return chosen


def _as_site(publishers: Iterable[Claim]) -> list[Claim]:
    return [Claim("site", claim.value, claim.source) for claim in publishers]


def _cleaned(claims: Claims, claimed: str, field: str) -> list[Claim]:
    rows = [Claim(field, holder(str(claim.value)), claim.source) for claim in claims.of(claimed)]
    return [claim for claim in rows if _could_be_name(str(claim.value))]


def _could_be_name(text: str) -> bool:
    named = bool(folded(text)) and "://" not in text and not _FILED.search(text)
    return named and len(text) <= LONGEST and len(text.split()) <= MOST_WORDS


@remembered(128)  # the site's names are asked for by title and authors, too
def holder(text: str) -> str:
    """The name in a copyright line: no sign, no years, no "All rights reserved"."""
    dated = _COPYRIGHT.search(text) is not None
    parts = [_YEARS.sub(" ", plain_digits(part)) if dated else part for part in _rights().split(text)]
    name = next(filter(None, (" ".join(part.split()).strip(_EDGE) for part in parts)), "")
    return firm().sub("", name).strip(_EDGE) if dated else name


@lru_cache(maxsize=1)
def _rights() -> re.Pattern[str]:
    words = sorted(lexicon().rights, key=len, reverse=True)
    spaced = "|".join(re.escape(word) for word in words if not SPACELESS.search(word))
    joined = "|".join(re.escape(word) for word in words if SPACELESS.search(word))
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)\.?|(?:{joined})", re.IGNORECASE)


def _from_titles(claims: Claims) -> list[Claim]:
    """The parts at either end of the title tag that the host name confirms."""
    labels, found = frozenset(_host_labels(claims)), []
    for claim in claims.of("title"):
        first, *rest = _SEPARATED.split(str(claim.value))
        ends = (rest[-1], first) if rest else _before_colon(first)
        confirmed = [part for part in ends if len(folded(part)) >= SHORTEST_IN_HOST and names_site(part, labels)]
        found += [Claim("site", part.strip(), claim.source) for part in confirmed]
    return found


def _before_colon(title: str) -> tuple[str, ...]:
    """What stands before the first colon of a title: "The Site: A headline"."""
    first, *rest = _COLON.split(title, maxsplit=1)
    return (first,) if rest else ()


def _host_labels(claims: Claims) -> list[str]:
    """The telling parts of the host, letters and digits only."""
    hosts = [host.lower() for host in claims.texts("host")]
    labels = [label for host in hosts for label in host.split(".")]
    kept = [folded(label) for label in labels if label not in _GENERIC_LABELS and len(label) > 2]
    return [*kept, *(folded(host.removeprefix("www.")) for host in hosts)]


def site_names(claims: Claims) -> frozenset[str]:
    """All names by which the site is known, folded."""
    return _forms(claims, [*claims.texts("site"), *claims.texts("publisher"), *claims.texts("handle")])


def organization_names(claims: Claims) -> frozenset[str]:
    """The names of the site and of the organization behind it; meta tags for publishers hold people, too."""
    named = [str(claim.value) for claim in claims.of("publisher") if claim.source.startswith("json-ld")]
    return _forms(claims, [*claims.texts("site"), *claims.texts("handle"), *named])


def _forms(claims: Claims, named: list[str]) -> frozenset[str]:
    named = [name for name in named if len(name.split()) <= MOST_WORDS]
    parts = [part for name in named for part in (name, holder(name), *_SEPARATED.split(name))]
    return frozenset(folded(part) for part in parts if folded(part)) | {*_host_labels(claims)}


def names_site(text: str, names: frozenset[str]) -> bool:
    """Whether `text` says nothing but the site's name, give or take an article and a word about the site."""
    key = folded(text)
    if not key or key in names or key.removeprefix("the") in names or f"the{key}" in names:
        return True
    return len(text.split()) <= SHORT_NAME and any(
        len(name) >= SHORTEST_IN_HOST
        and len(key) <= STRETCH * len(name)
        and (key.startswith(name) or key.endswith(name))
        for name in names
    )
