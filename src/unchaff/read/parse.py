"""Decoded HTML becomes an lxml tree, with a parser of its own for every call."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from unchaff.read.tame import DEEPEST, REACH, flattened, uncrowded

# The declaration of another encoding must not reach the parser: the text has been decoded already.
_declaration = re.compile(rb"\s*<\?xml[^>]*\?>")
# How to flatten a page that is nested too deep: how deep tags may be, how many an end tag closes. The last leaves none.
_FLATTER = ((DEEPEST, REACH), (DEEPEST, 1), (0, 1))


class Parsed(NamedTuple):
    """The root of a page, None where there is no element in it, and what had to be done to get it."""

    root: etree._Element | None
    warnings: tuple[str, ...] = ()


def parse(data: bytes) -> Parsed:
    """The tree of a page in UTF-8; what libxml2 would drop without a word is mended, or counted in a warning."""
    declaration = _declaration.match(data)
    if declaration:
        data = data[declaration.end() :]
    warnings = []
    tame = uncrowded(data)
    if lost := len(data) - len(tame):
        warnings.append(f"truncated: {lost} bytes of attributes, in tags that have endless ones")
    root, stopped = _tree(tame)
    if stopped:
        warnings.append(f"nested too deep: tags below {DEEPEST} others taken away, their text kept")
    for deepest, reach in _FLATTER:
        if not stopped:
            break
        root, stopped = _tree(flattened(tame, deepest, reach))
    if stopped:
        warnings.append(f"truncated: the parser stopped: {stopped}")
    return Parsed(root, tuple(warnings))


def _tree(data: bytes) -> tuple[etree._Element | None, str]:
    """The tree, and why the parser stopped before the end of the page; "" if it did not."""
    # One parser per call: a shared one holds a lock and would make threads wait for each other.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root: etree._Element | None = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing but space or comments
        root = None
    if root is None:
        return None, ""
    last = parser.error_log.last_error
    # What follows </html> is a tree beside the first; browsers show it.
    for late in list(root.itersiblings()) if root.getnext() is not None else ():
        root.append(late)
    return root, last.message if last is not None and last.level == etree.ErrorLevels.FATAL else ""
