# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The compiled twin of facts.py and trees.py: the same sums, without a list for each fact.

Every step does what facts.py does for all blocks at once, and says why there. What is added up is whole numbers, so that
the scores are the same to the last bit.
"""

from cpython.bytearray cimport PyByteArray_AS_STRING
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.dict cimport PyDict_GetItemWithError
from libc.math cimport log2, sqrt
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy

from functools import cache

from unchaff.model import Concept, Kind
from unchaff.score import facts as reference
from unchaff.score import trees
from unchaff.score.facts import DECLARED_NAMES, TAG_BITS

include "../_fields.pxi"
include "_ends.pxi"

cdef extern from "Python.h":
    int Py_UNICODE_ISUPPER(Py_UCS4 sign)

ctypedef unsigned long long Bits

cdef Py_ssize_t PROSE_WORDS = reference.PROSE_WORDS
cdef Py_ssize_t FAR_AWAY = reference.FAR_AWAY
cdef Py_ssize_t UNKNOWN = reference.UNKNOWN
cdef Py_ssize_t SECTION_WORDS = reference.SECTION_WORDS
cdef Py_ssize_t SECTION_BLOCKS = reference.SECTION_BLOCKS
cdef double MAIN_SHARE = reference.MAIN_SHARE
cdef double REPEATED = log2(1 + reference.REPEATED)
cdef Bits COMMENTS = int(Concept.COMMENTS)
cdef Bits POST = int(Concept.POST)
cdef Bits PRODUCT = int(Concept.PRODUCT)
cdef int LEVELS = reference.LEVELS
cdef int LINE_LEVELS = reference.LINE_LEVELS
cdef int TWIN_LEVELS = reference.TWIN_LEVELS
cdef dict tag_bits = TAG_BITS
cdef dict kind_numbers = {kind: i for i, kind in enumerate(Kind)}
cdef int ITEM = kind_numbers[Kind.ITEM]
cdef int CELL = kind_numbers[Kind.CELL]
cdef int HEADING = kind_numbers[Kind.HEADING]

cdef int LEAVES = trees.LEAVES
cdef double UNIT = trees.UNIT

cdef enum:
    MOST_FACTS = 128
    MOST_WINDOWS = 8
    MASKS = 11
    MASKS_FOURS = 16  # times four bits are a mask
    TILE = 8  # words that are kept in registers while all that a block says is gone through

cdef int FREE_WINDOWS[MOST_WINDOWS]
cdef int PROSE_WINDOWS[MOST_WINDOWS]
cdef int AFTER_WINDOWS[MOST_WINDOWS]
cdef int free_windows = len(reference.FREE_WINDOWS)
cdef int prose_windows = len(reference.PROSE_WINDOWS)
cdef int after_windows = len(reference.AFTER_WINDOWS)
if max(free_windows, prose_windows, after_windows) > MOST_WINDOWS:
    raise ImportError("unchaff.score._score has room for fewer windows than facts.py names; raise MOST_WINDOWS")
for i, size in enumerate(reference.FREE_WINDOWS):
    FREE_WINDOWS[i] = size
for i, size in enumerate(reference.PROSE_WINDOWS):
    PROSE_WINDOWS[i] = size
for i, size in enumerate(reference.AFTER_WINDOWS):
    AFTER_WINDOWS[i] = size

# In the order in which `row` and `of_page` fill them in.
NAMES = [
    "words", "link share", "sentence", "commas", "word length", "capital", "doubles",
    *[f"free around {size}" for size in reference.FREE_WINDOWS],
    *[f"prose around {size}" for size in reference.PROSE_WINDOWS],
    *[f"free after {size}" for size in reference.AFTER_WINDOWS],
    "place", "from start", "from end", "words before", "prose before", "prose words before",
    "from headline", "since heading", "section level", "section words",
    "in main",
]
for level in range(reference.LEVELS + 1):
    NAMES += [f"prose share {level}", f"word share {level}"] if level else []
    if level < reference.TWIN_LEVELS:
        NAMES += [f"twins {level}", f"twin word share {level}", f"twin spread {level}"]
PAGE_NAMES = [
    "page words", "page blocks", "page prose share", "page prose blocks", "page longest", "page link share",
    "page items", "page cells", "page headings", "page comments", "page posts", "page products",
    "page twins", "page twin word share", "page twin link share",
    *DECLARED_NAMES,
]
LINE_NAMES = [f"{share} share {level}" for level in range(LEVELS + 1, LINE_LEVELS + 1) for share in ("prose", "word")]
MASK_NAMES = ("heard", "before", "after", "under", "kind", "kind before", "kind after", "near", "far", "tags", "tag")
cdef enum:
    HEARD, BEFORE, AFTER, UNDER, KIND, KIND_BEFORE, KIND_AFTER, NEAR, FAR, TAGS, TAG_


cdef Py_ssize_t commas(str text):
    cdef Py_ssize_t i, found = 0
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    for i in range(PyUnicode_GET_LENGTH(text)):
        sign = PyUnicode_READ(kind, data, i)
        if sign == u"," or sign == u"，" or sign == u"、":
            found += 1
    return found


cdef double log_of(double n) noexcept:
    return log2(1 + n)


cdef struct Line:  # what is asked of a block
    Py_ssize_t words
    Py_ssize_t links
    Py_ssize_t box
    Bits heard
    Bits under
    int kind
    int level
    bint ends
    Py_ssize_t since  # the heading above
    int section
    Py_ssize_t section_words


cdef struct Container:  # and of a box
    Py_ssize_t parent
    Py_ssize_t up  # the next box out that holds more
    Py_ssize_t start
    Py_ssize_t stop
    Py_ssize_t words
    Py_ssize_t links
    Py_ssize_t key
    Bits named
    Bits near
    Bits far
    Bits tags
    Bits tag
    double prose
    double share
    double in_main


cdef struct Group:  # boxes at one path
    Py_ssize_t boxes
    Py_ssize_t words
    Py_ssize_t links
    double squares
    double many
    double share
    double spread
    double linked


cdef struct Place:
    PyObject* box
    Py_ssize_t number


cdef struct Cut:  # a column or a fact of the page, its edges, and what is left below the first and above each
    int fact
    Py_ssize_t size
    double* edges
    Bits* left


cdef struct FourBits:  # of a mask, and what each of their sixteen values leaves
    int mask
    int low
    Bits* left


cdef unsigned char LEAF[256]
for code in range(256):
    LEAF[code] = trees._LEAF[code]


cdef class Layout:
    """The trees of a Trees, as arrays."""

    cdef Py_ssize_t size  # trees
    cdef Py_ssize_t width  # words that hold a byte for each
    cdef Py_ssize_t told  # bytes of what a block leaves
    cdef Bits* every
    cdef int* values  # those of one tree after those of the other
    cdef Cut* page
    cdef Py_ssize_t page_size
    cdef Cut* columns
    cdef Py_ssize_t columns_size
    cdef FourBits* bits
    cdef Py_ssize_t bits_size
    cdef list held  # memory

    def __init__(self, known, names, page_names, mask_names):
        """`names` and the others say which facts there are, in their order."""
        cdef Py_ssize_t i, j
        if max(len(names), len(page_names)) > MOST_FACTS or len(mask_names) > MASKS:
            raise ValueError(f"{len(names)} columns, {len(page_names)} facts of pages, {len(mask_names)} masks")
        self.held = []
        self.size = known.size
        self.told = known.width
        self.width = (self.size + 8 * TILE - 1) // (8 * TILE) * TILE
        self.every = self.vectors([known.every])
        self.values = <int*>self.room(LEAVES * self.size * sizeof(int))
        for i, values in enumerate(known.values):
            for j, value in enumerate(values):
                self.values[LEAVES * i + j] = value
        self.page_size, self.columns_size = len(known.page), len(known.columns)
        self.page = self.cuts(known.page, page_names)
        self.columns = self.cuts(known.columns, names)
        fours = [(mask, low) for mask, bits in known.bits.items() for low in sorted({bit // 4 * 4 for bit in bits})]
        self.bits_size = len(fours)
        self.bits = <FourBits*>self.room(self.bits_size * sizeof(FourBits))
        for i, (mask, low) in enumerate(fours):
            left = [known.every] * 16
            for bit, cuts in known.bits[mask].items():
                if low <= bit < low + 4:
                    left = [one & cuts.of(value >> (bit - low) & 1) for value, one in enumerate(left)]
            self.bits[i] = FourBits(mask_names.index(mask), low, self.vectors(left))

    cdef void* room(self, Py_ssize_t size) except NULL:
        """So many bytes, for as long as the layout is there."""
        memory = bytearray(size + 1)
        self.held.append(memory)
        return <void*>PyByteArray_AS_STRING(memory)

    cdef Bits* vectors(self, strings) except NULL:
        """Strings of bits, one after the other."""
        cdef char* to = <char*>self.room(8 * self.width * len(strings))
        cdef Py_ssize_t i
        for i, string in enumerate(strings):
            memcpy(to + 8 * self.width * i, PyBytes_AS_STRING(string.to_bytes(8 * self.width, "little")), 8 * self.width)
        return <Bits*>to

    cdef Cut* cuts(self, known, names) except NULL:
        cdef Cut* found = <Cut*>self.room(len(known) * sizeof(Cut))
        cdef Py_ssize_t i, j
        for i, (fact, (edges, left)) in enumerate(known.items()):
            found[i] = Cut(names.index(fact), len(edges), <double*>self.room(len(edges) * sizeof(double)), self.vectors(left))
            for j, edge in enumerate(edges):
                found[i].edges[j] = edge
        return found


cdef class Judge:
    """What one page, and then one block after the other, leaves of the trees."""

    cdef Layout layout
    cdef Bits* common  # after the facts of the page
    cdef Bits* left
    cdef Bits* by_mask  # what the mask that was seen last leaves, for each mask
    cdef Bits last[MASKS]
    cdef bint seen[MASKS]

    def __init__(self, Layout layout):
        self.layout = layout
        self.common = <Bits*>calloc(layout.width * (MASKS + 2) + 1, sizeof(Bits))
        if self.common == NULL:
            raise MemoryError
        self.left = self.common + layout.width
        self.by_mask = self.left + layout.width

    def __dealloc__(self):
        free(self.common)

    cdef void on(self, double* page) noexcept:
        """Begin with the facts of the page."""
        cdef Bits* said[MOST_FACTS]
        cdef int size = self.cut(said, self.layout.page, self.layout.page_size, page)
        conjoin(self.common, self.layout.every, said, size, self.layout.width)

    cdef int cut(self, Bits** said, Cut* cuts, Py_ssize_t size, double* facts) noexcept:
        """What each fact leaves; how many they are."""
        cdef Py_ssize_t i, low, many, half
        cdef double value
        cdef double* edges
        for i in range(size):
            value, edges = facts[cuts[i].fact], cuts[i].edges
            low, many = 0, cuts[i].size
            while many > 1:  # no branch that would be guessed wrong every other time
                half = many >> 1
                low += half * (edges[low + half - 1] < value)
                many -= half
            low += edges[low] < value
            said[i] = cuts[i].left + low * self.layout.width
        return size

    cdef int cut_masks(self, Bits** said, Bits* masks) noexcept:
        """Blocks side by side mostly have the same masks, and what a mask leaves is found once for all of them."""
        cdef Py_ssize_t i = 0, width = self.layout.width
        cdef Bits* fours[MASKS_FOURS]
        cdef FourBits* one
        cdef int mask, size = 0, many
        while i < self.layout.bits_size:
            mask, many = self.layout.bits[i].mask, 0
            said[size] = self.by_mask + mask * width
            while i < self.layout.bits_size and self.layout.bits[i].mask == mask:
                one = &self.layout.bits[i]
                fours[many] = one.left + (masks[mask] >> one.low & 15) * width
                many += 1
                i += 1
            if not self.seen[mask] or self.last[mask] != masks[mask]:
                self.seen[mask], self.last[mask] = True, masks[mask]
                conjoin(said[size], self.layout.every, fours, many, width)
            size += 1
        return size

    cdef double score(self, double* facts, Bits* masks, char* told) noexcept:
        """The log-odds of a block; what it leaves of the trees is `told`."""
        cdef Bits* said[MOST_FACTS + MASKS]
        cdef long long total = 0
        cdef Py_ssize_t i
        cdef int size = self.cut(said, self.layout.columns, self.layout.columns_size, facts)
        size += self.cut_masks(said + size, masks)
        conjoin(self.left, self.common, said, size, self.layout.width)
        for i in range(self.layout.size):
            total += self.layout.values[LEAVES * i + LEAF[(<unsigned char*>self.left)[i]]]
        memcpy(told, self.left, self.layout.told)
        return <double>total / UNIT


cdef void conjoin(Bits* left, const Bits* every, Bits** said, int size, Py_ssize_t width) noexcept nogil:
    """What all that was `said` leaves of `every`: a tile at a time, which stays in registers."""
    cdef Bits tile[TILE]
    cdef Py_ssize_t first = 0
    cdef int i, j
    while first < width:
        for j in range(TILE):
            tile[j] = every[first + j]
        for i in range(size):
            for j in range(TILE):
                tile[j] &= said[i][first + j]
        for j in range(TILE):
            left[first + j] = tile[j]
        first += TILE


cdef class Scoring:
    """The facts of one page and what they add up to."""

    cdef object page
    cdef list blocks, boxes
    cdef Line* lines
    cdef Container* boxed
    cdef Group* groups
    cdef Py_ssize_t n, boxes_size, keys
    cdef Py_ssize_t* words  # running totals, as in _Sums
    cdef Py_ssize_t* free
    cdef Py_ssize_t* prose
    cdef dict seen, strange
    cdef Py_ssize_t headline
    cdef Py_ssize_t main_start, main_stop

    def __init__(self, page):
        self.page = page
        self.blocks, self.boxes = page.blocks, page.boxes
        self.n, self.boxes_size = len(self.blocks), len(self.boxes)
        self.seen, self.strange = {}, {}
        self.lines = <Line*>calloc(self.n + 1, sizeof(Line))
        self.boxed = <Container*>calloc(self.boxes_size + 1, sizeof(Container))
        self.words = <Py_ssize_t*>calloc(self.n + 1, sizeof(Py_ssize_t))
        self.free = <Py_ssize_t*>calloc(self.n + 1, sizeof(Py_ssize_t))
        self.prose = <Py_ssize_t*>calloc(self.n + 1, sizeof(Py_ssize_t))
        if not (self.lines and self.boxed and self.words and self.free and self.prose):
            raise MemoryError
        self.read_boxes()
        self.read_blocks()
        self.find_groups()
        self.find_main()
        self.find_boxes()

    def __dealloc__(self):
        free(self.lines)
        free(self.boxed)
        free(self.groups)
        free(self.words)
        free(self.free)
        free(self.prose)

    cdef int read_boxes(self) except -1:
        """The boxes as containers, and the number of the box that each block stands in."""
        cdef Py_ssize_t i, at, room = 64
        cdef Container* one
        cdef Place* places
        while room < 2 * self.boxes_size:
            room *= 2
        places = <Place*>calloc(room, sizeof(Place))
        if places == NULL:
            raise MemoryError
        try:
            for i in range(self.boxes_size):
                box = self.boxes[i]
                box_fields.check(box)
                at = (<size_t><PyObject*>box >> 4) & (room - 1)
                while places[at].box != NULL:
                    at = (at + 1) & (room - 1)
                places[at].box, places[at].number = <PyObject*>box, i
                one = &self.boxed[i]
                parent = box_fields.get(box, PARENT)
                one.parent = -1 if parent is None else self.number_of(places, room, parent)
                one.start, one.stop = box_fields.get(box, START), box_fields.get(box, STOP)
                one.words, one.links = box_fields.get(box, WORDS), box_fields.get(box, LINK_WORDS)
                one.key, one.named = self.path_of(box_fields.get(box, KEY)), box_fields.get(box, NAMED)
                found = PyDict_GetItemWithError(tag_bits, box_fields.get(box, TAG))
                one.tag = <Bits><object>found if found != NULL else 0
                self.keys = max(self.keys, one.key + 1)
                if one.stop > self.n or one.start < 0 or one.start > one.stop:
                    raise ValueError(f"a box from block {one.start} to {one.stop} of {self.n}")
            for i in range(self.n):
                block = self.blocks[i]
                block_fields.check(block)
                self.lines[i].box = self.number_of(places, room, block_fields.get(block, B_BOX))
        finally:
            free(places)

    cdef Py_ssize_t path_of(self, object key) except -1:
        """A number for a path: readers count them, so mostly the key itself; in a page made by hand it may be any."""
        if 0 <= key <= self.boxes_size:
            return key
        return self.strange.setdefault(key, self.boxes_size + 1 + len(self.strange))

    cdef Py_ssize_t number_of(self, Place* places, Py_ssize_t room, object box) except -1:
        cdef Py_ssize_t at = (<size_t><PyObject*>box >> 4) & (room - 1)
        while places[at].box != <PyObject*>box:
            if places[at].box == NULL:
                raise ValueError("a block or a box stands in a box that the page does not have, or has later")
            at = (at + 1) & (room - 1)
        return places[at].number

    cdef int read_blocks(self) except -1:
        """The blocks as lines, and running totals over them."""
        cdef Py_ssize_t i, heading = -FAR_AWAY, words = 0, age = 0, free_words
        cdef int level = 0
        cdef Bits under = 0
        cdef Line* line
        self.headline = -1
        for i in range(self.n):
            block, line = self.blocks[i], &self.lines[i]
            text = block_fields.get(block, B_TEXT)
            line.words, line.links = block_fields.get(block, B_WORDS), block_fields.get(block, B_LINK_WORDS)
            line.heard, line.level = block_fields.get(block, B_HEARD), block_fields.get(block, B_LEVEL)
            line.kind = kind_numbers[block_fields.get(block, B_KIND)]
            line.ends = ends(text)
            self.seen[text] = self.seen.get(text, 0) + 1
            free_words = line.words - line.links
            self.words[i + 1] = self.words[i] + line.words
            self.free[i + 1] = self.free[i] + free_words
            self.prose[i + 1] = self.prose[i] + (free_words if line.ends and free_words >= PROSE_WORDS else 0)
            if line.level == 1 and self.headline < 0:
                self.headline = i
            if line.level:
                heading, level, words = i, line.level, 0
            line.since, line.section, line.section_words = heading, level, words
            words += free_words
            if line.level or (line.heard and line.words <= SECTION_WORDS and line.links < line.words):
                under, age = line.heard, 0
            line.under = under if age < SECTION_BLOCKS else 0
            age += 1

    cdef int find_groups(self) except -1:
        cdef Py_ssize_t i
        cdef Container* box
        cdef Group* group
        cdef double total = self.boxed[0].words or 1, mean
        self.groups = <Group*>calloc(self.keys + 1, sizeof(Group))
        if self.groups == NULL:
            raise MemoryError
        for i in range(self.boxes_size):
            box = &self.boxed[i]
            group = &self.groups[box.key]
            group.boxes += 1
            group.words += box.words
            group.links += box.links
            group.squares += <double>box.words * box.words
        for i in range(self.keys):
            group = &self.groups[i]
            if group.boxes:
                group.many, group.share = log_of(group.boxes), group.words / total
                group.linked = <double>group.links / (group.words or 1)
                if group.boxes > 1 and group.words:
                    mean = <double>group.words / group.boxes
                    group.spread = sqrt(max(0.0, group.squares / group.boxes - mean * mean)) / mean

    cdef int find_main(self) except -1:
        cdef Py_ssize_t i
        cdef double wanted = max(1.0, MAIN_SHARE * self.prose[self.n])
        for i in range(self.boxes_size):
            if self.prose[self.boxed[i].stop] - self.prose[self.boxed[i].start] >= wanted:
                self.main_start, self.main_stop = self.boxed[i].start, self.boxed[i].stop

    cdef int find_boxes(self) except -1:
        """The facts of each box; that of its parent come first."""
        cdef Py_ssize_t i
        cdef Container* box
        cdef Container* above
        cdef double prose = self.prose[self.n] or 1, words = self.words[self.n] or 1
        for i in range(self.boxes_size):
            box = &self.boxed[i]
            box.prose = (self.prose[box.stop] - self.prose[box.start]) / prose
            box.up = -1
            if box.parent < 0:
                box.near, box.share, box.in_main = box.named, 1.0, 1.0
                continue
            above = &self.boxed[box.parent]
            box.tags = above.tags | box.tag
            box.near = box.named | above.named
            if above.parent >= 0:
                box.near |= self.boxed[above.parent].named
            box.far = above.near | above.far
            if above.start == box.start and above.stop == box.stop:
                box.up, box.prose, box.share, box.in_main = above.up, above.prose, above.share, above.in_main
            else:
                box.up, box.share = box.parent, box.words / words
                box.in_main = self.main_start <= box.start and box.stop <= self.main_stop

    cdef int of_page(self, double* facts) except -1:
        """The facts of the page, in the order of PAGE_NAMES."""
        cdef Py_ssize_t i, longest = 0, many = 0, prose
        cdef Py_ssize_t items = 0, cells = 0, headings = 0, comments = 0, posts = 0, products = 0
        cdef double n = self.n or 1, words = self.words[self.n] or 1
        cdef Group* best = NULL
        cdef Bits declared = self.page.declared
        for i in range(self.n):
            prose = self.prose[i + 1] - self.prose[i]
            many += prose > 0
            longest = max(longest, prose)
            items += self.lines[i].kind == ITEM
            cells += self.lines[i].kind == CELL
            headings += self.lines[i].kind == HEADING
        for i in range(self.boxes_size):
            comments += (self.boxed[i].named & COMMENTS) > 0
            posts += (self.boxed[i].named & POST) > 0
            products += (self.boxed[i].named & PRODUCT) > 0
        # Groups in the order in which their first boxes stand, as in the dict of facts.py.
        for i in range(self.boxes_size):
            group = &self.groups[self.boxed[i].key]
            if group.many >= REPEATED and (best == NULL or group.share > best.share):
                best = group
        facts[0], facts[1] = log_of(words), log_of(n)
        facts[2], facts[3], facts[4] = self.prose[self.n] / words, log_of(many), log_of(longest)
        facts[5] = 1 - self.free[self.n] / words
        facts[6], facts[7], facts[8] = items / n, cells / n, log_of(headings)
        facts[9], facts[10], facts[11] = log_of(comments), log_of(posts), log_of(products)
        facts[12] = facts[13] = facts[14] = 0.0
        if best != NULL:
            facts[12], facts[13], facts[14] = best.many, best.share, best.linked
        for i in range(len(DECLARED_NAMES)):
            facts[15 + i] = <double>(declared >> i & 1)

    cdef double around(self, Py_ssize_t* totals, Py_ssize_t i, int size) noexcept:
        cdef Py_ssize_t low = i - size, high = i + size + 1
        return log_of(totals[high if high < self.n else self.n] - (totals[low] if low > 0 else 0))

    cdef int row(self, Py_ssize_t i, double* facts, Bits* masks, int levels) except -1:
        """The facts of one block, in the order of NAMES and, with more levels, LINE_NAMES; and its masks."""
        cdef Line* line = &self.lines[i]
        cdef Container* at = &self.boxed[line.box]
        cdef Group* group
        cdef int k = 0, j, level
        cdef Py_ssize_t last = self.n - 1, size, ahead
        cdef double words = self.words[self.n] or 1, prose = self.prose[self.n] or 1
        cdef str text = block_fields.get(self.blocks[i], B_TEXT)
        size = PyUnicode_GET_LENGTH(text)
        facts[0] = line.words
        facts[1] = <double>line.links / line.words if line.links else 0.0
        facts[2] = line.ends
        facts[3] = commas(text)
        facts[4] = <double>size / (line.words or 1)
        facts[5] = Py_UNICODE_ISUPPER(PyUnicode_READ(PyUnicode_KIND(text), PyUnicode_DATA(text), 0)) != 0 if size else 0
        facts[6] = self.seen[text]
        k = 7
        for j in range(free_windows):
            facts[k] = self.around(self.free, i, FREE_WINDOWS[j])
            k += 1
        for j in range(prose_windows):
            facts[k] = self.around(self.prose, i, PROSE_WINDOWS[j])
            k += 1
        for j in range(after_windows):
            ahead = i + AFTER_WINDOWS[j] + 1
            facts[k] = log_of(self.free[ahead if ahead < self.n else self.n] - self.free[i + 1])
            k += 1
        facts[k] = <double>i / self.n
        facts[k + 1] = min(i, FAR_AWAY)
        facts[k + 2] = min(last - i, FAR_AWAY)
        facts[k + 3] = self.words[i] / words
        facts[k + 4] = self.prose[i] / prose
        facts[k + 5] = log_of(self.prose[i])
        facts[k + 6] = UNKNOWN if self.headline < 0 else max(-FAR_AWAY, min(FAR_AWAY, i - self.headline))
        facts[k + 7] = min(FAR_AWAY, i - line.since)
        facts[k + 8] = line.section
        facts[k + 9] = log_of(line.section_words)
        facts[k + 10] = at.in_main
        k += 11
        masks[HEARD], masks[UNDER] = line.heard, line.under
        masks[BEFORE] = self.lines[i - 1].heard if i else 0
        masks[AFTER] = self.lines[i + 1].heard if i < last else 0
        masks[KIND] = <Bits>1 << line.kind
        masks[KIND_BEFORE] = <Bits>1 << self.lines[i - 1].kind if i else 0
        masks[KIND_AFTER] = <Bits>1 << self.lines[i + 1].kind if i < last else 0
        masks[NEAR], masks[FAR], masks[TAGS], masks[TAG_] = at.near, at.far, at.tags, at.tag
        for level in range(levels + 1):
            if level:
                facts[k], facts[k + 1] = at.prose, at.share
                k += 2
            if level < TWIN_LEVELS:
                group = &self.groups[at.key]
                facts[k], facts[k + 1], facts[k + 2] = group.many, group.share, group.spread
                k += 3
            if at.up >= 0:
                at = &self.boxed[at.up]
        return k


cdef class Told:
    """What the twin of lines.py told of a page: rows for its blocks, and what they say of the page; or nothing."""

    cdef tuple names, page_names
    cdef bytearray rows
    cdef list of_page
    cdef int levels

    def __init__(self, lines):
        self.levels = LEVELS if lines is None else LINE_LEVELS
        if lines is None:
            self.names, self.page_names, self.rows, self.of_page = (), (), bytearray(), []
        else:
            self.names, self.page_names, self.rows, self.of_page = lines
            self.names = (*LINE_NAMES, *self.names)

    cdef Layout layout(self, known):
        return layout_of(known, (*NAMES, *self.names), (*PAGE_NAMES, *self.page_names), MASK_NAMES)

    cdef int page(self, Scoring found, double* facts) except -1:
        """The facts of the page: those of every page, and those that its lines tell."""
        cdef Py_ssize_t i, first = len(PAGE_NAMES)
        found.of_page(facts)
        for i in range(len(self.of_page)):
            facts[first + i] = self.of_page[i]

    cdef int row(self, Scoring found, Py_ssize_t at, double* facts, Bits* masks) except -1:
        """The facts of a block, and behind them those of a line."""
        cdef Py_ssize_t first, size = len(self.names) - len(LINE_NAMES)
        if not 0 <= at < found.n:
            raise IndexError(f"no block {at} among {found.n}")
        first = found.row(at, facts, masks, self.levels)
        if self.rows:
            memcpy(facts + first, PyByteArray_AS_STRING(self.rows) + at * size * sizeof(double), size * sizeof(double))


@cache
def layout_of(known, names, page_names, mask_names):
    """The layout of trees over these facts; there are as many trees as files of weights."""
    return Layout(known, names, page_names, mask_names)


def scores(page, known, indices, lines=None):
    """What `scores` of trees.py says of the blocks at `indices`; `lines` is what `told` of _lines.pyx says of a dump."""
    cdef double of_page[MOST_FACTS]
    cdef double facts[MOST_FACTS]
    cdef Bits masks[MASKS]
    cdef Scoring found = Scoring(page)
    cdef Told told = Told(lines)
    cdef Judge judge = Judge(told.layout(known))
    cdef list scores = []
    cdef Py_ssize_t place, at
    cdef bytes left = PyBytes_FromStringAndSize(NULL, len(indices) * judge.layout.told)
    told.page(found, of_page)
    judge.on(of_page)
    for place, at in enumerate(indices):
        told.row(found, at, facts, masks)
        scores.append(judge.score(facts, masks, PyBytes_AS_STRING(left) + place * judge.layout.told))
    return scores, left


def scores_of_facts(found, known):
    """What `scores` of trees.py says of every block, by facts that facts.py found: for the comparison with trees.py."""
    cdef double facts[MOST_FACTS]
    cdef Bits masks[MASKS]
    cdef Judge judge = Judge(layout_of(known, tuple(known.columns), tuple(known.page), tuple(known.bits)))
    cdef Py_ssize_t i, k
    cdef list columns = [list(found.columns[name]) for name in known.columns]
    cdef list bits = [list(found.masks[name]) for name in known.bits]
    cdef list scores = []
    cdef bytes left = PyBytes_FromStringAndSize(NULL, found.size * judge.layout.told)
    for k, name in enumerate(known.page):
        facts[k] = found.page[name]
    judge.on(facts)
    for i in range(found.size):
        for k in range(len(columns)):
            facts[k] = columns[k][i]
        for k in range(len(bits)):
            masks[k] = bits[k][i]
        scores.append(judge.score(facts, masks, PyBytes_AS_STRING(left) + i * judge.layout.told))
    return scores, left


def facts_of(page, index, lines=None):
    """The facts of the page, of one of its blocks, and its masks, by name: for the comparison with facts.py."""
    cdef Scoring found = Scoring(page)
    cdef Told told = Told(lines)
    cdef double of_page[MOST_FACTS]
    cdef double facts[MOST_FACTS]
    cdef Bits masks[MASKS]
    told.page(found, of_page)
    told.row(found, index, facts, masks)
    return (
        {name: of_page[i] for i, name in enumerate((*PAGE_NAMES, *told.page_names))},
        {name: facts[i] for i, name in enumerate((*NAMES, *told.names))},
        {name: masks[i] for i, name in enumerate(MASK_NAMES)},
    )
