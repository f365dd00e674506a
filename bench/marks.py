"""Holds the labelled blocks of a page against its gold text: which words are gold, and which of them were kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from bench.corpus import Gold
from bench.judge import Tokens
from unchaff.model import ARTICLE, Block

RUN = 3  # tokens in a row that count as found: single words of any menu are in a long gold text
MOST = 0.5  # share of a block's tokens from which the block is called gold


@dataclass(frozen=True, slots=True)
class Marked:
    """A block, its tokens, and how many of them stand in the gold text."""

    block: Block
    size: int
    found: int
    complete: bool = True  # whether the gold text is all of the body; if not, nothing says that a kept block is chaff

    @property
    def kept(self) -> bool:
        """Whether the block is part of the body."""
        return self.block.label in ARTICLE

    @property
    def share(self) -> float:
        """The share of its tokens that is gold."""
        return self.found / self.size if self.size else 0.0

    @property
    def gold(self) -> bool:
        """Whether the block belongs to the gold text."""
        return self.share >= MOST

    @property
    def wrong(self) -> bool:
        """Whether it was kept and is not gold, or is gold and was not kept."""
        return bool(self.size) and self.kept != self.gold and (self.complete or self.gold)

    @property
    def cost(self) -> int:
        """The tokens on the wrong side: chaff that was kept or gold that was lost."""
        if self.kept:
            return self.size - self.found if self.complete else 0
        return self.found


def mark_blocks(blocks: Iterable[Block], gold: Gold, tokens: Tokens) -> list[Marked]:
    """Every block of a page, marked."""
    listed = list(blocks)
    said = [tokens.findall(block.text.lower()) for block in listed]
    hits = _hits([token for of_block in said for token in of_block], tokens.findall(expected(gold).lower()))
    stops = list(accumulate(len(of_block) for of_block in said))
    found = [sum(hits[stop - len(of_block) : stop]) for of_block, stop in zip(said, stops, strict=True)]
    complete = gold["text"] is not None
    return [Marked(*row, complete) for row in zip(listed, map(len, said), found, strict=True)]


def expected(gold: Gold) -> str:
    """The gold text, or the chunks that must appear where there is none."""
    return "\n".join(gold["with"]) if gold["text"] is None else gold["text"]


def _hits(page: list[str], gold: list[str]) -> bytearray:
    """Which tokens of the page lie in a run that is in the gold text too.

    Runs go on from block to block: a short heading is found with the paragraph under it, its word in a menu is not.
    """
    size = min(RUN, len(gold))
    runs, hits = _runs(gold, size), bytearray(len(page))
    for start in range(len(page) - size + 1 if size else 0):
        if tuple(page[start : start + size]) in runs:
            hits[start : start + size] = b"\1" * size
    return hits


def unread(blocks: Iterable[Block], gold: Gold, tokens: Tokens) -> Iterator[str]:
    """Lines of the gold text most of which is in no block: the reader lost them, or the page never had them."""
    there = _runs([token for block in blocks for token in tokens.findall(block.text.lower())], RUN)
    for line in filter(None, (line.strip() for line in expected(gold).splitlines())):
        runs = _runs(tokens.findall(line.lower()), RUN)
        if runs and len(runs & there) < MOST * len(runs):
            yield line


def _runs(tokens: Iterable[str], size: int) -> set[tuple[str, ...]]:
    row = list(tokens)
    return {tuple(row[start : start + size]) for start in range(len(row) - size + 1)}
