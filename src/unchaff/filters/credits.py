"""Captions in a dump, told by the credit at their end: (Photo: Name), Foto: Name/Agency, (Name/Agency)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from unchaff.model import Label, Page, Strength, Verdict
from unchaff.score.looks import ending
from unchaff.words.credits import credit_words

CAPTION_WORDS = range(2, 41)
MARKED_WITHIN = 42  # signs, where a colon or © stands that has a name behind it
_MARKS = ":：©)"
PAIRED_WORDS = 8  # "Editor (Windows/Linux)" is none
CREDIT_SIGNS = 80


def _backwards(words: Iterable[str]) -> str:
    """A pattern for any of `words`, read from their last sign to their first."""
    return f"(?:{'|'.join(words)[::-1]})"


_AGENCIES = credit_words("agencies")
_LABEL, _AGENCY = _backwards(credit_words("labels")), _backwards(_AGENCIES)
# Backwards, as the line is matched: a search from the front would try all labels at every word. "+" gives nothing back.
# textdump_dev: of 410 lines found on news pages none is body, of 480 on mixed pages 2 %.
_credit = re.compile(
    rf"\)[^()]*[:：/©] ?\b{_LABEL}\(|[^:：©.。]{{2,40}}+ ?[:：©] ?{_LABEL}\b"
    rf"|[^:©.]{{2,40}}+(?<!\d) ?©|\)?{_AGENCY} ?(?:[.!?”»(/|,:©]|{_LABEL}\b)",
    re.IGNORECASE,
).match
_ENDS = frozenset(name[-2:] for name in _AGENCIES)
_paired = re.compile(r"\((?!\d)\w[^\W\d]+[^()/\d]*/(?!\d)\w[^()/\d]+\)$").search


def credit_line(page: Page) -> Iterator[Verdict]:
    """A short line of a dump that ends with a credit."""
    short = [block for block in page.blocks if block.words in CAPTION_WORDS]
    for block in ending(short, _ENDS, _MARKS, MARKED_WITHIN):
        if _ends_with_credit(block.text[-CREDIT_SIGNS:], block.words):
            yield Verdict(block, Label.CAPTION, "ends with a credit", Strength.STRONG)


def _ends_with_credit(end: str, words: int) -> bool:
    if _credit(end[::-1]):
        return True
    return words >= PAIRED_WORDS and _paired(end) is not None and end[end.rfind("(") + 1].isupper()
