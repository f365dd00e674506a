"""Dates and times as attributes state them and as lines write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from unchaff.metadata.moments import Habit, orders, stated, written

INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-08-17", date(2022, 8, 17)),
        ("2022-08-17T15:50:44.123Z", datetime(2022, 8, 17, 15, 50, 44, tzinfo=UTC)),
        ("2022-08-17T15:50:44+05:30", datetime(2022, 8, 17, 15, 50, 44, tzinfo=INDIA)),
        ("2022-8-7 09:05", datetime(2022, 8, 7, 9, 5)),
        ("20220817", date(2022, 8, 17)),
        ("Wed, 17 Aug 2022 10:20:30 GMT", datetime(2022, 8, 17, 10, 20, 30, tzinfo=UTC)),
        ("1660751444", datetime(2022, 8, 17, 15, 50, 44, tzinfo=UTC)),
        ("1660751444000", datetime(2022, 8, 17, 15, 50, 44, tzinfo=UTC)),
    ],
)
def test_machine_forms(text: str, moment: date) -> None:
    """ISO, RFC and epoch forms keep their clock and their offset."""
    assert stated(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("August 17, 2022 3:50:44 pm", datetime(2022, 8, 17, 15, 50, 44)),
        ("First published on: 17-08-2022 at 03:50:44 pm", datetime(2022, 8, 17, 15, 50, 44)),
        ("17.08.22, 15:50 Uhr", datetime(2022, 8, 17, 15, 50)),
        ("17th of August, 2022", date(2022, 8, 17)),
        ("10:20, 17 August 2022", datetime(2022, 8, 17, 10, 20)),
        ("17 de agosto de 2022", date(2022, 8, 17)),
        ("3. Juli 2018", date(2018, 7, 3)),
        ("17 สิงหาคม 2565", date(2022, 8, 17)),
        ("28 июня 2020", date(2020, 6, 28)),
        ("Jan 04 09:34 2021", datetime(2021, 1, 4, 9, 34)),
        ("2022年8月17日 15:50", datetime(2022, 8, 17, 15, 50)),
        ("2024년 5월 3일 오후 3:20", datetime(2024, 5, 3, 15, 20)),
        ("12/13/2023", date(2023, 12, 13)),
        ("26 | 01 | 2022", date(2022, 1, 26)),
        ("٢٠٢٢-٠٨-١٧", date(2022, 8, 17)),
    ],
)
def test_lines(text: str, moment: date) -> None:
    """What people write, with twelve-hour clocks, signs instead of month names, and digits of other scripts."""
    assert [found.moment for found in written(text)] == [moment]


def test_other_calendars() -> None:
    """Years of Japanese eras, of Taiwan and of Buddha are turned into common ones; Persian ones are not misread."""
    assert written("令和6年5月1日")[0].moment == date(2024, 5, 1)
    assert written("民國113年5月1日")[0].moment == date(2024, 5, 1)
    assert written("17/8/2565")[0].moment == date(2022, 8, 17)
    assert written("1403/05/20") == []


def test_order_of_day_and_month() -> None:
    """The order is the caller's to settle; with dots the day comes first, and thirteen is no month."""
    assert written("3/4/2024")[0].moment == date(2024, 4, 3)
    assert written("3/4/2024", Habit(month_first=True))[0].moment == date(2024, 3, 4)
    assert written("3.4.2024", Habit(month_first=True))[0].moment == date(2024, 4, 3)
    assert orders("3/4/2024 3/14/2024 14/3/2024") == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000-00-00",
        "2024-13-45",
        "1970-01-01",
        "9999-12-31",
        "192.168.1.10",
        "May we ask",
        "3 for 2",
        "2:0",
        "99999999999",
        "January \u00b9, 2024",  # a digit, but no number (page 5098626 of fuzz/run.py)
    ],
)
def test_refused(text: str) -> None:
    """Impossible and placeholder dates are none, and neither are addresses and scores."""
    assert stated(text) is None
    assert written(text) == []


def test_several() -> None:
    """All dates of a line are found, in order."""
    found = written("August 16, 2019 - Updated July 9, 2025")
    assert [one.moment for one in found] == [date(2019, 8, 16), date(2025, 7, 9)]
