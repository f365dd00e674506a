"""Whole pages and dumps; nothing a page says makes it fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unchaff.metadata
from unchaff.metadata import Choice, Claim, Metadata, metadata
from unchaff.model import Page
from unchaff.read import read_tree

DUMP = """
h1 @headline Storm hits the coast
p @standfirst Hundreds of houses lost their roofs.
p @byline By: AP | Lisbon, Portugal |
p @date August 17, 2022 3:50:44 pm
p @body The storm came in the night and took the roofs of hundreds of houses with it, said the mayor.
| @footer First published on: 17-08-2022 at 03:50:44 pm
"""


def test_dump(page: Callable[[str], Page]) -> None:
    """A labelled dump has metadata, too."""
    found = metadata(None, page(DUMP))
    assert found.title == "Storm hits the coast"
    assert found.subtitle == found.description == "Hundreds of houses lost their roofs."
    assert found.authors == found.agencies == ("AP",)
    assert found.place == "Lisbon, Portugal"
    assert found.published == datetime(2022, 8, 17, 15, 50, 44)


def test_dateline(page: Callable[[str], Page]) -> None:
    """The place in capitals before the text."""
    found = metadata(None, page("p @body LISBON, Portugal (AP) — The storm came in the night and took the roofs."))
    assert found.place == "LISBON, Portugal"


@pytest.mark.parametrize(
    ("byline", "place"),
    [
        ("By Jane Roe | Lisbon", "Lisbon"),
        ("Categories: Travel | Tags: Coast | Permalink.", ""),
        ("Von Jane Roe | Fr | 03.05.2024", ""),
    ],
)
def test_the_place_in_a_byline(page: Callable[[str], Page], byline: str, place: str) -> None:
    """What stands behind names and is no name itself; what stands behind other things is none."""
    assert metadata(None, page(f"p @byline {byline}\np @body Houses lost their roofs.")).place == place


@pytest.mark.parametrize(
    ("said", "subtitle"),
    [
        ("06.05.2018", ""),
        ("Sunday, May 6, 2018", ""),
        ("The night of 6 May 2018", "The night of 6 May 2018"),
    ],
)
def test_a_date_is_no_subtitle(page: Callable[[str], Page], said: str, subtitle: str) -> None:
    """As some pages mark it up."""
    assert metadata(None, page(f"h1 @headline A storm\np @standfirst {said}")).subtitle == subtitle


@pytest.mark.parametrize(
    ("said", "section"),
    [
        ("Politics,Headlines", "Politics"),
        ("Scenes, Tours,", "Scenes"),
        ("Arts, Books", "Arts, Books"),
        ("Arts, Books, Film", "Arts"),
        ("Wine, Beer, and Spirits", "Wine, Beer, and Spirits"),
        ("https://example.org/world", ""),
    ],
)
def test_the_first_of_several_sections(of: Callable[..., Metadata], said: str, section: str) -> None:
    """A list that a machine wrote; people's names of sections hold commas, too."""
    assert of(f'<meta property="article:section" content="{said}">').section == section


def test_marked_tags(of: Callable[..., Metadata]) -> None:
    """Where some are marked as tags, the others say something else."""
    assert of('<meta name="keywords" content="type:story, tag:Coast, Tag:The storm">').tags == ("Coast", "The storm")
    assert of('<meta name="keywords" content="type:story, Coast »">').tags == ("type:story", "Coast")


def test_a_section_is_no_place(of: Callable[..., Metadata]) -> None:
    """What stands behind the names may be what the page is about."""
    body = '<h1>Storm hits the coast</h1><p class="byline">By Jane Roe | Coast</p>' + "<p>A storm came, all said.</p>"
    assert of('<meta property="article:section" content="Coast">', body).place == ""
    assert of("", body).place == "Coast"


def test_a_trail_ends_above_the_page(of: Callable[..., Metadata]) -> None:
    """Also where it ends with the page's title cut off."""
    steps = ("Home", "Coast", "Storm hits the coast of the…")
    items = ",".join(
        f'{{"@type": "ListItem", "position": {i}, "name": "{name}"}}' for i, name in enumerate(steps, start=1)
    )
    trail = f'{{"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": [{items}]}}'
    title = "<title>Storm hits the coast of the north</title>"
    assert of(f'{title}<script type="application/ld+json">{trail}</script>').section == "Coast"


def test_why(page: Callable[[str], Page]) -> None:
    """Every value has its claim."""
    found = metadata(None, page(DUMP))
    assert found.why["title"] == Choice(Claim("title", "Storm hits the coast", "headline"))
    for field, choice in found.why.items():
        assert getattr(found, field) == choice.winner.value
        assert choice.winner.field == field


