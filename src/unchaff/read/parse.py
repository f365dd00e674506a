"""Decoded HTML becomes an lxml tree, with a parser of its own for every call."""

from __future__ import annotations

import re

from lxml import etree

# The declaration of another encoding must not reach the parser: the text has been decoded already.
_declaration = re.compile(r"\s*<\?xml[^>]*\?>")


def parse(text: str) -> etree._Element | None:
    """The root of the parsed page, or None where there is no element in it."""
    declaration = _declaration.match(text)
    if declaration:
        text = text[declaration.end() :]
    # One parser per call: a shared one would tie threads together (users.md A2).
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.ParserError:
        return None
    except etree.XMLSyntaxError:  # nothing but space or comments
        return None
