"""Training rows: the facts of every block of the labelled pages, and which share of it is body, where that is known."""

from __future__ import annotations

import hashlib
import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from bench.align import align, tokens
from bench.corpus import Gold, address, gold, pages
from unchaff.filters import BEFORE_SCORE
from unchaff.model import Evidence, Page, Strength
from unchaff.read import read
from unchaff.score.facts import MASK_BITS, Facts, facts

# What each set of weights is learned from.
SETS = {"tree": ("wcxb_dev", "fundus_dev", "magic_dev", "trafi_dev"), "lines": ("textdump_dev",)}
FOLDS = 5
HALF = 0.5  # of a block's signs that a chunk must be to speak for it
Row = TypeVar("Row")
_HOST = re.compile(r"(?:www\.)?([\w-]+\.[a-z]{2,4})(?=[.-])")  # in a file name: "example.com-some-page.html"


@dataclass(slots=True)
class Rows:
    """One page's blocks as rows: facts, share of body, words; and what is needed to judge the result."""

    dataset: str
    gold: Gold
    host: str
    texts: list[str]
    facts: NDArray[np.float32]
    names: list[str]
    body: NDArray[np.float32]  # not a number where nobody said
    words: NDArray[np.float32]
    open: NDArray[np.bool_]  # no strong verdict reached the block before the score
    paths: list[int]  # of tags and classes: equal for twins
    evidence: Evidence

    @property
    def fold(self) -> int:
        """The cross-validation fold: pages of one host are never on both sides."""
        return fold_of(self.host)


def fold_of(host: str) -> int:
    """The cross-validation fold of a host."""
    return int(hashlib.md5(host.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def host_of(url: str) -> str:
    """The registered part of a URL's host, roughly: "example.co.uk" for "www.example.co.uk"; or that in a file name."""
    named = _HOST.search(url) if "//" not in url else None
    parts = (urlsplit(url).hostname or (named[1] if named else url)).split(".")
    short = len(parts) > 2 and len(parts[-2]) <= 3
    return ".".join(parts[-3:] if short else parts[-2:])


def matrix(found: Facts) -> tuple[NDArray[np.float32], list[str]]:
    """Facts as a matrix: the page's, the columns, and a column for every bit of every mask."""
    names = [*found.page, *found.columns]
    columns = [np.full(found.size, value, dtype=np.float32) for value in found.page.values()]
    columns += [np.array(values, dtype=np.float32) for values in found.columns.values()]
    for mask, values in found.masks.items():
        bits = np.array(values, dtype=np.int64)
        for bit in range(MASK_BITS[mask]):
            columns.append(((bits >> bit) & 1).astype(np.float32))
            names.append(f"{mask}#{bit}")
    return np.stack(columns, axis=1), names


def rows_of(task: tuple[str, Gold, bytes]) -> Rows | None:
    """The rows of one page; None where there is nothing to learn from."""
    dataset, entry, data = task
    page = read(data, url=address(entry))
    if not page.blocks:
        return None
    BEFORE_SCORE(page)
    values, names = matrix(facts(page))
    texts = [block.text for block in page.blocks]
    return Rows(
        dataset,
        entry,
        host_of(entry["url"]),
        texts,
        values,
        names,
        np.array(labels(texts, entry), dtype=np.float32),
        np.array([len(tokens(text)) for text in texts], dtype=np.float32),
        _open(page),
        [block.box.key for block in page.blocks],
        page.evidence,
    )


def labels(texts: Sequence[str], entry: Gold) -> list[float]:
    """For every block the share of it that is body; not a number where gold has chunks in place of a text.

    A chunk that must appear speaks for the block that holds it, if there is but one; one that must not speaks for
    blocks it makes up half of: "PDF" says nothing of a text that has the word. Of other blocks nothing is known.
    """
    if entry["text"] is not None:
        return align(texts, entry["text"])
    found = [nan] * len(texts)
    plain = [f" {' '.join(tokens(text))} " for text in texts]
    for chunk in entry["with"]:
        holding = [i for i, text in enumerate(plain) if f" {' '.join(tokens(chunk))} " in text]
        if len(holding) == 1:
            found[holding[0]] = 1.0
    for chunk in entry["without"]:
        words = " ".join(tokens(chunk))
        for i, text in enumerate(plain):
            if f" {words} " in text and len(words) >= HALF * (len(text) - 2):
                found[i] = 0.0
    return found


def _open(page: Page) -> NDArray[np.bool_]:
    return np.array([b.verdict is None or b.verdict.strength < Strength.STRONG for b in page.blocks])


def build(data: Path, datasets: Iterable[str], cache: Path) -> list[Rows]:
    """The rows of all pages of the datasets."""
    tasks = ((name, entry, page) for name in datasets for entry, page in pages(data, name, gold(data, name)))

    def made() -> Iterator[Rows]:
        with ProcessPoolExecutor(2) as pool:
            yield from filter(None, pool.map(rows_of, tasks, chunksize=8))

    return cached(cache, made)


def cached(cache: Path, make: Callable[[], Iterable[Row]]) -> list[Row]:
    """What `make` makes, or has made before: `cache` is only as fresh as whoever deletes it."""
    if cache.exists():
        with cache.open("rb") as file:
            return list(pickle.load(file))
    rows = list(make())
    cache.parent.mkdir(parents=True, exist_ok=True)
    with cache.open("wb") as file:
        pickle.dump(rows, file, protocol=5)
    return rows
