"""In a real browser nothing runs that a page brought along, whatever the page tries; and the browser would tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.browser import NoBrowser, browser, faults, written

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).with_name("xss.txt").read_text(encoding="utf-8").splitlines()
WORDS = "<p>" + "The mill stands on the river bank and has been grinding rye since the flood. " * 6 + "</p>"
URLS = ("https://page.example/a/", "javascript:alert(1)//", None)


@pytest.fixture(scope="module", autouse=True)
def _chromium() -> None:
    try:
        browser()
    except NoBrowser as error:
        pytest.skip(str(error))


def attempts() -> list[tuple[str, str]]:
    """Every line of the corpus as part of a page, on its own, and as a dump, each with what we make of it."""
    made: list[tuple[str, str]] = []
    for line in CORPUS:
        whole = f"<html><body><article>{WORDS}{line}{WORDS}</article></body></html>"
        made += [(line, written(whole.encode(), url)) for url in URLS]
        made += [(line, written(page.encode(), URLS[0])) for page in (line, f"A dump.\n\n{line}\n")]
    return list(dict.fromkeys(made))


def test_nothing_runs() -> None:
    tried = attempts()
    assert len({line for line, _ in tried}) == len(CORPUS)
    assert [(tried[which][0], what) for which, what in faults([html for _, html in tried])] == []


def test_nothing_of_the_fixtures_runs() -> None:
    pages = sorted((ROOT / "fixtures").rglob("page.html"))
    assert pages
    assert faults([written(page.read_bytes(), "https://page.example/") for page in pages]) == []


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=javascript:alert(1)>x</a>",
        "<p onclick=1>x</p>",
        "<iframe></iframe>",
        "<img src='data:image/png,x'>",
        "<p style=color:red>x</p>",
    ],
)
def test_the_browser_would_tell(bad: str) -> None:
    assert faults(["<p>x</p>", bad])[0][0] == 1
