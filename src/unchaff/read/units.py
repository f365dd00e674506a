"""What each line of a dump is by its look: running text, an item, a heading, a quote, code, a row of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import NamedTuple

from unchaff.read.lines import glue, would_cross

BULLETS = frozenset("•‣◦▪▫●○■□∙⁃・·*-+")
LOOSE_BULLETS = frozenset("•‣・")  # these need no space after them
HIDDEN_BULLETS = frozenset("o")  # a bullet of layout text only below another list, a word in Portuguese elsewhere
_RULE = frozenset("-=_*~#·•—–─━═ \t")
_SPECIAL = BULLETS | _RULE | HIDDEN_BULLETS | frozenset("#>|`~0123456789")
_NUMBERED = re.compile(r"(\d{1,3})[.)](?:\s+|$)")
_ATX = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?$")
_FENCE = re.compile(r"(```+|~~~+)\s*([\w+#.-]*)[^`]*$")
_RULED = re.compile(r"\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?$")
_CELL = re.compile(r"(?<!\\)\|")
_WIDE_GAP = re.compile(r" {2,}")
CELLS_MOST = 60  # more columns than this are no table
INSIDE_MOST = 12  # lines that may stand between two items of a list and belong to the first


class Form(IntEnum):
    """What a line is by its look."""

    LINE = auto()  # among others
    PARAGRAPH = auto()  # between blank lines
    HEADING = auto()
    ITEM = auto()
    QUOTE = auto()
    CODE = auto()
    ROW = auto()


@dataclass(slots=True, eq=False)
class Unit:
    """What will be one block, or one row of them: mostly a line, or lines that were wrapped."""

    text: str
    indent: int
    gap: bool  # after a blank line
    form: Form = Form.LINE
    marker: str = ""  # the bullet, the number, the language of code
    level: int = 0  # of a heading; how deep in its list an item stands
    inside: bool = False  # goes on in the item above
    cells: tuple[str, ...] = ()


class Numbered(NamedTuple):
    """A line with a number in front, which is an item if the numbers around it count up."""

    at: int  # its place among the units
    number: int
    indent: int
    skip: int  # signs of the number and what follows it


Run = list[Numbered]


@dataclass(frozen=True, slots=True)
class Style:
    """How a dump is written."""

    width: int = 0  # where its lines were wrapped
    markdown: bool = False


def units(lines: list[str], style: Style) -> list[Unit]:
    """What the lines are, wrapped ones joined, in order."""
    parser = Parser(lines, style)
    found = parser.units
    gap = True
    for i, line in enumerate(lines):
        if i < parser.resume:
            continue
        text = line.strip()
        if not text:
            gap = True
            continue
        parser.gap = gap
        gap = False
        if text[0] in _SPECIAL or "\t" in text or "   " in text:
            gap = parser.special(i, line, text)
        elif style.width and parser.wrapped(i, line, text):
            continue
        else:
            found.append(Unit(text, len(line) - len(line.lstrip()), parser.gap))
    parser.finish()
    if parser.numbers:
        _number(parser)
    if parser.items:
        _attach(found)
    return found


class Parser:
    """The units so far and what the next line may depend on."""

    def __init__(self, lines: list[str], style: Style) -> None:
        self.lines = lines
        self.style = style
        self.units: list[Unit] = []
        self.gap = True
        self.growing: Unit | None = None  # a unit of several lines, its text still in parts: joining each would be slow
        self.parts: list[str] = []
        self.resume = 0  # lines before this one are dealt with
        self.unclosed: set[str] = set()  # fences that no later line closes
        self.items = False
        self.numbers: Run = []

    def special(self, i: int, line: str, text: str) -> bool:
        """A line that may be more than running text; whether the next one counts as coming after a blank line."""
        indent, first = len(line) - len(line.lstrip()), text[0]
        if first in _RULE and len(text) > 2 and _RULE.issuperset(text):
            return self.rule(text)
        if self.style.markdown:
            if not text.strip("> "):
                return True
            if self.marked_up(i, indent, text):
                return False
        if first in BULLETS and (item := _item(text)) is not None and not self.runs_on(i, text):
            self.add(Unit(item, indent, self.gap, Form.ITEM, first))
        elif first == "o" and self.hidden_item(indent, text):
            self.add(Unit(text[1:].lstrip(), indent, self.gap, Form.ITEM, first))
        elif first.isdigit() and (match := _NUMBERED.match(text)) and self.counts(match, indent):
            self.numbers.append(Numbered(len(self.units), int(match[1]), indent, match.end()))
            self.units.append(Unit(text, indent, self.gap))
        elif self.style.width and self.wrapped(i, line, text):
            return False
        elif ("\t" in text or "   " in text) and len(cells := _cells(line, text)) <= CELLS_MOST:
            self.units.append(Unit(text, indent, self.gap, Form.ROW, cells=cells))
        else:
            self.units.append(Unit(text, indent, self.gap))
        return False

    def add(self, item: Unit) -> None:
        """An item; from now on lines between two may belong to the first."""
        self.items = True
        self.units.append(item)

    def wrapped(self, i: int, line: str, text: str) -> bool:
        """Join a line to the one above if it was cut off there."""
        if self.gap or not self.units:
            return False
        last, above = self.units[-1], self.lines[i - 1]
        if last.form not in (Form.LINE, Form.ITEM, Form.QUOTE) or not last.text:
            return False
        indent, margin = len(line) - len(line.lstrip()), len(above) - len(above.lstrip())
        hanging = last.form is Form.ITEM or self.is_numbered()
        if (indent > margin and not hanging) or not would_cross(above, text.split(maxsplit=1)[0], self.style.width):
            return False
        if self.growing is not last:
            self.finish()
            self.growing, self.parts = last, [last.text]
        self.parts += (glue(self.parts[-1], text), text)
        return True

    def finish(self) -> None:
        """Write the text of the unit that wrapped lines were joined to."""
        if self.growing:
            self.growing.text = "".join(self.parts)
        self.growing = None

    def is_numbered(self) -> bool:
        """Whether the last unit has a number in front."""
        return bool(self.numbers) and self.numbers[-1].at == len(self.units) - 1

    def runs_on(self, i: int, text: str) -> bool:
        """Whether a dash in front is one inside a wrapped sentence."""
        if not self.style.width or self.gap or not self.units or text[0] not in "-*·" or not text[2:3].islower():
            return False
        last = self.units[-1]
        cut_off = last.form is Form.LINE and self.lines[i - 1].rstrip()[-1:].isalnum()
        return cut_off and would_cross(self.lines[i - 1], text[:3], self.style.width)

    def counts(self, match: re.Match[str], indent: int) -> bool:
        """Whether a number in front may be an item's: not one alone at the margin, nor one in a wrapped sentence."""
        if match.end() == len(match.string) and not indent:
            return False
        number = int(match[1])
        if not self.style.width or self.gap or number == 1:
            return True
        return any(n == number - 1 and at == indent for _, n, at, _ in self.numbers[-3:])

    def hidden_item(self, indent: int, text: str) -> bool:
        """Whether an "o" in front is the bullet of a third level, as layout programs write it."""
        if not text[1:2].isspace() or not indent or not self.items:
            return False
        above = next((unit for unit in reversed(self.units[-INSIDE_MOST:]) if unit.form is Form.ITEM), None)
        if above is None:
            return False
        return above.marker == "o" or above.indent > indent or (above.marker == "+" and above.indent < indent)

    def rule(self, text: str) -> bool:
        """A line of signs: under a line of about its length it makes that one a heading, elsewhere it divides."""
        last = self.units[-1] if self.units else None
        if last is None or self.gap or last.form is not Form.LINE or (text.strip("=") and text.strip("-")):
            return True
        if self.style.markdown or abs(len(text) - len(last.text)) <= 2:
            last.form, last.level = Form.HEADING, 1 if text[0] == "=" else 2
        return True

    def marked_up(self, i: int, indent: int, text: str) -> bool:
        """What only Markdown has: a heading, a fence, a quote, a table."""
        first = text[0]
        if first == "#" and (match := _ATX.match(text)):
            if match[2]:
                self.units.append(Unit(match[2], indent, self.gap, Form.HEADING, level=len(match[1])))
            return True
        if first in "`~" and (match := _FENCE.match(text)):
            return self.fence(i, match[1], match[2])
        if first == ">":
            return self.quote(indent, text)
        if first == "|" or ("|" in text and (self.in_table() or self.ruled_below(i))):
            return self.row(indent, text)
        return False

    def below_first_row(self) -> bool:
        """Whether the line above is the first row of a table."""
        if not self.in_table():
            return False
        return self.units[-1].gap or len(self.units) < 2 or self.units[-2].form is not Form.ROW

    def in_table(self) -> bool:
        """Whether the line above is a row."""
        return not self.gap and bool(self.units) and self.units[-1].form is Form.ROW

    def fence(self, i: int, mark: str, language: str) -> bool:
        """Code up to the closing fence, untouched; without one the fence is a line like any other."""
        lines = self.lines
        stop = 0 if mark[0] in self.unclosed else _fence_after(lines, i, mark)
        if not stop:
            self.unclosed.add(mark[0])
            return False
        code = "\n".join(lines[i + 1 : stop]).strip("\n").rstrip()
        if code:
            self.units.append(Unit(code, 0, self.gap, Form.CODE, language))
        self.resume = stop + 1
        return True

    def quote(self, indent: int, text: str) -> bool:
        """A quoted line."""
        words = text.lstrip("> ")
        last = self.units[-1] if self.units else None
        self.units.append(Unit(words, indent, self.gap or last is None or last.form is not Form.QUOTE, Form.QUOTE))
        return True

    def ruled_below(self, i: int) -> bool:
        """Whether the next line is the rule below a table's head."""
        below = self.lines[i + 1].strip() if i + 1 < len(self.lines) else ""
        return "-" in below and "|" in below and _RULED.match(below) is not None

    def row(self, indent: int, text: str) -> bool:
        """A row of a table; the rule below its head says that the head is one."""
        if _RULED.match(text) and self.below_first_row():
            self.units[-1].marker = "th"
            return True
        inner = text.strip("|") if text[0] == "|" else text.rstrip("|")
        cells = tuple(cell.strip().replace("\\|", "|") for cell in _CELL.split(inner))
        self.units.append(Unit(text, indent, self.gap, Form.ROW, cells=cells))
        return True


