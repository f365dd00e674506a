"""The score's account: the same as when it was asked, for all blocks, and adding up."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from unchaff import DEFAULT, Document, extract
from unchaff.filters.body import REASON_FACTS
from unchaff.score.account import STEPS, Account
from unchaff.score.choice import COPY

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
PAGES = [*sorted(FIXTURES.glob("pages/*/page.html")), *sorted(FIXTURES.glob("dumps/*/dump.txt"))]


@pytest.fixture(params=PAGES, ids=lambda path: "-".join(path.parts[-3:-1]))
def document(request: pytest.FixtureRequest) -> Document:
    """Each fixture page in turn."""
    return extract(request.param.read_bytes())


def test_the_steps_are_those_of_the_recipe() -> None:
    assert set(STEPS) == {name for name in DEFAULT.names if name.endswith("-score")}


def test_chances_are_those_that_were_decided_by(document: Document) -> None:
    account = Account(document.page)
    asked = [verdict for verdict in document.page.verdicts if verdict.step in STEPS and verdict.why != COPY]
    assert asked
    for verdict in asked:
        weighed = ", ".join(f"{fact} {weight:+.1f}" for fact, _, weight in account.weighed(verdict.start, REASON_FACTS))
        chance = f"chance {account.chances[verdict.start]:.2f} "
        assert verdict.reason.startswith(chance) and verdict.reason.endswith(f" ({weighed})")


def test_what_weighed_is_what_the_trees_say(document: Document) -> None:
    account = Account(document.page)
    scored = account.trees.scores(account.facts)
    for index in range(len(document.blocks)):
        added = account.trees.heaviest(account.trees.leaves_of(scored, index))
        assert [w.weight for w in account.weighed(index)] == [weight for _, weight in added]
        assert {w.fact for w in account.weighed(index)} >= {fact for fact, _ in added if "#" not in fact}


def test_facts_have_their_values(document: Document) -> None:
    account = Account(document.page)
    for index in (0, len(document.blocks) // 2, len(document.blocks) - 1):
        values = {weighed.fact: weighed.value for weighed in account.weighed(index)}
        assert values["words"] == document.blocks[index].words
        weights = [abs(weighed.weight) for weighed in account.weighed(index)]
        assert weights == sorted(weights, reverse=True)
        assert account.weighed(index, 3) == account.weighed(index)[:3]


def test_a_pickled_page_gives_the_same_account(document: Document) -> None:
    twin = pickle.loads(pickle.dumps(document))
    assert Account(twin.page).scores == Account(document.page).scores
