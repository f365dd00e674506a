# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The compiled twin of lines.py, what can be said about the lines of a dump, of the main run of runs.py, and of looks.py.

A line has a row of numbers. Every step does what lines.py does for a column, and says why there. What is added up is whole numbers, so that the facts
are the same to the last bit.
"""

from cpython.bytearray cimport PyByteArray_AS_STRING
from libc.math cimport log2
from libc.stdlib cimport calloc, free, qsort, realloc

from unchaff.model import Kind, Label
from unchaff.score import facts
from unchaff.score import lines as reference
from unchaff.score import looks as of_looks
from unchaff.score import runs as of_runs
from unchaff.words.script import fold

include "../_fields.pxi"
include "_ends.pxi"

cdef extern from "Python.h":
    int PyUnicode_Compare(PyObject* one, PyObject* other) noexcept nogil
    Py_ssize_t PyUnicode_FindChar(object text, Py_UCS4 sign, Py_ssize_t start, Py_ssize_t end, int direction) except -2
    int PyUnicode_Tailmatch(object text, object part, Py_ssize_t start, Py_ssize_t end, int direction) except -1

ctypedef unsigned long long Bits

cdef Py_ssize_t FAR_AWAY = reference.FAR_AWAY
cdef Py_ssize_t PROSE_WORDS = reference.PROSE_WORDS
cdef Py_ssize_t LONG_WORDS = reference.LONG_WORDS
cdef Py_ssize_t FEW_WORDS = reference.FEW_WORDS
cdef Py_ssize_t HEARD_SIGNS = reference.HEARD_SIGNS
cdef Py_ssize_t CREDIT_SIGNS = reference.CREDIT_SIGNS
cdef Py_ssize_t WIDE = reference.WIDE
cdef Py_ssize_t EMBED_LINES = reference.EMBED_LINES
cdef Py_ssize_t SHORTEST_WORD = reference.SHORTEST_WORD
cdef Py_ssize_t RUN_WORDS = of_runs.PROSE_WORDS
cdef double RUN_PRICE = of_runs.PRICE
cdef double BROKEN_OFF = reference.BROKEN_OFF, WHOLE = reference.WHOLE
cdef double LOW_PRICE = reference.PRICES[0], HIGH_PRICE = reference.PRICES[1]
cdef Bits SIGNED = reference._SIGNED
cdef Bits TERMINAL = facts.TERMINAL
cdef Py_ssize_t SENTENCE_WORDS = facts.PROSE_WORDS
cdef Py_ssize_t LINE_WORDS = facts.LINE_WORDS
cdef Py_ssize_t FAR_BLOCKS = facts.FAR_AWAY
cdef str closers = reference._CLOSERS
cdef str ranked = "".join(reference._ENDS)
cdef list ranks = list(reference._ENDS.values())
cdef dict hints = reference._HINTS
cdef object credited = reference._credited
cdef object is_embed = reference._is_embed
cdef str dashes = reference._DASHES, tweet = reference._TWEET
cdef object has_price = reference._PRICE
cdef object HEADLINE = Label.HEADLINE, PARAGRAPH = Kind.PARAGRAPH
cdef frozenset agency_words = frozenset([name.rpartition(" ")[2] for name in reference._AGENCIES.split("|")] + ["ap"])
cdef size_t salt = <size_t><Py_ssize_t>hash("unchaff")  # other in every process, so that nobody can make words that collide
cdef tuple counted = tuple(reference._COUNTED.values())

cdef enum:
    END, LOWER, RUN, SINCE_PROSE, UNTIL_PROSE, SINCE_BYLINE, ECHO, CREDIT, EMBED, SHARED, HINT, FROM_HEADLINE,
    SHARE_BEFORE, SHARE_AFTER, LOW_REGION, HIGH_REGION, LOOK, LOOK_WIDE, NEAR_WIDE, SINCE_TERMINAL, WINDOWS

# In the order of these places; behind them the windows of `_line_windows`.
NAMES = (
    "line end", "lower words", "run", "since prose", "until prose", "since byline", "echo", "credit", "embed",
    "shared words", "hint", "from headline line", "prose share before", "prose share after",
    *[f"region {price:g}" for price in reference.PRICES],
    "look", "look, prose wide", "prose near, wide", "since terminal",
    *[f"free around {size}" for size in facts.LINE_FREE_WINDOWS],
    *[f"prose around {size}" for size in facts.LINE_PROSE_WINDOWS],
)
PAGE_NAMES = (
    *reference._COUNTED, "page sentences", "page short", "page paragraphs", "page questions", "page prices"
)
cdef Py_ssize_t columns = len(NAMES)
cdef tuple free_windows = facts.LINE_FREE_WINDOWS, prose_windows = facts.LINE_PROSE_WINDOWS
cdef tuple lengths = reference.LENGTHS
cdef Py_ssize_t LENGTHS[16]
cdef int lengths_size = len(lengths)
for i, size in enumerate(lengths):
    LENGTHS[i] = size


cdef struct Line:  # what is asked of a block
    Py_ssize_t words
    Py_ssize_t unlinked
    Bits heard
    bint sentence
    bint prose


cdef struct Word:  # the last line that says it, and how many lines of prose do
    Py_ssize_t start  # of its signs
    Py_ssize_t size
    size_t hash
    Py_ssize_t line
    Py_ssize_t known


cdef struct Echo:  # a line by its first signs, which settle nearly every comparison, and its text where they do not
    Bits first
    Py_ssize_t line
    PyObject* text


cdef double rank_of(Py_UCS4 sign) except -1:
    cdef Py_ssize_t i
    for i in range(PyUnicode_GET_LENGTH(ranked)):
        if ranked[i] == sign:
            return ranks[i]
    return 0.0


cdef double plain_ranks[128]
cdef bint plain_quotes[128]
for code in range(128):
    plain_ranks[code] = rank_of(code)
    plain_quotes[code] = chr(code) in closers


cdef double end_of(str text) except -1:
    """What `_end` says."""
    cdef Py_ssize_t i = PyUnicode_GET_LENGTH(text) - 1
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    cdef double rank
    if i < 0:
        return 0.0
    sign = PyUnicode_READ(kind, data, i)
    if sign == u"." and i > 1 and PyUnicode_READ(kind, data, i - 1) == u"." and PyUnicode_READ(kind, data, i - 2) == u".":
        return BROKEN_OFF
    rank = plain_ranks[sign] if sign < 128 else rank_of(sign)
    while not rank and (plain_quotes[sign] if sign < 128 else sign in closers):
        i -= 1
        if i < 0:
            return 0.0
        sign = PyUnicode_READ(kind, data, i)
        rank = plain_ranks[sign] if sign < 128 else rank_of(sign)
    return rank


cdef double lower_share(str text) noexcept:
    """What `_lower` says; a word is in lower case by the rules of str.islower."""
    cdef Py_ssize_t i, n = min(PyUnicode_GET_LENGTH(text), HEARD_SIGNS), words = 0, lower = 0
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    cdef bint inside = False, small = False, large = False
    for i in range(n):
        sign = PyUnicode_READ(kind, data, i)
        if sign.isspace():
            lower += inside and small and not large
            inside = small = large = False
            continue
        words += not inside
        inside = True
        if sign < 128:
            small = small or u"a" <= sign <= u"z"
            large = large or u"A" <= sign <= u"Z"
        else:
            small = small or sign.islower()
            large = large or sign.isupper() or sign.istitle()
    lower += inside and small and not large
    return <double>lower / words if words >= FEW_WORDS else -1.0


cdef class Words:
    """The longer words of some lines, each known by number; their signs stand one after the other."""

    cdef Py_UCS4* signs
    cdef Py_ssize_t used, room
    cdef Word* words
    cdef Py_ssize_t size, words_room
    cdef Py_ssize_t* table  # number of a word plus one, by hash
    cdef Py_ssize_t table_room
    cdef Py_ssize_t* said  # the numbers of the words of each line, one line after the other
    cdef Py_ssize_t said_size, said_room

    def __init__(self):
        self.room, self.words_room, self.table_room, self.said_room = 4096, 512, 2048, 1024
        self.signs = <Py_UCS4*>calloc(self.room, sizeof(Py_UCS4))
        self.words = <Word*>calloc(self.words_room, sizeof(Word))
        self.table = <Py_ssize_t*>calloc(self.table_room, sizeof(Py_ssize_t))
        self.said = <Py_ssize_t*>calloc(self.said_room, sizeof(Py_ssize_t))
        if not (self.signs and self.words and self.table and self.said):
            raise MemoryError

    def __dealloc__(self):
        free(self.signs)
        free(self.words)
        free(self.table)
        free(self.said)

    cdef int hear(self, str text, Py_ssize_t line, bint prose) except -1:
        """The words of `_telling`, each once."""
        cdef Py_ssize_t i, start, n = min(PyUnicode_GET_LENGTH(text), HEARD_SIGNS)
        cdef size_t found = salt
        cdef int kind
        cdef void* data
        cdef Py_UCS4 sign
        if not text.isascii():
            text = text[:n].lower()
            n = PyUnicode_GET_LENGTH(text)
        kind, data = PyUnicode_KIND(text), PyUnicode_DATA(text)
        if self.used + n > self.room:
            self.room = 2 * (self.used + n)
            self.signs = <Py_UCS4*>grown(self.signs, self.room * sizeof(Py_UCS4))
        start = self.used
        for i in range(n + 1):
            sign = PyUnicode_READ(kind, data, i) if i < n else u" "
            if not sign.isspace():
                if u"A" <= sign <= u"Z":
                    sign = <Py_UCS4>(<int>sign + 32)
                self.signs[self.used] = sign
                self.used += 1
                found = (found ^ <size_t>sign) * <size_t>0x100000001b3
                continue
            if self.used - start >= SHORTEST_WORD:
                self.say(self.number_of(start, found), line, prose)
            self.used = start = self.words[self.size - 1].start + self.words[self.size - 1].size if self.size else 0
            found = salt

    cdef int say(self, Py_ssize_t number, Py_ssize_t line, bint prose) except -1:
        """A line has this word."""
        cdef Word* word = &self.words[number]
        if word.line == line:
            return 0
        word.line = line
        word.known += prose
        if self.said_size == self.said_room:
            self.said_room *= 2
            self.said = <Py_ssize_t*>grown(self.said, self.said_room * sizeof(Py_ssize_t))
        self.said[self.said_size] = number
        self.said_size += 1

    cdef Py_ssize_t number_of(self, Py_ssize_t start, size_t found) except -1:
        """The number of the word whose signs begin at `start`; a new one is kept."""
        cdef Py_ssize_t at, number, size = self.used - start
        cdef Word* word
        found ^= found >> 29
        at = found & (self.table_room - 1)
        while self.table[at]:
            number = self.table[at] - 1
            word = &self.words[number]
            if word.hash == found and word.size == size and self.same(word.start, start, size):
                return number
            at = (at + 1) & (self.table_room - 1)
        if self.size == self.words_room:
            self.words_room *= 2
            self.words = <Word*>grown(self.words, self.words_room * sizeof(Word))
            self.widen()
            at = self.place(found)
        self.words[self.size] = Word(start, size, found, -1, 0)
        self.size += 1
        self.table[at] = self.size
        return self.size - 1

    cdef bint same(self, Py_ssize_t one, Py_ssize_t other, Py_ssize_t size) noexcept:
        cdef Py_ssize_t i
        for i in range(size):
            if self.signs[one + i] != self.signs[other + i]:
                return False
        return True

    cdef Py_ssize_t place(self, size_t found) noexcept:
        cdef Py_ssize_t at = found & (self.table_room - 1)
        while self.table[at]:
            at = (at + 1) & (self.table_room - 1)
        return at

    cdef int widen(self) except -1:
        """A table with room for twice as many."""
        cdef Py_ssize_t i
        cdef Py_ssize_t* wider = <Py_ssize_t*>calloc(2 * self.table_room, sizeof(Py_ssize_t))
        if wider == NULL:
            raise MemoryError
        free(self.table)
        self.table = wider
        self.table_room *= 2
        for i in range(self.size):
            self.table[self.place(self.words[i].hash)] = i + 1


cdef void* grown(void* memory, Py_ssize_t size) except NULL:
    cdef void* found = realloc(memory, size)
    if found == NULL:
        raise MemoryError
    return found


cdef int earlier(const void* one, const void* other) noexcept nogil:
    """The order of texts, and of two that are the same the order of their lines."""
    cdef Echo* a = <Echo*>one
    cdef Echo* b = <Echo*>other
    cdef int order
    if a.first != b.first:
        return 1 if a.first > b.first else -1
    order = PyUnicode_Compare(a.text, b.text) if a.text and b.text else 0
    return order if order else (a.line > b.line) - (a.line < b.line)


cdef struct Richest:  # what `richest` of runs.py finds: the best run so far, and the one that is open
    double top
    Py_ssize_t start
    Py_ssize_t stop
    double total
    Py_ssize_t begun


cdef inline void take(Richest* best, Py_ssize_t i, double gain) noexcept:
    if best.total <= 0:
        best.begun, best.total = i, 0.0
    best.total += gain
    if best.total > best.top:
        best.top, best.start, best.stop = best.total, best.begun, i + 1


cdef class Lines:
    """The lines of one dump, and their rows."""

    cdef list blocks
    cdef Py_ssize_t n
    cdef Line* lines
    cdef double* rows
    cdef Py_ssize_t* words  # running totals
    cdef Py_ssize_t* good  # words of lines of prose
    cdef Py_ssize_t* proses  # lines of prose
    cdef Py_ssize_t* free  # unlinked words
    cdef Py_ssize_t* sentences  # those of sentences

    def __init__(self, list blocks, bytearray rows):
        cdef Py_ssize_t room = len(blocks) + 1
        self.blocks, self.n = blocks, len(blocks)
        self.rows = <double*>PyByteArray_AS_STRING(rows)
        self.lines = <Line*>calloc(room, sizeof(Line))
        self.words = <Py_ssize_t*>calloc(5 * room, sizeof(Py_ssize_t))
        if not (self.lines and self.words):
            raise MemoryError
        self.good = self.words + room
        self.proses = self.good + room
        self.free = self.proses + room
        self.sentences = self.free + room

    def __dealloc__(self):
        free(self.lines)
        free(self.words)

    cdef inline double* row(self, Py_ssize_t i) noexcept:
        return self.rows + i * columns

    cdef int fill(self) except -1:
        """All columns."""
        self.read()
        self.runs()
        self.distances()
        self.echoes()
        self.shared()
        self.headed()
        self.region(LOW_REGION, LOW_PRICE)
        self.region(HIGH_REGION, HIGH_PRICE)
        self.company()
        self.windows()

    cdef int read(self) except -1:
        """What each line says by itself, and the running totals."""
        cdef Py_ssize_t i
        cdef Line* line
        cdef double* row
        cdef double end
        cdef str text
        for i in range(self.n):
            block, line, row = self.blocks[i], &self.lines[i], self.row(i)
            block_fields.check(block)
            text = block_fields.get(block, B_TEXT)
            line.words, line.heard = block_fields.get(block, B_WORDS), block_fields.get(block, B_HEARD)
            line.unlinked = line.words - <Py_ssize_t>block_fields.get(block, B_LINK_WORDS)
            line.sentence = ends(text)
            end = row[END] = end_of(text)
            line.prose = end >= WHOLE or (line.words >= LONG_WORDS and end != BROKEN_OFF)
            line.prose = line.prose and line.unlinked >= PROSE_WORDS
            row[LOWER] = lower_share(text)
            row[CREDIT] = credited(text) if may_be_credit(text) else 0.0
            verdict = block_fields.get(block, B_VERDICT)
            row[HINT] = 0.0 if verdict is None else hints[verdict.label]
            self.words[i + 1] = self.words[i] + line.words
            self.good[i + 1] = self.good[i] + (line.words if line.prose else 0)
            self.proses[i + 1] = self.proses[i] + line.prose
            self.free[i + 1] = self.free[i] + line.unlinked
            self.sentences[i + 1] = self.sentences[i]
            if line.sentence and line.unlinked >= SENTENCE_WORDS:
                self.sentences[i + 1] += line.unlinked

    cdef int runs(self) except -1:
        cdef Py_ssize_t start = 0, stop, i
        cdef bint whole
        cdef double size
        while start < self.n:
            whole = self.row(start)[END] >= WHOLE
            stop = start + 1
            while stop < self.n and (self.row(stop)[END] >= WHOLE) == whole:
                stop += 1
            size = log2(1 + stop - start)
            for i in range(start, stop):
                self.row(i)[RUN] = size if whole else -size
            start = stop

    cdef int distances(self) except -1:
        """Lines to the next prose, byline, signature of a post and list of other articles."""
        cdef Py_ssize_t i, prose = FAR_AWAY, byline = FAR_AWAY, embed = EMBED_LINES, terminal = -1
        cdef Line* line
        cdef double* row
        for i in range(self.n):
            line, row = &self.lines[i], self.row(i)
            if terminal < 0 and line.heard & TERMINAL and line.words <= LINE_WORDS:
                terminal = i
            row[SINCE_PROSE], row[SINCE_BYLINE] = prose, byline
            row[SINCE_TERMINAL] = -1 if terminal < 0 else min(FAR_BLOCKS, i - terminal)
            prose = 1 if line.prose else min(FAR_AWAY, prose + 1)
            byline = 1 if line.heard & SIGNED else min(FAR_AWAY, byline + 1)
        prose = FAR_AWAY
        for i in range(self.n - 1, -1, -1):
            line, row = &self.lines[i], self.row(i)
            text = block_fields.get(self.blocks[i], B_TEXT)
            row[UNTIL_PROSE] = prose
            prose = 1 if line.prose else min(FAR_AWAY, prose + 1)
            embed = 0 if may_be_embed(text) and is_embed(text) else min(EMBED_LINES, embed + 1)
            row[EMBED] = embed

    cdef int echoes(self) except -1:
        cdef Py_ssize_t i, start = 0, stop
        cdef list texts = []  # of lines that begin alike, as few do
        cdef Echo* order = <Echo*>calloc(self.n + 1, sizeof(Echo))
        if order == NULL:
            raise MemoryError
        try:
            for i in range(self.n):
                order[i] = Echo(first_signs(block_fields.get(self.blocks[i], B_TEXT)), i, NULL)
                self.row(i)[ECHO] = FAR_AWAY
            qsort(order, self.n, sizeof(Echo), earlier)
            while start < self.n:
                stop = start + 1
                while stop < self.n and order[stop].first == order[start].first:
                    stop += 1
                if stop > start + 1:
                    self.alike(order, start, stop, texts)
                start = stop
        finally:
            free(order)

    cdef int alike(self, Echo* order, Py_ssize_t start, Py_ssize_t stop, list texts) except -1:
        """Compare the lines order[start:stop], which begin with the same signs; `texts` holds theirs."""
        cdef Py_ssize_t i
        for i in range(start, stop):
            text = (<str>block_fields.get(self.blocks[order[i].line], B_TEXT)).rstrip(" .…").casefold()
            texts.append(text)
            order[i].text = <PyObject*>text
        qsort(order + start, stop - start, sizeof(Echo), earlier)
        for i in range(start, stop - 1):
            self.compare(&order[i], &order[i + 1])

    cdef int compare(self, Echo* one, Echo* other) except -1:
        """Note how far two lines are from each other if the second begins with the first."""
        cdef str text = <str>one.text
        cdef double gap
        if PyUnicode_GET_LENGTH(text) < SHORTEST_WORD:
            return 0
        if PyUnicode_Tailmatch(<object>other.text, text, 0, PyUnicode_GET_LENGTH(<object>other.text), -1):
            gap = min(FAR_AWAY - 1, abs(one.line - other.line))
            self.row(one.line)[ECHO] = min(self.row(one.line)[ECHO], gap)
            self.row(other.line)[ECHO] = min(self.row(other.line)[ECHO], gap)

    cdef int shared(self) except -1:
        cdef Words words = Words()
        cdef Py_ssize_t i, k = 0, first, known
        cdef Py_ssize_t* stops = <Py_ssize_t*>calloc(self.n + 1, sizeof(Py_ssize_t))
        if stops == NULL:
            raise MemoryError
        try:
            for i in range(self.n):
                words.hear(block_fields.get(self.blocks[i], B_TEXT), i, self.lines[i].prose)
                stops[i] = words.said_size
            for i in range(self.n):
                first, known = k, 0
                while k < stops[i]:
                    known += words.words[words.said[k]].known > self.lines[i].prose
                    k += 1
                self.row(i)[SHARED] = <double>known / (k - first) if k > first else -1.0
        finally:
            free(stops)

    cdef int headed(self) except -1:
        cdef Py_ssize_t i, index, at = 0
        cdef bint found = False
        for i in range(self.n - 1, -1, -1):
            verdict = block_fields.get(self.blocks[i], B_VERDICT)
            if verdict is not None and verdict.label is HEADLINE:
                found, at = True, block_fields.get(self.blocks[i], B_INDEX)
                break
        for i in range(self.n):
            index = block_fields.get(self.blocks[i], B_INDEX)
            self.row(i)[FROM_HEADLINE] = max(-FAR_AWAY, min(FAR_AWAY, index - at)) if found else -FAR_AWAY - 1

    cdef int region(self, int column, double price) except -1:
        cdef Richest best = Richest(0.0, 0, 0, 0.0, 0)
        cdef Py_ssize_t i
        for i in range(self.n):
            take(&best, i, (self.lines[i].words if self.lines[i].prose else 0) - price)
        for i in range(self.n):
            if i < best.start:
                self.row(i)[column] = max(-FAR_AWAY, i - best.start)
            else:
                self.row(i)[column] = 0.0 if i < best.stop else min(FAR_AWAY, i - best.stop + 1)

    cdef int company(self) except -1:
        """What `_company` and `_looks` say: how much prose is near."""
        cdef Py_ssize_t i, low, high, near, wide, look, n = self.n
        cdef double* row
        for i in range(n):
            row = self.row(i)
            low, high = max(0, i - WIDE), min(n, i + WIDE + 1)
            row[SHARE_BEFORE] = <double>(self.good[i] - self.good[low]) / (self.words[i] - self.words[low] + FEW_WORDS)
            row[SHARE_AFTER] = (
                <double>(self.good[high] - self.good[i + 1]) / (self.words[high] - self.words[i + 1] + FEW_WORDS)
            )
            near = min(2, self.proses[min(n, i + 3)] - self.proses[max(0, i - 2)] - self.lines[i].prose)
            wide = min(3, (self.proses[min(n, i + 9)] - self.proses[max(0, i - 8)]) // 3)
            look = look_of(self.lines[i].words, row[END])
            row[LOOK], row[LOOK_WIDE], row[NEAR_WIDE] = look, 4 * look + wide, 4 * near + wide

    cdef int windows(self) except -1:
        cdef Py_ssize_t k = WINDOWS, size
        for size in free_windows:
            self.around(self.free, size, k)
            k += 1
        for size in prose_windows:
            self.around(self.sentences, size, k)
            k += 1

    cdef int around(self, Py_ssize_t* totals, Py_ssize_t size, Py_ssize_t column) except -1:
        cdef Py_ssize_t i
        for i in range(self.n):
            self.row(i)[column] = log2(1 + <double>(totals[min(self.n, i + size + 1)] - totals[max(0, i - size)]))

    cdef list of_page(self):
        """The facts of the page, in the order of PAGE_NAMES."""
        cdef Py_ssize_t i, sentences = 0, short = 0, paragraphs = 0, questions = 0, prices = 0
        cdef Bits bits
        cdef str text
        cdef list found = []
        cdef Py_ssize_t many
        for bit in counted:
            bits, many = bit, 0
            for i in range(self.n):
                many += (self.lines[i].heard & bits) != 0
            found.append(log2(1 + many))
        for i in range(self.n):
            block = self.blocks[i]
            text = block_fields.get(block, B_TEXT)
            sentences += self.lines[i].sentence
            short += self.lines[i].words <= FEW_WORDS
            paragraphs += block_fields.get(block, B_KIND) is PARAGRAPH
            questions += is_question(text)
            prices += may_be_price(text) and has_price(text[:HEARD_SIGNS]) is not None
        many = self.n or 1
        found += [<double>sentences / many, <double>short / many, <double>paragraphs / many]
        return [*found, log2(1 + questions), log2(1 + prices)]


cdef inline bint is_question(str text) noexcept:
    cdef Py_ssize_t n = PyUnicode_GET_LENGTH(text)
    return n > 0 and PyUnicode_READ(PyUnicode_KIND(text), PyUnicode_DATA(text), n - 1) in u"?？؟"


cdef bint may_be_price(str text) noexcept:
    """Whether a line has a sign of money."""
    cdef Py_ssize_t i, n = min(PyUnicode_GET_LENGTH(text), HEARD_SIGNS)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    for i in range(n):
        sign = PyUnicode_READ(kind, data, i)
        if sign in u"$€£¥₹₩ł":
            return True
    return False


cdef bint may_be_embed(str text) except -1:
    cdef Py_UCS4 sign
    if not PyUnicode_GET_LENGTH(text):
        return False
    sign = PyUnicode_READ(PyUnicode_KIND(text), PyUnicode_DATA(text), 0)
    return sign in dashes or (any_of(u"/", text, PyUnicode_GET_LENGTH(text)) and tweet in text)  # most have no slash


cdef bint may_be_credit(str text) except -1:
    """Whether a line ends with a mark of a credit and a name, or with a word that may be an agency's."""
    cdef Py_ssize_t i, n = PyUnicode_GET_LENGTH(text), first = max(0, n - CREDIT_SIGNS)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    cdef bint named = True, paired = True  # whether all signs so far may be part of a name, of the second of two
    for i in range(n - 1, first - 1, -1):
        sign = PyUnicode_READ(kind, data, i)
        if n - i > 2 and (sign in u":(©" and named or sign == u"/" and paired):
            return True
        named = named and sign not in u").:(©"
        paired = paired and sign not in u".:("
        if not (named or paired):
            break
    while n > first and not is_of_word(PyUnicode_READ(kind, data, n - 1)):
        n -= 1
    i = n
    while i > first and is_of_word(PyUnicode_READ(kind, data, i - 1)):
        i -= 1
    if i == n:
        return False
    text = text[i:n]
    return (text.casefold() if text.isascii() else fold(text)) in agency_words


