"""What each source gives as the title, without the names of site and section, and what it weighs as a vote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

from unchaff.metadata.claims import Claim, Claims, address_parts, folded
from unchaff.metadata.lexicon import lexicon
from unchaff.metadata.remember import remembered
from unchaff.metadata.site import names_site

LONGEST = 300
RELATED = 0.5  # share of common words from which a heading and a title speak of the same thing
LATER_HEADING = 0.7  # what a second h1 weighs of a first
HEADLINE_WORDS = 4  # of what stands behind two kickers
TELLING_WORD = 4  # letters; shorter ones are in any two kickers
LONG_PART = 12  # letters of one that is cut from what is written without space between
MOST_CUTS = 12  # of a text that is looked at in parts
SHORTEST_PART = 4  # letters a part of a title needs to be a title of its own

_SEPARATOR = re.compile(r"\s+[|·•»«›‹∙⋅:~–—―/\\<>-]+\s+|\s*[|｜│»ㅣ]\s*|(?<=\w)[:：]\s+|\s*[_＿]\s*")
BAR, _SLASH = re.compile(r"\s*[|│｜ㅣ]\s*"), re.compile(r"\s/\s")
_COLONS = (":", "：")
WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W_]+")
_TOUCHING = re.compile(r"[-–—|｜│ㅣ:：]\S")
_MARKS = re.compile(r"\s*[¶#§🔗]+\s*$")

# Set on the bench (even hosts of wcxb and fundus): a heading that shares its words with a title in the head is what
# people take for the title (.71–.74 exact, og:title .46–.68); the head mostly tells one text four times, so each
# source there counts little. The headline of a news desk's JSON-LD (.85–.91) goes before all.
_WEIGHTS = (
    ("headline line", 2.0),
    ("headline", 8.0),
    ("h1", 11.0),
    ("json-ld news headline", 26.0),
    ("json-ld article headline", 4.0),
    ("json-ld headline", 2.0),
    ("json-ld", 1.0),
    ("itemprop headline", 3.0),
    ("meta citation_title", 4.0),
    ("meta og:title", 2.5),
    ("title line", 3.0),
    ("title", 2.0),
    ("", 1.5),
)
UNRELATED_HEADING = 1.5
OF_BOOK = 0.5  # what is left of that where the heading is the end of a longer title: it names the book, not the chapter
IN_ADDRESS = 8.0  # what it weighs that all words of the address are in a title
FEWEST_IN_ADDRESS = 2  # words that an address needs for that
AMONG_HEADINGS = (1.0, 0.6, 0.3)  # what is left of an h1's weight when there are one, two, or more of them
REPEATED = 0.5  # a second claim of the same source is mostly about another thing on the page


class Names(NamedTuple):
    """What is cut off a title: the site's names, at home only at the end, and the section's at the end."""

    site: frozenset[str]
    section: frozenset[str]
    home: bool
    stated: tuple[str, ...]  # the titles that the head gives


class Reading(NamedTuple):
    """A claimed title without the site's name, what it weighs, and as it was claimed."""

    claim: Claim
    weight: float
    whole: str

    @property
    def text(self) -> str:
        """The title without the site's name."""
        return str(self.claim.value)


def votes(readings: Iterable[Reading], slug: frozenset[str]) -> dict[str, float]:
    """What sources and address weigh together for each title, by its letters."""
    found: dict[str, float] = {}
    for reading in readings:
        key = folded(reading.text)
        if key not in found:
            found[key] = IN_ADDRESS * share(slug, reading.text)
        found[key] += reading.weight
    return found


def slug_of(claims: Claims) -> frozenset[str]:
    """The words of the longest part of the page's path; an editor made them from the headline."""
    address = next((str(claim.value) for claim in claims.of("url") if claim.source == "url"), "")
    parts = unquote(address_parts(address or next(iter(claims.texts("url")), "")).path).split("/")
    words = {word for word in words_in(max(parts, key=len)) if not word.isdigit() or len(word) == 4}
    return frozenset(words if len(words) >= FEWEST_IN_ADDRESS else ())


