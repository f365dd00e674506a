"""What class names, ids, roles and tags say: split into parts, and the parts looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from unchaff.words import lists
from unchaff.words.memo import Memo

REMEMBERED = 16384  # distinct class names, and as many strings of them; a site's templates have some hundreds
SHORT = 3  # "ad" is a part, but two such humps in a token ("bVadXp") are a generated name

_more_tokens = re.compile(r"[^\s.#,/]+").findall
_pieces = re.compile(r"[^\W_]+").findall
_humps = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[^\W\d_A-Z]+|[A-Z][^\W\d_A-Z]*").findall
# Digits before a letter, behind a sign of the word or two of them; looked for where a run of digits begins, not in it.
_mixed = re.compile(r"(?<!\d)(?:\A\d|\d\d|(?<=[^\W\d_])\d)\d*+[a-zA-Z]").search

# What follows these in a token is absent or said of something else: "no-sidebar", "has-comments", "hide-ads".
STATES = frozenset({"no", "not", "non", "without", "with", "has", "have", "hide", "disable", "disabled"})


class Names:
    """Parts of names by what they say; `alone` holds those that speak only as a whole class name. Never changes."""

    __slots__ = ("_begun", "_firsts", "_lonely", "_tokens", "alone", "longest", "parts", "read", "strings")

    def __init__(self, parts: Mapping[str, int], alone: Mapping[str, int]) -> None:
        self.parts = parts
        self.alone = alone
        self.longest = _longest(parts)  # how many parts the longest entry has that begins with this one
        self._lonely = frozenset(entry.partition("-")[0] for entry in alone)
        self._begun = frozenset(_beginnings(parts))
        self._firsts = self._lonely | self.longest.keys()  # a name without any of these parts says nothing
        self._tokens = Memo(self._read_one, REMEMBERED)
        self.strings = Memo(self._read_all, REMEMBERED)  # whole strings of names that were read
        # The Concept bits said by a string of class names, ids, roles or tags; in C, if it was read before.
        self.read: Callable[[str], int] = self.strings.__getitem__

    def _read_all(self, text: str) -> int:
        if text[-1:].isdigit() and (bare := _unnumbered(text)) != text:
            return self.strings[bare]
        known, said = self._tokens, 0
        for token in _tokens(text):
            said |= known[token]
        return said

    def _read_one(self, token: str) -> int:
        """What one class name says; the same ones stand in many class strings."""
        if token[-1:].isdigit() and (bare := _unnumbered(token)) != token:
            return self._tokens[bare]
        if token.isalpha() and token.islower():
            return 0 if token in STATES else self.alone.get(token, 0) | self.parts.get(token, 0)
        parts = _parts(token)
        if self._firsts.isdisjoint(parts) or parts[0] in STATES:
            return 0
        named = self.alone.get("-".join(parts), 0) if parts[0] in self._lonely else 0
        return named | self._longest_runs(parts)

    def _longest_runs(self, parts: list[str]) -> int:
        """What the parts say from left to right, a longer run going before its own parts."""
        known, begun = self.parts, self._begun
        named, at, count = 0, 0, len(parts)
        while at < count:
            run, ahead = parts[at], at + 1
            bits, at = known.get(run, 0), ahead
            while run in begun and ahead < count:
                run, ahead = f"{run}-{parts[ahead]}", ahead + 1
                if run in known:
                    bits, at = known[run], ahead
            named |= bits
        return named


def _beginnings(entries: Iterable[str]) -> Iterator[str]:
    """What entries of several parts begin with: "a-b-c" with "a", and with "a-b"."""
    for entry in entries:
        while entry := entry.rpartition("-")[0]:
            yield entry


def _tokens(text: str) -> list[str]:
    """The names in a string of them; `split` takes a fifth of what the pattern does."""
    return _more_tokens(text) if "/" in text or "." in text or "#" in text or "," in text else text.split()


def _unnumbered(text: str) -> str:
    """The text without the number behind its last name, which is no part of it: "menu-item-17", "comment_17"."""
    bare = text.rstrip("0123456789")
    return bare if bare.endswith(("-", "_")) else text


def _parts(token: str) -> list[str]:
    """The lower-case parts of one class name, without numbers; a part with a number inside ("a11y", "1ad2x") is one."""
    dashed = token.replace("_", "-")
    if token.islower() and dashed.replace("-", "").isalpha():
        return list(filter(None, dashed.split("-")))
    parts: list[str] = []
    for piece in _pieces(token):
        if piece.isalpha():
            if piece.islower():
                parts.append(piece)
            else:
                parts += _without_noise(_humps(piece))
        elif _mixed(piece):
            parts.append(piece.lower())
        elif not piece.isdigit():
            parts += _without_noise(_humps(piece))
    return parts


def _without_noise(humps: list[str]) -> list[str]:
    short = sum(len(hump) < SHORT for hump in humps)
    return [hump.lower() for hump in humps if short < 2 or len(hump) >= SHORT]


def standard_names() -> Names:
    """The names of data/names.txt."""
    parts: dict[str, int] = {}
    alone: dict[str, int] = {}
    for section, entries in lists.sections("names.txt"):
        concept, _, only = section.partition(" ")
        shelf = alone if only else parts
        for entry, bits in _spellings(entries.split(), 0 if concept == "nothing" else lists.concept(concept)):
            shelf[entry] = shelf.get(entry, 0) | bits
    return Names(parts, alone)


def _longest(parts: Mapping[str, int]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for entry in parts:
        first, _, rest = entry.partition("-")
        longest[first] = max(longest.get(first, 0), 1 + rest.count("-") + bool(rest))
    return longest


def _spellings(entries: Iterable[str], bits: int) -> Iterator[tuple[str, int]]:
    """Every entry; one of several parts also written as one word, as in "sharebar" for "share-bar"."""
    for entry in entries:
        yield entry, bits
        if "-" in entry:
            yield entry.replace("-", ""), bits
