"""Blocks go into the outline once each, in order, however odd the boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from unchaff.model import Block, Box, Kind, Label, Page, Verdict
from unchaff.render import RENDERERS, render
from unchaff.render.outline import DEEPEST, Node, Outline, outline
from unchaff.render.selection import Selection


def leaves(nodes: Outline) -> Iterator[Block]:
    """All blocks of an outline."""
    for node in nodes:
        if isinstance(node, Block):
            yield node
        else:
            yield from leaves(node.children)


def roles(nodes: Outline) -> list[object]:
    """The roles of an outline, nested."""
    return [[node.role, *roles(node.children)] for node in nodes if isinstance(node, Node)]


@pytest.mark.parametrize(
    "lines",
    [
        "tr\n  td outside\n  th of a table",
        "table\n  td without\n  td rows\ntable\n  tr\n    | loose\n    td a\n  tr\n    td b\n    td c",
        "ul\n  ul\n    li deep\n  p in a list\n  blockquote\n    li quoted",
        "dd alone\ndt behind",
        "table\n tr\n  td\n   table\n    tr\n     td 1\n     td 2\n    tr\n     td 3\n     td 4",
        "figure\n  ul\n    li\n      pre code",
        "pre x\n  ul\n    li y",
        "li\n  table\n    tr\n      td a\n      td b\n    tr\n      td c\n      | loose\n      td d",
    ],
)
@pytest.mark.parametrize("format", RENDERERS)
def test_odd_nesting_loses_nothing(select: Callable[[str], Selection], lines: str, format: str) -> None:
    selection = select(lines)
    assert list(leaves(outline(selection))) == selection.blocks
    written = render(selection, format)
    assert all(block.text in written for block in selection.blocks)


def test_only_kept_blocks(select: Callable[[str], Selection]) -> None:
    selection = select("ul\n  li a\n  li @ad b\n  li c")
    assert [block.text for block in leaves(outline(selection))] == ["a", "c"]


@pytest.mark.parametrize("format", RENDERERS)
def test_boxes_nested_beyond_all_reason(format: str) -> None:
    box = Box(None, "", 0, 1)
    boxes = [box]
    for depth in range(5000):
        box = Box(box, ("ul", "li", "blockquote", "div")[depth % 4], 0, 1)
        boxes.append(box)
    block = Block("bottom", box, 0, Kind.TEXT, words=1)
    page = Page([block], boxes)
    page.accept(Verdict(block, Label.BODY, "kept"))
    assert "bottom" in render(Selection(page), format)
    (node,), depth = outline(Selection(page)), 0
    while isinstance(node, Node):
        (node,), depth = node.children, depth + 1
    assert depth <= DEEPEST + 2


def test_an_empty_page(page: Callable[[str], Page]) -> None:
    assert [render(Selection(page("")), format) for format in ("text", "markdown", "html")] == ["", "", ""]
