"""Aligns a page's gold text to its blocks: which share of each block's words belongs to the body."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

# The judge's own idea of a word (shared/bench/score.py): CJK and Thai signs count one by one.
_SIGN = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]"
_tokens = re.compile(_SIGN + r"|(?:(?!" + _SIGN + r")\w)+").findall
GRAM = 3
SURE = 0.5  # a block is placed when over half of its word triples stand in the gold text


def tokens(text: str) -> list[str]:
    """The judge's words of `text`, lower case."""
    return _tokens(text.lower())


def align(texts: Sequence[str], gold: str) -> list[float]:
    """For every block text the share (0–1) of its words that the gold text has, each gold word given out once.

    Long blocks are placed by their word triples along a rising chain (the longest by words); short ones must stand
    whole in the gap that their placed neighbours leave. Doubles of a placed block (teasers of the headline, say) get 0.
    """
    blocks, wanted = [tokens(text) for text in texts], tokens(gold)
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in range(len(wanted) - GRAM + 1):
        index[tuple(wanted[i : i + GRAM])].append(i)
    chain = _chain([c for i, block in enumerate(blocks) for c in _places(i, block, index)])
    used = bytearray(len(wanted))
    shares = [0.0] * len(blocks)
    for i, start in chain:
        shares[i] = _take(blocks[i], start, wanted, used)
    placed = sorted((i, start) for i, start in chain)
    order = [i for i, _ in placed]
    for i, block in enumerate(blocks):
        if block and not shares[i]:
            k = bisect_left(order, i)
            low = placed[k - 1][1] if k else 0
            high = placed[k][1] if k < len(placed) else len(wanted)
            if len(block) <= GRAM * 2:
                high = min(high, low + (len(blocks[placed[k - 1][0]]) if k else 0) + 60)
                shares[i] = _take_whole(block, low, high, wanted, used)
            else:
                shares[i] = _take_loose(block, index, wanted, used)
    return shares


def _places(i: int, block: list[str], index: dict[tuple[str, ...], list[int]]) -> list[tuple[int, int, int]]:
    """(block, start in gold, weight) for each place where most of the block's triples stand."""
    votes: dict[int, int] = defaultdict(int)
    grams = len(block) - GRAM + 1
    if grams < 1:
        return []
    for k in range(grams):
        for p in index.get(tuple(block[k : k + GRAM]), ())[:8]:
            votes[(p - k) // 8] += 1  # words dropped or added inside a block shift the place a little
    spread = {place: count + votes.get(place - 1, 0) + votes.get(place + 1, 0) for place, count in votes.items()}
    best = sorted(spread.items(), key=lambda item: -item[1])[:4]
    return [(i, max(0, place * 8), count) for place, count in best if count > SURE * grams]


def _chain(places: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The heaviest chain of places that rises in block and in gold order (Fenwick tree over gold starts)."""
    starts = sorted({start for _, start, _ in places})
    tree: list[tuple[int, int]] = [(0, -1)] * (len(starts) + 1)
    best: list[tuple[int, int]] = []
    by_block: dict[int, list[int]] = defaultdict(list)
    for n, (i, _, _) in enumerate(places):
        by_block[i].append(n)
    for i in sorted(by_block):
        fresh = []
        for n in by_block[i]:
            k = bisect_left(starts, places[n][1]) + 1
            top, j = (0, -1), k
            while j:
                top = max(top, tree[j])
                j -= j & -j
            fresh.append((k, top[0] + places[n][2], n, top[1]))
        for k, weight, n, before in fresh:
            best.append((n, before))
            while k <= len(starts):
                tree[k] = max(tree[k], (weight, n))
                k += k & -k
    back = dict(best)
    top = max(tree, default=(0, -1))
    j = len(starts)
    top = (0, -1)
    while j:
        top = max(top, tree[j])
        j -= j & -j
    out, n = [], top[1]
    while n != -1:
        out.append(places[n][:2])
        n = back[n]
    return out[::-1]


def _take(block: list[str], start: int, wanted: list[str], used: bytearray) -> float:
    """Marks the gold words near `start` that the block has, in order; the share of the block found."""
    found, p, limit = 0, max(0, start - 8), start + len(block) + 24
    for word in block:
        for q in range(p, min(limit, len(wanted), p + 24)):
            if wanted[q] == word and not used[q]:
                used[q] = 1
                found, p = found + 1, q + 1
                break
    return found / len(block)


def _take_whole(block: list[str], low: int, high: int, wanted: list[str], used: bytearray) -> float:
    for p in range(low, high - len(block) + 1):
        if wanted[p : p + len(block)] == block and not any(used[p : p + len(block)]):
            used[p : p + len(block)] = b"\1" * len(block)
            return 1.0
    return 0.0


def _take_loose(block: list[str], index: dict[tuple[str, ...], list[int]], wanted: list[str], used: bytearray) -> float:
    """For a block out of order: gold words of its triples that nobody has taken."""
    hits: set[int] = set()
    mine: set[int] = set()
    for k in range(len(block) - GRAM + 1):
        for p in index.get(tuple(block[k : k + GRAM]), ()):
            if not any(used[p : p + GRAM]):
                hits.update(range(p, p + GRAM))
                mine.update(range(k, k + GRAM))
                break
    for p in hits:
        used[p] = 1
    share = len(mine) / len(block)
    return share if share > SURE else 0.0
