"""A page that costs too much gives what was found so far, and says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from math import inf

import pytest

from unchaff import DEFAULT, Label, Limits, extract, extract_text, find_date, label

HTML = "<html><body>" + "".join(f"<div><p>This is paragraph number {i}, and it says so.</p></div>" for i in range(3000))
DUMP = "\n".join(f"This is line number {i}, and it says so." for i in range(3000))
PAGES = pytest.mark.parametrize(
    "page", [HTML, DUMP, HTML.encode(), DUMP.encode()], ids=["html", "dump", "html bytes", "dump bytes"]
)
Clock = Callable[[int], None]


@pytest.fixture
def time_up_after(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets a clock that ticks a second every time it is read, and stands still for so many readings before."""

    def set_clock(readings: int) -> None:
        ticks: Iterator[int] = count(-readings)
        monkeypatch.setattr("unchaff.limits.monotonic", lambda: max(0, next(ticks)))

    return set_clock


@PAGES
@pytest.mark.parametrize("most", [1, 10, 1000, 1024, 1025, 2500])
def test_only_so_many_blocks_are_read(page: str | bytes, most: int) -> None:
    document = extract(page, limits=Limits(blocks=most))
    assert len(document.blocks) == most
    assert document.warnings == (f"budget: what follows the first {most} blocks is left out",)
    assert document.blocks[-1].text == extract(page).blocks[most - 1].text
    assert all(block.verdict and block.step and block.reason for block in document.blocks)
    assert document.page.boxes[0].stop == most


@PAGES
def test_only_so_many_bytes_are_read(page: str | bytes) -> None:
    unit = "signs" if isinstance(page, str) else "bytes"
    document = extract(page, limits=Limits(bytes=20_000))
    assert document.warnings == (f"truncated: {len(page) - 20_000} {unit} after the first 20000 are left out",)
    assert document.blocks[0].text == extract(page).blocks[0].text
    assert len(document.blocks) < 1000


@PAGES
def test_a_page_within_its_limits_is_read_as_without(page: str | bytes) -> None:
    assert extract(page, limits=Limits(len(page), 3001, 1e6)) == extract(page, limits=Limits(inf, inf, inf))


@PAGES
def test_reading_ends_when_half_of_the_time_is_up(page: str | bytes, time_up_after: Clock) -> None:
    time_up_after(1)  # one reading to begin, the next in the middle of the page
    document = extract(page, limits=Limits(seconds=1.5))
    assert 1000 < len(document.blocks) < 3000
    assert any("budget: the time was up; what follows" in warning for warning in document.warnings)


@PAGES
def test_filters_end_when_the_time_is_up(page: str | bytes, time_up_after: Clock) -> None:
    time_up_after(5)
    document = extract(page, limits=Limits(seconds=0.5))
    assert len(document.blocks) == 3000
    assert document.text == document.title == ""
    assert any("did not run" in warning for warning in document.warnings)
    assert any("no metadata" in warning for warning in document.warnings)
    assert {block.label for block in document.blocks} == {Label.OTHER}
    assert all(block.verdict and block.step in DEFAULT.names and block.reason for block in document.blocks)


@pytest.mark.parametrize("run", [extract, extract_text, find_date, label])
def test_without_a_limit_of_time_no_clock_is_read(run: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> None:
    readings: list[int] = []
    monkeypatch.setattr("unchaff.limits.monotonic", lambda: readings.append(1) or 0.0)
    run(HTML, limits=Limits(seconds=inf))
    assert len(readings) == 1  # to begin


def test_a_date_is_not_looked_for_when_the_time_is_up(time_up_after: Clock) -> None:
    page = "<html><head><meta property='article:published_time' content='2024-05-01'></head>" + HTML[6:]
    assert find_date(page) == find_date(page, limits=Limits(bytes=20_000)) == date(2024, 5, 1)
    time_up_after(5)
    assert find_date(page, limits=Limits(seconds=0.5)) is None


def test_a_page_of_containers_and_nothing_else_ends_too(time_up_after: Clock) -> None:
    time_up_after(1)
    document = extract("<html><body>" + "<div></div>" * 5000 + "<p>late", limits=Limits(seconds=0.5))
    assert document.blocks == []
    assert any("the time was up" in warning for warning in document.warnings)


@pytest.mark.parametrize("wrong", [-1, float("nan")])
@pytest.mark.parametrize("name", ["bytes", "blocks", "seconds"])
def test_a_limit_below_nothing_is_a_mistake(name: str, wrong: float) -> None:
    with pytest.raises(ValueError, match=f"{name} is 0 or more"):
        Limits(**{name: wrong})