def share(slug: frozenset[str], text: str) -> float:
    """The share of the words of the address that `text` has."""
    return len(slug.intersection(words_in(text))) / len(slug) if slug else 0.0


@remembered(256)  # those of a title are compared with the address and with other titles
def words_in(text: str) -> tuple[str, ...]:
    """The words of a title, without case."""
    return tuple(WORDS.findall(text.casefold()))


def readings(claims: Claims, site: frozenset[str]) -> Iterator[Reading]:
    """The readings of every claim on the title, those of headings last; `site` is what the site is called."""
    home = is_home(claims)
    titles = [claim for claim in claims.of("title") if len(str(claim.value)) <= 2 * LONGEST]
    stated = [str(claim.value) for claim in titles]
    tails = {folded(part) for text in stated for part in _tails(text, site)}
    named = [claim for claim in claims.of("headings") if len(str(claim.value)) <= 2 * LONGEST]
    headings = [claim for claim in named if home or not names_site(str(claim.value), site)]
    books = {tail for claim in headings if (tail := folded(str(claim.value))) in tails and _ends_short(tail, stated)}
    names = Names(site, _section_names(claims) | books, home, tuple(stated))
    anchors = {folded(text) for text in (*stated, *(str(claim.value) for claim in headings))}
    anchors -= {tail for tail in tails if _ends_short(tail, stated)}
    anchors |= _behind_kickers([*stated, *(str(claim.value) for claim in headings)])
    seen: set[str] = set()
    for claim in titles:
        text = _stripped(str(claim.value), names, anchors)
        if text and len(text) <= LONGEST:
            weight = _weight(claim.source) if claim.source not in seen else REPEATED
            yield Reading(Claim("title", text, claim.source), weight, str(claim.value))
        seen.add(claim.source)
    first = len({folded(str(claim.value)) for claim in headings if claim.source == "h1"})
    crowd = {"h1": AMONG_HEADINGS[min(first, len(AMONG_HEADINGS)) - 1]}
    for i, claim in enumerate(headings):
        whole = _MARKS.sub("", str(claim.value))
        text = _stripped(whole, names, anchors)
        credible = not home and folded(text) not in tails and _related(text, stated)
        unrelated = UNRELATED_HEADING * (OF_BOOK if folded(text) in books else 1.0)
        weight = (_weight(claim.source) if credible else unrelated) * crowd.get(claim.source, 1.0)
        if text and len(text) <= LONGEST:
            yield Reading(Claim("title", text, claim.source), weight * LATER_HEADING ** min(i, 4), whole)


def _tails(text: str, site: frozenset[str]) -> Iterator[str]:
    """What stands last in a title, behind a headline: a heading that says the same names a section or a forum."""
    cuts = [cut for cut in cuts_in(text) if cut[0].strip() not in _COLONS]
    if cuts and not all(names_site(text[: cut.start()], site) for cut in cuts):
        yield text[cuts[-1].end() :]


def _behind_kickers(texts: Iterable[str]) -> set[str]:
    """What stands last behind two beginnings without a common word: each source has put a kicker of its own there."""
    before: dict[str, list[set[str]]] = {}
    for text in texts:
        for cut in cuts_in(text)[:MOST_CUTS]:
            if len(WORDS.findall(text, cut.end())) >= HEADLINE_WORDS:
                head = {word for word in words_in(text[: cut.start()]) if len(word) >= TELLING_WORD}
                before.setdefault(folded(text[cut.end() :]), []).append(head)
    return {tail for tail, heads in before.items() if any(head and heads[0].isdisjoint(head) for head in heads)}


def _ends_short(tail: str, titles: Iterable[str]) -> bool:
    """Whether a title ends with `tail` and says more before it: then that is the headline."""
    return any(folded(title).endswith(tail) and len(folded(title)) >= 2 * len(tail) for title in titles)


