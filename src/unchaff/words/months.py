"""Names of months in many languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from unchaff.words import lists
from unchaff.words.script import fold

_ACCENTS = dict.fromkeys(range(0x300, 0x370))


def month(word: str, language: str = "") -> int | None:
    """The number of the month called `word`; `language` settles names that mean two, like Slavic "listopad"."""
    key = _key(word)
    own = _months(language[:2].lower()).get(key) if language else None
    return own or _months("").get(key)


def month_names(language: str = "") -> Mapping[str, int]:
    """All known names of months, without case, dots and accents; of one language or of all."""
    return _months(language[:2].lower())


def _key(word: str) -> str:
    """The spelling that counts: no case, dots or accents, since capitals often lack them."""
    key = fold(word).replace(".", "").strip()
    return key if key.isascii() else unicodedata.normalize("NFD", key).translate(_ACCENTS)


@cache
def _months(language: str) -> Mapping[str, int]:
    """The first language that has a name decides: data/months.txt lists those with more pages first."""
    found: dict[str, int] = {}
    for section, entries in lists.sections("months.txt"):
        if not language or section == language:
            for number, line in enumerate(entries.split("\n"), 1):
                for name in line.split(", "):
                    found.setdefault(_key(name), number)
    return MappingProxyType(found)
