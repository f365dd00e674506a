"""Decision trees over facts: each fact rules out leaves, and the leaves that are left add up to the log-odds.

A set of trees is one string of bits, a byte for each tree and a bit for each of its leaves. What a value of a fact
leaves of it is known beforehand, so that a block is judged by one AND for each fact, however deep the trees are.
Source of the method: C. Lucchese et al., "QuickScorer", SIGIR 2015.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial, reduce
from importlib import resources
from itertools import accumulate
from operator import and_, getitem, or_
from struct import unpack
from typing import NamedTuple, TypeAlias, TypeVar

from unchaff.score.facts import Facts

PAGE = "page "  # names of facts of the whole page begin like this
LEAVES = 8  # of a tree at most: the bits of its byte
UNIT = 10_000  # values are whole numbers of this part of a log-odd: their sum is exact, in whatever order
LANE = 32  # bits that hold what a fact adds
_LEAF = bytes(next((bit for bit in range(LEAVES) if byte >> bit & 1), 0) for byte in range(256))

Value = TypeVar("Value", int, float)


class Split(NamedTuple):
    """A question to a fact: it goes on at `low` where the fact is at most `edge`, else at `high`."""

    fact: str
    edge: float
    low: Node
    high: Node
    value: int  # the mean of the leaves below, by what they were learned from


Node: TypeAlias = Split | int


class Cuts(NamedTuple):
    """What a fact leaves of the trees: `left[i]` for values above `edges[i - 1]` up to `edges[i]`."""

    edges: tuple[float, ...]
    left: tuple[int, ...]

    def of(self, value: float) -> int:
        """What this value leaves."""
        return self.left[bisect_left(self.edges, value)]


class Trees:
    """The trees that bench/train.py learned, laid out by fact.

    A fact of the page has a name that begins with "page ", a bit of a mask one like "near#3"; others are columns.
    """

    def __init__(self, roots: Iterable[Node]) -> None:
        self.roots = tuple(roots)
        self.size = len(self.roots)
        self.values = tuple(tuple(_values(root)) for root in self.roots)
        self.every = sum(((1 << len(values)) - 1) << LEAVES * i for i, values in enumerate(self.values))
        self.page: dict[str, Cuts] = {}
        self.columns: dict[str, Cuts] = {}
        self.bits: dict[str, dict[int, Cuts]] = {}
        for fact, cuts in self._cuts():
            mask, _, bit = fact.partition("#")
            if bit:
                self.bits.setdefault(mask, {})[int(bit)] = cuts
            else:
                (self.page if fact.startswith(PAGE) else self.columns)[fact] = cuts

    def _cuts(self) -> Iterator[tuple[str, Cuts]]:
        """Every fact that is asked, and what its values leave."""
        asked: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
        for place, root in enumerate(self.roots):
            for fact, edge, low, high in _questions(root, LEAVES * place):
                asked[fact].append((edge, low, high))
        for fact, found in asked.items():
            found.sort()
            edges = tuple(dict.fromkeys(edge for edge, _, _ in found))
            # Above the i-th question all low sides so far are ruled out, up to it all high sides from there on.
            above = [0, *accumulate((low for _, low, _ in found), or_)]
            up_to = [0, *accumulate((high for _, _, high in reversed(found)), or_)][::-1]
            starts = [*(bisect_left(found, (edge,)) for edge in edges), len(found)]
            yield fact, Cuts(edges, tuple(self.every & ~(above[i] | up_to[i]) for i in starts))

    def scores(self, facts: Facts) -> list[float]:
        """The log-odds of being body, for every block."""
        return [sum(map(getitem, self._pairs, _paired(leaves))) / UNIT for leaves in self.leaves(facts)]

    def leaves(self, facts: Facts) -> list[bytes]:
        """For every block the number of the leaf that each tree leads to."""
        common = reduce(and_, (cuts.of(facts.page[name]) for name, cuts in self.page.items()), self.every)
        left = [common] * facts.size
        for name, cuts in self.columns.items():
            left = _narrowed(left, facts.columns[name], cuts.of)
        for name, bits in self.bits.items():
            left = _narrowed(left, facts.masks[name], partial(_of_mask, bits))
        return [found.to_bytes(self.size, "little").translate(_LEAF) for found in left]

    def heaviest(self, leaves: bytes, most: int | None = None) -> list[tuple[str, float]]:
        """What each fact of a block that was led to these leaves added to its log-odds, the heaviest (`most`) first.

        A split adds the difference between the mean of all leaves below it and of those on the side that is taken;
        what splits on facts of the page add, and facts that add nothing, are left out. Source: A. Saabas,
        "Interpreting random forests", 2014.
        """
        lanes = sum(map(getitem, self._shares, leaves), self._middle) ^ self._middle
        totals = unpack(f"<{len(self._asked)}i", lanes.to_bytes(LANE // 8 * len(self._asked), "little"))
        found = sorted(range(len(totals)), key=list(map(abs, totals)).__getitem__, reverse=True)[:most]
        return [(self._asked[place], totals[place] / UNIT) for place in found if totals[place]]

    @cached_property
    def _pairs(self) -> tuple[tuple[int, ...], ...]:
        """The sums of what two trees say, by the number for their leaves: half the lookups (-.5 x a bare parse)."""
        padded = [[*values, *[0] * (LEAVES - len(values))] for values in self.values] + [[0] * LEAVES]
        return tuple(
            tuple(low + high for high in second for low in first)
            for first, second in zip(padded[::2], padded[1::2], strict=False)
        )

    @cached_property
    def _asked(self) -> tuple[str, ...]:
        """The facts of a block that are asked."""
        return (*self.columns, *(f"{mask}#{bit}" for mask, bits in self.bits.items() for bit in bits))

    @cached_property
    def _shares(self) -> tuple[tuple[int, ...], ...]:
        """For each tree and leaf what the facts add on the way, as one number with a lane for each fact.

        A sum of such numbers adds up all facts at once: a third of what a loop over them takes.
        """
        places = {name: LANE * place for place, name in enumerate(self._asked)}
        return tuple(
            tuple(sum(share << places[fact] for fact, share in found.items()) for found in _shares(root, {}))
            for root in self.roots
        )

    @cached_property
    def _middle(self) -> int:
        """The bit of each lane that keeps what is below nothing from its neighbour, and then is its sign."""
        return sum(1 << LANE * place + LANE - 1 for place in range(len(self._asked)))


def _narrowed(left: Iterable[int], column: Sequence[Value], of: Callable[[Value], int]) -> list[int]:
    """What is left of each block's trees after one more fact."""
    known = {value: of(value) for value in set(column)}
    return list(map(and_, left, map(known.__getitem__, column)))


