"""GitHub-flavoured Markdown that parses back to the outline it was written from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from unchaff.model import Block, Kind, Mark, Piece, Span
from unchaff.render.code import language_of
from unchaff.render.escapes import (
    can_close,
    can_open,
    code_span,
    destination,
    escaped,
    escaped_beside_formulas,
    fence,
    heading_end,
    line_start,
)
from unchaff.render.formulas import dollar_math
from unchaff.render.outline import Node, Outline, Role, code_text, illustrated
from unchaff.render.pictures import label_of
from unchaff.render.pieces import grouped, pieces
from unchaff.render.selection import Selection

_SIGNS = {Mark.EMPHASIS: "*", Mark.STRONG: "**", Mark.DELETED: "~~"}
_TAGS = {Mark.EMPHASIS: "em", Mark.STRONG: "strong", Mark.DELETED: "del", Mark.SUB: "sub", Mark.SUP: "sup"}
_SIGNLESS = frozenset({Role.DEFINITIONS, Role.DEFINITION, Role.FIGURE})
_HARD_BREAK = "\\\n"
_MOST = 999_999_999  # the largest number that may begin a list


def markdown(selection: Selection) -> str:
    """The kept blocks as Markdown."""
    return _Writer(selection).flow(illustrated(selection))


class _Writer:
    """Writes an outline as Markdown."""

    def __init__(self, selection: Selection, plain: Callable[[str], str] = escaped) -> None:
        self._plain = plain
        # Writes blocks that have formulas, or dollars in code.
        self._beside = _Writer(selection, escaped_beside_formulas) if plain is escaped else self
        self._selection = selection

    def flow(self, outline: Outline) -> str:
        """Blocks and nodes, one below the other."""
        return "\n\n".join(self._parts(outline))

    def _parts(self, outline: Outline) -> list[str]:
        parts: list[str] = []
        last, other = None, False
        for child in _opened(outline):
            role = child.role if isinstance(child, Node) else None
            other = role is Role.LIST and last is Role.LIST and not other  # or two lists would become one
            parts.append(self._part(child, other=other))
            last = role
        return list(filter(None, parts))

    def _part(self, child: Node | Block, *, other: bool = False) -> str:
        if isinstance(child, Block):
            return self._block(child)
        if child.role is Role.LIST:
            return self._list(child, other=other)
        if child.role is Role.TABLE:
            return self._table(child)
        if child.role is Role.CODE:
            return _code(code_text(child), language_of(child.box))
        if child.role is Role.TERM:
            return "\n\n".join(self._term(part) for part in child.children)
        if child.role is Role.PICTURES:
            return _pictures(child)
        if child.role is Role.HEADING:
            return self._heading(int(child.box.tag[1]), child.children)
        return _indented(self.flow(child.children), "> ", "> ")

    def _block(self, block: Block) -> str:
        if block.kind is Kind.CODE:
            return _code(block.text, "")
        if block.kind is Kind.HEADING:
            return self._heading(block.level, [block])
        return _paragraph(self.inline(block))

    def _heading(self, level: int, children: Sequence[Node | Block]) -> str:
        words = (self.line(child) if isinstance(child, Block) else self._part(child) for child in children)
        return f"{'#' * min(max(level, 1), 6)} {heading_end(' '.join(filter(None, words)))}"

    def _term(self, part: Node | Block) -> str:
        if isinstance(part, Node) or part.kind is Kind.HEADING:
            return self._part(part)
        bold = [piece._replace(marks=piece.marks | {Mark.STRONG}) for piece in pieces(part)]
        return _paragraph(self._run(bold, "", ""))

    def _list(self, node: Node, *, other: bool) -> str:
        """Items below each other; apart by an empty line if one holds more than a text and lists."""
        number = _start(node)
        items: list[str] = []
        for item in node.children:
            marker = _marker(None if number is None else number + len(items), other=other)
            items.append(_indented(_task(item) + self._item(item), marker, " " * len(marker)))
        return ("\n" if all(map(_is_tight, node.children)) else "\n\n").join(items)

    def _item(self, item: Node | Block) -> str:
        if isinstance(item, Block):
            return self._block(item)
        parts = "\n" if _is_tight(item) else "\n\n"
        return parts.join(self._parts(item.children))

    def _table(self, node: Node) -> str:
        """The captions, then the rows; the first one is the header, as there has to be one."""
        rows = [child for child in node.children if isinstance(child, Node)]
        captions = [self._part(child) for child in node.children if isinstance(child, Block)]
        width = max((len(row.children) for row in rows), default=0)
        lines = [self._row(row) for row in rows]
        if lines:
            first = rows[0].children
            lines[0] += " |" * (width - len(first))
            lines.insert(1, "|" + " --- |" * width)
        return "\n\n".join([*captions, "\n".join(lines)])

    def _row(self, row: Node) -> str:
        cells = (self._inside(cell) if isinstance(cell, Node) else "" for cell in row.children)
        return "|" + "".join(f" {cell} |" if cell else " |" for cell in (cell.replace("|", "\\|") for cell in cells))

    def _inside(self, node: Node) -> str:
        """All that a cell or a part of it holds, on one line; lists in a table have no sign but their tags."""
        written, apart = "", False
        for child in node.children:
            part, tag = self._line_of(child)
            if part:
                written += f"<{tag}>{part}</{tag}>" if tag else "<br>" + part if apart else part
                apart = not tag
        return written

    def _line_of(self, child: Node | Block) -> tuple[str, str]:
        """A part of a cell on one line, and the tag it needs."""
        if isinstance(child, Block):
            if child.kind is Kind.CODE:
                return "<br>".join(code_span(line) for line in child.text.splitlines() if line.strip()), ""
            return self.inline(child).replace(_HARD_BREAK, "<br>"), ""
        if child.role is Role.PICTURES:
            return _pictures(child), ""
        if child.role is Role.LIST:
            return self._inside(child), "ul" if _start(child) is None else "ol"
        return self._inside(child), "li" if child.role is Role.ITEM else ""

    def line(self, block: Block) -> str:
        """A block's text with its marks, all on one line."""
        return self.inline(block).replace(_HARD_BREAK, " ").replace("\n", " ")

    def inline(self, block: Block) -> str:
        """A block's text with its marks."""
        if not block.spans:
            return escaped(block.text)
        writer = self._beside if any(_has_dollar(span, block) for span in block.spans) else self
        return writer._run(pieces(block), "", "")

    def _run(self, run: Sequence[Piece], before: str, after: str) -> str:
        """Stretches of text, links and emphasis; `before` and `after` are the signs around the run."""
        written = ""
        stretches = list(grouped(run))
        for i, (mark, stretch) in enumerate(stretches):
            following = _first_sign(stretches[i + 1]) if i + 1 < len(stretches) else after
            part = self._stretch(mark, stretch, written[-1:] or before, following)
            if part == _HARD_BREAK:
                written = written.rstrip(" ")
            elif part.startswith(("[", "![")) and mark is Mark.LINK and written.endswith("!"):
                written = written[:-1] + "\\!"
            written += part
        return written

    def _stretch(self, mark: Mark | None, stretch: Sequence[Piece], before: str, after: str) -> str:
        if mark is None:
            return self._piece(stretch[0])
        if mark is Mark.CODE:
            return code_span("".join(piece.text for piece in stretch))
        if mark is Mark.MATH:  # else in the other way GitHub has for formulas, which is safe in any parser
            return dollar_math(stretch[0].name) or f"${code_span(''.join(piece.text for piece in stretch))}$"
        if mark is Mark.LINK:
            return self._link(stretch, before, after)
        sign = _SIGNS.get(mark, "")
        inner = self._run(stretch, sign[:1] or ">", sign[:1] or "<")
        if not inner:
            return ""
        if sign and before != sign[0] != after and can_open(before, inner[0]) and can_close(inner[-1], after):
            return f"{sign}{inner}{sign}"
        return f"<{_TAGS[mark]}>{inner}</{_TAGS[mark]}>"

    def _link(self, stretch: Sequence[Piece], before: str, after: str) -> str:
        address = self._selection.link(stretch[0].target)
        if not address:
            return self._run(stretch, before, after)
        return f"[{self._run(stretch, '[', ']')}]({destination(address)})"

    def _piece(self, piece: Piece) -> str:
        if Mark.BREAK in piece.marks:
            return _HARD_BREAK
        if Mark.IMAGE in piece.marks:
            address = self._selection.image(piece.target)
            return _image(piece.name, address) if address else ""
        if Mark.EMBED in piece.marks:
            address = self._selection.link(piece.target)
            return _embed(piece.name, address) if address else ""
        return self._plain(piece.text)


