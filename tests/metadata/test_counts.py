"""Words, minutes, comments, the size of the picture; feeds and pages that belong to this one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unchaff import extract
from unchaff.metadata import Metadata

Of = Callable[..., Metadata]
TEXT = (
    "<h1>A walk by the river</h1>" + "<p>We went down to the river, where the boats were, and came back late.</p>" * 40
)


def test_words_are_counted_in_the_body() -> None:
    """What is no body is not counted, and the minutes follow from the words."""
    head = "<title>A walk by the river</title>"
    found = extract(
        f"<html><head>{head}</head><body>{TEXT}<footer>© 2024 The River Press. All rights reserved.</footer></body>"
    )
    assert found.metadata.words == 40 * 14
    assert found.metadata.reading_minutes == 2
    assert found.metadata.why["words"].winner.source == "text"


@pytest.mark.parametrize(
    ("head", "minutes"),
    [
        ('<meta name="twitter:label2" content="Est. reading time"><meta name="twitter:data2" content="7 minutes">', 7),
        ('<meta name="twitter:label1" content="Geschätzte Lesezeit"><meta name="twitter:data1" content="4 Min">', 4),
        ('<script type="application/ld+json">{"@type": "Article", "timeRequired": "PT1H5M"}</script>', 65),
        ('<meta name="twitter:label1" content="Price"><meta name="twitter:data1" content="5 €">', 0),
    ],
)
def test_reading_time_as_stated(of: Of, head: str, minutes: int) -> None:
    """What the page says goes before what follows from its words."""
    assert of(head).reading_minutes == minutes


def test_comments(of: Of) -> None:
    """How many there are; none is a number too, and no answer is none."""
    assert of('<script type="application/ld+json">{"@type": "Article", "commentCount": 1204}</script>').comments == 1204
    assert of('<script type="application/ld+json">{"@type": "Article", "commentCount": 0}</script>').comments == 0
    assert of("").comments is None


def test_size_belongs_to_the_picture(of: Of) -> None:
    """Two sides or none, and only from where the picture is from."""
    picture = '<meta property="og:image" content="/a.jpg">'
    width, height = (
        f'<meta property="og:image:{side}" content="{n}">' for side, n in (("width", 640), ("height", 480))
    )
    found = of(picture + width + height)
    assert (found.image_width, found.image_height) == (640, 480)
    assert (of(picture + width).image_width, of(width + height).image_width) == (0, 0)


def test_links_that_belong_to_the_page(of: Of) -> None:
    """Feeds, the AMP form and the next page, as absolute addresses."""
    found = of(
        '<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" hreflang="fr" href="/fr">'
        '<link rel="alternate" type="application/atom+xml" href="/atom"><link rel="amphtml" href="?amp=1">',
        '<a rel="next" href="/world/a-story.html?page=2">next</a>',
    )
    assert found.feeds == ("https://news.example.org/feed", "https://news.example.org/atom")
    assert found.amp == "https://news.example.org/world/a-story.html?amp=1"
    assert found.next_page == "https://news.example.org/world/a-story.html?page=2"
