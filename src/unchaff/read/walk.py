"""An lxml tree becomes a flat list of blocks inside boxes, in one pass that changes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from lxml import etree

from unchaff.limits import UNLIMITED, Budget
from unchaff.model import Block, Box, Concept, Kind, Mark, Span
from unchaff.read.tags import ATTRIBUTES, HEADINGS, KINDS, MARKS, ROLES, Role
from unchaff.words import Vocabulary
from unchaff.words.script import count

# Longer blocks are prose: what they say in passing ("the newsletter of the club") is no evidence.
LISTEN_WORDS = 60
MARKS_MOST = 24  # open at once
LOOK = 1024  # blocks or boxes from one look at the budget to the next
WHOLE_PAGE = frozenset({"html", "body"})  # their classes speak of the page ("comments-open"), not of a part of it
SLUGGED = WHOLE_PAGE | HEADINGS  # a heading's id repeats its words: h-the-drawer is no drawer
SPEAKING = frozenset({"id", "role", "itemprop", "style", "hidden", "aria-hidden"})  # and class, which nearly all have
HIDDEN = int(Concept.HIDDEN)
NEIGHBOURS = frozenset({"a", "span", "font", "time", "small", "u"})  # <b>un</b><b>known</b> is a word
TIGHT = frozenset({Mark.CODE, Mark.MATH, Mark.SUB, Mark.SUP})
CLOSING = frozenset("!?:;,)]…»”")

# Looked up for every element, so not through their classes.
_BLOCK, _SKIP, _MARK, _BREAK, _IMAGE = Role.BLOCK, Role.SKIP, Role.MARK, Role.BREAK, Role.IMAGE
_TEXT, _CODE, _HEADING = Kind.TEXT, Kind.CODE, Kind.HEADING
_LINK = Mark.LINK

# Signs that take no room on the screen. ZWJ and ZWNJ stay: Persian and emoji need them.
_unseen = re.compile("[\u00ad\u200b\u2060\ufeff\x00]+")
_hiding = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_NUMBERS = b"0123456789-_"


def walk(
    root: etree._Element, vocabulary: Vocabulary, roles: Mapping[str, Role] = ROLES, budget: Budget = UNLIMITED
) -> tuple[list[Block], list[Box]]:
    """The blocks and boxes of the tree below `root`, in reading order; the tree stays as it is."""
    table = Table(vocabulary, budget)
    with suppress(Spent):
        fill(table, root, roles)
    return table.blocks, table.boxes


def fill(table: Table, root: etree._Element, roles: Mapping[str, Role]) -> None:
    """Add everything below `root` to the table."""
    chunks, role_of, ended = table.chunks, roles.get, ""
    events: Any = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        tag = element.tag
        role = role_of(tag)
        if role is None:
            role = _BLOCK if "-" in tag else Role.INLINE
        if event == "start":
            if tag == ended and chunks and tag in NEIGHBOURS:
                table.keep_apart(element, tag)
            if role is _SKIP:
                events.skip_subtree()
                continue
            if role is _BLOCK:
                table.open_box(element, tag)
            elif role:
                table.open(element, tag, role)
            text, ended = element.text, ""
        else:
            if role is _BLOCK:
                table.close_box(element, tag)
            elif role is _MARK:
                table.close_mark()
            text = element.tail
            ended = tag if not text else ""
        if text and (chunks or not text.isspace()):
            chunks.append(text)
    table.flush()


class Spent(Exception):
    """The budget ends the walk; the table has what was found so far."""


class Table:
    """The blocks and boxes so far, and what is open: the box, the marks, the chunks of the next block."""

    __slots__ = ("blocks", "box", "boxes", "budget", "chunks", "hear", "look_at", "name",
        "names", "open_marks", "paths", "spans", "told", "verbatim")

    def __init__(self, vocabulary: Vocabulary, budget: Budget) -> None:
        self.budget = budget
        self.look_at = min(LOOK, budget.blocks)  # so many blocks
        self.hear = vocabulary.hear
        self.name = vocabulary.name
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self.chunks: list[str] = []  # always this list: the walk holds it too
        self.spans: list[Span] = []
        self.open_marks: list[tuple[Mark, int, str]] = []
        self.told: list[bool] = []  # of each tag that is open and a mark: whether it is among these
        self.box = Box(None, "", 0)
        self.boxes.append(self.box)
        self.verbatim: Box | None = None  # the <pre> we are in
        self.paths = Paths()
        self.names = TagNames(vocabulary)

    def open(self, element: etree._Element, tag: str, role: Role) -> None:
        """An element begins that is neither a container nor mere text."""
        if role is _MARK:
            target = element.get("href", "") if tag == "a" else element.get("class", "") if tag == "code" else ""
            self.open_mark(MARKS[tag], target)
        elif role is _BREAK:
            self.line_break()
        elif role is _IMAGE:
            source = element.get("src") or element.get("data-src") or ""
            self.spans.append(Span(Mark.IMAGE, len(self.chunks), len(self.chunks), source))
        else:
            self.flush()

    def open_mark(self, mark: Mark, target: str) -> None:
        """A mark begins; one that is open already says nothing new, and unclosed tags would pile up."""
        marks = self.open_marks
        told = not marks or (len(marks) < MARKS_MOST and (mark is _LINK or all(mark is not m for m, _, _ in marks)))
        self.told.append(told)
        if told:
            marks.append((mark, len(self.chunks), target))

    def close_mark(self) -> None:
        """The innermost mark ends."""
        if not self.told.pop():
            return
        mark, start, target = self.open_marks.pop()
        if start < len(self.chunks):
            self.spans.append(Span(mark, start, len(self.chunks), target))

    def keep_apart(self, element: etree._Element, tag: str) -> None:
        """Put a space between neighbours that only their tags part: links to two places, words that are not one."""
        before, after = self.chunks[-1], element.text or (element[0].text if len(element) else None)
        if not after or after[0].isspace() or self.verbatim or any(mark in TIGHT for mark, _, _ in self.open_marks):
            return
        if tag == "a":
            last = self.spans[-1] if self.spans else None
            linked = last and last.mark is _LINK and last.stop == len(self.chunks)
            apart = last and linked and last.target != element.get("href", "")
        else:
            apart = two_words(before, after)
        if apart:
            self.chunks.append(" ")

    def open_box(self, element: etree._Element, tag: str) -> None:
        """A container begins."""
        if self.chunks or self.spans:
            if self.verbatim:
                self.new_line()
            else:
                self.flush()
        parent = self.box
        key = self.paths[parent.key, tag, element.get("class") or ""]
        self.box = box = Box(parent, tag, len(self.blocks), 0, 0, key, parent.depth + 1)
        self.boxes.append(box)
        if len(self.boxes) % LOOK == 0:
            self.look()
        if tag in ATTRIBUTES:
            box.attributes = tuple((name, value) for name in ATTRIBUTES[tag] if (value := element.get(name)))
        if KINDS.get(tag) is _CODE and not self.verbatim:
            self.verbatim = box

    def said(self, element: etree._Element, tag: str) -> int:
        """What a container's tag and attributes say."""
        attributes = element.keys()
        if not attributes:
            return self.names[tag, ""]
        get = element.get
        named = self.names[tag, get("class") or ""]
        if SPEAKING.isdisjoint(attributes):
            return named
        identity, role, item, style = get("id"), get("role"), get("itemprop"), get("style")
        if identity and tag not in SLUGGED:
            named |= self.name(identity)
        if role:
            named |= self.name(role)
        if item:
            named |= self.name(item)
        if (style and _hiding.search(style)) or get("hidden") is not None or get("aria-hidden") == "true":
            named |= HIDDEN
        return named

    def close_box(self, element: etree._Element, tag: str) -> None:
        """The container ends, and with it the block in it; names count only where there is text to speak of."""
        box = self.box
        if self.verbatim and self.verbatim is not box:
            self.new_line()
        else:
            if self.chunks or self.spans:
                self.flush()
            self.verbatim = None
        box.stop = len(self.blocks)
        if box.stop > box.start:
            box.named = self.said(element, tag)
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
        """The chunks so far become a block, unless they are only space; marks that are open go on in the next."""
        chunks, spans, marks = self.chunks, self.spans, self.open_marks
        for i, (mark, start, target) in enumerate(marks):
            if start < len(chunks):
                spans.append(Span(mark, start, len(chunks), target))
            marks[i] = (mark, 0, target)
        raw = chunks[0] if len(chunks) == 1 else "".join(chunks)
        plain = raw.isascii()
        if not plain:
            raw = _unseen.sub("", raw)
        parts = raw.split()
        if parts:
            text = " ".join(parts) if not self.verbatim else raw.strip("\n").rstrip()
            self.add(text, len(parts) if plain else count(text))
        chunks.clear()
        spans.clear()

    def add(self, text: str, words: int) -> None:
        """A block of the chunks so far joins the table."""
        box, chunks = self.box, tuple(self.chunks)
        kind = _CODE if self.verbatim else KINDS.get(box.tag, _TEXT)
        level = int(box.tag[1]) if kind is _HEADING else 0
        heard = self.hear(text) if words <= LISTEN_WORDS else 0
        spans = tuple(self.spans)
        links = self.linked(words) if spans else 0
        self.blocks.append(Block(text, box, len(self.blocks), kind, level, words, links, heard, chunks, spans))
        if len(self.blocks) >= self.look_at:
            self.look()

    def look(self) -> None:
        """End the walk where the budget is spent."""
        if self.budget.spent(len(self.blocks)):
            box: Box | None = self.box
            while box:
                box.stop, box = len(self.blocks), box.parent
            raise Spent
        self.look_at = min(len(self.blocks) + LOOK, self.budget.blocks)

    def linked(self, words: int) -> int:
        """How many of the block's words stand in links."""
        links = 0
        for mark, start, stop, _ in self.spans:
            if mark is _LINK:
                if start == 0 and stop == len(self.chunks):
                    return words
                links += count("".join(self.chunks[start:stop]))
        return min(links, words)


