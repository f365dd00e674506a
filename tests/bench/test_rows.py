"""Chunks label the blocks they speak for; hosts are found in addresses and file names, and each is in one fold."""

from math import isnan

import pytest

pytest.importorskip("numpy", reason="no numpy: pip install -e '.[bench]'")

from bench.corpus import Gold
from bench.rows import FOLDS, fold_of, host_of, labels

TEXTS = [
    "The ferry to the island runs again from Monday on, the harbour office said.",
    "Read also: storm closes the harbour",
    "Timetable PDF",
    "PDF",
    "The ferry to the island",
]


def chunks(wanted: list[str], unwanted: list[str]) -> Gold:
    return Gold(
        id="x", file="x.html", url="", kind="", lang="", text=None, title=None, authors=None, date=None,
        **{"with": wanted, "without": unwanted},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "unwanted", "known"),
    [
        (["runs again from Monday on"], [], {0: 1.0}),
        (["The ferry to the island"], [], {}),  # which of the two?
        ([], ["Read also: storm closes"], {1: 0.0}),
        ([], ["PDF"], {3: 0.0}),  # that a longer line has the word says nothing of it
        ([], [], {}),
    ],
)
def test_chunks_speak_for_some_blocks(wanted: list[str], unwanted: list[str], known: dict[int, float]) -> None:
    found = labels(TEXTS, chunks(wanted, unwanted))
    assert {i: value for i, value in enumerate(found) if not isnan(value)} == known


def test_a_gold_text_speaks_for_all_blocks() -> None:
    assert labels(TEXTS, chunks([], []) | {"text": TEXTS[0]}) == [1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.co.uk/a", "example.co.uk"),
        ("https://news.example.com/a.b-c", "example.com"),
        ("hard::example.com-some-page.html", "example.com"),
        ("hard::www.my-example.de.page.html", "my-example.de"),
    ],
)
def test_hosts(url: str, host: str) -> None:
    assert host_of(url) == host


def test_folds_hold_whole_hosts_and_several_of_them() -> None:
    hosts = [f"site{i}.example" for i in range(200)]
    folds = [fold_of(host) for host in hosts]
    assert folds == [fold_of(host) for host in hosts]
    assert set(folds) == set(range(FOLDS))
