"""Whether Markdown says what the outline says: both are brought into one shape and compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bench.structures import inline_text, markdown_parser, tight
from unchaff import extract
from unchaff.document import Document
from unchaff.model import Block, Kind, Mark, Piece
from unchaff.render.addresses import safe_address
from unchaff.render.formulas import dollar_math
from unchaff.render.outline import Node, Role, code_text, illustrated
from unchaff.render.pictures import label_of
from unchaff.render.pieces import grouped, pieces
from unchaff.render.selection import Selection

Shape = tuple[Any, ...]
_TASK = re.compile(r"\[([ x])\] ")


def difference(page: bytes, url: str | None) -> str:
    """Where the Markdown of a page first differs from its outline; "" if it does not."""
    return round_trip(extract(page, url=url))


def differs(wanted: Shape, given: Shape, where: str = "") -> str:
    """The first place where two shapes differ."""
    for i in range(max(len(wanted), len(given))):
        one = wanted[i] if i < len(wanted) else None
        other = given[i] if i < len(given) else None
        if one != other:
            place = f"{where}/{one[0] if isinstance(one, tuple) and one else i}"
            if isinstance(one, tuple) and isinstance(other, tuple):
                return differs(one, other, place)
            return f"{place}: {one!r:.200} became {other!r:.200}"
    return ""


# ── from the outline ──────────────────────────────────────────────────────────────────────────────────────────────────


def shape_of(selection: Selection) -> Shape:
    """The shape of the kept blocks."""
    return tuple(_shapes(illustrated(selection)))


def _shapes(children: Iterable[Node | Block]) -> Iterator[Shape]:
    for child in children:
        if isinstance(child, Block):
            yield _block(child)
        elif child.role in (Role.DEFINITIONS, Role.DEFINITION, Role.FIGURE, Role.TERM):  # no sign in Markdown
            yield from _shapes(child.children)
        elif child.role is Role.TABLE:
            yield from _table(child)
        elif child.role is Role.CODE:
            yield "code", code_text(child)
        elif child.role is Role.LIST:
            yield ("list", child.box.tag == "ol", *map(_item, child.children))
        elif child.role is Role.HEADING:
            yield "heading", int(child.box.tag[1]), _words(child)
        elif child.role is Role.QUOTE:
            yield ("quote", *_shapes(child.children))
        elif child.role is Role.PICTURES and (words := _words(child)):
            yield "text", words


def _item(item: Node | Block) -> Shape:
    shapes = _shapes([item] if isinstance(item, Block) else item.children)
    return ("item", item.box.attribute("data-task"), *shapes)


def _block(block: Block) -> Shape:
    if block.kind is Kind.CODE:
        return "code", block.text
    if block.kind is Kind.HEADING:
        return "heading", min(max(block.level, 1), 6), _words(block)
    return "text", _words(block)


def _table(node: Node) -> Iterator[Shape]:
    yield from _shapes(child for child in node.children if isinstance(child, Block))
    rows = [tuple(map(_words, row.children)) for row in node.children if isinstance(row, Node)]
    width = max(map(len, rows), default=0)
    if rows:
        yield ("table", *(row + ("",) * (width - len(row)) for row in rows))


def _words(part: Node | Block) -> str:
    """What a part says: of an embed its label, of a formula its TeX."""
    if isinstance(part, Block):
        return tight("".join(_said(mark, run) for mark, run in grouped(pieces(part))))
    if part.role is Role.PICTURES:
        return tight("".join(label_of(span.name, span.target) for span in part.pictures if span.mark is Mark.EMBED))
    return "".join(map(_words, part.children))


def _said(mark: Mark | None, run: Sequence[Piece]) -> str:
    if mark is Mark.MATH:
        code = "".join(piece.text for piece in run)
        return dollar_math(run[0].name) or f"${code}$"
    if mark is not None:
        return "".join(_said(inner, stretch) for inner, stretch in grouped(run))
    (piece,) = run
    if Mark.EMBED in piece.marks:
        return " ".join(piece.name.split()) or safe_address(piece.target, None)
    return piece.text


# ── from Markdown ─────────────────────────────────────────────────────────────────────────────────────────────────────


def shape_of_markdown(markdown: str) -> Shape:
    """The shape that a GFM parser sees."""
    return tuple(_read(iter(markdown_parser().parse(markdown)), ""))


def _read(tokens: Iterator[Any], closing: str) -> Iterator[Shape]:
    """The shapes up to the token that closes."""
    for token in tokens:
        kind = token.type
        if kind == closing:
            return
        if kind in ("fence", "code_block"):
            yield "code", token.content.removesuffix("\n")
        elif kind in ("bullet_list_open", "ordered_list_open"):
            yield ("list", kind == "ordered_list_open", *_read(tokens, kind.replace("open", "close")))
        elif kind == "list_item_open":
            yield from _read_item(tokens)
        elif kind == "blockquote_open":
            yield ("quote", *_read(tokens, "blockquote_close"))
        elif kind == "heading_open":
            yield "heading", int(token.tag[1]), _inline(tokens, "heading_close")
        elif kind == "paragraph_open":
            if words := _inline(tokens, "paragraph_close"):  # an image alone says nothing
                yield "text", words
        elif kind == "table_open":
            yield ("table", *_cells(tokens))
        else:
            yield kind, token.content


def _read_item(tokens: Iterator[Any]) -> Iterator[Shape]:
    """An item; a box to tick before its text is what GFM makes of "[x] "."""
    inside = list(_until(tokens, "list_item_close"))
    task = None
    if len(inside) > 1 and inside[1].type == "inline" and (found := _TASK.match(inside[1].content)):
        task = found[1]
        first = inside[1].children[0]
        first.content = first.content[found.end() :]
    yield ("item", task, *_read(iter(inside), ""))


def _until(tokens: Iterator[Any], closing: str) -> Iterator[Any]:
    """The tokens up to the one that closes what is open."""
    depth = 1
    for token in tokens:
        depth += (token.type == closing.replace("close", "open")) - (token.type == closing)
        if not depth:
            return
        yield token


def _inline(tokens: Iterator[Any], closing: str) -> str:
    words = ""
    for token in tokens:
        if token.type == closing:
            break
        words += inline_text(token.children or [])
    return tight(words)


def _cells(tokens: Iterator[Any]) -> Iterator[tuple[str, ...]]:
    row: list[str] = []
    for token in tokens:
        if token.type == "table_close":
            return
        if token.type in ("th_open", "td_open"):
            row.append(_inline(tokens, token.type.replace("open", "close")))
        elif token.type == "tr_close":
            yield tuple(row)
            row = []


def round_trip(document: Document) -> str:
    """Where the Markdown of a document first differs from its outline; "" if it does not."""
    return differs(shape_of(Selection(document.page, document.keep)), shape_of_markdown(document.to_markdown()))
