# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, nonecheck=False
"""The compiled twin of walk.py: the same blocks, boxes and head, read off libxml2's nodes without an object for each tag.

Every method does what the one of its name in walk.py does, and says why there. What is rare is done by the functions
of walk.py and its neighbours, with the attributes of the node as a dict.
"""

cimport cython
from cpython.dict cimport PyDict_GetItemWithError
from cpython.list cimport PyList_GET_SIZE
from cpython.object cimport PyObject, PyTypeObject
from cpython.ref cimport Py_INCREF
from libc.stdlib cimport calloc, free, realloc
from libc.string cimport memchr, memcmp, memcpy, memset
from lxml.includes.etreepublic cimport _Element
from lxml.includes.tree cimport XML_CDATA_SECTION_NODE, XML_ELEMENT_NODE, XML_TEXT_NODE, xmlAttr, xmlNode

from collections import Counter
from functools import cache

from unchaff.read import walk as reference
from unchaff.read.code import FAR, is_suspect, named_language, names_gutter
from unchaff.read.formulas import pictured
from unchaff.read.head import Head
from unchaff.read.pictures import LATER as later
from unchaff.read.pictures import NOTHING as nothing
from unchaff.read.pictures import PLAIN as plain_image
from unchaff.read.pictures import embed_source, image_source, stands_in
from unchaff.read.tags import ATTRIBUTES, KINDS, MARKS, Role
from unchaff.read.walk import Spent, Walked, drop_pointers, two_words
from unchaff.model import LISTED, Concept, Kind, Mark, Span
from unchaff.words.names import SHORT as short_hump
from unchaff.words.names import STATES
from unchaff.words.phrases import HEARD_WHOLE as heard_whole
from unchaff.words.phrases import SPARE, Place, bare
from unchaff.words.script import count, split, split_lines

cdef extern from "Python.h":
    void PyTuple_SET_ITEM(object made, Py_ssize_t i, object value)
    int PyUnicode_IS_ASCII(object text)
    object PyUnicode_FromKindAndData(int kind, const void* data, Py_ssize_t size)
    int PyUnicode_4BYTE_KIND
    int Py_UNICODE_ISSPACE(Py_UCS4 sign)


include "../_nodes.pxi"
include "_grove.pxi"

cdef Py_ssize_t HEARD_WHOLE = min(heard_whole, HEARD_MOST), SHORT_HUMP = short_hump
cdef size_t BASIS = 0xCBF29CE484222325, PRIME = 0x100000001B3  # FNV-1a
cdef size_t GOLDEN = 0x9E3779B97F4A7C15  # spreads addresses, which differ in a few low bits
cdef size_t BEYOND_ASCII = 0x8080808080808080  # a bit of each of eight bytes
cdef enum:
    MOST = 128  # words of a text
    HEARD_MOST = 500  # signs of one that is heard as a whole
    ASK = 1 << 30  # beside all Concept bits: what a text says is for Python to find out
cdef int LOOK = reference.LOOK
cdef int LISTEN_WORDS = reference.LISTEN_WORDS
cdef int MARKS_MOST = reference.MARKS_MOST
cdef int CROWD = reference.CROWD
cdef int HIDDEN = reference.HIDDEN
cdef object TIGHT = reference.TIGHT
cdef object POINTS = reference.POINTS
cdef object LINK = Mark.LINK
cdef object TEXT = Kind.TEXT
cdef object CODE = Kind.CODE
cdef object HEADING = Kind.HEADING
cdef frozenset LISTED_TAGS = LISTED
cdef dict TARGETS = reference.TARGETS
cdef frozenset NEIGHBOURS = reference.NEIGHBOURS, VERBATIM = reference.VERBATIM
cdef frozenset POINTED = reference.POINTED
cdef frozenset SLUGGED = reference.SLUGGED, WHOLE_PAGE = reference.WHOLE_PAGE, MADE = reference.MADE
cdef object IMAGE_MARK = Mark.IMAGE, BREAK_MARK = Mark.BREAK
cdef object hides = reference.hides
cdef object unseen = reference.unseen
cdef frozenset PLAIN_IMAGE = plain_image, LATER = frozenset(later), NOTHING = nothing
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

if reference.NUMBERS != b"0123456789-_":
    raise ImportError("unchaff.read._walk knows other signs that make no look; change Looks.next_sign")
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
    cdef int named  # what the tag itself says
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
    Py_ssize_t start
    size_t key
    int named


cdef enum:
    SEEN = 1024  # the highest ten bits of a product


include "../_fields.pxi"


