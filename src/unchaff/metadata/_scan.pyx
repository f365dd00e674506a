# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, nonecheck=False
"""The compiled twin of scan.py and of what lines.py asks of every line: the same, read off libxml2's nodes and off texts.

Every function does what the one of its name there does, and says why there.
"""

cimport cython
from libc.stdlib cimport calloc
from libc.string cimport strstr
from lxml.includes.etreepublic cimport _Element
from lxml.includes.tree cimport (
    XML_CDATA_SECTION_NODE,
    XML_COMMENT_NODE,
    XML_ELEMENT_NODE,
    XML_ENTITY_REF_NODE,
    XML_PI_NODE,
    XML_TEXT_NODE,
    xmlAttr,
    xmlNode,
)

import re
from collections import Counter

from unchaff.metadata import lines as of_lines
from unchaff.metadata import microdata as of_markup
from unchaff.metadata import scan as reference
from unchaff.model import Verdict
from unchaff.words import vocabulary

include "../_fields.pxi"

cdef extern from "Python.h":
    int Py_UNICODE_ISDECIMAL(Py_UCS4 sign)
    const char* PyUnicode_AsUTF8(object text) except NULL
    Py_ssize_t PyUnicode_FindChar(object text, Py_UCS4 sign, Py_ssize_t start, Py_ssize_t end, int direction) except -2

include "../_nodes.pxi"

cdef enum:
    V_LABEL
cdef Fields verdict_fields = Fields(Verdict, "label")
cdef enum:
    GAP, DIGIT, LETTER, LOW_LINE  # sorts of signs, as `re` has them
cdef unsigned char sort_of[256]
for code in range(256):
    sort_of[code] = DIGIT if chr(code).isdecimal() else LOW_LINE if code == 0x5F else LETTER if chr(code).isalnum() else GAP
cdef Py_ssize_t LONGEST = reference.LONGEST
cdef int TELLING = reference.TELLING
cdef frozenset FEEDS = reference.FEEDS
cdef tuple RELS = reference.RELS
cdef object dated_shape = of_lines.DATED.search

cdef enum:
    OTHER, HTML, BASE, TITLE, META, LINK, SCRIPT, H1, ARTICLE, TIME
    ROOM = 4096
    CAPITALS_MOST = 32  # in letters that stand together; what has more is read

cdef list TAGS = [b"", b"html", b"base", b"title", b"meta", b"link", b"script", b"h1", b"article", b"time"]
if {one.decode() for one in TAGS[1:]} != set(reference.READERS) or reference.STATING != {"itemprop", "property", "rel"}:
    raise ImportError("unchaff.metadata._scan was built from other sources; build it again")


cdef str text_at(xmlNode* node):
    """The text that begins with a node; "" where it is none."""
    cdef str found = ""
    while node != NULL and (node.type == XML_TEXT_NODE or node.type == XML_CDATA_SECTION_NODE):
        found = found + decoded(<const char*>node.content) if found else decoded(<const char*>node.content)
        node = node.next
    return found


cdef inline bint is_upper(char sign) noexcept:
    return c"A" <= sign <= c"Z"


cdef inline bint is_letter(char sign) noexcept:
    return c"a" <= (sign | 32) <= c"z"


cdef class Parts:
    """Of every name that says one of some things, its part that is rarest among other names: the longest run of letters.

    Most classes have none, and need no reading.
    """

    cdef int bits
    cdef frozenset known
    cdef object read
    cdef unsigned char sieve[ROOM]

    def __init__(self, int bits):
        names = vocabulary().names
        entries = [(entry.split("-"), said) for shelf in (names.parts, names.alone) for entry, said in shelf.items()]
        others = Counter([part for pieces, said in entries if not said & bits for part in pieces])
        told = [min(pieces, key=lambda part: (others[part], -len(part))) for pieces, said in entries if said & bits]
        self.known = frozenset([max(re.findall(b"[a-z]+", part.encode("utf-8")), key=len) for part in told])
        self.bits, self.read = bits, reference.saying()
        for i in range(ROOM):
            self.sieve[i] = 0
        for part in self.known:
            self.sieve[hashed(part, len(part))] = 1

    cdef bint is_silent(self, const char* classes):
        """Whether no name that says something can be in `classes`."""
        cdef const char* start
        cdef const char* at = classes
        while at[0] != 0:
            if at[0] < 0:
                return False
            start = at
            while is_letter(at[0]):
                at += 1
            if at != start:
                if self.may_say(start, at):
                    return False
            else:
                at += 1
        return True

    cdef bint may_say(self, const char* start, const char* stop):
        """Whether a known part is in letters that stand together: each may end, and the next begin, at a capital."""
        cdef const char* at
        cdef unsigned int hash
        cdef Py_ssize_t tried
        for tried in range(CAPITALS_MOST):
            hash, at = 0, start
            while at < stop:
                hash = 31 * hash + <unsigned char>(at[0] | 32)
                at += 1
                if at == stop or is_upper(at[0]):
                    if self.sieve[hash % ROOM] and start[: at - start].lower() in self.known:
                        return True
            start += 1
            while start < stop and not is_upper(start[0]):
                start += 1
            if start == stop:
                return False
        return True

    cdef bint has_none(self, xmlAttr* names):
        """Whether no name that says something can be in the value of an attribute."""
        cdef xmlNode* part = names.children if names != NULL else NULL
        if part == NULL:
            return True
        return part.next == NULL and part.content != NULL and self.is_silent(<const char*>part.content)

    cdef int said(self, xmlAttr* classes, dict known) except -1:
        """What classes say of these things; `known` is what those of the page that had to be read said."""
        cdef str names
        if self.has_none(classes):
            return 0
        names = value_of(classes)
        said = known.get(names)
        if said is None:
            said = known[names] = self.read(names) & self.bits
        return said


