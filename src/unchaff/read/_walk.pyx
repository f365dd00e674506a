# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, nonecheck=False
"""The compiled twin of walk.py: the same blocks, boxes and head, read off lxml's tree without an object for each tag.

Every method does what the one of its name in walk.py does, and says why there. What is rare is done by the functions
of walk.py and its neighbours, with the attributes of the node as a dict.
"""

from cpython.dict cimport PyDict_GetItemWithError
from cpython.list cimport PyList_GET_SIZE
from cpython.object cimport PyObject, PyTypeObject
from cpython.ref cimport Py_INCREF
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.stdlib cimport calloc, free, realloc
from libc.string cimport memchr, memcmp, memset, strcmp, strlen
from lxml.includes.etreepublic cimport LXML_VERSION_STRING, _Element
from lxml.includes.tree cimport XML_CDATA_SECTION_NODE, XML_ELEMENT_NODE, XML_TEXT_NODE, xmlAttr, xmlNode

from collections import Counter
from functools import cache

from lxml import etree

from unchaff.read import walk as reference
from unchaff.read.code import FAR, is_suspect, named_language, names_gutter
from unchaff.read.formulas import pictured
from unchaff.read.head import Head
from unchaff.read.pictures import PLAIN as plain_image
from unchaff.read.pictures import embed_source, image_source
from unchaff.read.tags import ATTRIBUTES, KINDS, MARKS, Role
from unchaff.read.walk import Spent, Walked, two_words
from unchaff.model import Kind, Mark, Span
from unchaff.words.names import SHORT as short_hump
from unchaff.words.names import STATES, Memo
from unchaff.words.phrases import HEARD_WHOLE as heard_whole
from unchaff.words.script import count, split

cdef extern from "Python.h":
    void PyTuple_SET_ITEM(object made, Py_ssize_t i, object value)
    int PyUnicode_IS_ASCII(object text)
    object PyUnicode_FromKindAndData(int kind, const void* data, Py_ssize_t size)
    int PyUnicode_4BYTE_KIND
    int Py_UNICODE_ISSPACE(Py_UCS4 sign)


cdef extern from "libxml/xmlversion.h":
    const char* LIBXML_DOTTED_VERSION

BUILT_FOR = (LXML_VERSION_STRING.decode("ascii"), LIBXML_DOTTED_VERSION.decode("ascii"))
HERE = (etree.__version__, ".".join(map(str, etree.LIBXML_VERSION)))
if BUILT_FOR != HERE:
    raise ImportError("built for lxml {} with libxml2 {}, but lxml {} with libxml2 {} is here; "
                      "install unchaff again to have it built anew".format(*BUILT_FOR, *HERE))

cdef Py_ssize_t HEARD_WHOLE = heard_whole, SHORT_HUMP = short_hump
cdef size_t BASIS = 0xCBF29CE484222325, PRIME = 0x100000001B3  # FNV-1a
cdef enum:
    MOST = 128  # words of a text
    SHORT = 24  # signs of a text that is remembered
cdef int LOOK = reference.LOOK
cdef int LISTEN_WORDS = reference.LISTEN_WORDS
cdef int MARKS_MOST = reference.MARKS_MOST
cdef object HIDDEN = reference.HIDDEN
cdef object TIGHT = reference.TIGHT
cdef object POINTS = reference.POINTS
cdef object LINK = Mark.LINK
cdef object TEXT = Kind.TEXT
cdef object CODE = Kind.CODE
cdef object hides = reference.hides
cdef object unseen = reference.unseen
cdef frozenset PLAIN_IMAGE = plain_image
cdef bytes NUMBERS = reference.NUMBERS
cdef frozenset HEARD = frozenset({"meta", "title", "script"})  # by a head

cdef enum:
    INLINE = 0
    BLOCK = 1
    SKIP = 2
    BREAK = 3
    MARK = 4
    IMAGE = 5
    RULE = 6
    EMBED = 7
    PICTURE = 8

if [int(role) for role in Role] != [INLINE, BLOCK, SKIP, BREAK, MARK, IMAGE, RULE, EMBED, PICTURE]:
    raise ImportError("unchaff.read._walk was built from other sources; build it again")


cdef class Tag:
    """What a page's tags of one name mean to the walk."""

    cdef str name
    cdef int role
    cdef int level  # of a heading
    cdef bint neighbours
    cdef bint verbatim
    cdef bint slugged
    cdef bint whole_page
    cdef dict looks  # by class: the number of the look, and what tag and class say
    cdef object kind
    cdef object mark
    cdef str target  # the attribute that a renderer needs with a mark
    cdef tuple kept  # the attributes that a renderer needs with a box


cdef struct Seen:
    const void* name
    PyObject* tag


cdef struct Open:
    PyObject* box
    PyObject* tag
    xmlNode* node


cdef enum:
    SEEN = 256


include "../_fields.pxi"


cdef object span(object mark, Py_ssize_t start, Py_ssize_t stop, object target, object name):
    """A Span, made without a call."""
    cdef object made = PyType_GenericAlloc(<PyTypeObject*><PyObject*>Span, 5)
    cdef tuple fields = (mark, start, stop, target, name)
    cdef Py_ssize_t i
    for i in range(5):
        Py_INCREF(fields[i])
        PyTuple_SET_ITEM(made, i, fields[i])
    return made


cdef str decoded(const char* text):
    return PyUnicode_DecodeUTF8(text, strlen(text), NULL)


cdef bint is_space(const char* text):
    """Whether there is only space, as str.isspace sees it; an empty text is none."""
    cdef unsigned char sign
    cdef const char* at = text
    while True:
        sign = at[0]
        if sign == 0:
            return at != text
        if sign >= 128:
            return decoded(text).isspace()
        if not (sign == 32 or 9 <= sign <= 13 or 28 <= sign <= 31):
            return False
        at += 1


cdef str value_of(xmlAttr* attribute):
    """The value of an attribute."""
    cdef xmlNode* part = attribute.children
    if part == NULL:
        return ""
    if part.next == NULL:
        return decoded(<const char*>part.content) if part.content != NULL else ""
    parts = []
    while part != NULL:
        if part.content != NULL:
            parts.append(decoded(<const char*>part.content))
        part = part.next
    return "".join(parts)


