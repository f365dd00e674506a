"""Estimates of quality and of the kind of page: in range, lazy, the same for equal decisions, lower for worse ones."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from unchaff import Label, Page, Pipeline, Verdict, extract
from unchaff.score.decision import decision
from unchaff.score.quality import Steps, Sum, expected_f1, kind_chances, likeliest, read_sum, sums

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
PAGES = [*sorted(FIXTURES.glob("pages/*/page.html")), *sorted(FIXTURES.glob("dumps/*/dump.txt"))]
KINDS = {"article", "collection", "documentation", "forum", "listing", "product", "service"}

PageOf = Callable[[str], Page]


def everything(page: Page) -> Iterator[Verdict]:
    """Everything is body."""
    for block in page.undecided():
        yield Verdict(block, Label.BODY, "all is")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: "-".join(path.parts[-3:-1]))
def test_estimates(path: Path) -> None:
    document = extract(path.read_bytes())
    assert "_estimate" not in vars(document)
    assert 0 < document.quality < 1
    assert document.page_kind.name in KINDS
    assert str(document.page_kind) == document.page_kind.name
    assert 1 / len(KINDS) <= document.page_kind.confidence <= 1
    twin = pickle.loads(pickle.dumps(document))
    assert (twin.quality, twin.page_kind) == (document.quality, document.page_kind)


def test_a_news_article_is_known_and_trusted() -> None:
    document = extract((FIXTURES / "pages" / "newspaper" / "page.html").read_bytes())
    assert document.page_kind.name == "article"
    assert document.quality > 0.85


@pytest.mark.parametrize("path", PAGES, ids=lambda path: "-".join(path.parts[-3:-1]))
def test_keeping_everything_is_worse(path: Path) -> None:
    source = path.read_bytes()
    document = extract(source)
    kept = sum(block.words for block in document.page.kept())
    if kept < 0.6 * document.page.words:  # a page without chaff is right to be kept whole
        assert extract(source, pipeline=Pipeline.of(everything)).quality < document.quality


def test_keeping_nothing_is_worst() -> None:
    for path in PAGES:
        assert extract(path.read_bytes(), pipeline=Pipeline.of()).quality == 0


@pytest.mark.parametrize("source", [b"", "<p></p>", "  "])
def test_a_page_without_text(source: bytes | str) -> None:
    document = extract(source)
    assert document.quality == 0
    assert document.page_kind == ("", 0)


def test_facts_of_a_decision(page: PageOf) -> None:
    built = page("p @other? x\np @body one two three four\np @ad five six seven eight\np @body nine ten")
    found = decision(built, [0.0, 1.0, 0.5, 0.5])
    right, kept, mass = 4 + 1, 6, 4 + 2 + 1
    assert found["expected precision"] == pytest.approx(right / kept)
    assert found["expected recall"] == pytest.approx(right / mass)
    assert found["expected f1"] == pytest.approx(2 * right / (kept + mass))
    assert found["kept share"] == pytest.approx(6 / 11)
    assert found["regions"] == pytest.approx(1.585, abs=0.001)  # two: log2(1 + 2)
    assert found["dense"] == pytest.approx(6 / 10)
    assert found["first"] == pytest.approx(1 / 11)
    assert found["rest"] == pytest.approx(0)
    assert found["settled share"] == pytest.approx(4 / 11)
    assert found["unsure share"] == pytest.approx(6 / 11)


def test_a_decision_that_keeps_nothing(page: PageOf) -> None:
    found = decision(page("p @ad one two"), [0.0])
    assert found["expected f1"] == 0
    assert found["regions"] == 0
    assert all(value == value for value in found.values())


def test_sums() -> None:
    learned = read_sum({"": [[0.0, 0.5]], "words": [[2.0, 1.0], [4.0, -3.0]]})
    assert learned == Sum(0.5, {"words": Steps((2.0, 4.0), (0.0, 1.0, -2.0))})
    assert [learned.of({"words": value}) for value in (2, 2.5, 4, 5)] == [0.5, 1.5, 1.5, -1.5]
    assert expected_f1(Sum(0.0, {}), {"kept words": 1.0}) == 0.5
    assert expected_f1(Sum(1e9, {}), {"kept words": 1.0}) <= 1
    assert expected_f1(Sum(1e9, {}), {"kept words": 0.0}) == 0


def test_chances_of_kinds_add_up() -> None:
    chances = kind_chances({"f1": Sum(9.0, {}), "kind a": Sum(0.0, {}), "kind b": Sum(1.0, {})}, {})
    assert list(chances) == ["a", "b"]
    assert sum(chances.values()) == pytest.approx(1)
    assert likeliest(chances) == ("b", chances["b"])


@pytest.mark.parametrize("name", ["tree", "lines"])
def test_what_ships_speaks_of_facts_that_exist(name: str, page: PageOf) -> None:
    learned = sums(name)
    assert learned.keys() == {"f1", *(f"kind {kind}" for kind in KINDS)}
    source = "<p>words" if name == "tree" else "words"
    facts = extract(source)._estimate.facts
    assert {fact for one in learned.values() for fact in one.tables} <= facts.keys()
