"""Which lines of a dump belong together: groups between blank lines, runs of short lines, lists with loose numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from unchaff.read.units import Form, Unit

SHORT_SIGNS = 110  # a longer line is no piece of a run
RUN = 3  # short lines in a row that make a run
PIECES = 6  # short lines in all that make a run of groups
NUMBER_SIGNS = 4  # "10.", "#3"
BETWEEN_NUMBERS = 6  # lines from one number of a "most popular" list to the next
NUMBERS = 3  # numbers in a row that make such a list
SHAPED = 8  # lines of a group whose looks make its shape

_STOPS = frozenset(".!。．！｡؟۔।")
_CLOSERS = frozenset("\"'”’“»)」』）")
Interval = tuple[int, int, str]  # first unit, unit after the last, shape


def intervals(found: list[Unit]) -> list[Interval]:
    """The runs of units that a reader sees as one thing, outermost first; none crosses another."""
    _close_ranks(found)
    lists = numbered(found)
    for start, stop in lists:
        if any(unit.gap for unit in found[start + 1 : stop]):
            found[start].gap = True
            if stop < len(found):
                found[stop].gap = True
    runs = [(start, stop, "numbers") for start, stop in lists]
    taken = {i for start, stop in lists for i in range(start, stop)}
    short = [_is_short(unit) and i not in taken for i, unit in enumerate(found)]
    starts = [i for i, unit in enumerate(found) if unit.gap]
    groups = list(pairwise([*starts, len(found)]))
    runs += _in_a_row([(start, stop, all(short[start:stop])) for start, stop in groups], PIECES)
    runs += _in_a_row([(start, stop, short[start] and stop == start + 1) for start, stop in groups], RUN)
    for start, stop in groups:
        if stop == start + 1 and found[start].form is Form.LINE:
            found[start].form = Form.PARAGRAPH
        elif stop > start + 1 and any(unit.form is not Form.ITEM and not unit.inside for unit in found[start:stop]):
            runs.append((start, stop, _shape(found[start:stop], short[start:stop])))
            runs += _in_a_row(list(_parts(found, short, start, stop)), RUN)
    return _nested(runs)


def _in_a_row(parts: list[tuple[int, int, bool]], least: int) -> Iterator[Interval]:
    """Runs of two or more adjoining parts that are short, with at least so many units."""
    begin, size = 0, 0
    for start, _, short in [*parts, (parts[-1][1], 0, False)] if parts else []:
        if short:
            begin, size = (begin, size + 1) if size else (start, 1)
            continue
        if size > 1 and start - begin >= least:
            yield begin, start, "run"
        size = 0


def _parts(found: list[Unit], short: list[bool], start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
    """The parts of a group, none of which a run may cut: lines, and whole lists."""
    begin = start
    for i in range(start + 1, stop + 1):
        if i == stop or not (_is_listed(found[i]) and _is_listed(found[begin])):
            yield begin, i, all(short[begin:i])
            begin = i


def _is_listed(unit: Unit) -> bool:
    """Whether a unit is part of a list."""
    return unit.form is Form.ITEM or unit.inside


def _nested(runs: list[Interval]) -> list[Interval]:
    """The runs in the order they open, none twice."""
    kept: dict[tuple[int, int], Interval] = {}
    for run in runs:
        kept.setdefault(run[:2], run)
    return sorted(kept.values(), key=lambda run: (run[0], -run[1]))


def _close_ranks(found: list[Unit]) -> None:
    """Take away the gaps between the items of a list in which every item stands alone, and between a table's rows."""
    last, size, loose = None, 0, False
    for unit in found:
        listed = _is_listed(unit)
        if last and listed and size:
            if unit.gap and (size == 1 or loose or unit.inside):
                unit.gap, loose = False, True
            size = 1 if unit.gap else size + 1
        elif last and unit.form is Form.ROW and last.form is Form.ROW and len(unit.cells) == len(last.cells):
            unit.gap = False
        else:
            size, loose = int(listed), False
        last = unit


def numbered(found: list[Unit]) -> list[tuple[int, int]]:
    """Lists whose numbers stand on lines of their own: 1, a headline, 2, another one, 3 …"""
    lists: list[tuple[int, int]] = []
    run: list[int] = []
    for i, unit in enumerate(found):
        if len(unit.text) > NUMBER_SIGNS or unit.form is not Form.LINE or (number := _number(unit.text)) is None:
            continue
        fits = run and i - run[-1] <= BETWEEN_NUMBERS
        if fits and number == len(run) + 1 and i - run[-1] > 1:
            run.append(i)
        elif number == 1 or not fits:
            lists += _whole(run, found)
            run = [i] if number == 1 else []
    lists += _whole(run, found)
    return lists


def _whole(run: list[int], found: list[Unit]) -> list[tuple[int, int]]:
    """The range of a numbered list: as many lines follow its last number as the one before, and no list is cut."""
    if len(run) < NUMBERS:
        return []
    stop = min(len(found), 2 * run[-1] - run[-2])
    while stop < len(found) and _is_listed(found[stop]) and _is_listed(found[stop - 1]):
        stop += 1
    return [(run[0], stop)]


def _number(text: str) -> int | None:
    """The number that is all a line says."""
    digits = text.lstrip("#").rstrip(".):")
    return int(digits) if digits.isdecimal() and len(digits) < 4 else None


def _is_short(unit: Unit) -> bool:
    """Whether a line is a piece and no sentence: a menu entry, a headline, a teaser that breaks off."""
    text = unit.text
    if len(text) > SHORT_SIGNS or unit.form not in (Form.LINE, Form.ITEM):
        return False
    last = text[-2:-1] if text[-1:] in _CLOSERS else text[-1:]
    return last not in _STOPS or text.endswith("...")


def _shape(members: list[Unit], short: list[bool]) -> str:
    """How a group looks, so that cards of one kind are twins."""
    if len(members) > SHAPED:
        return "many"
    return "".join(f"{unit.form:d}{'s' if brief else 'l'}" for unit, brief in zip(members, short, strict=True))
