"""Kept blocks become nested lists, tables and quotes again, as their boxes say; every format starts from this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum, auto
from functools import cached_property

from unchaff.model import Block, Box, Kind, Span
from unchaff.render.layout import layout_boxes
from unchaff.render.pictures import shown_pictures
from unchaff.render.selection import Selection
from unchaff.render.tables import Place, Tables

DEEPEST = 32  # structure nested deeper than this is flattened: no reader follows it, and renderers recurse


class Role(StrEnum):
    """What a node is in the outline."""

    LIST = auto()
    ITEM = auto()
    TABLE = auto()
    ROW = auto()
    CELL = auto()
    COVERED = auto()  # the place in a row that a cell from the left or from above reaches into
    QUOTE = auto()
    CODE = auto()
    DEFINITIONS = auto()
    TERM = auto()
    DEFINITION = auto()
    FIGURE = auto()
    HEADING = auto()  # one whose words stand in boxes of their own; holds nothing but blocks
    PICTURES = auto()  # images and embeds that stand alone


@dataclass(slots=True, eq=False)
class Node:
    """A part of the outline that holds others. `box` is where its attributes are found."""

    role: Role
    box: Box
    children: list[Node | Block] = field(default_factory=list)
    pictures: tuple[Span, ...] = ()


Outline = list[Node | Block]


def code_text(node: Node) -> str:
    """The lines of a code node, whitespace as it was."""
    return "\n".join(child.text if isinstance(child, Block) else code_text(child) for child in node.children)


_ROLES = {
    **dict.fromkeys(["ul", "ol", "menu", "dir"], Role.LIST),
    "li": Role.ITEM,
    "table": Role.TABLE,
    "tr": Role.ROW,
    **dict.fromkeys(["td", "th"], Role.CELL),
    "blockquote": Role.QUOTE,
    **dict.fromkeys(["pre", "listing", "xmp", "plaintext"], Role.CODE),
    "dl": Role.DEFINITIONS,
    "dt": Role.TERM,
    "dd": Role.DEFINITION,
    "figure": Role.FIGURE,
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], Role.HEADING),
}

# A part, and what must stand around it; where the page lacks it, the outline adds it.
_WITHIN = {
    Role.ITEM: Role.LIST,
    Role.CELL: Role.ROW,
    Role.TERM: Role.DEFINITIONS,
    Role.DEFINITION: Role.DEFINITIONS,
}
_IMPLYING = frozenset({Kind.ITEM, Kind.QUOTE})
# Of an enumeration they would be looked up for every block.
_LIST, _ITEM, _TABLE, _ROW, _CELL = Role.LIST, Role.ITEM, Role.TABLE, Role.ROW, Role.CELL
_QUOTE, _CODE, _HEADING = Role.QUOTE, Role.CODE, Role.HEADING
_KIND_ITEM, _KIND_QUOTE, _KIND_TEXT = Kind.ITEM, Kind.QUOTE, Kind.TEXT
_TABULAR = frozenset({Role.ROW, Role.CELL})


@dataclass(slots=True, eq=False)
class _Frame:
    """One step on the way down to a block."""

    role: Role
    box: Box


_Path = tuple[_Frame, ...]


def outline(selection: Selection) -> Outline:
    """The kept blocks of a page, in order, each exactly once, inside the lists, tables and quotes they stand in."""
    blocks = selection.blocks
    return _nested(_Paths(selection, blocks), blocks)


def illustrated(selection: Selection) -> Outline:
    """The outline with the images and embeds that stand alone between kept blocks."""
    return _nested(_Paths(selection, selection.blocks), _with_pictures(selection))


def _nested(paths: _Paths, parts: Iterable[Node | Block]) -> Outline:
    top: Outline = []
    open_path: _Path = ()
    stack: list[Outline] = [top]
    for part in parts:
        path = paths.to(part)
        if path is not open_path:
            shared = _shared(path, open_path)
            del stack[shared + 1 :]
            for frame in path[shared:]:
                node = Node(frame.role, frame.box)
                stack[-1].append(node)
                stack.append(node.children)
                if frame.role is _TABLE:
                    paths.met.append(node)
            open_path = path
        stack[-1].append(part)
    for table in paths.met:
        _fill(table, paths.tables.grid(table.box), repeated=paths.filled)
    return top


def _with_pictures(selection: Selection) -> Iterator[Node | Block]:
    """The kept blocks, and before each what stands there without text."""
    waiting = shown_pictures(selection)
    place = 0
    for block in selection.blocks:
        while place < len(waiting) and waiting[place].start <= block.index:
            yield Node(Role.PICTURES, waiting[place].box, pictures=waiting[place].spans)
            place += 1
        yield block
    yield from (Node(Role.PICTURES, pictures.box, pictures=pictures.spans) for pictures in waiting[place:])


def _fill(table: Node, grid: dict[Box, list[Place]], *, repeated: bool) -> None:
    """Give every row of `table` the cells it has without text, so that columns stay columns."""
    met: dict[Box, Node] = {}
    for row in table.children:
        if isinstance(row, Node):
            places = grid.get(row.box, [])
            real = {place.cell for place in places if not place.covered}
            cells = {cell.box: cell for cell in row.children if isinstance(cell, Node) and cell.box in real}
            met |= cells
            if len(cells) == len(row.children):  # else there is text between the cells, which must not move
                row.children = [
                    _covered(place, row, met if repeated else {}) if place.covered else _cell(place, cells)
                    for place in places
                ]


def _cell(place: Place, cells: dict[Box, Node]) -> Node:
    return cells.get(place.cell) or Node(Role.CELL, place.cell)


def _covered(place: Place, row: Node, met: dict[Box, Node]) -> Node:
    """The place that a cell reaches into: empty, or saying what the cell says where cells are to be repeated."""
    cell = met.get(place.cell)
    return Node(Role.COVERED, row.box, list(cell.children) if cell else [])


def _shared(one: _Path, other: _Path) -> int:
    """How many steps two ways have in common."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine is not theirs:
            break
        count += 1
    return count


