"""TEI P5: a header from the metadata, the blocks as divisions, paragraphs, lists, tables, figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from unchaff.model import Block, Kind, Mark, Piece, Span
from unchaff.render.addresses import safe_address
from unchaff.render.code import language_of
from unchaff.render.formulas import bare
from unchaff.render.outline import Node, Outline, Role, code_text, illustrated
from unchaff.render.pictures import label_of
from unchaff.render.pieces import grouped, pieces
from unchaff.render.selection import Facts, Selection

_MARKS = {
    Mark.EMPHASIS: ('hi rend="italic"', "hi"),
    Mark.STRONG: ('hi rend="bold"', "hi"),
    Mark.SUB: ('hi rend="sub"', "hi"),
    Mark.SUP: ('hi rend="sup"', "hi"),
    Mark.CODE: ("code", "code"),
    Mark.DELETED: ("del", "del"),
}
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_NUMBER = re.compile("[1-9][0-9]{0,3}")
_WHEN = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")


def tei(selection: Selection) -> str:
    """The kept blocks and the metadata as a TEI document."""
    language = str(selection.facts.get("language") or selection.page.language or "")
    said = f" xml:lang={_attribute(language)}" if _LANGUAGE.fullmatch(language) else ""
    body = _Writer(selection).body(illustrated(selection))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
        f"{_header(selection.facts, selection.page.url or '')}\n<text{said}>\n<body>\n{body}\n</body>\n</text>\n</TEI>"
    )


# ── the header ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _header(facts: Facts, url: str) -> str:
    title, site = _text(facts.get("title")), _text(facts.get("site"))
    authors = "".join(f"<author>{_text(name)}</author>" for name in _several(facts.get("authors")))
    address = safe_address(str(facts.get("url") or url), None)
    source = f"<bibl><ref target={_attribute(address)}>{_text(address)}</ref></bibl>" if address else "<bibl/>"
    return (
        f"<teiHeader>\n<fileDesc>\n<titleStmt><title>{title}</title>{authors}</titleStmt>\n"
        f"<publicationStmt><publisher>{site}</publisher>{_date(facts.get('published'))}</publicationStmt>\n"
        f"<sourceDesc>{source}</sourceDesc>\n</fileDesc>\n{_profile(facts)}</teiHeader>"
    )


def _profile(facts: Facts) -> str:
    """What the text is about, and its language."""
    abstract, language = _text(facts.get("description")), str(facts.get("language") or "")
    terms = "".join(f"<term>{_text(tag)}</term>" for tag in _several(facts.get("tags")))
    parts = [
        f"<abstract><p>{abstract}</p></abstract>\n" if abstract else "",
        f"<langUsage><language ident={_attribute(language)}/></langUsage>\n" if _LANGUAGE.fullmatch(language) else "",
        f"<textClass><keywords>{terms}</keywords></textClass>\n" if terms else "",
    ]
    return f"<profileDesc>\n{''.join(parts)}</profileDesc>\n" if any(parts) else ""


def _date(value: object) -> str:
    said = str(value or "")
    return f"<date when={_attribute(said)}>{_text(said)}</date>" if _WHEN.fullmatch(said) else ""


def _several(value: object) -> Iterable[object]:
    return value if isinstance(value, (list, tuple)) else []


def _text(value: object) -> str:
    """Text that XML can hold."""
    return escape(_NOT_XML.sub("", str(value or "")), quote=False)


def _attribute(value: str) -> str:
    return f'"{escape(_NOT_XML.sub("", value))}"'


# ── the text ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Writer:
    """Writes an outline as TEI."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection

    def body(self, outline: Outline) -> str:
        """The outline in divisions: each heading opens one, and closes those of its level and below."""
        lines: list[str] = []
        open_levels: list[int] = []
        for child in outline:
            if level := _level(child):
                while open_levels and open_levels[-1] >= level:
                    lines.append("</div>")
                    open_levels.pop()
                lines += ["<div>", f"<head>{self._heading(child)}</head>"]
                open_levels.append(level)
            else:
                lines.append(self._part(child))
        return "\n".join([*lines, *["</div>"] * len(open_levels)]) if outline else "<p/>"

    def _heading(self, heading: Node | Block) -> str:
        if isinstance(heading, Block):
            return self._inline(heading)
        return " ".join(self._inline(part) if isinstance(part, Block) else _pictures(part) for part in heading.children)

    def _parts(self, children: Iterable[Node | Block]) -> str:
        return "\n".join(map(self._part, children))

    def _part(self, child: Node | Block) -> str:
        if isinstance(child, Block):
            return self._block(child)
        match child.role:
            case Role.LIST:
                return self._list(child)
            case Role.TABLE:
                return self._table(child)
            case Role.CODE:
                return _code(code_text(child), language_of(child.box))
            case Role.QUOTE:
                return f"<quote>\n{self._parts(child.children)}\n</quote>"
            case Role.DEFINITIONS:
                return self._glossary(child)
            case Role.FIGURE:
                return f"<figure>\n{self._figure(child)}\n</figure>"
            case Role.PICTURES:
                return _pictures(child)
            case Role.HEADING:
                return f'<ab type="heading" n="{_level(child)}">{self._heading(child)}</ab>'
            case _:
                return self._parts(child.children)

    def _block(self, block: Block) -> str:
        if block.kind is Kind.CODE:
            return _code(block.text, "")
        if block.kind is Kind.HEADING:  # inside a list or a quote, where there are no divisions
            return f'<ab type="heading" n="{_level(block)}">{self._inline(block)}</ab>'
        return f"<p>{self._inline(block)}</p>"

    def _bare(self, children: Sequence[Node | Block]) -> str:
        """The children of an item or a cell: a lone text needs no paragraph."""
        first = children[0] if len(children) == 1 else None
        if isinstance(first, Block) and first.kind not in (Kind.CODE, Kind.HEADING):
            return self._inline(first)
        return self._parts(children)

    def _list(self, node: Node) -> str:
        items = (
            f"<item{_task(item)}>{self._bare([item] if isinstance(item, Block) else item.children)}</item>"
            for item in node.children
        )
        return "\n".join([f'<list rend="{"numbered" if node.box.tag == "ol" else "bulleted"}">', *items, "</list>"])

    def _glossary(self, node: Node) -> str:
        """Pairs of label and item: terms in a row share one label, definitions in a row one item."""
        pairs: list[tuple[list[Node | Block], list[Node | Block]]] = []
        for child in node.children:
            is_term = isinstance(child, Node) and child.role is Role.TERM
            if not pairs or (is_term and pairs[-1][1]):
                pairs.append(([], []))
            inner = child.children if isinstance(child, Node) else [child]
            pairs[-1][0 if is_term and all(isinstance(part, Block) for part in inner) else 1].extend(inner)
        lines = (
            f"<label>{'<lb/>'.join(self._inline(term) for term in terms if isinstance(term, Block))}</label>"
            f"<item>{self._bare(said)}</item>"
            for terms, said in pairs
        )
        return "\n".join(['<list type="gloss">', *lines, "</list>"])

    def _table(self, node: Node) -> str:
        heads = [f"<head>{self._inline(child)}</head>" for child in node.children if isinstance(child, Block)]
        rows = [self._row(child) for child in node.children if isinstance(child, Node)]
        return "\n".join(["<table>", *heads, *rows, "</table>"])

    def _row(self, row: Node) -> str:
        cells = [self._cell(cell) for cell in row.children]
        return f"<row>{''.join(cells)}</row>"

    def _cell(self, cell: Node | Block) -> str:
        if isinstance(cell, Block):
            return f"<cell>{self._inline(cell)}</cell>"
        if cell.role is Role.COVERED:
            return f"<cell>{self._bare(cell.children)}</cell>" if cell.children else ""
        role = ' role="label"' if cell.box.tag == "th" else ""
        return f"<cell{role}{_spans(cell)}>{self._bare(cell.children)}</cell>"

    def _figure(self, node: Node) -> str:
        lines = []
        for child in node.children:
            if isinstance(child, Block) and child.kind is Kind.CAPTION:
                lines.append(f"<head>{self._inline(child)}</head>")
            elif isinstance(child, Node) and child.role is Role.PICTURES:
                lines += [_shown(span) for span in child.pictures]
            else:
                lines.append(self._part(child))
        return "\n".join(lines)

    def _inline(self, block: Block) -> str:
        return self._run(pieces(block))

    def _run(self, run: Sequence[Piece]) -> str:
        return "".join(self._stretch(mark, stretch) for mark, stretch in grouped(run))

    def _stretch(self, mark: Mark | None, stretch: Sequence[Piece]) -> str:
        if mark is None:
            return self._piece(stretch[0])
        if mark is Mark.MATH and stretch[0].name:
            return f'<formula notation="TeX">{_text(bare(stretch[0].name))}</formula>'
        inner = self._run(stretch)
        if mark is Mark.LINK:
            address = self._selection.link(stretch[0].target)
            return f"<ref target={_attribute(address)}>{inner}</ref>" if address else inner
        if mark is Mark.MATH:
            return f"<formula>{inner}</formula>"
        start, stop = _MARKS[mark]
        return f"<{start}>{inner}</{stop}>"

    def _piece(self, piece: Piece) -> str:
        if Mark.BREAK in piece.marks:
            return "<lb/>"
        if Mark.IMAGE in piece.marks:
            address = self._selection.image(piece.target)
            return f"<figure>{_graphic(piece.name, address)}</figure>" if address else ""
        if Mark.EMBED in piece.marks:
            address = self._selection.link(piece.target)
            return _ref(piece.name, address) if address else ""
        return _text(piece.text)