cdef xmlAttr* found_attribute(xmlNode* node, const char* name):
    cdef xmlAttr* attribute = node.properties
    while attribute != NULL:
        if strcmp(<const char*>attribute.name, name) == 0:
            return attribute
        attribute = attribute.next
    return NULL


cdef str attribute(xmlNode* node, const char* name):
    """The value of an attribute; "" without it."""
    cdef xmlAttr* found = found_attribute(node, name)
    return value_of(found) if found != NULL else ""


cdef dict attributes_of(xmlNode* node):
    """All attributes."""
    cdef dict found = {}
    cdef xmlAttr* attribute = node.properties
    while attribute != NULL:
        found[decoded(<const char*>attribute.name)] = value_of(attribute)
        attribute = attribute.next
    return found


cdef tuple kept_of(xmlNode* node, tuple names):
    """Those of the named attributes that say something."""
    kept = []
    for name in names:
        value = attribute(node, name.encode("ascii"))
        if value:
            kept.append((name, value))
    return tuple(kept)


cdef bint holds(const char* text, const char* word) noexcept:
    """Whether a word of small ASCII letters stands in a text, in any case."""
    cdef Py_ssize_t i
    while text[0]:
        i = 0
        while word[i] and (text[i] | 32) == word[i]:
            i += 1
        if not word[i]:
            return True
        text += 1
    return False


cdef bint may_hide(xmlAttr* attribute) noexcept:
    """Whether a style has a word without which it hides nothing."""
    cdef xmlNode* value = attribute.children
    if value == NULL or value.content == NULL:
        return False
    return holds(<const char*>value.content, b"none") or holds(<const char*>value.content, b"hidden")


cdef bytes shape_of(str classes):
    """Class names without numbers, dashes and lines: what differs in these alone has one shape."""
    cdef bytes whole = classes.encode("utf-8", "replace")
    cdef const unsigned char* signs = whole
    cdef Py_ssize_t i
    for i in range(len(whole)):
        if c"0" <= signs[i] <= c"9" or signs[i] == c"-" or signs[i] == c"_":
            return whole.translate(None, NUMBERS)
    return whole


cdef bint is_plain_image(xmlNode* node):
    """Whether an image has a source, no other attribute that may name one or tell its size, and no formula to say."""
    cdef xmlAttr* attribute = node.properties
    cdef const char* name
    cdef str value
    cdef bint source = False
    while attribute != NULL:
        name = <const char*>attribute.name
        if strcmp(name, b"src") == 0:
            value = value_of(attribute)
            source = bool(value) and not value.startswith("data:")
        elif strcmp(name, b"alt") == 0:
            value = value_of(attribute)
            if "\\" in value or "^" in value or "_" in value or "$" in value:
                return False
        elif name[0] == c"d" or name[0] == c"s" or name[0] == c"w" or name[0] == c"h":
            if decoded(name) in PLAIN_IMAGE:
                return False
        attribute = attribute.next
    return source


cdef class Text:
    """Signs to be made a str."""

    cdef Py_UCS4* signs
    cdef Py_ssize_t size
    cdef Py_ssize_t room

    def __dealloc__(self):
        free(self.signs)

    cdef int reserve(self, Py_ssize_t more) except -1:
        if self.size + more > self.room:
            self.room = 2 * (self.size + more)
            self.signs = <Py_UCS4*>realloc(self.signs, self.room * sizeof(Py_UCS4))
            if self.signs == NULL:
                raise MemoryError
        return 0

    cdef Py_ssize_t squeeze(self, list chunks) except -1:
        """Take in the chunks as one, runs of space as one space; how many words there are, -1 - n if none is ASCII."""
        cdef bint inside = False, plain = True
        cdef Py_ssize_t words = 0, i, size
        cdef Py_UCS4 sign
        cdef int kind
        cdef void* data
        self.size = 0
        for chunk in chunks:
            if not PyUnicode_IS_ASCII(chunk):
                plain = False
        for chunk in chunks:
            size, kind, data = PyUnicode_GET_LENGTH(chunk), PyUnicode_KIND(chunk), PyUnicode_DATA(chunk)
            self.reserve(size + 1)
            for i in range(size):
                sign = PyUnicode_READ(kind, data, i)
                if sign == 32 or Py_UNICODE_ISSPACE(sign):
                    inside = False
                    continue
                if not plain and (
                    sign == 0xAD or sign == 0x200B or sign == 0x2060 or sign == 0xFEFF or sign == 0
                ):
                    continue
                if not inside:
                    inside = True
                    if words:
                        self.signs[self.size] = 32
                        self.size += 1
                    words += 1
                self.signs[self.size] = sign
                self.size += 1
        return words

    cdef str made(self):
        return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, self.signs, self.size)


cdef bint is_spaced(object text):
    """Whether `text` surely has no sign of a script without spaces."""
    cdef int kind
    cdef void* data
    cdef Py_ssize_t i
    cdef Py_UCS4 sign
    if PyUnicode_IS_ASCII(text):
        return True
    kind, data = PyUnicode_KIND(text), PyUnicode_DATA(text)
    for i in range(PyUnicode_GET_LENGTH(text)):
        sign = PyUnicode_READ(kind, data, i)
        if sign >= 0x0E01 and not 0x1E00 <= sign <= 0x2E7F:
            return False
    return True


cdef Py_ssize_t words_in(object text):
    """What `count` of words/script.py says."""
    cdef int kind
    cdef void* data
    cdef Py_ssize_t i, words = 0
    cdef bint inside = False
    if not is_spaced(text):
        return count(text)
    kind, data = PyUnicode_KIND(text), PyUnicode_DATA(text)
    for i in range(PyUnicode_GET_LENGTH(text)):
        if Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, i)):
            inside = False
        elif not inside:
            inside = True
            words += 1
    return words


cdef inline size_t after(size_t hash, size_t sign) noexcept:
    return (hash ^ sign) * PRIME


