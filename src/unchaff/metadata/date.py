"""When the page was published and when it was changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from unchaff.metadata.anycase import AnyCase, any_of
from unchaff.metadata.claims import Choice, Choices, Claim, Claims
from unchaff.metadata.lexicon import SPACELESS, lexicon
from unchaff.metadata.moments import Habit, Moment, orders, stated, written

# Best source first; set on the bench by how often each one has the right day (fundus, wcxb, htmldate).
_ORDER = (
    "json-ld",
    "preface",
    "meta article:published_time",
    "url",
    "itemprop",
    "meta",
    "time published",
    "property",
    "date line",
    "time",
    "line date",
    "class date",
)
_LAST = (
    "json-ld VideoObject",
    "json-ld Event",
    "json-ld Product",
    "json-ld Review",
)  # dates of other things than the page
_MONTH_FIRST = frozenset({"us", "ph", "fm", "mh", "pw"})  # countries that write the month first (CLDR)
AHEAD = timedelta(days=2)  # a zone's clock may be ahead of ours; a date behind that is none of the text's
SHORT_LINE = 160
SAME = timedelta(days=1)  # two zones may give one moment two days
FARTHEST_ZONE, QUARTER, A_MINUTE = 14 * 3600, 900, 60  # seconds: zones differ by quarters of an hour
FARTHEST_WEST, FARTHEST_EAST = 12, 10  # hours of UTC before which it can be yesterday, from which it can be tomorrow
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[a-z]+")
MONTHS = 12
BARE = 30  # letters beside the date in a line that is there for the date
_WEAK = ("meta date", "meta dc")  # of the page rather than of the text
_HIDDEN = ("json-ld", "meta itemprop")  # written for search engines
_POSTED = ("time", "date line", "line date", "class date")
_IN_PLACE = ("date line", "line date", "time published")


class Dated(NamedTuple):
    """A claim with the moment it states."""

    claim: Claim
    moment: Moment

    @property
    def day(self) -> date:
        """The moment's day."""
        return self.moment.date() if isinstance(self.moment, datetime) else self.moment


def choose(claims: Claims, settled: Choices) -> Choices:
    """The first publication and, apart from it, the last change."""
    language = str(settled["language"].winner.value) if "language" in settled else ""
    reference = next((claim.value for claim in claims.of("reference") if isinstance(claim.value, datetime)), None)
    habit = Habit(_month_first(claims, language), language, reference)
    latest = (reference.date() if reference else datetime.now(UTC).date()) + AHEAD
    published = sorted(_until(latest, _published(claims, habit)), key=_rank)
    modified = sorted(_until(latest, _modified(claims, habit)), key=_rank)
    chosen: Choices = {}
    aside = _plain(claims, "times aside", habit)
    fallback = _until(latest, _fallback(claims, modified, habit)) if _vague(published) else []
    better = [*_origin(claims, habit, published), *_lone(claims, fallback, habit)]
    if found := _seen_first([*better, *published], modified, aside) or fallback:
        chosen["published"] = _choice("published", _original(_first_post(found, claims)))
    if modified:
        chosen["modified"] = _choice("modified", modified)
    return chosen


def _until(latest: date, dates: Iterable[Dated]) -> list[Dated]:
    return [dated for dated in dates if dated.day <= latest]


def _choice(field: str, ranked: list[Dated]) -> Choice:
    rows = [Claim(field, dated.moment, dated.claim.source) for dated in ranked]
    return Choice(rows[0], tuple(rows[1:]))


def _rank(dated: Dated) -> int:
    source = dated.claim.source
    if source.startswith(_LAST):
        return len(_ORDER)
    if source == "line date" and not _is_bare(str(dated.claim.value)):
        return len(_ORDER)
    return next((i for i, start in enumerate(_ORDER) if source.startswith(start)), len(_ORDER))


def _month_first(claims: Claims, language: str) -> bool:
    """Whether 3/4/2024 is in March: told by other dates on the page, else by its language and country."""
    told = _orders(claims.of("datelines", "times")) or _orders(claims.of("elsewhere"))
    if told:
        return sum(told) * 2 > len(told)
    tongue, _, country = language.lower().partition("-")
    ending = next(iter(claims.texts("host")), "").rpartition(".")[2]
    return country in _MONTH_FIRST if country else tongue == "en" and (len(ending) != 2 or ending in _MONTH_FIRST)


def _orders(lines: list[Claim]) -> list[bool]:
    return [order for line in lines for order in orders(str(line.value))]


def _published(claims: Claims, habit: Habit) -> Iterator[Dated]:
    for claim in claims.of("published", "created"):
        moment = stated(str(claim.value), habit)
        if moment:
            yield Dated(claim, moment)
    lines = claims.of("times", "datelines", "agos") if habit.reference else claims.of("times", "datelines")
    for claim in sorted(lines, key=lambda claim: not is_publication(str(claim.value))):
        yield from [Dated(claim, moment) for update, moment in _moments(str(claim.value), habit) if not update][:1]


