"""Aligns a page's gold text to its blocks: which share of each block's words belongs to the body."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

# The judge's own idea of a word (shared/bench/score.py): CJK and Thai signs count one by one.
_SIGN = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]"
_tokens = re.compile(_SIGN + r"|(?:(?!" + _SIGN + r")\w)+").findall
_parts = re.compile(r"[\n\t|]+|:(?=\s)").split  # where a block may begin and end in the gold text
GRAM = 3
SURE = 0.5  # a block is placed when over half of its word triples stand in the gold text
REACH = 24  # words that a block may have more or less than the gold text between two places where they agree
SHORT = 6  # a block of so many words must stand whole
WITHIN = 60  # and starts so close behind the one before; one of a word or two, which stand everywhere, right behind it
PLACES = 24  # a short block is looked for at so many places of a gap

Index = dict[tuple[str, ...], list[int]]


class Gold(NamedTuple):
    """The gold text as words: where triples and parts of lines stand, and which words a block has taken."""

    words: list[str]
    triples: Index
    parts: Index  # lines, cells and what follows a colon, with and without a number in front, by their words
    used: bytearray


def tokens(text: str) -> list[str]:
    """The judge's words of `text`, lower case."""
    return _tokens(text.lower())


def align(texts: Sequence[str], gold: str) -> list[float]:
    """For every block text the share (0–1) of its words that the gold text has, each gold word given out once.

    Long blocks are placed by their word triples along a rising chain (the longest by words). Between two of them short
    ones are placed along a chain of lines that say just the same, and what is left must stand whole, up to six words,
    or in triples that nobody has. Doubles of a placed block (teasers of the headline, say) get 0.
    """
    blocks, wanted = [tokens(text) for text in texts], _read(gold)
    chain = _chain([place for i, block in enumerate(blocks) for place in _places(i, block, wanted.triples)])
    shares = [0.0] * len(blocks)
    ends = {}
    for i, start in chain:
        shares[i], ends[i] = _take(blocks[i], start, wanted)
    for first, last, low, high in _gaps(chain, ends, len(blocks), len(wanted.words)):
        _fill(blocks, shares, range(first, last), (low, high), wanted)
    for i, block in enumerate(blocks):
        if len(block) > SHORT and not shares[i]:
            shares[i] = _take_loose(block, wanted)
    return shares


def _read(gold: str) -> Gold:
    words: list[str] = []
    parts: Index = defaultdict(list)
    for part in _parts(gold):
        of_part = tokens(part)
        for skip in {0, int(len(of_part) > 1 and of_part[0].isdigit())}:  # "1. Pliers" for a heading "Pliers"
            if of_part and len(of_part) - skip <= SHORT:
                parts[tuple(of_part[skip:])].append(len(words) + skip)
        words += of_part
    triples: Index = defaultdict(list)
    for i in range(len(words) - GRAM + 1):
        triples[tuple(words[i : i + GRAM])].append(i)
    return Gold(words, triples, parts, bytearray(len(words)))


