"""Where a dump's article ends, and what its end makes of hints."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unchaff.filters.region import below_article
from unchaff.model import Label, Page, Strength, Verdict
from unchaff.score.runs import is_prose, main_run

PROSE = "The first carters crossed the mended bridge on Monday, nine years after the flood took the old one away."
PAGE = f"""
| Carters
| Sign the petition
| {PROSE}
| {PROSE}
| Carters are content
| Sign the petition
"""

PageOf = Callable[[str], Page]


@pytest.fixture
def hinted(page: PageOf) -> Page:
    """A page with a hint above its article and one below."""
    built = page(PAGE)
    built.accept(Verdict(built.blocks[1], Label.AD, "asks for a signature"))
    built.accept(Verdict(built.blocks[5], Label.AD, "asks for a signature"))
    return built


def test_the_main_run_holds_the_prose(hinted: Page) -> None:
    assert main_run(hinted.blocks) == (2, 4)


def test_hints_below_the_article_are_sure(hinted: Page) -> None:
    *_, verdict = below_article(hinted)
    assert hinted.within(verdict) == [hinted.blocks[5]]
    assert (verdict.label, verdict.strength) == (Label.AD, Strength.STRONG)
    assert "asks for a signature" in verdict.reason


def test_scraps_go_with_the_chaff_beside_them(hinted: Page) -> None:
    verdict, _ = below_article(hinted)
    assert hinted.within(verdict) == [hinted.blocks[4]]
    assert (verdict.label, verdict.strength) == (Label.OTHER, Strength.STRONG)


def test_without_much_of_an_article_there_is_no_below(page: PageOf) -> None:
    built = page(PAGE + "| one two three four five six seven\n" * 40)
    built.accept(Verdict(built.blocks[5], Label.AD, "asks for a signature"))
    assert list(below_article(built)) == []


def test_a_byline_below_may_open_the_next_piece(page: PageOf) -> None:
    built = page(PAGE)
    built.accept(Verdict(built.blocks[5], Label.BYLINE, "begins like a byline"))
    assert [built.within(verdict) for verdict in below_article(built)] == [[built.blocks[4]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PROSE, True),
        (PROSE.removesuffix("."), False),
        (PROSE.removesuffix(".") + "…", False),
        ("The bridge is open.", False),
    ],
)
def test_prose_is_long_and_ends_like_a_sentence(page: PageOf, text: str, *, expected: bool) -> None:
    (block,) = page(f"| {text}").blocks
    assert is_prose(block) is expected
