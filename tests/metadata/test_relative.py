"""How long ago something was, in many languages."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from unchaff import extract, find_date
from unchaff.metadata.relative import before

NOON = datetime(2024, 5, 3, 12, 0)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("3 hours ago", datetime(2024, 5, 3, 9, 0)),
        ("vor 20 Minuten", datetime(2024, 5, 3, 11, 40)),
        ("il y a 3 heures", datetime(2024, 5, 3, 9, 0)),
        ("hace 5 minutos", datetime(2024, 5, 3, 11, 55)),
        ("2 ore fa", datetime(2024, 5, 3, 10, 0)),
        ("2 uur geleden", datetime(2024, 5, 3, 10, 0)),
        ("3 timer siden", datetime(2024, 5, 3, 9, 0)),
        ("5 godzin temu", datetime(2024, 5, 3, 7, 0)),
        ("4 часа назад", datetime(2024, 5, 3, 8, 0)),
        ("2 saat önce", datetime(2024, 5, 3, 10, 0)),
        ("2時間前", datetime(2024, 5, 3, 10, 0)),
        ("3시간 전", datetime(2024, 5, 3, 9, 0)),
        ("2小时前", datetime(2024, 5, 3, 10, 0)),
        ("منذ 3 ساعات", datetime(2024, 5, 3, 9, 0)),
        ("vor 2 Tagen", date(2024, 5, 1)),
        ("há 2 semanas", date(2024, 4, 19)),
        ("yesterday", date(2024, 5, 2)),
        ("gestern", date(2024, 5, 2)),
        ("昨天", date(2024, 5, 2)),
    ],
)
def test_distance_from_the_reference(text: str, moment: datetime | date) -> None:
    """Below a day the minute is told, from then on the day."""
    found = before(text, NOON)
    assert found is not None
    assert found[0] == moment


@pytest.mark.parametrize("text", ["for 3 years", "3 hours", "agony", "A day in the life", "2 days later"])
def test_no_distance(text: str) -> None:
    """A span of time alone tells no moment."""
    assert before(text, NOON) is None


PAGE = "<html lang='en'><body><h1>A walk by the river</h1><p>{}</p>{}</body></html>"
TEXT = "<p>We went down to the river, where the boats were, and came back late in the evening.</p>" * 20


def test_only_with_a_reference() -> None:
    """Nobody but the caller knows when the page was fetched."""
    page = PAGE.format("3 hours ago", TEXT)
    assert extract(page, reference=NOON).published == datetime(2024, 5, 3, 9, 0)
    assert extract(page).published is None
    assert find_date(page, reference=NOON) == datetime(2024, 5, 3, 9, 0)


def test_dates_to_come_are_refused() -> None:
    """What lies behind the day of fetching is a typing error or another thing's date."""
    page = PAGE.format("5 June 2024", TEXT)
    assert find_date(page) == date(2024, 6, 5)
    assert find_date(page, reference=NOON) is None
