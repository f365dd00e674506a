"""Text made safe for Markdown: escaped where a parser would see markup, and nowhere else."""

from __future__ import annotations

import re
import unicodedata

_ALWAYS = re.compile(r"[\\`*\[\]<~]|&(?=#?\w{1,32};)|_+|\$(?!\d)")  # no formula ends before a digit
_LINE = re.compile(
    r"(?P<sign>#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=](?=[-=\s]*$)|[|:](?=[-:|\s]*$))|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)"
)
_CLOSING = re.compile(r"(?:(?<=\s)|^)(#+)$")
_TICKS = re.compile(r"`+")
_ADDRESS = re.compile(r"[()\[\]]")


def escaped(text: str) -> str:
    """A run of plain text."""
    return _ALWAYS.sub(_escape, text)


def escaped_beside_formulas(text: str) -> str:
    """A run of plain text in a block with formulas or dollars in code, where no other dollar may begin one."""
    return escaped(text).replace("\\$", "$").replace("$", "\\$")


def _escape(found: re.Match[str]) -> str:
    signs = found[0]
    if signs[0] == "_" and _within_word(found.string, found.start(), found.end()):
        return signs
    return "".join("\\" + sign for sign in signs)


def _within_word(text: str, start: int, stop: int) -> bool:
    return start > 0 and stop < len(text) and text[start - 1].isalnum() and text[stop].isalnum()


def line_start(line: str) -> str:
    """A finished line, with a start that no parser takes for a heading, list, quote, rule or table."""
    found = _LINE.match(line)
    if not found:
        return line
    if found["number"]:
        return f"{found['number']}\\{line[found.start('dot') :]}"
    return "\\" + line


def heading_end(line: str) -> str:
    """The text of a heading, whose last # would be taken for its closing sequence."""
    return _CLOSING.sub(lambda found: "\\" + found[1], line)


def code_span(text: str) -> str:
    """Inline code, in more backticks than it holds."""
    ticks = "`" * (_longest(text) + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def fence(text: str) -> str:
    """The fence for a code block, longer than any in it."""
    return "`" * max(3, _longest(text) + 1)


def _longest(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def destination(address: str) -> str:
    """An address between the round brackets of a link."""
    return _ADDRESS.sub(lambda sign: f"%{ord(sign[0]):02X}", address).replace("&", "&amp;")


def can_open(before: str, after: str) -> bool:
    """Whether `*` between these two signs begins emphasis; "" stands for the edge of a block."""
    if not after or after.isspace():
        return False
    return not _punctuation(after) or not before or before.isspace() or _punctuation(before)


def can_close(before: str, after: str) -> bool:
    """Whether `*` between these two signs ends emphasis."""
    return can_open(after, before)


def _punctuation(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS"
