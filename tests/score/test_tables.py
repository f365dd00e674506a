"""Weight tables add up, and those that are shipped know what they speak about."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unchaff.filters import SCORE
from unchaff.model import Box, Evidence, Page
from unchaff.score.facts import MASK_BITS, Facts, facts
from unchaff.score.tables import BIAS, LOWEST, Rule, Tables, tables

Addition = tuple[float, float]

SHIPPED = sorted(
    path.name.removesuffix(".json")
    for path in resources.files("unchaff").joinpath("weights").iterdir()
    if path.name.endswith(".json") and '"rules"' in path.read_text(encoding="utf-8")  # others choose titles
)
each_shipped = pytest.mark.parametrize("name", SHIPPED)
patient = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

SMALL = Tables(
    (
        Rule((), ((BIAS, ((LOWEST, -1.0),)), ("words", ((2.0, 0.5), (10.0, 1.5))))),
        Rule((("page words", 100.0, 200.0),), (("words", ((2.0, 0.25), (5.0, 1.0))),)),
        Rule((), (("heard#1", ((0.5, -3.0),)), ("heard#2", ((LOWEST, 0.25), (0.5, 0.5))))),
    )
)
SMALL_RANGE = Tables((Rule((("page words", 100.0, 200.0),), ((BIAS, ((LOWEST, 2.0),)),)),))
SHORT, LONG = {"page words": 100.0}, {"page words": 200.0}


def needed(name: str) -> Evidence:
    """The evidence of the pages that the weights `name` are for."""
    return next(score.needs for score in SCORE if score.weights == name)


def known(evidence: Evidence) -> Facts:
    """The facts of a page without blocks: all of their names, and nothing under them."""
    return facts(Page([], [Box(None, "", 0)], evidence))


def some(page: dict[str, float], words: list[float], heard: list[int]) -> Facts:
    """Facts that SMALL and the made-up tables know."""
    return Facts(len(words), page, {"words": words}, {"heard": heard})


def holds(rule: Rule, page: dict[str, float]) -> bool:
    """Whether the facts of the page lie in all ranges of a rule."""
    return all(low < page.get(name, 0.0) <= high for name, low, high in rule.ranges)


def summed(tables: Tables, found: Facts, index: int) -> float:
    """A block's score by the definition: what every rule that holds adds above its edges, for facts that are there."""
    return sum(
        addition
        for rule in tables.rules
        if holds(rule, found.page)
        for fact, steps in rule.steps
        if "#" in fact or fact in {BIAS, *found.columns}
        for edge, addition in steps
        if edge < value(fact, found, index)
    )


def value(fact: str, found: Facts, index: int) -> float:
    """What a block has under the name of a fact: of a column, or of a bit of a mask ("heard#1")."""
    mask, _, bit = fact.partition("#")
    if not fact:
        return 0.0
    return float(found.masks[mask][index] >> int(bit) & 1) if bit else found.columns[fact][index]


def written(name: str) -> dict[str, Any]:
    """A weights file as it is shipped."""
    text = resources.files("unchaff").joinpath("weights", f"{name}.json").read_text(encoding="utf-8")
    raw: dict[str, Any] = json.loads(text)
    return raw


def test_steps_add_up_above_their_edges() -> None:
    found = some(SHORT, [2.0, 2.1, 10.0, 10.1], [0, 0, 0, 0])
    assert SMALL.on(SHORT).scores(found) == [-0.75, -0.25, -0.25, 1.25]


def test_bits_add_what_they_weigh() -> None:
    found = some(SHORT, [0.0] * 4, [0b000, 0b001, 0b010, 0b110])
    assert SMALL.on(SHORT).scores(found) == [-0.75, -0.75, -3.75, -3.25]


def test_a_rule_holds_above_its_lower_and_up_to_its_upper_bound() -> None:
    biases = [SMALL_RANGE.on({"page words": words}).bias for words in (100.0, 100.1, 200.0, 200.1)]
    assert biases == [0.0, 2.0, 2.0, 0.0]


