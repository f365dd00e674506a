"""Link marks as terminal browsers print them: [12]words, with the list of references at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping

from unchaff.model import Mark, Span
from unchaff.read.markdown import Inline
from unchaff.words.script import count, ends_sentence

IN_PROSE = 3  # words that a mark in running text is taken to link: such dumps do not say where a link ends
PROSE_WORDS = 12  # running text has at least as many words per mark
TITLES = 2  # lines that head the list
TITLE_SIGNS = 40

_ENTRY = re.compile(r"(\d{1,5})\. ((?:[a-z][a-z0-9+.-]{1,15}:|/|#)\S{0,4000})")
_MARK = re.compile(r"\[(\d{1,5})\]")


def references(text: str) -> tuple[str, dict[int, str]]:
    """The text without its list of references, and where each number leads; nothing changes without such a list."""
    if "[" not in text or "[1]" not in text:
        return text, {}
    lines = text.split("\n")
    targets: dict[int, str] = {}
    at = len(lines)
    while at and 1 not in targets:
        at -= 1
        line = lines[at].strip()
        if entry := _ENTRY.fullmatch(line):
            targets[int(entry[1])] = entry[2]
        elif line and not (targets and _is_title(line)):
            return text, {}
    if not targets:
        return text, {}
    titles = 0
    while at and titles < TITLES and (not lines[at - 1].strip() or _is_title(lines[at - 1])):
        at -= 1
        titles += bool(lines[at].strip())
    return "\n".join(lines[:at]), targets


def _is_title(line: str) -> bool:
    """Whether a line may head the references: "References", "Visible links", in any language."""
    line = line.strip()
    return len(line) <= TITLE_SIGNS and not line[-1:].isdigit() and "[" not in line and line[-1:] not in ".!?"


def link_marks(text: str, targets: Mapping[int, str]) -> Inline:
    """A line without its marks, each turned into a link over the words that most likely are its own."""
    pieces = _MARK.split(text)
    chunks, spans = [pieces[0]], []
    prose = count(text) >= PROSE_WORDS * (len(pieces) // 2) and ends_sentence(text)
    for number, words in zip(pieces[1::2], pieces[2::2], strict=True):
        target = targets.get(int(number))
        if target is None:
            chunks.append(f"[{number}]{words}")
            continue
        linked, rest = _first_words(words) if prose else (words, "")
        spans.append(Span(Mark.LINK, len(chunks), len(chunks) + 1, target))
        chunks += [linked, rest]
    return Inline(tuple(chunks), tuple(spans))


def _first_words(words: str) -> tuple[str, str]:
    """The first few words and what follows them."""
    match = re.match(rf"(?:\s*\S+){{0,{IN_PROSE}}}", words)
    end = match.end() if match else 0
    return words[:end], words[end:]
