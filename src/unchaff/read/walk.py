"""The events of a page (a tag begins, text, a tag ends) become a flat list of blocks inside boxes, in one pass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from itertools import chain
from typing import NamedTuple

from unchaff.limits import UNLIMITED, Budget
from unchaff.model import Block, Box, Concept, Kind, Mark, Span
from unchaff.read.code import FAR, is_suspect, named_language, names_gutter
from unchaff.read.formulas import pictured
from unchaff.read.head import Attributes, Head
from unchaff.read.pictures import embed_source, image_source
from unchaff.read.tags import ATTRIBUTES, HEADINGS, KINDS, MARKS, ROLES, Role
from unchaff.words import Vocabulary
from unchaff.words.memo import Memo
from unchaff.words.script import QUIET, count, is_spaced

# Longer blocks are prose: what they say in passing ("the newsletter of the club") is no evidence.
LISTEN_WORDS = 60
MARKS_MOST = 24  # open at once
CROWD = 1000  # attributes of a tag: of a page with more no tree is built, for libxml2 goes through all to add one
LOOK = 1024  # blocks or boxes from one look at the budget to the next
TEXTS = 16_384  # of a page, of which is remembered what they say
WHOLE_PAGE = frozenset({"html", "body"})  # their classes speak of the page ("comments-open"), not of a part of it
VERBATIM = frozenset(tag for tag, kind in KINDS.items() if kind is Kind.CODE)
NOTED = frozenset({"data-line-number", *chain(*ATTRIBUTES.values())})  # attributes
SLUGGED = WHOLE_PAGE | HEADINGS  # a heading's id repeats its words: h-the-drawer is no drawer
SPEAKING = frozenset({"id", "role", "itemprop", "style", "hidden", "aria-hidden"})  # and class, which nearly all have
HIDDEN = int(Concept.HIDDEN)
NEIGHBOURS = frozenset({"a", "span", "font", "time", "small", "u"})  # <b>un</b><b>known</b> is a word
MADE = frozenset({"mjx-container", "rt"})  # and <math>, boxes to tick, numbers of lines, buttons in code
TARGETS = {"a": "href", "math": "data-tex"}  # the attribute that a renderer needs with a mark
POINTS = frozenset({Mark.IMAGE, Mark.EMBED})
TIGHT = frozenset({Mark.CODE, Mark.MATH, Mark.SUB, Mark.SUP})
CLOSING = frozenset("!?:;,)]…»”")
POINTED = HEADINGS | {"dt", "caption", "figcaption"}  # what manuals give a link to itself
POINTERS = frozenset("#¶§🔗⚓")

# Looked up for every element, so not through their classes.
_INLINE, _BLOCK, _SKIP = Role.INLINE, Role.BLOCK, Role.SKIP
_MARK, _BREAK, _IMAGE = Role.MARK, Role.BREAK, Role.IMAGE
_EMBED, _PICTURE = Role.EMBED, Role.PICTURE
_TEXT, _CODE, _HEADING = Kind.TEXT, Kind.CODE, Kind.HEADING
_LINK = Mark.LINK
_span = partial(tuple.__new__, Span)  # half of what Span itself takes

# Signs that take no room on the screen. ZWJ and ZWNJ stay: Persian and emoji need them.
unseen = re.compile("[\u00ad\u200b\u2060\ufeff\x00]+").sub
# A text with none but these is as plain as ASCII: all signs in it are seen, and words stand apart.
foreign = re.compile(f"[^\x01-\x7f{QUIET}]").search
hides = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE).search
NUMBERS = b"0123456789-_"


class Walked(NamedTuple):
    """What a walk found on a page."""

    blocks: list[Block]
    boxes: list[Box]
    head: Head
    made: bool  # whether scripts may have made something of code or formulas, which read/restore.py can mend
    crowded: bool = False  # whether a tag has so many attributes that no tree can be built

    @property
    def language(self) -> str:
        """The language that the page declares."""
        return next((value for box in self.boxes[1:2] for name, value in box.attributes if name == "lang"), "")


class Spent(Exception):
    """The budget ends the walk; what was found so far counts."""


class Walk:
    """Takes the events of a page one after the other and keeps what is open: the box, the marks, the next block's text.

    A parser target in the sense of lxml: `start`, `data`, `end` and `close` are called in the order of the page.
    """

    __slots__ = (
        "apart",
        "around",
        "attributes",
        "blocks",
        "box",
        "boxes",
        "budget",
        "chunks",
        "code",
        "crowded",
        "embedded",
        "ended",
        "found",
        "head",
        "heap",
        "heard",
        "keys",
        "look_at",
        "looks",
        "made",
        "name",
        "open_looks",
        "open_marks",
        "pictures",
        "roles",
        "shown",
        "skipped",
        "spans",
        "told",
        "verbatim",
    )

    def __init__(self, vocabulary: Vocabulary, roles: Mapping[str, Role] = ROLES, budget: Budget = UNLIMITED) -> None:
        self.budget = budget
        self.look_at = min(LOOK, budget.blocks)  # so many blocks
        self.found: Walked | None = None
        self.heard = Memo(vocabulary.phrases.hear, TEXTS)  # a quarter of the blocks of a page say what others on it do
        self.name = vocabulary.names.read
        self.roles = roles
        self.head = Head()
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self.heap: list[str] = []  # text since the last tag: parsers give it in parts
        self.chunks: list[str] = []  # text between tags since the last block
        self.spans: list[Span] = []
        self.open_marks: list[tuple[Mark, int, str]] = []
        self.told: list[bool] = []  # of each tag that is open and a mark: whether it is among these
        self.attributes: list[Attributes] = []  # of the open boxes
        self.open_looks: list[Look] = []  # and how they look
        self.box = Box(None, "", 0)
        self.boxes.append(self.box)
        self.verbatim: Box | None = None  # the <pre> we are in
        self.code: Attributes = {}  # of the first <code> in it
        self.pictures: dict[Box, list[Span]] = {}  # those that stand alone, by their box
        self.shown = 0  # how many they are
        self.around: list[Attributes] = []  # of the <picture> that is open, and its <source>s
        self.embedded: list[Attributes] = []  # of the frame or film that is open, and its <source>s
        self.made = False  # whether there is something that read/restore.py mends
        self.crowded = False  # whether a tag has endless attributes
        self.skipped = 0  # how many elements are open that no reader sees
        self.ended = ""  # the tag that ended right here
        self.apart = ""  # the tag that began right where one of its kind had ended
        self.keys = 0  # how many there are of boxes so far
        self.looks = Looks(vocabulary)

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if len(attributes) > CROWD:
            self.crowded = True
        if self.skipped:
            self.skipped += 1
            self.head.start(tag, attributes, self.skipped)
            if self.embedded and tag == "source":
                self.embedded.append(attributes)
            return
        if self.heap:
            self.speak()
        if self.verbatim:
            self.made |= is_suspect(tag, attributes)
            if tag == "code":
                self.code = self.code or attributes
        role = self.roles.get(tag)
        if role is None:
            role = self.unlisted(tag)
        if role is _BLOCK:
            self.open_box(tag, attributes)
            return
        if tag == self.ended and tag in NEIGHBOURS and self.chunks:
            self.meet(tag, attributes)
        self.ended = ""
        if role is _MARK:
            self.open_mark(tag, attributes)
        elif role:
            self.open(tag, role, attributes)

    def is_made(self, attributes: Attributes) -> bool:
        """Whether a script holds a formula, or a control may be the box of a task."""
        kind = attributes.get("type", "")
        if kind == "checkbox":
            around = (attributes, *self.attributes[-3:])
            return "disabled" in attributes or any("task" in one.get("class", "") for one in around if one)
        return kind.startswith("math/tex")

    def unlisted(self, tag: str) -> Role:
        """The role of a tag that is in no list: custom elements are containers, but those of MathJax are not."""
        if tag in MADE:
            self.made = True
        return _BLOCK if "-" in tag and not tag.startswith("mjx-") else _INLINE

    def data(self, text: str) -> None:
        """A part of the text between two tags."""
        if self.skipped:
            if self.head.listens:
                self.head.data(text)
        elif self.chunks or not text.isspace() or self.heap or self.verbatim:  # else space before any text
            self.heap.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self.skipped:
            self.skipped -= 1
            self.head.end(self.skipped)
            if self.embedded and not self.skipped:
                self.embed()
            self.ended = tag
            return
        if self.heap:
            self.speak()
        role = self.roles.get(tag)
        if role is _BLOCK or (role is None and self.unlisted(tag) is _BLOCK):
            self.close_box(tag)  # no word goes on behind it, so it does not matter here what ended
            return
        if role is _MARK:
            self.close_mark()
        elif role is _PICTURE and tag == "picture":
            self.around.clear()
        if tag == self.apart:  # there was nothing in it
            self.apart = ""
        self.ended = tag

    def close(self) -> None:
        """The page ends, or the budget has."""
        if self.heap:
            self.speak()
        self.flush()
        for box, pictures in self.pictures.items():
            box.pictures = tuple(pictures)
        self.found = Walked(self.blocks, self.boxes, self.head, self.made or self.looks.gutter, self.crowded)

    def take(self) -> Walked | None:
        """What was found, which the walk itself lets go.

        lxml's parsers and their targets hold each other until the garbage collector comes; no page shall wait for it.
        """
        found = self.found
        for name in self.__slots__:
            delattr(self, name)
        return found

    def speak(self) -> None:
        """The text since the last tag is complete."""
        heap, chunks = self.heap, self.chunks
        text = heap[0] if len(heap) == 1 else "".join(heap)
        heap.clear()
        if chunks:
            if self.apart:
                self.keep_apart(text)
        elif not self.verbatim:  # parsers part it from what follows, or do not
            text = text.lstrip()
        chunks.append(text)
        self.ended = ""

    def meet(self, tag: str, attributes: Attributes) -> None:
        """An element begins right where one of the same tag has ended: what they say may be two words."""
        if self.verbatim or any(mark in TIGHT for mark, _, _ in self.open_marks):
            return
        if tag == "a":
            last = self.spans[-1] if self.spans else None
            linked = last and last.mark is _LINK and last.stop == len(self.chunks)
            if not (last and linked and last.target != attributes.get("href", "")):
                return
        self.apart = tag

    def keep_apart(self, after: str) -> None:
        """Put a space between neighbours that only their tags part: links to two places, words that are not one."""
        chunks = self.chunks
        if not after[0].isspace() and (self.apart == "a" or two_words(chunks[-1], after)):
            here = len(chunks)
            self.open_marks = [(mark, start + (start == here), target) for mark, start, target in self.open_marks]
            chunks.append(" ")
        self.apart = ""

    def open(self, tag: str, role: Role, attributes: Attributes) -> None:
        """An element begins that is neither a container nor a mark nor mere text."""
        if role is _SKIP:
            self.skipped = 1
            if tag == "head":
                self.head.begin()
            elif attributes and (tag == "script" or tag == "input"):
                self.made |= self.is_made(attributes)
        elif role is _IMAGE:
            self.image(attributes)
        elif role is _BREAK:
            self.line_break()
        elif role is _PICTURE:
            self.around.append(attributes)
        elif role is _EMBED:
            self.skipped = 1
            self.embedded.append(attributes)
        else:
            self.flush()

    def image(self, attributes: Attributes) -> None:
        """An image stands here, or a formula that is shown as one."""
        here = len(self.chunks)
        if formula := pictured(attributes):
            self.chunks.append(formula)
            self.spans.append(Span(Mark.MATH, here, here + 1, formula))
        else:
            name = attributes.get("alt") or ""
            self.spans.append(Span(Mark.IMAGE, here, here, image_source(attributes, self.around), name))

    def embed(self) -> None:
        """A frame, a film or a sound stands here."""
        attributes, *sources = self.embedded
        self.embedded.clear()
        if source := embed_source(attributes, sources):
            name = attributes.get("title") or attributes.get("aria-label") or ""
            # In front, for the last span tells whether a <br> was doubled.
            self.spans.insert(0, Span(Mark.EMBED, len(self.chunks), len(self.chunks), source, name))

    def open_mark(self, tag: str, attributes: Attributes) -> None:
        """A mark begins; one that is open already says nothing new, and unclosed tags would pile up."""
        mark, marks = MARKS[tag], self.open_marks
        told = not marks or (len(marks) < MARKS_MOST and (mark is _LINK or all(mark is not m for m, _, _ in marks)))
        self.told.append(told)
        if told:
            speaks = attributes and TARGETS.get(tag)
            marks.append((mark, len(self.chunks), attributes.get(speaks, "") if speaks else ""))
        if tag == "math":
            self.made = True

    def close_mark(self) -> None:
        """The innermost mark ends."""
        if not self.told.pop():
            return
        mark, start, target = self.open_marks.pop()
        if start < len(self.chunks):
            self.spans.append(_span((mark, start, len(self.chunks), target, "")))

    def open_box(self, tag: str, attributes: Attributes) -> None:
        """A container begins."""
        if self.chunks or self.spans:
            if self.verbatim:
                self.new_line()
            else:
                self.flush()
        parent, boxes = self.box, self.boxes
        look = self.looks[tag, attributes.get("class", "") if attributes else ""]
        key = look.keys.get(parent.key) or self.new_key(look.keys)
        self.box = box = Box(parent, tag, len(self.blocks), 0, 0, key, parent.depth + 1)
        boxes.append(box)
        self.attributes.append(attributes)
        self.open_looks.append(look)
        if len(boxes) % LOOK == 0:
            self.look()
        if look.special:
            if tag in VERBATIM:
                self.open_code(box)
            elif not NOTED.isdisjoint(attributes):
                self.note(box, tag, attributes)

    def new_key(self, keys: dict[int, int]) -> int:
        """A key for a look that is new at this place, written down in what that look has so far."""
        self.keys += 1
        return keys.setdefault(self.box.key, self.keys)

    def note(self, box: Box, tag: str, attributes: Attributes) -> None:
        """A container begins of which more may be wanted than its names."""
        box.attributes = tuple([(name, value) for name in ATTRIBUTES[tag] if (value := attributes.get(name))])
        self.made |= "data-line-number" in attributes

    def open_code(self, box: Box) -> None:
        """A <pre> begins."""
        self.made |= any(map(names_gutter, self.attributes[-3:]))
        if not self.verbatim:
            self.verbatim, self.code = box, {}

    def close_box(self, tag: str) -> None:
        """The container ends, and with it the block in it; names count only where there is text or a picture."""
        box, attributes = self.box, self.attributes.pop()
        if self.verbatim and self.verbatim is not box:
            self.new_line()
        else:
            if self.chunks or self.spans:
                self.flush()
            if self.verbatim:
                self.verbatim = None
                language = self.language(tag, attributes)
                box.attributes = (("data-lang", language),) if language else ()
        box.stop, look = len(self.blocks), self.open_looks.pop()
        if box.stop > box.start or box in self.pictures:
            box.named = look.named if look.named is not None else self.looks.read(look)
            if attributes and not SPEAKING.isdisjoint(attributes):
                box.named |= self.said(tag, attributes)
        if box.parent:
            self.box = box.parent

    def language(self, tag: str, attributes: Attributes) -> str:
        """The programming language of the <pre> that ends."""
        told: list[tuple[str, Attributes]] = [(tag, attributes), ("code", self.code)]
        above = self.box.parent
        for around in self.attributes[: -FAR - 1 : -1]:
            if above:
                told.append((above.tag, around))
                above = above.parent
        return named_language(told)

    def said(self, tag: str, attributes: Attributes) -> int:
        """What a container's attributes say, its class aside."""
        get, named = attributes.get, 0
        identity, role, item, style = get("id"), get("role"), get("itemprop"), get("style")
        if identity and tag not in SLUGGED:
            named |= self.name(identity)
        if role:
            named |= self.name(role)
        if item:
            named |= self.name(item)
        if (style and hides(style)) or get("hidden") is not None or get("aria-hidden") == "true":
            named |= HIDDEN
        return named

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
        if marks:
            reach = len(chunks)
            spans += [_span((mark, start, reach, target, "")) for mark, start, target in marks if start < reach]
            marks[:] = [(mark, 0, target) for mark, _, target in marks]
        if spans and self.box.tag in POINTED:
            drop_pointers(chunks, spans)
        raw = chunks[0] if len(chunks) == 1 else "".join(chunks)
        plain = raw.isascii() or not foreign(raw)
        if not plain:
            raw = unseen("", raw)
        parts = raw.split()
        if parts:
            text = " ".join(parts) if not self.verbatim else raw.strip("\n").rstrip()
            self.add(text, len(parts) if plain or is_spaced(text) else count(text))
        elif spans:
            self.keep_pictures()
        chunks.clear()
        spans.clear()
        self.apart = ""

    def keep_pictures(self) -> None:
        """Images and embeds that have no text beside them stay with their box."""
        found = [span for span in self.spans if span.mark in POINTS and span.target]
        if found:
            first, here = self.shown + 1, len(self.blocks)
            self.shown += len(found)
            kept = self.pictures.setdefault(self.box, [])
            kept += [_span((s.mark, here, stop, s.target, s.name)) for stop, s in enumerate(found, first)]

    def add(self, text: str, words: int) -> None:
        """A block of the chunks so far joins the table."""
        box, chunks = self.box, tuple(self.chunks)
        kind = _CODE if self.verbatim else KINDS.get(box.tag, _TEXT)
        level = int(box.tag[1]) if kind is _HEADING else 0
        heard = self.heard[text] if words <= LISTEN_WORDS else 0
        spans = tuple(self.spans)
        links = self.linked(words) if spans else 0
        self.blocks.append(Block(text, box, len(self.blocks), kind, level, words, links, heard, chunks, spans))
        if len(self.blocks) >= self.look_at:
            self.look()

    def look(self) -> None:
        """End the walk where the budget is spent."""
        if self.budget.spent(len(self.blocks)):
            box: Box | None = self.box
            for look in reversed(self.open_looks):
                if box:
                    box.named |= self.looks.read(look)
                    box.stop, box = len(self.blocks), box.parent
            for rest in (self.heap, self.chunks, self.spans):
                rest.clear()
            raise Spent
        self.look_at = min(len(self.blocks) + LOOK, self.budget.blocks)

    def linked(self, words: int) -> int:
        """How many of the block's words stand in links."""
        links = 0
        for mark, start, stop, _, _ in self.spans:
            if mark is _LINK:
                if start == 0 and stop == len(self.chunks):
                    return words
                links += count("".join(self.chunks[start:stop]))
        return min(links, words)