cdef inline bint is_of_word(Py_UCS4 sign) noexcept:
    """Whether this is what regular expressions call a part of a word."""
    return u"a" <= sign <= u"z" or u"A" <= sign <= u"Z" or sign == u"_" or (sign >= 128 or u"0" <= sign <= u"9") and sign.isalnum()


cdef inline int look_of(Py_ssize_t words, double end) noexcept:
    cdef int length = 0, i
    for i in range(lengths_size):
        length += words > LENGTHS[i]
    return length + (1 + lengths_size) * (0 if end == 0.0 else 2 if end >= WHOLE else 1)


cdef Bits first_signs(str text) except? 0:
    """A number for the first four signs without their case: lines with others are no echoes of each other."""
    cdef Py_ssize_t i, n = min(SHORTEST_WORD, PyUnicode_GET_LENGTH(text))
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Bits found = 0
    for i in range(n):
        if PyUnicode_READ(kind, data, i) >= 128:
            text = text[:n].casefold()[:SHORTEST_WORD]
            kind, data, n = PyUnicode_KIND(text), PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text)
            break
    for i in range(n):
        found = found << 16 | letter(kind, data, n, i) & 0xffff
    return found


def told(list blocks):
    """The names of the columns and of the facts of the page, a row of doubles for each block, and those facts."""
    rows = bytearray(len(blocks) * columns * sizeof(double))
    cdef Lines lines = Lines(blocks, rows)
    lines.fill()
    return NAMES, PAGE_NAMES, rows, lines.of_page()


