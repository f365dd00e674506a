"""What can be said about each block of a page in numbers; the trees of the body score ask them.

Two sorts of facts: columns (a number per block) and masks (bits per block: concepts, tags, kinds).
They follow what carried the most weight in earlier studies of ours: unlinked text around the block, what its
enclosing boxes hold, its twins (boxes at the same tag-and-class path), what names of ancestors say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, pairwise, repeat
from math import log2, sqrt
from typing import Generic, NamedTuple, Protocol, TypeVar

from unchaff.model import Block, Box, Concept, Declared, Evidence, Kind, Page
from unchaff.score.lines import line_columns, line_page
from unchaff.words.script import ends_sentence

PROSE_WORDS = 10  # unlinked words from which a block that ends like a sentence counts as prose
LEVELS = 3  # enclosing boxes looked at, each larger than the one before
LINE_LEVELS = 4
TWIN_LEVELS = 3
FREE_WINDOWS = (1, 2)  # blocks on either side
AFTER_WINDOWS = (12, 30)
PROSE_WINDOWS = (2,)
LINE_FREE_WINDOWS = (30,)
LINE_PROSE_WINDOWS = (5, 12)
FAR_AWAY = 60  # distances in blocks are cut here
UNKNOWN = -FAR_AWAY - 1
LINE_WORDS = 12  # a longer block is no line that heads related links or comments
SECTION_WORDS = 8
SECTION_BLOCKS = 30  # so far a heading without a successor reaches
MAIN_SHARE = 0.5
REPEATED = 4  # this many boxes of a path make a repeated group

# Tags of enclosing boxes, one bit each.
_TAGS = (
    "article main aside nav header footer form table ul ol li section figure blockquote button dl details dialog label "
    "p div h1 h2 h3 h4 h5 h6 td th pre dt dd figcaption address center tr textarea fieldset"
)
TAG_BITS = {tag: 1 << i for i, tag in enumerate(_TAGS.split())}
KIND_BITS = {kind: 1 << i for i, kind in enumerate(Kind)}
TERMINAL = int(Concept.RELATED | Concept.COMMENTS | Concept.NEWSLETTER | Concept.FOOTER)

_CONCEPT_NAMES = {int(concept): (concept.name or "").lower() for concept in Concept}
_TAG_NAMES = {bit: tag for tag, bit in TAG_BITS.items()}
_KIND_NAMES = {bit: str(kind) for kind, bit in KIND_BITS.items()}
BIT_NAMES: dict[str, dict[int, str]] = {
    **dict.fromkeys(("heard", "before", "after", "under", "near", "far"), _CONCEPT_NAMES),
    **dict.fromkeys(("tags", "tag"), _TAG_NAMES),
    "kind": _KIND_NAMES,
}

DECLARED_NAMES = [f"page {way} {(kind.name or '').lower()}" for way in ("says", "address says") for kind in Declared]
MASK_BITS = {
    **dict.fromkeys(("heard", "before", "after", "under", "near", "far"), len(Concept)),
    **dict.fromkeys(("tags", "tag"), len(TAG_BITS)),
    **dict.fromkeys(("kind", "kind before", "kind after"), len(Kind)),
}

# Columns that hold parts of a whole: of those the same number hardly comes again on another page, as counts do.
PARTS = ("place", "words before", "prose before", "word length", "share", "spread")

Value = TypeVar("Value", covariant=True)
Thing = TypeVar("Thing", bound=Hashable)


class Column(Protocol[Value]):
    """A value for every block."""

    def __getitem__(self, at: int, /) -> Value: ...
    def __iter__(self) -> Iterator[Value]: ...
    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Shared(Generic[Value]):
    """A column that holds a value once for blocks that have it from the same box, or are alike in all such columns."""

    values: Sequence[Value]
    places: Sequence[int]  # of each block's value; columns in which the same blocks are alike have the same list

    def __getitem__(self, at: int, /) -> Value:
        return self.values[self.places[at]]

    def __iter__(self) -> Iterator[Value]:
        return map(self.values.__getitem__, self.places)

    def __len__(self) -> int:
        return len(self.places)


Columns = dict[str, Column[float]]
Masks = dict[str, Column[int]]


@dataclass(slots=True)
class Facts:
    """Columns and masks, each with one entry per block."""

    size: int
    page: dict[str, float]  # facts of the whole page
    columns: Columns
    masks: Masks


@cache
def fact_name(fact: str, is_set: bool) -> str:
    """How a fact of the trees is called where a block's are told: "near#3" is "near related", or "not near related"."""
    mask, _, bit = fact.partition("#")
    if not bit:
        return fact
    name = f"{mask} {BIT_NAMES[mask.split()[0]].get(1 << int(bit), bit)}"
    return name if is_set else f"not {name}"