def drop_pointers(chunks: list[str], spans: list[Span]) -> None:
    """Take away the sign by which a heading links to itself ("Usage¶"), unless it is all there is.

    It is a button, and no gold heading of wcxb_dev has it: 21 pages, most of them manuals.
    """
    signs = {span.start for span in spans if points(span, chunks)}
    if signs and any(chunk.strip() for place, chunk in enumerate(chunks) if place not in signs):
        for place in signs:
            chunks[place] = ""
        spans[:] = [span for span in spans if span.start not in signs or span.stop > span.start + 1]


def points(span: Span, chunks: list[str]) -> bool:
    """Whether a span is a link to a place, and its text no more than a sign."""
    mark, start, stop, target, _ = span
    return mark is _LINK and stop == start + 1 and "#" in target and chunks[start].strip() in POINTERS


def two_words(before: str, after: str) -> bool:
    """Whether a word surely ends with `before` and another begins with `after`: "Town", "Loon"; not "un", "known"."""
    last = before[-1]
    if not (after[0].isupper() and after[1:2].isalpha()):
        return False
    if last == ".":
        return " " in before  # functools.Placeholder
    return last in CLOSING or ((last.islower() or last.isdigit()) and before[-2:-1].isalnum())


class Look:
    """A tag with its class, and what is known of boxes that look so."""

    __slots__ = ("classes", "keys", "named", "special", "tag")

    def __init__(self, tag: str, classes: str, keys: dict[int, int]) -> None:
        self.tag = tag
        self.classes = classes
        self.keys = keys  # theirs, by the key of the box around
        self.named: int | None = None  # what tag and class say; None until there is text in one of them
        self.special = tag in ATTRIBUTES or tag in VERBATIM  # whether the tag asks for more than that


class Looks(dict[tuple[str, str], Look]):
    """The looks of a page by tag and class. It fills itself.

    Classes that differ in numbers alone ("post-17") have the same keys.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.name = vocabulary.names.read
        self.shapes: dict[tuple[str, bytes], dict[int, int]] = {}
        self.gutter = False  # whether a cell is made for the numbers of lines

    def __missing__(self, key: tuple[str, str]) -> Look:
        tag, classes = key
        if tag == "td" and names_gutter({"class": classes}):
            self.gutter = True
        shape = (tag, classes.encode("utf-8", "replace").translate(None, NUMBERS))
        found = self[key] = Look(tag, classes, self.shapes.setdefault(shape, {}))
        return found

    def read(self, look: Look) -> int:
        """What a look says, from now on known."""
        named = self.name(look.tag)
        if look.classes and look.tag not in WHOLE_PAGE:
            named |= self.name(look.classes)
        look.named = named
        return named
