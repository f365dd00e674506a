"""What class names say."""

from __future__ import annotations

import pytest

from unchaff.model import Concept
from unchaff.words import vocabulary
from unchaff.words.names import _parts, standard_names

NAMES = standard_names()


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("article__shareBar--top", ["article", "share", "bar", "top"]),
        ("HTMLBody", ["html", "body"]),
        ("relatedPosts2", ["related", "posts"]),
        ("SEARCH_FORM", ["search", "form"]),
        ("Werbung-Füße", ["werbung", "füße"]),
        ("a11y-nav", ["a11y", "nav"]),
        ("css-1ad2x", ["css", "1ad2x"]),
        ("0ad7-8121", ["0ad7"]),
        ("sc-bAdVxQ", ["sc"]),
        ("adContainer", ["ad", "container"]),
        ("--", []),
    ],
)
def test_parts(name: str, parts: list[str]) -> None:
    assert _parts(name) == parts


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("article__shareBar--top", Concept.SHARE),
        ("sharebar", Concept.SHARE),
        ("jp-relatedposts", Concept.RELATED),
        ("MainNav", Concept.NAVIGATION),
        ("breadcrumbs", Concept.NAVIGATION),
        ("fil-ariane", Concept.NAVIGATION),
        ("onetrust-consent-sdk", Concept.CONSENT),
        ("ad-slot-3", Concept.AD),
        ("werbung", Concept.AD),
        ("newsletterSignup", Concept.NEWSLETTER),
        ("comment-list", Concept.COMMENTS),
        ("paywall-overlay", Concept.PAYWALL),
        ("author-bio", Concept.AUTHOR),
        ("byline", Concept.BYLINE),
        ("post-date", Concept.DATE),
        ("site-footer", Concept.FOOTER),
        ("sr-only", Concept.HIDDEN),
        ("screen-reader-text", Concept.HIDDEN),
        ("wp-caption-text", Concept.CAPTION),
        ("entry-title", Concept.HEADLINE),
        ("standfirst", Concept.STANDFIRST),
        ("field-name-body", Concept.ARTICLE),
        ("c-teaser", Concept.TEASER),
        ("sidebar-left", Concept.SIDEBAR),
        ("masthead", Concept.HEADER),
        ("loginForm", Concept.ACCOUNT),
        ("post-body postbody", Concept.ARTICLE | Concept.POST),
        ("product-description", Concept.PRODUCT),
        ("app-banner", Concept.PROMO),
        ("codehilite", Concept.CODE),
    ],
)
def test_known_names(name: str, concept: Concept) -> None:
    assert NAMES.read(name) == concept


@pytest.mark.parametrize(
    "name",
    ["correlated", "shared-hosting", "gradient", "no-sidebar", "has-comments", "layout grid", "header-image", "", "12"],
)
def test_names_that_say_nothing(name: str) -> None:
    assert NAMES.read(name) == 0


def test_some_speak_only_as_a_whole_class_name() -> None:
    assert NAMES.read("content") == NAMES.read("row content") == Concept.ARTICLE
    assert NAMES.read("content-row") == 0


def test_a_longer_run_goes_before_its_parts() -> None:
    assert NAMES.read("menu") == Concept.NAVIGATION
    assert NAMES.read("modal-header") == 0
    assert NAMES.read("article-header") == Concept.HEADLINE


def test_classes_add_up() -> None:
    assert vocabulary().name("aside related-posts hidden") == Concept.SIDEBAR | Concept.RELATED | Concept.HIDDEN
