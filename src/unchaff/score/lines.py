"""What can be said about the lines of a text dump: how they begin and end, and in what company they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from math import log2

from unchaff.model import Block, Concept, Kind, Label
from unchaff.score.runs import richest
from unchaff.words.script import ends_sentence

FAR_AWAY = 40  # distances in lines are cut here
PROSE_WORDS = 10
LONG_WORDS = 25  # so long a line is prose without a full stop, too
FEW_WORDS = 3  # the case of fewer says nothing
HEARD_SIGNS = 300  # of a line, when its words are looked at one by one
PRICES = (3.0, 20.0)  # words of prose that make up for one line that is none
WIDE = 12  # lines to either side
EMBED_LINES = 4
SHORTEST_WORD = 4
LENGTHS = (2, 5, 10, 20, 40)  # words that part lines by length
BROKEN_OFF, WHOLE = 4.0, 5.0  # ranks of ends
_RANKED = (",;、，؛", ":：", "…", "?？؟", "!！", ".。।۔｡")
_ENDS = {mark: float(rank) for rank, marks in enumerate(_RANKED, 2) for mark in marks}
_CLOSERS = "\"'”’“»«›)]）］」』】〉》 "
# Agencies are looked for from the end, in the text backwards: a search from the front tries them all at every word.
_AGENCIES = (
    "imago|dpa|afp|reuters|getty|epa|efe|ansa|tass|xinhua|keystone|shutterstock|unsplash|pexels|pixabay|istock"
    "|alamy|adobe stock|picture alliance|getty images"
)
_AGENCY = re.compile(rf"\W*(?:{_AGENCIES[::-1]})\b", re.IGNORECASE).match
_NAME = re.compile(r"[:(/©|] *ap\W*$|[:(©] ?[^():©.]{2,40}$", re.IGNORECASE).search
_PAIR = re.compile(r"[^\W\d_]{2,}/[^\W\d_][^/.:()]{1,30}\)?$").search
CREDIT_SIGNS = 60
_DASHES, _TWEET = "—–-", "pic.twitter.com/"
_EMBED = re.compile(r"[—–-] ?[^()]{1,60} ?\(@\w+\)|.*\bpic\.twitter\.com/").match
_PRICE = re.compile(r"[$€£¥₹₩]\s?\d|\d\s?(?:[$€£¥₹₩]|zł)").search
_SIGNED = int(Concept.BYLINE | Concept.DATE)
_COUNTED = {
    f"page hears {(concept.name or '').lower()}": int(concept)
    for concept in Concept
    if concept
    & (
        Concept.BYLINE | Concept.DATE | Concept.COMMENTS | Concept.RELATED | Concept.AD | Concept.NEWSLETTER
        | Concept.SHARE | Concept.PRODUCT | Concept.POST | Concept.ACCOUNT | Concept.CODE | Concept.CAPTION
        | Concept.PAYWALL | Concept.NAVIGATION
    )
}  # fmt: skip
_HINTS = {label: float(rank) for rank, label in enumerate(Label, 1)}

Columns = dict[str, list[float]]


def line_columns(blocks: Sequence[Block], wanted: Sequence[int]) -> Columns:
    """The columns that only lines have, for the lines at `wanted`."""
    ends = [_end(block.text) for block in blocks]
    prose = [_is_prose(block, end) for block, end in zip(blocks, ends, strict=True)]
    columns = {
        "line end": ends,
        "lower words": list(map(_lower, blocks)),
        "run": _runs([end >= WHOLE for end in ends]),
        "since prose": _since(prose),
        "until prose": _since(prose[::-1])[::-1],
        "since byline": _since([bool(block.heard & _SIGNED) for block in blocks]),
        "echo": _echoes(blocks),
        "credit": [_credited(block.text) for block in blocks],
        "embed": _embeds(blocks),
        "shared words": _shared(blocks, prose),
        "hint": [_HINTS[block.verdict.label] if block.verdict else 0.0 for block in blocks],
        "from headline line": _from_headline(blocks),
        **_company(blocks, prose),
        **{f"region {price:g}": _region(blocks, prose, price) for price in PRICES},
        **_looks(blocks, ends, prose),
    }
    if len(wanted) == len(blocks):
        return columns
    return {name: [column[i] for i in wanted] for name, column in columns.items()}


def line_page(blocks: Sequence[Block]) -> dict[str, float]:
    """What its lines say of the page as a whole."""
    shares: dict[str, Callable[[Block], bool]] = {
        "page sentences": lambda block: ends_sentence(block.text),
        "page short": lambda block: block.words <= FEW_WORDS,
        "page paragraphs": lambda block: block.kind is Kind.PARAGRAPH,
    }
    counts: dict[str, Callable[[Block], bool]] = {
        "page questions": lambda block: block.text.endswith(("?", "？", "؟")),
        "page prices": lambda block: _PRICE(block.text[:HEARD_SIGNS]) is not None,
    }
    heard = [block.heard for block in blocks if block.heard]
    found = {name: log2(1 + sum(1 for bits in heard if bits & bit)) for name, bit in _COUNTED.items()}
    found |= {name: sum(map(test, blocks)) / (len(blocks) or 1) for name, test in shares.items()}
    return found | {name: log2(1 + sum(map(test, blocks))) for name, test in counts.items()}


def _end(text: str) -> float:
    """The kind of sign a line ends with, as a rank: sentences highest, 0 without any."""
    if text.endswith("..."):
        return BROKEN_OFF
    return _ENDS.get(text[-1:]) or _ENDS.get(text.rstrip(_CLOSERS)[-1:], 0.0)


def _is_prose(block: Block, end: float) -> bool:
    whole = end >= WHOLE or (block.words >= LONG_WORDS and end != BROKEN_OFF)
    return whole and block.words - block.link_words >= PROSE_WORDS


def _lower(block: Block) -> float:
    """The share of words in lower case; -1 where there are too few to say."""
    words = block.text[:HEARD_SIGNS].split()
    return sum(map(str.islower, words)) / len(words) if len(words) >= FEW_WORDS else -1.0


def _runs(whole: Sequence[bool]) -> list[float]:
    """How many lines in a row end alike: above 0 as sentences, below 0 not."""
    sizes: list[float] = []
    changes = [0, *(i + 1 for i, (one, other) in enumerate(pairwise(whole)) if one is not other), len(whole)]
    for start, stop in pairwise(changes):
        size = log2(1 + stop - start)
        sizes += [size if whole[start] else -size] * (stop - start) if stop > start else []
    return sizes


def _since(marks: Sequence[bool]) -> list[float]:
    """Lines since the last marked one."""
    found, last = [], float(FAR_AWAY)
    for marked in marks:
        found.append(last)
        last = 1.0 if marked else min(FAR_AWAY, last + 1.0)
    return found


def _echoes(blocks: Sequence[Block]) -> list[float]:
    """Lines to the nearest one with the same text, or one that begins with it."""
    texts = [block.text.rstrip(" .…").casefold() for block in blocks]
    echo = [float(FAR_AWAY)] * len(texts)
    for i, j in pairwise(sorted(range(len(texts)), key=texts.__getitem__)):
        if len(texts[i]) >= SHORTEST_WORD and texts[j].startswith(texts[i]):
            gap = float(min(FAR_AWAY - 1, abs(i - j)))
            echo[i], echo[j] = min(echo[i], gap), min(echo[j], gap)
    return echo


def _embeds(blocks: Sequence[Block]) -> list[float]:
    """Lines to the signature below of a quoted post."""
    found, ahead = [], EMBED_LINES
    for block in reversed(blocks):
        ahead = 0 if _is_embed(block.text) else min(EMBED_LINES, ahead + 1)
        found.append(float(ahead))
    return found[::-1]


def _is_embed(text: str) -> bool:
    return (text[:1] in _DASHES or _TWEET in text) and _EMBED(text) is not None


def _credited(text: str) -> float:
    """Whether a line ends like the credit of a picture."""
    end = text[-CREDIT_SIGNS:]
    return float(bool(_AGENCY(end[::-1]) or _NAME(end) or ("/" in end and _PAIR(end))))


def _shared(blocks: Sequence[Block], prose: Sequence[bool]) -> list[float]:
    """The share of a line's longer words that other lines of prose have too; -1 without any."""
    said = [_telling(block.text) for block in blocks]
    known = Counter(word for words, yes in zip(said, prose, strict=True) if yes for word in words)
    return [
        sum(known[word] > yes for word in words) / len(words) if words else -1.0
        for words, yes in zip(said, prose, strict=True)
    ]


