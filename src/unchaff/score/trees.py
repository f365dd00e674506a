"""Decision trees over facts: each fact rules out leaves, and the leaves that are left add up to the log-odds.

A set of trees is one string of bits, a byte for each tree and a bit for each of its leaves. What a value of a fact
leaves of it is known beforehand, so that a block is judged by one AND for each fact, however deep the trees are.
Source of the method: C. Lucchese et al., "QuickScorer", SIGIR 2015.
"""

from __future__ import annotations

import json
from binascii import unhexlify
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, reduce
from importlib import resources
from itertools import accumulate, repeat
from operator import and_, getitem, or_
from struct import unpack
from typing import Any, NamedTuple, TypeAlias, TypeVar

from unchaff.score.facts import PARTS, Column, Facts, Shared
from unchaff.words.memo import Memo

PAGE = "page "  # names of facts of the whole page begin like this
LEAVES = 8  # of a tree at most: the bits of its byte
UNIT = 10_000  # values are whole numbers of this part of a log-odd: their sum is exact, in whatever order
DIGITS = 16  # that two of make a byte
LANE = 32  # bits that hold what a fact adds, or all trees of a block
BATCH = 512  # blocks at once
FOUR = 0b1111  # bits of a mask
REMEMBERED = 1024  # masks of each sort: half a kilobyte each
_LEAF = bytes(next((bit for bit in range(LEAVES) if byte >> bit & 1), 0) for byte in range(256))
_DIGIT = bytes(ord("0") + leaf for leaf in _LEAF)

Value = TypeVar("Value")
Left = Callable[[Any], Iterable[int]]  # what the values of a column leave of the trees


class Split(NamedTuple):
    """A question to a fact: it goes on at `low` where the fact is at most `edge`, else at `high`."""

    fact: str
    edge: float
    low: Node
    high: Node
    value: int  # the mean of the leaves below, by what they were learned from


Node: TypeAlias = Split | int


class Scored(NamedTuple):
    """The log-odds of some blocks, and what their facts left of the trees, one block after the other."""

    odds: list[float]
    left: bytes  # `Trees.leaves_of` reads it: what was decided on tells why, too, without the facts


class Cuts(NamedTuple):
    """What a fact leaves of the trees: `left[i]` for values above `edges[i - 1]` up to `edges[i]`."""

    edges: tuple[float, ...]
    left: tuple[int, ...]

    def of(self, value: float) -> int:
        """What this value leaves."""
        return self.left[bisect_left(self.edges, value)]

    def of_all(self, column: Column[float]) -> Iterator[int]:
        """What each value of a column leaves."""
        return map(self.left.__getitem__, map(bisect_left, repeat(self.edges), column))


class Remembered(Memo[Value, int]):
    """What values leave of the trees, remembered from page to page."""

    def of_all(self, column: Column[Value]) -> Iterator[int]:
        """What each value of a column leaves."""
        return map(self.__getitem__, column)


class Masks:
    """What masks leave of the trees, by what each four of their bits do."""

    def __init__(self, bits: Mapping[int, Cuts], every: int) -> None:
        self.parts = tuple(_parts(bits, every))

    def of(self, mask: int) -> int:
        """What this mask leaves."""
        return reduce(and_, [left[mask >> first & FOUR] for first, left in self.parts])


