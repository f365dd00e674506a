"""Trees lead every block to one leaf each, facts account for the sum, and those that are shipped know their facts."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unchaff.filters import SCORE
from unchaff.model import Box, Evidence, Page
from unchaff.score.facts import MASK_BITS, Facts, facts
from unchaff.score.trees import LEAVES, PAGE, UNIT, Node, Scored, Split, Trees, trees
from unchaff.twins import SCORE as COMPILED
from unchaff.twins import twin

SHIPPED = sorted(
    path.name.removesuffix(".json")
    for path in resources.files("unchaff").joinpath("weights").iterdir()
    if path.name.endswith(".json")
)
each_shipped = pytest.mark.parametrize("name", SHIPPED)
patient = settings(max_examples=60)

SMALL = Trees(
    (
        Split("words", 2.0, -10_000, Split("words", 10.0, 5_000, 15_000, 12_000), 3_000),
        Split("page words", 100.0, Split("heard#1", 0.0, 0, -30_000, -7_000), 20_000, 1_000),
        250,
    )
)
SHORT, LONG = {"page words": 100.0}, {"page words": 100.1}


def needed(name: str) -> Evidence:
    """The evidence of the pages that the weights `name` are for."""
    return next(score.needs for score in SCORE if score.weights == name)


def known(evidence: Evidence) -> Facts:
    """The facts of a page without blocks: all of their names, and nothing under them."""
    return facts(Page([], [Box(None, "", 0)], evidence))


def some(page: dict[str, float], words: list[float], heard: list[int]) -> Facts:
    """Facts that SMALL and the made-up trees know."""
    return Facts(len(words), page, {"words": words}, {"heard": heard})


def led(node: Node, found: Facts, index: int) -> list[tuple[Split, Node]]:
    """The way of a block down a tree, by the definition: every split and the side that is taken."""
    way: list[tuple[Split, Node]] = []
    while isinstance(node, Split):
        side = node.low if value(node.fact, found, index) <= node.edge else node.high
        way.append((node, side))
        node = side
    return way


def value(fact: str, found: Facts, index: int) -> float:
    """What a block has under the name of a fact: of its page, of a column, or of a bit of a mask ("heard#1")."""
    mask, _, bit = fact.partition("#")
    if fact.startswith(PAGE):
        return found.page[fact]
    return float(found.masks[mask][index] >> int(bit) & 1) if bit else float(found.columns[fact][index])


def mean(node: Node) -> int:
    """What is expected of a node before its question is asked."""
    return node.value if isinstance(node, Split) else node


def summed(made: Trees, found: Facts, index: int) -> float:
    """A block's score by the definition."""
    return sum(mean(way[-1][1] if (way := led(root, found, index)) else root) for root in made.roots) / UNIT


def added(made: Trees, found: Facts, index: int) -> dict[str, float]:
    """What each fact of a block added, by the definition; those that added nothing are left out."""
    totals: dict[str, int] = {}
    for root in made.roots:
        for split, side in led(root, found, index):
            if not split.fact.startswith(PAGE):
                totals[split.fact] = totals.get(split.fact, 0) + mean(side) - split.value
    return {fact: total / UNIT for fact, total in totals.items() if total}


def splits(node: Node) -> list[Split]:
    """All splits of a tree."""
    return [node, *splits(node.low), *splits(node.high)] if isinstance(node, Split) else []


def compiled(found: Facts, made: Trees) -> Scored:
    """What the twin says, or plain Python where there is none."""
    module = twin(COMPILED)
    return Scored(*module.scores_of_facts(found, made)) if module else made.scores(found)


def check(made: Trees, found: Facts) -> None:
    """Both say the same, scores are sums of leaves, and what facts added and which bits are set is told by these."""
    scored = made.scores(found)
    assert scored == compiled(found, made)
    assert scored.odds == [summed(made, found, i) for i in range(found.size)]
    for place in range(found.size):
        leaves = made.leaves_of(scored, place)
        weighed = dict(made.heaviest(leaves))
        assert weighed == added(made, found, place)
        for mask, bit in (fact.split("#") for fact in weighed if "#" in fact):
            assert made.is_set(f"{mask}#{bit}", leaves) == found.masks[mask][place] >> int(bit) & 1