def main_run(list blocks):
    """What `main_run` of runs.py says."""
    cdef Richest best = Richest(0.0, 0, 0, 0.0, 0)
    cdef Py_ssize_t i, words
    cdef str text
    for i in range(len(blocks)):
        block_fields.check(blocks[i])
        text, words = block_fields.get(blocks[i], B_TEXT), block_fields.get(blocks[i], B_WORDS)
        if words >= RUN_WORDS and ends(text) and not breaks_off(text):
            take(&best, i, words - RUN_PRICE)
        else:
            take(&best, i, -RUN_PRICE)
    return best.start, best.stop


cdef bint breaks_off(str text) except -1:
    return text.endswith("…") or text.endswith("...")


def holding(list blocks, str signs):
    """What `holding` of looks.py says."""
    cdef list found = []
    for block in blocks:
        block_fields.check(block)
        text = block_fields.get(block, B_TEXT)
        if any_of(signs, text, PyUnicode_GET_LENGTH(text)):
            found.append(block)
    return found


def dated(list blocks, Py_ssize_t most):
    """What `dated` of looks.py says."""
    cdef list found = []
    for block in blocks:
        block_fields.check(block)
        text = block_fields.get(block, B_TEXT)
        if PyUnicode_GET_LENGTH(text) <= most and has_digits(text):
            found.append(block)
    return found


