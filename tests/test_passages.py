"""Sentences are found wherever they stand, whole or across blocks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unchaff.model import Block, Box, Label, Page
from unchaff.passages import passages

PageOf = Callable[[str], Page]


def places(page: Page, sentence: str) -> list[list[int]]:
    """The numbers of the blocks of each place."""
    return [[block.index for block in place.blocks] for place in passages(page, sentence)]


def test_within_and_across_blocks(page: PageOf) -> None:
    built = page(
        "p The mill stood still.\np It stood\np for two years.\np The MILL\u00a0stood  still. The mill stood still."
    )
    assert places(built, "the mill stood still") == [[0], [3], [3]]
    assert places(built, "still. It stood for two") == [[0, 1, 2]]
    assert places(built, "It stood for") == [[1, 2]]
    assert places(built, "nowhere") == []


def test_signs_nobody_sees(page: PageOf) -> None:
    assert places(page("p hyphe\u00adna\u200btion"), "hyphenation") == [[0]]


def test_whole_and_partly(page: PageOf) -> None:
    built = page("p @body One two.\np @ad Three four.")
    (place,) = passages(built, "two. Three")
    body = frozenset({Label.BODY})
    assert place.partly(body)
    assert not place.whole(body)
    assert place.whole(frozenset({Label.BODY, Label.AD}))


@pytest.mark.parametrize("sentence", ["", " \n", "\u200b\u00ad"])
def test_nothing_to_look_for(page: PageOf, sentence: str) -> None:
    with pytest.raises(ValueError, match="no visible sign"):
        passages(page("p x"), sentence)


@given(st.lists(st.text(alphabet="ab \u00ad", max_size=6), min_size=1, max_size=6), st.data())
def test_whatever_stands_on_the_page_is_found(texts: list[str], data: st.DataObject) -> None:
    box = Box(None, "", 0, len(texts))
    page = Page([Block(text, box, i) for i, text in enumerate(texts)], [box])
    first = data.draw(st.integers(0, len(texts) - 1))
    last = data.draw(st.integers(first, len(texts) - 1))
    sentence = " ".join(texts[first : last + 1])
    if sentence.replace("\u00ad", "").strip():
        assert places(page, sentence)
