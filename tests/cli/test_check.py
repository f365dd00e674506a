"""unchaff check: a bug report in one line, and a test to paste."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from unchaff import Label, extract
from unchaff.cli import main

PAGE = Path(__file__).parent.parent.parent / "fixtures" / "pages" / "newspaper" / "page.html"
DOCUMENT = extract(PAGE.read_bytes())
BODY = DOCUMENT.page.kept()[0]
COMMENT = next(block for block in DOCUMENT.blocks if block.label is Label.COMMENTS and block.words > 5)

Capture = pytest.CaptureFixture[str]


def check(capsys: Capture, code: int, *arguments: str) -> str:
    """What is written; the exit code must be `code`."""
    assert main(["check", str(PAGE), *arguments]) == code
    captured = capsys.readouterr()
    return captured.err if code == 2 else captured.out


def test_what_holds(capsys: Capture) -> None:
    written = check(capsys, 0, "--must", BODY.text, "--must-not", COMMENT.text, "--must-not", "No such sentence.")
    assert written.count("ok    ") == 3
    assert f"block {BODY.index}: body by {BODY.step}: {BODY.reason}" in written
    assert f"block {COMMENT.index}: comments by {COMMENT.step}: {COMMENT.reason}" in written
    assert "stands nowhere on the page" in written


def test_what_is_violated(capsys: Capture) -> None:
    written = check(capsys, 1, "--must", COMMENT.text, "--must-not", BODY.text, "--must", BODY.text)
    assert written.count("FAILED") == 2
    assert written.count("ok    ") == 1
    assert "it holds --without body-score" in written
    assert check(capsys, 1, "--must", "No such sentence.").startswith("FAILED must: 'No such sentence.'")


def test_a_way_out_is_one(capsys: Capture) -> None:
    assert "it holds --without body-score" in check(capsys, 1, "--must-not", BODY.text)
    check(capsys, 0, "--must-not", BODY.text, "--without", "body-score")


def test_keep_counts(capsys: Capture) -> None:
    check(capsys, 0, "--must", COMMENT.text, "--keep", "comments")
    written = check(capsys, 1, "--must-not", COMMENT.text, "--keep", "comments", "--keep", "other")
    assert "alone does not change that" in written


def test_white_space_and_case_do_not_count(capsys: Capture) -> None:
    check(capsys, 0, "--must", "  " + BODY.text.upper().replace(" ", "\n "))


def test_across_blocks(capsys: Capture) -> None:
    first, second = next((a, b) for a, b in pairwise(DOCUMENT.page.kept()) if b.index == a.index + 1)
    check(capsys, 0, "--must", first.text[-40:] + "\n\n" + second.text[:40])
    before = DOCUMENT.blocks[first.index - 1]
    assert check(capsys, 1, "--must", before.text + first.text).count("       block ") == 2
    check(capsys, 1, "--must-not", before.text + first.text)


def test_mistakes(capsys: Capture) -> None:
    assert "--must SENTENCE or --must-not SENTENCE" in check(capsys, 2)
    assert "no visible sign" in check(capsys, 2, "--must", " ")
    assert "no step 'nope'" in check(capsys, 2, "--must", "x", "--without", "nope")
