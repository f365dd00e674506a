"""What a page that shows next to nothing keeps in its data: JSON-LD, islands of state, strings in code, attributes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from unchaff.words import count
from unchaff.words.entities import unescaped

LEAST_WORDS = 60  # shorter prose is a description or a notice, not what the page is for
SENTENCE_WORDS = 60  # prose has at least one end of a sentence in so many words
NESTED = 2  # how deep JSON is looked for in strings of JSON
OPENING = 24  # letters of a title or description that a text begins with as none does by chance
BEGINNING = 500  # signs of it, markup included, that surely hold as many letters

_script = re.compile(r"<script\b[^>]{0,2000}+>", re.I)
_script_end = re.compile(r"</script", re.I)
_attribute = re.compile(r"""=\s{0,9}+(?:"(\s{0,9}+[\[{][^"]*+)|'(\s{0,9}+[\[{][^']*+))""")  # whose value is JSON
_json = re.compile(r'\s*+(?:\{\s*+"|\[\s*+["\[{])')
# A string, closed or not, with its key; an escape outside of one is skipped, so that no sign is looked at twice.
_string = re.compile(r'\\.|(?:"([\w-]{1,40}+)"\s{0,9}+:\s{0,9}+)?"((?:[^"\\]++|\\.)*+)"?', re.S)
_meta = re.compile(r"""<meta\b[^<>]{0,500}?\bcontent\s{0,9}+=\s{0,9}+(?:"([^"]{24,999}+)|'([^']{24,999}+))""", re.I)
_no_letters = re.compile(r"[\W_]+")
_tag = re.compile(r"<[^<>]{0,2000}+>")
_markup = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|table|blockquote)\b", re.I)
_code = re.compile(r"[{};=]|://")
_end = re.compile(r"[.!?。！？؟।…]")


class Told(NamedTuple):
    """A string of running text or of markup, what the data calls it, and its words; none where it is no prose."""

    key: str
    text: str
    words: int


def embedded(page: str) -> str:
    """Markup of the prose that the page is for, and of what its data calls the same; "" if there is none."""
    found = [told for data in _data(page) for told in _told(data, NESTED)]
    main = _main([told for told in found if told.words], _openings(page))
    texts = dict.fromkeys(told.text for told in found if main and (told is main or told.key == main.key != ""))
    return "".join(f"<article>{_as_markup(text)}</article>" for text in texts)


def _main(prose: list[Told], openings: set[str]) -> Told | None:
    """The longest prose that begins with what the page says of itself, else the longest."""
    begun = [told for told in prose if _letters(told.text[:BEGINNING])[:OPENING] in openings]
    return max(begun or prose, key=lambda told: told.words, default=None)


def _openings(page: str) -> set[str]:
    """How the titles and descriptions of a page begin."""
    said = {_letters(match[1] or match[2])[:OPENING] for match in _meta.finditer(page)}
    return {opening for opening in said if len(opening) == OPENING}


def _letters(markup: str) -> str:
    return _no_letters.sub("", unescaped(_tag.sub(" ", markup))).casefold()


def _data(page: str) -> Iterator[str]:
    """What stands in scripts, and the JSON in attributes between them."""
    at = 0
    while (start := _script.search(page, at)) and (end := _script_end.search(page, start.end())):
        yield from _attributes(page, at, start.end())
        yield page[start.end() : end.start()]
        at = end.end()
    yield from _attributes(page, at, len(page))


def _attributes(page: str, start: int, end: int) -> Iterator[str]:
    for match in _attribute.finditer(page, start, end):
        yield unescaped(match[1] or match[2])


def _told(data: str, levels: int) -> Iterator[Told]:
    for match in _string.finditer(data):
        text = _decoded(match[2] or "")
        words = 0 if _json.match(text) else _words(text)
        if words or (match[1] and text.startswith("<") and _markup.search(text)):
            yield Told(match[1] or "", text, words)
        elif levels > 1 and len(text) >= LEAST_WORDS and '"' in text:
            yield from _told(text, levels - 1)


def _decoded(raw: str) -> str:
    if "\\" not in raw:
        return raw
    try:
        return str(json.loads(f'"{raw}"', strict=False))
    except ValueError:  # an escape that JSON does not know
        return raw


def _words(text: str) -> int:
    """The words of prose; none of what is short, code or no sentences."""
    if len(text) < LEAST_WORDS:
        return 0
    plain = _tag.sub(" ", text)
    words = count(plain)
    return words if words >= LEAST_WORDS and _is_prose(plain, words) else 0


def _is_prose(plain: str, words: int) -> bool:
    return len(_end.findall(plain)) * SENTENCE_WORDS >= words and len(_code.findall(plain)) * SENTENCE_WORDS <= words


def _as_markup(text: str) -> str:
    if _markup.search(text):
        return text
    lines = (line for line in unescaped(text).splitlines() if line.strip())
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines)
