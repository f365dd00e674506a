"""Scores answers page by page with the functions of the judge that lies beside the datasets (score.py)."""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypedDict, cast

from bench.corpus import Gold


class Answer(TypedDict, total=False):
    """What an extractor says about a page, in the shape score.py reads; an absent key is not judged."""

    id: str
    text: str
    title: str | None
    authors: list[str]
    date: str | None
    ms: float
    error: str


class Tokens(Protocol):
    """A compiled pattern, as far as it is needed here."""

    def findall(self, string: str) -> list[str]: ...


class Judge(Protocol):
    """The names of score.py used here."""

    WORD: Tokens
    TOKEN: Tokens
    bag: Callable[[str, str, Tokens], tuple[float, float, float]]
    norm: Callable[[str | None], str]
    fold: Callable[[str | None], str]
    names: Callable[[list[str] | str | None], set[str]]
    score: Callable[[str, Mapping[str, Answer]], None]


class Body(NamedTuple):
    """How a page's text compares with its gold text."""

    precision: float
    recall: float
    f1: float


class Snippets(NamedTuple):
    """Chunks that are there, that are missing, and that should not be there."""

    found: int
    missing: int
    intruding: int


class Day(NamedTuple):
    """Whether a date was given and whether it was the right one."""

    answered: bool
    right: bool


@dataclass(frozen=True, slots=True)
class PageScore:
    """How one answer did; None where the page has no gold or the answer does not speak."""

    gold: Gold
    body: Body | None
    snippets: Snippets | None
    title: bool | None
    authors: float | None
    date: Day | None


def load_judge(data: Path) -> Judge:
    """The score.py beside a folder of datasets."""
    path = data.resolve().parent / "score.py"
    if not path.is_file():
        raise FileNotFoundError(f"no judge: {path} is missing")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec and spec.loader
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast(Judge, module)


def tokens_of(judge: Judge, dataset: str) -> Tokens:
    """What counts as a token in a dataset: as in score.py, words in WCXB, words and CJK signs elsewhere."""
    return judge.WORD if dataset.startswith("wcxb") else judge.TOKEN


def score_page(judge: Judge, tokens: Tokens, gold: Gold, answer: Answer) -> PageScore:
    """Score one answer."""
    text = answer.get("text") or ""
    title, authors, date = gold["title"], gold["authors"], gold["date"]
    return PageScore(
        gold=gold,
        body=None if gold["text"] is None else Body(*judge.bag(text, gold["text"], tokens)),
        snippets=_snippets(judge, gold, text) if gold["with"] or gold["without"] else None,
        title=judge.fold(answer["title"]) == judge.fold(title) if title and "title" in answer else None,
        authors=_authors(judge, authors, answer["authors"]) if authors and "authors" in answer else None,
        date=_day(date, answer["date"]) if date and "date" in answer else None,
    )


def _snippets(judge: Judge, gold: Gold, text: str) -> Snippets:
    flat = judge.norm(text)
    found = sum(judge.norm(chunk) in flat for chunk in gold["with"])
    return Snippets(found, len(gold["with"]) - found, sum(judge.norm(chunk) in flat for chunk in gold["without"]))


def _authors(judge: Judge, expected: list[str], given: list[str]) -> float:
    # score.py splits a lone gold string ("A and B") into names, but not the members of a list
    right = judge.names(expected if len(expected) > 1 else expected[0])
    said = judge.names(given)
    return 2 * len(right & said) / (len(right) + len(said)) if right or said else 1.0


def _day(expected: str, given: str | None) -> Day:
    return Day(bool(given), (given or "")[:10] == expected[:10])


def score_all(judge: Judge, dataset: str, golds: Iterable[Gold], answers: Mapping[str, Answer]) -> list[PageScore]:
    """Score every page; one without an answer counts as empty."""
    tokens = tokens_of(judge, dataset)
    return [score_page(judge, tokens, gold, answers.get(gold["id"], Answer())) for gold in golds]


def measures(scores: Iterable[PageScore]) -> dict[str, float]:
    """The figures that floors speak of: body, body.<kind>, snippets, title, authors, date …"""
    every = list(scores)
    figures = dict(_body_measures(every))
    if snippets := [score.snippets for score in every if score.snippets]:
        figures["snippets"] = _micro_f1(snippets)
    figures |= _means(
        title=[float(score.title) for score in every if score.title is not None],
        authors=[score.authors for score in every if score.authors is not None],
        date=[float(score.date.right) for score in every if score.date],
    )
    if answered := [score.date.right for score in every if score.date and score.date.answered]:
        figures["date.precision"] = sum(answered) / len(answered)
    return figures


def _body_measures(scores: list[PageScore]) -> Iterator[tuple[str, float]]:
    kinds: dict[str, list[Body]] = defaultdict(list)
    for score in scores:
        if score.body:
            kinds[score.gold["kind"]].append(score.body)
    bodies = [body for of_kind in kinds.values() for body in of_kind]
    if bodies:
        yield "body", mean(body.f1 for body in bodies)
        yield "body.precision", mean(body.precision for body in bodies)
        yield "body.recall", mean(body.recall for body in bodies)
    if len(kinds) > 1:
        for kind, of_kind in sorted(kinds.items()):
            yield f"body.{kind}", mean(body.f1 for body in of_kind)


def _micro_f1(snippets: list[Snippets]) -> float:
    found, missing, intruding = (sum(column) for column in zip(*snippets, strict=True))
    return float(2 * found / max(1, 2 * found + missing + intruding))


def _means(**columns: list[float]) -> dict[str, float]:
    return {name: mean(column) for name, column in columns.items() if column}


def mean(values: Iterable[float]) -> float:
    """The arithmetic mean of at least one value."""
    numbers = list(values)
    return sum(numbers) / len(numbers)
