"""Which way a text is read."""

from __future__ import annotations

from unicodedata import bidirectional

from unchaff.model import Block
from unchaff.render.outline import Node

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_LETTERS = _RIGHT_TO_LEFT | {"L"}


def is_rtl(part: Node | Block) -> bool:
    """Whether the first letter of a part of the outline is read from right to left."""
    while isinstance(part, Node):
        if not part.children:
            return False
        part = part.children[0]
    if part.text.isascii():
        return False
    return next((way in _RIGHT_TO_LEFT for way in map(bidirectional, part.text) if way in _LETTERS), False)
