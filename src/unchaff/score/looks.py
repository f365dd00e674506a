"""A glance at all blocks of a page: which are worth a closer look, for filters that have nothing to say of most."""

from __future__ import annotations

import re
from collections.abc import Sequence

from unchaff.model import Block
from unchaff.twins import LINES, twin
from unchaff.words.dates import has_digits


def holding(blocks: Sequence[Block], signs: str) -> list[Block]:
    """The blocks that have one of `signs` in their text."""
    if compiled := twin(LINES):
        found: list[Block] = compiled.holding(list(blocks), signs)
        return found
    text = "\n".join([block.text for block in blocks])
    there = [sign for sign in signs if sign in text]  # in most pages few of them
    return [block for block in blocks if any(map(block.text.__contains__, there))] if there else []


def dated(blocks: Sequence[Block], most: int) -> list[Block]:
    """The blocks of at most so many signs that have the digits of a date: of a year, or with a sign between."""
    if compiled := twin(LINES):
        found: list[Block] = compiled.dated(list(blocks), most)
        return found
    return [block for block in blocks if len(block.text) <= most and has_digits(block.text)]


def ending(blocks: Sequence[Block], ends: frozenset[str], marks: str, within: int) -> list[Block]:
    """The blocks whose last two signs are one of `ends`, or that have one of `marks` among so many at their end."""
    if compiled := twin(LINES):
        found: list[Block] = compiled.ending(list(blocks), ends, marks, within)
        return found
    marked = re.compile(f"[{re.escape(marks)}]").search
    texts = [(block, block.text) for block in blocks]
    return [b for b, text in texts if text[-2:].casefold() in ends or marked(text, max(0, len(text) - within))]


def beginning_alike(blocks: Sequence[Block], apart: int) -> list[tuple[int, int]]:
    """The places of every two blocks, at most so many apart, that begin with the same two letters."""
    if compiled := twin(LINES):
        found: list[tuple[int, int]] = compiled.beginning_alike(list(blocks), apart)
        return found
    first = [first_letters(block.text) for block in blocks]
    again = [i for i, letters in enumerate(first) if letters in first[i + 1 : i + 1 + apart]]
    return [(i, j) for i in again for j in range(i + 1, min(len(first), i + 1 + apart)) if first[i] == first[j]]


def first_letters(text: str) -> str:
    """The first two signs without their case, "…" being three dots."""
    return text[:2].replace("…", "...").casefold()[:2]
