"""A glance at all blocks of a page: which are worth a closer look, for filters that have nothing to say of most."""

from __future__ import annotations

import re
from collections.abc import Sequence

from unchaff.model import Block
from unchaff.twins import LINES, twin

_digit = re.compile(r"\d").search


def holding(blocks: Sequence[Block], signs: str) -> list[Block]:
    """The blocks that have one of `signs` in their text."""
    if compiled := twin(LINES):
        found: list[Block] = compiled.holding(list(blocks), signs)
        return found
    text = "\n".join([block.text for block in blocks])
    there = [sign for sign in signs if sign in text]  # in most pages few of them
    return [block for block in blocks if any(map(block.text.__contains__, there))] if there else []


def with_digit(blocks: Sequence[Block], most: int) -> list[Block]:
    """The blocks of at most so many signs that have a digit among them."""
    if compiled := twin(LINES):
        found: list[Block] = compiled.with_digit(list(blocks), most)
        return found
    return [block for block in blocks if len(block.text) <= most and _digit(block.text)]


def ending(blocks: Sequence[Block], last: str, marks: str, within: int) -> list[Block]:
    """The blocks whose text ends with one of the signs `last`, or has one of `marks` among so many signs at its end."""
    if compiled := twin(LINES):
        found: list[Block] = compiled.ending(list(blocks), last, marks, within)
        return found
    texts = ((block, block.text[-within:]) for block in blocks)
    return [block for block, end in texts if end[-1:] in last or any(map(end.__contains__, marks))]


def beginning_alike(blocks: Sequence[Block], apart: int) -> list[tuple[int, int]]:
    """The places of every two blocks, at most so many apart, that begin with the same letter."""
    if compiled := twin(LINES):
        found: list[tuple[int, int]] = compiled.beginning_alike(list(blocks), apart)
        return found
    first = [_first(block.text) for block in blocks]
    places = ((i, j) for i in range(len(first)) for j in range(i + 1, min(len(first), i + 1 + apart)))
    return [(i, j) for i, j in places if first[i] == first[j]]


def _first(text: str) -> str:
    """The first sign without its case; one that stands for three dots is a dot."""
    return "." if text[:1] == "…" else text[:1].casefold()[:1]
