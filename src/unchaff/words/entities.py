"""Character references of HTML as the signs they stand for."""

from __future__ import annotations

import html
import re

_endless = re.compile(r"&#[0-9]{1000,}+;?")


def unescaped(text: str) -> str:
    """`text` with the signs that its references name; a number that is no sign's is U+FFFD, however long it is."""
    try:
        return html.unescape(text)
    except ValueError:  # more digits than int() takes
        return html.unescape(_endless.sub("\ufffd", text))