def _telling(text: str) -> set[str]:
    return {word for word in text[:HEARD_SIGNS].lower().split() if len(word) >= SHORTEST_WORD}


def _from_headline(blocks: Sequence[Block]) -> list[float]:
    """Lines from the one that heads the article; one step beyond the farthest where none does."""
    at = next((block.index for block in reversed(blocks) if block.label is Label.HEADLINE), None)
    if at is None:
        return [-FAR_AWAY - 1.0] * len(blocks)
    return [float(max(-FAR_AWAY, min(FAR_AWAY, block.index - at))) for block in blocks]


def _company(blocks: Sequence[Block], prose: Sequence[bool]) -> Columns:
    """The share of words nearby that are prose, the line itself left out."""
    n = len(blocks)
    words = [0, *accumulate(block.words for block in blocks)]
    good = [0, *accumulate(block.words * yes for block, yes in zip(blocks, prose, strict=True))]
    before = [(max(0, i - WIDE), i) for i in range(n)]
    after = [(i + 1, min(n, i + WIDE + 1)) for i in range(n)]
    return {
        f"prose share {name}": [(good[b] - good[a]) / (words[b] - words[a] + FEW_WORDS) for a, b in ranges]
        for name, ranges in (("before", before), ("after", after))
    }


def _region(blocks: Sequence[Block], prose: Sequence[bool], price: float) -> list[float]:
    """How far each line is from the run of lines that holds most prose, at a price for what is none."""
    start, stop = richest([block.words * yes - price for block, yes in zip(blocks, prose, strict=True)])
    before = [float(max(-FAR_AWAY, i - start)) for i in range(start)]
    after = [float(min(FAR_AWAY, i - stop + 1)) for i in range(stop, len(blocks))]
    return [*before, *[0.0] * (stop - start), *after]


def _looks(blocks: Sequence[Block], ends: Sequence[float], prose: Sequence[bool]) -> Columns:
    """A line's look (how it ends, how long it is), alone and crossed with how much prose is near."""
    n = len(blocks)
    count = [0, *accumulate(map(int, prose))]
    near = [min(2, count[min(n, i + 3)] - count[max(0, i - 2)] - prose[i]) for i in range(n)]
    wide = [min(3, (count[min(n, i + 9)] - count[max(0, i - 8)]) // 3) for i in range(n)]
    looks = [_look(block.words, end) for block, end in zip(blocks, ends, strict=True)]
    return {
        "look": looks,
        "look, prose wide": [4 * look + far for look, far in zip(looks, wide, strict=True)],
        "prose near, wide": [float(4 * close + far) for close, far in zip(near, wide, strict=True)],
    }


def _look(words: int, end: float) -> float:
    length = sum(words > most for most in LENGTHS)
    return float(length + (1 + len(LENGTHS)) * (0 if end == 0.0 else 2 if end >= WHOLE else 1))