class _Paths:
    """The way down to each block; looked up once per box."""

    def __init__(self, selection: Selection, blocks: list[Block]) -> None:
        self._page = selection.page
        self._flat = selection.tables == "flat"
        self.filled = selection.tables == "filled"
        self._layout = layout_boxes(blocks)
        self._known: dict[Box | None, _Path] = {None: ()}
        self._within: dict[Box | None, _Path] = {}  # below headings, whose own blocks are headings without more ado
        self._implied: dict[tuple[Role, Box], _Frame] = {}
        self.met: list[Node] = []  # the tables met on the way

    @cached_property
    def tables(self) -> Tables:
        return Tables(self._page)

    def to(self, part: Node | Block) -> _Path:
        """The way to a block, or to pictures."""
        path = self._known.get(part.box)
        if path is None:
            path = self._find(part.box)
        kind = part.kind if isinstance(part, Block) else _KIND_TEXT
        if path or kind in _IMPLYING:
            return self._completed(path, part.box, kind)
        return path

    def _find(self, box: Box) -> _Path:
        """The way to `box`, from the nearest box around it whose way is known."""
        known, todo = self._known, [box]
        above = box.parent
        while above not in known:
            assert above is not None
            todo.append(above)
            above = above.parent
        path = self._within.get(above) or known[above]
        for below in reversed(todo):
            known[below] = path
            role = _ROLES.get(below.tag)
            if role is None:
                continue
            if role is _HEADING:
                self._within[below] = within = self._extended(path, below)
                if below.stop > below.start + 1:  # its own words are one heading with those of the boxes in it
                    known[below] = within
                path = within
            elif below not in self._layout:
                known[below] = path = self._extended(path, below)
        return known[box]

    def _extended(self, path: _Path, box: Box) -> _Path:
        """`path` and what `box` adds to it: nothing, its role, or also what is missing around it."""
        if path and path[-1].role is _HEADING:
            path = path[:-1]
        role, last = _ROLES[box.tag], path[-1].role if path else None
        if role is last is _ITEM:  # one that was never closed: a browser closes it
            return (*path[:-1], _Frame(role, box))
        if len(path) >= DEEPEST or last is _CODE:
            return path
        if role is _TABLE and (self._flat or not self.tables.holds_data(box)):
            return path
        if role in _TABULAR and not any(frame.role is _TABLE for frame in path):
            return path
        missing = _WITHIN.get(role)
        if missing and last is not missing:
            path = (*path, self._frame(missing, box.parent or box))
        elif last is _LIST and role is not _ITEM:
            path = (*path, _Frame(_ITEM, box))
        return (*path, _Frame(role, box))

    def _completed(self, path: _Path, box: Box, kind: Kind) -> _Path:
        """`path` with what the block itself implies: a line of a dump that is an item or a quote."""
        last = path[-1].role if path else None
        if last is _LIST:
            return (*path, _Frame(_ITEM, box))
        if last is _ROW:
            return (*path, _Frame(_CELL, box))
        if kind is _KIND_ITEM and last is None:
            return (self._frame(_LIST, box), _Frame(_ITEM, box))
        if kind is _KIND_QUOTE and last is None:
            return (self._frame(_QUOTE, box),)
        return path

    def _frame(self, role: Role, box: Box) -> _Frame:
        return self._implied.setdefault((role, box), _Frame(role, box))
