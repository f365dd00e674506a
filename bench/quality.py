"""Learns how right a decision probably is and the kind of page: bench/quality.py --write, after bench/train.py.

The bodies it learns from are made with chances of a score that saw no page of the same host (bench/train.py leaves
them in bench/out), and the estimates are cross-validated over the same folds.
"""

from __future__ import annotations

import json
import pickle
import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any

if not __package__:  # run as a file
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import lightgbm
import numpy as np
from numpy.typing import NDArray

from bench.command import impossible, outcome, parser
from bench.corpus import OUT, ROOT, Gold, address, gold, pages
from bench.judge import Answer, PageScore, load_judge, measures, score_page, tokens_of
from bench.rows import FOLDS, SETS, fold_of, host_of
from unchaff.filters import BEFORE_SCORE, REGION, WHOLES
from unchaff.model import Label, Page, Strength, Verdict
from unchaff.pipeline import Pipeline
from unchaff.read import read
from unchaff.render.selection import Selection
from unchaff.render.text import text
from unchaff.score.account import STEPS
from unchaff.score.choice import choices
from unchaff.score.decision import decision
from unchaff.score.facts import facts
from unchaff.score.quality import KIND, Sum, expected_f1, kind_chances, likeliest, read_sum

MAIN = {"tree": "wcxb_dev", "lines": "textdump_dev"}  # the pages that figures are printed of
LEANS = {"default": 0.0, "precise": -1.0, "thorough": 1.0, "all open": 40.0}  # added to log-odds; the last keeps all
SPEARMAN, CALIBRATION = 0.60, 0.06  # the floors: rank correlation at least, calibration error at most
BINS = 10
ROUNDS = 200
PARAMETERS = {  # steps over single facts
    "num_leaves": 2,
    "learning_rate": 0.05,
    "min_data_in_leaf": 20,
    "lambda_l2": 1.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "max_bin": 31,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
AFTER_SCORE = Pipeline.of(*WHOLES, *REGION)
ROUTED = 0.95  # the F1 that something dearer is taken to reach, in the table of thresholds
THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)

Learned = dict[str, dict[str, list[list[float]]]]
Array = NDArray[np.float64]


class Stale(ValueError):
    """The chances that bench/train.py left do not fit the pages as they are read now."""


@dataclass(frozen=True, slots=True)
class Row:
    """One decision: its facts (none for a page without blocks) and how good the body is that it gave."""

    dataset: str
    kind: str
    fold: int
    policy: str
    score: PageScore
    facts: dict[str, float]
    source: str = ""  # what a dump was made from

    @property
    def f1(self) -> float:
        """Of the body; only where gold has its text."""
        assert self.score.body
        return self.score.body.f1


@dataclass(frozen=True, slots=True)
class Task:
    """A page to decide, with the chances of its blocks."""

    data: Path
    dataset: str
    gold: Gold
    page: bytes
    chances: Array


def rows_of(task: Task) -> list[Row]:
    """A row for each policy."""
    judge = cached_judge(task.data)
    entry, url = task.gold, address(task.gold)
    rows = []
    read_page = read(task.page, url=url)
    if len(read_page.blocks) != len(task.chances):
        raise Stale(f"{task.dataset} {entry['id']}: read otherwise since; run bench/train.py --fresh first")
    BEFORE_SCORE(read_page)
    of_page = facts(read_page).page if read_page.blocks else {}
    for policy, lean in LEANS.items():
        page = read_page.before(*STEPS)
        decide(page, task.chances, lean)
        score = score_page(judge, tokens_of(judge, task.dataset), entry, Answer(text=text(Selection(page))))
        found = decision(page, [float(c) for c in task.chances]) | of_page if page.blocks else {}
        fold = fold_of(host_of(entry["url"]))
        rows.append(Row(task.dataset, entry["kind"], fold, policy, score, found, source_of(entry["id"])))
    return rows


cached_judge = cache(load_judge)


def source_of(name: str) -> str:
    """What the dump of this id was made from: of "de/NTV/V1#wet" news of fundus_dev, of "0518#wet" wcxb_dev."""
    page, _, style = name.partition("#")
    return ("news" if "/" in page else "mixed") if style else ""


def decide(page: Page, chances: Array, lean: float) -> None:
    """What the score and the steps after it would decide with these chances in place of its own."""
    blocks = page.open()
    found = choices(page, blocks, [odds_of(float(chances[block.index])) + lean for block in blocks])
    for place, block in enumerate(blocks):
        choice = found.of(place)
        if choice.kept and not choice.copy:
            page.accept(Verdict(block, Label.BODY, "", Strength.STRONG))
        else:
            page.accept(Verdict(block, Label.OTHER, ""))
    AFTER_SCORE(page)


