# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The compiled twin of Table in dump.py: the same blocks and boxes, their fields written where they lie.

Every method does what the one of its name does there, and says why there.
"""

from unchaff.model import Kind, Mark
from unchaff.read import dump as reference
from unchaff.read.units import Form, Unit
from unchaff.words.script import count

include "../_fields.pxi"

cdef enum:
    U_TEXT, U_INDENT, U_GAP, U_FORM, U_MARKER, U_LEVEL, U_INSIDE, U_CELLS

cdef Fields unit_fields = Fields(Unit, "text", "indent", "gap", "form", "marker", "level", "inside", "cells")
cdef object ITEM = Form.ITEM, ROW = Form.ROW, CODE = Form.CODE, QUOTE = Form.QUOTE
cdef object CODE_KIND = Kind.CODE, ITEM_KIND = Kind.ITEM, CELL_KIND = Kind.CELL, LINK = Mark.LINK
cdef list forms = list(Form)
cdef list kinds = [reference._FORM_KINDS[form] for form in forms]
cdef Py_ssize_t LISTEN_WORDS = reference.LISTEN_WORDS, LOOK = reference.LOOK
cdef object markup = reference._MARKUP
cdef object marked_up = reference.marked_up


cdef object kind_of(object form):
    """The kind of the blocks of a form; its hash would cost more than a look at all of them."""
    cdef Py_ssize_t i
    for i in range(len(forms)):
        if forms[i] is form:
            return kinds[i]
    return reference._FORM_KINDS[form]


cdef Py_ssize_t tidy(str text) noexcept:
    """The words of a text that one space parts each, and nothing else; 0 for any other."""
    cdef Py_ssize_t i, n = PyUnicode_GET_LENGTH(text), words = 0
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    cdef bint apart = True
    for i in range(n):
        sign = PyUnicode_READ(kind, data, i)
        if not sign.isspace():
            words += apart
            apart = False
        elif apart or sign != u" ":
            return 0
        else:
            apart = True
    return 0 if apart else words


cdef class Table:
    """The blocks and boxes so far, and the boxes that are open."""

    cdef object budget, understand, hear, box, base
    cdef readonly list blocks, boxes
    cdef readonly bint links
    cdef bint spaceless
    cdef Py_ssize_t look_at
    cdef list lists
    cdef dict paths

    def __init__(self, bint spaceless, understand, budget):
        self.budget, self.spaceless, self.understand = budget, spaceless, understand
        self.look_at = <Py_ssize_t>min(LOOK, budget.blocks)
        self.hear = reference.hearing()
        self.blocks, self.boxes, self.lists, self.paths = [], [], [], {}
        self.box = self.base = self.new_box(None, "", 0, 0, 0)

    cdef object new_box(self, parent, str tag, Py_ssize_t start, key, depth):
        box = box_fields.new()
        box_fields.put(box, PARENT, parent)
        box_fields.put(box, TAG, tag)
        box_fields.put(box, START, start)
        box_fields.put(box, STOP, 0)
        box_fields.put(box, NAMED, 0)
        box_fields.put(box, KEY, key)
        box_fields.put(box, DEPTH, depth)
        box_fields.put(box, WORDS, 0)
        box_fields.put(box, LINK_WORDS, 0)
        box_fields.put(box, ATTRIBUTES_OF, ())
        box_fields.put(box, PICTURES, ())
        self.boxes.append(box)
        return box

    def fill(self, list found, list runs):
        """Add all units, each in the boxes that reach over it."""
        cdef list open_until = []
        cdef Py_ssize_t i, start = len(found), stop = 0, last = -1, at = 0
        cdef str shape = ""
        if runs:
            start, stop, shape = runs[0]
        for i in range(len(found)):
            if len(self.blocks) >= self.look_at and self.spent():
                break
            while last == i:
                self.leave(self.base)
                open_until.pop()
                last = open_until[len(open_until) - 1] if open_until else -1
                self.close()
                self.base = self.box
            while start == i:
                self.leave(self.base)
                self.base = self.open("", shape)
                open_until.append(stop)
                last = stop
                at += 1
                start, stop, shape = runs[at] if at < len(runs) else (len(found), 0, "")
            unit_fields.check(found[i])
            self.add(found[i])
        while box_fields.get(self.box, PARENT) is not None:
            self.close()
        box_fields.put(self.box, STOP, len(self.blocks))

    cdef bint spent(self) except -1:
        self.look_at = <Py_ssize_t>min(len(self.blocks) + LOOK, self.budget.blocks)
        return self.budget.spent(len(self.blocks))

    cdef object open(self, str tag, str shape=""):
        above = self.box
        key = self.paths.setdefault((box_fields.get(above, KEY), tag, shape), len(self.paths) + 1)
        self.box = self.new_box(above, tag, len(self.blocks), key, box_fields.get(above, DEPTH) + 1)
        return self.box

    cdef int close(self) except -1:
        box_fields.put(self.box, STOP, len(self.blocks))
        parent = box_fields.get(self.box, PARENT)
        if parent is not None:
            self.box = parent

    cdef int leave(self, outer) except -1:
        while self.box is not outer:
            self.close()
        self.lists.clear()

    cdef int add(self, unit) except -1:
        form = unit_fields.get(unit, U_FORM)
        if form is ITEM:
            self.item(unit)
        elif form is ROW:
            self.row(unit)
        elif form is CODE or form is QUOTE:
            self.framed(unit, form)
        else:
            if self.box is not self.base and not unit_fields.get(unit, U_INSIDE):
                self.leave(self.base)
            self.block(unit_fields.get(unit, U_TEXT), kind_of(form), unit_fields.get(unit, U_LEVEL))

    cdef int item(self, unit) except -1:
        cdef str said = unit_fields.get(unit, U_MARKER)
        cdef str marker = "1" if said[0].isdigit() else said
        cdef Py_ssize_t indent = unit_fields.get(unit, U_INDENT)
        cdef Py_ssize_t most
        if unit_fields.get(unit, U_GAP) or (not self.lists and self.box is not self.base):
            self.leave(self.base)
        most, last = self.innermost()
        while self.lists and (most > indent or (most == indent and last == "")):
            self.close_list()
            most, last = self.innermost()
        if self.lists and most == indent:
            if last == marker:
                self.close()
            else:
                self.close_list()
                most, last = self.innermost()
        if not self.lists or most < indent:
            self.lists.append((indent, marker))
            box = self.open("ol" if marker == "1" else "ul", marker)
            if marker == "1" and said != "1":
                box_fields.put(box, ATTRIBUTES_OF, (("start", said),))
        self.open("li")
        text = unit_fields.get(unit, U_TEXT)
        if text:
            self.block(text, ITEM_KIND, 0)

    cdef tuple innermost(self):
        """Indent and marker of the innermost list."""
        return self.lists[len(self.lists) - 1] if self.lists else (0, "")

    cdef int close_list(self) except -1:
        self.lists.pop()
        self.close()
        self.close()

    cdef int row(self, unit) except -1:
        cdef str marker = unit_fields.get(unit, U_MARKER)
        if box_fields.get(self.box, TAG) == "tr" and not unit_fields.get(unit, U_GAP):
            self.close()
        else:
            self.leave(self.base)
            self.open("table")
        self.open("tr")
        for cell in unit_fields.get(unit, U_CELLS):
            self.open(marker or "td")
            if cell:
                self.block(cell, CELL_KIND, 0)
            self.close()

    cdef int framed(self, unit, form) except -1:
        cdef bint code = form is CODE
        marker = unit_fields.get(unit, U_MARKER)
        if box_fields.get(self.box, TAG) != "blockquote" or code or unit_fields.get(unit, U_GAP):
            self.leave(self.base)
            self.open("pre" if code else "blockquote")
        if code and marker:
            box_fields.put(self.box, ATTRIBUTES_OF, (("data-lang", marker),))
        self.block(unit_fields.get(unit, U_TEXT), kind_of(form), 0)

    cdef int block(self, str text, kind, level) except -1:
        cdef Py_ssize_t words
        if kind is CODE_KIND:
            words, level = count(text), 0
        elif self.understand is not None and not markup.isdisjoint(text):
            return self.marked(text, kind, level)
        else:
            words = tidy(text)
            if not words:
                parts = text.split()
                if not parts:
                    return 0
                text, words = " ".join(parts), len(parts)
            if self.spaceless:
                words = count(text)
        block = block_fields.new()
        block_fields.put(block, B_TEXT, text)
        block_fields.put(block, B_BOX, self.box)
        block_fields.put(block, B_INDEX, len(self.blocks))
        block_fields.put(block, B_KIND, kind)
        block_fields.put(block, B_LEVEL, level)
        block_fields.put(block, B_WORDS, words)
        block_fields.put(block, B_LINK_WORDS, 0)
        block_fields.put(block, B_HEARD, self.hear(text) if words <= LISTEN_WORDS else 0)
        block_fields.put(block, B_CHUNKS, (text,))
        block_fields.put(block, B_SPANS, ())
        block_fields.put(block, B_VERDICT, None)
        self.blocks.append(block)

    cdef int marked(self, str text, kind, level) except -1:
        """A block with marks joins the table, unless nothing of it is seen."""
        block = marked_up(self.understand(text), kind, level)
        self.links = self.links or any([span.mark is LINK for span in block.spans])
        if block.text:
            block.box, block.index = self.box, len(self.blocks)
            if block.words <= LISTEN_WORDS:
                block.heard = self.hear(block.text)
            self.blocks.append(block)
