"""The words of credits at the end of a caption: "Photo", "Foto", and the agencies whose pictures others print."""

from __future__ import annotations

from functools import cache

from unchaff.words import lists


@cache
def credit_words(shelf: str) -> tuple[str, ...]:
    """The "labels" that stand beside a name, or the "agencies" that are named last; lower case."""
    shelves = {section: tuple(words.splitlines()) for section, words in lists.sections("credits.txt")}
    return shelves[shelf]