def _places(i: int, block: list[str], triples: Index) -> list[tuple[int, int, int]]:
    """(block, start in gold, weight) for each place where most of the block's triples stand."""
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    grams = len(block) - GRAM + 1
    for k in range(grams):
        for p in triples.get(tuple(block[k : k + GRAM]), ())[:8]:
            votes[(p - k) // 8][p - k] += 1  # words dropped or added inside a block shift the place a little
    totals = {near: count.total() for near, count in votes.items()}
    spread = {near: total + totals.get(near - 1, 0) for near, total in totals.items()}
    best = sorted(spread.items(), key=lambda item: -item[1])[:4]
    return [(i, max(0, votes[near].most_common(1)[0][0]), count) for near, count in best if count > SURE * grams]


def _chain(places: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The heaviest chain of places that rises in block and in gold order (Fenwick tree over gold starts)."""
    starts = sorted({start for _, start, _ in places})
    tree: list[tuple[int, int]] = [(0, -1)] * (len(starts) + 1)
    before: list[int] = [-1] * len(places)
    by_block: dict[int, list[int]] = defaultdict(list)
    for n, (i, _, _) in enumerate(places):
        by_block[i].append(n)
    for i in sorted(by_block):
        fresh = []
        for n in by_block[i]:
            k = bisect_left(starts, places[n][1])
            weight, before[n] = _heaviest(tree, k)
            fresh.append((k + 1, (weight + places[n][2], n)))
        for k, found in fresh:
            while k <= len(starts):
                tree[k] = max(tree[k], found)
                k += k & -k
    out, n = [], _heaviest(tree, len(starts))[1]
    while n != -1:
        out.append(places[n][:2])
        n = before[n]
    return out[::-1]


def _heaviest(tree: list[tuple[int, int]], k: int) -> tuple[int, int]:
    """The heaviest chain among the first k starts, and the place where it ends."""
    top = (0, -1)
    while k:
        top = max(top, tree[k])
        k -= k & -k
    return top


def _take(block: list[str], start: int, gold: Gold) -> tuple[float, int]:
    """Takes the gold words from about `start` on that the block has, in order; their share of it and where they end.

    Triples that agree say where; single words count only where they stand as far on as the triple before them, for
    else the first "the" would be taken from the heading above.
    """
    found, low, shift = 0, max(0, start - 8), start
    for k in range(len(block)):
        near = [p for p in gold.triples.get(tuple(block[k : k + GRAM]), ()) if p >= low and abs(p - k - shift) <= REACH]
        if near:
            shift = min(near, key=lambda p: abs(p - k - shift)) - k
        p = k + shift
        if low <= p < len(gold.words) and gold.words[p] == block[k] and not gold.used[p]:
            gold.used[p] = 1
            found, low = found + 1, p + 1
    return found / len(block), low


def _gaps(
    chain: list[tuple[int, int]], ends: dict[int, int], blocks: int, words: int
) -> Iterator[tuple[int, int, int, int]]:
    """(first block, last block, first word, last word) between neighbours on the chain; lasts are not included."""
    fixed = [(-1, 0, 0), *((i, start, ends[i]) for i, start in chain), (blocks, words, words)]
    for (i, _, low), (j, high, _) in pairwise(fixed):
        if j > i + 1:
            yield i + 1, j, low, high


def _fill(blocks: list[list[str]], shares: list[float], gap: range, span: tuple[int, int], gold: Gold) -> None:
    """Places what stands in a gap: lines that say just the same first, then what stands whole after the one before."""
    low, high = span
    places = [
        (i, p, len(blocks[i]))
        for i in gap
        if len(blocks[i]) <= SHORT
        for p in _between(gold.parts.get(tuple(blocks[i]), ()), low, high)
        if not any(gold.used[p : p + len(blocks[i])])
    ]
    placed = dict(_chain(places))
    for i in gap:
        block = blocks[i]
        if i in placed:
            low = placed[i]
        if 0 < len(block) <= SHORT:
            reach = 1 if len(block) < GRAM else WITHIN
            end = _take_whole(block, low, min(high, low + len(block) + reach - 1), gold)
            shares[i], low = float(end > low), max(low, end)


def _between(places: Sequence[int], low: int, high: int) -> Sequence[int]:
    first = bisect_left(places, low)
    return places[first : min(bisect_left(places, high), first + PLACES)]


def _take_whole(block: list[str], low: int, high: int, gold: Gold) -> int:
    """Where the block ends that stands whole between two words; 0 where it doesn't."""
    for p in range(low, high - len(block) + 1):
        if gold.words[p : p + len(block)] == block and not any(gold.used[p : p + len(block)]):
            gold.used[p : p + len(block)] = b"\1" * len(block)
            return p + len(block)
    return 0


def _take_loose(block: list[str], gold: Gold) -> float:
    """For a block out of order: gold words of its triples that nobody has taken."""
    hits: set[int] = set()
    mine: set[int] = set()
    for k in range(len(block) - GRAM + 1):
        for p in gold.triples.get(tuple(block[k : k + GRAM]), ()):
            if not any(gold.used[p : p + GRAM]):
                hits.update(range(p, p + GRAM))
                mine.update(range(k, k + GRAM))
                break
    for p in hits:
        gold.used[p] = 1
    share = len(mine) / len(block)
    return share if share > SURE else 0.0
