# What the twins need: to read and write the fields of classes with slots where they lie, and the signs of texts,
# without a call for each. A page has thousands.

cimport cython
from cpython.object cimport PyObject, PyTypeObject
from cpython.ref cimport Py_INCREF, Py_XDECREF

from unchaff.model import Block, Box

cdef extern from "Python.h":
    ctypedef struct PyMemberDef:
        Py_ssize_t offset
    ctypedef struct PyMemberDescrObject:
        PyMemberDef* d_member
    object PyType_GenericAlloc(PyTypeObject* kind, Py_ssize_t items)
    void PyObject_GC_UnTrack(void* one)
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t i)
    Py_ssize_t PyUnicode_GET_LENGTH(object text)


@cython.final
cdef class Fields:
    """Where the fields of a class with slots lie in its objects."""

    cdef object made
    cdef Py_ssize_t at[16]

    def __init__(self, made, *names):
        self.made = made
        for i, name in enumerate(names):
            descriptor = made.__dict__[name]
            self.at[i] = (<PyMemberDescrObject*><PyObject*>descriptor).d_member.offset

    cdef object new(self):
        return PyType_GenericAlloc(<PyTypeObject*><PyObject*>self.made, 0)

    cdef void put(self, object one, int field, object value):
        cdef PyObject** slot = <PyObject**>(<char*><PyObject*>one + self.at[field])
        cdef PyObject* before = slot[0]
        Py_INCREF(value)
        slot[0] = <PyObject*>value
        Py_XDECREF(before)

    cdef object get(self, object one, int field):
        cdef PyObject* found = (<PyObject**>(<char*><PyObject*>one + self.at[field]))[0]
        if found == NULL:
            raise AttributeError(f"a {type(one).__name__} without one of its fields")
        return <object>found

    cdef int check(self, object one) except -1:
        """Fields lie elsewhere in anything else, so that must not pass."""
        if not isinstance(one, self.made):
            raise TypeError(f"a {self.made.__name__} was expected, not a {type(one).__name__}")


cdef enum:
    PARENT, TAG, START, STOP, NAMED, KEY, DEPTH, WORDS, LINK_WORDS, ATTRIBUTES_OF, PICTURES

cdef enum:
    B_TEXT, B_BOX, B_INDEX, B_KIND, B_LEVEL, B_WORDS, B_LINK_WORDS, B_HEARD, B_CHUNKS, B_SPANS, B_VERDICT

cdef Fields box_fields = Fields(
    Box, "parent", "tag", "start", "stop", "named", "key", "depth", "words", "link_words", "attributes", "pictures"
)
cdef Fields block_fields = Fields(
    Block,
    "text", "box", "index", "kind", "level", "words", "link_words", "heard", "chunks", "spans", "verdict",
)


cdef object untracked(object one):
    """An object that can be in no cycle, so that the garbage collector need not look at it again and again."""
    PyObject_GC_UnTrack(<void*><PyObject*>one)
    return one


cdef object new_box(object parent, object tag, Py_ssize_t start, object named, object key, Py_ssize_t depth):
    """A box of which no more is known than where it begins."""
    cdef object box = box_fields.new()
    box_fields.put(box, PARENT, parent)
    box_fields.put(box, TAG, tag)
    box_fields.put(box, START, start)
    box_fields.put(box, STOP, 0)
    box_fields.put(box, NAMED, named)
    box_fields.put(box, KEY, key)
    box_fields.put(box, DEPTH, depth)
    box_fields.put(box, WORDS, 0)
    box_fields.put(box, LINK_WORDS, 0)
    box_fields.put(box, ATTRIBUTES_OF, ())
    box_fields.put(box, PICTURES, ())
    return untracked(box)  # it knows the boxes around it, and none of these knows it
