"""An lxml tree becomes a flat list of blocks inside boxes, in one pass that changes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from unchaff.model import Block, Box, Concept, Kind, Mark, Span
from unchaff.read.tags import ATTRIBUTES, HEADINGS, KINDS, MARKS, ROLES, Role
from unchaff.words import Vocabulary
from unchaff.words.script import count

# Longer blocks are prose: what they say in passing ("the newsletter of the club") is no evidence.
LISTEN_WORDS = 60
WHOLE_PAGE = frozenset({"html", "body"})  # their classes speak of the page ("comments-open"), not of a part of it
SLUGGED = WHOLE_PAGE | HEADINGS  # a heading's id repeats its words: h-the-drawer is no drawer
HIDDEN = int(Concept.HIDDEN)

# Signs that take no room on the screen. ZWJ and ZWNJ stay: Persian and emoji need them.
_unseen = re.compile("[\u00ad\u200b\u2060\ufeff\x00]+")
_hiding = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_numbers = re.compile(r"[\d_-]+")


def walk(
    root: etree._Element, vocabulary: Vocabulary, roles: Mapping[str, Role] = ROLES
) -> tuple[list[Block], list[Box]]:
    """The blocks and boxes of the tree below `root`, in reading order; the tree stays as it is."""
    table = Table(vocabulary)
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        tag: Any = element.tag
        role = roles.get(tag)
        if role is None:
            role = Role.BLOCK if "-" in tag else Role.INLINE
        if event == "start":
            if role == Role.SKIP:
                events.skip_subtree()
                continue
            if role:
                table.open(element, tag, role)
            text = element.text
        else:
            if role:
                table.close(role)
            text = element.tail
        if text and (table.chunks or not text.isspace()):
            table.chunks.append(text)
    table.flush()
    return table.blocks, table.boxes


class Table:
    """The blocks and boxes so far, and what is open: the box, the marks, the chunks of the next block."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.hear = vocabulary.hear
        self.name = vocabulary.name
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self.chunks: list[str] = []
        self.spans: list[Span] = []
        self.open_marks: list[tuple[Mark, int, str]] = []
        self.box = Box(None, "", 0)
        self.boxes.append(self.box)
        self.verbatim: Box | None = None  # the <pre> we are in
        self.paths: dict[tuple[int, str, str], int] = {}
        self.shapes: dict[str, str] = {}

    def open(self, element: etree._Element, tag: str, role: Role) -> None:
        """An element begins that is more than running text."""
        if role == Role.BLOCK:
            if self.verbatim:
                self.new_line()
            else:
                self.flush()
            self.open_box(element, tag)
        elif role == Role.MARK:
            target = element.get("href", "") if tag == "a" else element.get("class", "") if tag == "code" else ""
            self.open_marks.append((MARKS[tag], len(self.chunks), target))
        elif role == Role.BREAK:
            self.line_break()
        elif role == Role.IMAGE:
            source = element.get("src") or element.get("data-src") or ""
            self.spans.append(Span(Mark.IMAGE, len(self.chunks), len(self.chunks), source))
        else:
            self.flush()

    def close(self, role: Role) -> None:
        """The element ends."""
        if role == Role.BLOCK:
            self.close_box()
        elif role == Role.MARK and self.open_marks:
            mark, start, target = self.open_marks.pop()
            if start < len(self.chunks):
                self.spans.append(Span(mark, start, len(self.chunks), target))

    def open_box(self, element: etree._Element, tag: str) -> None:
        """A container begins; what its names say is looked up once per distinct string."""
        get, parent = element.get, self.box
        classes = get("class") or ""
        identity = get("id")
        role, item = get("role"), get("itemprop")
        named = self.name(tag)
        if classes and tag not in WHOLE_PAGE:
            named |= self.name(classes)
        if identity and tag not in SLUGGED:
            named |= self.name(identity)
        if role:
            named |= self.name(role)
        if item:
            named |= self.name(item)
        style = get("style")
        if style and _hiding.search(style) or get("hidden") is not None or get("aria-hidden") == "true":
            named |= HIDDEN
        box = Box(parent, tag, len(self.blocks), 0, named, self.path(parent.key, tag, classes), parent.depth + 1)
        if tag in ATTRIBUTES:
            box.attributes = tuple((name, value) for name in ATTRIBUTES[tag] if (value := get(name)))
        self.boxes.append(box)
        self.box = box
        if KINDS.get(tag) is Kind.CODE and not self.verbatim:
            self.verbatim = box

    def path(self, above: int, tag: str, classes: str) -> int:
        """A number for the way down to a box by tags and classes; numbers in class names ("post-17") don't count."""
        shape = self.shapes.get(classes)
        if shape is None:
            shape = self.shapes[classes] = _numbers.sub("", classes)
        return self.paths.setdefault((above, tag, shape), len(self.paths) + 1)

    def close_box(self) -> None:
        """The container ends, and with it the block in it."""
        box = self.box
        if self.verbatim and self.verbatim is not box:
            self.new_line()
        else:
            self.flush()
            self.verbatim = None
        box.stop = len(self.blocks)
        if box.parent:
            self.box = box.parent

    def line_break(self) -> None:
        """One <br> is a new line, two are a new block."""
        chunks = self.chunks
        if self.verbatim:
            chunks.append("\n")
            return
        last = self.spans[-1] if self.spans else None
        if last and last.mark is Mark.BREAK and not "".join(chunks[last.stop :]).strip():
            self.flush()
        elif chunks:
            chunks.append("\n")
            self.spans.append(Span(Mark.BREAK, len(chunks) - 1, len(chunks)))

    def new_line(self) -> None:
        """Inside <pre> a container is a line of the same block."""
        if self.chunks and not self.chunks[-1].endswith("\n"):
            self.chunks.append("\n")

    def flush(self) -> None:
        """The chunks so far become a block, unless they are only space."""
        chunks, spans = self.chunks, self.spans
        if not chunks and not spans:
            if self.open_marks:
                self.open_marks = [(mark, 0, target) for mark, _, target in self.open_marks]
            return
        for i, (mark, start, target) in enumerate(self.open_marks):
            if start < len(chunks):
                spans.append(Span(mark, start, len(chunks), target))
            self.open_marks[i] = (mark, 0, target)
        raw = "".join(chunks)
        if not raw.isascii():
            raw = _unseen.sub("", raw)
        parts = raw.split()
        if parts:
            self.add(raw, parts)
        self.chunks, self.spans = [], []

    def add(self, raw: str, parts: list[str]) -> None:
        """A block of the text `raw` with the words `parts` joins the table."""
        box = self.box
        kind = Kind.CODE if self.verbatim else KINDS.get(box.tag, Kind.TEXT)
        text = " ".join(parts) if kind is not Kind.CODE else raw.strip("\n").rstrip()
        words = len(parts) if raw.isascii() else count(text)
        block = Block(text, box, len(self.blocks), kind, int(box.tag[1]) if kind is Kind.HEADING else 0, words)
        block.chunks = tuple(self.chunks)
        if self.spans:
            block.spans = tuple(self.spans)
            block.link_words = self.linked(words)
        if words <= LISTEN_WORDS:
            block.heard = self.hear(text)
        self.blocks.append(block)

    def linked(self, words: int) -> int:
        """How many of the block's words stand in links."""
        links = 0
        for mark, start, stop, _ in self.spans:
            if mark is Mark.LINK:
                if start == 0 and stop == len(self.chunks):
                    return words
                links += count("".join(self.chunks[start:stop]))
        return min(links, words)
