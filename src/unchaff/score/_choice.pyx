# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The compiled twin of choice.py: the same chances, bar, main part and verdicts, to the last bit."""

from libc.math cimport exp
from libc.stdlib cimport calloc, free, qsort

from unchaff.model import Label, Strength, Verdict
from unchaff.score import choice as reference

include "../_fields.pxi"

cdef enum:
    V_START, V_STOP, V_LABEL, V_WHY, V_STRENGTH, V_STEP

cdef Fields verdict_fields = Fields(Verdict, "start", "stop", "label", "why", "strength", "step")
cdef object BODY = Label.BODY, OTHER = Label.OTHER
cdef object STRONG = Strength.STRONG, HINT = Strength.HINT
cdef str COPY = reference.COPY

cdef double UNLIKELY = reference.UNLIKELY, FEW_WORDS = reference.FEW_WORDS
cdef double HALF = reference.HALF, SURE = reference.SURE
cdef double MAIN_SHARE = reference.MAIN_SHARE, BELOW_MAIN = reference.BELOW_MAIN

cdef struct Bet:
    double chance
    Py_ssize_t words


cdef int lower(const void* one, const void* other) noexcept nogil:
    """The order of bets: the higher chance first, and of two the one of more words."""
    cdef Bet* a = <Bet*>one
    cdef Bet* b = <Bet*>other
    if a.chance != b.chance:
        return 1 if a.chance < b.chance else -1
    return (a.words < b.words) - (a.words > b.words)


cdef double chance_of(double score) noexcept:
    return 1 / (1 + exp(-max(-SURE, min(SURE, score))))


cdef double best_threshold(Bet* bets, Py_ssize_t n, double* expected) except -1:
    cdef double odds, weight, more, there, right
    cdef Py_ssize_t i, best = 0, kept
    if not n:
        return 1.0
    qsort(bets, n, sizeof(Bet), lower)
    for odds, weight in reference.READINGS:
        more, there, right, kept = odds - 1, 0, 0, 0
        for i in range(n):
            there += bets[i].chance * bets[i].words / (1 + bets[i].chance * more)
        for i in range(n):
            right += bets[i].chance * bets[i].words / (1 + bets[i].chance * more)
            kept += bets[i].words
            expected[i] += weight * right / ((kept / odds + there) or 1.0)
    for i in range(n):
        if expected[i] > expected[best]:
            best = i
    return bets[best].chance


cdef double median(Bet* bets, Py_ssize_t n) noexcept:
    """The chance of the word in the middle of what is expected."""
    cdef double mass = 0, passed = 0
    cdef Py_ssize_t i
    for i in range(n):
        mass += bets[i].chance * bets[i].words
    for i in range(n):
        passed += bets[i].chance * bets[i].words
        if passed >= mass / 2:
            return bets[i].chance
    return 0


cdef double threshold(double* chances, list blocks) except -1:
    cdef Py_ssize_t n = len(blocks), i
    cdef bint likely = False
    cdef double least
    for i in range(n):
        likely = likely or chances[i] >= UNLIKELY
    if not likely and sum([chances[i] * blocks[i].words for i in range(n)]) < FEW_WORDS:
        return 1.0
    cdef Bet* bets = <Bet*>calloc(n + 1, sizeof(Bet))
    cdef double* expected = <double*>calloc(n + 1, sizeof(double))
    try:
        if bets == NULL or expected == NULL:
            raise MemoryError
        for i in range(n):
            bets[i] = Bet(chances[i], block_fields.get(blocks[i], B_WORDS))
        least = best_threshold(bets, n, expected)
        return max(least, HALF * median(bets, n))  # the bets are in order now
    finally:
        free(bets)
        free(expected)


