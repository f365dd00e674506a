"""Fields for which the first claim that fits is enough."""

from __future__ import annotations

from collections.abc import Callable

from unchaff.metadata import Metadata


def test_addresses_are_absolute(of: Callable[..., Metadata]) -> None:
    """Relative links are joined with the page's own address."""
    found = of('<link rel="canonical" href="/world/the-story"><meta property="og:image" content="pictures/a.jpg">')
    assert found.url == "https://news.example.org/world/the-story"
    assert found.image == "https://news.example.org/world/pictures/a.jpg"


def test_canonical_that_lost_its_way(of: Callable[..., Metadata]) -> None:
    """A canonical link to the first page is a mistake; the page's own address is kept."""
    assert (
        of('<link rel="canonical" href="https://news.example.org/">').url
        == "https://news.example.org/world/a-story.html"
    )


def test_unsafe_links(of: Callable[..., Metadata]) -> None:
    """Scripts and half addresses are no pictures."""
    assert of('<meta property="og:image" content="javascript:alert(1)">').image == ""
    assert of('<meta property="og:image" content="http://[broken">').image == ""


def test_description_is_not_the_title(of: Callable[..., Metadata]) -> None:
    """A description that repeats the title says nothing."""
    found = of(
        '<title>A story</title><meta name="description" content="A story!">'
        '<meta property="og:description" content="Told">'
    )
    assert found.description == "Told"


def test_unknown_is_empty(of: Callable[..., Metadata]) -> None:
    """Without claims the fields are empty."""
    found = of("", "", url="https://news.example.org/x")
    assert (found.title, found.authors, found.published, found.paywalled, found.site) == ("", (), None, None, "")