def ending(list blocks, frozenset ends, str marks, Py_ssize_t within):
    """What `ending` of looks.py says."""
    cdef Py_ssize_t n
    cdef str text
    cdef list found = []
    for block in blocks:
        block_fields.check(block)
        text = block_fields.get(block, B_TEXT)
        n = PyUnicode_GET_LENGTH(text)
        if any_of(marks, text, within) or text[max(0, n - 2):n].casefold() in ends:
            found.append(block)
    return found


def beginning_alike(list blocks, Py_ssize_t apart):
    """What `beginning_alike` of looks.py says."""
    cdef Py_ssize_t i, j, n = len(blocks)
    cdef list found = []
    cdef Bits* first = <Bits*>calloc(n + 1, sizeof(Bits))
    if first == NULL:
        raise MemoryError
    try:
        for i in range(n):
            block_fields.check(blocks[i])
            first[i] = first_letters(block_fields.get(blocks[i], B_TEXT))
        for i in range(n):
            for j in range(i + 1, min(n, i + 1 + apart)):
                if first[i] == first[j]:
                    found.append((i, j))
        return found
    finally:
        free(first)


cdef bint any_of(str signs, str text, Py_ssize_t within) except -1:
    """Whether one of `signs` is among so many signs at the end of a text."""
    cdef Py_ssize_t i, n = PyUnicode_GET_LENGTH(text), first = max(0, n - within)
    for i in range(PyUnicode_GET_LENGTH(signs)):
        if PyUnicode_FindChar(text, PyUnicode_READ(PyUnicode_KIND(signs), PyUnicode_DATA(signs), i), first, n, 1) >= 0:
            return True
    return False