cdef inline size_t joined(size_t hash, size_t word) noexcept:
    """The hash of some words and one more; never 0."""
    return ((hash * 31 + word) ^ (word >> 29)) * PRIME | 1


cdef size_t COLON = after(BASIS, c":")


cdef struct Phrase:
    size_t hash
    int place


cdef enum:
    WHOLE = 1
    STARTS = 2
    ENDS = 4
    ANYWHERE = 8
    BEGINS = 16  # a phrase that may stand anywhere

cdef enum:
    LETTERS = 0x700  # signs below may be known: Latin, Greek, Cyrillic, Hebrew, Arabic
    OTHERS = 0x2000  # and from here on: spaces, dashes, quotes
    KNOWN = 0x2060
    PARTS = 0  # parts words
    UNKNOWN = 0xFFFFFFFF  # what it says in a word is for Python to find out
    ALONE = 0xA9  # the copyright sign is a word, as is a colon

cdef Py_UCS4 folded[KNOWN]  # of a sign: its small letter, a colon, or one of the above


cdef Py_UCS4 fold_of(str sign):
    """What `split` of words/script.py makes of a sign, in whatever company."""
    words = split(f"a{sign}a")
    if words == ["a", "a"]:
        return PARTS
    if len(words) == 3:
        return <Py_UCS4>ord(words[1]) if words[1] in (":", "©") else UNKNOWN
    if len(words) != 1 or len(words[0]) != 3 or split(sign) != [words[0][1]]:
        return UNKNOWN
    return UNKNOWN if words[0][1].isdigit() and not sign.isascii() else <Py_UCS4>ord(words[0][1])


for code in range(KNOWN):
    folded[code] = fold_of(chr(code)) if code < LETTERS or code >= OTHERS else UNKNOWN


cdef class Ears:
    """Tells texts that say nothing from those that say something, without making words of them.

    Phrases are known by their hashes: one that is taken for another costs a call of `hear`, and changes nothing.
    """

    cdef object hear
    cdef object remembered  # what short texts say: "Home", "Share" are on many pages
    cdef Phrase* filed
    cdef size_t mask
    cdef Py_ssize_t longest  # of the phrases that are not a whole text

    def __init__(self, phrases):
        cdef size_t room = 64
        self.hear, self.remembered = phrases.hear, Memo(phrases.hear)
        shelves = zip(phrases.filed, (WHOLE, STARTS, ENDS, ANYWHERE))
        signs = {chr(folded[code]) for code in range(KNOWN) if folded[code] != UNKNOWN}
        plain = [(phrase, place) for shelf, place in shelves for phrase in shelf if signs.issuperset("".join(phrase))]
        while room < 4 * <size_t>len(plain):
            room *= 2
        self.mask = room - 1
        self.filed = <Phrase*>calloc(room, sizeof(Phrase))
        if self.filed == NULL:
            raise MemoryError
        self.longest = max([len(phrase) for phrase, place in plain if place != WHOLE], default=0)
        for phrase, place in plain:
            self.file(phrase, place)
            if place == ANYWHERE:
                self.file(phrase[:1], BEGINS)

    def __dealloc__(self):
        free(self.filed)

    def __call__(self, str text):
        """What `hear` says."""
        return self.heard(text)

    cdef int file(self, tuple words, int place) except -1:
        cdef size_t hash = 0, word, at
        for one in words:
            word = BASIS
            for sign in one:
                word = after(word, <size_t>ord(sign))
            hash = joined(hash, word)
        at = hash & self.mask
        while self.filed[at].hash and self.filed[at].hash != hash:
            at = (at + 1) & self.mask
        self.filed[at].hash = hash
        self.filed[at].place |= place

    cdef bint knows(self, size_t hash, int place) noexcept:
        cdef size_t at = hash & self.mask
        while self.filed[at].hash:
            if self.filed[at].hash == hash:
                return self.filed[at].place & place
            at = (at + 1) & self.mask
        return False

    cdef object heard(self, str text):
        """The Concept bits of the phrases that `text` says."""
        cdef PyObject* known
        if not self.may_say(text):
            return 0
        if PyUnicode_GET_LENGTH(text) > SHORT:
            return self.hear(text)
        known = PyDict_GetItemWithError(self.remembered, text)
        return <object>known if known != NULL else self.remembered[text]

    cdef inline Py_UCS4 fold(self, Py_UCS4 sign) noexcept:
        return folded[sign] if sign < KNOWN else UNKNOWN

    cdef bint may_say(self, str text):
        """Whether a phrase stands at its place in a text; yes where it has signs that are not known."""
        cdef int kind = PyUnicode_KIND(text)
        cdef void* signs = PyUnicode_DATA(text)
        cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), i = 0, j, words = 0, last
        cdef size_t word, start = 0, bare = 0, end = 0, within
        cdef size_t said[MOST]  # the words, as hashes
        cdef Py_UCS4 sign
        cdef bint digits
        if size > HEARD_WHOLE:
            return True
        while i < size:
            sign = self.fold(PyUnicode_READ(kind, signs, i))
            if sign == PARTS:
                i += 1
                continue
            word, digits = BASIS, True
            if sign == c":" or sign == ALONE:
                word, digits = after(BASIS, <size_t>sign), sign == c":"
                i += 1
            else:
                while sign != PARTS and sign != c":" and sign != ALONE:
                    if sign == UNKNOWN:
                        return True
                    digits = digits and c"0" <= sign <= c"9"
                    word = after(word, <size_t>sign)
                    i += 1
                    sign = self.fold(PyUnicode_READ(kind, signs, i)) if i < size else PARTS
            if words == MOST:
                return True
            said[words] = word
            words += 1
            if words <= self.longest:
                start = joined(start, word)
                if self.knows(start, STARTS):
                    return True
            if not digits:
                bare = joined(bare, word)
        if not words:
            return False
        for i in range(words):
            within = joined(0, said[i])
            if self.knows(within, BEGINS):
                for j in range(i + 1, min(words, i + self.longest) + 1):
                    if self.knows(within, ANYWHERE):
                        return True
                    if j < words:
                        within = joined(within, said[j])
        last = words - 1 - (said[words - 1] == COLON and words > 1)
        for i in range(last, max(-1, last - self.longest), -1):
            end = joined(end, said[i])
            if self.knows(end, ENDS):
                return True
        return self.knows(bare, WHOLE)


