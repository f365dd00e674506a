"""The language of the page: as declared, unless its script and its little words say otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType
from typing import Any, NamedTuple

from unchaff.metadata.claims import Choice, Choices, Claim, Claims
from unchaff.metadata.scan import Markup
from unchaff.model import Page
from unchaff.twins import SCAN, WALK, twin
from unchaff.words import languages, stopwords
from unchaff.words.script import split

SAMPLE = 400  # words
BLOCKS = 40
ENOUGH = 3000  # signs that mostly hold as many words
FEWEST = 12  # words from which little words tell a language
LITTLE = 0.15  # share of little words in any running text
CLEARLY = 1.6  # how many times the little words of another language must outnumber those of the declared one
PROSE = 12  # words of a block that is worth reading for its language

_TAG = re.compile(r"^([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?:[-_.@]\w++)*+$")
_RANK = ("html", "reader", "json-ld", "meta")
# Scripts that one language writes, or nearly, with the share of letters that tells; the others are read by words.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.1),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.3),
    ("zh", re.compile("[\u3400-\u9fff]"), 0.3),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.3),
    ("he", re.compile("[\u0590-\u05ff]"), 0.3),
    ("el", re.compile("[\u0370-\u03ff]"), 0.3),
    ("hi", re.compile("[\u0900-\u097f]"), 0.3),
    ("bn", re.compile("[\u0980-\u09ff]"), 0.3),
    ("ta", re.compile("[\u0b80-\u0bff]"), 0.3),
    ("ka", re.compile("[\u10a0-\u10ff]"), 0.3),
    ("hy", re.compile("[\u0530-\u058f]"), 0.3),
)
_FOREIGN = re.compile("[^\0-\u036f\u2000-\u206f]")  # not Latin, not punctuation
_SHARED = {
    "hi": {"mr", "ne", "sa"},
    "he": {"yi"},
    "bn": {"as"},
    "zh": {"yue", "ja"},
}  # others that write the same script


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """What the text itself shows of its language, and what the reader of the page found declared."""
    if page.language:
        yield Claim("language", page.language, "reader")
    text = _sample(page)
    if found := _by_script(text):
        yield Claim("script", found, "script")
        return
    for language, share in _by_words(text):
        yield Claim("spoken", f"{language} {share:.3f}", "little words")


def choose(claims: Claims, settled: Choices) -> Choices:
    """The language the text is in; of the declared ones the first that the text does not contradict."""
    declared = [
        Claim("language", tag, claim.source) for claim in claims.of("language") if (tag := normal(str(claim.value)))
    ]
    declared.sort(
        key=lambda claim: next((i for i, start in enumerate(_RANK) if claim.source.startswith(start)), len(_RANK))
    )
    heard = _heard(claims)
    fitting = [claim for claim in declared if _fits(str(claim.value), claims, heard)]
    ranked = list(dict.fromkeys((*fitting, *heard[:1], *declared)))
    return {"language": Choice(ranked[0], tuple(ranked[1:]))} if ranked else {}


def _heard(claims: Claims) -> list[Claim]:
    """The languages of the text, likeliest first."""
    found = [Claim("language", tag, "script") for tag in claims.texts("script")]
    return found or [Claim("language", spoken.split()[0], "little words") for spoken in claims.texts("spoken")]


def _fits(tag: str, claims: Claims, heard: list[Claim]) -> bool:
    """Whether the text may be in the declared language: silence is consent."""
    own = tag.partition("-")[0]
    for script in claims.texts("script"):
        return own == script or own in _SHARED.get(script, ())
    shares = {name: float(share) for name, share in (spoken.split() for spoken in claims.texts("spoken"))}
    if not shares or not stopwords(own):
        return True
    return shares.get(own, 0.0) * CLEARLY >= max(shares.values())


def normal(text: str) -> str:
    """`text` as a language tag, "en-GB" for "en_gb"; "" when it is none."""
    match = _TAG.match(text.strip().split(",")[0].strip())
    if match is None or match[1].lower() in ("und", "mul", "zxx"):
        return ""
    return "-".join(filter(None, (match[1].lower(), (match[2] or "").title(), (match[3] or "").upper())))


def _sample(page: Page) -> str:
    """The beginning of the body; without labels that of the longer blocks."""
    body = [block.text for block in page.kept()[:BLOCKS]]
    if not body:
        body = [block.text for block in page.blocks if block.words >= PROSE] or [block.text for block in page.blocks]
    return "\n".join(body[:BLOCKS])[: SAMPLE * 12]


def _by_script(text: str) -> str:
    if text.isascii() or _foreign(text) < FEWEST:
        return ""
    letters = sum(map(str.isalpha, text))
    return next((tag for tag, signs, share in _SCRIPTS if len(signs.findall(text)) >= share * letters), "")


def _foreign(text: str) -> int:
    """How many signs of other scripts than Latin there are."""
    compiled = twin(SCAN)
    found: int = compiled.foreign(text) if compiled else len(_FOREIGN.findall(text))
    return found


def _by_words(text: str) -> list[tuple[str, float]]:
    """The languages whose little words the text is full of, with their share, highest first."""
    words, found = _counted(text)
    if words < FEWEST:
        return []
    shelf, hits = _shelf(), dict[str, int]()
    for number, times in found:
        for tag in shelf.languages[number]:
            hits[tag] = hits.get(tag, 0) + times
    ranked = sorted(hits.items(), key=lambda hit: -hit[1])
    return [(tag, count / words) for tag, count in ranked if count >= LITTLE * words]


def _counted(text: str) -> tuple[int, list[tuple[int, int]]]:
    """How many words a text begins with, up to the sample, and how often the little ones of each number come."""
    compiled = twin(WALK)
    if compiled and (told := _tally(compiled).count(text, SAMPLE)):
        counted: tuple[int, list[tuple[int, int]]] = told
        return counted
    words = split(text[:ENOUGH])
    words = (words if len(words) > SAMPLE else split(text))[:SAMPLE]
    number_of = _shelf().number_of
    return len(words), list(Counter(number_of[word] for word in words if word in number_of).items())


@lru_cache(maxsize=1)
def _tally(compiled: ModuleType) -> Any:
    """What counts little words without making words of a text."""
    return compiled.Tally(_shelf().number_of)


class _Shelf(NamedTuple):
    """The little words, each with the number of the set of languages that share it: sets are few, words are counted."""

    number_of: dict[str, int]
    languages: list[tuple[str, ...]]


@lru_cache(maxsize=1)
def _shelf() -> _Shelf:
    found: dict[str, list[str]] = {}
    for tag in languages():
        for word in stopwords(tag):
            found.setdefault(word, []).append(tag)
    numbers: dict[tuple[str, ...], int] = {}
    number_of = {word: numbers.setdefault(tuple(tags), len(numbers)) for word, tags in found.items()}
    return _Shelf(number_of, list(numbers))
