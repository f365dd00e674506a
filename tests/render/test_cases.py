"""The pairs of outline and output in cases.txt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from unchaff.render import render
from unchaff.render.selection import Selection

FILE = Path(__file__).with_name("cases.txt").read_text(encoding="utf-8")


def cases() -> Iterator[tuple[str, str, str, str]]:
    """Name, lines, format and expected output of every pair."""
    for case in FILE.split("\n=== ")[1:]:
        name, _, rest = case.partition("\n")
        lines, *outputs = re.split(r"^--- (?=\w)", rest, flags=re.MULTILINE)
        for output in outputs:
            format, _, expected = output.partition("\n")
            yield name, lines, format, expected.strip("\n")


CASES = list(cases())


@pytest.mark.parametrize(("name", "lines", "format", "expected"), CASES, ids=lambda value: value.split("\n")[0][:30])
def test_case(select: Callable[[str], Selection], name: str, lines: str, format: str, expected: str) -> None:
    assert render(select(lines), format) == expected


@pytest.mark.parametrize("lines", dict.fromkeys(lines for _, lines, _, _ in CASES))
def test_markdown_parses_back_to_the_same_words(select: Callable[[str], Selection], lines: str) -> None:
    markdown_it = pytest.importorskip("markdown_it")
    parser = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])
    selection = select(lines)
    assert words(parser.render(render(selection, "markdown"))) == words(render(selection, "html"))


def words(html: str) -> str:
    """The text of HTML without space, and without the bullets that stand in cells."""
    from lxml.html import fromstring

    return re.sub(r"\s|-", "", fromstring(f"<div>{html}</div>").text_content())