cdef Py_ssize_t end_of_main(page, list blocks, double* chances, double bar) except -1:
    cdef Py_ssize_t n = len(page.blocks), i, start, stop, end = 0
    cdef double least
    cdef double* held = <double*>calloc(n + 1, sizeof(double))
    if held == NULL:
        raise MemoryError
    try:
        for i in range(len(blocks)):
            if chances[i] >= bar:
                start = block_fields.get(blocks[i], B_INDEX)
                if not 0 <= start < n:
                    raise IndexError(f"a block {start} of {n}")
                held[start + 1] = <Py_ssize_t>block_fields.get(blocks[i], B_WORDS) * chances[i] * chances[i]
        for i in range(n):
            held[i + 1] += held[i]
        least = MAIN_SHARE * held[n]
        for box in page.boxes:
            box_fields.check(box)
            start, stop = box_fields.get(box, START), box_fields.get(box, STOP)
            if not 0 <= start <= n or not 0 <= stop <= n:
                raise IndexError(f"a box from block {start} to {stop} of {n}")
            if held[stop] - held[start] >= least:
                end = stop
        return end
    finally:
        free(held)


cdef struct Mean:  # of the scores at one path
    double total
    double weight


def agreed(list blocks, scores):
    """What `agreed` of choice.py says of these blocks."""
    cdef Py_ssize_t n = len(blocks), i, path
    cdef double weight, own = 1 - <double>reference.AGREEMENT, drawn = reference.AGREEMENT
    cdef dict numbers = {}
    cdef list paths = []
    cdef Mean* means = <Mean*>calloc(n + 1, sizeof(Mean))
    if means == NULL:
        raise MemoryError
    try:
        for i in range(n):
            block_fields.check(blocks[i])
            box = block_fields.get(blocks[i], B_BOX)
            box_fields.check(box)
            paths.append(numbers.setdefault(box_fields.get(box, KEY), len(numbers)))
            path, weight = paths[i], <Py_ssize_t>block_fields.get(blocks[i], B_WORDS) + 0.5
            means[path].total += <double>scores[i] * weight
            means[path].weight += weight
        for i in range(n):
            means[i].total = drawn * means[i].total / means[i].weight if means[i].weight else 0
        return [own * <double>scores[i] + means[<Py_ssize_t>paths[i]].total for i in range(n)]
    finally:
        free(means)


def verdicts(list blocks, choices, why):
    """What `verdicts` of choice.py says: the same objects, made without a call for each."""
    cdef list kept = choices.found.kept, made = []
    cdef frozenset copies = choices.copies
    cdef Py_ssize_t i
    cdef bint is_kept, is_copy
    if len(kept) != len(blocks):
        raise ValueError(f"{len(blocks)} blocks, {len(kept)} of them judged")
    for i in range(len(blocks)):
        is_copy = i in copies
        is_kept = kept[i] and not is_copy
        block_fields.check(blocks[i])
        index = block_fields.get(blocks[i], B_INDEX)
        verdict = verdict_fields.new()
        verdict_fields.put(verdict, V_START, index)
        verdict_fields.put(verdict, V_STOP, index + 1)
        verdict_fields.put(verdict, V_LABEL, BODY if is_kept else OTHER)
        verdict_fields.put(verdict, V_WHY, COPY if is_copy else why)
        verdict_fields.put(verdict, V_STRENGTH, STRONG if is_kept else HINT)
        verdict_fields.put(verdict, V_STEP, "")
        made.append(untracked(verdict))  # what tells why knows nothing of pages
    return made


def weighed(page, list blocks, odds):
    """What `weighed` of choice.py says."""
    cdef Py_ssize_t n = len(blocks), i, end, below = n
    cdef double least
    cdef double* chances = <double*>calloc(2 * n + 1, sizeof(double))
    cdef double* lowered = chances + n
    if chances == NULL:
        raise MemoryError
    try:
        for i in range(n):
            block_fields.check(blocks[i])
            chances[i] = chance_of(odds[i])
        least = threshold(chances, blocks)
        end = end_of_main(page, blocks, chances, least)
        for i in range(n):
            lowered[i] = chances[i]
            if <Py_ssize_t>block_fields.get(blocks[i], B_INDEX) >= end:
                below = min(below, i)
                lowered[i] = chance_of(odds[i] - BELOW_MAIN)
        least = threshold(lowered, blocks)
        return reference.Weighed([chances[i] for i in range(n)], [lowered[i] >= least for i in range(n)], least, below)
    finally:
        free(chances)
