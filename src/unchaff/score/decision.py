"""What can be said about the decision on a page in numbers: how sure the score was, and what was kept of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from math import log, log2

from unchaff.model import ARTICLE, Block, Label, Page, Strength
from unchaff.words.script import ends_sentence

NEAR = (0.2, 0.8)  # chances between these are unsure
STRICT, LAX = 2 / 3, 1 / 3  # the chances from which a stricter and a laxer judge would keep a block
PROSE_WORDS = 10  # unlinked words from which a block that ends like a sentence counts as prose
CALLED = (Label.COMMENTS, Label.RELATED, Label.OTHER)


def decision(page: Page, chances: Sequence[float]) -> dict[str, float]:
    """Facts of what was decided about `page`; `chances` has the chance of being body for every block."""
    blocks, kept = page.blocks, [block.label in ARTICLE for block in page.blocks]
    return _bets(blocks, kept, chances) | _doubts(blocks, chances) | _taken(blocks, kept) | _shape(blocks, kept)


def _bets(blocks: Sequence[Block], kept: Sequence[bool], chances: Sequence[float]) -> dict[str, float]:
    """What precision, recall and F1 of the kept blocks are expected to be, if the chances are right."""
    words = [block.words for block in blocks]
    mass = sum(c * w for c, w in zip(chances, words, strict=True))
    taken = sum(w for k, w in zip(kept, words, strict=True) if k)
    right = sum(c * w for k, c, w in zip(kept, chances, words, strict=True) if k)
    return {
        "expected f1": 2 * right / (taken + mass) if taken + mass else 0.0,
        "expected precision": right / taken if taken else 0.0,
        "expected recall": right / mass if mass else 0.0,
        "expected words": log2(1 + mass),
        "missed words": log2(1 + mass - right),
        "wrong words": log2(1 + max(0.0, taken - right)),
    }


def _doubts(blocks: Sequence[Block], chances: Sequence[float]) -> dict[str, float]:
    """How much text the score was unsure of, and how much more a laxer judge would take than a stricter one."""
    low, high = NEAR
    pairs = [(chance, block.words) for chance, block in zip(chances, blocks, strict=True)]
    total = sum(words for _, words in pairs) or 1
    mass = sum(chance * words for chance, words in pairs) or 1.0
    strict, lax = (sum(words for chance, words in pairs if chance >= least) for least in (STRICT, LAX))
    return {
        "unsure share": sum(words for chance, words in pairs if low < chance < high) / total,
        "unsure of kept": sum(words for chance, words in pairs if low < chance < high) / mass,
        "entropy": sum(words * _entropy(chance) for chance, words in pairs) / mass,
        "strict of lax": strict / lax if lax else 0.0,
        "highest chance": max(chances, default=0.0),
    }


def _entropy(chance: float) -> float:
    return -sum(c * log(c) for c in (chance, 1 - chance) if c > 0)


def _taken(blocks: Sequence[Block], kept: Sequence[bool]) -> dict[str, float]:
    """How much was kept, and what it looks like."""
    taken = [block for block, k in zip(blocks, kept, strict=True) if k]
    words = sum(block.words for block in taken)
    prose = [block.words for block in taken if _prose(block)]
    left_out = sum(block.words for block, k in zip(blocks, kept, strict=True) if not k and _prose(block))
    return {
        "kept words": log2(1 + words),
        "kept share": words / _words(blocks),
        "kept blocks": log2(1 + len(taken)),
        "kept prose share": sum(prose) / (words or 1),
        "kept prose blocks": log2(1 + len(prose)),
        "kept link share": sum(block.link_words for block in taken) / (words or 1),
        "kept mean words": log2(1 + words / (len(taken) or 1)),
        "kept longest": max((block.words for block in taken), default=0) / (words or 1),
        "left out prose": log2(1 + left_out),
    }


def _prose(block: Block) -> bool:
    return block.words - block.link_words >= PROSE_WORDS and ends_sentence(block.text)


def _words(blocks: Sequence[Block]) -> int:
    return sum(block.words for block in blocks) or 1


def _shape(blocks: Sequence[Block], kept: Sequence[bool]) -> dict[str, float]:
    """Where the kept blocks stand, how much lies between them, and what the rest was called."""
    places = [i for i, k in enumerate(kept) if k]
    first, last = (places[0], places[-1] + 1) if places else (0, 0)
    before, within = (sum(block.words for block in part) for part in (blocks[:first], blocks[first:last]))
    total = _words(blocks)
    called: Counter[Label] = Counter()
    for block in blocks:
        called[block.label] += block.words
    return {
        "regions": log2(1 + sum(k for k, _ in groupby(kept))),
        "dense": sum(blocks[i].words for i in places) / (within or 1),
        "first": before / total,
        "rest": 1 - (before + within) / total,
        "settled share": sum(block.words for block in blocks if _settled(block)) / total,
        "headline": float(called[Label.HEADLINE] > 0),
        **{f"{label} share": called[label] / total for label in CALLED},
    }


def _settled(block: Block) -> bool:
    return block.verdict is not None and block.verdict.strength is Strength.STRONG and block.label not in ARTICLE
