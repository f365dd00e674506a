"""Moments told by how long ago they were: "3 hours ago", "vor 2 Tagen", "yesterday"; from data/relative.toml."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from unchaff.metadata.lexicon import SPACELESS

SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 7 * 86_400,
    "month": 30 * 86_400,
    "year": 365 * 86_400,
}
EXACT = 86_400  # seconds from which only the day can be told


class _Patterns(NamedTuple):
    ago: re.Pattern[str]
    days: re.Pattern[str]
    units: dict[str, str]
    named: dict[str, int]


def before(text: str, reference: datetime) -> tuple[datetime | date, int, int] | None:
    """The moment that `text` gives by its distance from `reference`, with where it stands; None when it gives none."""
    patterns = _patterns()
    found = patterns.ago.search(text)
    if found:
        unit = found["unit"] or found["unit_behind"]
        number = int(found["number"] or found["number_behind"] or 1)
        seconds = number * SECONDS[patterns.units[unit.casefold()]]
        moment = _earlier(reference, seconds)
        return (moment, found.start(), found.end()) if moment else None
    named = patterns.days.search(text)
    if named:
        moment = _earlier(reference, patterns.named[named[0].casefold()] * EXACT)
        return (moment.date() if isinstance(moment, datetime) else moment, *named.span()) if moment else None
    return None


def _earlier(reference: datetime, seconds: int) -> datetime | date | None:
    try:
        moment = reference - timedelta(seconds=seconds)
    except OverflowError:
        return None
    return moment if seconds < EXACT else moment.date()


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    tables = tomllib.loads(files("unchaff.metadata").joinpath("data/relative.toml").read_text("utf-8"))
    units = {word: unit for unit, words in tables["units"].items() for word in words}
    named = {word: days for days, words in enumerate(tables["days"].values()) for word in words}
    unit, ones = _any(units), _any(tables["one"])
    amount = r"(?P<number{0}>\d{{1,4}})|(?:" + ones + r")\b"
    ago = (
        rf"(?:{_any(tables['before'])})\s+(?:{amount.format('')})\s*(?P<unit>{unit})"
        rf"|(?:{amount.format('_behind')})\s*(?P<unit_behind>{unit})\s*(?:{_any(tables['after'])})"
    )
    return _Patterns(re.compile(ago, re.IGNORECASE), re.compile(_any(named), re.IGNORECASE), units, named)


def _any(words: list[str] | dict[str, str] | dict[str, int]) -> str:
    """Any of `words`, longest first: whole words where the script sets them apart."""
    ranked = sorted(words, key=len, reverse=True)
    whole = (rf"(?<!\w){re.escape(word)}(?!\w)" for word in ranked if not SPACELESS.search(word))
    return "|".join((*whole, *(re.escape(word) for word in ranked if SPACELESS.search(word))))