def odds_of(chance: float) -> float:
    """The log-odds of a chance."""
    chance = min(max(chance, 1e-12), 1 - 1e-12)
    return log(chance / (1 - chance))


def build(data: Path, name: str) -> list[Row]:
    """The rows of all pages."""
    path = OUT / f"unseen-{name}.pickle"
    if not path.exists():
        raise Stale(f"no {path}; run bench/train.py {name} first")
    with path.open("rb") as file:
        unseen: dict[tuple[str, str], Array] = pickle.load(file)
    with ProcessPoolExecutor(2) as pool:
        return [row for rows in pool.map(rows_of, tasks(data, name, unseen), chunksize=8) for row in rows]


def tasks(data: Path, name: str, unseen: dict[tuple[str, str], Array]) -> Iterator[Task]:
    """The pages to decide; bench/train.py has no chances for those without a block."""
    for dataset in SETS[name]:
        for entry, page in pages(data, dataset, gold(data, dataset)):
            yield Task(data, dataset, entry, page, unseen.get((dataset, entry["id"]), np.empty(0)))


def fit(rows: Sequence[Row]) -> Learned:
    """The sums of these rows: F1 from every policy's decision, kinds from the default's."""
    rows = [row for row in rows if row.facts]
    learned = {"f1": steps_of(rows, np.array([row.f1 for row in rows]), {"objective": "cross_entropy"})[0]}
    plain = [row for row in rows if row.policy == "default"]
    kinds = sorted({row.kind for row in plain})
    target = np.array([kinds.index(row.kind) for row in plain], dtype=np.float64)
    several = {"objective": "multiclass", "num_class": len(kinds), "learning_rate": 0.08, "lambda_l2": 3.0}
    for kind, steps in zip(kinds, steps_of(plain, target, several), strict=True):
        learned[KIND + kind] = steps
    return learned


def steps_of(rows: Sequence[Row], target: Array, parameters: dict[str, Any]) -> list[dict[str, list[list[float]]]]:
    """One sum for each class of the target, as {fact: [[edge, step above it], …]}."""
    names = list(rows[0].facts)
    values = np.array([[row.facts[name] for name in names] for row in rows])
    data = lightgbm.Dataset(values, target)
    model = lightgbm.train({**PARAMETERS, **parameters}, data, num_boost_round=ROUNDS)
    sums: list[dict[str, dict[float, float]]] = [
        defaultdict(lambda: defaultdict(float)) for _ in range(parameters.get("num_class", 1))
    ]
    for number, tree in enumerate(model.dump_model()["tree_info"]):
        node, steps = tree["tree_structure"], sums[number % len(sums)]
        if "split_feature" in node:
            low, high = node["left_child"]["leaf_value"], node["right_child"]["leaf_value"]
            steps[names[node["split_feature"]]][float(f"{node['threshold']:.8g}")] += high - low
            steps[""][0.0] += low
        else:
            steps[""][0.0] += node["leaf_value"]
    return [{fact: [[e, round(s, 4)] for e, s in sorted(of.items())] for fact, of in one.items()} for one in sums]


def cross_validate(rows: Sequence[Row], main: str) -> tuple[list[tuple[Row, float]], list[tuple[bool, float]]]:
    """Estimates by sums that saw no page of the host: (row, F1 estimate), and (kind was right, confidence)."""
    f1s, kinds = [], []
    for fold in range(FOLDS):
        learned = {what: read_sum(steps) for what, steps in fit([r for r in rows if r.fold != fold]).items()}
        for row in (r for r in rows if r.fold == fold and r.dataset == main):
            f1s.append((row, expected_f1(learned["f1"], row.facts)))
            if row.policy == "default":
                kinds.append(guess(learned, row))
    return f1s, kinds


def guess(learned: dict[str, Sum], row: Row) -> tuple[bool, float]:
    """Whether the kind is right, and the confidence; a page without blocks has none."""
    if not row.facts:
        return False, 0.0
    kind = likeliest(kind_chances(learned, row.facts))
    return kind.name == row.kind, kind.confidence


