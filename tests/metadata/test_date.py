"""Published and modified: which of the dates on a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from unchaff.metadata import Metadata, find_date
from unchaff.read import read_tree


def _meta(**content: str) -> str:
    return "".join(f'<meta property="article:{name}_time" content="{value}">' for name, value in content.items())


def test_published_is_not_modified(of: Callable[..., Metadata]) -> None:
    """Both are kept, each in its place, aware where the source is."""
    found = of(_meta(published="2024-05-01T10:00:00+02:00", modified="2024-06-01T10:00:00+02:00"))
    assert isinstance(found.published, datetime)
    assert found.published.utcoffset() == timedelta(hours=2)
    assert str(found.modified).startswith("2024-06-01")


def test_change_stands_in_for_publication(of: Callable[..., Metadata]) -> None:
    """A page that tells only of a change was published by then."""
    assert of(_meta(modified="2024-06-01T10:00:00Z")).published == datetime(2024, 6, 1, 10, tzinfo=UTC)


def test_two_dates_in_a_line(of: Callable[..., Metadata]) -> None:
    """The words before each date tell what it is."""
    found = of("", '<h1>A story</h1><p class="date">August 16, 2019 - Updated July 9, 2025</p>')
    assert (found.published, found.modified) == (date(2019, 8, 16), date(2025, 7, 9))


def test_local_day_of_a_moment_in_utc(of: Callable[..., Metadata]) -> None:
    """A moment late in the evening is the next day in UTC; the address knows the day of the place."""
    found = of(_meta(published="2023-11-09T01:09:55+00:00"), url="https://example.org/2023/11/08/a-story/")
    assert found.published == date(2023, 11, 8)
    assert found.why["published"].winner.source == "url"


def test_a_day_gets_its_clock(of: Callable[..., Metadata]) -> None:
    """Of two sources of one day that with a clock is taken."""
    found = of("", "<h1>A story</h1><p>August 17, 2022 3:50 pm</p>", url="https://example.org/2022/08/17/a-story")
    assert found.published == datetime(2022, 8, 17, 15, 50)


def test_order_is_learned_from_the_page(of: Callable[..., Metadata]) -> None:
    """Another date of the page shows which number is the month; else the country does."""
    body = "<h1>A story</h1><time>03/04/2024</time><p>Tickets since 25/01/2024</p>"
    assert of('<meta name="language" content="en-US">', body).published == date(2024, 4, 3)
    plain = "<h1>A story</h1><time>03/04/2024</time>"
    assert of('<meta http-equiv="content-language" content="en-US">', plain).published == date(2024, 3, 4)
    assert of('<meta http-equiv="content-language" content="en-GB">', plain).published == date(2024, 4, 3)


def test_comments_and_teasers_are_no_source(of: Callable[..., Metadata]) -> None:
    """Times in comments and related boxes are not the page's."""
    body = '<div class="comments"><time datetime="2020-01-01">x</time></div>'
    body += '<aside><time datetime="2021-01-01">y</time></aside>'
    assert of("", body).published is None


def test_placeholders(of: Callable[..., Metadata]) -> None:
    """The epoch and year zero are no dates."""
    assert of(_meta(published="1970-01-01T00:00:00Z", modified="0000-00-00")).published is None


def test_find_date() -> None:
    """The helper gives the date alone."""
    page, tree = read_tree(f"<html><head>{_meta(published='2024-05-01')}</head><body><p>x</p></body></html>")
    assert find_date(tree, page) == date(2024, 5, 1)
