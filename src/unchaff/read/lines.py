"""The lines of a dump: where they end, and whether a program wrapped them."""

from __future__ import annotations

import re
from itertools import pairwise

from unchaff.words.script import HAN_KANA

WRAP_LEAST, WRAP_MOST = 35, 140  # widths at which people and programs wrap lines
LONG_LINES = 0.03  # share of lines over the width that wrapped text may have: addresses, tables
FULL = 0.6  # a line shorter than this part of the width is no evidence of wrapping
WRAPPED = 0.55  # share of full lines that the next word would not have fitted on; below 0.3 in lists and poems
RUNNING_ON = 0.35  # share of lines that go on in small letters or a script without capitals; log lines do not
PAIRS = 3  # full lines needed as evidence
GAPS_PER_LINE = 4  # runs of spaces per line where spaces stand for line ends
GAP_LINE = 200  # mean length of lines there
TORN = 3  # lines that begin with a comma or a stop in a dump that tore its sentences at every link
TORN_LINES = 0.01  # and their share of all lines
TORN_WORDS = 6  # a torn-off link is no longer

_MAY_BE_TORN = re.compile(r"\n(?:[,.;] | , |[、。，])").search
_TORN = re.compile(r"\n[ \t]?(?:[,;.] [^\W\d_]|[、。，；][^\W\d_])")  # "^" would be tried at every sign
_GOES_ON = re.compile(r"[,;.:!?)”’»](?:\s|$)|[、。，；：！？」）]")
_STOPS = frozenset(".!?:;。！？：；…")

_unseen = re.compile("[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b\u2060\ufeff]")
_SPACES = re.compile(r"  (?<=\S  ) *(?=\S)")  # a pattern that begins with signs is searched many times as fast
_AFTER_SENTENCE = re.compile(r"[.!?:;]  (?=\S)")
# How scripts without spaces begin in UTF-8: first byte, and the second bytes where the first is not theirs alone.
_SPACELESS_BYTES: tuple[tuple[bytes, tuple[bytes, ...]], ...] = (
    *((bytes([first]), ()) for first in range(0xE3, 0xEA)),  # kana, Han
    (b"\xe0", tuple(b"\xe0" + bytes([second]) for second in range(0xB8, 0xBC))),  # Thai, Lao
    (b"\xe1", tuple(b"\xe1" + bytes([second]) for second in (0x80, 0x81, 0x9E, 0x9F))),  # Burmese, Khmer
    (b"\xef", tuple(b"\xef" + bytes([second]) for second in (*range(0xA4, 0xAC), 0xBD, 0xBE))),  # compatibility
    (b"\xf0", tuple(b"\xf0" + bytes([second]) for second in range(0xA0, 0xB4))),  # rare Han
)
_SPACELESS = re.compile(f"[{HAN_KANA}\u0e01-\u0e4e、-〟！-｠]")
_WIDE = re.compile("[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6]")


def clean(text: str) -> str:
    """The text without signs that take no room, as every reader of HTML drops them too."""
    return _unseen.sub("", text)


def is_spaceless(text: str) -> bool:
    """Whether any of the text is in a script without spaces; told by its bytes, many times as fast as by signs."""
    if text.isascii():
        return False
    data = text.encode("utf-8", "surrogatepass")
    return any(first in data and (not pairs or any(map(data.__contains__, pairs))) for first, pairs in _SPACELESS_BYTES)


def split_lines(text: str) -> list[str]:
    """The lines, whatever ends them; runs of spaces do where there are hardly any line ends."""
    lines = text.splitlines()
    if len(text) > GAP_LINE * len(lines) and "  " in text and (gap := _gap_for_newline(text, len(lines))):
        lines = re.sub(rf"(?<=\S) {{{gap},}}(?=\S)", "\n", text).splitlines()
    return lines