def _cells(line: str, text: str) -> tuple[str, ...]:
    """The cells of a row; where tabs divide them, a tab in front means that the first is empty."""
    if "\t" not in text:
        return tuple(_WIDE_GAP.split(text))
    divider = "\t\t" if "\t\t" in text else "\t"
    return tuple(cell.strip() for cell in line.rstrip().split(divider))


def _fence_after(lines: list[str], i: int, mark: str) -> int:
    """The line that closes the fence in line `i`; 0 if none does."""
    for k in range(i + 1, len(lines)):
        line = lines[k].strip()
        if line.startswith(mark) and not line.strip(mark[0]):
            return k
    return 0


def _item(text: str) -> str | None:
    """What stands behind a bullet; None if the sign in front is none."""
    if text[1:2].isspace() or len(text) == 1:
        return text[1:].lstrip()
    return text[1:] if text[0] in LOOSE_BULLETS and text[1] != text[0] else None


def _number(parser: Parser) -> None:
    """Turn lines with numbers that count up into items; other numbers are part of the text ("17. August")."""
    for run in _counting(parser):
        for entry in run:
            unit = parser.units[entry.at]
            unit.form, unit.marker, unit.indent = Form.ITEM, str(entry.number), run[0].indent
            unit.text = unit.text[entry.skip :]
            parser.items = True