def _modified(claims: Claims, habit: Habit) -> Iterator[Dated]:
    for claim in claims.of("modified"):
        moment = stated(str(claim.value), habit)
        if moment:
            yield Dated(claim, moment)
    for claim in claims.of("times", "datelines"):
        yield from [Dated(claim, moment) for update, moment in _moments(str(claim.value), habit) if update][:1]


def _moments(line: str, habit: Habit) -> Iterator[tuple[bool, Moment]]:
    """The moments in a line, each with whether the words before it speak of a change."""
    if not _DIGIT.search(line) and not habit.reference:
        return
    update, stop = False, 0
    dates = written(line, habit)
    for found in dates:
        words = (
            line[stop : found.start] if len(dates) > 1 else line
        )  # alone, words behind it count too: "2024/5/3 更新"
        update = is_update(words) or (update and not is_publication(words))
        yield update, found.moment
        stop = found.stop
    if stop == 0 and (moment := stated(line, habit)):
        yield False, moment


def _fallback(claims: Claims, modified: list[Dated], habit: Habit) -> list[Dated]:
    """Without a date in its place: one the address confirms, a change, a line about publication, any other."""
    lines = [
        (update, Dated(claim, moment))
        for claim in claims.of("elsewhere", "times aside")
        if _is_telling(str(claim.value))
        for update, moment in sorted(_moments(str(claim.value), habit), key=lambda told: told[0])[:1]
    ]
    found = [dated for update, dated in lines if not update]
    months = claims.texts("month")
    confirmed = [dated for dated in found if dated.day.strftime("%Y-%m") in months]
    named = [dated for dated in found if is_publication(str(dated.claim.value))]
    bare = [dated for dated in found if _is_bare(str(dated.claim.value))]
    changed = modified + [
        dated for update, dated in lines if update and dated.claim.source != "foot"
    ]  # a foot that tells of a change speaks of the page's frame
    scripted, pictured = _plain(claims, "scripted", habit), _plain(claims, "pictured", habit)
    ranked = (confirmed, changed, named, bare, scripted, found, pictured)
    return next((dates[:1] for dates in ranked if dates), [])


def _origin(claims: Claims, habit: Habit, published: list[Dated]) -> Iterator[Dated]:
    """An earlier day from a note that tells of publication and changes, where the page only shows its date."""
    if not published or published[0].claim.source not in _POSTED:
        return
    for claim in claims.of("elsewhere"):
        note = str(claim.value)
        days = written(note, habit) if is_publication(note) and is_update(note) else []
        origin = Dated(claim, days[0].moment) if len(days) == 1 else None
        if origin and origin.day < published[0].day:
            yield origin
            return


def _lone(claims: Claims, fallback: list[Dated], habit: Habit) -> list[Dated]:
    """What is found elsewhere, if it is in the only line there that is made for a date."""
    if not fallback:
        return []
    lines = {
        line for line in claims.texts("elsewhere") if _DIGIT.search(line) and written(line, habit) and _is_bare(line)
    }
    return [dated for dated in fallback if lines == {dated.claim.value}]


def _vague(published: list[Dated]) -> bool:
    """Whether no date is in a place made for it."""
    return all(_rank(dated) == len(_ORDER) for dated in published)


def _plain(claims: Claims, field: str, habit: Habit) -> list[Dated]:
    read = ((claim, stated(str(claim.value), habit)) for claim in claims.of(field))
    return [Dated(claim, moment) for claim, moment in read if moment]


def _is_telling(text: str) -> bool:
    """Whether a line away from the headline may speak of the page's date: short, or said to be a publication."""
    return len(text) <= SHORT_LINE or is_publication(text)


def _seen_first(ranked: list[Dated], modified: list[Dated], aside: list[Dated]) -> list[Dated]:
    """The ranked dates; before them an earlier one that stands by itself below the headline and that no other denies.

    Publishing systems write the day of the last build into the head; the reader is shown the day of the text.
    """
    if not ranked or not ranked[0].claim.source.startswith(("json-ld", "meta")):
        return ranked
    shown = [dated for dated in ranked if not dated.claim.source.startswith(("json-ld", "meta", "url"))]
    first = next((dated for dated in shown if dated.claim.source in _IN_PLACE), None)
    days = _days_of(ranked[0])
    confirmed = any(day in days for dated in [*shown, *aside] for day in _readings(dated.day))
    if first is None or confirmed or not _is_bare(str(first.claim.value)):
        return ranked
    earlier = first.day < ranked[0].day
    update = any(dated.day == first.day and dated.claim.field in ("times", "datelines") for dated in modified)
    if not (earlier or (_is_lonely(ranked) and not update) or ranked[0].claim.source.startswith(_WEAK)):
        return ranked
    return [first, *(dated for dated in ranked if dated is not first)]


