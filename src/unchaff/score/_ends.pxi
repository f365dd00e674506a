# How a text ends: for the twins of facts.py and lines.py. They include _fields.pxi before.

from unchaff.words.script import CLOSERS, ENDS
from unchaff.words.script import ends_sentence

cdef bint plain_closers[128]
for code in range(128):
    plain_closers[code] = chr(code) in CLOSERS
cdef str other_closers = "".join([sign for sign in CLOSERS if sign >= "\x80"])
cdef str sentence_ends = "".join(ENDS)


cdef bint ends(str text) except -1:
    """What `ends_sentence` of words/script.py says."""
    cdef Py_ssize_t i = PyUnicode_GET_LENGTH(text) - 1
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 sign = 0
    if i < 0:
        return False
    if PyUnicode_READ(kind, data, i) == u"]":
        return ends_sentence(text)
    while i >= 0:
        sign = PyUnicode_READ(kind, data, i)
        if not (plain_closers[sign] if sign < 128 else sign in other_closers):
            return sign in sentence_ends
        i -= 1
    return False
