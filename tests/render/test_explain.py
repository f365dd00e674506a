"""Rows tell who decided and who lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unchaff.errors import UnknownName
from unchaff.model import Label, Page, Strength, Verdict
from unchaff.render import FRONTS, RENDERERS, front, render
from unchaff.render.explain import explanation, row_text, rows
from unchaff.render.selection import Selection

PageOf = Callable[[str], Page]


def judged(page: Page) -> Page:
    """A page on whose first block two verdicts were given."""
    block = page.blocks[0]
    page.accept(Verdict(block, Label.BODY, "long prose", Strength.HINT, "long-prose"))
    page.accept(Verdict(block, Label.AD, lambda verdict: "named for ads", Strength.STRONG, "advert"))
    return page


def test_rows(page: PageOf) -> None:
    first, second = rows(judged(page("p Buy!\np Text.")))
    assert (first.label, first.step, first.reason, first.kept) == (Label.AD, "advert", "named for ads", False)
    assert first.overruled == ("body by long-prose (hint): long prose",)
    assert (second.label, second.step, second.reason, second.overruled) == (Label.OTHER, "", "", ())


def test_a_row_prints_on_a_line(page: PageOf) -> None:
    printed = str(rows(judged(page("p Buy!")))[0])
    assert printed.splitlines()[0] == "- ad          advert               Buy!  (named for ads)"
    assert printed.splitlines()[1] == "    not body by long-prose (hint): long prose"


def test_colour_and_width(page: PageOf) -> None:
    (row,) = rows(judged(page("p " + "Buy now! " * 40)))
    plain, coloured = row_text(row, width=80), row_text(row, width=80, colour=True)
    assert 70 < len(plain.splitlines()[0]) <= 80
    assert "\033[" not in plain
    assert coloured.startswith("\033[")
    assert coloured.endswith("\033[0m")


def test_a_page_cannot_steer_the_terminal(page: PageOf) -> None:
    built = page("p text")
    built.blocks[0].text = "\033]0;owned\a text"
    assert "\033" not in explanation(rows(built))


def test_formats_have_a_front_each() -> None:
    assert list(FRONTS) == list(RENDERERS)


def test_fronts(page: PageOf) -> None:
    said = {"title": 'A "title": <b>', "authors": ["X", "Y"], "published": None, "site": "", "why": {"title": 1}}
    selection = Selection(page("p x"), facts=said)
    assert front(selection, "text") == 'title: A "title": <b>\nauthors: X; Y\n\n'
    assert front(selection, "markdown") == '---\ntitle: "A \\"title\\": <b>"\nauthors: ["X", "Y"]\n---\n\n'
    assert "<title>A &quot;title&quot;: &lt;b&gt;</title>" in front(selection, "html")
    assert front(selection, "json") == front(selection, "tei") == ""


def test_unknown_format(page: PageOf) -> None:
    for function in (render, front):
        with pytest.raises(UnknownName, match="no format 'docx'; there are: text, markdown, html, json, tei"):
            function(Selection(page("p x")), "docx")