cdef Py_ssize_t hashed(const char* text, Py_ssize_t size) noexcept:
    cdef unsigned int hash = 0
    cdef Py_ssize_t i
    for i in range(size):
        hash = 31 * hash + <unsigned char>text[i]
    return hash % ROOM


cdef Parts parts = None, beside_parts = None


cdef int tag_of(const char* name) noexcept:
    """Which of those tags that state something it is."""
    if name[0] == c"m":
        return META if strcmp(name, b"meta") == 0 else OTHER
    if name[0] == c"l":
        return LINK if strcmp(name, b"link") == 0 else OTHER
    if name[0] == c"s":
        return SCRIPT if strcmp(name, b"script") == 0 else OTHER
    if name[0] == c"h":
        return H1 if strcmp(name, b"h1") == 0 else HTML if strcmp(name, b"html") == 0 else OTHER
    if name[0] == c"t":
        return TIME if strcmp(name, b"time") == 0 else TITLE if strcmp(name, b"title") == 0 else OTHER
    if name[0] == c"a":
        return ARTICLE if strcmp(name, b"article") == 0 else OTHER
    return BASE if strcmp(name, b"base") == 0 else OTHER


@cython.final
@cython.freelist(64)
@cython.no_gc  # it can be in no cycle
cdef class Element:
    """An element of a page, as metadata reads it: what lxml's elements can, as far as it is asked for."""

    cdef object page  # holds the nodes
    cdef xmlNode* node

    @property
    def tag(self):
        return decoded(<const char*>self.node.name)

    def get(self, str name):
        cdef xmlAttr* found = found_attribute(self.node, PyUnicode_AsUTF8(name))
        return None if found == NULL else value_of(found)

    def getparent(self):
        cdef xmlNode* parent = self.node.parent
        return element(self.page, parent) if parent != NULL and parent.type == XML_ELEMENT_NODE else None

    def iterdescendants(self):
        """The elements inside, in order."""
        cdef xmlNode* node = self.node
        while True:
            node = behind(node, self.node)
            if node == NULL:
                return
            if node.type == XML_ELEMENT_NODE:
                yield element(self.page, node)

    def __eq__(self, other):
        return isinstance(other, Element) and (<Element>other).node == self.node

    def __hash__(self):
        return <Py_hash_t>(<size_t>self.node >> 4)


cdef Element element(object page, xmlNode* node):
    cdef Element made = Element.__new__(Element)
    made.page, made.node = page, node
    return made


cdef xmlNode* behind(xmlNode* node, xmlNode* top) noexcept:
    """The node behind another in the order of the page; NULL where there is no more in `top`."""
    if node.type == XML_ELEMENT_NODE and node.children != NULL:
        return node.children
    while node != top and node.next == NULL:
        node = node.parent
    return node.next if node != top else NULL


def markup_of(root):
    """The markup of a page in which metadata may be stated; `root` is that of lxml's tree, or a grove."""
    if isinstance(root, _Element):
        return read_off((<_Element>root)._c_node, (<_Element>root)._doc)
    return read_off(<xmlNode*>PyCapsule_GetPointer(root.nodes, NODES), root)


