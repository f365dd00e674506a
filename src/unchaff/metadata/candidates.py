"""What could be the title: what sources give, as they give it and in parts, and what is known of each candidate."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from unchaff.metadata.claims import Claim, Claims, address_parts, folded
from unchaff.metadata.readings import BAR, MOST_CUTS, Reading, cuts_in, is_home, readings, slug_of, votes, words_in
from unchaff.metadata.remember import remembered
from unchaff.metadata.site import names_site, site_names

LONGEST = 300
MOST = 60  # candidates; a page with more is none that has a title

_QUOTES, _DASHES, _GAPS = re.compile("[‘’‚‛“”„«»\"'`´]"), re.compile("[‐-―−-]"), re.compile(r"\s+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COLONS, _LINES = (":", "："), ("-", "–", "—", "―")
_EDGES = {
    "words": (1, 2, 3, 5, 8, 12, 16, 22),
    "signs": (10, 20, 40, 60, 70, 100, 140),
    "share": (0, 0.3, 0.5, 0.7, 0.9, 0.999),
    "heading": (12, 24, 42, 72),
    "votes": (0, 0.2, 0.4, 0.6, 0.8, 0.99),
}
_SHARED = ("og", "twitter")
_GROUPS = (
    ("shown", ("h1", "headline")),
    ("shared", _SHARED),
    ("title", ("title",)),
    ("data", ("news", "article")),
)
_RELATED = ("h1", "og", "title")  # whose words are compared with a candidate's
_TELLING = ("h1", "headline", "og", "title", "later h1")
_PAIRS = (("h1", "og"), ("h1", "title"), ("og", "title"), ("h1", "news"), ("h1", "article"))


class Said(IntEnum):
    """How a source says a candidate, from badly to exactly."""

    BEHIND = 1  # a part behind a separator
    BEFORE = 2  # a part before one
    CUT_AGAIN = 3
    CUT = 4  # without the names of site and section
    AGAIN = 5  # in a second claim
    WHOLE = 6


_SAYINGS = ("", *(said.name for said in Said))
_BEHIND, _CUT, _WHOLE = Said.BEHIND, Said.CUT, Said.WHOLE


@dataclass(slots=True)
class Candidate:
    """A text that could be the title, the claim that says it best, and how each voice says it."""

    claim: Claim
    key: str  # its letters
    best: Said
    said: dict[str, Said] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The title as it would be given."""
        return str(self.claim.value)

    def said_by(self, voice: str) -> bool:
        """Whether a source gives this and no more, names of site and section aside."""
        return self.said.get(voice, _BEHIND) >= _CUT


@dataclass(slots=True)
class Contest:
    """The candidates of a page and what is known of the page."""

    candidates: list[Candidate]
    votes: dict[str, float]
    slug: frozenset[str]
    site: frozenset[str]
    wholes: dict[str, str]  # what each voice says first, folded
    headings: int  # different texts in h1
    depth: int  # of the address
    kind: str
    most: float = field(init=False)  # votes for one

    def __post_init__(self) -> None:
        self.most = max(self.votes.values(), default=1.0)

    def share_of_votes(self, one: Candidate) -> float:
        """The votes for a candidate, those for the first being 1."""
        return self.votes.get(one.key, 0.0) / self.most


def contest_of(claims: Claims) -> Contest:
    """The candidates that the claims on the title make."""
    names, slug, found = site_names(claims), slug_of(claims), dict[str, Candidate]()
    read = list(readings(claims, names))
    wholes: dict[str, str] = {}
    for reading, voice in zip(read, _voices(read), strict=True):
        again = voice in wholes and voice != "later h1"
        wholes.setdefault(voice, folded(reading.whole))
        for text, said in _parts(reading, again) if len(found) < MOST else ():
            _add(found, text.strip(), reading.claim.source, voice, said)
    headings = {folded(str(claim.value)) for claim in claims.of("headings") if claim.source == "h1"}
    address = next((str(claim.value) for claim in claims.of("url") if claim.source == "url"), "")
    depth = len(list(filter(None, address_parts(address).path.split("/"))))
    return Contest(list(found.values()), votes(read, slug), slug, names, wholes, len(headings), depth, _kind(claims))


