"""What a code block is written in, as its box says."""

from __future__ import annotations

import re

from unchaff.model import Box

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9+#.-]{0,29}")


def language_of(box: Box) -> str:
    """The programming language of the code in `box`, as the reader found it; "" without one."""
    said = box.attribute("data-lang") or ""
    return said.lower() if _NAME.fullmatch(said) else ""
