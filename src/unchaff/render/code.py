"""What a code block is written in, as its box says."""

from __future__ import annotations

import re

from unchaff.model import Box

_ATTRIBUTES = ("data-lang", "data-language", "lang")
_CLASS = re.compile(r"(?:^|\s)(?:language|lang|highlight-source|brush:)-?\s*([\w+#.-]{1,30})")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9+#.-]{0,29}")


def language_of(box: Box) -> str:
    """The programming language that the attributes of `box` name; "" without one."""
    said = dict(box.attributes)
    for name in _ATTRIBUTES:
        if name in said and _NAME.fullmatch(said[name]):
            return said[name].lower()
    found = _CLASS.search(said.get("class", ""))
    return found[1].lower() if found and _NAME.fullmatch(found[1]) else ""