def two_words(before: str, after: str) -> bool:
    """Whether a word surely ends with `before` and another begins with `after`: "Town", "Loon"; not "un", "known"."""
    last = before[-1]
    if not (after[0].isupper() and after[1:2].isalpha()):
        return False
    if last == ".":
        return " " in before  # functools.Placeholder
    return last in CLOSING or ((last.islower() or last.isdigit()) and before[-2:-1].isalnum())


class Paths(dict[tuple[int, str, str], int]):
    """By the path above, tag and class: the number of the path down to a box.

    Boxes whose classes differ in numbers alone ("post-17") share a path; the dictionary fills itself.
    """

    def __init__(self) -> None:
        super().__init__()
        self.shapes: dict[tuple[int, str, bytes], int] = {}

    def __missing__(self, way: tuple[int, str, str]) -> int:
        above, tag, classes = way
        shape = (above, tag, classes.encode("utf-8", "replace").translate(None, _NUMBERS))
        found = self[way] = self.shapes.setdefault(shape, len(self.shapes) + 1)
        return found


class TagNames(dict[tuple[str, str], int]):
    """By tag and class: what the two say; the dictionary fills itself."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.name = vocabulary.name

    def __missing__(self, names: tuple[str, str]) -> int:
        tag, classes = names
        named = self.name(tag)
        if classes and tag not in WHOLE_PAGE:
            named |= self.name(classes)
        self[names] = named
        return named
