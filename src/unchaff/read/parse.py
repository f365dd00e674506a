"""HTML in UTF-8 goes through lxml's parser, one of its own for every call; what libxml2 would drop is mended."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, NamedTuple

from lxml import etree

from unchaff.read.tame import flatter, shallow, uncrowded
from unchaff.read.walk import Spent, Walk, Walked

# The declaration of another encoding must not reach the parser: the text has been decoded already.
_declaration = re.compile(rb"\s*<\?xml[^>]*\?>")
# Before, libxml2 took endless time for endless attributes even where it built no tree.
CROWDS = etree.LIBXML_VERSION < (2, 14)


class Streamed(NamedTuple):
    """What a walk found, None where there is no element; the bytes that were parsed, and what they lack."""

    found: Walked | None
    data: bytes
    warnings: tuple[str, ...] = ()


def stream(data: bytes, walk: Walk) -> Streamed:
    """Tell `walk` the events of a page.

    No tree is built, which saves half the time, and nothing gets lost: a tree has one root, so lxml drops what follows
    </html> (wcxb 0003 has 76 blocks there), and libxml2 stops building where 2,048 elements are open.
    """
    declaration = _declaration.match(data)
    whole = data[declaration.end() :] if declaration else data
    tame = uncrowded(whole) if CROWDS else whole
    lost = len(whole) - len(tame)
    tame = shallow(tame)
    warnings = (f"truncated: {lost} bytes of attributes, in tags that have endless ones",) if lost else ()
    try:
        _parsed(tame, target=walk)
    except Spent:
        if walk.found is None:
            walk.close()
    return Streamed(walk.take(), tame, warnings)


def tree(data: bytes) -> etree._Element | None:
    """The root of a page that was streamed, or None where there is no element; endless nesting is flattened."""
    root: etree._Element | None = None
    for flat in flatter(data):
        root, stopped = _tree(flat)
        if not stopped:
            break
    return root


def _tree(data: bytes) -> tuple[etree._Element | None, bool]:
    """The tree, and whether the parser stopped before the end of the page."""
    root: etree._Element | None
    root, stopped = _parsed(data, remove_comments=True, remove_pis=True)
    if root is not None:
        # What follows </html> is a tree beside the first; browsers show it.
        for late in list(root.itersiblings()):
            root.append(late)
    return root, stopped


def over(root: etree._Element, walk: Walk) -> Walked | None:
    """Tell `walk` the events of a tree; what it found."""
    start, data, end = walk.start, walk.data, walk.end
    events: Any = etree.iterwalk(root, events=("start", "end"))
    with suppress(Spent):
        for event, element in events:
            if event == "start":
                start(element.tag, element.attrib)
                text = element.text
            else:
                end(element.tag)
                text = element.tail
            if text:
                data(text)
    walk.close()
    return walk.take()


def _parsed(data: bytes, **options: Any) -> tuple[Any, bool]:
    """What lxml makes of a page, and whether it stopped before the end."""
    # One parser per call: a shared one holds a lock and would make threads wait for each other.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, **options)
    try:
        made = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing but space or comments
        return None, False
    last = parser.error_log.last_error
    return made, last is not None and last.level == etree.ErrorLevels.FATAL
