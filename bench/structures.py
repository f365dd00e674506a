"""What has structure in a text: code, tables, lists, headings, links; from HTML by lxml, from Markdown by markdown-it.

Nothing here knows unchaff: it is what unchaff is measured against.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from lxml import etree

Grid = list[dict[int, str]]  # rows: column → what its cell says, where the cell begins

SPAN_LIMIT = 200
LAYOUT_WORDS = 120  # a table without header cells whose cells say more lays out a page

_unseen = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff\x00]")
_GUTTER = re.compile(
    r"line-?num|linenos?\b|\blineno|\bgutter|\brouge-gutter|blob-num|hljs-ln-n|\bln-num|CodeMirror-gutter|line-numbers-rows",
    re.IGNORECASE,
)
_POINTERS = "#¶§🔗⚓"  # by which headings link to themselves; no gold text has them
_COUNTING = re.compile(r"\s*\d+(?:\s+\d+)+\s*")
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNREAD = frozenset(
    """
    head title script style noscript template svg iframe object embed applet canvas audio video map select datalist
    input meter progress annotation annotation-xml
    """.split()  # noqa: SIM905
)
LINES = frozenset(
    """
    address article aside blockquote body button center dd details div dl dt fieldset figcaption figure footer form h1
    h2 h3 h4 h5 h6 header hr html label legend li main menu nav ol p pre section summary table tbody td textarea tfoot
    th thead tr ul caption listing xmp dialog
    """.split()  # noqa: SIM905
)


@dataclass(slots=True)
class Structures:
    """The structures of a text, in order."""

    code: list[str] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    items: list[tuple[int, str]] = field(default_factory=list)  # depth, the item's own words
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # words, address
    text: str = ""  # all of it, without space


def tight(text: str) -> str:
    """`text` without space and unseen signs: what can be compared across formats."""
    return "".join(_unseen.sub("", text).split())


def _heading(text: str) -> str:
    """What a heading says, whether its link to itself is left in or out."""
    return text.strip(_POINTERS) or text


def _is_pointer(text: str, address: str) -> bool:
    return "#" in address and not text.strip(_POINTERS)


def verbatim(code: str) -> str:
    """Code as it is compared: every line with its indentation; only the space at the end of a line is free."""
    lines = [line.rstrip() for line in _unseen.sub("", code).replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).strip("\n")


# ── HTML ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def parse(page: bytes) -> etree._Element | None:
    """The tree of a page in UTF-8."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return etree.fromstring(page, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def texts(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The visible texts below `root`, each with the nearest element that stands on lines of its own."""
    stack: list[etree._Element] = []
    parts: list[str] = []
    events: Any = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        line = element.tag in LINES or element is root
        if event == "start":
            if element.tag in _UNREAD or _names_gutter(element):
                events.skip_subtree()
                continue
            if line:
                if stack and (text := _emptied(parts)):
                    yield stack[-1], text
                stack.append(element)
            parts.append("\n" if element.tag == "br" else element.text or "")
        else:
            if line and element.tag not in _UNREAD and not _names_gutter(element):
                if text := _emptied(parts):
                    yield stack[-1], text
                stack.pop()
            if element is not root:
                parts.append(element.tail or "")


def _emptied(parts: list[str]) -> str:
    text = "".join(parts)
    parts.clear()
    return text if text.strip() else ""


def from_html(
    root: etree._Element,
    stands: Callable[[etree._Element], bool] = lambda element: True,
    lays_out: Callable[[etree._Element], bool] = lambda element: False,
) -> Structures:
    """The structures below `root` for which `stands` says yes; an item that `lays_out` the page is none."""
    found = Structures(text="".join(tight(text) for _, text in texts(root)))
    for element in _seen(root):
        tag = element.tag
        if tag == "pre":
            if not _within(element, {"pre"}) and not _is_gutter(element) and stands(element) and code_of(element):
                found.code.append(code_of(element))
        elif tag == "table":
            if _holds_data(element) and stands(element):
                found.tables.append(grid(element))
        elif tag == "li":
            own, depth = tight(_own_text(element)), _depth(element, lays_out)
            if own and depth and stands(element) and not lays_out(element):
                found.items.append((depth, own))
        elif tag in _HEADINGS:
            # In a table a heading is a cell.
            if (text := tight(_seen_text(element))) and not _within(element, {"td", "th"}) and stands(element):
                found.headings.append((int(tag[1]), _heading(text)))
        elif tag == "a":
            address, text = (element.get("href") or "").strip(), tight(_seen_text(element))
            if address and text and not _is_pointer(text, address) and stands(element):
                found.links.append((text, address))
    return found


