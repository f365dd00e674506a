"""Safe HTML: tags and attributes from a short list, every text and address escaped, nothing copied from the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from unchaff.model import Block, Kind, Mark, Piece
from unchaff.render.code import language_of
from unchaff.render.direction import is_rtl
from unchaff.render.formulas import bare
from unchaff.render.outline import Node, Outline, Role, code_text, illustrated
from unchaff.render.pictures import label_of
from unchaff.render.pieces import grouped, pieces
from unchaff.render.selection import Selection

_TAGS = {
    Role.LIST: "ul",
    Role.ITEM: "li",
    Role.TABLE: "table",
    Role.ROW: "tr",
    Role.CELL: "td",
    Role.COVERED: "td",
    Role.QUOTE: "blockquote",
    Role.DEFINITIONS: "dl",
    Role.TERM: "dt",
    Role.DEFINITION: "dd",
    Role.FIGURE: "figure",
}
_MARKS = {
    Mark.EMPHASIS: "em",
    Mark.STRONG: "strong",
    Mark.CODE: "code",
    Mark.SUB: "sub",
    Mark.SUP: "sup",
    Mark.DELETED: "del",
}
_NUMBER = re.compile("[0-9]{1,4}")
_SPANS = ("colspan", "rowspan")
_BARE = frozenset({Role.ITEM, Role.CELL, Role.COVERED, Role.TERM, Role.DEFINITION})  # a lone text in these needs no <p>


def html(selection: Selection) -> str:
    """The kept blocks as a fragment of HTML."""
    return "\n".join(_Writer(selection).parts(illustrated(selection)))


class _Writer:
    """Writes an outline as HTML."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._repeats = selection.tables == "filled"  # then no cell spans

    def parts(self, outline: Outline) -> list[str]:
        """Each child with its tags; what begins from right to left says so, with all that is in it."""
        parts = [self._block(child) if isinstance(child, Block) else self._node(child) for child in outline]
        return [_directed(part) if is_rtl(child) else part for part, child in zip(parts, outline, strict=True)]

    def _block(self, block: Block) -> str:
        if block.kind is Kind.CODE:
            return _pre(block.text, "")
        tag = f"h{min(max(block.level, 1), 6)}" if block.kind is Kind.HEADING else "p"
        return f"<{tag}>{self._inline(block)}</{tag}>"

    def _node(self, node: Node) -> str:
        if node.role is Role.COVERED and not node.children:
            return ""
        if node.role is Role.CODE:
            return _pre(code_text(node), language_of(node.box))
        if node.role is Role.PICTURES:
            return f"<p>{_pictures(node)}</p>"
        children = node.children
        if node.role is Role.HEADING:
            words = (self._inline(child) if isinstance(child, Block) else _pictures(child) for child in children)
            return f"<{node.box.tag}>{' '.join(words)}</{node.box.tag}>"
        if node.role in _BARE and len(children) == 1 and isinstance(children[0], Block):
            return self._tagged(node, self._bare(children[0]))
        parts = list(filter(None, (self._child(node, child) for child in children)))
        return self._tagged(node, "\n".join(["", *parts, ""]) if parts else "")

    def _bare(self, block: Block) -> str:
        return self._block(block) if block.kind in (Kind.CODE, Kind.HEADING) else self._inline(block)

    def _child(self, node: Node, child: Node | Block) -> str:
        """A child of `node`; captions have a tag that depends on where they stand."""
        if not isinstance(child, Block):
            bare = child.role is Role.PICTURES and node.role is Role.FIGURE
            return _pictures(child) if bare else self._node(child)
        if node.role is Role.TABLE:
            return f"<caption>{self._inline(child)}</caption>"
        if node.role is Role.FIGURE and child.kind is Kind.CAPTION:
            return f"<figcaption>{self._inline(child)}</figcaption>"
        return self._block(child)

    def _inline(self, block: Block) -> str:
        return self._run(pieces(block)) if block.spans else escape(block.text)

    def _run(self, run: Sequence[Piece]) -> str:
        return "".join(self._stretch(mark, stretch) for mark, stretch in grouped(run))

    def _stretch(self, mark: Mark | None, stretch: Sequence[Piece]) -> str:
        if mark is None:
            return self._piece(stretch[0])
        inner = self._run(stretch)
        if mark is Mark.LINK:
            address = self._selection.link(stretch[0].target)
            return f'<a href="{escape(address)}">{inner}</a>' if address else inner
        if mark is Mark.MATH:
            return f'<code class="language-math">{escape(bare(stretch[0].name)) or inner}</code>'
        return f"<{_MARKS[mark]}>{inner}</{_MARKS[mark]}>"

    def _piece(self, piece: Piece) -> str:
        if Mark.BREAK in piece.marks:
            return "<br>"
        if Mark.IMAGE in piece.marks:
            address = self._selection.image(piece.target)
            return _image(piece.name, address) if address else ""
        if Mark.EMBED in piece.marks:
            address = self._selection.link(piece.target)
            return _embed(piece.name, address) if address else ""
        return escape(piece.text)

    def _tagged(self, node: Node, inner: str) -> str:
        """`inner` inside the tag of `node`, with the few attributes that mean something."""
        tag, attributes = _TAGS[node.role], ""
        if node.role is Role.LIST and node.box.tag == "ol":
            tag, attributes = "ol", _numbers(node, ("start",))
        elif node.role is Role.ITEM:
            attributes, inner = _numbers(node, ("value",)), _task(node) + inner
        elif node.role is Role.CELL:
            tag = "th" if node.box.tag == "th" else "td"
            attributes = "" if self._repeats else _numbers(node, _SPANS)
        return f"<{tag}{attributes}>{inner}</{tag}>"


def _numbers(node: Node, names: tuple[str, ...]) -> str:
    """The attributes of `names` that the page gives a plain number."""
    found = ((name, value.strip()) for name, value in node.box.attributes if name in names)
    return "".join(f' {name}="{value}"' for name, value in found if _NUMBER.fullmatch(value))


def _pre(code: str, language: str) -> str:
    name = f' class="language-{language}"' if language else ""
    line = "\n" if code.startswith("\n") else ""  # a parser drops the first one
    return f"<pre><code{name}>{line}{escape(code)}</code></pre>"


def _pictures(node: Node) -> str:
    """Images and embeds that stand alone; their addresses are safe."""
    return " ".join((_image if span.mark is Mark.IMAGE else _embed)(span.name, span.target) for span in node.pictures)


def _image(name: str, address: str) -> str:
    return f'<img src="{escape(address)}" alt="{escape(" ".join(name.split()))}">'


def _embed(name: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(label_of(name, address))}</a>'


def _task(item: Node) -> str:
    """The box to tick of an item that has one."""
    said = item.box.attribute("data-task")
    if said is None:
        return ""
    return '<input type="checkbox" disabled checked> ' if said == "x" else '<input type="checkbox" disabled> '


def _directed(part: str) -> str:
    """An element that says that it is read from right to left."""
    stop = min(at for at in (part.find(" "), part.find(">")) if at > 0)
    return f'{part[:stop]} dir="rtl"{part[stop:]}'
