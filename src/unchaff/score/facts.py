"""What can be said about each block of a page in numbers; the body score adds up a table over each of them.

Two sorts of facts: columns (a number per block) and masks (bits per block: concepts, tags, kinds).
What carried the deep models of the study in house.md §14 is here: unlinked text around the block, what its
enclosing boxes hold, its twins (boxes at the same tag-and-class path), what names of ancestors say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from math import log2, sqrt

from unchaff.model import Block, Box, Concept, Declared, Kind, Page
from unchaff.words.script import ends_sentence

PROSE_WORDS = 10  # unlinked words from which a block that ends like a sentence counts as prose
LEVELS = 4  # enclosing boxes looked at, each larger than the one before
TWIN_LEVELS = 3
NEAR = 3  # boxes whose names are "near"; those further out are "far"
WINDOWS = (1, 2, 5, 12, 30)
FAR_AWAY = 60.0  # distances in blocks are cut here

# Tags of enclosing boxes, one bit each.
TAG_BITS = {
    tag: 1 << i
    for i, tag in enumerate(
        "article main aside nav header footer form table ul ol li section figure blockquote button dl details "
        "dialog label p div h1 h2 h3 h4 h5 h6 td th pre dt dd figcaption address center tr textarea fieldset".split()
    )
}
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

Columns = dict[str, list[float]]
Masks = dict[str, list[int]]


@dataclass(slots=True)
class Facts:
    """Columns and masks, each with one entry per block."""

    size: int
    page: dict[str, float]  # facts of the whole page
    columns: Columns
    masks: Masks

    @staticmethod
    def bit_name(mask: str, bit: int) -> str:
        """What a bit of a mask stands for: "near related", "tag li"."""
        return BIT_NAMES[mask.split()[0]].get(1 << bit, str(bit))


@dataclass(slots=True)
class _Sums:
    """Running totals over the blocks: the sum over blocks [a:b] is total[b] - total[a]."""

    words: list[int]
    links: list[int]
    prose: list[int]
    squares: list[int]


def facts(page: Page) -> Facts:
    """The facts of every block of `page`."""
    blocks = page.blocks
    prose = [_prose(block) for block in blocks]
    sums = _Sums(
        [0, *accumulate(b.words for b in blocks)],
        [0, *accumulate(b.link_words for b in blocks)],
        [0, *accumulate(prose)],
        [0, *accumulate(b.words * b.words for b in blocks)],
    )
    columns = _own(blocks, page)
    columns |= _windows(blocks, sums)
    columns |= _place(blocks, sums)
    columns |= _sections(blocks)
    box_columns, masks = _boxes(page, sums)
    columns |= box_columns
    masks |= _heard(blocks)
    return Facts(len(blocks), _page(page, sums, prose), columns, masks)


def _prose(block: Block) -> int:
    free = block.words - block.link_words
    return free if free >= PROSE_WORDS and ends_sentence(block.text) else 0


def _size(words: float) -> float:
    return log2(1 + words)


def _own(blocks: list[Block], page: Page) -> Columns:
    texts = [b.text for b in blocks]
    seen = Counter(texts)
    return {
        "words": [float(b.words) for b in blocks],
        "link share": [b.link_words / b.words if b.words else 0.0 for b in blocks],
        "sentence": [float(ends_sentence(text)) for text in texts],
        "commas": [float(text.count(",") + text.count("，") + text.count("、")) for text in texts],
        "digits": [sum(map(text.count, "0123456789")) / len(text) for text in texts],
        "word length": [len(b.text) / max(1, b.words) for b in blocks],
        "capital": [float(text[:1].isupper()) for text in texts],
        "doubles": [float(seen[text]) for text in texts],
        "title": [float(page.title_match(b)) for b in blocks],
        "level": [float(b.level) for b in blocks],
    }


def _windows(blocks: list[Block], sums: _Sums) -> Columns:
    """Unlinked and linked words around each block, itself left out."""
    n = len(blocks)
    free = [w - k for w, k in zip(sums.words, sums.links, strict=True)]
    columns: Columns = {}
    for size in WINDOWS:
        low = [max(0, i - size) for i in range(n)]
        high = [min(n, i + size + 1) for i in range(n)]
        columns[f"free before {size}"] = [_size(free[i] - free[a]) for i, a in enumerate(low)]
        columns[f"free after {size}"] = [_size(free[b] - free[i + 1]) for i, b in enumerate(high)]
        columns[f"free around {size}"] = [_size(free[b] - free[a]) for a, b in zip(low, high, strict=True)]
        links = sums.links
        columns[f"links around {size}"] = [_size(links[b] - links[a]) for a, b in zip(low, high, strict=True)]
    for size in (2, 5, 12):
        pairs = [(max(0, i - size), min(n, i + size + 1)) for i in range(n)]
        columns[f"prose around {size}"] = [_size(sums.prose[b] - sums.prose[a]) for a, b in pairs]
    return columns


def _place(blocks: list[Block], sums: _Sums) -> Columns:
    n = len(blocks)
    words, prose = sums.words[-1] or 1, sums.prose[-1] or 1
    return {
        "place": [i / n for i in range(n)],
        "from start": [min(FAR_AWAY, i) for i in range(n)],
        "from end": [min(FAR_AWAY, n - 1 - i) for i in range(n)],
        "words before": [w / words for w in sums.words[:-1]],
        "prose before": [p / prose for p in sums.prose[:-1]],
        "prose words before": [_size(p) for p in sums.prose[:-1]],
        "prose words after": [_size(sums.prose[-1] - p) for p in sums.prose[1:]],
    }


def _sections(blocks: list[Block]) -> Columns:
    """How far a block is from the headline, from its heading, from where related links or comments set in."""
    headline = next((b.index for b in blocks if b.level == 1), -1)
    heading, terminal, since_heading, since_terminal, level = -FAR_AWAY, -1.0, [], [], []
    current, words = 0.0, 0
    section_words = []
    for b in blocks:
        if b.kind is Kind.HEADING:
            heading, current, words = b.index, float(b.level), 0
        if b.heard & TERMINAL and b.words <= 12 and terminal < 0:
            terminal = b.index
        since_heading.append(min(FAR_AWAY, b.index - heading))
        since_terminal.append(min(FAR_AWAY, b.index - terminal) if terminal >= 0 else -1.0)
        level.append(current)
        section_words.append(_size(words))
        words += b.words - b.link_words
    return {
        "from headline": [
            max(-FAR_AWAY, min(FAR_AWAY, b.index - headline)) if headline >= 0 else -FAR_AWAY - 1 for b in blocks
        ],
        "since heading": since_heading,
        "since terminal": since_terminal,
        "section level": level,
        "section words": section_words,
    }


def _heard(blocks: list[Block]) -> Masks:
    """Concepts said by the block, by its neighbours, and by the short line or heading it stands under."""
    heard = [b.heard for b in blocks]
    under, current, age = [], 0, 0
    for b in blocks:
        if b.kind is Kind.HEADING or (b.heard and b.words <= 8 and b.link_words < b.words):
            current, age = b.heard, 0
        under.append(current if age < 30 else 0)
        age += 1
    return {
        "heard": heard,
        "before": [0, *heard[:-1]] if heard else [],
        "after": [*heard[1:], 0] if heard else [],
        "under": under,
        "kind": [KIND_BITS[b.kind] for b in blocks],
        "kind before": [0, *[KIND_BITS[b.kind] for b in blocks[:-1]]] if blocks else [],
        "kind after": [*[KIND_BITS[b.kind] for b in blocks[1:]], 0] if blocks else [],
    }


@dataclass(slots=True)
class _BoxFacts:
    """A box's own facts, and the next box out that holds more than it does."""

    up: int
    near: int
    far: int
    tags: int
    row: tuple[float, ...]
    twins: tuple[float, ...]
    main: tuple[float, float]