def ranks(values: Array) -> Array:
    """The rank of each value; equal ones share the middle of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ranked: Array = (np.cumsum(count) - (count - 1) / 2)[place]
    return ranked


def spearman(one: Array, other: Array) -> float:
    """The rank correlation."""
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


def calibration(estimates: Array, truth: Array) -> float:
    """The expected calibration error over ten bins of equal width."""
    bins = np.minimum((estimates * BINS).astype(int), BINS - 1)
    gaps = [(bins == b).mean() * abs(estimates[bins == b].mean() - truth[bins == b].mean()) for b in set(bins)]
    return float(sum(gaps))


def report(name: str, f1s: list[tuple[Row, float]], kinds: list[tuple[bool, float]]) -> list[str]:
    """Print the figures of one set; give back the floors crossed."""
    failures = []
    for policy in LEANS:
        truth = np.array([row.f1 for row, _ in f1s if row.policy == policy])
        estimates = np.array([estimate for row, estimate in f1s if row.policy == policy])
        rank, error = spearman(estimates, truth), calibration(estimates, truth)
        off = np.abs(estimates - truth).mean()
        print(f"{name:6} {policy:9} {len(truth):5} pages  Spearman {rank:.3f}  ECE {error:.3f}  mean error {off:.3f}")
        if policy == "default":
            print("\n".join(routing(estimates, truth)))
            if rank < SPEARMAN or error > CALIBRATION:
                failures.append(f"{name}: Spearman {rank:.3f} (floor {SPEARMAN}), ECE {error:.3f} (most {CALIBRATION})")
    right, sure = (np.array(column, dtype=np.float64) for column in zip(*kinds, strict=True))
    print(f"{name:6} kind right {right.mean():.3f}, sure of {sure.mean():.3f}, ECE {calibration(sure, right):.3f}")
    for least in (0.5, 0.7, 0.9):
        share, hits = (sure >= least).mean(), right[sure >= least].mean()
        print(f"       confidence from {least}: {share:4.0%} of pages, right {hits:.3f}")
    return failures


def routing(estimates: Array, truth: Array) -> Iterator[str]:
    """For each threshold the pages under it, their F1, and what all pages would gain if they came out better."""
    yield f"       under   pages   their F1   F1 of the rest   of what is wrong   F1 of all if theirs became {ROUTED}"
    for limit in THRESHOLDS:
        under = estimates < limit
        wrong = (1 - truth[under]).sum() / (1 - truth).sum()
        better = np.where(under, np.maximum(truth, ROUTED), truth).mean()
        theirs = truth[under].mean() if under.any() else float("nan")
        yield (
            f"       {limit:.2f}    {under.mean():4.0%}    {theirs:.3f}      {truth[~under].mean():.3f}"
            f"            {wrong:4.0%}               {truth.mean():.3f} to {better:.3f}"
        )


def recipe(rows: Sequence[Row]) -> Iterator[str]:
    """F1 of the whole recipe on hosts that its score never saw; bench/train.py has that of the score alone."""
    found: dict[tuple[str, str], list[PageScore]] = {}
    for row in rows:
        if row.policy == "default":
            for kind in filter(None, ("all", row.kind, row.source)):
                found.setdefault((row.dataset, kind), []).append(row.score)
    for (dataset, kind), scores in sorted(found.items()):
        figures = measures(scores)
        name = "body" if "body" in figures else "snippets"
        yield f"{dataset:14} {kind:14} {len(scores):5} {name} F1={figures[name]:.4f}"


def arguments(argv: Sequence[str]) -> Namespace:
    """What the command line asks for."""
    options = parser("quality", __doc__)
    options.add_argument("--write", action="store_true", help="fit all pages and write src/unchaff/score/quality.json")
    return options.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Cross-validate, print, and write when asked to; 1 when a floor is crossed, 2 when it cannot be run."""
    options = arguments(argv)
    failures: list[str] = []
    learned: dict[str, object] = {
        "about": "Learned by bench/quality.py from "
        + ", ".join(d for of in SETS.values() for d in of)
        + ". Licence: CC-BY-4.0 (docs/quality.md)"
    }
    try:
        for name in SETS:
            rows = build(options.data, name)
            print("\n".join(recipe(rows)))
            rows = [row for row in rows if row.score.body]
            failures += report(name, *cross_validate(rows, MAIN[name]))
            learned[name] = fit(rows) if options.write else {}
    except (Stale, FileNotFoundError) as error:
        return impossible("quality", error)
    if options.write:
        path = ROOT / "src" / "unchaff" / "score" / "quality.json"
        path.write_text(json.dumps(learned, separators=(",", ":")) + "\n")
        print(f"wrote {path}, {path.stat().st_size:,} bytes")
    return outcome(failures)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