cdef object span(object mark, Py_ssize_t start, Py_ssize_t stop, object target, object name):
    """A Span, made without a call."""
    cdef object made = PyType_GenericAlloc(<PyTypeObject*><PyObject*>Span, 5)
    lay(made, 0, mark)
    lay(made, 1, start)
    lay(made, 2, stop)
    lay(made, 3, target)
    lay(made, 4, name)
    return untracked(made)


cdef inline void lay(object made, Py_ssize_t i, object value):
    Py_INCREF(value)
    PyTuple_SET_ITEM(made, i, value)


cdef inline object part(object span, Py_ssize_t i):
    """A part of a span; a tuple with names for its parts is asked by a call, where one without is not."""
    return (<tuple>span)[i]


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


cdef bint is_plain_image(xmlNode* node):
    """Whether an image surely is what its `src` says, and has no formula to say."""
    cdef xmlAttr* attribute = node.properties
    cdef const char* name
    cdef str value, source = ""
    cdef bint replaced = False  # whether the source may be a stand-in for another
    while attribute != NULL:
        name = <const char*>attribute.name
        if strcmp(name, b"src") == 0:
            source = value_of(attribute)
        elif strcmp(name, b"alt") == 0:
            value = value_of(attribute)
            if "\\" in value or "^" in value or "_" in value or "$" in value:
                return False
        elif strcmp(name, b"width") == 0 or strcmp(name, b"height") == 0:
            if value_of(attribute) in NOTHING:
                return False
            replaced = True
        elif name[0] == c"d" or name[0] == c"s":
            value = decoded(name)
            if value in LATER:
                return False
            replaced = replaced or value in PLAIN_IMAGE
        attribute = attribute.next
    return bool(source) and not source.startswith("data:") and not (replaced and stands_in(source))


@cython.final
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


if len(Concept) > 29:
    raise ImportError("unchaff.read._walk has room for 29 concepts; raise ASK")
cdef size_t COLON = after(BASIS, c":")

cdef enum:
    WHOLE, STARTS, ENDS, ANYWHERE, PLACES

cdef dict PLACE = {Place.WHOLE: WHOLE, Place.START: STARTS, Place.END: ENDS, Place.ANYWHERE: ANYWHERE}

cdef struct Phrase:
    size_t hash  # 0 where there is none
    int places  # where it may stand
    int bits[PLACES]  # and what it says there
    Py_UCS4* signs  # its words, a zero after each
    Py_ssize_t size


cdef enum:
    DOUBTED = 16  # of two phrases with one hash
    BEGINS = 32  # a word with which a phrase begins, shifted by its place
    HINTS = 17  # bits of a hash by which nearly all that is no phrase is told at once

cdef enum:
    LETTERS = 0x700  # signs below may be known: Latin, Greek, Cyrillic, Hebrew, Arabic
    OTHERS = 0x2000  # and from here on: spaces, dashes, quotes
    KNOWN = 0x2300  # behind currencies, trademarks, arrows
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


cdef inline Py_UCS4 fold(Py_UCS4 sign) noexcept:
    return folded[sign] if sign < KNOWN else UNKNOWN


cdef dict said_at(phrases):
    """What each phrase says, by its words and its place; those for the end of a text backwards."""
    cdef dict found = {}
    for section in phrases.sections:
        for words in split_lines(section.phrases):
            if section.place is Place.WHOLE:
                words = bare(words)
            elif section.place is Place.END:
                words.reverse()
            key = tuple(words), PLACE[section.place]
            found[key] = found.get(key, 0) | section.concept
    return found


cdef struct Heard:  # a text
    Py_ssize_t words
    Py_ssize_t told  # words that are more than a number or a colon
    size_t hashes[MOST]
    Py_ssize_t order[MOST]  # the numbers of the words, as they come
    Py_ssize_t bare[MOST]  # and of those that are told
    Py_ssize_t begins[MOST + 1]  # where each word begins in:
    Py_UCS4 signs[HEARD_MOST + MOST]  # a zero after each word


