# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The compiled twin of what makes blocks of lines: `units`, `intervals` and the Table of units.py, runs.py and dump.py;
and of what lines.py asks of every sign.

Every function and method does what the one of its name does there, and says why there. What few lines need is left to
Python: markup, rules, numbers, fences, rows of cells.
"""

from libc.stdlib cimport calloc, free

from unchaff.model import Kind, Mark
from unchaff.read import dump as reference
from unchaff.read import lines as of_lines
from unchaff.read import runs as of_runs
from unchaff.read import units as of_units
from unchaff.read.units import Form, Unit
from unchaff.words.script import count

include "../_fields.pxi"

cdef enum:
    U_TEXT, U_INDENT, U_GAP, U_FORM, U_MARKER, U_LEVEL, U_INSIDE, U_CELLS

cdef Fields unit_fields = Fields(Unit, "text", "indent", "gap", "form", "marker", "level", "inside", "cells")
cdef object LINE = Form.LINE, PARAGRAPH = Form.PARAGRAPH
cdef object ITEM = Form.ITEM, ROW = Form.ROW, CODE = Form.CODE, QUOTE = Form.QUOTE
cdef object CODE_KIND = Kind.CODE, ITEM_KIND = Kind.ITEM, CELL_KIND = Kind.CELL, LINK = Mark.LINK
cdef dict form_kinds = reference._FORM_KINDS
cdef Py_ssize_t LISTEN_WORDS = reference.LISTEN_WORDS, LOOK = reference.LOOK
cdef Py_ssize_t SHORT_SIGNS = of_runs.SHORT_SIGNS, NUMBER_SIGNS = of_runs.NUMBER_SIGNS, SHAPED = of_runs.SHAPED
cdef Py_ssize_t RUN = of_runs.RUN, PIECES = of_runs.PIECES
cdef object markup = reference._MARKUP
cdef object marked_up = reference.marked_up
cdef object numbers_of = of_runs.numbered, all_intervals = of_runs.intervals, nested = of_runs._nested
cdef object Parser = of_units.Parser, number = of_units._number
cdef Py_ssize_t INSIDE_MOST = of_units.INSIDE_MOST
cdef str bullets = "".join(sorted(of_units.BULLETS)), loose_bullets = "".join(sorted(of_units.LOOSE_BULLETS))
cdef str hidden_bullets = "".join(sorted(of_units.HIDDEN_BULLETS)), ruling = "".join(sorted(of_units._RULE))
cdef dict short_looks = {form: f"{form:d}s" for form in Form}, long_looks = {form: f"{form:d}l" for form in Form}
cdef str stops = "".join(sorted(of_runs._STOPS)), closers = "".join(sorted(of_runs._CLOSERS))
cdef str specials = "".join(sorted(of_units._SPECIAL))
cdef bint plain_specials[128]
for code in range(128):
    plain_specials[code] = chr(code) in specials


cdef enum:
    PAGES = 3328  # of 64 signs: scripts without spaces are told by the first bytes of their signs, so they fill whole pages
cdef bint spaceless[PAGES]
for code in range(PAGES):
    spaceless[code] = of_lines.is_spaceless(chr(64 * code))
cdef bint plain_unseen[128]
for code in range(128):
    plain_unseen[code] = not of_lines.clean(chr(code))


def clean(str text):
    """What `clean` of lines.py says; most dumps have nothing to drop."""
    cdef Py_ssize_t i
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    for i in range(PyUnicode_GET_LENGTH(text)):
        sign = PyUnicode_READ(kind, data, i)
        if plain_unseen[sign] if sign < 128 else sign in u"\u00ad\u200b\u2060\ufeff":
            return of_lines.clean(text)
    return text


def is_spaceless(str text):
    """What `is_spaceless` of lines.py says."""
    cdef Py_ssize_t i
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef int page
    for i in range(PyUnicode_GET_LENGTH(text)):
        page = <int>PyUnicode_READ(kind, data, i) >> 6
        if page < PAGES and spaceless[page]:
            return True
    return False


cdef enum:  # what one look says of a line
    RUNNING
    BULLET
    UNSURE


cdef inline bint is_special(Py_UCS4 sign) except -1:
    return plain_specials[sign] if sign < 128 else sign in specials


def units(list lines, style):
    """What the lines are, wrapped ones joined, in order."""
    cdef object parser = Parser(lines, style)
    cdef list found = parser.units
    cdef Py_ssize_t i, start, stop, resume = 0
    cdef bint gap = True, wraps = style.width > 0, plain = not (wraps or style.markdown), special, wide
    cdef int sort
    cdef str line, text
    for i in range(len(lines)):
        if i < resume:
            continue
        line = lines[i]
        stop = looked_at(line, &start, &special, &wide)
        if stop == start:
            gap = True
            continue
        text = line[start:stop]
        sort = RUNNING
        if special or wide:
            sort = sort_of(text, wide) if plain else UNSURE
        if sort == UNSURE:
            parser.gap = gap
            gap = parser.special(i, line, text)
            resume = parser.resume
            continue
        if sort == BULLET:
            parser.items = True
            found.append(new_item(text, start, gap))
            gap = False
            continue
        if wraps:
            parser.gap = gap
        if not (wraps and parser.wrapped(i, line, text)):
            found.append(new_unit(text, start, gap))
        gap = False
    parser.finish()
    if parser.numbers:
        number(parser)
    if parser.items:
        attach(found)
    return found


cdef Py_ssize_t looked_at(str line, Py_ssize_t* start, bint* special, bint* wide) except -1:
    """Where the text of a line ends, and where it starts; and whether its first sign or wide gaps may make it more than running text."""
    cdef Py_ssize_t i, first = 0, stop = PyUnicode_GET_LENGTH(line), spaces = 0
    cdef int kind = PyUnicode_KIND(line)
    cdef void* data = PyUnicode_DATA(line)
    cdef Py_UCS4 sign
    special[0] = wide[0] = False
    while first < stop and PyUnicode_READ(kind, data, first).isspace():
        first += 1
    start[0] = first
    if first == stop:
        return stop
    while PyUnicode_READ(kind, data, stop - 1).isspace():
        stop -= 1
    special[0] = is_special(PyUnicode_READ(kind, data, first))
    for i in range(first, stop):
        sign = PyUnicode_READ(kind, data, i)
        spaces = spaces + 1 if sign == u" " else 0
        if spaces == 3 or sign == u"\t":
            wide[0] = True
            break
    return stop


cdef int sort_of(str text, bint wide) except -1:
    """What `Parser.special` makes of a line in a dump that is neither wrapped nor Markdown, where one look tells."""
    cdef Py_ssize_t n = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 first = PyUnicode_READ(kind, data, 0)
    cdef bint apart = n == 1 or PyUnicode_READ(kind, data, 1).isspace()
    if is_rule(text):
        return UNSURE
    if first in bullets:
        if apart:
            return BULLET
        if first in loose_bullets:
            return UNSURE
    elif first in hidden_bullets and apart or first.isdigit() and may_be_counted(text):
        return UNSURE
    return UNSURE if wide else RUNNING


cdef bint is_rule(str text) except -1:
    cdef Py_ssize_t i
    for i in range(PyUnicode_GET_LENGTH(text)):
        if PyUnicode_READ(PyUnicode_KIND(text), PyUnicode_DATA(text), i) not in ruling:
            return False
    return True


cdef bint may_be_counted(str text) noexcept:
    """Whether what stands behind the digits in front is what stands behind the number of an item."""
    cdef Py_ssize_t i, n = PyUnicode_GET_LENGTH(text)
    cdef Py_UCS4 sign
    for i in range(n):
        sign = PyUnicode_READ(PyUnicode_KIND(text), PyUnicode_DATA(text), i)
        if not sign.isdecimal():
            return sign == u"." or sign == u")"
    return False


cdef object new_item(str text, Py_ssize_t indent, bint gap):
    """A unit for what stands behind a bullet."""
    unit = new_unit(text[1:].lstrip(), indent, gap)
    unit_fields.put(unit, U_FORM, ITEM)
    unit_fields.put(unit, U_MARKER, text[0])
    return unit


cdef int attach(list found) except -1:
    """What `_attach` of units.py does."""
    cdef Py_ssize_t i, k, first = 0  # of the units that wait
    cdef bint fits
    last = None
    for i in range(len(found)):
        unit = found[i]
        if unit_fields.get(unit, U_FORM) is not ITEM:
            continue
        if last is not None and 0 < i - first <= INSIDE_MOST and unit_fields.get(unit, U_INDENT) == unit_fields.get(last, U_INDENT):
            fits = True
            for k in range(first, i):
                fits = fits and unit_fields.get(found[k], U_FORM) is LINE and unit_fields.get(found[k], U_INDENT) > unit_fields.get(last, U_INDENT)
            for k in range(first, i if fits else first):
                unit_fields.put(found[k], U_INSIDE, True)
        last, first = unit, i + 1


cdef object new_unit(str text, Py_ssize_t indent, bint gap):
    unit = unit_fields.new()
    unit_fields.put(unit, U_TEXT, text)
    unit_fields.put(unit, U_INDENT, indent)
    unit_fields.put(unit, U_GAP, gap)
    unit_fields.put(unit, U_FORM, LINE)
    unit_fields.put(unit, U_MARKER, "")
    unit_fields.put(unit, U_LEVEL, 0)
    unit_fields.put(unit, U_INSIDE, False)
    unit_fields.put(unit, U_CELLS, ())
    return untracked(unit)


cdef struct Look:  # of a unit
    bint short
    bint listed
    bint gap


cdef struct Row:  # short parts that adjoin
    Py_ssize_t begin
    Py_ssize_t size
    Py_ssize_t least


def intervals(list found):
    """The runs of units that a reader sees as one thing, outermost first; none crosses another."""
    cdef Py_ssize_t i
    cdef Look* looks
    for unit in found:
        unit_fields.check(unit)
    if may_be_numbered(found) and numbers_of(found):
        return all_intervals(found)
    close_ranks(found)
    looks = <Look*>calloc(len(found) + 1, sizeof(Look))
    if looks == NULL:
        raise MemoryError
    try:
        for i in range(len(found)):
            unit = found[i]
            looks[i] = Look(is_short(unit), is_listed(unit), unit_fields.get(unit, U_GAP))
        return nested(runs_of(found, looks))
    finally:
        free(looks)


cdef list runs_of(list found, Look* looks):
    """Rows of short groups, rows of short lines, groups of several lines and the rows in them."""
    cdef Py_ssize_t n = len(found), start = 0, stop
    cdef Row groups = Row(0, 0, PIECES), lines = Row(0, 0, RUN)
    cdef list of_groups = [], of_lines = [], runs = []
    while start < n and not looks[start].gap:
        start += 1
    while start < n:
        stop = start + 1
        while stop < n and not looks[stop].gap:
            stop += 1
        step(of_groups, &groups, start, all_short(looks, start, stop))
        step(of_lines, &lines, start, looks[start].short and stop == start + 1)
        if stop > start + 1:
            grouped(runs, found, looks, start, stop)
        elif unit_fields.get(found[start], U_FORM) is LINE:
            unit_fields.put(found[start], U_FORM, PARAGRAPH)
        start = stop
    step(of_groups, &groups, n, False)
    step(of_lines, &lines, n, False)
    return of_groups + of_lines + runs


cdef int grouped(list runs, list found, Look* looks, Py_ssize_t start, Py_ssize_t stop) except -1:
    """A group of several lines, and the rows of short parts in it, none of which may be cut."""
    cdef Row row = Row(0, 0, RUN)
    cdef Py_ssize_t i, begin = start
    for i in range(start, stop):
        if not looks[i].listed:
            break
    else:
        return 0
    runs.append((start, stop, shape(found, looks, start, stop)))
    for i in range(start + 1, stop + 1):
        if i == stop or not (looks[i].listed and looks[begin].listed):
            step(runs, &row, begin, all_short(looks, begin, i))
            begin = i
    step(runs, &row, stop, False)


cdef int step(list runs, Row* row, Py_ssize_t start, bint short) except -1:
    """The next part of a row begins at `start`."""
    if short:
        row.begin = row.begin if row.size else start
        row.size += 1
        return 0
    if row.size > 1 and start - row.begin >= row.least:
        runs.append((row.begin, start, "run"))
    row.size = 0


cdef bint all_short(Look* looks, Py_ssize_t start, Py_ssize_t stop) noexcept:
    cdef Py_ssize_t i
    for i in range(start, stop):
        if not looks[i].short:
            return False
    return True


cdef str shape(list found, Look* looks, Py_ssize_t start, Py_ssize_t stop):
    cdef Py_ssize_t i
    if stop - start > SHAPED:
        return "many"
    return "".join([
        (short_looks if looks[i].short else long_looks)[unit_fields.get(found[i], U_FORM)] for i in range(start, stop)
    ])


cdef bint may_be_numbered(list found) except -1:
    """Whether a line says no more than a number."""
    cdef str text
    for unit in found:
        text = unit_fields.get(unit, U_TEXT)
        if 0 < PyUnicode_GET_LENGTH(text) <= NUMBER_SIGNS and unit_fields.get(unit, U_FORM) is LINE:
            if not text.isalpha() and any([sign.isdecimal() for sign in text]):
                return True
    return False


cdef int close_ranks(list found) except -1:
    cdef object last = None
    cdef Py_ssize_t size = 0
    cdef bint loose = False, listed, gap
    for unit in found:
        listed, gap = is_listed(unit), unit_fields.get(unit, U_GAP)
        if last is not None and listed and size:
            if gap and (size == 1 or loose or unit_fields.get(unit, U_INSIDE)):
                unit_fields.put(unit, U_GAP, False)
                gap, loose = False, True
            size = 1 if gap else size + 1
        elif last is not None and same_row(last, unit):
            unit_fields.put(unit, U_GAP, False)
        else:
            size, loose = listed, False
        last = unit


cdef bint same_row(one, other) except -1:
    if unit_fields.get(one, U_FORM) is not ROW or unit_fields.get(other, U_FORM) is not ROW:
        return False
    return len(unit_fields.get(one, U_CELLS)) == len(unit_fields.get(other, U_CELLS))


cdef bint is_listed(unit) except -1:
    return unit_fields.get(unit, U_FORM) is ITEM or unit_fields.get(unit, U_INSIDE)


cdef bint is_short(unit) except -1:
    cdef str text = unit_fields.get(unit, U_TEXT)
    cdef Py_ssize_t n = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    form = unit_fields.get(unit, U_FORM)
    if n > SHORT_SIGNS or (form is not LINE and form is not ITEM):
        return False
    if n and PyUnicode_READ(kind, data, n - 1) in closers:
        n -= 1
    if not n or PyUnicode_READ(kind, data, n - 1) not in stops:
        return True
    return text.endswith("...")


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
        self.box = self.base = new_box(None, "", 0, 0, 0, 0)
        self.blocks, self.boxes, self.lists, self.paths = [], [self.box], [], {}

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
        self.box = new_box(above, tag, len(self.blocks), 0, key, box_fields.get(above, DEPTH) + 1)
        self.boxes.append(self.box)
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
            self.block(unit_fields.get(unit, U_TEXT), form_kinds[form], unit_fields.get(unit, U_LEVEL))

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
        self.block(unit_fields.get(unit, U_TEXT), form_kinds[form], 0)

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
        block_fields.put(block, B_CHUNKS, untracked((text,)))
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
