"""Weight tables over the facts of a block: an additive score, in log-odds, and the facts that weighed most.

The facts of the page choose the tables: a rule holds on pages whose facts lie in its ranges, and adds its steps to
the tables of single facts of the block. For a given page the score is a sum over the block's facts.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate, repeat
from operator import add
from typing import NamedTuple

from unchaff.score.facts import Facts

PAGE = "page "  # names of facts of the whole page begin like this
LOWEST = -1e300  # the edge below all values
BIAS = ""  # the name under which steps stand that no fact of the block conditions


class Steps(NamedTuple):
    """A table over one column: `values[i]` holds above `edges[i - 1]` up to `edges[i]`."""

    edges: tuple[float, ...]
    values: tuple[float, ...]


class Rule(NamedTuple):
    """Steps (edge, addition above it) for facts of a block, on pages whose facts lie in the ranges (low, high]."""

    ranges: tuple[tuple[str, float, float], ...]
    steps: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class PageTables:
    """The tables that hold for one page."""

    bias: float
    columns: dict[str, Steps]
    masks: dict[str, dict[int, float]]  # weight by bit number

    def scores(self, facts: Facts) -> list[float]:
        """The log-odds of being body, for every block."""
        totals = [self.bias] * facts.size
        for name, (edges, values) in self.columns.items():
            steps = map(values.__getitem__, map(bisect_left, repeat(edges), facts.columns[name]))
            totals = list(map(add, totals, steps))
        for name, weights in self.masks.items():
            known = {mask: self._weigh(mask, weights) for mask in set(facts.masks[name])}
            totals = list(map(add, totals, map(known.__getitem__, facts.masks[name])))
        return totals

    @staticmethod
    def _weigh(mask: int, weights: dict[int, float]) -> float:
        return sum(weight for bit, weight in weights.items() if mask >> bit & 1) if mask else 0.0

    def weights(self, facts: Facts, index: int) -> list[tuple[str, float]]:
        """What each fact of one block weighed, heaviest first."""
        found = [
            (name, values[bisect_left(edges, facts.columns[name][index])])
            for name, (edges, values) in self.columns.items()
        ]
        for name, weights in self.masks.items():
            mask = facts.masks[name][index]
            found += [(f"{name} {facts.bit_name(name, bit)}", w) for bit, w in weights.items() if mask >> bit & 1]
        return sorted(found, key=lambda item: -abs(item[1]))


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The rules that bench/train.py learned."""

    rules: tuple[Rule, ...]

    def on(self, page: dict[str, float]) -> PageTables:
        """The tables for a page with these facts."""
        found: dict[str, dict[float, float]] = {}
        for ranges, steps in self.rules:
            for name, low, high in ranges:
                if not low < page[name] <= high:
                    break
            else:
                for fact, additions in steps:
                    table = found.setdefault(fact, {})
                    for edge, addition in additions:
                        table[edge] = table.get(edge, 0.0) + addition
        bias = sum(found.pop(BIAS, {}).values())
        columns: dict[str, Steps] = {}
        masks: dict[str, dict[int, float]] = {}
        for fact, table in found.items():
            table.setdefault(LOWEST, 0.0)
            edges = sorted(table)
            values = tuple(accumulate(table[edge] for edge in edges))
            mask, _, bit = fact.partition("#")
            if bit:  # a bit is 0 or 1: its weight is the difference, what both have in common is bias
                bias += values[0]
                masks.setdefault(mask, {})[int(bit)] = values[-1] - values[0]
            else:
                columns[fact] = Steps(tuple(edges[1:]), values)
        return PageTables(bias, columns, masks)


@cache
def tables(name: str) -> Tables:
    """The tables shipped under `name`: "tree" for HTML, "lines" for text dumps."""
    raw = json.loads(resources.files("unchaff").joinpath("weights", f"{name}.json").read_text("utf-8"))
    return Tables(
        tuple(
            Rule(
                tuple((fact, low, high) for fact, low, high in ranges),
                tuple((fact, tuple((edge, step) for edge, step in found)) for fact, found in steps.items()),
            )
            for ranges, steps in raw["rules"]
        )
    )
