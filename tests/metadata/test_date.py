"""Published and modified: which of the dates on a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unchaff import extract
from unchaff.metadata import Metadata, find_date
from unchaff.metadata.date import _said
from unchaff.metadata.lexicon import lexicon
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


LINKED = (
    '<script type="application/ld+json">{{"@type": "Article", "datePublished": "{}", "dateModified": "{}"}}</script>'
)


def _published(head: str, body: str, url: str = "https://example.org/story") -> date | None:
    found = extract(f"<html lang='en'><head>{head}</head><body>{body}{TEXT}</body></html>", url=url).published
    return found.date() if isinstance(found, datetime) else found


HEADLINE = "<h1>A walk by the river</h1>"
TEXT = "<p>We went down to the river, where the boats were, and came back late in the evening.</p>" * 20


def test_day_that_is_shown_goes_before_a_later_build() -> None:
    """The head has the day of the last build, the reader sees that of the text."""
    built = LINKED.format("2024-06-24", "2024-06-24")
    assert _published(built, f"{HEADLINE}<p>May 5, 2023 • 3 min read</p>") == date(2023, 5, 5)
    assert _published(built, f"{HEADLINE}<p>Updated May 5, 2023</p>") == date(2024, 6, 24)
    assert _published(built, f"{HEADLINE}<p>The mill at the river on May 5, 2023, before it burned down</p>") == date(
        2024, 6, 24
    )
    assert _published(built, f"{HEADLINE}<p>June 24, 2024</p><p>May 5, 2023</p>") == date(2024, 6, 24)


def test_later_day_that_is_shown_goes_before_what_only_json_ld_has() -> None:
    """A text that was published anew shows its new day; another source for the first day, or a word, denies that."""
    anew = LINKED.format("2023-05-05", "2024-06-24")
    meta = '<meta property="article:published_time" content="2023-05-05">'
    assert _published(anew, f"{HEADLINE}<p>June 24, 2024</p>") == date(2024, 6, 24)
    assert _published(anew + meta, f"{HEADLINE}<p>June 24, 2024</p>") == date(2023, 5, 5)
    assert _published(anew, f"{HEADLINE}<p>Updated June 24, 2024</p>") == date(2023, 5, 5)
    assert _published(anew, f"{HEADLINE}<p>5 May 2023</p><p>June 24, 2024</p>") == date(2023, 5, 5)


def test_day_and_month_the_other_way_round_confirm() -> None:
    """5.4. that is meant to be 4 May denies nothing."""
    assert _published(LINKED.format("2024-09-10", "2025-01-02"), f"{HEADLINE}<p>09.10.2024</p>") == date(2024, 9, 10)


def test_a_zone_explains_the_day_before() -> None:
    """The day before a moment's is denied only where no clock on earth had it."""
    assert _published(LINKED.format("2024-06-24T03:00:00Z", ""), f"{HEADLINE}<p>June 23, 2024</p>") == date(2024, 6, 24)
    assert _published(LINKED.format("2024-06-24T22:00:00Z", ""), f"{HEADLINE}<p>June 23, 2024</p>") == date(2024, 6, 23)


def test_a_bare_date_below_goes_before_a_sentence() -> None:
    """A line that is there for the date is preferred to one that mentions a day, wherever they stand."""
    picture = "<p>Picture taken by satellite above the valley on 31 May 2021, left side</p>"
    assert _published("", f"{HEADLINE}{picture}{TEXT}<div>14 January 2022</div>") == date(2022, 1, 14)


def test_a_note_tells_of_the_first_publication() -> None:
    """Where the page shows the day of the last change and says when it all began."""
    note = "<p>This text was originally published on 26 Sep 2019 but has been updated since.</p>"
    assert _published("", f"{HEADLINE}<p>30 Sep 2022</p>{TEXT}{note}") == date(2019, 9, 26)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2023/10/31/a-walk", date(2023, 10, 31)),
        ("/2023/october/3/a-walk", date(2023, 10, 3)),
        ("/news/29-10-2021", date(2021, 10, 29)),
        ("/article/A2026012914320005196", date(2026, 1, 29)),
        ("/2023/10/3-questions", None),
        ("/t/2024-4-4-2024-5-0-issue", None),
        ("/web/20131110121040/http://example.com/a", None),
    ],
)
def test_days_in_addresses(path: str, day: date | None) -> None:
    """Folders, names of months, numbers of articles; not counts, versions or an archive's clock."""
    assert _published("", HEADLINE, f"https://example.org{path}") == day


def test_last_resorts() -> None:
    """Where nothing else tells: data of scripts, the address of the picture."""
    assert _published('<script>var page = {"published_at":"2019-03-02T06:22:28"}</script>', HEADLINE) == date(
        2019, 3, 2
    )
    assert _published('<meta property="og:image" content="https://x.org/2021/07/15/a.jpg">', HEADLINE) == date(
        2021, 7, 15
    )


def test_names_of_meta_tags_are_read_loosely() -> None:
    """People write them with any divider, and with words before."""
    assert _published('<meta name="published-date" content="2021-02-16">', HEADLINE) == date(2021, 2, 16)
    assert _published('<meta name="w-published_date" content="2021-02-16">', HEADLINE) == date(2021, 2, 16)


PARTS = [*lexicon().updated[:12], *lexicon().published, "yayinlanma", "x", "3", "_", " ", "-", "É", "."]


@given(st.lists(st.sampled_from(PARTS), max_size=6).map("".join))
def test_words_are_looked_for_by_their_letters_and_found_as_the_pattern_finds_them(text: str) -> None:
    for words in (lexicon().updated, lexicon().published):
        for line in (text, text.upper()):
            assert _said(words).has(line) == bool(_said(words)._pattern.search(line))
