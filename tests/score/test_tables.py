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
from unchaff.score.tables import Table, Tables, tables

SHIPPED = sorted(
    path.name.removesuffix(".json")
    for path in resources.files("unchaff").joinpath("weights").iterdir()
    if path.name.endswith(".json")
)
each_shipped = pytest.mark.parametrize("name", SHIPPED)

patient = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

SMALL = Tables(
    -1.0,
    {"words": Table((2.0, 10.0), (0.0, 0.5, 2.0)), "place": Table((), (0.25,))},
    {"heard": (1.0, -3.0, 0.5)},
)


def known() -> Facts:
    """The facts of a page without blocks: all of their names, and nothing under them."""
    return facts(Page([], [Box(None, "", 0)], Evidence.NONE))


def written(name: str) -> dict[str, Any]:
    """A weights file as it is shipped."""
    raw: dict[str, Any] = json.loads(
        resources.files("unchaff").joinpath("weights", f"{name}.json").read_text(encoding="utf-8")
    )
    return raw


def test_a_score_is_the_sum_of_its_steps_and_bits() -> None:
    found = Facts(3, {"words": [1.0, 2.0, 99.0], "place": [0.0, 0.3, 0.6]}, {"heard": [0, 0b101, 0b010]})
    assert SMALL.scores(found) == [-0.75, 1.25, -1.75]


def test_an_edge_belongs_to_the_step_above() -> None:
    columns = {"words": [1.99, 2.0, 9.99, 10.0], "place": [0.0] * 4}
    found = Facts(4, columns, {"heard": [0] * 4})
    assert [score + 0.75 for score in SMALL.scores(found)] == [0.0, 0.5, 0.5, 2.0]


def test_weights_are_named_and_the_heaviest_stands_first() -> None:
    found = Facts(1, {"words": [99.0], "place": [0.0]}, {"heard": [0b011]})
    assert SMALL.weights(found, 0) == [("heard related", -3.0), ("words", 2.0), ("heard share", 1.0), ("place", 0.25)]


@pytest.mark.parametrize("name", [*SHIPPED, ""])
@given(data=st.data())
@patient
def test_scores_are_the_bias_and_all_weights(pages: st.SearchStrategy[Page], name: str, data: st.DataObject) -> None:
    table = tables(name) if name else SMALL
    found = facts(data.draw(pages))
    summed = [table.bias + sum(weight for _, weight in table.weights(found, i)) for i in range(found.size)]
    assert table.scores(found) == pytest.approx(summed)


def test_the_weights_that_steps_need_are_shipped() -> None:
    assert {score.weights for score in SCORE} == set(SHIPPED)


@each_shipped
def test_shipped_weights_name_only_known_facts(name: str) -> None:
    table = tables(name)
    assert set(table.columns) <= set(known().columns)
    assert set(table.masks) <= set(known().masks)
    assert {mask: len(weights) for mask, weights in table.masks.items() if len(weights) > MASK_BITS[mask]} == {}


@each_shipped
def test_shipped_weights_are_steps_in_order(name: str) -> None:
    for column, (edges, values) in tables(name).columns.items():
        assert list(edges) == sorted(set(edges)), column
        assert len(values) == len(edges) + 1, column


@each_shipped
def test_shipped_weights_say_something(name: str) -> None:
    table = tables(name)
    weights = [
        *(w for _, values in table.columns.values() for w in values),
        *(w for ws in table.masks.values() for w in ws),
    ]
    assert any(weights)
    assert all(abs(weight) < 20 for weight in [table.bias, *weights])


@each_shipped
def test_shipped_weights_name_their_licence(name: str) -> None:
    assert "Licence:" in written(name)["about"]