def facts(page: Page, indices: Sequence[int] | None = None) -> Facts:
    """The facts of the blocks of `page`, or of those at `indices` alone: a score asks for the open ones."""
    blocks = page.blocks
    wanted = range(len(blocks)) if indices is None else indices
    ends = [ends_sentence(block.text) for block in blocks]
    sums = _sums(blocks, ends)
    columns = _own(blocks, ends, wanted) | _windows(sums, wanted) | _place(sums, wanted)
    columns |= _sections(blocks, sums, wanted)
    groups = _Groups(page)
    box_columns, masks = _boxes(page, sums, groups, wanted)
    of_page = _page(page, sums, groups)
    if page.evidence & Evidence.LINES:
        columns |= _line_windows(blocks, sums, wanted) | line_columns(blocks, wanted)
        of_page |= line_page(blocks)
    return Facts(len(wanted), of_page, columns | box_columns, masks | _heard(blocks, wanted))


@dataclass(slots=True)
class _Sums:
    """Running totals over the blocks: the sum over blocks [a:b] is total[b] - total[a]."""

    words: list[int]
    free: list[int]  # unlinked words
    prose: list[int]


def _sums(blocks: list[Block], ends: list[bool]) -> _Sums:
    free = [block.words - block.link_words for block in blocks]
    prose = [words if end and words >= PROSE_WORDS else 0 for words, end in zip(free, ends, strict=True)]
    words = [block.words for block in blocks]
    return _Sums([0, *accumulate(words)], [0, *accumulate(free)], [0, *accumulate(prose)])


def _own(blocks: list[Block], ends: list[bool], wanted: Sequence[int]) -> Columns:
    seen = Counter([block.text for block in blocks])
    picked = [blocks[i] for i in wanted]
    texts = [block.text for block in picked]
    rows = zip(
        [block.link_words / block.words if block.link_words else 0.0 for block in picked],
        [ends[i] for i in wanted],
        [text.count(",") + (0 if text.isascii() else text.count("，") + text.count("、")) for text in texts],
        [text[:1].isupper() for text in texts],
        [seen[text] for text in texts],
        strict=True,
    )
    return {
        "words": [block.words for block in picked],
        "word length": [len(block.text) / (block.words or 1) for block in picked],
        **_shared(("link share", "sentence", "commas", "capital", "doubles"), rows),
    }


def _windows(sums: _Sums, wanted: Sequence[int]) -> Columns:
    """Unlinked words around each block and after it, and prose around it, as log2(1 + n)."""
    columns = _around("free", sums.free, FREE_WINDOWS, wanted) | _around("prose", sums.prose, PROSE_WINDOWS, wanted)
    for size in AFTER_WINDOWS:
        ahead = [*sums.free[size + 1 :], *repeat(sums.free[-1], size + 1)]
        columns[f"free after {size}"] = [log2(1 + ahead[i] - sums.free[i + 1]) for i in wanted]
    return columns


def _line_windows(blocks: list[Block], sums: _Sums, wanted: Sequence[int]) -> Columns:
    """What a dump, which has few boxes, needs instead: a wide look, and where related links or comments set in."""
    columns = _around("free", sums.free, LINE_FREE_WINDOWS, wanted)
    columns |= _around("prose", sums.prose, LINE_PROSE_WINDOWS, wanted)
    terminal = next((i for i, b in enumerate(blocks) if b.heard & TERMINAL and b.words <= LINE_WORDS), len(blocks))
    columns["since terminal"] = [-1 if i < terminal else min(FAR_AWAY, i - terminal) for i in wanted]
    return columns