cdef object read_off(xmlNode* root, object page):
    """The markup of the tree below `root`; `page` holds its nodes."""
    global parts
    cdef xmlNode* node = root
    cdef xmlAttr* one
    cdef int tag, said
    cdef bint stated
    cdef dict known
    if parts is None:
        parts = Parts(TELLING)
    found, known = reference.Markup(), {}
    while node != NULL:
        if node.type == XML_ELEMENT_NODE:
            tag, said, stated, one = tag_of(<const char*>node.name), 0, False, node.properties
            while one != NULL:
                if strcmp(<const char*>one.name, b"class") == 0:
                    said = parts.said(one, known)
                elif not stated and tag != META and tag != LINK:
                    stated = states(one)
                one = one.next
            if tag >= H1 or said or stated:
                keep(element(page, node), tag, said, stated, found)
            if OTHER < tag < H1:
                note(node, tag, found)
        node = behind(node, root)
    return found


cdef bint states(xmlAttr* one) except -1:
    """Whether an attribute is a property, or a `rel` that is one."""
    cdef const char* name = <const char*>one.name
    if name[0] == c"r":
        return strcmp(name, b"rel") == 0 and is_property(value_of(one).lower())
    return strcmp(name, b"itemprop") == 0 or strcmp(name, b"property") == 0


cdef bint is_property(str rel):
    for one in RELS:
        if one in rel:
            return True
    return False


cdef int keep(Element one, int tag, int said, bint stated, found) except -1:
    """Keep an element that has something to say in itself."""
    if tag == H1:
        found.headings.append(one)
    elif tag == ARTICLE:
        found.articles.append(one)
    elif tag == TIME:
        found.times.append(one)
    if said:
        found.named.append((one, said))
    if stated:
        found.stated.append(one)
    return 0


cdef int note(xmlNode* node, int tag, found) except -1:
    """Write down what an element of the head says."""
    cdef str text
    if tag == META:
        meta(node, found)
    elif tag == LINK:
        link(node, found)
    elif tag == SCRIPT:
        script(node, found)
    elif tag == HTML:
        found.language = found.language or (attribute(node, b"lang") or attribute(node, b"xml:lang")).strip()
    elif tag == BASE:
        found.base = found.base or attribute(node, b"href").strip()
    elif not found.titles:
        text = text_at(node.children)
        if text:
            found.titles.append(text)
    return 0


cdef int meta(xmlNode* node, found) except -1:
    cdef str content = attribute(node, b"content"), name
    if not content.strip():
        return 0
    if attribute(node, b"name").endswith("ld+json"):
        found.scripts.append(content)
    for name in attribute(node, b"property").split():
        found.metas.append((name.lower(), content))
    for name in attribute(node, b"name").split():
        found.metas.append((name.lower(), content))
    for name in attribute(node, b"itemprop").split():
        found.metas.append(("itemprop:" + name.lower(), content))
    for name in attribute(node, b"http-equiv").split():
        found.metas.append((name.lower(), content))
    return 0


cdef int link(xmlNode* node, found) except -1:
    cdef str rels = attribute(node, b"rel") or attribute(node, b"itemprop"), href, rel
    if not rels:
        return 0
    href = attribute(node, b"href").strip()
    for rel in rels.lower().split():
        is_feed = rel == "alternate" and attribute(node, b"type").lower() in FEEDS
        found.links.append(("feed" if is_feed else rel, href))
    return 0


cdef int script(xmlNode* node, found) except -1:
    cdef str text
    if "ld+json" in attribute(node, b"type").lower():
        text = text_at(node.children)
        if text:
            found.scripts.append(text)
    elif may_publish(node.children):
        found.code.append(text_at(node.children))
    return 0


cdef bint may_publish(xmlNode* node) noexcept:
    """Whether code has what `reference.PUBLISHING` says; where it lies in parts it may stand on a seam."""
    if node == NULL or node.content == NULL:
        return False
    return node.next != NULL or strstr(<const char*>node.content, b"ubli") != NULL


cdef inline bint is_child(xmlNode* node) noexcept:
    return (node.type == XML_ELEMENT_NODE or node.type == XML_COMMENT_NODE or node.type == XML_PI_NODE
            or node.type == XML_ENTITY_REF_NODE)


cdef inline xmlNode* child_from(xmlNode* node) noexcept:
    """The first of the children from `node` on that lxml gives."""
    while node != NULL and not is_child(node):
        node = node.next
    return node


cdef const char** names_of(list names) except NULL:
    """Names as C has them, with NULL behind the last; the list that holds them must stay as it is."""
    cdef const char** found = <const char**>calloc(len(names) + 1, sizeof(char*))
    if found == NULL:
        raise MemoryError
    for i, name in enumerate(names):
        found[i] = name
    return found


