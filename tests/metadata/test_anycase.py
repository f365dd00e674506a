"""Words in any case."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unchaff.metadata.anycase import AnyCase

WORDS = r"(?<!\w)(?:by|yayın|von|ürün|straße)(?!\w)|\s*&\s*"
EVERY, PLAIN = AnyCase(WORDS), re.compile(WORDS, re.IGNORECASE)
PIECES = ["by", "BY", "By", " ", "&", "yayin", "YAYIN", "yayın", "Von", "x", "Ürün", "STRASSE", "Straße", "\u017f", "."]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_as_re_has_it(text: str) -> None:
    for ours, theirs in ((EVERY.match, PLAIN.match), (EVERY.search, PLAIN.search), (EVERY.fullmatch, PLAIN.fullmatch)):
        mine, other = ours(text), theirs(text)
        assert (mine and mine.span()) == (other and other.span())
    assert EVERY.sub("|", text) == PLAIN.sub("|", text)
    assert EVERY.split(text) == PLAIN.split(text)


@pytest.mark.parametrize("text", ["Yayin", "YAYIN"])
def test_dotless_i_is_an_i(text: str) -> None:
    """For `re` they differ in case."""
    assert EVERY.search(text)
