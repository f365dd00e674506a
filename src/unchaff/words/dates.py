"""Whether a line says when: a date and nothing else, or the moment that newspapers put over an article."""

from __future__ import annotations

import re

from unchaff.words.months import month
from unchaff.words.script import split

DATE_SIGNS = 60
DATE_OTHERS = 3  # words beside numbers and month: weekday, "pm", "Uhr"
_DIGIT = re.compile(r"\d").search
has_digits = re.compile(r"\d(?:[./-]\d|\d{3})").search  # of a year, or with a sign between, as every date
_NUMERIC = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\d{4}\s*[年년]").search
_FOURS = re.compile(r"(?<!\d)\d{4}(?!\d)").findall
YEARS = range(1900, 2100)
_UNITS = frozenset("年月日時时分秒년월일시분초")
# Right behind a letter, too: "Jane Roe24.04.2024, 19:35".
_day = re.compile(
    r"(?<!\d)(?:\d{1,2}([./-]) ?\d{1,2}\1 ?(?:\d{4}|\d\d)|\d{4}([./-])\d{1,2}\2\d{1,2})(?!\d)|\d{4}\s*[年년]"
)
_clock = re.compile(r"(?<!\d)\d{1,2}(?:[:.h]\d\d(?!\d)|\s*[時时시])").search


def is_date(text: str) -> bool:
    """Whether a line is a date and nothing else, but for a weekday and a time."""
    if len(text) > DATE_SIGNS or not has_digits(text):
        return False
    numeric = _NUMERIC(text)
    if not numeric and not any(int(year) in YEARS for year in _FOURS(text)):
        return False
    words = [word for word in split(text) if any(map(str.isalpha, word)) and word not in _UNITS]
    others = sum(month(word) is None for word in words)
    return others <= DATE_OTHERS and (numeric is not None or others < len(words))


def is_moment(text: str) -> bool:
    """Whether a line has a day, or a year, and a time of day in it."""
    if not _DIGIT(text):  # as most
        return False
    rest = _day.sub(" ", text)
    dated = rest != text or any(int(year) in YEARS for year in _FOURS(text))
    return dated and _clock(rest) is not None