cdef list SILENT = sorted([one.encode("ascii") for one in reference.SILENT])
cdef list INLINE = sorted([one.encode("ascii") for one in reference.INLINE])
cdef const char** silent = names_of(SILENT)
cdef const char** inline_ = names_of(INLINE)


cdef bint is_among(const char* name, const char** names) noexcept:
    while names[0] != NULL:
        if names[0][0] == name[0] and strcmp(names[0], name) == 0:
            return True
        names += 1
    return False


cdef class Said:
    """Pieces of text, until they are enough."""

    cdef list pieces
    cdef Py_ssize_t left

    def __init__(self):
        self.pieces, self.left = [], 2 * LONGEST

    cdef bint add(self, str piece) except -1:
        """Whether there is room for more."""
        self.pieces.append(piece)
        self.left -= len(piece) + 8
        return self.left >= 0


cdef list WHOLE = sorted([one.encode("ascii") for one in of_markup.WHOLE])
cdef list ASIDE = sorted([one.encode("ascii") for one in of_markup.ASIDE])
cdef const char** whole = names_of(WHOLE)
cdef const char** aside = names_of(ASIDE)


@cython.final
cdef class Beside:
    """The twin of the class of this name in microdata.py."""

    cdef dict known  # by the address of the node
    cdef Parts parts

    def __init__(self, holders):
        global beside_parts
        if beside_parts is None:
            beside_parts = Parts(of_markup.BESIDE)
        self.parts = beside_parts
        self.known = {<size_t>(<Element?>one).node: False for one in holders}

    def __call__(self, Element one not None):
        cdef xmlNode* node = one.node
        cdef list way = []
        cdef bint found = False
        while not found and node != NULL and node.type == XML_ELEMENT_NODE and not is_among(<const char*>node.name, whole):
            known = self.known.get(<size_t>node)
            if known is not None:
                found = known
                break
            way.append(<size_t>node)
            found = self.is_aside(node) or self.says_so(node)
            node = node.parent
        for each in way:
            self.known[each] = found
        return found

    cdef bint is_aside(self, xmlNode* node) except -1:
        cdef xmlNode* parent = node.parent
        if not is_among(<const char*>node.name, aside):
            return False
        if strcmp(<const char*>node.name, b"footer") or parent == NULL or parent.type != XML_ELEMENT_NODE:
            return True
        return strcmp(<const char*>parent.name, b"article") != 0 or self.known.get(<size_t>parent) is not False

    cdef bint says_so(self, xmlNode* node) except -1:
        """Whether its names do."""
        cdef xmlAttr* classes = found_attribute(node, b"class")
        cdef xmlAttr* id = found_attribute(node, b"id")
        if self.parts.has_none(classes) and self.parts.has_none(id):
            return False
        names = (value_of(classes) if classes != NULL else "") + " " + (value_of(id) if id != NULL else "")
        return bool(self.parts.read(names) & self.parts.bits)


def text_of(Element one not None):
    """The beginning of the text inside an element as a reader sees it, without scripts."""
    cdef xmlNode* top = one.node
    cdef xmlNode* node = top
    cdef xmlNode* inner
    cdef Said said = Said()
    cdef bint more = True
    while more:
        inner = NULL
        if node.type == XML_ELEMENT_NODE and not is_among(<const char*>node.name, silent):
            more = said.add(gap(node) + text_at(node.children))
            inner = child_from(node.children)
            if more and inner == NULL:
                more = said.add(gap(node) + tail(node, top))
        else:
            more = said.add(tail(node, top))
        while more and inner == NULL and node != top:
            inner = child_from(node.next)
            if inner == NULL:
                node = node.parent
                more = said.add(gap(node) + tail(node, top))
        if inner == NULL:
            break
        node = inner
    return "".join(said.pieces)[:LONGEST]


cdef str gap(xmlNode* node):
    return "" if is_among(<const char*>node.name, inline_) else " "


cdef str tail(xmlNode* node, xmlNode* top):
    return text_at(node.next) if node != top else ""


def labelled(list blocks, label):
    """The blocks that have a label."""
    found = []
    for block in blocks:
        block_fields.check(block)
        verdict = block_fields.get(block, B_VERDICT)
        if verdict is not None:
            verdict_fields.check(verdict)
            if verdict_fields.get(verdict, V_LABEL) is label:
                found.append(block)
    return found


