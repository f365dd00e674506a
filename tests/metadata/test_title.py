"""The title among headings, head titles and names of sites."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unchaff.metadata import Metadata, readings
from unchaff.metadata.claims import folded
from unchaff.metadata.readings import cuts_in


@pytest.mark.parametrize(
    "head",
    [
        "<title>Storm hits the coast | Example News</title>",
        "<title>Example News: Storm hits the coast</title>",
        "<title>Storm hits the coast - World - Example News</title>",
        "<title>Storm hits the coast &amp;#8211; Example News</title>",
        '<meta property="og:title" content="Storm hits the coast">',
        '<title>Storm hits the coast — Example News</title><meta property="og:title" content="Storm hits the coast">',
    ],
)
def test_site_and_section_are_cut_off(of: Callable[..., Metadata], head: str) -> None:
    """Wherever the site's name stands, and the section's behind the headline."""
    found = of(
        head + '<meta property="og:site_name" content="Example News"><meta property="article:section" content="World">'
    )
    assert found.title == "Storm hits the coast"


def test_what_old_blogs_write(of: Callable[..., Metadata]) -> None:
    """The last folder of an address that ends with a slash is the page, no section of its site."""
    head = "<title>Gray Days » Blog Archive » Storm hits the coast</title>"
    assert of(head, url="https://gray.example.org/2020/05/storm-hits-the-coast/").title == "Storm hits the coast"


def test_the_heading_that_fits_the_head_wins(of: Callable[..., Metadata]) -> None:
    """Of several h1 the one that speaks of the same as the head; the head's wording is for search engines."""
    found = of(
        "<title>Ten storms of 2025 to know | Example News</title>",
        "<h1>Example News</h1><h1>The ten storms of 2025</h1><h1>Most read</h1>",
    )
    assert found.title == "The ten storms of 2025"
    assert found.why["title"].winner.source == "h1"
    assert "Ten storms of 2025 to know" in [claim.value for claim in found.why["title"].losers]


def test_a_heading_that_names_the_book_loses(of: Callable[..., Metadata]) -> None:
    """A heading that is the tail of the title names the book, not the chapter."""
    found = of("<title>Defining shared behaviour with traits - The Example Book</title>", "<h1>The Example Book</h1>")
    assert found.title == "Defining shared behaviour with traits"


def test_first_page_keeps_its_name(of: Callable[..., Metadata]) -> None:
    """At home the site's name in front is the title."""
    found = of("<title>Exampla | Tools for gardens</title>", "<p>You deserve it</p>", url="https://exampla.org/")
    assert found.title == "Exampla | Tools for gardens"


def test_news_headline_in_json_ld(of: Callable[..., Metadata]) -> None:
    """A news desk's headline goes before the share title."""
    script = '{"@type":"NewsArticle","headline":"Storm hits coast","url":"https://news.example.org/world/a-story.html"}'
    found = of(
        f'<script type="application/ld+json">{script}</script>'
        '<meta property="og:title" content="You will not believe it">'
    )
    assert found.title == "Storm hits coast"


def test_capitals_give_way(of: Callable[..., Metadata]) -> None:
    """Of two titles that differ in case alone the readable one is taken."""
    found = of("<title>Best coffee of all | Example</title>", "<h1>BEST COFFEE OF ALL</h1>")
    assert found.title == "Best coffee of all"


@pytest.mark.parametrize("title", [" - Home", "", "|", "A" * 5000])
def test_odd_titles(of: Callable[..., Metadata], title: str) -> None:
    """Titles that are nothing but separators, or far too long, do no harm."""
    assert len(of(f"<title>{title}</title>").title) <= 300


def test_bars_end_a_headline(of: Callable[..., Metadata]) -> None:
    """What stands behind one is a slogan if it is not the site; a slash ends it only in a trail."""
    assert of("<title>Mesh chairs | Free delivery, always</title>").title == "Mesh chairs"
    assert of("<title>Why the disk fills / Kernel / Example Forums</title>").title == "Why the disk fills"
    assert of("<title>Movers / Moving companies in town</title>").title == "Movers / Moving companies in town"


