"""Pipelines run in order, explain their mistakes, and never change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError, dataclass

import pytest

from unchaff.errors import FilterError, UnknownName
from unchaff.model import Evidence, Label, Page, Verdict
from unchaff.pipeline import Pipeline, Step

PageOf = Callable[[str], Page]


def all_ads(page: Page) -> Iterator[Verdict]:
    """Everything is an ad."""
    for block in page.undecided():
        yield Verdict(block, Label.AD, "all are")


def all_body(page: Page) -> Iterator[Verdict]:
    """Everything is body."""
    for block in page.undecided():
        yield Verdict(block, Label.BODY, "all are")


def broken(page: Page) -> Iterator[Verdict]:
    """A filter with a mistake."""
    raise ZeroDivisionError("oh")
    yield


@dataclass(frozen=True)
class ByLinks:
    """Everything is navigation, where links are known."""

    name: str = "by-links"
    needs: Evidence = Evidence.LINKS

    def __call__(self, page: Page) -> Iterator[Verdict]:
        for block in page.undecided():
            yield Verdict(block, Label.NAVIGATION, "links")


def one_by_one(page: Page) -> Iterator[Verdict]:
    """Labels the undecided, and looks at what it has done meanwhile."""
    for _ in page.blocks:
        yield Verdict(page.undecided()[0], Label.BODY, "first undecided")


TWO = Pipeline.of(all_ads, all_body)


def test_steps_are_named_after_filters() -> None:
    assert Pipeline.of(all_ads, ByLinks(), Step("mine", lambda page: ())).names == ("all-ads", "by-links", "mine")


def test_the_first_to_speak_wins(page: PageOf) -> None:
    (block,) = TWO(page("p x")).blocks
    assert (block.label, block.step, block.reason) == (Label.AD, "all-ads", "all are")


def test_a_step_without_its_evidence_is_skipped(page: PageOf) -> None:
    built = page("p x")
    built.evidence = Evidence.LINES
    assert Pipeline.of(ByLinks(), all_body)(built).blocks[0].label is Label.BODY


def test_a_filter_never_sees_its_own_verdicts(page: PageOf) -> None:
    built = Pipeline.of(one_by_one)(page("p x\np y"))
    assert [(verdict.start, verdict.stop) for verdict in built.verdicts] == [(0, 1)] * 2


def test_edits_return_new_pipelines() -> None:
    assert TWO.without("all-ads").names == ("all-body",)
    assert TWO.only("all-body").names == ("all-body",)
    assert TWO.before("all-body", ByLinks()).names == ("all-ads", "by-links", "all-body")
    assert TWO.after("all-body", ByLinks()).names == ("all-ads", "all-body", "by-links")
    assert TWO.replace("all-ads", ByLinks(), Step("mine", all_ads)).names == ("by-links", "mine", "all-body")
    assert TWO.names == ("all-ads", "all-body")


def test_pipelines_are_frozen_and_compare() -> None:
    with pytest.raises(FrozenInstanceError):
        TWO.steps = ()  # type: ignore[misc]
    assert Pipeline.of(all_ads, ByLinks()) == Pipeline.of(all_ads, ByLinks())
    assert hash(TWO) == hash(Pipeline.of(all_ads, all_body))


@pytest.mark.parametrize("edit", ["without", "only", "before", "after", "replace"])
def test_an_unknown_step_is_told_with_the_known_ones(edit: str) -> None:
    with pytest.raises(UnknownName, match="no step 'nope'; there are: all-ads, all-body"):
        getattr(TWO, edit)("nope")


def test_a_lambda_needs_a_name() -> None:
    with pytest.raises(ValueError, match="has no name; give it one"):
        Pipeline.of(lambda page: ())


def test_two_steps_of_one_name() -> None:
    with pytest.raises(ValueError, match="two steps are named 'all-ads'"):
        TWO.after("all-body", all_ads)


def test_a_filter_that_raises(page: PageOf) -> None:
    built = page("p x")
    built.url = "https://example.org/"
    with pytest.raises(FilterError, match=r"step 'broken' failed on https://example\.org/") as caught:
        Pipeline.of(broken)(built)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


@pytest.mark.parametrize("wrong", [None, [7], [Label.AD]])
def test_a_filter_that_gives_no_verdicts_is_named(page: PageOf, wrong: object) -> None:
    with pytest.raises(FilterError, match="step 'mine' failed"):
        Pipeline.of(Step("mine", lambda page: wrong))(page("p x"))  # type: ignore[arg-type, return-value]


def test_a_filter_may_write_labels_as_words_that_are_labels(page: PageOf) -> None:
    def says(label: str) -> Pipeline:
        return Pipeline.of(Step("mine", lambda page: [Verdict(page.blocks[0], label, "so")]))  # type: ignore[arg-type]

    assert says("ad")(page("p x")).blocks[0].label is Label.AD
    with pytest.raises(FilterError, match="step 'mine' failed") as caught:
        says("advert")(page("p x"))
    assert "no label 'advert'; there are: body, headline, " in str(caught.value.__cause__)