def test_a_source_that_fails_is_a_warning(page: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch) -> None:
    """The other sources are heard all the same."""

    def broken(markup: object, page: object) -> object:
        raise ValueError("odd")

    monkeypatch.setattr(unchaff.metadata, "SOURCES", (("odd one", broken), *unchaff.metadata.SOURCES))
    built = page(DUMP)
    assert metadata(None, built).title == "Storm hits the coast"
    assert built.warnings == ["metadata: odd one failed: ValueError('odd')"]


def test_the_page_is_not_changed(page: Callable[[str], Page]) -> None:
    """Reading metadata labels nothing."""
    built = page(DUMP)
    before = [(block.text, block.label) for block in built.blocks]
    metadata(None, built)
    assert [(block.text, block.label) for block in built.blocks] == before


@given(st.text(), st.text(), st.text())
def test_never_fails(title: str, content: str, script: str) -> None:
    """Odd titles, odd values and odd scripts do not fail, and are not even a reason to."""
    html = (
        f"<html><head><title>{title}</title><meta name=date content='{content}'><meta name=author content='{content}'>"
        f"<script type=application/ld+json>{script}</script></head>"
        f"<body><h1>{content}</h1><p class=byline>By {title}</p></body>"
    )
    page, tree = read_tree(html, url=content)
    metadata(tree, page)
    assert not [warning for warning in page.warnings if warning.startswith("metadata")]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "@type",
                        "@id",
                        "@graph",
                        "author",
                        "name",
                        "headline",
                        "datePublished",
                        "publisher",
                        "image",
                        "url",
                        "mainEntityOfPage",
                        "itemListElement",
                        "keywords",
                        "isPartOf",
                    ]
                ),
                inner | st.just("Article"),
            )
        ),
        max_leaves=20,
    )
)
def test_json_of_any_shape(value: object) -> None:
    """JSON-LD may hold anything anywhere."""
    import json

    script = json.dumps(value).replace("<", "\\u003c")
    page, tree = read_tree(
        f"<html><head><script type=application/ld+json>{script}</script></head><body><p>x</p></body></html>"
    )
    metadata(tree, page)
    assert not [warning for warning in page.warnings if warning.startswith("metadata")]


def test_a_name_below_by(page: Callable[[str], Page]) -> None:
    """A "By" that stands alone introduces the next line; a date may stand before it."""
    found = metadata(None, page("h1 @headline Storm hits the coast\n| By\n| Jane Muster\np @body The storm came."))
    assert found.authors == ("Jane Muster",)
    found = metadata(None, page("h1 @headline Storm hits the coast\n| May 18, 2023 By Jane Muster\np @body It came."))
    assert found.authors == ("Jane Muster",)


def test_reviews_on_a_product_page() -> None:
    """Their writers and dates are not the page's."""
    head = '<script type="application/ld+json">{"@type":"Product","name":"Waxed bag"}</script>'
    body = (
        '<h1>Waxed bag</h1><p>A bag for a day on the fells.</p><div class="r"><div class="review__author">Gwen Muster'
        '</div><div class="review__date">12/03/2025</div><p>Not a drop inside.</p></div>'
    )
    built, tree = read_tree(f"<html><head>{head}</head><body>{body}</body></html>")
    found = metadata(tree, built)
    assert (found.title, found.authors, found.published) == ("Waxed bag", (), None)


def test_headline_and_byline_set_apart_by_breaks() -> None:
    """An old page: site before a colon in the title, headline and byline in one block."""
    body = f"<table><tr><td><b>The Last Train</b><br><i>by Cyril Muster, 14 March 1999</i><p>{'The train left. ' * 20}"
    html = f"<html><head><title>Narrow Gauge Notes: The Last Train</title></head><body>{body}</table></body></html>"
    built, tree = read_tree(html, url="http://narrowgauge.example/last.htm")
    found = metadata(tree, built)
    assert (found.title, found.site) == ("The Last Train", "Narrow Gauge Notes")
    assert found.authors == ("Cyril Muster",)


def test_addresses_that_are_none_cost_nothing() -> None:
    """`urlsplit` raises for them; the other claims must survive."""
    bad = "http://[1"
    html = (
        f"<html><head><title>The last ferry</title><link rel=canonical href='{bad}'>"
        f"<meta property=og:url content='{bad}'></head><body><h1>The last ferry</h1>"
        f"<p>By <a href='{bad}/author/anna'>Anna Berg</a></p><p>It sailed.</p></body></html>"
    )
    built = unchaff.extract(html)
    assert built.title == "The last ferry"
    assert not built.warnings