ROW = ("prose share", "link share", "mean words", "blocks", "word share")
TWIN_ROW = ("twins", "twin words", "twin link share", "twin word share", "twin spread")


def _boxes(page: Page, sums: _Sums) -> tuple[Columns, Masks]:
    """Facts of the boxes around each block, level by level outwards."""
    number = {box: i for i, box in enumerate(page.boxes)}
    groups = _twin_groups(page.boxes, sums)
    mains = [_main_box(page.boxes, sums, share) for share in (0.5, 0.8)]
    rows: list[_BoxFacts] = []
    for box in page.boxes:
        rows.append(_box_facts(box, number, rows, groups, sums, mains))
    levels: list[list[_BoxFacts]] = []
    at = [rows[number[block.box]] for block in page.blocks]
    masks = {
        "near": [f.near for f in at],
        "far": [f.far for f in at],
        "tags": [f.tags for f in at],
        "tag": [TAG_BITS.get(block.box.tag, 0) for block in page.blocks],
    }
    columns: Columns = {"in main 50": [f.main[0] for f in at], "in main 80": [f.main[1] for f in at]}
    for _ in range(LEVELS + 1):
        levels.append(at)
        at = [rows[f.up] for f in at]
    for level, found in enumerate(levels):
        if level:
            for k, name in enumerate(ROW):
                columns[f"{name} {level}"] = [f.row[k] for f in found]
        if level < TWIN_LEVELS:
            for k, name in enumerate(TWIN_ROW):
                columns[f"{name} {level}"] = [f.twins[k] for f in found]
    return columns, masks


