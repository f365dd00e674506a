"""HTML in UTF-8 goes through lxml's parser, one of its own for every call; what libxml2 would drop is mended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from lxml import etree

from unchaff.limits import UNLIMITED, Budget
from unchaff.model import Page
from unchaff.read.decode import is_utf_8
from unchaff.read.tags import ROLES, Role
from unchaff.read.tame import DEPTH_MOST, TAGS_MOST, embodied, flatter, shallow, uncrowded
from unchaff.read.walk import CROWD, Spent, Walk, Walked
from unchaff.twins import WALK, twin
from unchaff.words import Vocabulary

# The declaration of another encoding must not reach the parser: the text has been decoded already.
_declaration = re.compile(rb"\s*<\?xml[^>]*\?>")
# Before, libxml2 took endless time for endless attributes even where it built no tree.
CROWDS = etree.LIBXML_VERSION < (2, 14)

Root = Any  # of lxml's tree, or the nodes of a page without one (_grove.pxi)


class Guide(NamedTuple):
    """What leads a walk: the words it knows, what tags mean to it, and when it must end."""

    vocabulary: Vocabulary
    roles: Mapping[str, Role] = ROLES
    budget: Budget = UNLIMITED


class Parsed(NamedTuple):
    """What a walk found, None where there is no element; the bytes that were parsed, and what they lack."""

    found: Walked | None
    data: bytes
    warnings: tuple[str, ...] = ()


class Planted(NamedTuple):
    """What the compiled walk goes over, None where there is none; the bytes that were parsed, and what they lack."""

    root: Root | None
    data: bytes
    warnings: tuple[str, ...] = ()


def parsed(data: bytes, guide: Guide) -> Parsed:
    """What a walk finds on a page.

    Nothing gets lost: a tree has one root, so lxml drops what follows </html> (wcxb 0003 has 76 blocks there), and
    libxml2 stops building where 2,048 elements are open. Nobody needs lxml's tree for that, which takes half the time
    of plain Python, and of the compiled walk.
    """
    tame, warnings = _tamed(data)
    root = _to_walk(tame)
    return Parsed(_told(tame, Walk(*guide)) if root is None else over(root, guide), tame, warnings)


def planted(data: bytes) -> Planted:
    """What the compiled walk goes over, as often as it has to; nothing in plain Python, which is told of tags."""
    if not twin(WALK):
        return Planted(None, data)
    tame, warnings = _tamed(data)
    return Planted(_to_walk(tame), tame, warnings)


def _to_walk(data: bytes) -> Root | None:
    """A grove, or lxml's tree where the compiled walk cannot have libxml2's parser for itself.

    None in plain Python, which needs neither, where there is no element, and where libxml2 would not get done.
    """
    compiled = twin(WALK)
    if compiled and compiled.GROWS:
        return compiled.grown(data)
    if not compiled or compiled.crowded(data, CROWD):
        return None
    root, stopped = _plain_tree(data)
    return None if stopped else root


def _tamed(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A page that the parser gets done, and what it lacks."""
    declaration = _declaration.match(data)
    bare = data[declaration.end() :] if declaration else data
    tame = uncrowded(bare) if CROWDS else bare
    lost = len(bare) - len(tame)
    tame = embodied(tame)
    compiled = twin(WALK)
    if not compiled or compiled.count_tags(tame) > TAGS_MOST:  # counted in C: 0.05 x a bare parse less
        tame = shallow(tame)
    return tame, (f"truncated: {lost} bytes of attributes, in tags that have endless ones",) if lost else ()


def _told(data: bytes, walk: Walk) -> Walked | None:
    """Tell `walk` the events of a page, for which no tree is built; what it found."""
    try:
        _lxml(data, target=walk)
    except Spent:
        if walk.found is None:
            walk.close()
    return walk.take()


def is_sound(data: bytes) -> bool:
    """Whether bytes are UTF-8, without a text of them."""
    compiled = twin(WALK)
    return bool(compiled.is_utf_8(data)) if compiled else is_utf_8(data)


def measure(page: Page) -> None:
    """Find what a page's boxes hold and what speaks on it."""
    compiled = twin(WALK)
    (compiled.measure if compiled else Page.measure)(page)


def tree(data: bytes) -> etree._Element | None:
    """The root of a page that was streamed, or None where there is no element; endless nesting is flattened."""
    root: etree._Element | None = None
    for flat in flatter(data):
        root, stopped = _tree(flat)
        if not stopped:
            break
    return root


def is_readable(root: Root) -> bool:
    """Whether metadata can be read off what the walk went over: lxml builds no tree as deep as a grove may be."""
    return isinstance(root, etree._Element) or root.deepest <= DEPTH_MOST


def whole(root: Root) -> Root:
    """The tree with what follows </html>, which is a tree beside the first; browsers show it."""
    if not isinstance(root, etree._Element):
        root.whole()
        return root
    for late in list(root.itersiblings()):
        root.append(late)
    return root


def _tree(data: bytes) -> tuple[etree._Element | None, bool]:
    """The whole tree, and whether the parser stopped before the end of the page."""
    root, stopped = _plain_tree(data)
    return (root if root is None else whole(root)), stopped


def _plain_tree(data: bytes) -> tuple[etree._Element | None, bool]:
    return _lxml(data, remove_comments=True, remove_pis=True)


def over(root: Root, guide: Guide) -> Walked | None:
    """What a walk over a tree or a grove finds."""
    compiled = twin(WALK)
    return compiled.over(root, *guide) if compiled else _told_tree(root, Walk(*guide))


def _told_tree(root: etree._Element, walk: Walk) -> Walked | None:
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


def _lxml(data: bytes, **options: Any) -> tuple[Any, bool]:
    """What lxml makes of a page, and whether it stopped before the end."""
    # One parser per call: a shared one holds a lock and would make threads wait for each other.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False, **options)
    try:
        made = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing but space or comments
        return None, False
    last = parser.error_log.last_error
    return made, last is not None and last.level == etree.ErrorLevels.FATAL
