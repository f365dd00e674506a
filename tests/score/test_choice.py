"""What is kept, given scores: twins agree, the bet is the best there is, nothing is said twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from unchaff.filters.body import BodyScore
from unchaff.model import Label, Page
from unchaff.score.choice import (
    COPY,
    COPY_WORDS,
    FEW_WORDS,
    READINGS,
    UNLIKELY,
    agreed,
    best_threshold,
    copies,
    median,
    threshold,
)

Chances = list[tuple[float, int]]
PageOf = Callable[[str], Page]

chance_lists = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 300)), max_size=30)
score_lists = st.lists(st.tuples(st.floats(-20, 20), st.integers(0, 4), st.integers(0, 300)), max_size=30)
LONG = " ".join(["again"] * COPY_WORDS)


def f1(chances: Chances, least: float) -> float:
    """The expected F1 of keeping what has at least this chance, by its definition, over all readings of the page."""
    return sum(weight * _f1([(_read(c, odds), c >= least, w) for c, w in chances]) for odds, weight in READINGS)


def _read(chance: float, odds: float) -> float:
    return chance * odds / (1 - chance + chance * odds)


def _f1(blocks: list[tuple[float, bool, int]]) -> float:
    right = sum(chance * words for chance, kept, words in blocks if kept)
    kept = sum(words for _, kept, words in blocks if kept)
    there = sum(chance * words for chance, _, words in blocks)
    return 2 * right / (kept + there) if kept + there else 0.0


@given(chance_lists)
def test_the_threshold_is_the_best_there_is(chances: Chances) -> None:
    best = max((f1(chances, least) for least, _ in chances), default=0.0)
    assert f1(chances, best_threshold(chances)) == pytest.approx(best)


@given(chance_lists.filter(bool))
@example([(0.0, 1), (1.0, 0)])  # nothing is expected of what has words
def test_the_threshold_is_a_chance_of_the_page(chances: Chances) -> None:
    assert best_threshold(chances) in {chance for chance, _ in chances}


def test_the_threshold_falls_where_nothing_is_certain() -> None:
    assert best_threshold([(0.1, 100), (0.09, 100)]) == 0.09
    assert best_threshold([(0.9, 100), (0.1, 100), (0.09, 100)]) == 0.9


@given(chance_lists.filter(bool))
def test_half_of_what_is_expected_is_at_least_as_likely_as_the_median(chances: Chances) -> None:
    middle = median(chances)
    mass = sum(c * w for c, w in chances)
    assert sum(c * w for c, w in chances if c >= middle) >= mass / 2 - 1e-9
    assert sum(c * w for c, w in chances if c > middle) <= mass / 2 + 1e-9


def test_what_is_not_half_as_likely_as_the_median_is_left_out() -> None:
    chances = [(0.95, 200), (0.46, 300), (0.3, 10)]
    assert best_threshold(chances) == 0.46
    assert threshold(chances) == 0.475


def test_the_readings_are_all_there_is() -> None:
    assert sum(weight for _, weight in READINGS) == pytest.approx(1)


def test_nothing_to_judge_has_a_threshold() -> None:
    assert best_threshold([]) == threshold([]) == 1.0


@pytest.mark.parametrize(
    ("chances", "kept"),
    [
        ([(UNLIKELY / 2, 4), (UNLIKELY / 4, 20)], False),
        ([(UNLIKELY, 4)], True),
        ([(UNLIKELY / 2, int(FEW_WORDS / UNLIKELY * 2) + 1)], True),
    ],
    ids=["nothing likely, few words", "one likely block", "many words, none likely"],
)
def test_a_page_may_have_no_body(chances: Chances, kept: bool) -> None:
    assert any(chance >= threshold(chances) for chance, _ in chances) is kept


@given(score_lists)
def test_twins_come_closer_around_their_mean(rows: list[tuple[float, int, int]]) -> None:
    scores, paths, words = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    held = agreed(scores, paths, words)
    for path in set(paths):
        before, after = ([s for s, p in zip(of, paths, strict=True) if p == path] for of in (scores, held))
        weights = [w + 0.5 for w, p in zip(words, paths, strict=True) if p == path]
        assert max(after) - min(after) <= max(before) - min(before) + 1e-9
        means = [sum(s * w for s, w in zip(of, weights, strict=True)) / sum(weights) for of in (before, after)]
        assert means[0] == pytest.approx(means[1], abs=1e-9)


@pytest.mark.parametrize(
    ("said", "again"),
    [
        ("a20/1 a20/1 a20/2 a20/1", {2}),  # a chorus comes back at its path
        ("a1/1 a1/2", set()),  # short
        ("a9/1 b9/1 c9/1 a9/2 b9/2 d9/2", set()),  # what two offers have in common
        ("a2/1 b10/1 c9/1 a2/2 b10/2 d9/2", {3, 4}),  # a heading with its text
        ("a2/1 b20/1 a2/2 c20/2 b20/2", {4}),  # a heading with another text
        ("a2/1 b20/1 a2/2 b20/2 a2/3 b20/3", {2, 3, 4, 5}),
        ("a2/1 a2/2 a2/3 b20/4", set()),
        ("", set()),
    ],
)
def test_what_is_said_over_again(said: str, again: set[int]) -> None:
    """Texts as letter, words and path."""
    rows = [(one[0], int(one[1:].partition("/")[0]), int(one.partition("/")[2])) for one in said.split()]
    assert copies(rows) == again


def test_the_score_keeps_no_text_twice(page: PageOf) -> None:
    text = "The bridge has been closed since March, and nobody knows when it will be open again."
    built = page(f"article\n  p {text}\n  p {text}\nsection\n  div {text}\n  div Timetable")
    verdicts = list(BodyScore(lean=30)(built))  # so that it would keep all
    assert [verdict.label for verdict in verdicts] == [Label.BODY, Label.BODY, Label.OTHER, Label.BODY]
    assert verdicts[2].reason == COPY