def test_weights_are_named_and_the_heaviest_stands_first() -> None:
    found = some(SHORT, [10.1], [0b110])
    assert SMALL.on(SHORT).weights(found, 0) == [("heard related", -3.0), ("words", 2.0), ("heard navigation", 0.5)]


def additions(edges: list[float]) -> st.SearchStrategy[tuple[Addition, ...]]:
    """Steps at some of `edges`."""
    return st.lists(st.sampled_from(edges), min_size=1, unique=True).flatmap(
        lambda chosen: st.tuples(*(st.tuples(st.just(edge), st.floats(-3, 3)) for edge in chosen))
    )


named = (
    st.tuples(st.just(BIAS), additions([LOWEST]))
    | st.tuples(st.just("words"), additions([LOWEST, 0.0, 0.5, 1.0, 2.0, 7.0]))
    | st.tuples(st.sampled_from(["heard#0", "heard#1", "heard#5"]), additions([LOWEST, 0.5]))
)
ranges = st.lists(st.tuples(st.just("page words"), st.sampled_from([LOWEST, 1.0]), st.sampled_from([2.0, 9.0])))
rules = st.builds(Rule, ranges.map(tuple), st.lists(named, max_size=4).map(tuple))
blocks = st.lists(st.tuples(st.sampled_from([0.0, 0.5, 0.7, 2.0, 8.0]), st.integers(0, 63)), max_size=5)


@given(st.lists(rules, max_size=6), blocks, st.sampled_from([0.5, 1.0, 2.0, 5.0]))
@patient
def test_scores_are_what_all_rules_add(rules: list[Rule], blocks: list[tuple[float, int]], page: float) -> None:
    made = Tables(tuple(rules))
    found = some({"page words": page}, [words for words, _ in blocks], [heard for _, heard in blocks])
    expected = [summed(made, found, i) for i in range(found.size)]
    assert made.on(found.page).scores(found) == pytest.approx(expected, abs=1e-9)


@each_shipped
@given(data=st.data())
@patient
def test_scores_are_the_bias_and_all_weights(pages: st.SearchStrategy[Page], name: str, data: st.DataObject) -> None:
    page = data.draw(pages)
    page.evidence |= needed(name)
    found = facts(page)
    holding = tables(name).on(found.page)
    added = [holding.bias + sum(weight for _, weight in holding.weights(found, i)) for i in range(found.size)]
    assert holding.scores(found) == pytest.approx(added, abs=1e-9)
    assert added == pytest.approx([summed(tables(name), found, i) for i in range(found.size)], abs=1e-9)


def test_the_weights_that_steps_need_are_shipped() -> None:
    assert {score.weights for score in SCORE} == set(SHIPPED)


@each_shipped
def test_shipped_weights_name_only_known_facts(name: str) -> None:
    bits = {f"{mask}#{bit}" for mask, width in MASK_BITS.items() for bit in range(width)}
    there = known(needed(name))
    for rule in tables(name).rules:
        assert {fact for fact, _ in rule.steps} <= {BIAS, *there.columns, *bits}
        assert {fact for fact, _, _ in rule.ranges} <= set(there.page)


@each_shipped
def test_shipped_weights_are_steps_in_order(name: str) -> None:
    for rule in tables(name).rules:
        assert all(low < high for _, low, high in rule.ranges)
        for fact, steps in rule.steps:
            edges = [edge for edge, _ in steps]
            assert edges
            assert edges == sorted(set(edges)), fact


@each_shipped
def test_shipped_weights_say_something(name: str) -> None:
    weights = [weight for rule in tables(name).rules for _, steps in rule.steps for _, weight in steps]
    assert any(weights)
    assert all(abs(weight) < 20 for weight in weights)


@each_shipped
def test_shipped_weights_name_their_licence(name: str) -> None:
    assert "Licence:" in written(name)["about"]