def _box_facts(
    box: Box,
    number: dict[Box, int],
    rows: list[_BoxFacts],
    groups: dict[int, tuple[float, ...]],
    sums: _Sums,
    mains: list[tuple[int, int]],
) -> _BoxFacts:
    parent = box.parent
    if parent is None:
        return _BoxFacts(0, box.named, 0, 0, _row(box, sums), groups[box.key], _in(box, mains))
    above = rows[number[parent]]
    same = parent.start == box.start and parent.stop == box.stop
    grand = parent.parent
    near = box.named | parent.named | (grand.named if grand else 0)
    return _BoxFacts(
        above.up if same else number[parent],
        near,
        above.near | above.far,
        above.tags | TAG_BITS.get(box.tag, 0),
        above.row if same else _row(box, sums),
        groups[box.key],
        above.main if same else _in(box, mains),
    )


def _row(box: Box, sums: _Sums) -> tuple[float, ...]:
    a, b = box.start, box.stop
    words = sums.words[b] - sums.words[a]
    return (
        (sums.prose[b] - sums.prose[a]) / (sums.prose[-1] or 1),
        (sums.links[b] - sums.links[a]) / (words or 1),
        _size(words / max(1, b - a)),
        _size(b - a),
        words / (sums.words[-1] or 1),
    )


def _twin_groups(boxes: list[Box], sums: _Sums) -> dict[int, tuple[float, ...]]:
    """For every tag-and-class path: how many boxes, their mean words, link share, share of the page, spread."""
    found: dict[int, list[int]] = {}
    for box in boxes:
        a, b = box.start, box.stop
        words = sums.words[b] - sums.words[a]
        group = found.setdefault(box.key, [0, 0, 0, 0])
        group[0] += 1
        group[1] += words
        group[2] += sums.links[b] - sums.links[a]
        group[3] += words * words
    total = sums.words[-1] or 1
    groups: dict[int, tuple[float, ...]] = {}
    for key, (count, words, links, squares) in found.items():
        mean = words / count
        spread = sqrt(max(0.0, squares / count - mean * mean)) / (mean or 1)
        groups[key] = (_size(count), _size(mean), links / (words or 1), words / total, spread)
    return groups


def _main_box(boxes: list[Box], sums: _Sums, share: float) -> tuple[int, int]:
    """The range of the innermost box that holds `share` of the page's prose."""
    wanted = share * sums.prose[-1]
    best = (0, 0)
    for box in boxes:
        if sums.prose[box.stop] - sums.prose[box.start] >= wanted and wanted:
            best = (box.start, box.stop)
    return best


def _in(box: Box, mains: list[tuple[int, int]]) -> tuple[float, float]:
    inside = [float(start <= box.start and box.stop <= stop) for start, stop in mains]
    return inside[0], inside[1]


def _page(page: Page, sums: _Sums, prose: list[int]) -> dict[str, float]:
    """Facts of the whole page."""
    n = len(page.blocks)
    words = sums.words[-1] or 1
    named = Counter(bit for box in page.boxes for bit in (Concept.COMMENTS, Concept.POST, Concept.PRODUCT) if box.named & bit)
    kinds = Counter(block.kind for block in page.blocks)
    values = {
        "page words": _size(words),
        "page blocks": _size(n),
        "page prose share": sums.prose[-1] / words,
        "page prose blocks": _size(sum(1 for p in prose if p)),
        "page longest": _size(max(prose, default=0)),
        "page link share": sums.links[-1] / words,
        "page items": kinds[Kind.ITEM] / max(1, n),
        "page cells": kinds[Kind.CELL] / max(1, n),
        "page headings": _size(kinds[Kind.HEADING]),
        "page comments": _size(named[Concept.COMMENTS]),
        "page posts": _size(named[Concept.POST]),
        "page products": _size(named[Concept.PRODUCT]),
    }
    for i, name in enumerate(DECLARED_NAMES):
        values[name] = float(page.declared >> i & 1)
    return values