def _has_dollar(span: Span, block: Block) -> bool:
    """Whether dollars are written for a span that cannot be escaped: around a formula, or in code."""
    return span.mark is Mark.MATH or (
        span.mark is Mark.CODE and any("$" in c for c in block.chunks[span.start : span.stop])
    )


def _paragraph(text: str) -> str:
    """Text whose lines begin with nothing that opens a block."""
    return _HARD_BREAK.join(map(line_start, text.split(_HARD_BREAK)))


def _pictures(node: Node) -> str:
    """Images and embeds that stand alone; their addresses are safe."""
    return " ".join((_image if span.mark is Mark.IMAGE else _embed)(span.name, span.target) for span in node.pictures)


def _image(name: str, address: str) -> str:
    return f"![{escaped(' '.join(name.split()))}]({destination(address)})"


def _embed(name: str, address: str) -> str:
    return f"[{escaped(label_of(name, address))}]({destination(address)})"


def _task(item: Node | Block) -> str:
    """The box to tick before an item that has one."""
    said = item.box.attribute("data-task")
    return "" if said is None else f"[{said}] "


def _first_sign(stretch: tuple[Mark | None, Sequence[Piece]]) -> str:
    """The sign that a stretch will begin with; any mark begins with punctuation."""
    mark, run = stretch
    if mark is not None:
        return _SIGNS.get(mark, "[")[0]
    return run[0].text[:1] or "\n"