cdef str short_text(block, Py_ssize_t most):
    """The text of a block of at most so many words; "" of longer ones."""
    block_fields.check(block)
    return block_fields.get(block, B_TEXT) if <Py_ssize_t>block_fields.get(block, B_WORDS) <= most else ""


def dated(list blocks, Py_ssize_t most):
    """The blocks of at most so many words that may have a date in them."""
    cdef str text
    found = []
    for block in blocks:
        text = short_text(block, most)
        if may_be_dated(text):
            found.append(block)
    return found


cdef bint may_be_dated(str text):
    """Whether `of_lines.DATED` is found; texts in Latin letters, as most, are looked at without it."""
    cdef int kind = PyUnicode_KIND(text)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), i
    cdef const unsigned char* signs
    if kind != 1:
        return has_digits(text) and dated_shape(text)
    signs = <const unsigned char*>PyUnicode_DATA(text)
    if digits_in(signs, size) < 3:
        return False
    for i in range(size):
        if sort_of[signs[i]] == DIGIT and begins_date(signs + i + 1, signs + size):
            return True
    return False


cdef bint begins_date(const unsigned char* at, const unsigned char* stop) noexcept:
    """Whether what follows a digit makes it the first of a date."""
    cdef Py_ssize_t gap = run_of(GAP, at, stop), letters
    if run_of(DIGIT, at, stop) >= 3:
        return True
    if gap > 3:
        return False
    at += gap
    if gap and run_of(DIGIT, at, stop):
        return gap <= 2 and ends_date(at + run_of(DIGIT, at, stop), stop, 2)
    letters = run_of(LETTER, at, stop)
    return 3 <= letters <= 12 and ends_date(at + letters, stop, 3)


cdef bint ends_date(const unsigned char* at, const unsigned char* stop, Py_ssize_t widest) noexcept:
    """Whether two digits follow behind a gap."""
    cdef Py_ssize_t gap = run_of(GAP, at, stop)
    return 1 <= gap <= widest and run_of(DIGIT, at + gap, stop) >= 2


cdef inline Py_ssize_t run_of(int sort, const unsigned char* at, const unsigned char* stop) noexcept:
    """How many signs of a sort follow one another."""
    cdef Py_ssize_t run = 0
    while at + run < stop and sort_of[at[run]] == sort:
        run += 1
    return run


cdef bint has_digits(str text):
    """Whether there are so many digits that `of_lines.DATED` may be found, or a sign for years."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* signs = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    cdef Py_ssize_t i, digits = 0
    for i in range(PyUnicode_GET_LENGTH(text)):
        sign = PyUnicode_READ(kind, signs, i)
        if sign < 128:
            digits += c"0" <= sign <= c"9"
        elif sign == 0x5E74 or sign == 0xB144:
            return True
        else:
            digits += Py_UNICODE_ISDECIMAL(sign)
    return digits >= 3


cdef Py_ssize_t digits_in(const unsigned char* signs, Py_ssize_t size) noexcept:
    cdef Py_ssize_t i, digits = 0
    for i in range(size):
        digits += <unsigned char>(signs[i] - c"0") < 10
    return digits


def foreign(str text):
    """How many signs `_FOREIGN` of language.py has."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* signs = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    cdef Py_ssize_t i, found = 0
    for i in range(PyUnicode_GET_LENGTH(text) if kind > 1 else 0):
        sign = PyUnicode_READ(kind, signs, i)
        found += sign > 0x36F and not 0x2000 <= sign <= 0x206F
    return found


def copyrighted(list blocks, Py_ssize_t most):
    """The blocks of at most so many words that may claim a copyright."""
    return [block for block in blocks if claims_right(short_text(block, most))]


cdef bint claims_right(str text):
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), at = 0
    if PyUnicode_FindChar(text, 0xA9, 0, size, 1) >= 0 or PyUnicode_FindChar(text, 0x2117, 0, size, 1) >= 0:
        return True
    while True:
        at = PyUnicode_FindChar(text, c"(", at, size, 1)
        if at < 0:
            return may_begin(text, size) and "opyright" in text[:16].lower()
        if text.startswith(("(c)", "(C)"), at):
            return True
        at += 1


cdef bint may_begin(str text, Py_ssize_t size):
    """Whether "opyright" may be among the first signs of a text."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* signs = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    cdef Py_ssize_t i
    for i in range(min(size, 16) - 1):
        sign = PyUnicode_READ(kind, signs, i)
        if sign == c"o" or sign == c"O":
            sign = PyUnicode_READ(kind, signs, i + 1)
            if sign == c"p" or sign == c"P":
                return True
    return False
