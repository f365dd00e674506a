"""Runs an extractor over a dataset with worker processes and keeps its answers as JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from time import perf_counter

from bench.corpus import Gold, address, pages
from bench.extractors import Answerer, answerer
from bench.judge import Answer

BATCH = 16  # pages a worker takes at a time


@dataclass(frozen=True, slots=True)
class Task:
    """Some pages of a dataset for an extractor."""

    extractor: str
    data: Path
    dataset: str
    golds: tuple[Gold, ...]


def answer_page(extract: Answerer, page: bytes, gold: Gold) -> Answer:
    """One answer with its time; an extractor that raises has answered nothing, and the answer says so."""
    start = perf_counter()
    try:
        answer = extract(page, address(gold))
    except Exception as error:
        answer = Answer(text="", title=None, authors=[], date=None, error=told(error))
    answer["id"], answer["ms"] = gold["id"], round((perf_counter() - start) * 1000, 3)
    return answer


def told(error: BaseException) -> str:
    """An error with what caused it."""
    cause = f" ({told(error.__cause__)})" if error.__cause__ else ""
    return f"{type(error).__name__}: {error}{cause}"


def answer_task(task: Task) -> list[Answer]:
    """The work of one worker."""
    extract = _ready(task.extractor)
    return [answer_page(extract, page, gold) for gold, page in pages(task.data, task.dataset, task.golds)]


@cache  # word lists and weights are read once per worker
def _ready(extractor: str) -> Answerer:
    return answerer(extractor)


def answer_all(task: Task, workers: int) -> dict[str, Answer]:
    """The answers to all pages of a task, by id, in the dataset's order."""
    starts = range(0, len(task.golds), BATCH)
    tasks = [replace(task, golds=task.golds[start : start + BATCH]) for start in starts]
    found = {answer["id"]: answer for answers in _run(tasks, workers) for answer in answers}
    return {gold["id"]: found[gold["id"]] for gold in task.golds}


def _run(tasks: Sequence[Task], workers: int) -> Iterator[list[Answer]]:
    if workers <= 1:
        yield from map(answer_task, tasks)
        return
    with ProcessPoolExecutor(workers) as pool:
        futures = [pool.submit(answer_task, task) for task in tasks]
        for done, future in enumerate(as_completed(futures), 1):
            _progress(f"{tasks[0].extractor} on {tasks[0].dataset}: {done}/{len(tasks)} batches")
            yield future.result()
    _progress("")


def _progress(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


def write_answers(path: Path, answers: Iterable[Answer]) -> None:
    """Write answers where score.py can read them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)


def read_answers(path: Path) -> dict[str, Answer]:
    """Answers written before, by id."""
    with path.open(encoding="utf-8") as file:
        answers: Iterator[Answer] = map(json.loads, file)
        return {answer["id"]: answer for answer in answers}
