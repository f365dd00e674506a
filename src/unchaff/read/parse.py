"""Decoded HTML becomes an lxml tree, with a parser of its own for every call."""

from __future__ import annotations

import re

from lxml import etree

# The declaration of another encoding must not reach the parser: the text has been decoded already.
_declaration = re.compile(rb"\s*<\?xml[^>]*\?>")


def parse(data: bytes) -> etree._Element | None:
    """The root of a page in UTF-8, or None where there is no element in it."""
    declaration = _declaration.match(data)
    if declaration:
        data = data[declaration.end() :]
    # One parser per call: a shared one holds a lock and would make threads wait for each other.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing but space or comments
        return None