cdef struct Entry:
    const char* word  # lower-case parts with dashes between
    Py_ssize_t size
    int alone  # the Concept bits of a whole name
    int part  # and those of a part of one; NONE where it is none
    int longest  # how many parts the longest entry has that begins with this one
    bint state


cdef enum:
    NONE = -1
    LONGEST = 256  # signs of a name; a longer one, and any that is not ASCII, is left to Python
    PARTS_MOST = 64


cdef inline bint is_lower(char sign) noexcept:
    return c"a" <= sign <= c"z"


cdef inline bint is_upper(char sign) noexcept:
    return c"A" <= sign <= c"Z"


cdef inline bint is_digit(char sign) noexcept:
    return c"0" <= sign <= c"9"


cdef inline bint is_alnum(char sign) noexcept:
    return is_lower(sign) or is_upper(sign) or is_digit(sign)


cdef class Reader:
    """Reads class names, ids and roles as words/names.py does, without an object for each."""

    cdef object read
    cdef list words  # what the entries point to
    cdef Entry* entries
    cdef size_t mask
    cdef char said[2 * LONGEST]  # the parts of a name, small, with dashes between
    cdef Py_ssize_t starts[PARTS_MOST + 1]  # where each part begins in it, one sign behind the end of the one before
    cdef Py_ssize_t parts

    def __init__(self, names):
        cdef size_t room = 64
        cdef Entry* entry
        self.read, self.words = names.read, []
        known = [one for one in {**names.parts, **names.alone, **names.longest, **dict.fromkeys(STATES)} if one.isascii()]
        while room < 3 * <size_t>len(known):
            room *= 2
        self.mask = room - 1
        self.entries = <Entry*>calloc(room, sizeof(Entry))
        if self.entries == NULL:
            raise MemoryError
        for one in known:
            word = one.encode("ascii")
            self.words.append(word)
            entry = self.found(word, len(word))
            entry.word, entry.size = word, len(word)
            entry.alone, entry.part = names.alone.get(one, 0), names.parts.get(one, NONE)
            entry.longest, entry.state = names.longest.get(one, 0), one in STATES

    def __dealloc__(self):
        free(self.entries)

    def __call__(self, str text):
        """What `read` says, to be compared with it."""
        word = text.encode("utf-8", "surrogatepass")
        return self.heard(word)

    cdef Entry* found(self, const char* word, Py_ssize_t size) noexcept:
        """The entry of a word; an empty one where there is none."""
        cdef size_t hash = BASIS
        cdef Py_ssize_t i
        cdef Entry* entry
        for i in range(size):
            hash = after(hash, <unsigned char>word[i])
        hash ^= hash >> 29
        while True:
            entry = &self.entries[hash & self.mask]
            if entry.word == NULL or (entry.size == size and memcmp(entry.word, word, size) == 0):
                return entry
            hash += 1

    cdef object heard(self, const char* text):
        """The Concept bits said by a string of names."""
        cdef const char* at = text
        cdef const char* start
        cdef unsigned char sign
        cdef int said = 0
        while True:
            start = at
            while True:
                sign = <unsigned char>at[0]
                if sign <= 32 or sign == c"." or sign == c"#" or sign == c"," or sign == c"/":
                    if sign == 0 or sign >= 28 or 9 <= sign <= 13:
                        break
                elif sign >= 128:
                    return self.read(PyUnicode_DecodeUTF8(text, strlen(text), "surrogatepass"))
                at += 1
            if at - start > LONGEST:
                return self.read(PyUnicode_DecodeUTF8(text, strlen(text), "surrogatepass"))
            if at != start:
                self.split(start, at - start)
                if self.parts > PARTS_MOST:
                    return self.read(PyUnicode_DecodeUTF8(text, strlen(text), "surrogatepass"))
                said |= self.one()
            if sign == 0:
                return said
            at += 1

    cdef int split(self, const char* name, Py_ssize_t size) noexcept:
        """`parts` of a name; more than PARTS_MOST where there are too many."""
        cdef Py_ssize_t at = 0, stop
        self.parts = self.starts[0] = 0
        while at < size:
            if not is_alnum(name[at]):
                at += 1
                continue
            stop = at + 1
            while stop < size and is_alnum(name[stop]):
                stop += 1
            self.piece(name + at, stop - at)
            at = stop
        return 0

    cdef int piece(self, const char* piece, Py_ssize_t size) noexcept:
        cdef Py_ssize_t i
        cdef bint lower = True, mixed = False
        for i in range(size):
            lower = lower and is_lower(piece[i])
            mixed = mixed or (i and is_digit(piece[i - 1]) and not is_digit(piece[i]))
        if lower or mixed:
            self.part(piece, size)
        else:  # of two short humps none says anything
            self.humps(piece, size, 1 if self.humps(piece, size, size + 1) < 2 else SHORT_HUMP)
        return 0

    cdef int humps(self, const char* piece, Py_ssize_t size, Py_ssize_t least) noexcept:
        """Make the humps of at least so many signs parts; how many are short."""
        cdef Py_ssize_t at = 0, stop
        cdef int short = 0
        while at < size:
            stop = at
            while stop < size and is_upper(piece[stop]):
                stop += 1
            if stop < size and is_lower(piece[stop]):
                if stop - at > 1:  # in "ABCd" the last capital begins the next hump
                    stop -= 1
                else:
                    while stop < size and is_lower(piece[stop]):
                        stop += 1
            if stop == at:  # a digit
                at += 1
                continue
            short += stop - at < SHORT_HUMP
            if stop - at >= least:
                self.part(piece + at, stop - at)
            at = stop
        return short

    cdef int part(self, const char* part, Py_ssize_t size) noexcept:
        cdef Py_ssize_t i, start
        if self.parts < PARTS_MOST:
            start = self.starts[self.parts]
            for i in range(size):
                self.said[start + i] = part[i] | 32 if is_upper(part[i]) else part[i]
            self.said[start + size] = c"-"
            self.starts[self.parts + 1] = start + size + 1
        self.parts += 1
        return 0

    cdef int one(self) noexcept:
        """What the parts of one name say."""
        cdef Py_ssize_t i = 0, length
        cdef int said
        cdef Entry* entry
        if not self.parts or self.run(0, 1).state:
            return 0
        said = self.run(0, self.parts).alone
        while i < self.parts:
            length = min(<Py_ssize_t>self.run(i, 1).longest, self.parts - i)
            while length > 0:
                entry = self.run(i, length)
                if entry.word != NULL and entry.part != NONE:
                    said |= entry.part
                    break
                length -= 1
            i += max(length, 1)
        return said

    cdef Entry* run(self, Py_ssize_t i, Py_ssize_t length) noexcept:
        return self.found(self.said + self.starts[i], self.starts[i + length] - self.starts[i] - 1)


