"""Who wrote the page: people and agencies that sign it, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from unchaff.metadata import people
from unchaff.metadata.claims import Choice, Choices, Claim, Claims, folded
from unchaff.metadata.site import organization_names

# What a source weighs; set on the bench by each one's mean F1 where it says anything.
_WEIGHTS = (
    ("json-ld VideoObject", 0.5),
    ("json-ld", 4.0),
    ("meta twitter:data", 0.5),
    ("meta", 3.2),
    ("itemprop", 3.0),
    ("signed byline", 3.0),
    ("rel", 2.8),
    ("link author", 2.7),
    ("byline", 1.4),
    ("property", 2.0),
    ("class byline", 1.4),
    ("class author", 1.0),
    ("thread starter", 0.5),
    ("line name", 0.4),
    ("", 1.0),
)
SITE_AS_AUTHOR = 0.3  # of its weight is left to a source that names nobody but the site
PARTIAL = 0.7  # links and class names often miss some of several authors
_CATALOGUES = ("meta citation_author", "meta dc.creator", "meta dcterms.creator")


def choose(claims: Claims, settled: Choices) -> Choices:
    """The authors whom the sources agree on most, and the agencies among all who are credited."""
    names = organization_names(claims)
    signing = (_people_only(claim, names) for claim in _by_source(claims))
    named = [_Named(claim, _key(claim), _weight(claim, names)) for claim in signing]
    support = [sum(other.weight * _agreement(one.key, other.key) for other in named) for one in named]
    ranked = sorted(zip(support, named, strict=True), key=lambda row: (-row[0], -row[1].weight))
    people_first = [one.claim for _, one in ranked]
    chosen: Choices = {}
    if people_first:
        chosen["authors"] = Choice(people_first[0], tuple(people_first[1:]))
    credited = [
        Claim("agencies", wires, claim.source)
        for claim in people_first
        if (wires := tuple(name for name in _names(claim) if people.is_agency(name)))
    ]
    if credited:
        chosen["agencies"] = Choice(credited[0], tuple(credited[1:]))
    return chosen


class _Named(NamedTuple):
    """A claim, the letters of its names, and what it weighs."""

    claim: Claim
    key: frozenset[str]
    weight: float


def _people_only(claim: Claim, site: frozenset[str]) -> Claim:
    """`claim` without the site's own name, where others stand beside it."""
    people_named = tuple(name for name in _names(claim) if folded(name) not in site)
    if all(people.is_agency(name) for name in people_named):
        return claim
    return Claim(claim.field, people_named, claim.source)


def _names(claim: Claim) -> tuple[str, ...]:
    return claim.value if isinstance(claim.value, tuple) else (str(claim.value),)


def _by_source(claims: Claims) -> Iterator[Claim]:
    """One claim a source, with clean names; of lines the first that holds a name is taken."""
    fields: dict[str, list[str]] = {}
    for source, names in _fields(claims):
        fields.setdefault(source, []).extend(names)
    for source, told in _lines(claims):
        if not fields.get(source):
            fields[source] = list(told)
    for source, found in fields.items():
        if unique := _unique(found):
            yield Claim("authors", unique, source)


def _fields(claims: Claims) -> Iterator[tuple[str, list[str]]]:
    """The names in fields for authors; of several entities in JSON-LD the first is the page's."""
    seen: set[str] = set()
    for claim in claims.of("authors"):
        if claim.source in seen and claim.source.startswith("json-ld"):
            continue
        seen.add(claim.source)
        values = [people.turned(value) if claim.source in _CATALOGUES else value for value in _names(claim)]
        yield claim.source, [name for value in values for name in people.in_field(value) if not people.is_desk(name)]


def _lines(claims: Claims) -> Iterator[tuple[str, Iterable[str]]]:
    """The names in bylines, and in links to authors' pages; a line is read when somebody asks for its names."""
    for claim in claims.of("bylines"):
        lines = _names(claim)
        signed = any(people.starts_byline(line) for line in lines)
        yield "signed byline" if signed else claim.source, (name for line in lines for name in people.in_line(line))
    for claim in claims.of("linked"):
        names = (name for value in _names(claim) for name in people.in_field(value))
        yield claim.source, (name for name in names if people.plausible(name, introduced=True))


def _unique(names: list[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for name in names:
        if folded(name):
            seen.setdefault(folded(name), name)
    return tuple(seen.values())


def _key(claim: Claim) -> frozenset[str]:
    return frozenset(folded(name) for name in _names(claim))


def _agreement(one: frozenset[str], other: frozenset[str]) -> float:
    """How far `other` supports `one`: the share of names that both have; more where it only knows fewer of them."""
    return PARTIAL if other < one else len(one & other) / len(one | other)


def _weight(claim: Claim, site: frozenset[str]) -> float:
    weight = next(weight for start, weight in _WEIGHTS if claim.source.startswith(start))
    return weight * (SITE_AS_AUTHOR if _key(claim) <= site else 1.0)
