"""What explanations are measured against: the same pages, judged alike, with nothing to explain."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.corpus import ROOT
from bench.explain import COST, UNEXPLAINED, WITH, WITHOUT, cost, forgetful

from unchaff import extract
from unchaff.model import Page

PAGES = sorted([*ROOT.glob("fixtures/pages/*/page.html"), *ROOT.glob("fixtures/dumps/*/dump.txt")])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_the_unexplained_get_the_same_labels(path: Path) -> None:
    source = path.read_bytes()
    with forgetful():
        page = extract(source, pipeline=UNEXPLAINED).page
    assert [block.label for block in page.blocks] == [block.label for block in extract(source).blocks]
    assert not page.verdicts and not any(block.reason for block in page.blocks if block.step.endswith("-score"))


def test_the_pipeline_remembers_again() -> None:
    remembering = Page.accept
    with forgetful():
        assert Page.accept is not remembering
    assert Page.accept is remembering


def test_cost_names_both_ways(capsys: pytest.CaptureFixture[str]) -> None:
    failures = cost([(path.read_bytes(), None) for path in PAGES[:2]], rounds=1)
    assert capsys.readouterr().out.startswith(f"{WITH} / {WITHOUT}: ")
    assert all(str(COST) in failure for failure in failures)  # how long two pages take is no matter of tests
