"""A text dump becomes the same flat list of blocks inside boxes as HTML does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from unchaff.limits import UNLIMITED, Budget
from unchaff.model import Block, Box, Kind, Mark, Span
from unchaff.read.lines import PAIRS, clean, is_spaceless, is_torn, sewn, split_lines, wrap_width
from unchaff.read.lynx import link_marks, references
from unchaff.read.markdown import Inline, definitions, inline, is_markdown
from unchaff.read.runs import Interval, intervals
from unchaff.read.units import Form, Style, Unit, units
from unchaff.read.walk import LISTEN_WORDS, LOOK
from unchaff.twins import BLOCKS, WALK, twin
from unchaff.words import vocabulary
from unchaff.words.script import count

_MARKUP = frozenset("*_`[!<\\~")
_FORM_KINDS = {
    Form.LINE: Kind.TEXT,
    Form.PARAGRAPH: Kind.PARAGRAPH,
    Form.ITEM: Kind.ITEM,
    Form.HEADING: Kind.HEADING,
    Form.QUOTE: Kind.QUOTE,
    Form.CODE: Kind.CODE,
    Form.ROW: Kind.CELL,
}


def read_dump(text: str, budget: Budget = UNLIMITED) -> tuple[list[Block], list[Box], bool]:
    """The blocks and boxes of a dump in reading order, and whether it says which words are links."""
    compiled = twin(BLOCKS)
    text, marks = references((compiled.clean if compiled else clean)(text))
    markdown = is_markdown(text)
    targets: dict[str, str] = {}
    if markdown:
        text, targets = definitions(text)
    lines = split_lines(text)
    if not markdown and is_torn(text, len(lines)):
        lines = sewn(lines)
    style = Style(wrap_width(lines, 1 if marks else PAIRS), markdown)
    found = (compiled.units if compiled else units)(lines, style)
    runs = (compiled.intervals if compiled else intervals)(found)
    made: type[Table] = compiled.Table if compiled else Table
    spaceless = (compiled.is_spaceless if compiled else is_spaceless)(text)
    table = made(spaceless, _reader(markdown, targets, marks), budget)
    table.fill(found, runs)
    return table.blocks, table.boxes, bool(marks) or table.links


def _reader(markdown: bool, targets: Mapping[str, str], marks: Mapping[int, str]) -> Callable[[str], Inline] | None:
    """What finds the links in a line; None for a dump that has none."""
    if markdown:
        return lambda text: inline(text, targets)
    return (lambda text: link_marks(text, marks)) if marks else None


def hearing() -> Callable[[str], int]:
    """What hears the words of a line."""
    words, compiled = vocabulary(), twin(WALK)
    hear: Callable[[str], int] = compiled.ears(words.phrases) if compiled else words.hear
    return hear


class Table:
    """The blocks and boxes so far, and the boxes that are open."""

    def __init__(self, spaceless: bool, understand: Callable[[str], Inline] | None, budget: Budget) -> None:
        self.budget = budget
        self.look_at = min(LOOK, budget.blocks)
        self.hear = hearing()
        self.spaceless = spaceless
        self.understand = understand
        self.links = False
        self.blocks: list[Block] = []
        self.box = Box(None, "", 0)
        self.boxes: list[Box] = [self.box]
        self.lists: list[tuple[int, str]] = []  # indent and kind of bullet of each open list
        self.base = self.box  # the innermost open box that is no part of a list, table or quote
        self.paths: dict[tuple[int, str, str], int] = {}

    def fill(self, found: list[Unit], runs: list[Interval]) -> None:
        """Add all units, each in the boxes that reach over it."""
        open_until: list[int] = []
        following = iter([*runs, (len(found), 0, "")])
        start, stop, shape = next(following)
        for i, unit in enumerate(found):
            if len(self.blocks) >= self.look_at and self.spent():
                break
            while open_until and open_until[-1] == i:
                self.leave(self.base)
                open_until.pop()
                self.close()
                self.base = self.box
            while start == i:
                self.leave(self.base)
                self.base = self.open("", shape)
                open_until.append(stop)
                start, stop, shape = next(following)
            self.add(unit)
        while self.box.parent:
            self.close()
        self.box.stop = len(self.blocks)

    def spent(self) -> bool:
        """Whether the budget is; until the next look it will not be asked again."""
        self.look_at = min(len(self.blocks) + LOOK, self.budget.blocks)
        return self.budget.spent(len(self.blocks))

    def open(self, tag: str, shape: str = "") -> Box:
        """A box begins."""
        above = self.box
        key = self.paths.setdefault((above.key, tag, shape), len(self.paths) + 1)
        self.box = Box(above, tag, len(self.blocks), 0, 0, key, above.depth + 1)
        self.boxes.append(self.box)
        return self.box

    def close(self) -> None:
        """The innermost open box ends."""
        self.box.stop = len(self.blocks)
        if self.box.parent:
            self.box = self.box.parent

    def leave(self, outer: Box) -> None:
        """Close everything inside `outer`."""
        while self.box is not outer:
            self.close()
        self.lists.clear()

    def add(self, unit: Unit) -> None:
        """One unit becomes a block, or several in a row of cells."""
        form = unit.form
        if form <= Form.HEADING:
            if not unit.inside and self.box is not self.base:
                self.leave(self.base)
            self.block(unit.text, _FORM_KINDS[form], unit.level)
        elif form is Form.ITEM:
            self.item(unit)
        elif form is Form.ROW:
            self.row(unit)
        else:
            self.framed(unit)

    def item(self, unit: Unit) -> None:
        """An item, in the list of its depth."""
        marker = "1" if unit.marker[0].isdigit() else unit.marker
        if unit.gap or (not self.lists and self.box is not self.base):
            self.leave(self.base)
        while self.lists and (self.lists[-1][0] > unit.indent or self.lists[-1] == (unit.indent, "")):
            self.close_list()
        if self.lists and self.lists[-1][0] == unit.indent:
            if self.lists[-1][1] == marker:
                self.close()
            else:
                self.close_list()
        if not self.lists or self.lists[-1][0] < unit.indent:
            self.lists.append((unit.indent, marker))
            box = self.open("ol" if marker == "1" else "ul", marker)
            if marker == "1" and unit.marker != "1":
                box.attributes = (("start", unit.marker),)
        self.open("li")
        if unit.text:
            self.block(unit.text, Kind.ITEM)

    def close_list(self) -> None:
        """The innermost list ends, with its last item."""
        self.lists.pop()
        self.close()
        self.close()

    def row(self, unit: Unit) -> None:
        """A row of cells, in the table that is open or a new one."""
        if self.box.tag == "tr" and not unit.gap:
            self.close()
        else:
            self.leave(self.base)
            self.open("table")
        self.open("tr")
        for cell in unit.cells:
            self.open(unit.marker or "td")
            if cell:
                self.block(cell, Kind.CELL)
            self.close()

    def framed(self, unit: Unit) -> None:
        """Quoted lines in a row share a box; code has one of its own."""
        tag = "pre" if unit.form is Form.CODE else "blockquote"
        if self.box.tag != "blockquote" or tag == "pre" or unit.gap:
            self.leave(self.base)
            self.open(tag)
        if tag == "pre" and unit.marker:
            self.box.attributes = (("data-lang", unit.marker),)
        self.block(unit.text, _FORM_KINDS[unit.form])

    def block(self, text: str, kind: Kind, level: int = 0) -> None:
        """A block of `text` joins the table, unless nothing of it is seen."""
        if kind is Kind.CODE:
            block = Block(text, self.box, len(self.blocks), kind, 0, count(text), chunks=(text,))
        elif self.understand and not _MARKUP.isdisjoint(text):
            block = marked_up(self.understand(text), kind, level)
            block.box, block.index = self.box, len(self.blocks)
            self.links = self.links or any(span.mark is Mark.LINK for span in block.spans)
            if not block.text:
                return
        else:
            parts = text.split()
            if not parts:  # "\x1f", which counts as space in some places
                return
            plain = " ".join(parts)
            words = count(plain) if self.spaceless else len(parts)
            block = Block(plain, self.box, len(self.blocks), kind, level, words, 0, 0, (plain,))
        if block.words <= LISTEN_WORDS:
            block.heard = self.hear(block.text)
        self.blocks.append(block)


def marked_up(line: Inline, kind: Kind, level: int) -> Block:
    """A block with marks, in a box of its own; the words of an image stand for it where there are no others."""
    chunks, spans = line.chunks, line.spans
    text = " ".join("".join(chunks).split())
    if not text and line.alt:
        text, kind, level, chunks = " ".join(line.alt.split()), Kind.CAPTION, 0, (line.alt,)
        spans = tuple(Span(mark, 0, 0, target) for mark, _, _, target, _ in spans if mark is Mark.IMAGE)
    block = Block(text, Box(None, "", 0), 0, kind, level, count(text), 0, 0, chunks, spans)
    linked = [span for span in spans if span.mark is Mark.LINK]
    block.link_words = min(block.words, sum(count("".join(chunks[span.start : span.stop])) for span in linked))
    return block