def _opened(outline: Outline) -> Iterator[Node | Block]:
    """The parts of an outline, in place of nodes that Markdown has no sign for what is in them."""
    for child in outline:
        if isinstance(child, Node) and child.role in _SIGNLESS:
            yield from _opened(child.children)
        else:
            yield child


def _is_tight(item: Node | Block) -> bool:
    """Whether an item is one text, perhaps with lists below it."""
    if isinstance(item, Block):
        return True
    first, *others = item.children
    if not isinstance(first, Block) or first.kind in (Kind.CODE, Kind.HEADING):
        return False
    return not others or (len(others) == 1 and isinstance(others[0], Node) and _interrupts(others[0]))


def _interrupts(node: Node) -> bool:
    """Whether a node may follow a text without an empty line: a list that does not begin with another number than 1."""
    return node.role is Role.LIST and _start(node) in (None, 1)


def _marker(number: int | None, *, other: bool) -> str:
    """What stands before an item; two lists in a row have different ones."""
    if number is None:
        return "* " if other else "- "
    return f"{number}{')' if other else '.'} "


def _start(node: Node) -> int | None:
    """The number of an ordered list's first item; None for a list without numbers."""
    if node.box.tag != "ol":
        return None
    first = node.children[0].box if node.children else node.box
    said = (node.box.attribute("start") or first.attribute("value") or "1").strip()
    return min(int(said), _MOST - len(node.children)) if said.isascii() and said.isdigit() and len(said) < 10 else 1


def _indented(text: str, first: str, others: str) -> str:
    """`text` with `first` before its first line and `others` before the rest."""
    lines = text.split("\n")
    return "\n".join([first + lines[0], *((others + line) if line else others.rstrip() for line in lines[1:])])


def _code(text: str, language: str) -> str:
    ticks = fence(text)
    return f"{ticks}{language}\n{text}\n{ticks}"