def _around(name: str, totals: list[int], sizes: tuple[int, ...], wanted: Sequence[int]) -> Columns:
    columns: Columns = {}
    for size in sizes:
        wide = [*repeat(0, size), *totals, *repeat(totals[-1], size)]
        reach = 2 * size + 1
        columns[f"{name} around {size}"] = [log2(1 + wide[i + reach] - wide[i]) for i in wanted]
    return columns


def _place(sums: _Sums, wanted: Sequence[int]) -> Columns:
    n = len(sums.words) - 1
    words, prose = sums.words[-1] or 1, sums.prose[-1] or 1
    before, places = _distinct([sums.prose[i] for i in wanted])
    return {
        "place": [i / n for i in wanted],
        "from start": [i if i < FAR_AWAY else FAR_AWAY for i in wanted],
        "from end": [n - 1 - i if n - 1 - i < FAR_AWAY else FAR_AWAY for i in wanted],
        "words before": [sums.words[i] / words for i in wanted],
        "prose before": Shared([words / prose for words in before], places),
        "prose words before": Shared([log2(1 + words) for words in before], places),
    }


def _sections(blocks: list[Block], sums: _Sums, wanted: Sequence[int]) -> Columns:
    """How far a block is from the headline and from its heading, and how much stands under that so far."""
    headings = [block.index for block in blocks if block.level]
    headline = next((i for i in headings if blocks[i].level == 1), None)
    sections = [(-FAR_AWAY, 0, 0), *((i, blocks[i].level, sums.free[i]) for i in headings)]
    places = [bisect_right(headings, i) for i in wanted]
    return {
        "from headline": [UNKNOWN] * len(wanted) if headline is None else [_near(i - headline) for i in wanted],
        "since heading": [_near(i - sections[at][0]) for i, at in zip(wanted, places, strict=True)],
        "section level": Shared([level for _, level, _ in sections], places),
        "section words": [log2(1 + sums.free[i] - sections[at][2]) for i, at in zip(wanted, places, strict=True)],
    }


def _near(distance: int) -> int:
    """A distance in blocks, cut where it is far; `min` and `max` would take three times as long."""
    if distance > FAR_AWAY:
        return FAR_AWAY
    return distance if distance > -FAR_AWAY else -FAR_AWAY


def _heard(blocks: list[Block], wanted: Sequence[int]) -> Masks:
    """Concepts said by the block, by its neighbours, and by the short line or heading it stands under."""
    heard = [block.heard for block in blocks]
    kinds = [KIND_BITS[block.kind] for block in blocks]
    under, current, age = [], 0, 0
    for block in blocks:
        if block.level or (block.heard and block.words <= SECTION_WORDS and block.link_words < block.words):
            current, age = block.heard, 0
        under.append(current if age < SECTION_BLOCKS else 0)
        age += 1
    said, kind = [0, *heard, 0], [0, *kinds, 0]
    rows = [(said[i + 1], said[i], said[i + 2], under[i], kind[i + 1], kind[i], kind[i + 2]) for i in wanted]
    return _shared(("heard", "before", "after", "under", "kind", "kind before", "kind after"), rows)


class _BoxFacts(NamedTuple):
    """What a box and the boxes around it say, and what it holds, or the box that it fills; many look alike."""

    near: int
    far: int
    tags: int
    tag: int
    path: int
    in_main: float
    up: _BoxFacts | None  # those of the next box out that holds more
    prose: float
    words: float


_box_facts = partial(tuple.__new__, _BoxFacts)  # half of what _BoxFacts itself takes
LOOK = slice(0, _BoxFacts._fields.index("up"))  # what the box and those around say