def _seen(root: etree._Element) -> Iterator[etree._Element]:
    """The elements below `root` that a reader sees."""
    events: Any = etree.iterwalk(root, events=("start",))
    for _, element in events:
        if element.tag in _UNREAD:
            events.skip_subtree()
        else:
            yield element


def _within(element: etree._Element, tags: Container[Any]) -> bool:
    return any(above.tag in tags for above in element.iterancestors())


def _seen_text(element: etree._Element, skipped: Callable[[etree._Element], bool] = lambda element: False) -> str:
    """The text of `element` that a reader sees, without what is `skipped`."""
    parts: list[str] = []
    events: Any = etree.iterwalk(element, events=("start", "end"))
    for event, inner in events:
        if event == "start":
            if inner.tag in _UNREAD or (inner is not element and skipped(inner)):
                events.skip_subtree()
            else:
                parts.append("\n" if inner.tag == "br" else inner.text or "")
        elif inner is not element:
            parts.append(inner.tail or "")
    return "".join(parts)


def _own_text(item: etree._Element) -> str:
    return _seen_text(item, lambda inner: inner.tag in _LISTS)


def _depth(item: etree._Element, lays_out: Callable[[etree._Element], bool]) -> int:
    """How many lists an item stands in: its own, and those of the items around it that are items to a reader."""
    lists = {above for above in item.iterancestors() if above.tag in _LISTS}
    for above in item.iterancestors("li"):
        if lays_out(above):
            lists.discard(next(above.iterancestors(*_LISTS), None))
    return len(lists)


def _is_gutter(element: etree._Element) -> bool:
    """Whether an element holds line numbers, by its name or by counting."""
    near = [element, *list(element.iterancestors())[:2]]
    if any(_GUTTER.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in near if one.tag != "pre"):
        return True
    beside = element.getparent()
    return (
        bool(_COUNTING.fullmatch(_seen_text(element)))
        and beside is not None
        and beside.tag == "td"
        and beside.getnext() is not None
    )


def code_of(pre: etree._Element) -> str:
    """The code in a <pre>, verbatim: without line numbers and buttons, and with the lines that elements make."""
    parts: list[str] = []

    def new_line() -> None:
        last = next((part for part in reversed(parts) if part), "\n")
        if not last.endswith("\n"):
            parts.append("\n")

    events: Any = etree.iterwalk(pre, events=("start", "end"))
    for event, inner in events:
        line = inner is not pre and inner.tag in LINES
        if event == "start":
            if inner.tag in _UNREAD or inner.tag == "button" or (inner is not pre and _names_gutter(inner)):
                events.skip_subtree()
                continue
            if line:
                new_line()
            parts += ["\n" if inner.tag == "br" else "", inner.text or ""]
        elif inner is not pre:
            if line and inner.tag != "button" and not _names_gutter(inner):
                new_line()
            parts.append(inner.tail or "")
    return verbatim("".join(parts))


def _names_gutter(element: etree._Element) -> bool:
    # A name alone may stand on a whole block ("line-numbers" on <pre><code>): what it holds must be numbers too.
    said = element.get("class") or ""
    return bool(_GUTTER.search(said)) and not re.search(r"[^\W\d]", _seen_text(element))


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    return [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]


def _holds_data(table: etree._Element) -> bool:
    """Whether a table is one to a reader: rows and columns that say something, no page laid out in it."""
    rows = _rows(table)
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return False
    if any(_GUTTER.search(cell.get("class") or "") or cell.get("data-line-number") for row in rows for cell in row):
        return False
    filled = [[bool(tight(_seen_text(cell))) for cell in row] for row in rows]
    if sum(map(any, filled)) < 2 or max(map(sum, filled), default=0) < 2:
        return False
    if table.find(".//th") is not None or table.find("caption") is not None:
        return True
    return all(len(_seen_text(cell).split()) <= LAYOUT_WORDS for row in rows for cell in row)


def grid(table: etree._Element) -> Grid:
    """What the cells of a table say, in the rows and columns where spans put them; empty rows are left out."""
    taken: set[tuple[int, int]] = set()
    found: Grid = []
    for number, row in enumerate(_rows(table)):
        column, cells = 0, {}
        for cell in row:
            while (number, column) in taken:
                column += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            taken.update((number + r, column + c) for r in range(down) for c in range(across))
            if text := tight(_seen_text(cell)):
                cells[column] = text
            column += across
        if cells:
            found.append(cells)
    return found


def _span(cell: etree._Element, name: str) -> int:
    said = (cell.get(name) or "1").strip()
    return min(max(int(said), 1), SPAN_LIMIT) if said.isdecimal() and len(said) < 9 else 1


