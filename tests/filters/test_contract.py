"""What every filter of the recipe promises, whatever the page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unchaff.filters import (
    BEFORE_SCORE,
    CONTEXT,
    DEFAULT,
    EVIDENCE,
    LINES,
    PRECISE,
    REGION,
    SCORE,
    THOROUGH,
    WHOLES,
)
from unchaff.filters.body import BodyScore
from unchaff.flat import Flat, flatten
from unchaff.model import ARTICLE, Block, Box, Concept, Evidence, Kind, Label, Page, Strength
from unchaff.pipeline import Pipeline, Step
from unchaff.score.choice import COPY
from unchaff.score.facts import MASK_BITS, Facts, fact_name, facts

PageOf = st.SearchStrategy[Page]

STEPS = {step.name: step for step in DEFAULT.steps}
each_step = pytest.mark.parametrize("step", DEFAULT.steps, ids=lambda step: step.name)
patient = settings(max_examples=60)

# A learned reason: "chance 0.62 over 0.31 (words +0.6, near footer -0.4)".
REASON = re.compile(r"chance (?P<chance>[01]\.\d\d) (?P<side>over|under) (?P<least>[01]\.\d\d) \((?P<facts>.*)\)")
FACT = re.compile(r"(?P<name>.+) [+-]\d+\.\d")


def small_pages(needs: Evidence) -> list[Page]:
    """A page without blocks and pages of one block, with whatever evidence beside what a step needs."""
    found = []
    kinds = (Evidence.NONE, Evidence.NAMES | Evidence.LINKS, Evidence.LINES, ~Evidence.NONE)
    for evidence in {kind | needs for kind in kinds}:
        found.append(Page([], [Box(None, "", 0)], evidence))
        found.append(one_block("Share", evidence))
        found.append(one_block("The bridge is open again.", evidence))
    for page in found:
        page.measure()
    return found


def one_block(text: str, evidence: Evidence) -> Page:
    """A page with one heading on it."""
    box = Box(None, "", 0)
    return Page([Block(text, box, 0, Kind.HEADING, 1, len(text.split()))], [box], evidence, titles=(text,))


def before(step: Step) -> Pipeline:
    """The steps that run before `step`."""
    return Pipeline(DEFAULT.steps[: DEFAULT.steps.index(step)])


def reaching(step: Step, page: Page) -> Page:
    """`page` as `step` meets it: with the evidence that it cannot do without, and judged by the steps before."""
    page.evidence |= step.needs
    return before(step)(page)


def known(found: Facts) -> set[str]:
    """The names that a reason may use: of columns, and of the bits of masks, set or not."""
    bits = [f"{mask}#{bit}" for mask, size in MASK_BITS.items() for bit in range(size)]
    return {fact_name(fact, is_set) for fact in (*found.columns, *bits) for is_set in (True, False)}


@each_step
def test_a_step_has_a_name_and_says_what_it_looks_for(step: Step) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", step.name)
    doc = (step.run.__doc__ or "").strip().splitlines()
    assert doc
    assert doc[0].endswith(".")


def test_the_recipe_is_its_groups_in_order() -> None:
    assert Pipeline.of(*EVIDENCE, *CONTEXT, *LINES, *SCORE, *WHOLES, *REGION) == DEFAULT
    assert Pipeline.of(*EVIDENCE, *CONTEXT, *LINES) == BEFORE_SCORE
    assert DEFAULT.names == PRECISE.names == THOROUGH.names


@each_step
@given(data=st.data())
@patient
def test_a_filter_changes_nothing(pages: PageOf, step: Step, data: st.DataObject) -> None:
    page = reaching(step, data.draw(pages))
    unchanged = flatten(page)
    verdicts = list(step.run(page))
    assert [verdict.reason for verdict in verdicts if not verdict.reason] == []
    assert flatten(page) == unchanged


@each_step
@given(data=st.data())
@patient
def test_verdicts_are_about_the_page(pages: PageOf, step: Step, data: st.DataObject) -> None:
    page = reaching(step, data.draw(pages))
    for verdict in step.run(page):
        assert 0 <= verdict.start < verdict.stop <= len(page.blocks)
        assert isinstance(verdict.label, Label)
        assert isinstance(verdict.strength, Strength)


@each_step
def test_small_pages_are_judged_by_any_step_alone(step: Step) -> None:
    for page in small_pages(step.needs):
        assert all(verdict.reason for verdict in step.run(page))


@given(data=st.data())
@patient
def test_every_block_ends_with_one_label(pages: PageOf, data: st.DataObject) -> None:
    page = DEFAULT(data.draw(pages))
    assert page.undecided() == []
    assert {block.step for block in page.blocks} <= set(DEFAULT.names)


def test_steps_of_lines_need_lines() -> None:
    assert {step.needs for step in LINES} == {Evidence.LINES}


def split(page: Page) -> Flat:
    """What counts of a page's labels: article or not, and how sure."""
    return tuple((block.label in ARTICLE, block.verdict.strength if block.verdict else 0) for block in page.blocks)


