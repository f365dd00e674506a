"""Marks of terminal browsers become links, and only where a list says where they lead."""

from __future__ import annotations

import pytest

from unchaff.model import Mark, Span
from unchaff.read.lynx import link_marks, references

TARGETS = {1: "https://post.example/1", 2: "https://post.example/2"}


@pytest.mark.parametrize("title", ["References", "Verweise", "参考", "References\n\n   Visible links"])
def test_references_leave_the_text(title: str) -> None:
    dump = f"[1]Home [2]News\n\nA last line.\n\n{title}\n\n   1. https://post.example/1\n   2. https://post.example/2\n"
    text, targets = references(dump)
    assert targets == TARGETS
    assert text.split() == ["[1]Home", "[2]News", "A", "last", "line."]


def test_a_list_of_works_is_no_list_of_links() -> None:
    dump = "It sank.[1]\n\nReferences\n\n1. Holt, The Ferry.\n"
    assert references(dump) == (dump, {})
    assert references("[1]") == ("[1]", {})


def test_a_menu_is_all_links() -> None:
    found = link_marks("[1]Home page [2]News", TARGETS)
    assert "".join(found.chunks) == "Home page News"
    assert found.spans == (Span(Mark.LINK, 1, 2, TARGETS[1]), Span(Mark.LINK, 3, 4, TARGETS[2]))


def test_a_mark_in_a_sentence_links_a_few_words() -> None:
    found = link_marks("The council has decided that the [1]old ferry will run until the spring comes.", TARGETS)
    assert "".join(found.chunks) == "The council has decided that the old ferry will run until the spring comes."
    (span,) = found.spans
    assert "".join(found.chunks[span.start : span.stop]) == "old ferry will"


def test_other_numbers_in_brackets_stay() -> None:
    assert "".join(link_marks("A note.[7] [1]Home", TARGETS).chunks) == "A note.[7] Home"
