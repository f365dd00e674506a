"""What a text says: phrases filed under their first word, so that thirty languages cost what one does."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, auto
from typing import NamedTuple

from unchaff.words.script import split, split_lines

# A longer text is heard at both ends only: a notice says there what it is, and prose is not worth the time.
HEARD_WHOLE = 500
HEARD_ENDS = 240
SPARE = 3  # numbers and colons a text may have beside a phrase that is the whole of it


class Place(StrEnum):
    """Where in a text a phrase must stand."""

    WHOLE = auto()  # the text says this and nothing else, numbers and colons aside: "3 comments", "Comments (3):"
    START = auto()
    END = auto()
    ANYWHERE = auto()


class Section(NamedTuple):
    """Phrases, one a line, that speak for the same Concept bits at the same place."""

    concept: int
    place: Place
    phrases: str


class Shelf:
    """Phrases of one place by their words, with the lengths known for each first word."""

    __slots__ = ("_bits", "lengths")

    def __init__(self) -> None:
        self._bits: dict[tuple[str, ...], int] = {}
        self.lengths: dict[str, tuple[int, ...]] = {}

    def add(self, phrases: Iterable[list[str]], concept: int) -> None:
        """File phrases that say the same."""
        bits, lengths = self._bits, self.lengths
        for words in phrases:
            key, first, length = tuple(words), words[0], len(words)
            bits[key] = bits.get(key, 0) | concept
            known = lengths.get(first, ())
            if length not in known:
                lengths[first] = (*known, length)

    @property
    def phrases(self) -> frozenset[tuple[str, ...]]:
        """All of them."""
        return frozenset(self._bits)

    def at(self, words: list[str], i: int) -> int:
        """What the phrases that begin at words[i] say."""
        heard = 0
        for length in self.lengths.get(words[i], ()):
            heard |= self._bits.get(tuple(words[i : i + length]), 0)
        return heard


class Scattered:
    """Phrases that may stand anywhere, by the word that is likely the rarest, so that few texts have to be searched."""

    __slots__ = ("_by_rarest", "_rarest")

    def __init__(self) -> None:
        self._by_rarest: dict[str, list[tuple[str, int]]] = {}
        self._rarest: frozenset[str] = frozenset()  # its keys: a set is searched for many in half the time of a dict

    def add(self, phrases: Iterable[list[str]], concept: int) -> None:
        """File phrases that say the same."""
        for words in phrases:
            self._by_rarest.setdefault(max(words, key=_rarity), []).append((_spaced(words), concept))
        self._rarest = frozenset(self._by_rarest)

    @property
    def phrases(self) -> frozenset[tuple[str, ...]]:
        """All of them."""
        return frozenset(tuple(phrase.split()) for filed in self._by_rarest.values() for phrase, _ in filed)

    def within(self, words: list[str]) -> int:
        """What the phrases that stand in `words` say."""
        if self._rarest.isdisjoint(words):
            return 0
        text, heard = _spaced(words), 0
        for word in self._rarest.intersection(words):
            for phrase, concept in self._by_rarest[word]:
                if phrase in text:
                    heard |= concept
        return heard


class Filed(NamedTuple):
    """All phrases as words, by the place where they must stand; those for the end of a text backwards."""

    whole: frozenset[tuple[str, ...]]
    start: frozenset[tuple[str, ...]]
    end: frozenset[tuple[str, ...]]
    anywhere: frozenset[tuple[str, ...]]


class Phrases:
    """Phrases of any number of languages; never changes once made."""

    __slots__ = ("_anywhere", "_end", "_firsts", "_lasts", "_longest", "_start", "_whole", "sections")

    def __init__(self, sections: Iterable[Section]) -> None:
        self.sections = tuple(sections)
        self._whole: dict[tuple[str, ...], int] = {}
        self._start, self._end, self._anywhere = Shelf(), Shelf(), Scattered()
        for section in self.sections:
            self._file(section)
        self._longest = max(map(len, self._whole), default=0) + SPARE
        self._firsts = frozenset(key[0] for key in self._whole if key)
        self._lasts = frozenset(key[-1] for key in self._whole if key)

    def _file(self, section: Section) -> None:
        phrases = split_lines(section.phrases)
        match section.place:
            case Place.WHOLE:
                for key in map(bare, phrases):
                    self._whole[key] = self._whole.get(key, 0) | section.concept
            case Place.START:
                self._start.add(phrases, section.concept)
            case Place.END:
                self._end.add([words[::-1] for words in phrases], section.concept)
            case Place.ANYWHERE:
                self._anywhere.add(phrases, section.concept)

    @property
    def filed(self) -> Filed:
        """What `hear` listens for: a text in which none of it stands says nothing."""
        return Filed(frozenset(self._whole), self._start.phrases, self._end.phrases, self._anywhere.phrases)

    def hear(self, text: str) -> int:
        """The Concept bits of the phrases that `text` says."""
        if len(text) > HEARD_WHOLE:
            text = f"{text[:HEARD_ENDS]} {text[-HEARD_ENDS:]}"
        words = split(text)
        if not words:
            return 0
        heard, first, last = self._anywhere.within(words), words[0], words[-1]
        if (
            (first in self._firsts or not first.isalpha())
            and (last in self._lasts or not last.isalpha())
            and len(words) <= self._longest
        ):
            heard |= self._whole.get(bare(words), 0)
        if first in self._start.lengths:
            heard |= self._start.at(words, 0)
        colon = last == ":" and len(words) > 1
        if words[-1 - colon] in self._end.lengths:
            heard |= self._end.at(words[::-1], int(colon))
        return heard


def _rarity(word: str) -> tuple[bool, int]:
    """How rare a word is likely to be: long ones are, and beside "app" those that are not ASCII, however short."""
    return not word.isascii(), len(word)


def _spaced(words: list[str]) -> str:
    """The words as a text in which each has a space on either side."""
    return f" {' '.join(words)} "


def bare(words: list[str]) -> tuple[str, ...]:
    """The words without numbers and colons."""
    return tuple([word for word in words if word.isalpha() or not (word.isdigit() or word == ":")])
