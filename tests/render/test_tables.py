"""Which tables hold data, and where their cells stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unchaff.model import Box, Page
from unchaff.render.tables import MOST_COLUMNS, Tables

PageOf = Callable[[str], Page]

PLAIN = "table\n  tr\n    td a\n    td b\n  tr\n    td c\n    td d"


def shape(page: Page) -> list[list[str | None]]:
    """The grid of the first table, each cell by its text."""
    table = next(box for box in page.boxes if box.tag == "table")
    grid = Tables(page).grid(table).values()
    return [[None if covered else said(page, cell) for cell, covered in row] for row in grid]


def said(page: Page, cell: Box) -> str:
    return " ".join(block.text for block in page.blocks[cell.start : cell.stop])


@pytest.mark.parametrize(
    ("lines", "data"),
    [
        (PLAIN, True),
        ("table\n  tbody\n    tr\n      td a\n      td b\n    tr\n      td c", True),
        ("table\n  tr\n    td a\n    td b", False),  # one row
        ("table\n  tr\n    td a\n  tr\n    td b", False),  # one column
        ("table\n  tr\n    td a\n    td " + "long " * 200 + "\n  tr\n    td c\n    td d", False),
        ("table\n  tr\n    td a\n    td\n      table\n        tr\n          td x\n  tr\n    td c\n    td d", False),
        ("table\n  tr\n    th a\n    th b\n  tr\n    td " + "long " * 200 + "\n    td d", True),
        (PLAIN.replace("table", "table role=presentation"), False),
        ("table\n  caption nothing", False),
    ],
)
def test_holds_data(page: PageOf, lines: str, data: bool) -> None:
    built = page(lines)
    assert Tables(built).holds_data(built.boxes[1]) is data


def test_spans(page: PageOf) -> None:
    above = "table\n  tr\n    td rowspan=2 a\n    td colspan=2 b\n  tr\n    td c\n    td d\n  tr\n"
    lines = above + "    td e\n    td rowspan=2 f\n  tr\n    td g"
    assert shape(page(lines)) == [["a", "b", None], [None, "c", "d"], ["e", "f"], ["g", None]]


def test_absurd_spans_are_capped(page: PageOf) -> None:
    absurd = "td colspan=9007199254740991 rowspan=99999999999999999999999 a"
    lines = f"table\n  tr\n    {absurd}\n    td colspan=-1 b\n  tr\n    td c"
    first, second = shape(page(lines))
    assert len(first) == MOST_COLUMNS + 1
    assert second == ["c"]


def test_cells_of_an_inner_table_are_not_ours(page: PageOf) -> None:
    lines = "table\n  tr\n    td\n      table\n        tr\n          td x\n          td y"
    built = page(lines)
    assert len(Tables(built).grid(built.boxes[1])[built.boxes[2]]) == 1