def _section_names(claims: Claims) -> frozenset[str]:
    """The names of the page's section, folded: as claimed, and as the folders in its address are called."""
    paths = [address_parts(url).path.rstrip("/") for url in claims.texts("url")]  # the last part is the page's own name
    folders = [part for path in paths for part in path.split("/")[1:-1]]
    crumbs = [name for claim in claims.of("crumbs") if isinstance(claim.value, tuple) for name in claim.value[:-1]]
    return frozenset(folded(name) for name in (*claims.texts("section"), *folders, *crumbs) if folded(name))


def _weight(source: str) -> float:
    if source.startswith("json-ld") and source.endswith(".headline"):
        source = f"json-ld {_genre(source)}headline"
    return next(weight for start, weight in _WEIGHTS if source.startswith(start))


def _genre(source: str) -> str:
    """News desks keep a headline in JSON-LD; blog software puts the SEO title there."""
    if "NewsArticle" in source or "LiveBlog" in source:
        return "news "
    return "article " if "Article" in source or "Discussion" in source else ""


def is_home(claims: Claims) -> bool:
    """Whether the page is the site's first page: its title is the site's name, so nothing is cut off."""
    address = address_parts(
        next(((claim.source == "url" and str(claim.value)) or "" for claim in reversed(claims.of("url"))), "")
    )
    return bool(address.hostname) and address.path in ("", "/") and not address.query


def _related(text: str, titles: Iterable[str]) -> bool:
    own = set(words_in(text))
    for title in titles:
        other = set(words_in(title))
        if own and other and len(own & other) >= RELATED * min(len(own), len(other)):
            return True
    return False


def cuts_in(text: str) -> list[re.Match[str]]:
    """Where a title may be cut; guillemets in pairs are quotation marks."""
    return list(_cuts_in(text))


@lru_cache(maxsize=64)  # several sources give the same title, and it is cut for several reasons
def _cuts_in(text: str) -> tuple[re.Match[str], ...]:
    cuts = _SEPARATOR.finditer(text)
    if "»" in text and "«" in text:
        return tuple(cut for cut in cuts if cut[0].strip() not in ("»", "«"))
    return tuple(cuts)


def _stripped(text: str, names: Names, anchors: set[str]) -> str:
    """The part of `text` that another source gives as the whole title, or `text` without parts that name the site."""
    text = _behind_archive(_before_touching(text, names.stated))
    cuts = cuts_in(text)
    if not cuts:
        return text
    starts, stops = (0, *(cut.end() for cut in cuts)), (*(cut.start() for cut in cuts), len(text))
    ends = [*((0, stop) for stop in stops), *((start, len(text)) for start in starts[1:])]
    for start, stop in sorted(ends, key=lambda part: part[0] - part[1])[1:]:
        key = folded(text[start:stop])
        if len(key) >= SHORTEST_PART and key in anchors:
            return text[start:stop].strip()
    start, stop = 0, len(text)
    while cuts and _is_tail(text[cuts[-1].end() : stop], names):
        stop = cuts.pop().start()
    while cuts and not names.home and folded(text[start : cuts[0].start()]) in names.site:
        start = cuts.pop(0).end()
    return (text[start:stop] if names.home else _before_bar(text[start:stop], text)).strip()


def _before_touching(text: str, stated: Iterable[str]) -> str:
    """The title that another source gives whole, where `text` is that and a name behind a separator without space."""
    found = (other for other in stated if text.startswith(other) and _TOUCHING.match(text, len(other)))
    return next((other for other in found if len(folded(other)) >= LONG_PART), text)


def _behind_archive(text: str) -> str:
    """ "A storm" of "Gray Days » Blog Archive » A storm", as old blogs write their titles."""
    for before, behind in pairwise(cuts_in(text)):
        if text[before.end() : behind.start()].lower() in lexicon().archives:
            return text[behind.end() :]
    return text


def _before_bar(text: str, whole: str) -> str:
    """What stands before a bar, or before the first slash of a trail: a headline is not written with either."""
    bar = BAR.search(text) or (_SLASH.search(text) if len(_SLASH.findall(whole)) > 1 else None)
    return text[: bar.start()] if bar and text[: bar.start()].strip() else text


def _is_tail(part: str, names: Names) -> bool:
    return folded(part) in names.section or names_site(part, names.site)