# ── Markdown ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_TASK = re.compile(r"\[[ x]\] ")
_TAG = re.compile(r"<(/?)\s*([a-zA-Z][\w-]*)[^>]*>")


def markdown_parser() -> Any:
    """A parser of GitHub-flavoured Markdown: CommonMark, tables, struck text, formulas between dollars."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    dollarmath_plugin(parser, allow_space=False, allow_digits=False, double_inline=True)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def from_markdown(markdown: str) -> Structures:
    """The structures that a GFM parser sees."""
    reader = _Reader()
    for token in markdown_parser().parse(markdown):
        reader.read(token)
    return reader.finished()


class _Reader:
    """Gathers structures from a parser's tokens."""

    def __init__(self) -> None:
        self._found = Structures()
        self._text: list[str] = []
        self._items: list[int] = []  # the open ones, as places among those found
        self._lists = 0  # open ones
        self._column = -1  # of a table; -1 outside
        self._level = 0  # of a heading; 0 outside
        self._begins = False  # whether nothing of an item was read yet but its opening

    def read(self, token: Any) -> None:
        """Take the next token."""
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close"):
            self._lists += token.nesting
        elif kind == "list_item_open":
            self._items.append(len(self._found.items))
            self._found.items.append((self._lists, ""))
        elif kind == "list_item_close":
            self._items.pop()
        elif kind in ("heading_open", "heading_close"):
            self._level = int(token.tag[1]) if token.nesting > 0 else 0
        elif kind.startswith(("table_", "tr_", "th_", "td_")):
            self._read_table(kind)
        elif kind in ("fence", "code_block"):
            self._found.code.append(verbatim(token.content))
            self._say(tight(token.content))
        elif kind == "inline":
            self._read_inline(token.children or [])
        elif kind == "html_block":
            self._say(tight(unescape(_TAG.sub("", token.content))))
        if kind != "paragraph_open":
            self._begins = kind == "list_item_open"

    def _read_table(self, kind: str) -> None:
        tables = self._found.tables
        if kind == "table_open":
            tables.append([])
        elif kind == "tr_open":
            tables[-1].append({})
            self._column = 0
        elif kind in ("th_close", "td_close"):
            self._column += 1
        elif kind == "table_close":
            tables[-1] = [cells for cells in tables[-1] if cells]
            self._column = -1

    def _read_inline(self, tokens: list[Any]) -> None:
        if self._begins and tokens and (task := _TASK.match(tokens[0].content)):  # a box to tick says no words
            tokens[0].content = tokens[0].content[task.end() :]
        self._found.links += _links(tokens)
        if self._column >= 0:
            self._found.items += _items_in_cell(tokens, self._lists)
        self._say(tight(inline_text(tokens)))

    def _say(self, said: str) -> None:
        """Words belong to all that is open."""
        self._text.append(said)
        if self._level and said:
            self._found.headings.append((self._level, _heading(said)))
        if self._column >= 0 and said:
            self._found.tables[-1][-1][self._column] = said
        if self._items:
            depth, before = self._found.items[self._items[-1]]
            self._found.items[self._items[-1]] = (depth, before + said)

    def finished(self) -> Structures:
        """All that was found; items without words are none."""
        self._found.text = "".join(self._text)
        self._found.items = [item for item in self._found.items if item[1]]
        return self._found


def inline_text(tokens: Iterable[Any]) -> str:
    """The words of inline tokens, without marks and images."""
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type.startswith("math_"):
            dollars = "$" if token.type == "math_inline" else "$$"
            parts.append(f"{dollars}{token.content}{dollars}")
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts)


def _items_in_cell(tokens: list[Any], outside: int) -> list[tuple[int, str]]:
    """The items of lists in a table: there, lists are written as tags."""
    found: list[tuple[int, str]] = []
    open_items: list[int] = []
    depth = outside
    for token in tokens:
        tag = _TAG.fullmatch(token.content) if token.type == "html_inline" else None
        if tag and tag[2] in _LISTS:
            depth += -1 if tag[1] else 1
        elif tag and tag[2] == "li" and not tag[1]:
            open_items.append(len(found))
            found.append((depth, ""))
        elif tag and tag[2] == "li" and open_items:
            open_items.pop()
        elif open_items:
            level, text = found[open_items[-1]]
            found[open_items[-1]] = (level, text + tight(inline_text([token])))
    return [item for item in found if item[1]]


def _links(tokens: list[Any]) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(tokens):
        if tokens[at].type == "link_open":
            stop = next(i for i in range(at, len(tokens)) if tokens[i].type == "link_close")
            words, address = tight(inline_text(tokens[at + 1 : stop])), str(tokens[at].attrs.get("href", ""))
            if words and not _is_pointer(words, address):
                yield words, address
            at = stop
        at += 1
