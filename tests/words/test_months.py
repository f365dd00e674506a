"""Months by name."""

from __future__ import annotations

import pytest

from unchaff.words import lists, month, month_names


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("Sept.", 9),
        ("MÄRZ", 3),
        ("août", 8),
        ("AOUT", 8),
        ("stycznia", 1),
        ("января", 1),
        ("ŞUBAT", 2),
        ("ΜΑΪΟΥ", 5),
        ("كانون الثاني", 1),
        ("ม.ค.", 1),
        ("जून", 6),
        ("जन", 1),
        ("tháng 12", 12),
        ("十二月", 12),
        ("3월", 3),
        ("toukokuuta", 5),
    ],
)
def test_month(word: str, number: int) -> None:
    assert month(word) == number


@pytest.mark.parametrize("word", ["", ".", "Monday", "13月"])
def test_no_month(word: str) -> None:
    assert month(word) is None


def test_the_language_settles_a_name_of_two_months() -> None:
    assert month("listopad") == 11
    assert month("listopad", "hr") == 10
    assert month("January", "hr") == 1


def test_twelve_lines_per_language() -> None:
    sections = lists.sections("months.txt")
    assert len(sections) >= 25
    assert {body.count("\n") + 1 for _, body in sections} == {12}


@pytest.mark.parametrize("language", [name for name, _ in lists.sections("months.txt")])
def test_a_language_never_contradicts_itself(language: str) -> None:
    for number, line in enumerate(dict(lists.sections("months.txt"))[language].split("\n"), 1):
        assert all(month(name, language) == number for name in line.split(", ")), line


def test_names_of_one_language() -> None:
    assert month_names("de")["marz"] == 3
    assert "march" not in month_names("de")
    assert month_names()["march"] == 3