def _level(part: Node | Block) -> int:
    """The level of a heading, 0 for anything else."""
    if isinstance(part, Node):
        return int(part.box.tag[1]) if part.role is Role.HEADING else 0
    return min(max(part.level, 1), 6) if part.kind is Kind.HEADING else 0


def _code(code: str, language: str) -> str:
    said = f" lang={_attribute(language)}" if language else ""
    return f'<ab type="code"><code{said} xml:space="preserve">{_text(code)}</code></ab>'


def _pictures(node: Node) -> str:
    """Images and embeds that stand alone; their addresses are safe."""
    shown = ((span.mark is Mark.IMAGE, _shown(span)) for span in node.pictures)
    return "\n".join(f"<figure>{part}</figure>" if is_image else part for is_image, part in shown)


def _shown(span: Span) -> str:
    if span.mark is Mark.IMAGE:
        return _graphic(span.name, span.target)
    return f"<p>{_ref(span.name, span.target)}</p>"


def _graphic(name: str, address: str) -> str:
    name = " ".join(name.split())
    return f"<graphic url={_attribute(address)}/>" + (f"<figDesc>{_text(name)}</figDesc>" if name else "")


def _ref(name: str, address: str) -> str:
    return f"<ref target={_attribute(address)}>{_text(label_of(name, address))}</ref>"


def _task(item: Node | Block) -> str:
    said = item.box.attribute("data-task")
    return "" if said is None else f' rend="{"done" if said == "x" else "open"}"'


def _spans(cell: Node) -> str:
    said = (("cols", cell.box.attribute("colspan")), ("rows", cell.box.attribute("rowspan")))
    named = ((name, (value or "").strip()) for name, value in said)
    return "".join(f' {name}="{number}"' for name, number in named if _NUMBER.fullmatch(number))