class Trees:
    """The trees that bench/train.py learned, laid out by fact.

    A fact of the page has a name that begins with "page ", a bit of a mask one like "near#3"; others are columns.
    """

    def __init__(self, roots: Iterable[Node]) -> None:
        self.roots = tuple(roots)
        self.size = len(self.roots)
        self.width = self.size + self.size % 2  # bytes for a block: two trees are looked up together
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

    def scores(self, facts: Facts) -> Scored:
        """The log-odds of being body, for every block."""
        left = b"".join([found.to_bytes(self.width, "little") for found in self._left(facts)])
        batch = BATCH * self.width
        batches = (left[start : start + batch] for start in range(0, len(left), batch))
        return Scored([total / UNIT for some in batches for total in self._totals(some)], left)

    def _totals(self, left: bytes) -> Iterator[int]:
        """What the trees add up to for some blocks: one number with a lane for each adds up all of them at once."""
        (tables, below), pairs, many = self._tables, self.width // 2, len(left) // self.width
        wide = LANE // 8 * many
        codes = unhexlify(left.translate(_DIGIT))  # two leaves are two hexadecimal digits of a byte
        rows = [codes[place::pairs] for place in range(pairs)]
        lanes = bytearray(wide * pairs)
        for byte, of in enumerate(tables):
            lanes[byte :: LANE // 8] = b"".join(map(bytes.translate, rows, of))
        total = sum(int.from_bytes(lanes[at : at + wide], "little") for at in range(0, len(lanes), wide))
        return (lane - pairs * below for lane in unpack(f"<{many}I", total.to_bytes(wide, "little")))

    def leaves_of(self, scored: Scored, place: int) -> bytes:
        """For one of the blocks that were scored the number of the leaf that each tree leads to."""
        start = place * self.width
        return scored.left[start : start + self.size].translate(_LEAF)

    def _left(self, facts: Facts) -> list[int]:
        """What all facts leave of each block's trees; what blocks have from the same boxes is found once."""
        common = reduce(and_, (cuts.of(facts.page[name]) for name, cuts in self.page.items()), self.every)
        left = [common] * facts.size
        shared: dict[int, tuple[Sequence[int], list[int]]] = {}
        for column, of in self._asked_of(facts):
            if isinstance(column, Shared):
                places, found = shared.get(id(column.places), (column.places, [self.every] * len(column.values)))
                shared[id(places)] = places, list(map(and_, found, of(column.values)))
            else:
                left = list(map(and_, left, of(column)))
        for places, found in shared.values():
            left = list(map(and_, left, map(found.__getitem__, places)))
        return left

    def _asked_of(self, facts: Facts) -> Iterator[tuple[Column[Any], Left]]:
        """The columns and masks that are asked, and what their values leave."""
        for name, cuts in self.columns.items():
            yield facts.columns[name], self._counts.get(name, cuts).of_all
        for name, masks in self._masks.items():
            yield facts.masks[name], masks.of_all

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

    def is_set(self, fact: str, leaves: bytes) -> bool:
        """Whether a block that was led to these leaves has the bit "near#3", as those know that asked for it."""
        bit = 1 << self._asked.index(fact)
        return any(found & bit for found in map(getitem, self._set, leaves))

    @cached_property
    def _tables(self) -> tuple[tuple[tuple[bytes, ...], ...], int]:
        """What two trees say together, by the number for their leaves: of every two a table, for each byte of it.

        And what was added to it, so that none is below nothing.
        """
        padded = [[*values, *[0] * (DIGITS - len(values))] for values in self.values] + [[0] * DIGITS]
        pairs = zip(padded[::2], padded[1::2], strict=False)
        sums = [[high + low for high in first for low in second] for first, second in pairs]
        below, most = -min(map(min, sums), default=0), max(map(max, sums), default=0)
        shifts = range(0, (below + most).bit_length(), 8)
        parts = ([[one + below >> shift & 255 for one in found] for found in sums] for shift in shifts)
        return tuple(tuple(bytes(part).ljust(256) for part in found) for found in parts), below

    @cached_property
    def _counts(self) -> dict[str, Remembered[float]]:
        """What counts leave: unlike shares, the same ones come again on every page."""
        counts = {name: cuts for name, cuts in self.columns.items() if not any(part in name for part in PARTS)}
        return {name: Remembered(cuts.of, REMEMBERED) for name, cuts in counts.items()}

    @cached_property
    def _masks(self) -> dict[str, Remembered[int]]:
        """What every sort of masks leaves."""
        return {name: Remembered(Masks(bits, self.every).of, REMEMBERED) for name, bits in self.bits.items()}

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
    def _set(self) -> tuple[tuple[int, ...], ...]:
        """For each tree and leaf the facts that were found to be high on the way: a bit for each that is asked."""
        places = {name: 1 << place for place, name in enumerate(self._asked)}
        return tuple(tuple(_high(root, places, 0)) for root in self.roots)

    @cached_property
    def _middle(self) -> int:
        """The bit of each lane that keeps what is below nothing from its neighbour, and then is its sign."""
        return sum(1 << LANE * place + LANE - 1 for place in range(len(self._asked)))


def _parts(bits: Mapping[int, Cuts], every: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """What each four bits of a mask leave, by where they begin."""
    for first in sorted({bit & ~3 for bit in bits}):
        asked = [(bit - first, cuts) for bit, cuts in bits.items() if bit & ~3 == first]
        found = ([cuts.of(four >> bit & 1) for bit, cuts in asked] for four in range(FOUR + 1))
        yield first, tuple(reduce(and_, left, every) for left in found)


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


def _high(node: Node, places: Mapping[str, int], above: int) -> Iterator[int]:
    """For every leaf below a node the bits of its facts that were high on the way, `above` being those so far."""
    if not isinstance(node, Split):
        yield above
        return
    yield from _high(node.low, places, above)
    yield from _high(node.high, places, above | places.get(node.fact, 0))


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
