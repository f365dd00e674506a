"""Dates and times in text: machine forms, numbers in three orders, month names, East Asian signs and eras."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar

from unchaff.metadata import relative
from unchaff.metadata.lexicon import lexicon
from unchaff.metadata.remember import remembered
from unchaff.words import month
from unchaff.words.script import MARKS, THAI_LIKE

Moment = date | datetime
_Made = TypeVar("_Made", date, datetime)

EARLIEST, LATEST = 1990, 2100  # the web's first year; later ones are counters or typing errors
PIVOT = 70  # two-digit years from here on are of the last century
BUDDHIST = 543  # years ahead of the common era
CLOCK_REACH = 24  # signs between a date and its clock
CLOCK_LENGTH = 12

_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
_ISO = re.compile(
    r"\s*(\d{4})(?P<s>[-/.]?)(\d{1,2})(?P=s)(\d{1,2})"
    r"(?:(?:\s*[T_]\s*|\s+)(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:[.,:]\d+)?\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{0,2})?)?(?!\d)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_foreign_digits = re.compile(r"[^\D0-9]").sub
_STAMP = re.compile(r"\s*(\d{10})(\d{3})?(?:\.\d+)?\s*")
_NUMERIC = re.compile(  # begins with a set of signs, so that all others are passed over at once
    r"(\d(?<![\d.,:/-]\d)(?:\d{3}|\d?))\s?([-/.．／|])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d|[-/.,]\d)"
)
_SIGNS = re.compile(
    r"(?:(令和|平成|民國|民国)\s*)?(\d{1,4}|元)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*(?:[日일号號]|(?!\d))"
)
_TOKENS = re.compile(rf"\d+|[^\W\d_](?:[^\W\d_]|[{MARKS}{THAI_LIKE}])*")
_CLOCK_MARKS = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d.:])(?P<word>[^\W\d_]{2}|[صم])?\s?(?P<hour>[01]?\d|2[0-4])\s?(?::|[hH](?=\d)|\.(?=\d\d(?!\d|\.))|時|时|点|點|시\s?)\s?"
    r"(?P<minute>[0-5]\d)(?:\s?(?:[:.]|分|분)\s?(?P<second>[0-5]\d)?)?(?:\.\d+)?\s*(?P<half>[ap]\.?\s?m\b\.?|[μπ]μ|[صم]\b)?"
    r"\s*(?P<zone>(?:GMT|UTC)?\s?[+-]\d{1,2}:?\d{2}|GMT|UTC|Z\b)?",
    re.IGNORECASE,
)


class Habit(NamedTuple):
    """How a page writes dates: whether 3/4/2024 is in March, the language of its months, and when it was read.

    "3 hours ago" is only understood where `reference` is given.
    """

    month_first: bool = False
    language: str = ""
    reference: datetime | None = None


UNKNOWN = Habit()


class Found(NamedTuple):
    """A moment read from text, and where it stood."""

    moment: Moment
    start: int
    stop: int


def plain_digits(text: str) -> str:
    """`text` with the decimal digits of every script as 0–9."""
    if text.isascii():
        return text
    return _foreign_digits(lambda sign: str(int(sign[0])), text)


def stated(text: str, habit: Habit = UNKNOWN) -> Moment | None:
    """The moment an attribute or a meta tag states, whatever form it has."""
    text = plain_digits(text.strip())
    stamp = _STAMP.fullmatch(text)
    if stamp:
        return _checked(lambda: datetime.fromtimestamp(int(stamp[1]), UTC))
    iso = _ISO.match(text)
    if iso and (moment := _iso(iso, text)):
        return moment
    return next((found.moment for found in written(text, habit)), None)


def written(text: str, habit: Habit = UNKNOWN) -> list[Found]:
    """The moments written in `text`, in order."""
    return list(_written(text, habit)) if habit.reference or _DIGIT.search(text) else []


@lru_cache(maxsize=64)  # a line is read for its names, as a date of publication, and as one of a change
def _written(text: str, habit: Habit) -> tuple[Found, ...]:
    text = plain_digits(text)
    found = [*_numeric(text, habit.month_first), *_signs(text), *_named(text, habit.language)]
    if not found and habit.reference and (distance := relative.before(text, habit.reference)):
        return (Found(*distance),)
    return tuple(_with_clock(text, one) for one in sorted(found, key=lambda one: one.start))


def _iso(match: re.Match[str], text: str) -> Moment | None:
    year, month_number, day = int(match[1]), int(match[3]), int(match[4])
    if match[5] is None:
        day_found = _day(year, month_number, day)
        return _with_clock(text, Found(day_found, 0, match.end())).moment if day_found else None
    zone = _zone(match[8])
    return _time(_day(year, month_number, day), (int(match[5]), int(match[6]), int(match[7] or 0)), zone)


def orders(text: str) -> list[bool]:
    """For every date in numbers whose order is plain to see, whether the month comes first."""
    pairs = [(match[1], int(match[3])) for match in _NUMERIC.finditer(plain_digits(text)) if len(match[1]) < 3]
    return [int(first) <= 12 for first, second in pairs if max(int(first), second) > 12 >= min(int(first), second)]


def _numeric(text: str, month_first: bool) -> Iterator[Found]:
    for match in _NUMERIC.finditer(text):
        first, second, last = match[1], int(match[3]), match[4]
        if len(first) == 4:
            one = _day(int(first), second, int(last)) if len(last) == 2 else None
        else:
            dotted = match[2] in ".．"  # with dots the day comes first everywhere
            one = _ordered(int(first), second, _full_year(last), month_first and not dotted)
        if one:
            yield Found(one, match.start(), match.end())


def _ordered(first: int, second: int, year: int, month_first: bool) -> date | None:
    """The day of two numbers of which one is the month."""
    if (month_first and first <= 12) or second > 12:
        first, second = second, first
    return _day(year, second, first)


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < PIVOT else 1900)


def _signs(text: str) -> Iterator[Found]:
    if "年" not in text and "년" not in text:
        return
    for match in _SIGNS.finditer(text):
        year = 1 if match[2] == "元" else int(match[2])
        year += _ERAS.get(match[1], 0) if match[1] else (2000 if year < 100 else 0)
        if one := _day(year, int(match[3]), int(match[4])):
            yield Found(one, match.start(), match.end())


def _named(text: str, language: str) -> Iterator[Found]:
    """Days whose month is a word: "17 August 2022", "August 17th, 2022", "2022 m. rugpjūčio 17 d."."""
    text = _CLOCK_MARKS.sub(lambda clock: "\0" * len(clock[0]), text) if ":" in text else text
    month_of = _months_in(language)
    if not any(map(month_of, _TOKENS.findall(text))):
        return
    tokens, used = list(_TOKENS.finditer(text)), -1
    for i, token in enumerate(tokens):
        if i <= used or token[0][0].isdecimal():
            continue
        number = month_of(token[0])
        if number and (spot := _around(tokens, i, number)):
            yield spot[0]
            used = spot[1]


@lru_cache(maxsize=64)
def _months_in(language: str) -> Callable[[str], int | None]:
    """What tells the number of the month that a word of a language means."""
    return remembered(4096)(partial(month, language=language))


def _around(tokens: list[re.Match[str]], i: int, number: int) -> tuple[Found, int] | None:
    """The day made of the month at `i` and the numbers about it, with the index of the last token used."""
    before, after = _number(tokens, i, -1), _number(tokens, i, 1)
    later = _number(tokens, after, 1) if after is not None else None
    for year_at, day_at in ((after, before), (later, after), (before, after), (later, before)):
        if year_at is None or day_at is None or year_at == day_at:
            continue
        year, day = tokens[year_at][0], tokens[day_at][0]
        if len(day) > 2 or len(year) not in (4, 2) or (len(year) == 2 and year_at < i):
            continue
        if len(year) == 2 and (year_at == later and day_at == before):
            continue
        if one := _day(_full_year(year), number, int(day)):
            used = sorted((i, year_at, day_at))
            return Found(one, tokens[used[0]].start(), tokens[used[-1]].end()), used[-1]
    return None


FILLERS = 2  # words between the parts of a date: "17 de agosto de 2022", "17th of August"
FILLER_LENGTH = 4


def _number(tokens: list[re.Match[str]], i: int, step: int) -> int | None:
    """The index of the nearest number before or after token `i`, over a few short words at most."""
    for at in range(i + step, i + step * (FILLERS + 2), step):
        if not 0 <= at < len(tokens):
            return None
        word = tokens[at][0]
        if word.isdecimal():
            near = tokens[min(i, at)], tokens[max(i, at)]
            return at if near[1].start() - near[0].end() <= CLOCK_REACH else None
        if len(word) > FILLER_LENGTH or _months_in("")(word):
            return None
    return None


def _with_clock(text: str, found: Found) -> Found:
    """`found` with the time of day that stands behind it, right before it, or between its parts."""
    if isinstance(found.moment, datetime):
        return found
    match = _CLOCK.search(text, found.stop, min(len(text), found.stop + CLOCK_REACH + CLOCK_LENGTH))
    if match is None or match.start() - found.stop > CLOCK_REACH:
        earlier = list(_CLOCK.finditer(text, max(0, found.start - CLOCK_REACH), found.start))
        inside = _CLOCK_MARKS.search(text, found.start, found.stop)
        match = _CLOCK.match(text, inside.start()) if inside else (earlier[-1] if earlier else None)
    if match is None:
        return found
    moment = _time(found.moment, _hours(match), _zone(match["zone"]))
    return found._replace(moment=moment or found.moment, stop=max(found.stop, match.end()))


def _hours(match: re.Match[str]) -> tuple[int, int, int]:
    """Hour, minute and second of a clock; twelve-hour clocks are turned into the other."""
    hour = int(match["hour"])
    half = (match["half"] or match["word"] or "").lower().replace(" ", "").rstrip(".")
    if half in lexicon().clock_after_noon and hour < 12:
        hour += 12
    elif half in lexicon().clock_before_noon and hour == 12:
        hour = 0
    return hour % 24, int(match["minute"]), int(match["second"] or 0)


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    digits = re.search(r"([+-])(\d{1,2}):?(\d{2})?", text)
    if digits is None:
        return UTC
    minutes = int(digits[2]) * 60 + int(digits[3] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if digits[1] == "-" else minutes))


def _day(year: int, number: int, day: int) -> date | None:
    """The day, in the common era, if there is such a day and it is a plausible one."""
    if LATEST + BUDDHIST >= year >= EARLIEST + BUDDHIST:
        year -= BUDDHIST
    one = _checked(lambda: date(year, number, day))
    return one if one else None


def _time(day: date | None, clock: tuple[int, int, int], zone: timezone | None) -> datetime | None:
    if day is None:
        return None
    hour, minute, second = clock
    if hour == 24:
        hour = 0
    return _checked(lambda: datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone))


def _checked(make: Callable[[], _Made]) -> _Made | None:
    """What `make` makes, unless there is no such moment or its year is not one of web pages."""
    try:
        made = make()
    except (ValueError, OverflowError, OSError):
        return None
    return made if EARLIEST <= made.year <= LATEST else None
