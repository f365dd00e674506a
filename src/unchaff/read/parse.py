"""HTML in UTF-8 goes through lxml's parser, one of its own for every call."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from unchaff.read.walk import Walk, Walked

# The declaration of another encoding must not reach the parser: the text has been decoded already.
_declaration = re.compile(rb"\s*<\?xml[^>]*\?>")


def tree(data: bytes) -> etree._Element | None:
    """The root of a page, or None where there is no element in it."""
    root: etree._Element | None = _parsed(data, remove_comments=True, remove_pis=True)
    if root is not None:
        # What follows </html> is a tree beside the first; browsers show it.
        for late in list(root.itersiblings()):
            root.append(late)
    return root


def stream(data: bytes, walk: Walk) -> Walked | None:
    """Tell `walk` the events of a page; what it found, or None where there is no element.

    No tree is built, which saves half the time, and nothing gets lost: a tree has one root, so lxml drops what follows
    </html> (wcxb 0003 has 76 blocks there).
    """
    found: Walked | None = _parsed(data, target=walk)
    return found


def over(root: etree._Element, walk: Walk) -> Walked:
    """Tell `walk` the events of a tree; what it found."""
    start, data, end = walk.start, walk.data, walk.end
    events: Any = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            start(element.tag, element.attrib)
            text = element.text
        else:
            end(element.tag)
            text = element.tail
        if text:
            data(text)
    return walk.close()


def _parsed(data: bytes, **options: Any) -> Any:
    declaration = _declaration.match(data)
    if declaration:
        data = data[declaration.end() :]
    # One parser per call: a shared one holds a lock and would make threads wait for each other.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, **options)
    try:
        return etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing but space or comments
        return None