def pipelines(order: list[int]) -> tuple[Pipeline, Pipeline]:
    """EVIDENCE alone and the whole recipe, with EVIDENCE in another order."""
    evidence = [EVIDENCE[i] for i in order]
    return Pipeline.of(*evidence), Pipeline.of(*evidence, *CONTEXT, *LINES, *SCORE, *WHOLES, *REGION)


@given(data=st.data(), order=st.permutations(range(len(EVIDENCE))))
@patient
def test_evidence_may_stand_in_any_order(pages: PageOf, data: st.DataObject, order: list[int]) -> None:
    # drawn once, judged four times: verdicts are taken off the page in between
    page = data.draw(pages)
    for usual, other in zip(pipelines(sorted(order)), pipelines(order), strict=True):
        expected = split(usual(page))
        clear(page)
        assert split(other(page)) == expected
        clear(page)


def clear(page: Page) -> None:
    """Take all verdicts off the page."""
    page.verdicts.clear()
    for block in page.blocks:
        block.verdict = None


@pytest.mark.parametrize("score", SCORE, ids=lambda score: score.name)
@given(data=st.data())
@patient
def test_a_score_judges_what_nothing_strong_has_reached(pages: PageOf, score: BodyScore, data: st.DataObject) -> None:
    page = data.draw(pages)
    page.evidence |= score.needs
    BEFORE_SCORE(page)
    verdicts = list(score(page))
    sure = [block for block in page.blocks if block.verdict and block.verdict.strength is Strength.STRONG]
    assert [page.within(verdict) for verdict in verdicts] == [[block] for block in page.blocks if block not in sure]
    assert {verdict.label for verdict in verdicts} <= {Label.BODY, Label.OTHER}


@pytest.mark.parametrize("score", SCORE, ids=lambda score: score.name)
@given(data=st.data())
@patient
def test_a_score_says_which_facts_weighed(pages: PageOf, score: BodyScore, data: st.DataObject) -> None:
    page = data.draw(pages)
    page.evidence |= score.needs
    names = known(facts(page))
    for verdict in score(page):
        if verdict.reason == COPY:
            assert verdict.label is Label.OTHER
            continue
        found = REASON.fullmatch(verdict.reason)
        assert found, verdict.reason
        assert (found["side"] == "over") == (verdict.label is Label.BODY)
        assert (float(found["chance"]) >= float(found["least"])) or found["side"] == "under"
        assert (verdict.strength is Strength.STRONG) == (verdict.label is Label.BODY)
        said = [FACT.fullmatch(fact) for fact in re.split(r"(?<=\d), ", found["facts"])]
        assert {fact["name"] if fact else "" for fact in said} <= names


def test_only_a_menu_of_links_is_sure() -> None:
    box = Box(None, "", 0)
    menus = [Box(box, "nav", i, i + 1, int(Concept.NAVIGATION)) for i in range(2)]
    blocks = [
        Block("Culture", menus[0], 0, words=3, link_words=2),
        Block("Culture", menus[1], 1, words=3, link_words=1),
    ]
    page = Page([*blocks, Block("Prose", box, 2, words=20)], [box, *menus])
    page.measure()
    strengths = {verdict.start: verdict.strength for verdict in STEPS["menu"].run(page)}
    assert strengths == {menus[0].start: Strength.STRONG, menus[1].start: Strength.HINT}
