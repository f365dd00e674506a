# What the walk goes over where nobody needs lxml's tree: the nodes of a page as libxml2 has them, but laid down one after
# the other as its parser reports them, and thrown away at once. lxml's tree takes twice the time, freeing it included.

from libc.stdlib cimport malloc
from lxml.includes.htmlparser cimport HTML_PARSE_NONET, HTML_PARSE_RECOVER
from lxml.includes.tree cimport xmlChar, xmlDoc
from lxml.includes.xmlerror cimport xmlError
from lxml.includes.xmlparser cimport XML_PARSE_HUGE, XML_SAX2_MAGIC, xmlParserCtxt, xmlSAXHandler

import ctypes

ctypedef xmlParserCtxt* (*NewParser)(const xmlSAXHandler* handler, void* told) noexcept nogil
ctypedef xmlDoc* (*Parse)(
    xmlParserCtxt* parser, const char* page, int size, const char* url, const char* encoding, int options
) noexcept nogil
ctypedef void (*FreeParser)(xmlParserCtxt* parser) noexcept nogil

cdef NewParser new_parser = NULL
cdef Parse parse = NULL
cdef FreeParser free_parser = NULL
cdef enum:
    SLAB = 1 << 16  # bytes


cdef size_t address(library, str name) except 0:
    return ctypes.cast(getattr(library, name), ctypes.c_void_p).value


def parses():
    """Whether lxml's library shows the parser of its libxml2; some builds keep it to themselves."""
    global new_parser, parse, free_parser
    try:
        library = ctypes.CDLL(etree.__file__)
        new_parser = <NewParser>address(library, "htmlNewSAXParserCtxt")
        parse = <Parse>address(library, "htmlCtxtReadMemory")
        free_parser = <FreeParser>address(library, "htmlFreeParserCtxt")
    except (AttributeError, OSError):
        return False
    return True


GROWS = parses()


cdef struct Slab:
    Slab* before


cdef struct Growth:
    Slab* slab
    char* at  # where the next node will lie
    char* stop
    xmlNode* root
    xmlNode* open
    xmlNode* text  # the last node, if it is a text that may go on
    int most  # attributes of one tag
    int depth, deepest  # how many elements are open, and were at most
    bint failed  # there was no memory


cdef void* room(Growth* growth, size_t size) noexcept nogil:
    """Room for so many bytes; NULL where there is no memory."""
    cdef size_t whole
    cdef Slab* slab
    cdef char* found = <char*>((<size_t>growth.at + 7) & ~<size_t>7)
    if growth.slab == NULL or found > growth.stop or <size_t>(growth.stop - found) < size:
        whole = max(<size_t>SLAB, size + sizeof(Slab))
        slab = <Slab*>malloc(whole)
        if slab == NULL:
            growth.failed = True
            return NULL
        slab.before, growth.slab = growth.slab, slab
        growth.stop = <char*>slab + whole
        found = <char*>(slab + 1)
    growth.at = found + size
    return found


cdef xmlNode* new_text(Growth* growth, const xmlChar* text, size_t size) noexcept nogil:
    cdef xmlNode* node = <xmlNode*>room(growth, sizeof(xmlNode) + size + 1)
    if node != NULL:
        memset(node, 0, sizeof(xmlNode))
        node.type = XML_TEXT_NODE
        node.content = <xmlChar*>(node + 1)
        memcpy(node.content, text, size)
        node.content[size] = 0
        growth.at = <char*>node.content + size + 1
    return node


cdef int plant(Growth* growth, xmlNode* node) noexcept nogil:
    """Put a node behind all that there is in the open one."""
    cdef xmlNode* parent = growth.open
    node.parent = parent
    if parent.last == NULL:
        parent.children = node
    else:
        parent.last.next = node
    parent.last = node