@cache
def reader(names):
    """The reader of these names, which never change."""
    return Reader(names)


@cache
def ears(phrases):
    """The ears for these phrases, which never change."""
    return Ears(phrases)


cdef class Walk:
    """Walks over a tree and keeps what is open: the box, the marks, the next block's text."""

    cdef object budget, roles, head
    cdef Ears ears
    cdef Reader reader
    cdef Py_ssize_t look_at
    cdef list blocks, boxes, heap, chunks, spans, open_marks, told, around
    cdef object box, verbatim
    cdef dict code, paths, tags, shapes, pictures
    cdef Py_ssize_t shown
    cdef bint made
    cdef Tag ended, apart
    cdef Open* open
    cdef Py_ssize_t depth, room
    cdef Seen seen[SEEN]
    cdef Text text

    def __init__(self, vocabulary, roles, budget):
        self.budget = budget
        self.look_at = <Py_ssize_t>min(LOOK, budget.blocks)
        self.ears = ears(vocabulary.phrases)
        self.reader = reader(vocabulary.names)
        self.roles = roles
        self.head = Head()
        self.blocks, self.boxes = [], []
        self.heap, self.chunks, self.spans = [], [], []
        self.open_marks, self.told, self.around = [], [], []
        self.code, self.paths, self.tags, self.shapes, self.pictures = {}, {}, {}, {}, {}
        self.text = Text()
        self.box = new_box(None, "", 0, 0, 0, 0)
        self.boxes.append(self.box)
        memset(self.seen, 0, sizeof(self.seen))

    def __dealloc__(self):
        free(self.open)

    def over(self, _Element root):
        """Walk over `root` and what follows it; what was found."""
        try:
            self.go(root._c_node)
        except Spent:
            pass
        if self.heap:
            self.speak()
        self.flush()
        for box, pictures in self.pictures.items():
            box_fields.put(box, PICTURES, tuple(pictures))
        return Walked(self.blocks, self.boxes, self.head, self.made)

    cdef int go(self, xmlNode* root) except -1:
        cdef xmlNode* node = root
        cdef Tag tag
        cdef Py_ssize_t level = 0
        while True:
            if node.type == XML_ELEMENT_NODE:
                tag = self.tag_of(node)
                if self.start(tag, node):
                    if node.children != NULL:
                        node = node.children
                        level += 1
                        continue
                    self.end(tag)
            elif node.type == XML_TEXT_NODE or node.type == XML_CDATA_SECTION_NODE:
                if level and node.content != NULL and node.content[0] != 0:
                    self.data(<const char*>node.content)
            while node.next == NULL:
                if not level:
                    return 0
                node = node.parent
                level -= 1
                self.end(self.tag_of(node))
            node = node.next

    cdef Tag tag_of(self, xmlNode* node):
        cdef Seen* seen = &self.seen[(<size_t>node.name >> 3) % SEEN]
        if seen.name == <const void*>node.name:
            return <Tag>seen.tag
        name = decoded(<const char*>node.name)
        tag = self.tags.get(name)
        if tag is None:
            tag = self.tags[name] = self.new_tag(name)
        seen.name, seen.tag = <const void*>node.name, <PyObject*>tag
        return <Tag>tag

    cdef Tag new_tag(self, str name):
        cdef Tag tag = Tag()
        tag.name = name
        role = self.roles.get(name)
        if role is None:
            role = BLOCK if "-" in name and not name.startswith("mjx-") else INLINE
        tag.role = role
        tag.kind = KINDS.get(name, TEXT)
        tag.level = int(name[1]) if tag.kind is Kind.HEADING else 0
        tag.mark = MARKS.get(name)
        tag.target = reference.TARGETS.get(name)
        tag.neighbours = name in reference.NEIGHBOURS
        tag.verbatim = name in reference.VERBATIM
        tag.slugged = name in reference.SLUGGED
        tag.whole_page = name in reference.WHOLE_PAGE
        tag.looks = {}
        tag.kept = ATTRIBUTES.get(name)
        return tag

    cdef bint start(self, Tag tag, xmlNode* node) except -1:
        """An element begins; whether the walk goes into it."""
        if self.heap:
            self.speak()
        if self.verbatim is not None:
            self.in_code(tag, node)
        if tag.role == INLINE and tag.name in reference.MADE:
            self.made = True
        if tag.neighbours and tag is self.ended and self.chunks:
            self.meet(tag, node)
        self.ended = None
        if tag.role == INLINE:
            return True
        if tag.role == BLOCK:
            self.open_box(tag, node)
        elif tag.role == MARK:
            self.open_mark(tag, node)
        elif tag.role == SKIP or tag.role == EMBED:
            self.skip(tag, node)
            self.ended = tag
            return False
        elif tag.role == BREAK:
            self.line_break()
        elif tag.role == IMAGE:
            self.image(node)
        elif tag.role == PICTURE:
            self.around.append(attributes_of(node))
        else:
            self.flush()
        return True

    cdef int in_code(self, Tag tag, xmlNode* node) except -1:
        attributes = attributes_of(node)
        if is_suspect(tag.name, attributes):
            self.made = True
        if tag.name == "code":
            self.code = self.code or attributes

    cdef int skip(self, Tag tag, xmlNode* node) except -1:
        """An element that no reader sees; some are picked up all the same."""
        if tag.role == EMBED:
            self.embed(node)
        elif tag.name == "head":
            self.listen(node)
        elif node.properties != NULL and (tag.name == "script" or tag.name == "input"):
            self.made |= self.is_made(attributes_of(node))

    cdef int listen(self, xmlNode* top) except -1:
        """A head, told what it wants to hear."""
        cdef xmlNode* node = top
        cdef Py_ssize_t depth = 1
        head = self.head
        head.begin()
        while True:
            if node.type == XML_ELEMENT_NODE:
                if depth > 1:
                    name = decoded(<const char*>node.name)
                    if name in HEARD:
                        head.start(name, attributes_of(node), depth)
                if node.children != NULL:
                    node = node.children
                    depth += 1
                    continue
                if depth > 1:
                    head.end(depth - 1)
            elif node.type == XML_TEXT_NODE or node.type == XML_CDATA_SECTION_NODE:
                if node.content != NULL and head.listens:
                    head.data(decoded(<const char*>node.content))
            while node != top and node.next == NULL:
                node = node.parent
                depth -= 1
                if node != top:
                    head.end(depth - 1)
            if node == top:
                break
            node = node.next
        head.end(0)

    cdef bint is_made(self, dict attributes) except -1:
        kind = attributes.get("type", "")
        if kind == "checkbox":
            around = (attributes, *self.nearest(3))
            return "disabled" in attributes or any(["task" in one.get("class", "") for one in around])
        return kind.startswith("math/tex")

    cdef list nearest(self, Py_ssize_t most):
        """The attributes of the innermost open boxes, the innermost first."""
        cdef Py_ssize_t i
        return [attributes_of(self.open[i].node) for i in range(self.depth - 1, max(-1, self.depth - 1 - most), -1)]

    cdef int data(self, const char* text) except -1:
        if self.heap or self.chunks or self.verbatim is not None or not is_space(text):
            self.heap.append(decoded(text))

    cdef int end(self, Tag tag) except -1:
        if self.heap:
            self.speak()
        if tag.role == BLOCK:
            self.close_box(tag)
        elif tag.role == MARK:
            self.close_mark()
        elif tag.role == PICTURE and tag.name == "picture":
            self.around.clear()
        if tag is self.apart:
            self.apart = None
        self.ended = tag

    cdef int speak(self) except -1:
        cdef list heap = self.heap
        cdef str text = heap[0] if PyList_GET_SIZE(heap) == 1 else "".join(heap)
        heap.clear()
        if self.chunks:
            if self.apart is not None:
                self.keep_apart(text)
        elif self.verbatim is None:
            text = text.lstrip()
        self.chunks.append(text)
        self.ended = None

    cdef int meet(self, Tag tag, xmlNode* node) except -1:
        if self.verbatim is not None or any([open_mark[0] in TIGHT for open_mark in self.open_marks]):
            return 0
        if tag.name == "a":
            last = self.spans[len(self.spans) - 1] if self.spans else None
            if last is None or last[0] is not LINK or last[2] != len(self.chunks):
                return 0
            if last[3] == attribute(node, b"href"):
                return 0
        self.apart = tag

    cdef int keep_apart(self, str after) except -1:
        cdef list chunks = self.chunks
        cdef Py_ssize_t here
        if not after[0].isspace() and (self.apart.name == "a" or two_words(chunks[len(chunks) - 1], after)):
            here = len(chunks)
            self.open_marks = [(mark, start + (start == here), target) for mark, start, target in self.open_marks]
            chunks.append(" ")
        self.apart = None

    cdef int image(self, xmlNode* node) except -1:
        cdef Py_ssize_t here = len(self.chunks)
        if is_plain_image(node):
            self.spans.append(span(Mark.IMAGE, here, here, attribute(node, b"src"), attribute(node, b"alt")))
            return 0
        attributes = attributes_of(node)
        formula = pictured(attributes)
        if formula:
            self.chunks.append(formula)
            self.spans.append(span(Mark.MATH, here, here + 1, formula, ""))
        else:
            self.spans.append(
                span(Mark.IMAGE, here, here, image_source(attributes, self.around), attributes.get("alt") or "")
            )

    cdef int embed(self, xmlNode* top) except -1:
        cdef Py_ssize_t here = len(self.chunks)
        cdef xmlNode* node = top
        attributes, sources = attributes_of(top), []
        while True:
            if node.type == XML_ELEMENT_NODE:
                if node != top and strcmp(<const char*>node.name, b"source") == 0:
                    sources.append(attributes_of(node))
                if node.children != NULL:
                    node = node.children
                    continue
            while node != top and node.next == NULL:
                node = node.parent
            if node == top:
                break
            node = node.next
        source = embed_source(attributes, sources)
        if source:
            name = attributes.get("title") or attributes.get("aria-label") or ""
            self.spans.insert(0, span(Mark.EMBED, here, here, source, name))

    cdef int open_mark(self, Tag tag, xmlNode* node) except -1:
        cdef list marks = self.open_marks
        cdef bint told = not marks
        cdef object mark = tag.mark
        cdef str target = ""
        if not told and len(marks) < MARKS_MOST:
            told = True
            if mark is not LINK:
                for one in marks:
                    if one[0] is mark:
                        told = False
                        break
        self.told.append(told)
        if tag.target is not None:
            target = attribute(node, b"href") if mark is LINK else attribute(node, b"data-tex")
            if tag.name == "math":
                self.made = True
        if told:
            marks.append((mark, len(self.chunks), target))

    cdef int close_mark(self) except -1:
        if not self.told.pop():
            return 0
        mark, start, target = self.open_marks.pop()
        if start < len(self.chunks):
            self.spans.append(span(mark, start, len(self.chunks), target, ""))

    cdef int open_box(self, Tag tag, xmlNode* node) except -1:
        if self.chunks or self.spans:
            if self.verbatim is not None:
                self.new_line()
            else:
                self.flush()
        parent = self.box
        look, named = self.look_of(tag, node)
        place = box_fields.get(parent, KEY) << 32 | look
        key = self.paths.setdefault(place, len(self.paths) + 1)
        self.box = box = new_box(parent, tag.name, len(self.blocks), named, key, self.depth + 1)
        self.boxes.append(box)
        self.push(box, tag, node)
        if len(self.boxes) % LOOK == 0:
            self.look()
        if tag.kept is not None and node.properties != NULL:
            box_fields.put(box, ATTRIBUTES_OF, kept_of(node, tag.kept))
            if found_attribute(node, b"data-line-number") != NULL:
                self.made = True
        if tag.verbatim:
            if any(map(names_gutter, self.nearest(3))):
                self.made = True
            if self.verbatim is None:
                self.verbatim, self.code = box, {}

    cdef object look_of(self, Tag tag, xmlNode* node):
        """The number of the look, and what tag and class say."""
        cdef str classes = attribute(node, b"class") if node.properties != NULL else ""
        cdef dict known = tag.looks
        cdef PyObject* found = PyDict_GetItemWithError(known, classes)
        if found != NULL:
            return <object>found
        named = self.reader(tag.name)
        if classes and not tag.whole_page:
            named |= self.reader(classes)
        if tag.name == "td" and names_gutter({"class": classes}):
            self.made = True
        look = known[classes] = self.shapes.setdefault((tag.name, shape_of(classes)), len(self.shapes)), named
        return look

    cdef int push(self, object box, Tag tag, xmlNode* node) except -1:
        if self.depth == self.room:
            self.room = 2 * self.room + 64
            self.open = <Open*>realloc(self.open, self.room * sizeof(Open))
            if self.open == NULL:
                raise MemoryError
        # The boxes and the tags of the page hold what these point to.
        self.open[self.depth] = Open(<PyObject*>box, <PyObject*>tag, node)
        self.depth += 1

    cdef int close_box(self, Tag tag) except -1:
        cdef object box = self.box
        cdef xmlNode* node = self.open[self.depth - 1].node
        if self.verbatim is not None and self.verbatim is not box:
            self.new_line()
        else:
            if self.chunks or self.spans:
                self.flush()
            if self.verbatim is not None:
                self.verbatim = None
                language = self.language()
                box_fields.put(box, ATTRIBUTES_OF, (("data-lang", language),) if language else ())
        stop = len(self.blocks)
        box_fields.put(box, STOP, stop)
        if stop == box_fields.get(box, START) and box not in self.pictures:
            box_fields.put(box, NAMED, 0)
        elif node.properties != NULL:
            said = self.said(tag, node)
            if said:
                box_fields.put(box, NAMED, box_fields.get(box, NAMED) | said)
        self.depth -= 1
        self.box = box_fields.get(box, PARENT)

    cdef object language(self):
        """The programming language of the <pre> that ends."""
        cdef Py_ssize_t i, last = self.depth - 1
        told = [((<Tag>self.open[i].tag).name, attributes_of(self.open[i].node)) for i in range(last, max(-1, last - 1 - FAR), -1)]
        return named_language([told[0], ("code", self.code), *told[1:]])

    cdef object said(self, Tag tag, xmlNode* node):
        cdef xmlAttr* attribute = node.properties
        cdef const char* name
        named = 0
        while attribute != NULL:
            name = <const char*>attribute.name
            if name[0] == c"i":
                if strcmp(name, b"id") == 0:
                    if not tag.slugged:
                        named |= names_in(self.reader, attribute)
                elif strcmp(name, b"itemprop") == 0:
                    named |= names_in(self.reader, attribute)
            elif name[0] == c"r":
                if strcmp(name, b"role") == 0:
                    named |= names_in(self.reader, attribute)
            elif name[0] == c"s":
                if strcmp(name, b"style") == 0 and may_hide(attribute) and hides(value_of(attribute)):
                    named |= HIDDEN
            elif name[0] == c"h":
                if strcmp(name, b"hidden") == 0:
                    named |= HIDDEN
            elif name[0] == c"a":
                if strcmp(name, b"aria-hidden") == 0 and value_of(attribute) == "true":
                    named |= HIDDEN
            attribute = attribute.next
        return named

    cdef int line_break(self) except -1:
        cdef list chunks = self.chunks
        if self.verbatim is not None:
            chunks.append("\n")
            return 0
        last = self.spans[len(self.spans) - 1] if self.spans else None
        if last is not None and last[0] is Mark.BREAK and not "".join(chunks[last[2]:]).strip():
            self.flush()
        elif chunks:
            chunks.append("\n")
            self.spans.append(span(Mark.BREAK, len(chunks) - 1, len(chunks), "", ""))

    cdef int new_line(self) except -1:
        if self.chunks and not self.chunks[len(self.chunks) - 1].endswith("\n"):
            self.chunks.append("\n")

    cdef int flush(self) except -1:
        cdef list chunks = self.chunks, spans = self.spans, marks = self.open_marks
        cdef Py_ssize_t words, reach
        cdef str text
        if marks:
            reach = len(chunks)
            for mark, start, target in marks:
                if start < reach:
                    spans.append(span(mark, start, reach, target, ""))
            self.open_marks = [(mark, 0, target) for mark, _, target in marks]
        if chunks:
            words = self.text.squeeze(chunks)
            if words:
                if self.verbatim is not None:
                    text = self.as_written()
                else:
                    text = self.text.made()
                self.add(text, words)
                spans = None
        if spans:
            self.keep_pictures()
        chunks.clear()
        self.spans.clear()
        self.apart = None

    cdef str as_written(self):
        """The chunks as they are, blank lines around them aside."""
        raw = "".join(self.chunks)
        if not raw.isascii():
            raw = unseen("", raw)
        return raw.strip("\n").rstrip()

    cdef int keep_pictures(self) except -1:
        cdef Py_ssize_t here = len(self.blocks)
        for one in self.spans:
            if one[0] in POINTS and one[3]:
                self.shown += 1
                self.pictures.setdefault(self.box, []).append(span(one[0], here, self.shown, one[3], one[4]))

    cdef int add(self, str text, Py_ssize_t words) except -1:
        cdef object block
        cdef Tag tag = <Tag>self.open[self.depth - 1].tag if self.depth else None
        cdef object kind = TEXT if tag is None else tag.kind
        cdef Py_ssize_t links = 0
        if not is_spaced(text):
            words = count(text)
        heard = self.ears.heard(text) if words <= LISTEN_WORDS else 0
        if self.spans:
            links = self.linked(words)
        block = block_fields.new()
        block_fields.put(block, B_TEXT, text)
        block_fields.put(block, B_BOX, self.box)
        block_fields.put(block, B_INDEX, len(self.blocks))
        block_fields.put(block, B_KIND, CODE if self.verbatim is not None else kind)
        block_fields.put(block, B_LEVEL, tag.level if tag is not None and self.verbatim is None else 0)
        block_fields.put(block, B_WORDS, words)
        block_fields.put(block, B_LINK_WORDS, links)
        block_fields.put(block, B_HEARD, heard)
        block_fields.put(block, B_CHUNKS, tuple(self.chunks))
        block_fields.put(block, B_SPANS, tuple(self.spans))
        block_fields.put(block, B_VERDICT, None)
        self.blocks.append(block)
        if len(self.blocks) >= self.look_at:
            self.look()

    cdef int look(self) except -1:
        if self.budget.spent(len(self.blocks)):
            box = self.box
            while box is not None:
                box.stop, box = len(self.blocks), box.parent
            for rest in (self.heap, self.chunks, self.spans):
                rest.clear()
            raise Spent
        self.look_at = <Py_ssize_t>min(len(self.blocks) + LOOK, self.budget.blocks)

    cdef Py_ssize_t linked(self, Py_ssize_t words) except -1:
        cdef Py_ssize_t links = 0, start, stop
        cdef list chunks = self.chunks
        for one in self.spans:
            if one[0] is LINK:
                start, stop = one[1], one[2]
                if start == 0 and stop == len(chunks):
                    return words
                links += words_in(chunks[start] if stop == start + 1 else "".join(chunks[start:stop]))
        return min(links, words)