@cython.final
cdef class Ears:
    """Hears what phrases.py does, without making words of a text.

    Phrases are found by hashes and compared sign by sign; what hashes cannot settle is left to `hear`.
    """

    cdef object hear
    cdef Phrase* filed
    cdef Py_UCS4* signs
    cdef size_t mask
    cdef Py_ssize_t longest  # of the phrases that are not a whole text
    cdef Py_ssize_t longest_whole  # text that may be one
    cdef unsigned char hints[1 << (HINTS - 3)]

    def __init__(self, phrases):
        cdef size_t room = 64
        self.hear = phrases.hear
        said = said_at(phrases)
        signs = {chr(folded[code]) for code in range(KNOWN) if folded[code] != UNKNOWN}
        plain = {key: bits for key, bits in said.items() if signs.issuperset("".join(key[0]))}
        while room < 4 * <size_t>len(plain):
            room *= 2
        self.mask = room - 1
        self.filed = <Phrase*>calloc(room, sizeof(Phrase))
        self.signs = <Py_UCS4*>calloc(sum([sum(map(len, words)) + len(words) for words, _ in plain]) + 1, sizeof(Py_UCS4))
        if self.filed == NULL or self.signs == NULL:
            raise MemoryError
        memset(self.hints, 0, sizeof(self.hints))
        self.longest = max([len(words) for words, place in plain if place != WHOLE], default=0)
        self.longest_whole = max([len(words) for words, place in said if place == WHOLE], default=0) + SPARE
        free_signs = 0
        for (words, place), bits in plain.items():
            free_signs = self.file(words, place, bits, free_signs)

    def __dealloc__(self):
        free(self.filed)
        free(self.signs)

    def __call__(self, str text):
        """What `hear` says."""
        return self.heard(text)

    cdef Py_ssize_t file(self, tuple words, int place, int bits, Py_ssize_t at) except -1:
        """File a phrase, its signs from `at` on; where they end."""
        cdef Phrase* filed
        cdef size_t hash = 0, word
        cdef Py_ssize_t begin = at
        for i, one in enumerate(words):
            word = BASIS
            for sign in one:
                word = after(word, <size_t>ord(sign))
                self.signs[at] = <Py_UCS4>ord(sign)
                at += 1
            self.signs[at] = 0
            at += 1
            hash = joined(hash, word)
            if not i and place != WHOLE:
                self.place_of(hash).places |= BEGINS << place
        filed = self.place_of(hash)
        if filed.signs == NULL:
            filed.signs, filed.size = self.signs + begin, at - begin
        elif filed.size != at - begin or memcmp(filed.signs, self.signs + begin, filed.size * sizeof(Py_UCS4)):
            filed.places |= DOUBTED
        filed.places |= 1 << place
        filed.bits[place] |= bits
        return at

    cdef Phrase* place_of(self, size_t hash) noexcept:
        """Where the phrase of this hash is filed, or is to be."""
        cdef size_t at = hash & self.mask
        while self.filed[at].hash and self.filed[at].hash != hash:
            at = (at + 1) & self.mask
        self.filed[at].hash = hash
        self.hints[hash >> (64 - HINTS + 3)] |= 1 << (hash >> (64 - HINTS) & 7)
        return &self.filed[at]

    cdef inline Phrase* found(self, size_t hash) noexcept:
        cdef size_t at
        if not self.hints[hash >> (64 - HINTS + 3)] >> (hash >> (64 - HINTS) & 7) & 1:
            return NULL
        at = hash & self.mask
        while self.filed[at].hash:
            if self.filed[at].hash == hash:
                return &self.filed[at]
            at = (at + 1) & self.mask
        return NULL

    cdef object heard(self, str text):
        """The Concept bits of the phrases that `text` says."""
        cdef Heard text_heard
        cdef int said = self.said(&text_heard) if self.take_in(text, &text_heard) else ASK
        return self.hear(text) if said == ASK else said

    cdef bint take_in(self, str text, Heard* heard) noexcept:
        """Find the words of a text; False where it is too long or has signs that are not known."""
        cdef int kind = PyUnicode_KIND(text)
        cdef void* signs = PyUnicode_DATA(text)
        cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), i = 0, at = 0
        cdef size_t word
        cdef Py_UCS4 sign
        cdef bint digits
        heard.words = heard.told = 0
        if size > HEARD_WHOLE:
            return False
        while i < size:
            sign = fold(PyUnicode_READ(kind, signs, i))
            if sign == PARTS:
                i += 1
                continue
            if heard.words == MOST:
                return False
            heard.begins[heard.words] = at
            word, digits = BASIS, True
            if sign == c":" or sign == ALONE:
                word, digits = after(BASIS, <size_t>sign), sign == c":"
                heard.signs[at] = sign
                at += 1
                i += 1
            else:
                while sign != PARTS and sign != c":" and sign != ALONE:
                    if sign == UNKNOWN:
                        return False
                    digits = digits and c"0" <= sign <= c"9"
                    word = after(word, <size_t>sign)
                    heard.signs[at] = sign
                    at += 1
                    i += 1
                    sign = fold(PyUnicode_READ(kind, signs, i)) if i < size else PARTS
            heard.signs[at] = 0
            at += 1
            heard.hashes[heard.words] = word
            heard.order[heard.words] = heard.words
            if not digits:
                heard.bare[heard.told] = heard.words
                heard.told += 1
            heard.words += 1
        heard.begins[heard.words] = at
        return True

    cdef int said(self, Heard* heard) noexcept:
        """What the phrases say that stand at their places; ASK where hashes mislead."""
        cdef Py_ssize_t i, j, words = heard.words, last
        cdef size_t hash = 0
        cdef int said = 0
        if not words:
            return 0
        if self.begins(joined(0, heard.hashes[0]), STARTS):
            for i in range(min(words, self.longest)):
                hash = joined(hash, heard.hashes[i])
                said |= self.at(hash, STARTS, heard, heard.order, 1, i + 1)
        for i in range(words):
            hash = joined(0, heard.hashes[i])
            if self.begins(hash, ANYWHERE):
                for j in range(i + 1, min(words, i + self.longest) + 1):
                    said |= self.at(hash, ANYWHERE, heard, heard.order + i, 1, j - i)
                    if j < words:
                        hash = joined(hash, heard.hashes[j])
        last, hash = words - 1 - (heard.hashes[words - 1] == COLON and words > 1), 0
        if self.begins(joined(0, heard.hashes[last]), ENDS):
            for i in range(last, max(-1, last - self.longest), -1):
                hash = joined(hash, heard.hashes[i])
                said |= self.at(hash, ENDS, heard, heard.order + last, -1, last - i + 1)
        if words <= self.longest_whole and heard.told:
            hash = 0
            for i in range(heard.told):
                hash = joined(hash, heard.hashes[heard.bare[i]])
            said |= self.at(hash, WHOLE, heard, heard.bare, 1, heard.told)
        return ASK if said & ASK else said

    cdef inline bint begins(self, size_t hash, int place) noexcept:
        """Whether a phrase for this place may begin with the word of this hash; for the end of a text, backwards."""
        cdef Phrase* phrase = self.found(hash)
        return phrase != NULL and phrase.places & BEGINS << place

    cdef inline int at(self, size_t hash, int place, Heard* heard, Py_ssize_t* words, int step, Py_ssize_t count) noexcept:
        """What the phrase of this hash says, if it is what these words say."""
        cdef Phrase* phrase = self.found(hash)
        cdef Py_ssize_t i, size, matched = 0
        cdef Py_ssize_t* begins
        if phrase == NULL or not phrase.places & 1 << place:
            return 0
        if phrase.places & DOUBTED:
            return ASK
        for i in range(count):
            begins = heard.begins + words[step * i]
            size = begins[1] - begins[0]
            if matched + size > phrase.size:
                return ASK
            if memcmp(phrase.signs + matched, heard.signs + begins[0], size * sizeof(Py_UCS4)):
                return ASK
            matched += size
        return phrase.bits[place] if matched == phrase.size else ASK


