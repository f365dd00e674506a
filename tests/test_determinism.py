"""The same page gives the same answer: in any process, thread and order, and after any other page."""

from __future__ import annotations

import asyncio
import hashlib
import json
import multiprocessing
import os
import pickle
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from lxml import etree, html

import unchaff
from unchaff import extract, extract_text
from unchaff.rules import rules

FIXTURES = Path(__file__).parent.parent / "fixtures"
SOURCES = sorted([*FIXTURES.glob("pages/*/page.html"), *FIXTURES.glob("dumps/*/dump.txt")])
ODD = (
    b"<div>" * 3000 + b"<p>Deep down.",
    b"<p " + b" ".join(b"a%d=1" % i for i in range(20_000)) + b">Crowded.",
    "Größe und Länge überraschen die Käufer, die Bäcker nicht.".encode("cp1252"),
    b"\xff\xfe\x00",
    b"%PDF-1.7",
    b"",
)
THREADS = 64
CALLS = 5  # of each thread; bench/endurance.py makes 20,000 in all


def pages() -> list[bytes]:
    """The pages of the fixtures, and some that take the ways for odd ones."""
    return [*(source.read_bytes() for source in SOURCES), *ODD]


def answer(page: bytes) -> str:
    """A digest of everything that is known of a page."""
    return hashlib.sha256(extract(page, url="https://x.example/2024/a").to_json().encode()).hexdigest()


def answers() -> list[str]:
    """Those of all pages, in this process."""
    return [answer(page) for page in pages()]


@pytest.fixture(scope="module")
def alone() -> dict[bytes, str]:
    """The answers of this thread, nothing else running."""
    return {page: answer(page) for page in pages()}


def moved_about(page: bytes) -> None:
    """Trees of one's own, moved, changed and dropped."""
    tree = html.fromstring(page)
    etree.strip_elements(tree, "script")
    html.fromstring(html.tostring(tree)).append(tree)


def extruct_run(page: bytes) -> None:
    """What people run beside an extractor in the same process."""
    with suppress(ValueError):
        sys.modules["extruct"].extract(page.decode(), syntaxes=["microdata", "opengraph", "json-ld"])


@pytest.fixture(params=[moved_about, extruct_run])
def in_the_mix(request: pytest.FixtureRequest) -> Iterator[None]:
    """Other users of lxml at work meanwhile."""
    if request.param is extruct_run:
        pytest.importorskip("extruct", reason="extruct, which shares lxml with us, is not installed")
    page, stop = SOURCES[0].read_bytes(), threading.Event()

    def run() -> None:
        while not stop.is_set():
            request.param(page)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    yield
    stop.set()
    for thread in threads:
        thread.join()


@pytest.mark.usefixtures("in_the_mix")
def test_threads_give_the_answers_of_one(alone: dict[bytes, str]) -> None:
    wanted = random.Random(5).choices(list(alone), k=THREADS * CALLS)
    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(answer, wanted)) == [alone[page] for page in wanted]


def test_threads_of_asyncio_give_the_answers_of_one(alone: dict[bytes, str]) -> None:
    async def together() -> list[str]:
        return await asyncio.gather(*(asyncio.to_thread(answer, page) for page in alone))

    assert asyncio.run(together()) == list(alone.values())


def test_documents_may_be_read_in_another_thread_than_made_them(alone: dict[bytes, str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        documents = list(pool.map(lambda page: extract(page, url="https://x.example/2024/a"), alone))
    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(lambda document: document.to_json(), documents))
    assert [hashlib.sha256(each.encode()).hexdigest() for each in written] == list(alone.values())


@pytest.mark.parametrize("way", [way for way in ("fork", "spawn") if way in multiprocessing.get_all_start_methods()])
def test_processes_give_the_answers_of_one(way: str, alone: dict[bytes, str]) -> None:
    context = multiprocessing.get_context(way)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        texts = list(pool.map(extract_text, alone, chunksize=20))
    assert texts == [extract_text(page) for page in alone]


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_seed_of_hashes_does_not_matter(seed: str, alone: dict[bytes, str]) -> None:
    here = str(Path(__file__).parent)
    code = (
        f"import sys, json; sys.path.insert(0, {here!r}); import test_determinism as t; print(json.dumps(t.answers()))"
    )
    where = str(Path(unchaff.__file__).parent.parent)
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": where},
    )
    assert json.loads(run.stdout) == list(alone.values())


@pytest.mark.parametrize(
    "order", [list, lambda pages: list(reversed(pages)), lambda pages: pages * 2], ids=["", "back", "twice"]
)
def test_what_was_read_before_does_not_matter(
    order: Callable[[list[bytes]], list[bytes]], alone: dict[bytes, str]
) -> None:
    for page in order(list(alone)):
        assert answer(page) == alone[page]


def test_the_version_of_the_rules_goes_with_the_document() -> None:
    document = extract(b"<p>One.")
    assert document.rules == rules()
    assert len(document.rules) == 12
    assert document.to_dict()["rules"] == rules()
    assert pickle.loads(pickle.dumps(document)).rules == rules()


def test_the_version_changes_with_any_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.txt").write_bytes(b"one\r\n")
    monkeypatch.setattr("unchaff.rules.files", lambda name: tmp_path)
    versions = []
    for name, content in (
        ("words/en.txt", b"one\r\n"),
        ("words/en.txt", b"one\n"),
        ("words/en.txt", b"two\n"),
        ("a.py", b""),
    ):
        (tmp_path / name).write_bytes(content)
        (tmp_path / "a.pyc").write_bytes(content)
        versions.append(rules.__wrapped__())
    assert versions[0] == versions[1]
    assert len(set(versions)) == 3