def _parts(reading: Reading, again: bool) -> Iterator[tuple[str, Said]]:
    """A claim whole, without names, and what stands before and behind each of its separators."""
    whole = reading.whole
    yield whole, Said.AGAIN if again else Said.WHOLE
    if folded(reading.text) != folded(whole):
        yield reading.text, Said.CUT_AGAIN if again else Said.CUT
    for cut in cuts_in(whole)[:MOST_CUTS] if len(whole) <= 2 * LONGEST else ():
        yield whole[: cut.start()], Said.BEFORE
        yield whole[cut.end() :], Said.BEHIND


def _add(found: dict[str, Candidate], text: str, source: str, voice: str, said: Said) -> None:
    key, alike = folded(text), _alike(text)
    if not key or len(text) > LONGEST:
        return
    candidate = found.get(alike)
    if candidate is None:
        candidate = found[alike] = Candidate(Claim("title", text, source), key, said)
    candidate.said[voice] = max(said, candidate.said.get(voice, said))
    mixed = candidate.text.isupper() and not text.isupper()
    if mixed or (said > candidate.best and candidate.text.isupper() == text.isupper()):
        candidate.claim = Claim("title", text, source)
    candidate.best = max(said, candidate.best)


@remembered(128)  # several sources say the same
def _alike(text: str) -> str:
    """The same for texts that differ in case, spaces, quotation marks and dashes alone."""
    return _GAPS.sub(" ", _DASHES.sub("-", _QUOTES.sub("", text.casefold()))).strip()


def _voices(read: Sequence[Reading]) -> Iterator[str]:
    heading = False
    for reading in read:
        voice = _voice(reading.claim.source)
        yield "later h1" if voice == "h1" and heading else voice
        heading = heading or voice == "h1"


_VOICES = (
    ("h1", "h1"),
    ("headline line", "headline line"),
    ("headline", "headline"),
    ("meta og:title", "og"),
    ("meta twitter:title", "twitter"),
    ("title line", "line"),
    ("preface", "line"),
    ("title", "title"),
    ("meta title", "meta title"),
    ("meta dc.title", "meta title"),
    ("meta", "meta"),
    ("itemprop", "itemprop"),
    ("property", "itemprop"),
)


def _voice(source: str) -> str:
    """The kind of a source."""
    for start, voice in _VOICES:
        if source.startswith(start):
            return voice
    if source.endswith(".headline"):
        return "news" if _is_news(source) else "article" if "Article" in source or "Discussion" in source else "ld"
    return next((voice for part, voice in (("Product", "product"), ("Question", "question")) if part in source), "name")


def _is_news(kinds: str) -> bool:
    return "NewsArticle" in kinds or "LiveBlog" in kinds


def _kind(claims: Claims) -> str:
    """What kind of page it is, as far as it matters for titles."""
    types, declared = " ".join(claims.texts("page_type")), claims.texts("declared")
    article = "rticle" in types or "BlogPosting" in types
    if is_home(claims):
        return "home"
    if _is_news(types):
        return "news"
    if "forum" in declared or "Discussion" in types or ("Question" in types and not article):
        return "forum"
    if "product" in declared:
        return "product"
    return "article" if article or claims.of("published") else "plain"


def facts(contest: Contest) -> list[tuple[str, ...]]:
    """What is known of each candidate, in words, each once and in the same order every time."""
    page = _page_facts(contest)
    return [
        tuple(dict.fromkeys((*_own(one, contest), *_of_sources(one, contest), *_of_page(one, contest, page))))
        for one in contest.candidates
    ]


def _own(one: Candidate, contest: Contest) -> Iterator[str]:
    """Facts of the text."""
    text = one.text
    words, cuts = words_in(text), {cut[0].strip() for cut in cuts_in(text)}
    yield f"words {bisect_left(_EDGES['words'], len(words))}"
    yield f"signs {bisect_left(_EDGES['signs'], len(text))}"
    if contest.slug:
        different = set(words)
        both = len(different & contest.slug)
        yield f"address in text {bisect_left(_EDGES['share'], both / len(contest.slug))}"
        yield f"text in address {bisect_left(_EDGES['share'], both / max(1, len(different)))}"
    yield f"ends {text[-1] if text[-1] in '?!.…' else 'plain'}"
    if names_site(text, contest.site):
        yield "site"
    if BAR.search(text):
        yield "bar"
    if not cuts.isdisjoint(_COLONS):
        yield "colon"
    if not cuts.isdisjoint(_LINES):
        yield "dash"
    if text.isupper():
        yield "upper"
    if text[:1].islower():
        yield "lower start"
    if _YEAR.search(text):
        yield "year"


