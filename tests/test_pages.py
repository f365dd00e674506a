"""Whole pages and dumps against their exact expected result: fixtures/<kind>/<slug>/expect.toml.

An expectation says what is right. Where the pipeline is not there yet, fixtures/open.toml says exactly how it is
wrong; a test fails as soon as a page is wrong in another way, and as soon as an open mistake is gone. After a change
that mends some, `python tests/test_pages.py > fixtures/open.toml` writes the rest anew; read its diff.
"""

from __future__ import annotations

import difflib
import json
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

OPEN: dict[str, dict[str, list[str]]] = tomllib.loads((FIXTURES / "open.toml").read_text(encoding="utf-8"))

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


def wrong_lines(folder: Path) -> list[str]:
    """The lines of the body that are missing ("- …") or in it without right ("+ …")."""
    expected, got = lines(expectation(folder)["body"]), lines(document(folder).text)
    return [line for line in difflib.ndiff(expected, got) if line[0] in "-+"]


def wrong_metadata(folder: Path) -> list[str]:
    """A sentence for every field of the metadata that is not as expected."""
    expected, page = expectation(folder), document(folder)
    got = {
        "title": normal(page.title),
        "authors": list(page.authors),
        "published": page.published.isoformat() if page.published else "",
        "site": page.site,
        "language": language(page),
    }
    wanted = {field: expected[field] for field in got} | {"title": normal(expected["title"])}
    return [f"{field} is {got[field]!r}, not {wanted[field]!r}" for field in got if got[field] != wanted[field]]


def wrong_labels(folder: Path) -> list[str]:
    """A sentence for every line that is missing or carries another label than expected."""
    return list(mistakes(document(folder), expectation(folder)["labels"]))


KNOWN = {"body": wrong_lines, "metadata": wrong_metadata, "labels": wrong_labels}


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
@pytest.mark.parametrize("what", KNOWN)
def test_page(folder: Path, what: str) -> None:
    known = OPEN.get(f"{folder.parent.name}/{folder.name}", {}).get(what, [])
    wrong = KNOWN[what](folder)
    if wrong != known:
        fresh, gone = [w for w in wrong if w not in known], [w for w in known if w not in wrong]
        pytest.fail("\n".join(["wrong in a new way:", *fresh, "no longer wrong:", *gone]), pytrace=False)


def test_open_mistakes_are_of_pages_that_exist() -> None:
    assert set(OPEN) <= set(NAMES)


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


def main() -> None:
    """Print the mistakes of today as fixtures/open.toml."""
    print("# How the pipeline's results differ from the expectations beside the pages; see tests/test_pages.py.")
    for folder, name in zip(FOLDERS, NAMES, strict=True):
        found_wrong = {what: wrong for what, find in KNOWN.items() if (wrong := find(folder))}
        if found_wrong:
            print(f"\n[{json.dumps(name)}]")
        for what, wrong in found_wrong.items():
            print(f"{what} = [", *(f"    {json.dumps(line, ensure_ascii=False)}," for line in wrong), "]", sep="\n")


if __name__ == "__main__":
    main()
