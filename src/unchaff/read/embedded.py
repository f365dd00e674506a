"""What a page that shows next to nothing keeps in its scripts: JSON-LD, islands of state, strings in code."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from unchaff.words import count

LEAST_WORDS = 60  # shorter prose is a description or a notice, not what the page is for
SENTENCE_WORDS = 60  # prose has at least one end of a sentence in so many words
NESTED = 2  # how deep JSON is looked for in strings of JSON

_script = re.compile(r"<script\b[^>]{0,2000}+>", re.I)
_script_end = re.compile(r"</script", re.I)
# A string, closed or not, with its key; an escape outside of one is skipped, so that no sign is looked at twice.
_string = re.compile(r'\\.|(?:"([\w-]{1,40}+)"\s{0,9}+:\s{0,9}+)?"((?:[^"\\]++|\\.)*+)"?', re.S)
_tag = re.compile(r"<[^<>]{0,2000}+>")
_markup = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|table|blockquote)\b", re.I)
_code = re.compile(r"[{};=]|://")
_end = re.compile(r"[.!?。！？؟।…]")


class Prose(NamedTuple):
    """A string of running text, what the data calls it, and its words."""

    key: str
    text: str
    words: int


def embedded(page: str) -> str:
    """Markup of the longest prose in the page's scripts and of what stands under the same key; "" if there is none."""
    found = [prose for script in _scripts(page) for prose in _proses(script, NESTED)]
    if not found:
        return ""
    longest = max(found, key=lambda prose: prose.words)
    texts = dict.fromkeys(prose.text for prose in found if prose is longest or (prose.key and prose.key == longest.key))
    return "".join(f"<article>{_as_markup(text)}</article>" for text in texts)


def _scripts(page: str) -> Iterator[str]:
    at = 0
    while (start := _script.search(page, at)) and (end := _script_end.search(page, start.end())):
        yield page[start.end() : end.start()]
        at = end.end()


def _proses(data: str, levels: int) -> Iterator[Prose]:
    for match in _string.finditer(data):
        raw = match[2]
        if raw and len(raw) >= LEAST_WORDS:
            text = _decoded(raw)
            plain = _tag.sub(" ", text)
            words = count(plain)
            if words >= LEAST_WORDS and _is_prose(plain, words):
                yield Prose(match[1] or "", text, words)
            elif levels > 1 and '"' in text:
                yield from _proses(text, levels - 1)


def _decoded(raw: str) -> str:
    try:
        return str(json.loads(f'"{raw}"', strict=False))
    except ValueError:  # an escape that JSON does not know
        return raw


def _is_prose(plain: str, words: int) -> bool:
    return len(_end.findall(plain)) * SENTENCE_WORDS >= words and len(_code.findall(plain)) * SENTENCE_WORDS <= words


def _as_markup(text: str) -> str:
    if _markup.search(text):
        return text
    lines = (line for line in html.unescape(text).splitlines() if line.strip())
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines)