def _boxes(page: Page, sums: _Sums, groups: _Groups, wanted: Sequence[int]) -> tuple[Columns, Masks]:
    """Facts of the boxes around each block, level by level outwards."""
    boxes, main = [page.blocks[i].box for i in wanted], _main_box(page.boxes, sums)
    places = _siblings(boxes, main)
    known = _Boxes(sums, main)
    at = [known.of(box) for box in dict(zip(places, boxes, strict=True)).values()]
    looks, at_place = _distinct([f[LOOK] for f in at])
    seen = [at_place[place] for place in places]
    near, far, tags, tag, paths, in_main = zip(*looks, strict=True) if looks else [()] * LOOK.stop
    masks: Masks = {"near": Shared(near, seen), "far": Shared(far, seen)}
    masks |= {"tags": Shared(tags, seen), "tag": Shared(tag, seen)}
    columns: Columns = {"in main": Shared(in_main, seen)}
    columns |= _twin_columns(0, [groups[path] for path in paths], seen)
    at = [f.up or f for f in at]
    # By identity, for the hash of a tuple goes through all that it holds, here all boxes around.
    _, at_place = _distinct(list(map(id, at)))
    at = list({id(f): f for f in at}.values())
    places = [at_place[place] for place in places]
    for level in range(1, (LINE_LEVELS if page.evidence & Evidence.LINES else LEVELS) + 1):
        columns[f"prose share {level}"] = Shared([f.prose for f in at], places)
        columns[f"word share {level}"] = Shared([f.words for f in at], places)
        if level < TWIN_LEVELS:
            columns |= _twin_columns(level, [groups[f.path] for f in at], places)
        at = [f.up or f for f in at]
    return columns, masks


def _siblings(boxes: list[Box], main: tuple[int, int]) -> list[int]:
    """Places of boxes that hold a block each: those that look alike and stand in the same box share one.

    Where one of them is as large as the box around, there are no others.
    """
    start, stop = main
    rows = [(box.parent, box.key, box.tag, box.named, start <= box.start and box.stop <= stop) for box in boxes]
    return _distinct(rows)[1]


def _twin_columns(level: int, twins: list[Twins], places: Sequence[int]) -> Columns:
    """What the twins of the boxes on a level hold."""
    return {
        f"twins {level}": Shared([group.boxes for group in twins], places),
        f"twin word share {level}": Shared([group.words for group in twins], places),
        f"twin spread {level}": Shared([group.spread for group in twins], places),
    }


def _shared(names: Sequence[str], rows: Iterable[tuple[Value, ...]]) -> dict[str, Column[Value]]:
    """The columns of some rows, which hold what is the same in several of these once."""
    different, places = _distinct(rows)
    return {name: Shared([row[at] for row in different], places) for at, name in enumerate(names)}


def _distinct(things: Iterable[Thing]) -> tuple[list[Thing], list[int]]:
    """Each thing once, and the place of every one among these."""
    known: dict[Thing, int] = {}
    places = [known.setdefault(thing, len(known)) for thing in things]
    return list(known), places


class _Boxes:
    """The facts of boxes, found once each and only for those around blocks that were asked for."""

    def __init__(self, sums: _Sums, main: tuple[int, int]) -> None:
        self.prose = sums.prose
        self.all_prose = sums.prose[-1] or 1
        self.all_words = sums.words[-1] or 1
        self.main = main
        self.known: dict[Box, _BoxFacts] = {}

    def of(self, box: Box) -> _BoxFacts:
        """The facts of `box`; those of the boxes around it are found first, without recursion: pages nest deep."""
        chain: list[Box] = []
        above: _BoxFacts | None = None
        at: Box | None = box
        while at is not None and (above := self.known.get(at)) is None:
            chain.append(at)
            at = at.parent
        for inner in reversed(chain):
            above = self.known[inner] = self._find(inner, above)
        assert above
        return above

    def _find(self, box: Box, above: _BoxFacts | None) -> _BoxFacts:
        parent, start, stop = box.parent, box.start, box.stop
        tag, prose = TAG_BITS.get(box.tag, 0), (self.prose[stop] - self.prose[start]) / self.all_prose
        if parent is None or above is None:
            return _box_facts((box.named, 0, 0, tag, box.key, 1.0, None, prose, 1.0))
        near = box.named | parent.named
        if parent.parent:
            near |= parent.parent.named
        above_near, far, tags, _, _, in_main, up, prose_above, words = above
        far |= above_near
        tags |= tag
        if parent.start == start and parent.stop == stop:
            return _box_facts((near, far, tags, tag, box.key, in_main, up, prose_above, words))
        in_main = float(self.main[0] <= start and stop <= self.main[1])
        return _box_facts((near, far, tags, tag, box.key, in_main, above, prose, box.words / self.all_words))


