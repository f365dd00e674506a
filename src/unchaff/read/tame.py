"""Pages that would break the parser are made such that they do not: tags with endless attributes, endless nesting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from unchaff.read.tags import ROLES, Role

ATTRIBUTES_MOST = 512  # libxml2 walks all attributes of a tag for each new one: 40,000 take ten seconds
PROBE = 65_536  # bytes from one look for endless attributes to the next
REACH = 64  # open tags among which an end tag looks for its own
DEEPEST = 1000  # where libxml2 stops at 2048, tags nested deeper than this are taken away

# As browsers read them: quotes matter after "=" alone.
_ATTRIBUTE = rb"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'>][^\s>]*+)?)?+"
_CROWDED = re.compile(
    rb"(<[a-zA-Z][^\s/>]*+(?:[\s/]*+%b){%d})(?:[\s/]++|%b)++>" % (_ATTRIBUTE, ATTRIBUTES_MOST, _ATTRIBUTE)
)
# So many attributes must stand in such a part of the bytes between two looks, one after the other.
_LONGER = ((16, 64), (64, 16), (ATTRIBUTES_MOST, 2))
_ROWS = [(re.compile(rb"(?:[\s/]*+%b){%d}" % (_ATTRIBUTE, many)), part) for many, part in _LONGER]

_TOKEN = re.compile(
    rb"<!--.*?(?:-->|\Z)"
    rb"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</(?P=raw)[^>]*+>|\Z)"
    rb"|<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?:[\s/]++|%b)*+>" % _ATTRIBUTE,
    re.DOTALL | re.IGNORECASE,
)
_VOID = frozenset("area base br col embed hr img input keygen link meta param source track wbr".split())  # noqa: SIM905
_KEPT = frozenset({"a"})  # a link ends the one before, so links do not nest


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
