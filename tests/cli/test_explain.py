"""unchaff explain: lines on a terminal, reports in a file, and one way against another."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from unchaff import DEFAULT, PRECISE, extract
from unchaff.cli import main

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
PAGE = FIXTURES / "pages" / "newspaper" / "page.html"

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str | Path) -> str:
    """What `unchaff explain` writes; it must succeed."""
    assert main(["explain", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def rows(text: str) -> list[str]:
    """The lines of blocks."""
    return [line for line in text.splitlines() if line[:2] in ("+ ", "- ")]


def mistake(capsys: Capture, *arguments: str | Path) -> str:
    """What the command says about a mistake of the caller's."""
    try:
        code = main(["explain", *map(str, arguments)])
    except SystemExit as left:
        code = int(str(left.code))
    assert code == 2
    return capsys.readouterr().err


def test_every_block_and_the_page(capsys: Capture) -> None:
    document, written = extract(PAGE.read_bytes()), run(capsys, PAGE)
    assert len(rows(written)) == len(document.blocks)
    assert f"quality = {document.quality:.2f}" in written
    assert f"kind = {document.page_kind.name}" in written
    assert f"title = {document.title}  (from " in written


def test_filters(capsys: Capture) -> None:
    document = extract(PAGE.read_bytes())
    for option, value, of in [("--label", "comments", "label"), ("--step", "menu", "step")]:
        expected = [block for block in document.blocks if str(getattr(block, of)) == value]
        assert len(rows(run(capsys, PAGE, option, value))) == len(expected) > 0
    both = rows(run(capsys, PAGE, "--label", "comments", "--label", "ad"))
    assert len(both) == sum(str(block.label) in ("comments", "ad") for block in document.blocks)
    assert rows(run(capsys, PAGE, "--label", "ad", "--step", "menu")) == []


def test_facts(capsys: Capture) -> None:
    document = extract(PAGE.read_bytes())
    written = run(capsys, PAGE, "--label", "body", "--facts", "2").splitlines()
    first = next(row for row in document.explain() if row.kept)
    at = next(i for i, line in enumerate(written) if line.startswith("+ "))
    facts = [line for line in written[at + 1 :] if not line.strip().startswith("not ")]  # what a hint had named it
    for line, weighed in zip(facts[:2], first.weighed[:2], strict=True):
        assert line.split() == [f"{weighed.weight:+.2f}", *weighed.fact.split(), "=", f"{weighed.value:g}"]


@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_colour(capsys: Capture, monkeypatch: pytest.MonkeyPatch, no_colour: str, coloured: bool) -> None:
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    written = run(capsys, PAGE)
    assert ("\033[" in written) is coloured
    assert ("\033[2m- " in written) is coloured  # what was dropped is dim from the start


def test_report(capsys: Capture, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    assert run(capsys, PAGE, "-o", target) == ""
    assert target.read_text(encoding="utf-8") == extract(PAGE.read_bytes()).to_report()
    run(capsys, PAGE, "-o", target, "--against", "precise")
    other = extract(PAGE.read_bytes(), pipeline=PRECISE)
    assert target.read_text(encoding="utf-8") == extract(PAGE.read_bytes()).to_report(other, name="precise")


def test_against(capsys: Capture) -> None:
    without = DEFAULT.without("body-score", "list-prose", "heading-before-body")
    document, other = extract(PAGE.read_bytes()), extract(PAGE.read_bytes(), pipeline=without)
    written = run(capsys, PAGE, "--against", "without:body-score,list-prose,heading-before-body")
    differ = len(document.page.kept()) - len(other.page.kept())
    assert len(rows(written)) == differ > 0
    assert "the other keeps 0 of " in written


def test_standard_input(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = run(capsys, PAGE)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.read_bytes())))
    assert run(capsys) == expected


def test_mistakes_say_what_is_accepted(capsys: Capture, tmp_path: Path) -> None:
    assert "without:STEP or one of default, precise, thorough" in mistake(capsys, PAGE, "--against", "nope")
    assert f"no step 'nope'; there are: {DEFAULT.names[0]}" in mistake(capsys, PAGE, "--against", "without:nope")
    assert "headline" in mistake(capsys, PAGE, "--label", "nope")
    assert "--facts -3: write 0 or more" in mistake(capsys, PAGE, "--facts", "-3")
    assert "share-bar" in mistake(capsys, PAGE, "--step", "nope")
    assert "No such file" in mistake(capsys, tmp_path / "nothing.html")
    assert str(tmp_path / "no" / "folder.html") in mistake(capsys, PAGE, "-o", tmp_path / "no" / "folder.html")


def test_a_file_named_like_a_command(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("explain").write_bytes(PAGE.read_bytes())
    assert main(["./explain"]) == 0
    assert capsys.readouterr().out == extract(PAGE.read_bytes()).text + "\n"
