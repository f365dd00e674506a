# What both readers of lxml's trees need: the nodes as libxml2 has them, if it is the one they were built for.

from libc.string cimport strcmp, strlen
from lxml.includes.etreepublic cimport LXML_VERSION_STRING
from lxml.includes.tree cimport xmlAttr, xmlNode

from lxml import etree

cdef extern from "Python.h":
    object PyUnicode_DecodeUTF8(const char* text, Py_ssize_t size, const char* errors)
    object PyCapsule_New(void* pointer, const char* name, void* destructor)
    void* PyCapsule_GetPointer(object capsule, const char* name) except NULL

cdef extern from "libxml/xmlversion.h":
    const char* LIBXML_DOTTED_VERSION

BUILT_FOR = (LXML_VERSION_STRING.decode("ascii"), LIBXML_DOTTED_VERSION.decode("ascii"))
HERE = (etree.__version__, ".".join(map(str, etree.LIBXML_VERSION)))
if BUILT_FOR != HERE:
    raise ImportError("built for lxml {} with libxml2 {}, but lxml {} with libxml2 {} is here; "
                      "install unchaff again to have it built anew".format(*BUILT_FOR, *HERE))

cdef const char* NODES = b"unchaff nodes"  # how one twin tells another where the nodes of a page are


cdef str decoded(const char* text):
    return PyUnicode_DecodeUTF8(text, strlen(text), NULL)


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
