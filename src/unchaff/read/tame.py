"""Pages that would keep libxml2 busy for ever are made such that they do not: endless nesting, endless attributes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

from lxml import etree

from unchaff.read.tags import ROLES, Role

ATTRIBUTES_MOST = 512  # libxml2 before 2.14 compares each new attribute with all before: 40,000 take two seconds
PROBE = 65_536  # bytes from one look for endless attributes to the next
REACH = 64  # open tags among which an end tag looks for its own
DEEPEST = 1000  # in a page that is nested too deep, tags nested deeper than this are taken away
DEPTH_MOST = 2000  # libxml2 builds no tree deeper than 2048
TAGS_MOST = 20_000  # in pages with fewer nothing is deep enough to matter: at worst they take half a second

# As browsers read them: quotes matter after "=" alone.
_ATTRIBUTE = rb"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'>][^\s>]*+)?)?+"
_CROWDED = re.compile(
    rb"(<[a-zA-Z][^\s/>]*+(?:[\s/]*+%b){%d})(?:[\s/]++|%b)++>" % (_ATTRIBUTE, ATTRIBUTES_MOST, _ATTRIBUTE)
)
# So many attributes must stand in such a part of the bytes between two looks, one after the other.
_LONGER = ((16, 64), (64, 16), (ATTRIBUTES_MOST, 2))
_ROWS = [(re.compile(rb"(?:[\s/]*+%b){%d}" % (_ATTRIBUTE, many)), part) for many, part in _LONGER]

_TOKEN = re.compile(
    rb"<!--(?:-?>|.*?(?:--!?>|\Z))"
    rb"|<(?:[!?]|/[^a-z>])[^>]*+(?:>|\Z)"
    rb"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>]).*?(?:</(?P=raw)[^>]*+(?:>|\Z)|\Z)"
    rb"|<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?:[\s/]++|%b)*+(?:>|\Z)" % _ATTRIBUTE,
    re.DOTALL | re.IGNORECASE,
)
_VOID = frozenset("area base br col embed hr img input keygen link meta param source track wbr".split())  # noqa: SIM905
_KEPT = frozenset({"a"})  # a link ends the one before, so links do not nest
# How to flatten a page that is nested too deep: how deep tags may be, how many an end tag closes.
_FLATTER = ((DEEPEST, REACH), (DEEPEST, 1), (0, 1))
_OPENER = re.compile(rb"<(?=[a-zA-Z])")

_QUOTED = rb"(?:\"[^\"]*+\"|'[^']*+'|[^\"'>])*+>"
_WITH_TEXT = rb"title|style|script|noscript|template|noframes"  # elements of a head
_WITHOUT = rb"meta|link|base|basefont|bgsound"
# A part of a head whose end is left out.
_IN_HEAD = re.compile(
    rb"\s++|<!--.*?(?:-->|\Z)|<[!?](?!--)[^>]*+>|</?(?:html|head)\b%b"
    rb"|<(?P<element>(?P<raw>%b)\b%b.*?(?:</(?P=raw)\s*+>|\Z)|(?:%b)\b%b)"
    % (_QUOTED, _WITH_TEXT, _QUOTED, _WITHOUT, _QUOTED),
    re.DOTALL | re.IGNORECASE,
)
_IN_BODY = re.compile(rb"<(?!(?:body|frameset|%b|%b)\b)[a-z]" % (_WITH_TEXT, _WITHOUT), re.IGNORECASE)


def shallow(data: bytes) -> bytes:
    """The page, flattened if there are so many tags, and so many open at once, that the parser would not get done.

    libxml2 goes through all open tags for an end tag that has no start, and for each <body>: in 400 KB, half of it
    <div> and half </b>, that takes five seconds, and in 4 MB five hundred.
    """
    if len(data) < len(b"<b>") * TAGS_MOST or data.count(b"<") <= TAGS_MOST:
        return data
    return next(flat for flat in flatter(data) if not _is_deep(flat))


def flatter(data: bytes) -> Iterator[bytes]:
    """The page, and what can be made of it that is nested less deep; in the end a page without tags."""
    yield data
    for deepest, reach in _FLATTER:
        yield flattened(data, deepest, reach)
    yield _OPENER.sub(b"&lt;", data)  # made to mislead us, for the parser saw tags where we did not


class _Depth:
    """A parser target that counts open tags, and the file that the parser reads: it ends where they are too many.

    What is parsed from memory cannot be stopped: the parser goes on without telling.
    """

    def __init__(self, data: bytes) -> None:
        self.page = BytesIO(data)
        self.open = 0
        self.deep = False

    def read(self, size: int = -1) -> bytes:
        """The next part of the page."""
        return b"" if self.deep else self.page.read(size)

    def start(self, tag: str, attributes: object) -> None:
        """An element begins."""
        self.open += 1
        if self.open > DEPTH_MOST:
            self.deep = True

    def end(self, tag: str) -> None:
        """An element ends."""
        self.open -= 1

    def close(self) -> None:
        """The page ends."""


def _is_deep(data: bytes) -> bool:
    """Whether the parser meets deep nesting."""
    depth: Any = _Depth(data)
    with suppress(etree.LxmlError):  # nothing but space or comments
        etree.parse(depth, etree.HTMLParser(encoding="utf-8", huge_tree=True, target=depth))
    return bool(depth.deep)


def embodied(data: bytes) -> bytes:
    """The page with a <body>, where it leaves out that tag and </head>, as HTML allows.

    libxml2 ends a head at the tags of HTML 4 alone: in "<title>…</title><main>…" all the text would be in the head.
    """
    if any(tag in data for tag in (b"<body", b"</head>", b"<BODY", b"</HEAD>")):
        return data
    at, elements = 0, False
    while part := _IN_HEAD.match(data, at):
        at, elements = part.end(), elements or part["element"] is not None
    return data[:at] + b"<body>" + data[at:] if elements and _IN_BODY.match(data, at) else data


def uncrowded(data: bytes) -> bytes:
    """The page without what is beyond the 512th attribute of any tag."""
    return _CROWDED.sub(rb"\1>", data) if _looks_crowded(data) else data


def _looks_crowded(data: bytes) -> bool:
    """Whether at one of some places in the page only attributes follow, may the place be in quotes or not.

    Elsewhere the end of a tag is never far, so this costs next to nothing; tags between two places are too short to
    do harm.
    """
    step = max(PROBE, len(data) // 64)
    for at in (4096, 8192, 16_384, 32_768, *range(step, len(data), step)):
        near = at + step // 32
        starts = {at, data.find(b'"', at, near) + 1 or at, data.find(b"'", at, near) + 1 or at}
        if any(all(row.match(data, start, at + step // part) for row, part in _ROWS) for start in starts):
            return True
    return False


def flattened(data: bytes, deepest: int, reach: int) -> bytes:
    """The page without the tags nested deeper than `deepest`; where one was that parts text, a rule does.

    An end tag closes the nearest of its name among the last `reach` open ones: fewer than the parser closes, if
    `reach` is 1, so that the count errs on the safe side.
    """
    return b"".join(_Flattening(data, deepest, reach).pieces())


class _Flattening:
    """The open tags, and from where on they are taken away."""

    def __init__(self, data: bytes, deepest: int, reach: int) -> None:
        self.data = data
        self.deepest = deepest
        self.reach = reach
        self.open: list[str] = []
        self.names: Counter[str] = Counter()  # how many of each are open
        self.silent = -1  # depth of a tag that is taken away with all that is in it; -1 outside of one

    def pieces(self) -> Iterator[bytes]:
        """The page, piece by piece."""
        at = 0
        for token in _TOKEN.finditer(self.data):
            if self.silent < 0:
                yield self.data[at : token.start()]
            at = token.end()
            name = token["name"]
            if name is None:  # a comment, or what is no markup up to its end tag
                yield token[0] if self.silent < 0 else b""
            else:
                yield (self.end if token["end"] else self.start)(name.decode("utf-8", "replace").lower(), token[0])
        if self.silent < 0:
            yield self.data[at:]

    def start(self, name: str, tag: bytes) -> bytes:
        """What stands for a start tag."""
        if name in _VOID or name in _KEPT:
            return tag if self.silent < 0 else b""
        self.open.append(name)
        self.names[name] += 1
        if self.silent >= 0:
            return b""
        if len(self.open) <= self.deepest:
            return tag
        if ROLES.get(name) is Role.SKIP:
            self.silent = len(self.open)
        return _parting(name)

    def end(self, name: str, tag: bytes) -> bytes:
        """What stands for an end tag."""
        if name in _VOID or name in _KEPT:
            return tag if self.silent < 0 else b""
        if not (self.names[name] if self.silent >= 0 else name in self.open[-self.reach :]):
            return tag if len(self.open) <= self.deepest else b""
        closed = ""
        while closed != name:
            closed = self.open.pop()
            self.names[closed] -= 1
        if self.silent > len(self.open):
            self.silent = -1
        if self.silent >= 0:
            return b""
        return tag if len(self.open) < self.deepest else _parting(name)


def _parting(name: str) -> bytes:
    """What takes the place of a tag: nothing where it only marked text, a rule where it parted some."""
    return b"" if ROLES.get(name, Role.INLINE) in (Role.INLINE, Role.MARK, Role.SKIP) and "-" not in name else b"<hr>"