def _of_mask(bits: Mapping[int, Cuts], mask: int) -> int:
    return reduce(and_, [cuts.of(mask >> bit & 1) for bit, cuts in bits.items()])


def _paired(leaves: bytes) -> bytes:
    """The leaves of every two trees as one number."""
    number = int.from_bytes(leaves, "little")
    return (number | number >> 5).to_bytes(len(leaves), "little")[::2]  # from 8 bits higher to 3 bits higher


def _values(node: Node) -> Iterator[int]:
    """The values of the leaves below a node, from low to high."""
    if isinstance(node, Split):
        yield from _values(node.low)
        yield from _values(node.high)
    else:
        yield node


def _questions(node: Node, first: int) -> Iterator[tuple[str, float, int, int]]:
    """Every split below a node: fact, edge, and the bits of the leaves on either side; `first` is the lowest."""
    if isinstance(node, Split):
        middle = first + len(list(_values(node.low)))
        end = middle + len(list(_values(node.high)))
        yield node.fact, node.edge, (1 << middle) - (1 << first), (1 << end) - (1 << middle)
        yield from _questions(node.low, first)
        yield from _questions(node.high, middle)


def _shares(node: Node, above: dict[str, int]) -> Iterator[dict[str, int]]:
    """For every leaf below a node what its facts added, `above` being what they did so far."""
    if not isinstance(node, Split):
        yield above
        return
    for side in (node.low, node.high):
        value = side.value if isinstance(side, Split) else side
        known = above.get(node.fact, 0) + value - node.value
        yield from _shares(side, above if node.fact.startswith(PAGE) else {**above, node.fact: known})


@cache
def trees(name: str) -> Trees:
    """The trees shipped under `name`: "tree" for HTML, "lines" for text dumps."""
    raw = json.loads(resources.files("unchaff").joinpath("weights", f"{name}.json").read_text("utf-8"))
    return Trees(map(_node, raw["trees"]))


def _node(raw: list[object] | int) -> Node:
    if isinstance(raw, int):
        return raw
    fact, edge, low, high, value = raw
    return Split(fact, edge, _node(low), _node(high), value)  # type: ignore[arg-type]