cdef object names_in(Reader reader, xmlAttr* attribute):
    """The Concept bits said by the names in an attribute."""
    cdef xmlNode* part = attribute.children
    if part != NULL and part.next == NULL and part.content != NULL:
        return reader.heard(<const char*>part.content)
    return reader(value_of(attribute))


def measure(page):
    """What Page.measure does."""
    cdef list blocks = page.blocks, boxes = page.boxes
    cdef Py_ssize_t n = len(blocks), i, start, stop
    cdef Py_ssize_t* words = <Py_ssize_t*>calloc(2 * (n + 1), sizeof(Py_ssize_t))
    cdef Py_ssize_t* links = words + n + 1
    if words == NULL:
        raise MemoryError
    named, heard = [], []
    try:
        box_fields.put(boxes[0], STOP, n)
        for i in range(n):
            block = blocks[i]
            block_fields.check(block)
            words[i + 1] = words[i] + <Py_ssize_t>block_fields.get(block, B_WORDS)
            links[i + 1] = links[i] + <Py_ssize_t>block_fields.get(block, B_LINK_WORDS)
            if block_fields.get(block, B_HEARD):
                heard.append(block)
        for box in boxes:
            box_fields.check(box)
            start, stop = box_fields.get(box, START), box_fields.get(box, STOP)
            if not 0 <= start <= n or not 0 <= stop <= n:
                raise IndexError(f"a box from block {start} to {stop} of {n}")
            box_fields.put(box, WORDS, words[stop] - words[start])
            box_fields.put(box, LINK_WORDS, links[stop] - links[start])
            if stop > start and box_fields.get(box, NAMED):
                named.append(box)
    finally:
        free(words)
    page._named, page._heard = named, heard
    page._twins = Counter([box.key for box in named])


