"""Whether Markdown says what the outline says: both are brought into one shape and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bench.structures import inline_text, markdown_parser, tight
from unchaff import extract
from unchaff.document import Document
from unchaff.model import Block, Kind
from unchaff.render.outline import Node, Role, code_text, outline
from unchaff.render.selection import Selection

Shape = tuple[Any, ...]


def difference(page: bytes, url: str | None) -> str:
    """Where the Markdown of a page first differs from its outline; "" if it does not."""
    document = extract(page, url=url)
    return differs(shape_of(Selection(document.page, document.keep)), shape_of_markdown(document.to_markdown()))


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
    return tuple(_shapes(outline(selection)))


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
            yield (
                "list",
                _numbered(child),
                *(("item", *_shapes([item] if isinstance(item, Block) else item.children)) for item in child.children),
            )
        elif child.role is Role.QUOTE:
            yield ("quote", *_shapes(child.children))


def _block(block: Block) -> Shape:
    if block.kind is Kind.CODE:
        return "code", block.text
    if block.kind is Kind.HEADING:
        return "heading", min(max(block.level, 1), 6), tight(block.text)
    return "text", tight(block.text)


def _numbered(node: Node) -> bool:
    return node.box.tag == "ol"


def _table(node: Node) -> Iterator[Shape]:
    yield from _shapes(child for child in node.children if isinstance(child, Block))
    rows = [tuple(map(_words, row.children)) for row in node.children if isinstance(row, Node)]
    width = max(map(len, rows), default=0)
    if rows:
        yield ("table", *(row + ("",) * (width - len(row)) for row in rows))


def _words(node: Node | Block) -> str:
    return tight(node.text) if isinstance(node, Block) else "".join(map(_words, node.children))


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
            yield ("item", *_read(tokens, "list_item_close"))
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
