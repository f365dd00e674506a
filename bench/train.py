"""Learns the body score's tables from the labelled pages, cross-validated by host: bench/train.py tree --write."""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import defaultdict
from pathlib import Path

if not __package__:  # run as a file
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import lightgbm
import numpy as np
from numpy.typing import NDArray

from bench.corpus import DATA, OUT, ROOT
from bench.judge import load_judge
from bench.rows import FOLDS, Rows, build
from unchaff.filters.body import best_threshold
from unchaff.score.facts import MASK_BITS

SETS = {"tree": ("wcxb_dev", "fundus_dev", "magic_dev"), "lines": ("textdump_dev",)}
ROUNDS = 600
# Trees of two leaves are steps over one fact: their sum is the additive model of house.md §14. Half of the pages'
# rows and a third of the facts a round keep one fact from taking all the weight of its likes.
PARAMETERS = {
    "objective": "cross_entropy",
    "num_leaves": 2,
    "learning_rate": 0.1,
    "max_bin": 31,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "num_threads": 2,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
# A page weighs about the same whatever its length; this many words keep short ones from weighing more.
PAGE_WORDS = 100.0


def fit(rows: list[Rows]) -> lightgbm.Booster:
    """The additive model of these pages."""
    values = np.concatenate([r.facts[r.open] for r in rows])
    body = np.concatenate([r.body[r.open] for r in rows])
    weights = np.concatenate([((r.words + 0.5) / (PAGE_WORDS + float(r.words @ r.body)))[r.open] for r in rows])
    names = [f"f{i}" for i in range(values.shape[1])]
    data = lightgbm.Dataset(values, body, weight=weights / weights.mean(), feature_name=names)
    return lightgbm.train(PARAMETERS, data, num_boost_round=ROUNDS)


def tables(model: lightgbm.Booster, names: list[str]) -> dict[str, object]:
    """The model as bias, steps over columns, and weights of mask bits: what src/unchaff/weights holds."""
    bias, steps = 0.0, defaultdict(lambda: defaultdict(float))
    for tree in model.dump_model()["tree_info"]:
        node = tree["tree_structure"]
        if "split_feature" not in node:
            bias += node["leaf_value"]
            continue
        left, right = node["left_child"]["leaf_value"], node["right_child"]["leaf_value"]
        bias += left
        steps[names[node["split_feature"]]][node["threshold"]] += right - left
    columns, masks = {}, {}
    for name in names:
        if "#" in name:
            mask, bit = name.split("#")
            weights = masks.setdefault(mask, [0.0] * MASK_BITS[mask])
            weights[int(bit)] = round(sum(steps[name].values()), 4)
        elif steps[name]:
            edges = sorted(steps[name])
            totals = np.cumsum([0.0, *(steps[name][edge] for edge in edges)])
            columns[name] = [[float(f"{edge:.7g}") for edge in edges], [round(float(v), 4) for v in totals]]
    return {"bias": round(bias, 4), "columns": columns, "masks": masks}


def kept(row: Rows, chances: NDArray[np.float64]) -> list[bool]:
    """Which blocks the pipeline's own rule would keep."""
    least = best_threshold([(c, int(w)) for c, w, o in zip(chances, row.words, row.open, strict=True) if o])
    return [bool(o) and c >= least for c, o in zip(chances, row.open, strict=True)]


def cross_validate(rows: list[Rows]) -> dict[tuple[str, str], NDArray[np.float64]]:
    """The chances of every page's blocks by a model that saw no page of its host; prints their F1 by kind."""
    judge = load_judge(DATA)
    found: dict[tuple[str, str], list[tuple[float, float, float]]] = defaultdict(list)
    unseen = {}
    for fold in range(FOLDS):
        model = fit([r for r in rows if r.fold != fold])
        for row in (r for r in rows if r.fold == fold):
            chances = model.predict(row.facts)
            unseen[row.dataset, row.id] = chances
            keep = kept(row, chances)
            text = "\n".join(text for text, k in zip(row.texts, keep, strict=True) if k)
            token = judge.WORD if row.dataset.startswith("wcxb") else judge.TOKEN
            scores = judge.bag(text, row.gold, token)
            style = row.id.partition("#")[2]
            for group in {(row.dataset, "all"), (row.dataset, row.kind), (row.dataset, style or "all")}:
                found[group].append(scores)
    for (dataset, kind), scores in sorted(found.items()):
        p, r, f1 = np.mean(scores, axis=0)
        print(f"{dataset:14} {kind:14} {len(scores):5} F1={f1:.4f} P={p:.4f} R={r:.4f}")
    return unseen


def main() -> None:
    """Build the rows, cross-validate, and write the tables when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(SETS))
    parser.add_argument("--write", action="store_true", help="fit all pages and write src/unchaff/weights/NAME.json")
    parser.add_argument("--no-cv", action="store_true", help="skip the cross-validation")
    parser.add_argument("--fresh", action="store_true", help="read the pages again")
    options = parser.parse_args()
    cache = OUT / f"rows-{options.name}.pickle"
    if options.fresh:
        cache.unlink(missing_ok=True)
    rows = build(DATA, SETS[options.name], cache)
    print(f"{len(rows)} pages, {sum(len(r.texts) for r in rows)} blocks, {rows[0].facts.shape[1]} facts")
    if not options.no_cv:
        with (OUT / f"unseen-{options.name}.pickle").open("wb") as file:
            pickle.dump(cross_validate(rows), file)
    if options.write:
        path = ROOT / "src" / "unchaff" / "weights" / f"{options.name}.json"
        learned = tables(fit(rows), rows[0].names)
        note = (
            "Learned by bench/train.py from " + ", ".join(SETS[options.name]) + ". Licence: CC-BY-4.0 (docs/quality.md)"
        )
        path.write_text(json.dumps({"about": note, **learned}, separators=(",", ":")) + "\n")
        print(f"wrote {path}, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