def test_kickers_of_two_sources(of: Callable[..., Metadata]) -> None:
    """Each puts its own before the headline, so neither is part of it."""
    head = "<title>Attack on the coast: «We have seen nothing like it»</title>"
    assert (
        of(head, "<h1>War in the west - «We have seen nothing like it»</h1>").title == "«We have seen nothing like it»"
    )


def test_the_address_has_a_say(of: Callable[..., Metadata]) -> None:
    """An h1 loses to the title whose words the address has, where the two speak of the same thing."""
    titles = "<title>{0}</title><meta property='og:title' content='{0}'>"
    head, body = titles.format("Six types of outsourcing for managers"), "<h1>All on outsourcing for managers now</h1>"
    url = "https://example.org/blog/"
    assert of(head, body, url + "six-types-of-outsourcing").title == "Six types of outsourcing for managers"
    assert of(head, body, url + "all-on-outsourcing").title == "All on outsourcing for managers now"


def test_a_share_title_on_a_news_page(of: Callable[..., Metadata]) -> None:
    """A desk's second headline, made for sharing, goes before the one that heading, title and JSON-LD repeat."""
    script = '{"@type":"NewsArticle","headline":"Old mill by the river sold to town","url":"https://news.example.org/world/a-story.html"}'
    head = (
        f'<script type="application/ld+json">{script}</script><title>Old mill by the river sold to town</title>'
        '<meta property="og:title" content="Town buys the mill by the river at last">'
    )
    found = of(head, "<h1>Old mill by the river sold to town</h1>")
    assert found.title == "Town buys the mill by the river at last"
    assert "Old mill by the river sold to town" in [claim.value for claim in found.why["title"].losers]


def test_a_section_without_a_space_before_it(of: Callable[..., Metadata]) -> None:
    """Where another source gives the title alone, what touches it is cut off."""
    head = (
        "<meta property='og:title' content='The mayor steps down today-politics｜Example'>"
        "<meta name='headline' content='The mayor steps down today'>"
    )
    assert of(head).title == "The mayor steps down today"


def test_tags_that_a_reader_sees(of: Callable[..., Metadata]) -> None:
    """A heading about a tag keeps it."""
    assert of("<title>&lt;table&gt;: The table element</title>", "<h1>&lt;table&gt;: The table element</h1>").title == (
        "<table>: The table element"
    )


def test_many_first_headings_count_less(of: Callable[..., Metadata]) -> None:
    """Where every section has an h1, none is the headline."""
    sections = ("Residential coupons", "Panel upgrade", "House surge protector")
    title = "Residential electrician coupons"
    head = f'<title>{title}</title><meta property="og:title" content="{title}">'
    assert of(head, "".join(f"<h1>{text}</h1>" for text in sections)).title == title


@pytest.mark.parametrize("sign", [":", "/", "-", "\\", "·"])
def test_a_run_of_signs_is_one_cut_or_none(sign: str) -> None:
    """Signs that were tried singly and in pairs doubled the time with each: page 3095013 of fuzz/run.py took 80 s."""
    run = sign * 200
    assert [cut.group().strip() for cut in cuts_in(f"Harbour {run} Herald")] == [run]
    assert cuts_in(f"Harbour {run}") == []


def test_a_heading_too_long_for_a_title_is_not_looked_at_in_parts(
    of: Callable[..., Metadata], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fuzzing made headings of 3,000 signs with hundreds of bars each: all their parts took ten seconds."""
    looked_at: list[str] = []
    monkeypatch.setattr(readings, "folded", lambda text: looked_at.append(text) or folded(text))
    assert of("", f"<h1>{'Two words | ' * 200}</h1><h1>Two words</h1>").title == "Two words"
    assert len(looked_at) < 50  # 212 when every part was looked at