def _days_of(dated: Dated) -> frozenset[date]:
    """The days on which a moment is somewhere on earth; a day without a clock has its neighbours."""
    moment = dated.moment
    if isinstance(moment, datetime) and moment.tzinfo:
        ends = (moment.astimezone(UTC) + timedelta(hours=hours) for hours in (-FARTHEST_WEST, 0, FARTHEST_ZONE // 3600))
        return frozenset(end.date() for end in ends)
    return frozenset((dated.day - SAME, dated.day, dated.day + SAME))


def _first_post(ranked: list[Dated], claims: Claims) -> list[Dated]:
    """The ranked dates; in a thread that only shows its dates, one with a clock first: posts have one, members none."""
    if not claims.of("thread") or ranked[0].claim.source not in _POSTED or isinstance(ranked[0].moment, datetime):
        return ranked
    return sorted(ranked, key=lambda dated: not isinstance(dated.moment, datetime))


def _readings(day: date) -> Iterator[date]:
    """A day, and what it is where the page means month and day the other way round."""
    yield day
    if day.day <= MONTHS:
        yield day.replace(month=day.day, day=day.month)


def _is_lonely(ranked: list[Dated]) -> bool:
    """Whether only what is written for search engines has the day of the first date."""
    best, *rest = ranked
    if any(dated.claim.source == best.claim.source and dated.day != best.day for dated in rest):
        return False  # the days of several posts
    others = (dated for dated in rest if not dated.claim.source.startswith(_HIDDEN))
    return best.claim.source.startswith(_HIDDEN) and all(dated.day != best.day for dated in others)


def _is_bare(line: str) -> bool:
    """Whether a line has a date, a word for publication, a reading time or a name perhaps, and no more."""
    dates = written(line)
    for found in reversed(dates):
        line = line[: found.start] + line[found.stop :]
    return is_publication(line) or (len(dates) == 1 and sum(map(str.isalpha, line)) <= BARE)


def _original(ranked: list[Dated]) -> list[Dated]:
    """The ranked dates, the best in its best form: the day as the page's place had it, with a clock if one is known."""
    best = ranked[0]
    best = next((dated for dated in ranked if dated.claim.source == "url" and dated.day < best.day - SAME), best)
    firsts = {dated.claim.source: dated for dated in reversed(ranked)}.values()
    local = [dated for dated in ranked if dated in firsts and _is_local_form(dated, best)] if _may_be_utc(best) else []
    if local:
        best = local[0]
    elif not isinstance(best.moment, datetime):
        best = next((dated for dated in ranked if dated.day == best.day and isinstance(dated.moment, datetime)), best)
    return [best, *(dated for dated in ranked if dated is not best)]


def _is_utc(dated: Dated) -> bool:
    return isinstance(dated.moment, datetime) and dated.moment.utcoffset() == timedelta(0)


def _may_be_utc(dated: Dated) -> bool:
    """Whether a moment is in UTC, or written by a program without saying where its clock stands."""
    bare = isinstance(dated.moment, datetime) and dated.moment.tzinfo is None
    return _is_utc(dated) or (bare and dated.claim.source.startswith("json-ld"))


def _is_local_form(dated: Dated, best: Dated) -> bool:
    """Whether `dated` gives the moment of `best`, which is in UTC, by the clock or calendar of the page's place."""
    if dated.day == best.day or abs(dated.day - best.day) > SAME or _is_utc(dated):
        return False
    utc = best.moment
    assert isinstance(utc, datetime)
    if not isinstance(dated.moment, datetime):
        possible = utc.hour < FARTHEST_WEST if dated.day < best.day else utc.hour >= FARTHEST_EAST
        return possible and _is_utc(best) and dated.claim.source == "url"
    if dated.moment.tzinfo:
        return dated.moment == utc
    gap = int((dated.moment - utc.replace(tzinfo=None)).total_seconds())
    return abs(gap) <= FARTHEST_ZONE and min(gap % QUARTER, -gap % QUARTER) <= A_MINUTE


@lru_cache(maxsize=64)
def is_update(text: str) -> bool:
    """Whether a date line speaks of a change."""
    return _said(lexicon().updated).has(text)


@lru_cache(maxsize=64)
def is_publication(text: str) -> bool:
    """Whether a date line speaks of the publication."""
    return _said(lexicon().published).has(text)


@lru_cache(maxsize=2)
def _said(words: tuple[str, ...]) -> _Words:
    return _Words(words)


class _Words:
    """Finds any of some words: a whole word, or a run of signs where the script writes no spaces."""

    def __init__(self, words: Iterable[str]) -> None:
        spaced = [word for word in words if not SPACELESS.search(word)]
        joined = [word for word in words if SPACELESS.search(word)]
        self._pattern = AnyCase(rf"(?<![^\W\d_])(?:{any_of(spaced)})(?!\w)|{any_of(joined)}")
        plain = [word.replace("ı", "i") for word in spaced]  # as AnyCase has it
        self._first = frozenset(run[0] for word in plain if (run := _LETTERS.match(word)))

    def has(self, text: str) -> bool:
        """Whether one is in `text`; ASCII without the letters that one of them begins with has none, as most."""
        if text.isascii() and self._first.isdisjoint(_LETTERS.findall(text.lower())):
            return False
        return self._pattern.search(text) is not None
