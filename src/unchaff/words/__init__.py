"""All that unchaff knows of languages: phrases, names of classes, stop words, months, and words per script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from unchaff.words import lists
from unchaff.words.months import month, month_names
from unchaff.words.names import Names, standard_names
from unchaff.words.phrases import Phrases, Place, Section, bare
from unchaff.words.script import count, ends_sentence, split

__all__ = [
    "Names",
    "Phrases",
    "Vocabulary",
    "agencies",
    "count",
    "ends_sentence",
    "languages",
    "month",
    "month_names",
    "stopwords",
    "vocabulary",
]

ANY = "any"  # the file of phrases that belong to no language
COMPANION = "en"  # its phrases are on pages of every language
SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}  # other tags of the same language


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The phrases and names a page is read with. Never changes: `plus` returns a new one."""

    phrases: Phrases
    names: Names

    def hear(self, text: str) -> int:
        """The Concept bits of the phrases that `text` says."""
        return self.phrases.hear(text)

    def name(self, classes: str) -> int:
        """The Concept bits said by a string of class names, ids, roles or tags."""
        return self.names.read(classes)

    def plus(self, **phrases: Sequence[str]) -> Vocabulary:
        """A vocabulary that also knows `phrases`, by concept: texts that begin with one say that concept."""
        for text in (text for texts in phrases.values() for text in texts):
            if not bare(split(text)):
                raise ValueError(f"no words in phrase {text!r}")
        new = [
            Section(lists.concept(concept), place, "\n".join(texts))
            for concept, texts in phrases.items()
            for place in (Place.WHOLE, Place.START)
        ]
        return replace(self, phrases=Phrases((*self.phrases.sections, *new)))


def vocabulary(*tags: str) -> Vocabulary:
    """The words of the given languages and English; of all languages when one is unknown or none is given."""
    wanted = {_language(tag) for tag in tags}
    if not wanted or not wanted.issubset(languages()):
        wanted = set(languages())
    return _vocabulary(frozenset({*wanted, COMPANION, ANY}))


@cache
def _vocabulary(wanted: frozenset[str]) -> Vocabulary:
    names = [name for name in lists.files("phrases") if name in wanted]
    return Vocabulary(Phrases(section for name in names for section in _sections(name)), _names())


@cache
def _names() -> Names:
    return standard_names()


def _sections(name: str) -> Iterator[Section]:
    for title, phrases in lists.sections(f"phrases/{name}.txt"):
        concept, _, place = title.partition(" ")
        yield Section(lists.concept(concept), Place(place), phrases)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have phrases."""
    return tuple(name for name in lists.files("phrases") if name != ANY)


@cache
def stopwords(tag: str) -> frozenset[str]:
    """The most frequent little words of a language, folded; none when the language is unknown."""
    name = _language(tag)
    return frozenset(lists.lines(f"stopwords/{name}.txt")) if name in lists.files("stopwords") else frozenset()


@cache
def agencies(shelf: str) -> frozenset[str]:
    """The names of agencies, lower case: those for "press", or those for "pictures"."""
    shelves = {section: names.splitlines() for section, names in lists.sections("agencies.txt")}
    return frozenset(shelves[shelf])


def _language(tag: str) -> str:
    """The language of a tag: "pt" for "pt-BR"."""
    name = tag.replace("_", "-").partition("-")[0].strip().lower()
    return SAME.get(name, name)
