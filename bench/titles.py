"""Learns the weights of title candidates from the labelled pages, cross-validated by host: bench/titles.py --write.

A page's candidates compete: the chance of each is its share of the exponentials of all sums (conditional logit).
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

if not __package__:  # run as a file
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.command import parser
from bench.corpus import OUT, ROOT, Gold, address, gold, pages
from bench.judge import load_judge
from bench.rows import FOLDS, cached, fold_of, host_of
from unchaff.filters import DEFAULT
from unchaff.metadata import claims_of
from unchaff.metadata.candidates import contest_of, facts
from unchaff.metadata.title import OF_VOTES
from unchaff.read import read_tree

SETS = {"wcxb_dev": 1.0, "fundus_dev": 2.0}  # and what a page weighs: there are few news pages, and the world has many
FEWEST = 5  # pages a fact must be on
PENALTY = 15.0  # on the squares of the weights
OF_NEWS, NEWS_PENALTY = "apart ", 0.3  # facts of few pages that weigh against many at once
SMALLEST = 0.005  # weights below are not written

Array = NDArray[np.float64]


@dataclass(slots=True)
class Row:
    """A page: the facts of its candidates, which of them are right, and how those look."""

    dataset: str
    id: str
    fold: int
    facts: list[tuple[str, ...]]
    votes: Array
    right: Array
    texts: list[str]
    gold: str


def row_of(task: tuple[Path, str, Gold, bytes]) -> Row:
    """The row of a page."""
    data, dataset, entry, content = task
    fold = load_judge(data).fold
    page, tree = read_tree(content, url=address(entry))
    DEFAULT(page)
    contest = contest_of(claims_of(tree, page))
    texts = [one.text for one in contest.candidates]
    right = np.array([fold(text) == fold(entry["title"]) for text in texts], dtype=np.float64)
    host = host_of(entry["url"] if "://" in entry["url"] else entry["id"])
    votes = np.array([contest.share_of_votes(one) for one in contest.candidates])
    return Row(dataset, entry["id"], fold_of(host), facts(contest), votes, right, texts, entry["title"] or "")


def build(data: Path, cache: Path) -> list[Row]:
    """The rows of all pages that have a gold title."""

    def made() -> Iterator[Row]:
        with ProcessPoolExecutor(2) as pool:
            yield from pool.map(row_of, _tasks(data), chunksize=8)

    return cached(cache, made)


def _tasks(data: Path) -> Iterator[tuple[Path, str, Gold, bytes]]:
    for dataset in SETS:
        wanted = [entry for entry in gold(data, dataset) if entry["title"]]
        yield from ((data, dataset, entry, content) for entry, content in pages(data, dataset, wanted))


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """The weights under which the right candidates of these pages are most probable."""
    rows = [row for row in rows if row.right.any()]
    seen = Counter(fact for row in rows for fact in set[str]().union(*row.facts))
    names = {fact: i for i, fact in enumerate(sorted(fact for fact, pages in seen.items() if pages >= FEWEST))}
    matrix = np.concatenate([_matrix(row, names) for row in rows])
    sizes = [len(row.facts) for row in rows]
    starts, page = np.concatenate([[0], np.cumsum(sizes)[:-1]]), np.repeat(np.arange(len(rows)), sizes)
    right = np.concatenate([row.right / row.right.sum() for row in rows])
    voted = OF_VOTES * np.concatenate([row.votes for row in rows])
    worth = np.array([SETS[row.dataset] for row in rows])[page]
    penalty = np.array([NEWS_PENALTY if name.startswith(OF_NEWS) else PENALTY for name in names])

    def loss(weights: Array) -> tuple[float, Array]:
        sums = matrix @ weights + voted
        powers = np.exp(sums - np.maximum.reduceat(sums, starts)[page])
        chances = powers / np.add.reduceat(powers, starts)[page]
        wrong = -(worth * right * np.log(chances + 1e-12)).sum() + (penalty * weights) @ weights / 2
        return float(wrong), matrix.T @ (worth * (chances - right)) + penalty * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return {name: round(float(found[i]), 4) for name, i in names.items() if abs(found[i]) >= SMALLEST}


def _matrix(row: Row, names: dict[str, int]) -> Array:
    matrix = np.zeros((len(row.facts), len(names)))
    for i, found in enumerate(row.facts):
        matrix[i, [names[fact] for fact in found if fact in names]] = 1
    return matrix


def is_right(row: Row, weights: dict[str, float]) -> bool:
    """Whether the right candidate has the highest sum."""
    sums = [sum(weights.get(fact, 0.0) for fact in found) for found in row.facts] + OF_VOTES * row.votes
    return len(sums) > 0 and bool(row.right[int(np.argmax(sums))])


def report(name: str, right: dict[int, bool], rows: Sequence[Row]) -> None:
    """Print the share of right titles by dataset."""
    for dataset in SETS:
        of = [right[i] for i, row in enumerate(rows) if row.dataset == dataset]
        print(f"{name:16} {dataset:12} {len(of):5} pages  {np.mean(of):.4f}")


def arguments(argv: Sequence[str]) -> Namespace:
    """What the command line asks for."""
    options = parser("titles", __doc__)
    options.add_argument("--write", action="store_true", help="fit all pages and write metadata/data/title.json")
    options.add_argument("--fresh", action="store_true", help="read the pages again")
    return options.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Build the rows, cross-validate, and write the weights when asked to."""
    options = arguments(argv)
    cache = OUT / "rows-title.pickle"
    if options.fresh:
        cache.unlink(missing_ok=True)
    rows = build(options.data, cache)
    report("among candidates", {i: bool(row.right.any()) for i, row in enumerate(rows)}, rows)
    unseen: dict[int, bool] = {}
    for fold in range(FOLDS):
        weights = fit([row for row in rows if row.fold != fold])
        unseen |= {i: is_right(row, weights) for i, row in enumerate(rows) if row.fold == fold}
    report("unseen hosts", unseen, rows)
    weights = fit(rows)
    report("learned from", {i: is_right(row, weights) for i, row in enumerate(rows)}, rows)
    if options.write:
        note = "Learned by bench/titles.py from " + ", ".join(SETS) + ". Licence: CC-BY-4.0 (docs/quality.md)"
        path = ROOT / "src" / "unchaff" / "metadata" / "data" / "title.json"
        path.write_text(json.dumps({"about": note, "weights": weights}, indent=0, ensure_ascii=False) + "\n")
        print(f"wrote {path}, {len(weights)} weights, {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