def _counting(parser: Parser) -> Iterator[Run]:
    """Runs of two or more numbered lines that count from one, with only deeper lines between them."""
    runs: list[Run] = []  # open ones, each set in deeper than the one before
    done = 0
    for entry in parser.numbers:
        at, indent = entry.at, entry.indent
        shallowest = min((unit.indent for unit in parser.units[done + 1 : at]), default=indent + 1)
        done = at
        while runs and (runs[-1][-1].indent >= shallowest or runs[-1][-1].indent > indent + 2):
            yield from _kept(runs.pop())
        last = runs[-1][-1] if runs else None
        if last and _follows(entry, last, parser.style):
            runs[-1].append(entry)
            continue
        if last and last.indent >= indent:
            yield from _kept(runs.pop())
        runs.append([entry])
    for run in runs:
        yield from _kept(run)


def _follows(entry: Numbered, last: Numbered, style: Style) -> bool:
    """Whether one numbered line is the next item after another; numbers may be aligned left or right."""
    right = entry.indent + len(str(entry.number)) == last.indent + len(str(last.number))
    repeated = style.markdown and entry.number == last.number == 1
    return (right or entry.indent == last.indent) and (repeated or entry.number == last.number + 1)


def _kept(run: Run) -> Iterator[Run]:
    """The run if it is a list: it starts at one, or is set off from the margin."""
    if len(run) > 1 and (run[0].number <= 1 or run[0].indent > 0):
        yield run


def _attach(found: list[Unit]) -> None:
    """Mark lines between two items of one list as part of the first, where they are set in like its text."""
    last: Unit | None = None
    waiting: list[Unit] = []
    for unit in found:
        if unit.form is not Form.ITEM:
            waiting.append(unit)
            continue
        fits = last is not None and waiting and unit.indent == last.indent and len(waiting) <= INSIDE_MOST
        if fits and last is not None and all(w.indent > last.indent and w.form is Form.LINE for w in waiting):
            for w in waiting:
                w.inside = True
        last, waiting = unit, []