def test_a_value_at_the_edge_is_low() -> None:
    found = some(LONG, [2.0, 2.1, 10.0, 10.1], [0, 0, 0, 0])
    assert SMALL.scores(found).odds == [1.025, 2.525, 2.525, 3.525]


def test_bits_and_the_page_are_asked_like_columns() -> None:
    found = some(SHORT, [0.0] * 4, [0b000, 0b001, 0b010, 0b110])
    assert SMALL.scores(found).odds == [-0.975, -0.975, -3.975, -3.975]


def test_what_facts_add_is_the_change_of_the_mean() -> None:
    scored = SMALL.scores(some(SHORT, [10.1, 1.0], [0b10, 0]))
    assert SMALL.heaviest(SMALL.leaves_of(scored, 0)) == [("heard#1", -2.3), ("words", 1.2)]
    assert SMALL.heaviest(SMALL.leaves_of(scored, 1), 1) == [("words", -1.3)]


def test_a_page_without_open_blocks_has_no_scores() -> None:
    assert SMALL.scores(some(LONG, [], [])) == compiled(some(LONG, [], []), SMALL) == Scored([], b"")


questions = st.tuples(st.just("words"), st.sampled_from([0.0, 0.5, 1.0, 2.0, 7.0])) | st.tuples(
    st.sampled_from(["heard#0", "heard#1", "heard#5"]), st.just(0.0)
)
questions |= st.tuples(st.just("page words"), st.sampled_from([0.5, 1.0, 2.0]))


@st.composite
def nodes(draw: st.DrawFn, leaves: int = LEAVES) -> Node:
    """A tree of so many leaves at most."""
    if leaves == 1 or draw(st.integers(0, 3)) == 0:
        return draw(st.integers(-30_000, 30_000))
    fact, edge = draw(questions)
    below = draw(st.integers(1, leaves - 1))
    low, high = draw(nodes(below)), draw(nodes(leaves - below))
    return Split(fact, edge, low, high, draw(st.integers(-9_000, 9_000)))


blocks = st.lists(st.tuples(st.sampled_from([0.0, 0.5, 0.7, 2.0, 8.0]), st.integers(0, 63)), max_size=5)


@given(st.lists(nodes(), min_size=1, max_size=12), blocks, st.sampled_from([0.5, 1.0, 2.0, 5.0]))
@patient
def test_every_tree_leads_to_one_leaf(roots: list[Node], rows: list[tuple[float, int]], page: float) -> None:
    made = Trees(roots)
    found = some({"page words": page}, [words for words, _ in rows], [heard for _, heard in rows])
    check(made, found)


@each_shipped
@given(data=st.data())
@patient
def test_shipped_trees_do_too(pages: st.SearchStrategy[Page], name: str, data: st.DataObject) -> None:
    page = data.draw(pages)
    page.evidence |= needed(name)
    check(trees(name), facts(page))


def test_the_weights_that_steps_need_are_shipped() -> None:
    assert {score.weights for score in SCORE} == set(SHIPPED)


@each_shipped
def test_shipped_trees_name_only_known_facts(name: str) -> None:
    bits = {f"{mask}#{bit}" for mask, width in MASK_BITS.items() for bit in range(width)}
    there = known(needed(name))
    asked = {split.fact for root in trees(name).roots for split in splits(root)}
    assert asked <= {*there.page, *there.columns, *bits}


@each_shipped
def test_shipped_trees_have_the_leaves_there_is_room_for(name: str) -> None:
    assert {len(splits(root)) for root in trees(name).roots} <= set(range(LEAVES))


@each_shipped
def test_shipped_trees_say_something_and_nothing_wild(name: str) -> None:
    values = [mean(side) for root in trees(name).roots for split in splits(root) for side in (split.low, split.high)]
    assert any(values)
    assert all(abs(value) < 20 * UNIT for value in values)


@each_shipped
def test_shipped_weights_name_their_licence(name: str) -> None:
    assert "Licence:" in written(name)["about"]


def written(name: str) -> dict[str, Any]:
    """A weights file as it is shipped."""
    text = resources.files("unchaff").joinpath("weights", f"{name}.json").read_text(encoding="utf-8")
    raw: dict[str, Any] = json.loads(text)
    return raw