cdef struct Little:  # a word
    size_t hash
    int number  # and from 1 on, that of those it is counted with; 0 where there is none
    Py_UCS4* signs
    Py_ssize_t size


@cython.final
cdef class Tally:
    """Counts the little words of a text without making words of it, as metadata/language.py does."""

    cdef Little* filed
    cdef Py_UCS4* signs
    cdef size_t mask
    cdef Py_ssize_t numbers

    def __init__(self, dict number_of):
        cdef size_t room = 64
        cdef Py_UCS4* at
        signs = {chr(folded[code]) for code in range(KNOWN) if folded[code] != UNKNOWN}
        plain = [word for word in number_of if signs.issuperset(word)]  # no other can be found
        while room < 3 * <size_t>len(plain):
            room *= 2
        self.mask, self.numbers = room - 1, max(number_of.values(), default=0) + 1
        self.filed = <Little*>calloc(room, sizeof(Little))
        self.signs = at = <Py_UCS4*>calloc(sum(map(len, plain)) + 1, sizeof(Py_UCS4))
        if self.filed == NULL or self.signs == NULL:
            raise MemoryError
        for word in plain:
            at = self.file(word, number_of[word] + 1, at)

    def __dealloc__(self):
        free(self.filed)
        free(self.signs)

    cdef Py_UCS4* file(self, str word, int number, Py_UCS4* at) except NULL:
        """File a word, its signs from `at` on; where they end."""
        cdef Little* little
        cdef Py_UCS4* begin = at
        cdef size_t hash = BASIS
        for sign in word:
            hash = after(hash, <size_t>ord(sign))
            at[0] = <Py_UCS4>ord(sign)
            at += 1
        little = self.place_of(hash, begin, at - begin)
        little.hash, little.number, little.signs, little.size = hash, number, begin, at - begin
        return at

    cdef Little* place_of(self, size_t hash, const Py_UCS4* signs, Py_ssize_t size) noexcept:
        """Where a word is filed, or would be."""
        cdef size_t at = hash & self.mask
        cdef Little* found
        while True:
            found = &self.filed[at]
            if not found.number:
                return found
            if found.hash == hash and found.size == size and not memcmp(found.signs, signs, size * sizeof(Py_UCS4)):
                return found
            at = (at + 1) & self.mask

    def count(self, str text, Py_ssize_t most):
        """How many words, up to so many, and how often those of each number come, in this order; None of odd signs."""
        cdef Py_ssize_t words = 0, size = PyUnicode_GET_LENGTH(text)
        cdef int* times = <int*>calloc(self.numbers + 1, sizeof(int))
        cdef int* order = <int*>calloc(most + 1, sizeof(int))
        cdef Py_UCS4* word = <Py_UCS4*>calloc(size + 1, sizeof(Py_UCS4))
        try:
            if times == NULL or order == NULL or word == NULL:
                raise MemoryError
            words = self.go_through(text, most, times, order, word)
            if words < 0:
                return None
            return words, [(order[i] - 1, times[order[i]]) for i in range(most) if order[i]]
        finally:
            free(times)
            free(order)
            free(word)

    cdef Py_ssize_t go_through(self, str text, Py_ssize_t most, int* times, int* order, Py_UCS4* word) noexcept:
        """Count the words of a text; -1 where it has signs that are for Python. `word` has room for any."""
        cdef int kind = PyUnicode_KIND(text), number
        cdef void* signs = PyUnicode_DATA(text)
        cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), i = 0, words = 0, met = 0, length
        cdef size_t hash
        cdef Py_UCS4 sign
        while i < size and words < most:
            sign = fold(PyUnicode_READ(kind, signs, i))
            if sign == PARTS:
                i += 1
                continue
            hash, length = BASIS, 0
            while sign != PARTS and (not length or (sign != c":" and sign != ALONE)):
                if sign == UNKNOWN:
                    return -1
                hash = after(hash, <size_t>sign)
                word[length] = sign
                length += 1
                i += 1
                if sign == c":" or sign == ALONE:
                    break
                sign = fold(PyUnicode_READ(kind, signs, i)) if i < size else PARTS
            words += 1
            number = self.place_of(hash, word, length).number
            if number:
                if not times[number]:
                    order[met] = number
                    met += 1
                times[number] += 1
        return words


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


