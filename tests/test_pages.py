"""Whole pages and dumps against their exact expected result: fixtures/<kind>/<slug>/expect.toml."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from unchaff import Document, extract

FIXTURES = Path(__file__).parent.parent / "fixtures"
SOURCES = {"pages": "page.html", "dumps": "dump.txt"}
FOLDERS = sorted(path for kind in SOURCES for path in (FIXTURES / kind).iterdir() if path.is_dir())
NAMES = [f"{path.parent.name}/{path.name}" for path in FOLDERS]

# What every expect.toml says; a page without a date says so with "".
NEEDED = {"title", "authors", "published", "site", "language", "body", "labels"}
ALLOWED = NEEDED | {"url", "verbatim"}

# Kinds of page that the project promises to handle: one that is deleted or renamed must be missed.
PROMISED = {
    *(f"pages/{slug}" for slug in ("newspaper", "blog", "forum", "docs", "product", "category", "arabic", "japanese")),
    *(f"pages/{slug}" for slug in ("german", "hindi", "service", "recipe", "short", "old")),
    *(f"dumps/{slug}" for slug in ("newspaper", "wet", "wrapped", "layout", "markdown", "forum")),
    *(f"dumps/{slug}" for slug in ("japanese", "arabic", "german", "french", "russian", "chinese")),
}

MARKER = re.compile(r"^(?:(?:[-*+•◦▪·>#]+|\d+[.)])\s+)+")
INVISIBLE = re.compile("[\u200b\u00ad\ufeff]")


def expectation(folder: Path) -> dict[str, Any]:
    """What expect.toml says about the page beside it."""
    return tomllib.loads((folder / "expect.toml").read_text(encoding="utf-8"))


def document(folder: Path) -> Document:
    """The result of the default pipeline."""
    return extract((folder / SOURCES[folder.parent.name]).read_bytes(), url=expectation(folder).get("url"))


def normal(text: str) -> str:
    """The text with runs of whitespace made one space, without characters that nobody sees."""
    return " ".join(INVISIBLE.sub("", text).split())


def lines(text: str) -> list[str]:
    """Lines and cells in order, without the marks a format puts before items and between cells."""
    pieces = (normal(MARKER.sub("", piece.strip())) for line in text.splitlines() for piece in re.split(r"[|\t]", line))
    return [piece for piece in pieces if piece and not re.fullmatch(r"[-:=]{3,}", piece)]


def difference(expected: list[str], got: list[str]) -> str:
    """A unified diff: '-' is missing from the result, '+' is in it without right."""
    return "\n".join(difflib.unified_diff(expected, got, "expected", "got", lineterm="", n=1))


def language(document: Document) -> str:
    """The language without its region: a page may say en-GB where another says en."""
    return document.language.split("-")[0]


def found(document: Document, line: str) -> list[tuple[str, str]]:
    """Label and text of the blocks that are `line`; where there is none, of those that contain it."""
    blocks = [(str(block.label), normal(block.text)) for block in document.blocks]
    same = [(label, text) for label, text in blocks if lines(text) == lines(line)]
    return same or [(label, text) for label, text in blocks if normal(line) in text]


def mistakes(document: Document, labels: dict[str, str | list[str]]) -> Iterator[str]:
    """A sentence for every line of the page that is missing or carries another label than expected."""
    for line, expected in labels.items():
        allowed = [expected] if isinstance(expected, str) else expected
        blocks = found(document, line)
        if not blocks:
            yield f"no block has {line!r}"
        wrong = [(label, text) for label, text in blocks if label not in allowed]
        yield from (f"{text!r} is {label}, not {' or '.join(allowed)}" for label, text in wrong)


def test_nothing_is_skipped() -> None:
    assert set(NAMES) >= PROMISED
    strays = {path for path in FIXTURES.glob("*/*/*") if path.parent in FOLDERS} - {
        folder / name for folder in FOLDERS for name in (SOURCES[folder.parent.name], "expect.toml")
    }
    assert not strays


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
def test_expectation_is_complete(folder: Path) -> None:
    assert (folder / SOURCES[folder.parent.name]).is_file()
    expected = expectation(folder)
    assert NEEDED <= set(expected) <= ALLOWED
    assert lines(expected["body"])
    assert len(expected["labels"]) >= 4


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
def test_body(folder: Path) -> None:
    expected, got = lines(expectation(folder)["body"]), lines(document(folder).text)
    if got != expected:
        pytest.fail(difference(expected, got), pytrace=False)


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
def test_metadata(folder: Path) -> None:
    expected, page = expectation(folder), document(folder)
    got = {
        "title": normal(page.title),
        "authors": list(page.authors),
        "published": page.published.isoformat() if page.published else "",
        "site": page.site,
        "language": language(page),
    }
    assert got == {field: expected[field] for field in got} | {"title": normal(expected["title"])}


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
def test_labels(folder: Path) -> None:
    wrong = list(mistakes(document(folder), expectation(folder)["labels"]))
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.mark.parametrize(
    ("folder", "passage"),
    [
        pytest.param(folder, passage, id=f"{name}-{number}")
        for folder, name in zip(FOLDERS, NAMES, strict=True)
        for number, passage in enumerate(expectation(folder).get("verbatim", ()))
    ],
)
def test_whitespace_of_code_survives(folder: Path, passage: str) -> None:
    assert passage in document(folder).text
