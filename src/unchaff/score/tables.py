"""Weight tables over the facts of a block: an additive score, in log-odds, and the facts that weighed most."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import repeat
from typing import NamedTuple

from unchaff.score.facts import Facts


class Table(NamedTuple):
    """Steps over one column: `values[i]` holds between `edges[i - 1]` (included) and `edges[i]`."""

    edges: tuple[float, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What a block's facts weigh, learned by bench/train.py."""

    bias: float
    columns: dict[str, Table]
    masks: dict[str, tuple[float, ...]]  # a weight for each bit

    def scores(self, facts: Facts) -> list[float]:
        """The log-odds of being body, for every block."""
        totals = [self.bias] * facts.size
        for name, (edges, values) in self.columns.items():
            steps = map(values.__getitem__, map(bisect_right, repeat(edges), facts.columns[name]))
            totals = [total + step for total, step in zip(totals, steps, strict=True)]
        for name, weights in self.masks.items():
            known: dict[int, float] = {}
            for i, mask in enumerate(facts.masks[name]):
                if mask:
                    if mask not in known:
                        known[mask] = sum(w for bit, w in enumerate(weights) if mask >> bit & 1)
                    totals[i] += known[mask]
        return totals

    def weights(self, facts: Facts, index: int) -> list[tuple[str, float]]:
        """What each fact of one block weighed, heaviest first."""
        found = [
            (name, values[bisect_right(edges, facts.columns[name][index])])
            for name, (edges, values) in self.columns.items()
        ]
        for name, weights in self.masks.items():
            mask = facts.masks[name][index]
            found += [(f"{name} {facts.bit_name(name, bit)}", w) for bit, w in enumerate(weights) if mask >> bit & 1]
        return sorted(found, key=lambda item: -abs(item[1]))


@cache
def tables(name: str) -> Tables:
    """The tables shipped under `name`: "tree" for HTML, "lines" for text dumps."""
    raw = json.loads(resources.files("unchaff").joinpath("weights", f"{name}.json").read_text("utf-8"))
    columns = {key: Table(tuple(edges), tuple(values)) for key, (edges, values) in raw["columns"].items()}
    return Tables(raw["bias"], columns, {key: tuple(values) for key, values in raw["masks"].items()})