@cython.final
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

    cdef int heard(self, const char* text) except -1:
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
        cdef Entry* first
        if not self.parts or self.run(0, 1).state:
            return 0
        said = self.run(0, self.parts).alone
        while i < self.parts:
            first = self.run(i, 1)
            length = min(<Py_ssize_t>first.longest, self.parts - i)
            while length > 0:
                entry = first if length == 1 else self.run(i, length)
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


cdef struct Look:  # of boxes
    PyObject* tag  # NULL where there is none
    const char* classes
    size_t hash
    size_t number
    int named  # what tag and classes say


@cython.final
cdef class Looks:
    """Tags with their classes, each with a number: all that differ, or only those that differ in more than numbers."""

    cdef Look* looks
    cdef size_t room, used
    cdef bint exact

    def __init__(self, exact):
        self.exact = exact
        self.grow()

    def __dealloc__(self):
        free(self.looks)

    cdef Look* of(self, Tag tag, const char* classes) except NULL:
        """The look of a tag and its classes; it is new as long as it has no number."""
        cdef size_t hash = <size_t><PyObject*>tag >> 4
        cdef const char* at = self.next_sign(classes)
        cdef Look* look
        while at[0]:
            hash = after(hash, <unsigned char>at[0])
            at = self.next_sign(at + 1)
        hash ^= hash >> 29
        if 2 * self.used > self.room:
            self.grow()
        look = self.place(<PyObject*>tag, classes, hash)
        if look.tag == NULL:
            look.tag, look.classes, look.hash, look.number = <PyObject*>tag, classes, hash, 0
            self.used += 1
        return look

    cdef Look* place(self, PyObject* tag, const char* classes, size_t hash) noexcept:
        cdef size_t at = hash & (self.room - 1)
        cdef Look* look = &self.looks[at]
        while look.tag != NULL and not (look.hash == hash and look.tag == tag and self.same(look.classes, classes)):
            at = (at + 1) & (self.room - 1)
            look = &self.looks[at]
        return look

    cdef bint same(self, const char* one, const char* other) noexcept:
        while True:
            one, other = self.next_sign(one), self.next_sign(other)
            if one[0] != other[0]:
                return False
            if not one[0]:
                return True
            one += 1
            other += 1

    cdef inline const char* next_sign(self, const char* at) noexcept:
        """The next sign that counts."""
        while not self.exact and (is_digit(at[0]) or at[0] == c"-" or at[0] == c"_"):
            at += 1
        return at

    cdef int grow(self) except -1:
        cdef Look* before = self.looks
        cdef size_t i, room = self.room
        self.room = 2 * room or 256
        self.looks = <Look*>calloc(self.room, sizeof(Look))
        if self.looks == NULL:
            self.looks = before
            raise MemoryError
        for i in range(room):
            if before[i].tag != NULL:
                self.place(before[i].tag, before[i].classes, before[i].hash)[0] = before[i]
        free(before)


