"""Markdown: whether a dump is written in it, and what a line says without its markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from unchaff.model import Mark, Span

HEADINGS = 2  # "## …" lines that make Markdown without any other sign of it
LONGEST = 100_000  # a longer line keeps its signs: nobody writes such a line in Markdown

_URL = r"[^\s()<>]{0,2000}(?:\([^\s()]{0,500}\)[^\s()<>]{0,500}){0,9}"
_TITLE = r"(?:\s{1,20}(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?"
_LINK = re.compile(r"\]\(\s?<?(?:https?://|mailto:|tel:|/|#|\.\.?/)[^\n]{0,300}?\)")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_HEADING = re.compile(r"(?:\A|\n[ \t]*\r?\n)#{2,6} +\S")  # "# …" alone is a comment in many languages of code
_RULED = re.compile(r"^(?=[^\n]*--) {0,3}\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?\r?$", re.MULTILINE)
_BOLD = re.compile(r"\*\*[^\s*][^*\n]{0,300}\*\*")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)([^\[\]\n]{1,200})\]:[ \t]*<?([^\s<>]{1,2000})>?(?:[ \t]+[\"'(][^\n]{0,300})?[ \t]*\r?$",
    re.MULTILINE,
)
_SIGNS = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)"
    rf"|!\[(?P<alt>[^\[\]]{{0,2000}})\]\(\s?<?(?P<image>{_URL})>?{_TITLE}\s?\)"
    r"|(?P<open>\[)"
    rf"|(?P<close>\])(?:\(\s?<?(?P<target>{_URL})>?{_TITLE}\s?\)|\[(?P<name>[^\[\]]{{0,200}})\])?"
    r"|<(?P<auto>(?:https?://|mailto:)[^\s<>]{1,2000})>"
    r"|(?P<line><br ?/?>)"
    r"|(?P<run>\*{1,3}|_{1,3}|~~)"
)
_EMPHASIS = {1: (Mark.EMPHASIS,), 2: (Mark.STRONG,), 3: (Mark.EMPHASIS, Mark.STRONG)}


class Inline(NamedTuple):
    """What a reader sees of a line, in chunks, and the marks over them."""

    chunks: tuple[str, ...]
    spans: tuple[Span, ...]
    alt: str = ""  # what the images of the line say where they cannot be shown


def is_markdown(text: str) -> bool:
    """Whether a dump has a sign of Markdown that others do not: a link, a ruled table, or two weaker ones together."""
    has = text.__contains__  # one sign is looked for thirty times as fast as two; two that begin a pattern, by it
    if has("]") and _LINK.search(text):
        return True
    if has("|") and has("--") and _RULED.search(text):
        return True
    headings = len(_HEADING.findall(text)) if has("#") and has("## ") else 0
    fences = len(_FENCE.findall(text)) if (has("`") and has("```")) or (has("~") and has("~~~")) else 0
    bold = has("*") and _BOLD.search(text) is not None
    return headings >= HEADINGS or (headings > 0) + (fences > 1) + bold > 1


def definitions(text: str) -> tuple[str, dict[str, str]]:
    """The text without its lines that only say where a named link leads, and these targets by name."""
    if "]:" not in text:
        return text, {}
    targets = {match[1].casefold(): match[2] for match in _DEFINITION.finditer(text)}
    return (_DEFINITION.sub("", text) if targets else text), targets


def inline(text: str, targets: Mapping[str, str]) -> Inline:
    """A line without the signs of its links, images, code and emphasis."""
    if len(text) > LONGEST:
        return Inline((text,), ())
    scan = _Scan(text, targets)
    position = 0
    while match := _SIGNS.search(text, position):
        scan.say(text[position : match.start()])
        position = scan.read(match)
    scan.say(text[position:])
    return Inline(tuple(scan.chunks), tuple(scan.spans), " ".join(scan.alt))


class _Scan:
    """The chunks and spans so far, and the signs that may still find their partner."""

    def __init__(self, text: str, targets: Mapping[str, str]) -> None:
        self.text = text
        self.targets = targets
        self.chunks: list[str] = []
        self.spans: list[Span] = []
        self.alt: list[str] = []
        self.waiting: list[tuple[str, int]] = []  # opening signs and the chunks they stand in
        self.open: Counter[str] = Counter()  # how many of each are waiting
        self.unpaired: set[int] = set()  # lengths of backtick runs that have no partner further on

    def say(self, words: str) -> None:
        """Plain text."""
        if words:
            self.chunks.append(words)

    def read(self, match: re.Match[str]) -> int:
        """Understand one sign; where to read on."""
        kind = match.lastgroup if match["close"] is None else "close"
        match kind:
            case "ticks":
                return self.code(match)
            case "image":
                name, here = match["alt"].strip(), len(self.chunks)
                self.spans.append(Span(Mark.IMAGE, here, here, match["image"], name))
                self.alt.append(name)
            case "open":
                self.wait("[")
            case "close":
                self.close_link(match)
            case "auto":
                self.mark((Mark.LINK,), len(self.chunks), match["auto"], match["auto"])
            case "line":
                self.mark((Mark.BREAK,), len(self.chunks), "", "\n")
            case "run":
                self.emphasis(match)
            case _:
                self.say(match["escaped"])
        return match.end()

    def mark(self, marks: tuple[Mark, ...], start: int, target: str = "", words: str = "") -> None:
        """Put marks over everything from chunk `start` on, `words` included."""
        self.say(words)
        if any(self.chunks[start:]):
            self.spans += [Span(mark, start, len(self.chunks), target) for mark in marks]

    def wait(self, sign: str) -> None:
        """An opening sign, which is plain text unless its partner comes."""
        self.waiting.append((sign, len(self.chunks)))
        self.open[sign] += 1
        self.chunks.append(sign)

    def partner(self, sign: str) -> int | None:
        """The chunk of the nearest open `sign`; the ones inside it will never close."""
        if not self.open[sign]:
            return None
        while True:
            inner, start = self.waiting.pop()
            self.open[inner] -= 1
            if inner == sign:
                return start

    def code(self, match: re.Match[str]) -> int:
        """Backticks: everything up to as many more is code."""
        ticks, start = match["ticks"], match.end()
        end = -1 if len(ticks) in self.unpaired else _ticks_after(self.text, start, len(ticks))
        if end < 0:
            self.unpaired.add(len(ticks))
            self.say(ticks)
            return start
        self.mark((Mark.CODE,), len(self.chunks), "", self.text[start:end])
        return end + len(ticks)

    def close_link(self, match: re.Match[str]) -> None:
        """A closing bracket, with or without the place it leads to."""
        start = self.partner("[")
        if start is None:
            self.say(match[0])
            return
        target = match["target"]
        if target is None:
            name = match["name"] or "".join(self.chunks[start + 1 :])
            target = self.targets.get(name.casefold()) if self.targets else None
        if target is None:
            self.say(match[0])
            return
        self.chunks[start] = ""
        self.mark((Mark.LINK,), start + 1, target)

    def emphasis(self, match: re.Match[str]) -> None:
        """Stars, underscores or tildes: they close what they can, or else may open something."""
        sign = match["run"]
        before, after = self.text[match.start() - 1 : match.start()], self.text[match.end() : match.end() + 1]
        inside_word = sign[0] == "_" and before.isalnum() and after.isalnum()
        closes = before.strip() and not inside_word and not (sign[0] == "_" and after.isalnum())
        opens = after.strip() and not inside_word and not (sign[0] == "_" and before.isalnum())
        start = self.partner(sign) if closes else None
        if start is not None:
            self.chunks[start] = ""
            self.mark((Mark.DELETED,) if sign == "~~" else _EMPHASIS[len(sign)], start + 1)
        elif opens:
            self.wait(sign)
        else:
            self.say(sign)


def _ticks_after(text: str, start: int, length: int) -> int:
    """Where the next run of exactly `length` backticks begins; -1 if there is none."""
    match = re.compile(rf"(?<!`)`{{{length}}}(?!`)").search(text, start)
    return match.start() if match else -1
