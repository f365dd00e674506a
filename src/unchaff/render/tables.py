"""Tables: which of them hold data, and their cells in rows and columns."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from unchaff.model import Box, Page

CELL_WORDS = 120  # no cell of a data table says more, unless a header says what it is; longer ones lay out a page
MOST_COLUMNS = 200  # wider spans are mistakes or attacks ("colspan=9007199254740991")
MOST_ROWS = 2000
MOST_COVERED = 8  # places a table may have that cells reach into, for each cell

_LAYOUT = frozenset({"presentation", "none"})
_CELLS = frozenset({"td", "th"})


class Place(NamedTuple):
    """A place in a row: the cell that fills it, and whether it only reaches into it from the left or from above."""

    cell: Box
    covered: bool


class Tables:
    """The tables of a page, found in one look at its boxes."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._rows: dict[Box, list[Box]] = defaultdict(list)  # table → its rows
        self._cells: dict[Box, list[Box]] = defaultdict(list)  # row → its cells
        self._holders: set[Box] = set()  # tables with tables in them
        for box in page.boxes:
            if box.tag == "tr" and (table := _above(box, "table")):
                self._rows[table].append(box)
            elif box.tag in _CELLS and (row := _above(box, "tr")):
                self._cells[row].append(box)
            elif box.tag == "table" and (outer := _enclosing(box)):
                self._holders.add(outer)

    def holds_data(self, table: Box) -> bool:
        """Whether rows and columns mean something: two of each, no table inside, short cells or cells with headers."""
        rows = [self._cells.get(row, []) for row in self._rows.get(table, ())]
        if table in self._holders or table.attribute("role") in _LAYOUT:
            return False
        if len(rows) < 2 or max(map(len, rows)) < 2:
            return False
        if any(cell.tag == "th" and cell.stop > cell.start for row in rows for cell in row):
            return True
        return all(self._words(cell) <= CELL_WORDS for row in rows for cell in row)

    def _words(self, cell: Box) -> int:
        return sum(block.words for block in self._page.blocks[cell.start : cell.stop])

    def grid(self, table: Box) -> dict[Box, list[Place]]:
        """For each row its places by column."""
        grid: dict[Box, list[Place]] = {}
        taken: dict[int, tuple[int, Box]] = {}  # column → first row in which it is free again, and the cell till then
        rows = self._rows.get(table, [])
        spare = MOST_COVERED * sum(len(self._cells.get(row, ())) for row in rows) + MOST_COLUMNS
        for number, row in enumerate(rows):
            places: list[Place] = []
            for cell in self._cells.get(row, ()):
                spare -= _cover(places, taken, number, spare)
                across = _span(cell, "colspan", min(MOST_COLUMNS - len(places), spare))
                spare -= across - 1
                below = number + _span(cell, "rowspan", MOST_ROWS)
                for column in range(len(places), len(places) + across):
                    taken[column] = below, cell
                places += [Place(cell, False), *[Place(cell, True)] * (across - 1)]
            spare -= _cover(places, taken, number, spare)
            grid[row] = places
        return grid


def _cover(places: list[Place], taken: dict[int, tuple[int, Box]], row: int, most: int) -> int:
    """Add the next places as long as cells from above reach into them, `most` at most; how many."""
    before = len(places)
    while (above := taken.get(len(places))) and above[0] > row and len(places) - before < most:
        places.append(Place(above[1], True))
    return len(places) - before


def _above(box: Box, tag: str) -> Box | None:
    """The nearest box with `tag` around `box`, not looking beyond its table."""
    above = box.parent
    while above and above.tag != tag:
        if above.tag == "table":
            return None
        above = above.parent
    return above


def _enclosing(table: Box) -> Box | None:
    above = table.parent
    while above and above.tag != "table":
        above = above.parent
    return above


def _span(cell: Box, name: str, most: int) -> int:
    """How many columns or rows a cell says it takes, within reason."""
    if not cell.attributes:  # as most
        return 1
    said = (cell.attribute(name) or "1").strip()
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 1
    return max(min(number, most), 1)