cdef struct Path:
    size_t above  # the key of the box around it, and one more than the number of its look; 0 where there is no path
    size_t key


@cython.final
cdef class Paths:
    """The paths of tags and classes to the boxes of a page: numbers, in the order in which they are met."""

    cdef Path* paths
    cdef size_t room, used

    def __init__(self):
        self.grow()

    def __dealloc__(self):
        free(self.paths)

    cdef size_t key(self, size_t above, size_t look) except 0:
        """The number of a path by that of the one above and of a look."""
        cdef Path* path
        if 2 * self.used > self.room:
            self.grow()
        above = above << 32 | (look + 1)
        path = self.place(above)
        if not path.above:
            self.used += 1
            path.above, path.key = above, self.used
        return path.key

    cdef Path* place(self, size_t above) noexcept:
        cdef size_t at = (above * PRIME >> 16 ^ above >> 32) & (self.room - 1)
        while self.paths[at].above and self.paths[at].above != above:
            at = (at + 1) & (self.room - 1)
        return &self.paths[at]

    cdef int grow(self) except -1:
        cdef Path* before = self.paths
        cdef size_t i, room = self.room
        self.room = 2 * room or 256
        self.paths = <Path*>calloc(self.room, sizeof(Path))
        if self.paths == NULL:
            self.paths = before
            raise MemoryError
        for i in range(room):
            if before[i].above:
                self.place(before[i].above)[0] = before[i]
        free(before)


