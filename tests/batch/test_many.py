"""Pages through worker processes: in order, each exactly once, whatever becomes of the workers."""

from __future__ import annotations

import os
import pickle
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import cycle, takewhile
from pathlib import Path

import pytest

from unchaff import DEFAULT, Label, UnknownName
from unchaff.batch import Plan, Raw, Result, extract_many
from unchaff.batch.result import NAMES
from unchaff.errors import WorkerError
from unchaff.metadata import Metadata

FIXTURES = Path(__file__).parents[2] / "fixtures"
FILES = sorted([*FIXTURES.glob("pages/*/page.html"), *FIXTURES.glob("dumps/*/dump.txt")])


def page_that(does: str) -> str:
    """A page whose first block tells the step `trouble` what to do."""
    return f"<html><body><p>{does}</p><p>{'The baker has bought a second oven for the winter. ' * 4}</p></body></html>"


def workers_of_this_process() -> set[int]:
    """The ids of worker processes that are children of this one."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            parent = f"\nPPid:\t{os.getpid()}\n" in status.read_text()
            worker = b"unchaff.batch.worker" in (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if parent and worker:
            found.add(int(status.parent.name))
    return found


def test_workers_give_what_this_process_gives_in_the_same_order() -> None:
    pages = [Raw(path.read_bytes(), url=f"https://site.example/{i}") for i, path in enumerate(FILES)] * 3
    here = list(extract_many(pages, workers=0))
    assert [result.id for result in here] == [str(i) for i in range(len(pages))]
    assert all(result.ok and result.source_url for result in here)
    assert any(result.title for result in here)
    assert list(extract_many(pages, workers=2)) == here


def test_pages_are_bytes_str_paths_or_raw(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(FILES[0].read_bytes())
    data = FILES[0].read_bytes()
    raws: list[bytes | str | Raw] = [data, data.decode(), Raw(file, id="mine"), Raw(tmp_path / "gone.html")]
    first, second, third, fourth = extract_many(raws, workers=1)
    assert first.text == second.text == third.text != ""
    assert (third.id, fourth.id) == ("mine", "3")
    assert fourth.status == "unreadable"
    assert "gone.html" in fourth.reason


def test_what_is_no_page_is_a_result() -> None:
    pages: list[object] = [None, memoryview(b"<p>A page.</p>"), object(), bytearray(b"<p>A page.</p>")]
    for workers in (0, 1):
        statuses = [result.status for result in extract_many(pages, workers=workers)]  # type: ignore[arg-type]
        assert statuses == ["unreadable", "ok", "unreadable", "ok"]


def test_an_iterable_that_raises_is_not_swallowed() -> None:
    def pages() -> Iterator[bytes]:
        yield b"<p>A page.</p>"
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        list(extract_many(pages(), workers=1))


def test_no_pages() -> None:
    assert list(extract_many([], workers=2)) == []


def test_pages_are_taken_as_needed() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b"<p>A page among very many.</p>"

    results = extract_many(endless(), workers=2)
    assert [next(results).id for _ in range(300)] == [str(i) for i in range(300)]
    results.close()  # type: ignore[attr-defined]
    assert taken < 300 + 8_192 + 200
    assert not workers_of_this_process()


def test_a_page_that_outlives_its_time_is_a_result(trouble: Plan) -> None:
    pages = [page_that("sleep" if i == 5 else f"calm {i}") for i in range(40)]
    results = list(extract_many(pages, workers=2, timeout=1.0, plan=trouble))
    assert [result.id for result in results] == [str(i) for i in range(40)]
    assert {result.id: result.status for result in results if not result.ok} == {"5": "timeout"}
    assert results[5].reason == "more than 1 s"


@pytest.mark.parametrize("does", ["eat", "gulp"])
def test_a_page_that_outgrows_its_memory_is_a_result(trouble: Plan, does: str) -> None:
    pages = [page_that(does if i == 3 else f"calm {i}") for i in range(20)]
    results = list(extract_many(pages, workers=1, memory=200 << 20, plan=trouble))
    assert [(result.id, result.status) for result in results if not result.ok] == [("3", "memory")]
    assert len(results) == 20


@pytest.mark.parametrize(("does", "how"), [("die", "signal 9"), ("leave", "exit code 3")])
def test_a_page_that_kills_its_worker_is_a_result(trouble: Plan, does: str, how: str) -> None:
    pages = [page_that(does if i in (0, 7, 8) else f"calm {i}") for i in range(30)]
    results = list(extract_many(pages, workers=2, plan=trouble))
    assert [result.id for result in results] == [str(i) for i in range(30)]
    assert {result.id for result in results if result.status == "crashed"} == {"0", "7", "8"}
    assert how in results[0].reason


def test_a_page_is_not_blamed_for_a_death_that_does_not_come_again(trouble: Plan, tmp_path: Path) -> None:
    pages = [page_that(f"die-once {tmp_path / 'mark'}" if i == 4 else f"calm {i}") for i in range(12)]
    results = list(extract_many(pages, workers=1, plan=trouble))
    assert (tmp_path / "mark").exists()
    assert all(result.ok for result in results)
    assert len(results) == 12


def test_a_step_that_raises_or_prints_costs_nothing_else(trouble: Plan) -> None:
    raised, printed, calm = extract_many([page_that("raise"), page_that("print"), page_that("calm")], plan=trouble)
    assert raised.status == "failed"
    assert "trouble" in raised.reason
    assert "as told" in raised.reason
    assert printed.ok
    assert calm.ok


def test_workers_killed_from_outside_lose_no_page() -> None:
    """Pages come until twenty workers are killed, however fast the machine is (CI had too few after ten).

    No worker is killed in its first second: a page over which two of them die is lost, as it should be.
    """
    once = [path.read_bytes() for path in FILES]
    known = list(extract_many(once, workers=0))
    chance = random.Random(9)
    first_seen: dict[int, float] = {}
    killed: list[int] = []
    results, next_kill = [], time.monotonic()
    for result in extract_many(takewhile(lambda page: len(killed) < 20, cycle(once)), workers=2):
        results.append(result)
        now = time.monotonic()
        if now < next_kill:
            continue
        grown = [pid for pid in sorted(workers_of_this_process()) if now - first_seen.setdefault(pid, now) >= 1]
        next_kill = now + 0.05
        if grown and len(killed) < 20:
            killed.append(chance.choice(grown))
            os.kill(killed[-1], signal.SIGKILL)
            next_kill = now + chance.uniform(0.2, 0.6)
    assert len(killed) == 20
    assert results == [replace(known[i % len(once)], id=str(i)) for i in range(len(results))]


def test_a_row_has_every_field_of_the_metadata() -> None:
    """They are written out twice, since a row holds dates as text."""
    named = [field.name for field in fields(Metadata) if field.name != "why"]
    assert [name for name in NAMES if name in named] == named


@pytest.mark.skipif(sys.platform != "linux", reason="workers die with their parent on Linux alone")
def test_workers_die_with_their_parent(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from unchaff import extract_many\n"
        "from itertools import repeat\n"
        "for result in extract_many(repeat('<p>One page, for ever.</p>'), workers=2):\n"
        "    if result.id == '40': print('at work', flush=True)\n"
    )
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "UNCHAFF_TEST": "1"}) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"at work\n"  # so a script needs no `if __name__ == "__main__"` either
        children = Path(f"/proc/{parent.pid}/task").glob("*/children")
        workers = [pid for file in children for pid in file.read_text().split()]
        parent.kill()
    assert len(workers) == 2
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}/exe").exists() for pid in workers)


def test_plans_that_cannot_be_sent_say_so() -> None:
    def local(page: object) -> tuple[()]:
        """Nothing."""
        return ()

    plan = Plan(pipeline=DEFAULT.before(DEFAULT.names[0], local))  # type: ignore[arg-type]
    with pytest.raises(WorkerError, match="must be importable"):
        list(extract_many(["<p>A page.</p>"], workers=1, plan=plan))
    assert next(iter(extract_many(["<p>A page.</p>"], workers=0, plan=plan))).ok
    local.__module__ = "__main__"
    with pytest.raises(WorkerError, match="workers=0"):
        list(extract_many(["<p>A page.</p>"], workers=1, plan=plan))


def test_mistakes_raise_at_once() -> None:
    with pytest.raises(UnknownName, match="no format 'txt'; there are: text, "):
        Plan(format="txt")
    with pytest.raises(UnknownName, match="no label 'coments'; there are: body, headline"):
        Plan(keep=["coments"])  # type: ignore[arg-type]
    assert Plan(keep="comments").keep == {Label.COMMENTS}  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="workers are 0 or more, not -1"):
        extract_many([], workers=-1)
    with pytest.raises(ValueError, match="timeout"):
        extract_many([], workers=1, timeout=0)


def test_a_plan_decides_format_and_labels() -> None:
    page = f"<h1>Bread</h1><article><h2>Ovens</h2><p>{'The baker has a second oven, bought for winter. ' * 5}</p>"
    (plain,) = extract_many([page], workers=1)
    (marked,) = extract_many([page], workers=1, plan=Plan(format="markdown"))
    assert (plain.format, marked.format) == ("text", "markdown")
    assert marked.text != plain.text


def test_results_pickle_small() -> None:
    (result,) = extract_many([FILES[0].read_bytes()], workers=0)
    texts = sum(len(str(value).encode()) for value in result.to_dict().values())
    assert len(pickle.dumps(result, pickle.HIGHEST_PROTOCOL)) < texts + 500
    assert pickle.loads(pickle.dumps(result)) == result


def test_lone_surrogates_do_not_reach_the_row() -> None:
    page = '<script type="application/ld+json">{"@type": "Article", "headline": "Half a \\ud83d sign"}</script>'
    (result,) = extract_many([Raw(page + "<p>Text \ud800 with half a sign.</p>", id="\udcff")], workers=0)
    assert isinstance(result, Result)
    for value in result.to_dict().values():
        str(value).encode("utf-8")
