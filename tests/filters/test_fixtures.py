"""Every step alone against its table: tests/filters/<step>.txt.

A table is made of cases. `== ` and a title begin one; what stands before the first is a comment. The lines are those
of tests/conftest.py (`div.share-bar Text`, indented as boxes nest; `|` for a line of a dump), each text with the
label that the step must give it behind two or more spaces, or `-` where it must stay silent. `title …` is the page's
title in its head, `url …` its address, `declared …` the kind it names itself, and ` ×40` behind a text repeats it.
Below every case stands a page of other prose, as no box says much about a page that it is the whole of; a line `…`
puts that prose there instead: what an article does to the lines of a dump depends on where it stands. `@label` is
what a step before said, `@label?` what one hinted at; the strength of the step's own verdict is not told. `== (open)
` begins a case that the step is known to get wrong: the test fails as soon as it gets it right, so that the mark
goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from unchaff.filters import DEFAULT
from unchaff.model import Block, Declared, Evidence, Label, Page
from unchaff.pipeline import Pipeline, Step
from unchaff.read.walk import LISTEN_WORDS
from unchaff.words import count, vocabulary

FOLDER = Path(__file__).parent
LEARNED = {"body-score", "line-score"}  # judged by the bench, and by test_contract.py
CONFIRMS = {"below-article"}  # silent without the hints of others: test_region.py
SILENT = "-"
OPEN = "(open) "
PROSE = "…"  # where the other prose stands
AROUND = "The ferry takes eleven minutes and leaves when the last of the bicycles is on board. "
AROUND_TIMES = 20

_EXPECTED = re.compile(r"^(?P<line>.*\S) {2,}(?P<label>[a-z]+|-)$")
_TIMES = re.compile(r"^(?P<line>(?P<head> *\S+(?: @\w+\??)? )(?P<text>.+)) ×(?P<times>\d+)$")

PageOf = Callable[[str], Page]


@dataclass(frozen=True)
class Case:
    """A page in a few lines, and the label expected for each of its texts."""

    step: str
    title: str
    lines: tuple[str, ...]
    expected: tuple[str, ...]
    page_title: str = ""
    url: str | None = None
    declared: str = ""

    @property
    def is_dump(self) -> bool:
        """Whether it has lines of a dump."""
        return any(line[0] in "|->" for line in self.lines)


def cases(name: str) -> Iterator[Case]:
    """The cases of the table for the step `name`."""
    path = FOLDER / f"{name}.txt"
    if path.exists():
        for part in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, *rest = part.splitlines()
            yield case(name, title, [line for line in rest if line.strip()])


def case(name: str, title: str, rest: list[str]) -> Case:
    """One case from the lines below its title."""
    heads, lines, expected = {"title": "", "url": "", "declared": ""}, [], []
    for line in rest:
        found = _EXPECTED.match(line)
        if found:
            lines.append(repeated(found["line"]))
            expected.append(found["label"])
        elif line.startswith(("title ", "url ", "declared ")):
            head, _, heads[head] = line.partition(" ")
        else:
            assert " " not in line.strip(), f"{name}.txt, {title}: no label behind {line!r}"
            lines.append(line)
    return Case(name, title, tuple(lines), tuple(expected), heads["title"], heads["url"] or None, heads["declared"])


def repeated(line: str) -> str:
    """The line with its text as often as ` ×40` says."""
    found = _TIMES.match(line)
    return found["head"] + " ".join([found["text"]] * int(found["times"])) if found else line


def page_of(case: Case, build: PageOf) -> Page:
    """The case's page with other prose around it, read with the words and names that the readers use."""
    words = vocabulary()
    prose = f"{'|' if case.is_dump else 'p'} {AROUND * AROUND_TIMES}"
    lines = case.lines if PROSE in case.lines else (*case.lines, PROSE)
    page = build("\n".join(prose if line == PROSE else line for line in lines))
    for block in page.blocks:
        block.words = count(block.text)
        block.link_words = min(block.link_words, block.words)
        block.heard = words.hear(block.text) if block.words <= LISTEN_WORDS else 0
    for box in page.boxes:
        box.named |= words.name(box.tag)
    page.measure()
    page.evidence = Evidence.LINES if case.is_dump else Evidence.NAMES | Evidence.LINKS
    page.titles = (case.page_title,) if case.page_title else ()
    page.url = case.url
    page.declared = Declared[case.declared.upper()] if case.declared else 0
    return page


def own(page: Page) -> list[Block]:
    """The blocks that the case is about: all but the prose around it."""
    return [block for block in page.blocks if not block.text.startswith(AROUND)]


def labels(page: Page, step: Step) -> list[str]:
    """What the step alone makes of each text of the case."""
    Pipeline((step,))(page)
    return [str(block.label) if block.step == step.name else SILENT for block in own(page)]


def param(case: Case) -> object:
    """The case as a test, expected to fail while it is open."""
    marks = [pytest.mark.xfail(strict=True)] if case.title.startswith(OPEN) else []
    return pytest.param(case, id=f"{case.step}: {case.title}", marks=marks)


STEPS = {step.name: step for step in DEFAULT.steps if step.name not in LEARNED | CONFIRMS}
CASES = [case for name in STEPS for case in cases(name)]


@pytest.mark.parametrize("case", [param(case) for case in CASES])
def test_case(case: Case, page: PageOf) -> None:
    built = page_of(case, page)
    got = labels(built, STEPS[case.step])
    texts = [block.text[:70] for block in own(built)]
    assert list(zip(texts, got, strict=True)) == list(zip(texts, case.expected, strict=True))


@pytest.mark.parametrize("name", STEPS)
def test_a_table_has_both_yes_and_no(name: str) -> None:
    expected = {label for case in cases(name) for label in case.expected}
    assert SILENT in expected
    assert expected - {SILENT}
    assert expected - {SILENT} <= {str(label) for label in Label}


@pytest.mark.parametrize("name", STEPS)
def test_a_table_has_no_case_twice(name: str) -> None:
    titles = [case.title for case in cases(name)]
    assert len(titles) == len(set(titles))


def test_every_table_belongs_to_a_step() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} <= set(STEPS)