@cython.final
cdef class Walk:
    """Walks over a tree and keeps what is open: the box, the marks, the next block's text."""

    cdef object budget, roles, head
    cdef Ears ears
    cdef Reader reader
    cdef Py_ssize_t look_at
    cdef list blocks, boxes, heap, chunks, spans, open_marks, told, around, held
    cdef object box, verbatim
    cdef dict code, tags, pictures
    cdef Looks looks, shapes
    cdef Paths paths
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
        self.code, self.tags, self.pictures, self.held = {}, {}, {}, []
        self.looks, self.shapes, self.paths = Looks(True), Looks(False), Paths()
        self.text = Text()
        self.box = new_box(None, "", 0, 0, 0, 0)
        self.boxes.append(self.box)
        memset(self.seen, 0, sizeof(self.seen))

    def __dealloc__(self):
        free(self.open)

    cdef object over(self, xmlNode* root, bint crowded):
        """Walk over `root` and what follows it; what was found."""
        try:
            self.go(root)
        except Spent:
            pass
        if self.heap:
            self.speak()
        self.flush()
        for box, pictures in self.pictures.items():
            box_fields.put(box, PICTURES, tuple(pictures))
        return Walked(self.blocks, self.boxes, self.head, self.made, crowded)

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
        cdef Seen* seen = &self.seen[<size_t>node.name * GOLDEN >> 54]
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
        tag.level = int(name[1]) if tag.kind is HEADING else 0
        tag.mark = MARKS.get(name)
        tag.target = TARGETS.get(name)
        tag.neighbours = name in NEIGHBOURS
        tag.verbatim = name in VERBATIM
        tag.slugged = name in SLUGGED
        tag.whole_page = name in WHOLE_PAGE
        tag.named = self.reader(name)
        tag.kept = ATTRIBUTES.get(name)
        return tag

    cdef bint start(self, Tag tag, xmlNode* node) except -1:
        """An element begins; whether the walk goes into it."""
        if self.heap:
            self.speak()
        if self.verbatim is not None:
            self.in_code(tag, node)
        if tag.role == INLINE and tag.name in MADE:
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
        elif tag.name == "script" or tag.name == "input":
            self.made |= self.is_made(node)

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

    cdef bint is_made(self, xmlNode* node) except -1:
        cdef xmlAttr* kind = found_attribute(node, b"type")
        if kind == NULL:
            return False
        value = value_of(kind)
        if value == "checkbox":
            around = [attributes_of(node), *self.nearest(3)]
            return found_attribute(node, b"disabled") != NULL or any(["task" in one.get("class", "") for one in around])
        return value.startswith("math/tex")

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
            if last is None or part(last, 0) is not LINK or part(last, 2) != len(self.chunks):
                return 0
            if part(last, 3) == attribute(node, b"href"):
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
            self.spans.append(span(IMAGE_MARK, here, here, attribute(node, b"src"), attribute(node, b"alt")))
            return 0
        attributes = attributes_of(node)
        formula = pictured(attributes)
        if formula:
            self.chunks.append(formula)
            self.spans.append(span(Mark.MATH, here, here + 1, formula, ""))
        else:
            self.spans.append(
                span(IMAGE_MARK, here, here, image_source(attributes, self.around), attributes.get("alt") or "")
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
        cdef Look* look = self.look_of(tag, node)
        cdef size_t key = self.paths.key(self.open[self.depth - 1].key if self.depth else 0, look.number)
        cdef Py_ssize_t start = PyList_GET_SIZE(self.blocks)
        self.box = box = new_box(self.box, tag.name, start, look.named, key, self.depth + 1)
        self.boxes.append(box)
        self.push(Open(<PyObject*>box, <PyObject*>tag, node, start, key, look.named))
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

    cdef Look* look_of(self, Tag tag, xmlNode* node) except NULL:
        cdef const char* classes = b""
        cdef xmlAttr* attribute = found_attribute(node, b"class")
        cdef Look* look
        cdef Look* shape
        if attribute != NULL:
            classes = self.text_of(attribute)
        look = self.looks.of(tag, classes)
        if not look.number:
            look.named = tag.named
            if classes[0] and not tag.whole_page:
                look.named |= self.reader.heard(classes)
            if tag.name == "td" and names_gutter({"class": decoded(classes)}):
                self.made = True
            shape = self.shapes.of(tag, classes)
            if not shape.number:
                shape.number = self.shapes.used
            look.number = shape.number
        return look

    cdef const char* text_of(self, xmlAttr* attribute) except NULL:
        """The value of an attribute, for as long as the walk lasts."""
        cdef xmlNode* part = attribute.children
        if part != NULL and part.next == NULL and part.content != NULL:
            return <const char*>part.content
        text = value_of(attribute).encode("utf-8", "surrogatepass")
        self.held.append(text)
        return text

    cdef int push(self, Open opened) except -1:
        if self.depth == self.room:
            self.room = 2 * self.room + 64
            self.open = <Open*>realloc(self.open, self.room * sizeof(Open))
            if self.open == NULL:
                raise MemoryError
        # The boxes and the tags of the page hold what this points to.
        self.open[self.depth] = opened
        self.depth += 1

    cdef int close_box(self, Tag tag) except -1:
        cdef object box = self.box
        cdef Open opened = self.open[self.depth - 1]
        cdef Py_ssize_t stop
        cdef int said
        if self.verbatim is not None and self.verbatim is not box:
            self.new_line()
        else:
            if self.chunks or self.spans:
                self.flush()
            if self.verbatim is not None:
                self.verbatim = None
                language = self.language()
                box_fields.put(box, ATTRIBUTES_OF, (("data-lang", language),) if language else ())
        stop = PyList_GET_SIZE(self.blocks)
        box_fields.put(box, STOP, stop)
        if stop == opened.start and box not in self.pictures:
            said = 0
        elif opened.node.properties != NULL:
            said = opened.named | self.said(tag, opened.node)
        else:
            said = opened.named
        if said != opened.named:
            box_fields.put(box, NAMED, said)
        self.depth -= 1
        self.box = box_fields.get(box, PARENT)

    cdef object language(self):
        """The programming language of the <pre> that ends."""
        cdef Py_ssize_t i, last = self.depth - 1
        told = [((<Tag>self.open[i].tag).name, attributes_of(self.open[i].node)) for i in range(last, max(-1, last - 1 - FAR), -1)]
        return named_language([told[0], ("code", self.code), *told[1:]])

    cdef int said(self, Tag tag, xmlNode* node) except -1:
        cdef xmlAttr* attribute = node.properties
        cdef const char* name
        cdef int named = 0
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
        if last is not None and part(last, 0) is BREAK_MARK and not "".join(chunks[part(last, 2):]).strip():
            self.flush()
        elif chunks:
            chunks.append("\n")
            self.spans.append(span(BREAK_MARK, len(chunks) - 1, len(chunks), "", ""))

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
        if spans and chunks and box_fields.get(self.box, TAG) in POINTED:
            drop_pointers(chunks, spans)
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
            if part(one, 0) in POINTS and part(one, 3):
                self.shown += 1
                shown = span(part(one, 0), here, self.shown, part(one, 3), part(one, 4))
                self.pictures.setdefault(self.box, []).append(shown)

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
        block_fields.put(block, B_CHUNKS, untracked(tuple(self.chunks)))
        block_fields.put(block, B_SPANS, untracked(tuple(self.spans)))
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
            if part(one, 0) is LINK:
                start, stop = part(one, 1), part(one, 2)
                if start == 0 and stop == len(chunks):
                    return words
                links += words_in(chunks[start] if stop == start + 1 else "".join(chunks[start:stop]))
        return min(links, words)


cdef int names_in(Reader reader, xmlAttr* attribute) except -1:
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
    cdef size_t names = 0, said = 0, told
    if words == NULL:
        raise MemoryError
    named, heard, listed = [], [], []
    try:
        box_fields.put(boxes[0], STOP, n)
        for i in range(n):
            block = blocks[i]
            block_fields.check(block)
            words[i + 1] = words[i] + <Py_ssize_t>block_fields.get(block, B_WORDS)
            links[i + 1] = links[i] + <Py_ssize_t>block_fields.get(block, B_LINK_WORDS)
            told = block_fields.get(block, B_HEARD)
            if told:
                said |= told
                heard.append(block)
        for box in boxes:
            box_fields.check(box)
            start, stop = box_fields.get(box, START), box_fields.get(box, STOP)
            if not 0 <= start <= n or not 0 <= stop <= n:
                raise IndexError(f"a box from block {start} to {stop} of {n}")
            box_fields.put(box, WORDS, words[stop] - words[start])
            box_fields.put(box, LINK_WORDS, links[stop] - links[start])
            if stop == start:
                continue
            told = box_fields.get(box, NAMED)
            if told:
                names |= told
                named.append(box)
            if box_fields.get(box, TAG) in LISTED_TAGS:
                listed.append(box)
    finally:
        free(words)
    page._named, page._heard, page._listed, page._names, page._words = named, heard, listed, names, said
    page._twins = Counter([box.key for box in named])


def count_tags(bytes page):
    """How many tags there may be in a page."""
    cdef const unsigned char* at = page
    cdef const unsigned char* stop = at + len(page)
    cdef Py_ssize_t found = 0
    cdef unsigned char few
    cdef int i
    while stop - at >= 255:  # so few are counted in a byte, sixteen at a time
        few = 0
        for i in range(255):
            few += at[i] == c"<"
        found += few
        at += 255
    while at < stop:
        found += at[0] == c"<"
        at += 1
    return found


def is_utf_8(bytes page):
    """Whether a page is sound UTF-8, without making a text of it."""
    cdef const unsigned char* at = page
    cdef const unsigned char* stop = at + len(page)
    cdef size_t eight
    cdef int more
    while at < stop:
        if stop - at >= 8:
            memcpy(&eight, at, 8)
            if not eight & BEYOND_ASCII:
                at += 8
                continue
        if at[0] < 0x80:
            at += 1
            continue
        more = 1 if 0xC2 <= at[0] <= 0xDF else 2 if 0xE0 <= at[0] <= 0xEF else 3 if 0xF0 <= at[0] <= 0xF4 else 0
        if not more or stop - at <= more or not is_second(at[0], at[1]):
            return False
        at += 2
        for _ in range(more - 1):
            if not 0x80 <= at[0] <= 0xBF:
                return False
            at += 1
    return True


cdef inline bint is_second(unsigned char first, unsigned char second) noexcept:
    """Whether a byte may follow the first of a sign: none is written longer than it must be, none is half a pair."""
    cdef unsigned char low = 0xA0 if first == 0xE0 else 0x90 if first == 0xF0 else 0x80
    cdef unsigned char high = 0x9F if first == 0xED else 0x8F if first == 0xF4 else 0xBF
    return low <= second <= high


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


cdef bint in_name[256]  # signs of which a name or a bare value is made; the zero behind a page is none
for code in range(256):
    in_name[code] = code > 32 and chr(code) not in "/>="


cdef bint many_attributes(const unsigned char* at, const unsigned char* stop, Py_ssize_t most, Py_ssize_t* patience):
    """Whether a tag whose name begins here has so many; quotes matter after "=" alone."""
    cdef const unsigned char* begin = at
    cdef Py_ssize_t found = 0
    cdef unsigned char sign
    cdef bint between = False, valued = False  # between attributes; after "="
    while at < stop:
        while in_name[at[0]] and not between and not valued:
            at += 1
        sign = at[0]
        if sign == c">" or at == stop:
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
    """What a walk over lxml's tree or a grove finds, as a Walked."""
    cdef Walk walk = Walk(vocabulary, roles, budget)
    if isinstance(root, Grove):
        return walk.over((<Grove>root).root.children, root.crowded)
    return walk.over((<_Element?>root)._c_node, False)


def grown(bytes page):
    """A grove of a page; None where there is no element."""
    cdef Grove grove = Grove(page)
    return grove if grove.root.children != NULL else None
