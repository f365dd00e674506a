"""An item that holds the article is no item."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unchaff.render import render
from unchaff.render.selection import Selection

ARTICLE = "h2 Title\n{0}p Long text of many words.\n{0}p More text of words.\n{0}p And more."


@pytest.mark.parametrize(
    ("lines", "markdown"),
    [
        (
            "ul\n  li Menu\n  li\n    " + ARTICLE.format("    "),
            "- Menu\n\n## Title\n\nLong text of many words.\n\nMore text of words.\n\nAnd more.",
        ),
        ("ul\n  li\n    p One two three.\n    p Four.", "- One two three.\n\n  Four."),
        (
            "ul\n  li\n    h3 A\n    p Words and words.\n  li\n    h3 B\n    p Words and words.",
            "- ### A\n\n  Words and words.\n\n- ### B\n\n  Words and words.",
        ),
    ],
)
def test_layout_items(select: Callable[[str], Selection], lines: str, markdown: str) -> None:
    assert render(select(lines), "markdown") == markdown


def test_lists_inside_stay(select: Callable[[str], Selection]) -> None:
    lines = "ul\n  li\n    " + ARTICLE.format("    ") + "\n    ul\n      li a\n      li b"
    assert render(select(lines), "markdown").endswith("And more.\n\n- a\n- b")
