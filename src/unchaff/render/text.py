"""Plain text: blocks apart by an empty line, items and rows of a table on lines of their own."""

from __future__ import annotations

from unchaff.model import Block, Mark
from unchaff.render.outline import Node, Outline, Role, code_text, outline
from unchaff.render.pieces import parts
from unchaff.render.selection import Selection

BETWEEN_CELLS = " | "

_ROW, _CODE, _BREAK = Role.ROW, Role.CODE, Mark.BREAK  # of an enumeration they would be looked up for every block
_MARKERS = {Role.ITEM: "- ", Role.DEFINITION: "  "}
_APART = {
    Role.LIST: "\n",
    Role.ITEM: "\n",
    Role.DEFINITION: "\n",
    Role.TABLE: "\n",
    Role.DEFINITIONS: "\n",
    Role.CELL: " ",
}


def text(selection: Selection) -> str:
    """The kept blocks as plain text."""
    return "\n\n".join(_texts(outline(selection), ""))


def _texts(outline: Outline, indent: str) -> list[str]:
    return [_lines(child, indent) if isinstance(child, Block) else _text(child, indent) for child in outline]


def _lines(block: Block, indent: str) -> str:
    """A block's text, with a new line where the page breaks one."""
    if not block.spans or _BREAK not in [span.mark for span in block.spans]:
        return block.text
    broken = "\n".join(parts(block))
    return ("\n" + indent).join(line.strip() for line in broken.split("\n"))


def _text(node: Node, indent: str) -> str:
    """One node with all that is in it; lines after the first begin with `indent`, but not those of code."""
    role = node.role
    if role is _ROW:
        return BETWEEN_CELLS.join(map(_line, node.children)).rstrip()
    if role is _CODE:
        return code_text(node)
    inner = indent + "  " if role in _MARKERS else indent
    return _MARKERS.get(role, "") + (_APART.get(role, "\n\n") + inner).join(_texts(node.children, inner))


def _line(cell: Node | Block) -> str:
    """All that a cell holds on one line."""
    return " ".join((cell.text if isinstance(cell, Block) else _text(cell, "")).split())
