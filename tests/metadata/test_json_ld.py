"""JSON-LD in all the states it is found in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unchaff.metadata import Metadata


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"Article","headline":"A story"}',
        '[{"@type":"WebSite","name":"Example"},{"@type":"Article","headline":"A story"}]',
        '{"@graph":[{"@type":["Article","BlogPosting"],"headline":"A story"}]}',
        '{"@type":"WebPage","mainEntity":{"@type":"http://schema.org/Article","headline":"A story"}}',
        '<!-- {"@type":"Article","headline":"A story"} -->',
        '//<![CDATA[\n{"@type":"Article","headline":"A story"}\n//]]>',
        '/* made by hand */ {"@type":"Article","headline":"A story", /* really */ }',
        '{"@type":"Article","headline":"A\tstory"}',
        '{"@type":"Article","headline":"A story",};',
        '{"@type":"Organization","name":"X"} {"@type":"Article","headline":"A story"}',
    ],
)
def test_shapes_and_repairs(of: Callable[..., Metadata], script: str) -> None:
    """Arrays, graphs, nesting, comments, CDATA, control signs, trailing commas and two values in a row."""
    assert of(f'<script type="application/ld+json">{script}</script>').title == "A story"


def test_teasers_are_not_the_page(of: Callable[..., Metadata]) -> None:
    """Several articles, none of them about this page, say nothing of it."""
    script = '[{"@type":"Article","headline":"One","author":"Ann Other"},{"@type":"Article","headline":"Two"}]'
    found = of(f'<script type="application/ld+json">{script}</script><title>Latest stories</title>')
    assert found.title == "Latest stories"
    assert found.authors == ()


def test_broken_beyond_repair_is_a_warning() -> None:
    """What cannot be read is said, and nothing else is lost."""
    from unchaff.metadata import metadata
    from unchaff.read import read_tree

    page, tree = read_tree(
        '<html><head><script type="application/ld+json">{oops</script><title>T</title></head><body>x</body></html>'
    )
    assert metadata(tree, page).title == "T"
    assert "JSON-LD could not be read" in page.warnings


def test_fields(of: Callable[..., Metadata]) -> None:
    """What the main entity says reaches every field."""
    found = of(
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A story","inLanguage":"de-CH",'
        '"publisher":{"@type":"Organization","name":"Example GmbH"},"isAccessibleForFree":false,'
        '"keywords":["a","b","A"],'
        '"image":{"url":"/i.jpg"},"articleSection":"Kultur","license":"https://creativecommons.org/licenses/by/4.0/"}</script>'
    )
    assert found.publisher == "Example GmbH"
    assert found.language == "de-CH"
    assert found.paywalled is True
    assert found.tags == ("a", "b")
    assert found.image == "https://news.example.org/i.jpg"
    assert found.section == "Kultur"
    assert found.license.endswith("/by/4.0/")
    assert found.page_type == "NewsArticle"