def _of_sources(one: Candidate, contest: Contest) -> Iterator[str]:
    """Facts of who says this text, and who says more or less."""
    key, kind, wholes, votes = one.key, contest.kind, contest.wholes, contest.votes.values()
    same = [other for other in contest.candidates if other.key == key]
    own = contest.votes.get(key, 0.0)
    found = [
        f"votes {bisect_left(_EDGES['votes'], contest.share_of_votes(one))}",
        f"votes rank {min(3, len([vote for vote in votes if vote > own]))}",
        f"best {_SAYINGS[one.best]}",
        f"said by {_supporters(one)}",
        f"said whole by {len([said for said in one.said.values() if said is _WHOLE])}",
        f"in {len([whole for whole in wholes.values() if key in whole and key != whole])}",
        f"holds {len([whole for whole in wholes.values() if whole in key and key != whole])}",
        *[f"{voice} {_SAYINGS[said]}" for voice, said in one.said.items()],
        *[f"like {voice}" for voice in sorted(_voices_of(same)) if voice not in one.said],
        *[f"{voice} {_relation(key, wholes[voice])}" for voice in _RELATED if voice in wholes],
    ]
    yield from found
    yield from [f"{kind}: {fact}" for fact in found]
    shown, title, shared = (_best(one, voices) for voices in (("h1", "later h1", "headline"), ("title",), _SHARED))
    yield f"as {shown} {title} {shared}"
    if shown in ("WHOLE", "CUT") and _SAYINGS[_BEHIND] in (title, shared):
        yield "shown, and behind a longer title"
    if len(same) > 1:
        yield f"of {len(same)} spellings {max(same, key=lambda other: _supporters(other)) is one}"


def _voices_of(candidates: Iterable[Candidate]) -> set[str]:
    return {voice for one in candidates for voice, said in one.said.items() if said >= _CUT}


def _supporters(one: Candidate) -> int:
    return len([said for said in one.said.values() if said >= _CUT])


def _best(one: Candidate, voices: Iterable[str]) -> str:
    said = [one.said[voice] for voice in voices if voice in one.said]
    return _SAYINGS[max(said)] if said else "NOT"


def _relation(one: str, other: str) -> str:
    return "same" if one == other else "more" if one in other else "less" if other in one else "else"


def _page_facts(contest: Contest) -> dict[str, list[str]]:
    """Facts of the page for those who say a text, by who says it: how sources agree, and where the page stands."""
    wholes = contest.wholes
    agreed = [f"{a}-{b} {_relation(wholes[a], wholes[b])}" for a, b in _PAIRS if a in wholes and b in wholes]
    length = bisect_left(_EDGES["heading"], len(contest.wholes.get("h1", "")))
    page = [f"{min(3, contest.headings)} headings", f"depth {min(4, contest.depth)}", f"heading of {length}", *agreed]
    return {voice: [f"{fact}: {voice}" for fact in page] for voice in _TELLING if voice in wholes}


def _of_page(one: Candidate, contest: Contest, page: dict[str, list[str]]) -> Iterator[str]:
    """The facts of the page that those bring who say this text."""
    for voice in _TELLING:
        if one.said_by(voice):
            yield from page[voice]
    agreeing = "sources " + " ".join(name for name, voices in _GROUPS if any(map(one.said_by, voices)))
    yield from (agreeing, f"{contest.kind}: {agreeing}")
    if contest.kind == "news":
        yield from _apart(one, contest.candidates)


def _apart(one: Candidate, candidates: Sequence[Candidate]) -> Iterator[str]:
    """On a news page: whether one source differs where the others agree; desks write a second headline for sharing."""
    shown = [other for other in candidates if other.said_by("h1") or other.said_by("headline")]
    data = ("news", "article", "itemprop")
    if shown and one not in shown:
        with_data = any(other.said_by(voice) for other in shown for voice in data)
        if one.said_by("og") and not any(other.said_by("og") for other in shown):
            yield from ["apart og"] * with_data
            yield from ["apart og, title"] * any(other.said_by("title") for other in shown)
        if any(map(one.said_by, data)) and not with_data:
            yield "apart data"
            yield from ["apart data, og"] * any(other.said_by("og") for other in shown)