class Twins(NamedTuple):
    """What boxes of one tag-and-class path hold together."""

    boxes: float  # log2(1 + how many there are)
    words: float  # share of the page's words
    spread: float  # of their lengths, as standard deviation over mean
    links: float  # share of their words that are linked


class _Groups(dict[int, Twins]):
    """By tag-and-class path what its boxes hold together, found for those that are asked for."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.total = page.words or 1
        self.boxes: defaultdict[int, list[Box]] = defaultdict(list)
        for box in page.boxes:
            self.boxes[box.key].append(box)

    def __missing__(self, path: int) -> Twins:
        boxes = self.boxes[path]
        words, links = [box.words for box in boxes], sum([box.link_words for box in boxes])
        found = self[path] = _twins(words, links, self.total)
        return found

    def repeated(self) -> Twins:
        """The repeated group that holds the most words."""
        many = {path: boxes for path, boxes in self.boxes.items() if len(boxes) >= REPEATED}
        words = {path: sum([box.words for box in boxes]) for path, boxes in many.items()}
        return self[max(words, key=words.__getitem__)] if words else Twins(0.0, 0.0, 0.0, 0.0)


def _twins(each: list[int], links: int, total: int) -> Twins:
    """What boxes with so many words each, and so many of all in links, hold together."""
    count, words = len(each), sum(each)
    if count == 1 or not words:
        return Twins(log2(1 + count), words / total, 0.0, links / (words or 1))
    mean = words / count
    spread = sqrt(max(0.0, sum([one * one for one in each]) / count - mean * mean)) / mean
    return Twins(log2(1 + count), words / total, spread, links / words)


def _main_box(boxes: list[Box], sums: _Sums) -> tuple[int, int]:
    """The range of the innermost box that holds half of the page's prose."""
    prose, wanted = sums.prose, max(1.0, MAIN_SHARE * sums.prose[-1])
    found = (box for box in reversed(boxes) if prose[box.stop] - prose[box.start] >= wanted)
    return next(((box.start, box.stop) for box in found), (0, 0))


def _page(page: Page, sums: _Sums, groups: _Groups) -> dict[str, float]:
    """Facts of the whole page."""
    n = len(page.blocks) or 1
    words = sums.words[-1] or 1
    prose = [high - low for low, high in pairwise(sums.prose)]
    kinds = Counter([block.kind for block in page.blocks])
    repeated, named = groups.repeated(), [box.named for box in page.boxes if box.named]
    values = {
        "page words": log2(1 + words),
        "page blocks": log2(1 + n),
        "page prose share": sums.prose[-1] / words,
        "page prose blocks": log2(1 + len(prose) - prose.count(0)),
        "page longest": log2(1 + max(prose, default=0)),
        "page link share": 1 - sums.free[-1] / words,
        "page items": kinds[Kind.ITEM] / n,
        "page cells": kinds[Kind.CELL] / n,
        "page headings": log2(1 + kinds[Kind.HEADING]),
        "page comments": _count_named(named, Concept.COMMENTS),
        "page posts": _count_named(named, Concept.POST),
        "page products": _count_named(named, Concept.PRODUCT),
        "page twins": repeated.boxes,
        "page twin word share": repeated.words,
        "page twin link share": repeated.links,
    }
    for i, name in enumerate(DECLARED_NAMES):
        values[name] = float(page.declared >> i & 1)
    return values


def _count_named(named: Iterable[int], concept: Concept) -> float:
    bit = int(concept)
    return log2(1 + len([bits for bits in named if bits & bit]))