def _gap_for_newline(text: str, lines: int) -> int:
    """How many spaces stand for a line end; 0 where none do."""
    sentences = len(_AFTER_SENTENCE.findall(text))
    gaps = len(_SPACES.findall(text))
    if gaps - sentences < GAPS_PER_LINE * lines:
        return 0
    return 3 if sentences and sentences * 2 < text.count("   ") else 2


def is_torn(text: str, lines: int) -> bool:
    """Whether a dump has every link inside a sentence on a line of its own, as some programs write it."""
    if not _MAY_BE_TORN(text):
        return False
    return len(_TORN.findall("\n" + text)) >= max(TORN, TORN_LINES * lines)


def sewn(lines: list[str]) -> list[str]:
    """The lines of a torn dump with its sentences whole again."""
    found: list[list[str]] = []
    for i, line in enumerate(lines):
        text = line.strip()
        above = lines[i - 1].strip() if i else ""
        if not text or not above:
            found.append([line])
        elif _GOES_ON.match(text):
            found[-1].append(text)
        elif above[-1] not in _STOPS and (text[0].islower() or _is_inner(text, lines[i + 1 : i + 2], found[-1])):
            found[-1] += (glue(above, text), text)
        else:
            found.append([line])
    return ["".join([first.rstrip(), *rest]) if rest else first for first, *rest in found]


def _is_inner(text: str, below: list[str], before: list[str]) -> bool:
    """Whether a short line in capitals stands inside a sentence: after part of one, before a line that goes on."""
    after = below[0].strip() if below else ""
    goes_on = after[:1].islower() or _GOES_ON.match(after) is not None
    words = "".join(before).split()
    return goes_on and len(text.split()) <= TORN_WORDS and len(words) > 2 and not words[-1][0].isupper()


def wrap_width(lines: list[str], least: int = PAIRS) -> int:
    """The column at which the lines were wrapped; 0 without at least so many signs of it."""
    if sum(["://" not in line for line in lines if len(line) > WRAP_MOST]) > LONG_LINES * len(lines):
        return 0  # the rest costs time, and most dumps have lines as long as paragraphs
    widths = sorted([_width(line) for line in lines if line and "://" not in line and not line.isspace()])
    if sum([width > WRAP_MOST for width in widths]) > LONG_LINES * len(widths):
        return 0
    width = widths[-1 - int(len(widths) * LONG_LINES / 2)] if widths else 0
    if not WRAP_LEAST <= width <= WRAP_MOST:
        return 0
    return width if _is_wrapped(lines, width, least) else 0


def _is_wrapped(lines: list[str], width: int, least: int) -> bool:
    """Whether full lines end where the next word would have crossed `width`, and sentences run on."""
    full = over = going_on = 0
    for line, after in pairwise(lines):
        if len(line) * 2 < width or not after or "://" in line or _width(line) < FULL * width:
            continue
        word = after.split(maxsplit=1)
        if word:
            full += 1
            if would_cross(line, word[0], width) and _width(line) <= width:
                over += 1
                going_on += word[0][0].islower() or not (word[0][0].isupper() or word[0][0].isdigit())
    return over >= least and over >= WRAPPED * full and going_on >= RUNNING_ON * over


def would_cross(line: str, word: str, width: int) -> bool:
    """Whether `word` would not have fitted on the line; without spaces one sign of it counts, and one for rules."""
    if line.isascii() or not (_SPACELESS.match(word) and _SPACELESS.match(line.rstrip()[-1:])):
        return _width(line) + 1 + _width(word) > width
    return _width(line) + 4 > width


def _width(line: str) -> int:
    """Columns on a terminal."""
    return len(line.rstrip()) if line.isascii() else len(line.rstrip()) + len(_WIDE.findall(line))


def glue(line: str, after: str) -> str:
    """What stands between two wrapped lines: nothing in scripts without spaces or after a hyphen inside a word."""
    last = line[-1:]
    inside_word = last == "-" and line[-2:-1].isalpha() and after[:1].islower()
    return "" if inside_word or (_SPACELESS.match(last) and _SPACELESS.match(after)) else " "