cdef xmlAttr* new_attribute(Growth* growth, const xmlChar* name, const xmlChar* value) noexcept nogil:
    cdef xmlAttr* attribute = <xmlAttr*>room(growth, sizeof(xmlAttr))
    if attribute != NULL:
        memset(attribute, 0, sizeof(xmlAttr))
        attribute.name = name
        if value != NULL:
            attribute.children = new_text(growth, value, strlen(<const char*>value))
    return attribute


cdef void begins(void* told, const xmlChar* name, const xmlChar** attributes) noexcept nogil:
    cdef Growth* growth = <Growth*>told
    cdef xmlNode* node = <xmlNode*>room(growth, sizeof(xmlNode))
    cdef xmlAttr** end
    cdef int found = 0
    if growth.failed:
        return
    memset(node, 0, sizeof(xmlNode))
    node.type, node.name = XML_ELEMENT_NODE, name
    end = &node.properties
    while attributes != NULL and attributes[0] != NULL:
        end[0] = new_attribute(growth, attributes[0], attributes[1])
        if end[0] == NULL:
            return
        end = &end[0].next
        attributes += 2
        found += 1
    growth.most = max(growth.most, found)
    plant(growth, node)
    growth.open, growth.text = node, NULL
    growth.depth += 1
    growth.deepest = max(growth.deepest, growth.depth)


cdef void ends(void* told, const xmlChar* name) noexcept nogil:
    cdef Growth* growth = <Growth*>told
    if not growth.failed and growth.open != growth.root:
        growth.open, growth.text = growth.open.parent, NULL
        growth.depth -= 1


cdef void says(void* told, const xmlChar* text, int size) noexcept nogil:
    """A text, which goes on where the last one has ended if no tag is between them."""
    cdef Growth* growth = <Growth*>told
    if growth.failed or growth.open == growth.root:
        return
    if growth.text != NULL and growth.stop - growth.at > size:
        memcpy(growth.at - 1, text, size)
        growth.at += size
        (growth.at - 1)[0] = 0
        return
    growth.text = new_text(growth, text, size)
    if growth.text != NULL:
        plant(growth, growth.text)


cdef void complains(void* told, const xmlError* error) noexcept nogil:
    pass


@cython.final
cdef class Grove:
    """The elements and texts of a page, as long as it is held."""

    cdef xmlParserCtxt* parser  # its dictionary has the names
    cdef Growth growth
    cdef xmlNode root  # what all elements are in

    def __init__(self, bytes page):
        cdef xmlSAXHandler handler
        cdef const char* text = page
        cdef int size = len(page)
        memset(&handler, 0, sizeof(handler))
        handler.initialized = XML_SAX2_MAGIC
        handler.startElement, handler.endElement = begins, ends
        handler.characters = handler.cdataBlock = says
        handler.serror = complains
        self.growth.root = self.growth.open = &self.root
        self.parser = new_parser(&handler, &self.growth)
        if self.parser == NULL:
            raise MemoryError
        with nogil:
            parse(self.parser, text, size, NULL, b"UTF-8", HTML_PARSE_RECOVER | HTML_PARSE_NONET | XML_PARSE_HUGE)
        if self.growth.failed:
            raise MemoryError

    @property
    def crowded(self):
        """Whether a tag has endless attributes."""
        return self.growth.most > CROWD

    @property
    def deepest(self):
        """How many elements are open at once."""
        return self.growth.deepest

    @property
    def nodes(self):
        """Where the first element is, for the twin that reads metadata; what reads there must hold the grove."""
        return PyCapsule_New(self.root.children, NODES, NULL)

    def whole(self):
        """Put what follows </html>, which stands beside the first element, into it."""
        cdef xmlNode* first = self.root.children
        cdef xmlNode* late
        self.growth.open = first
        while first.next != NULL:
            late = first.next
            first.next, late.next = late.next, NULL
            plant(&self.growth, late)

    def __dealloc__(self):
        cdef Slab* slab = self.growth.slab
        cdef Slab* before
        while slab != NULL:
            before = slab.before
            free(slab)
            slab = before
        if self.parser != NULL:
            free_parser(self.parser)