cdef bint has_digits(str text) noexcept:
    """Whether a text has four digits in a row, or two digits with a dot, slash or dash between."""
    cdef Py_ssize_t i, row = 0, n = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 sign
    cdef bint parted = False  # by the sign before
    for i in range(n):
        sign = PyUnicode_READ(kind, data, i)
        if u"0" <= sign <= u"9" if sign < 128 else sign.isdecimal():
            row += 1
            if parted or row == 4:
                return True
        else:
            parted = row and sign in u"./-"
            row = 0
    return False


cdef Bits first_letters(str text) except? 0:
    """What `first_letters` of looks.py says, as a number."""
    cdef Py_ssize_t i, n = min(2, PyUnicode_GET_LENGTH(text))
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    for i in range(n):
        if PyUnicode_READ(kind, data, i) >= 128:
            text = of_looks.first_letters(text)
            kind, data, n = PyUnicode_KIND(text), PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text)
            break
    return letter(kind, data, n, 0) << 32 | letter(kind, data, n, 1)


cdef inline Bits letter(int kind, void* data, Py_ssize_t n, Py_ssize_t i) noexcept:
    """A sign, ASCII in lower case; 0 behind the end."""
    cdef Py_UCS4 sign = PyUnicode_READ(kind, data, i) if i < n else 0
    return <Bits>sign + 32 if u"A" <= sign <= u"Z" else <Bits>sign
