"""Words per script: signs where a script writes no spaces, words everywhere else."""

from __future__ import annotations

import re

HAN_KANA = r"\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
HAN_KANA += r"\U00020000-\U0003ffff"
THAI_LIKE = r"\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u103f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
# Signs that `re` does not count as letters but that stand inside words: accents, Hebrew and Arabic points,
# the vowel signs of India's scripts, and the joiners Persian writes between parts of a word.
MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670"
    r"\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff\u200c\u200d"
)
LETTERS = rf"[^\W_{HAN_KANA}{THAI_LIKE}]"

# English translations of Chinese and Japanese text have about 1 word for 1.6 signs, of Thai text 1 for 4:
# with these a threshold like "thirty words" means about the same amount of text in each script.
HAN_KANA_PER_WORD = 1.6
THAI_LIKE_PER_WORD = 4.0

_han_kana = re.compile(f"[{HAN_KANA}]").findall
_thai_like = re.compile(f"[{THAI_LIKE}]").findall
_spaceless = re.compile(f"[{HAN_KANA}{THAI_LIKE}]").search
_spaced = re.compile(rf"{LETTERS}+(?:[{MARKS}'’.,-]+{LETTERS}+)*").findall
# What stands between "Photo" and a name: "Photo: ", "Photo/", "Photo =", "Photo | ". All count as a colon.
_LABEL_MARKS = ":/=|：／＝｜"
# One step for plain ASCII: lower case, and a space for whatever is neither letter, digit nor label mark.
PLAIN = bytes(
    ord(":") if chr(code) in _LABEL_MARKS else ord(chr(code).lower()) if chr(code).isalnum() else ord(" ")
    for code in range(128)
)
PLAIN += bytes(128)
# What stands between words as "?" does, so that a text with no other foreign signs is read as ASCII.
QUIET = "\u00a0«·»‐–—‘’‚“”„•…"
_more_than_ascii = re.compile(f"[^\0-\x7f{QUIET}]").search
_split = re.compile(rf"[©{_LABEL_MARKS}{HAN_KANA}{THAI_LIKE}]|{LETTERS}+(?:[{MARKS}]+{LETTERS}*)*").findall

TELLING_LETTERS = 4

ENDS = frozenset(".!?…。！？｡．؟۔։።॥।។၊။‥‼⁇⁈⁉")
CLOSERS = " \t\r\n\u00a0\u200b\u200e\u200f\"'”’“‘»«›‹)]}）］｝」』】〉》〕｣＂＇*_"
_CLOSERS = frozenset(CLOSERS)
_note_mark = re.compile(r"(?:\s?\[\w{1,3}\])+\s*\Z").sub


def count(text: str) -> int:
    """The words of `text`; signs of scripts without spaces are turned into as many words as they are worth."""
    if text.isascii() or is_spaced(text):
        return len(text.split())
    han_kana = len(_han_kana(text)) / HAN_KANA_PER_WORD
    thai_like = len(_thai_like(text)) / THAI_LIKE_PER_WORD
    return max(1, round(han_kana + thai_like) + len(_spaced(text)))


def is_spaced(text: str) -> bool:
    """Whether there is no sign of a script without spaces in it."""
    return not _spaceless(text)


def ends_sentence(text: str) -> bool:
    """Whether `text` ends like a sentence, closing quotes, brackets and note marks aside."""
    last = text[-1:]
    if last not in _CLOSERS:  # as nearly always: there is nothing to set aside
        return last in ENDS
    if last == "]":
        text = _note_mark("", text)
    return text.rstrip(CLOSERS)[-1:] in ENDS


def fold(text: str) -> str:
    """`text` without case; Turkish dotted and dotless i fall together, as a heading in capitals may have either."""
    folded = text.casefold()
    if text.isascii():
        return folded
    return folded.replace("i\u0307", "i").replace("ı", "i").replace("\u00ad", "")


def split(text: str) -> list[str]:
    """The folded words of `text`: a sign is a word where the script writes no spaces; so are © and the colon."""
    return _words(fold(text)) if not text.isascii() and _more_than_ascii(text) else _plain_words(text)


def telling(text: str) -> list[str]:
    """The folded words of `text` that are worth comparing: ASCII tells nothing in fewer than four letters."""
    return [word for word in split(text) if len(word) >= TELLING_LETTERS or not word.isascii()]


def split_lines(text: str) -> list[list[str]]:
    """The folded words of each line of `text`."""
    return [_words(line) for line in fold(text).split("\n")]


def _plain_words(text: str) -> list[str]:
    text = text.encode("ascii", "replace").translate(PLAIN).decode("ascii")
    return text.replace(":", " : ").split() if ":" in text else text.split()


def _words(text: str) -> list[str]:
    if text.isascii():
        return _plain_words(text)
    return [":" if word in _LABEL_MARKS else word for word in _split(text)]