def crowded(bytes page, Py_ssize_t most):
    """Whether any tag may have more than so many attributes: of such a page libxml2 makes a tree in endless time.

    Looked for wherever a tag might begin, also in scripts, comments and quotes, so that none is missed; where that
    would take long, the answer is yes.
    """
    cdef const unsigned char* data = page
    cdef const unsigned char* stop = data + len(page)
    cdef const unsigned char* at = data
    cdef Py_ssize_t patience = 4 * len(page) + 1_000_000
    while True:
        at = <const unsigned char*>memchr(at, c"<", stop - at)
        if at == NULL:
            return False
        at += 1
        if at < stop and (c"a" <= (at[0] | 32) <= c"z") and many_attributes(at, stop, most, &patience):
            return True


cdef bint many_attributes(const unsigned char* at, const unsigned char* stop, Py_ssize_t most, Py_ssize_t* patience):
    """Whether a tag whose name begins here has so many; quotes matter after "=" alone."""
    cdef const unsigned char* begin = at
    cdef Py_ssize_t found = 0
    cdef unsigned char sign
    cdef bint between = False, valued = False  # between attributes; after "="
    while at < stop:
        sign = at[0]
        if sign == c">":
            break
        if sign <= 32 or sign == c"/":
            if not valued or sign == c"/":
                between = True
        elif valued and (sign == c'"' or sign == c"'"):
            at = <const unsigned char*>memchr(at + 1, sign, stop - at - 1)
            if at == NULL:
                at = stop
                break
            valued, between = False, True
        elif sign == c"=" and found and not valued:
            valued, between = True, False
        else:
            if between and not valued:
                found += 1
                if found > most:
                    return True
            between = valued = False
        at += 1
    patience[0] -= at - begin
    return patience[0] < 0


def over(root, vocabulary, roles, budget):
    """What a walk over the tree of `root` finds, as a Walked."""
    return (<Walk>Walk(vocabulary, roles, budget)).over(root)
