"""Time per page of unchaff and its peers against bare lxml parsing, interleaved page by page in one run."""

from __future__ import annotations

import resource
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median, quantiles

from bench.command import STATUS, resident, timed
from bench.corpus import Gold, address, datasets, gold, pages, sample
from bench.extractors import Run, installed, runner

BARE = "lxml"
PLAIN = "plain extract_text"  # without the compiled twins
OURS = ("unchaff.extract_text", "unchaff.extract", PLAIN)
MIXED = {"wcxb_dev": 200, "fundus_dev": 60}  # pages of each, chosen by hash
DUMPS = {"textdump_dev": 200}
ROUNDS = 5
SLOW = {"trafilatura": 5}  # only every fifth page: it takes longer than all the others together

Corpus = Sequence[tuple[bytes, str | None]]  # pages with their URLs


@dataclass(frozen=True, slots=True)
class Sheet:
    """Milliseconds by extractor, page and round; a page an extractor did not run on is missing."""

    bytes_of: Mapping[int, int]
    times: dict[str, dict[int, list[float]]] = field(default_factory=dict)

    def note(self, name: str, page: int, ms: float) -> None:
        """Write down one run."""
        self.times.setdefault(name, {}).setdefault(page, []).append(ms)

    def medians(self, name: str) -> dict[int, float]:
        """The median over the rounds, page by page."""
        return {page: median(rounds) for page, rounds in self.times[name].items()}


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times longer one extractor takes than another, over the pages both ran on."""

    of_sums: float  # sums of the pages' medians
    low: float  # the lowest and highest round, by sums
    high: float
    middle: float  # the median page, and the pages at 10 and 90 per cent
    p10: float
    p90: float

    def __str__(self) -> str:
        return (
            f"{self.of_sums:7.2f} x  rounds {self.low:.2f}-{self.high:.2f}"
            f"  median page {self.middle:.2f} (p10 {self.p10:.2f}, p90 {self.p90:.2f})"
        )


def chosen(data: Path, sizes: Mapping[str, int]) -> list[tuple[str, Gold]]:
    """The pages that are measured, in a fixed order, from those datasets that are there."""
    there = set(datasets(data))
    return [(name, entry) for name, size in sizes.items() if name in there for entry in sample(gold(data, name), size)]


def loaded(data: Path, picked: Sequence[tuple[str, Gold]]) -> Iterator[tuple[bytes, str | None]]:
    """The picked pages with their URLs, one at a time."""
    for dataset, entry in picked:
        for _, page in pages(data, dataset, [entry]):
            yield page, address(entry)


def measure(names: Sequence[str], corpus: Corpus, rounds: int = ROUNDS) -> Sheet:
    """Run every extractor on every page, in changing order, after one page to warm up on."""
    runs = {name: runner(name) for name in names}
    for run in runs.values():
        run(*corpus[0])
    sheet = Sheet({number: len(page) for number, (page, _) in enumerate(corpus)}, {name: {} for name in names})
    for turn in range(rounds):
        for number in range(len(corpus)):
            for name in shuffled(names, turn, number):
                place = apart(number, names.index(name), len(names), len(corpus))
                if place % SLOW.get(name, 1) == 0:
                    sheet.note(name, place, timed(partial(runs[name], *corpus[place]))[0])
    return sheet


def apart(number: int, who: int, of: int, size: int) -> int:
    """The page that the extractor `who` of `of` is on: never where another was a moment ago.

    Otherwise the second of two that share caches (ours remember class names) would find this page's already there.
    """
    return (number + who * size // of) % size


def shuffled(names: Sequence[str], turn: int, number: int) -> list[str]:
    """The names in an order of this turn and page: who runs after whom decides whose caches are warm."""
    return Random(f"{turn} {number}").sample(names, len(names))


def ratio(sheet: Sheet, name: str, base: str) -> Ratio:
    """How `name` compares with `base`."""
    both = sorted(sheet.times[name].keys() & sheet.times[base].keys())
    above, below = sheet.medians(name), sheet.medians(base)
    rounds = range(min(len(sheet.times[each][page]) for each in (name, base) for page in both))
    by_round = [_sum(sheet, name, both, turn) / _sum(sheet, base, both, turn) for turn in rounds]
    by_page = [above[page] / below[page] for page in both]
    tenths = quantiles(by_page, n=10, method="inclusive") if len(by_page) > 1 else by_page * 9
    sums = sum(above[page] for page in both) / sum(below[page] for page in both)
    return Ratio(sums, min(by_round), max(by_round), median(by_page), tenths[0], tenths[8])


def _sum(sheet: Sheet, name: str, numbers: Sequence[int], turn: int) -> float:
    return sum(sheet.times[name][page][turn] for page in numbers)


def speed_figures(sheet: Sheet) -> dict[str, float]:
    """The ratios that ceilings speak of: "unchaff.extract_text/lxml" …, only of pages both ran on."""
    ours = [name for name in OURS if name in sheet.times]
    return {f"{name}/{base}": ratio(sheet, name, base).of_sums for name in ours for base in sheet.times if base != name}


def table(sheet: Sheet) -> Iterator[str]:
    """The table of times and the ratios to bare parsing and to each peer."""
    kilobytes = sum(sheet.bytes_of.values()) / len(sheet.bytes_of) / 1024
    yield f"{len(sheet.bytes_of)} pages, {kilobytes:.0f} KB on average; ms per page, medians of interleaved rounds"
    yield f"  {'':22} {'pages':>5} {'mean':>8} {'p50':>8} {'p95':>8} {'worst':>8} {'MB/s':>7}"
    for name in sheet.times:
        yield _row(sheet, name)
    for name in (name for name in OURS if name in sheet.times):
        for base in (base for base in sheet.times if base not in OURS):
            yield f"  {name + ' / ' + base:36} {ratio(sheet, name, base)}"


def _row(sheet: Sheet, name: str) -> str:
    medians = sheet.medians(name)
    times = sorted(medians.values())
    rate = sum(sheet.bytes_of[page] for page in medians) / 1e3 / sum(times)
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    mean = sum(times) / len(times)
    return f"  {name:22} {len(times):5} {mean:8.2f} {median(times):8.2f} {p95:8.2f} {times[-1]:8.2f} {rate:7.1f}"


def peak_memory(names: Sequence[str], data: Path, sizes: Mapping[str, int]) -> Iterator[str]:
    """Peak memory of a fresh process per extractor that holds one page at a time; "pages" only reads them."""
    for name in ("pages", *names):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            yield f"  peak memory {name:22} {pool.submit(peak_of, name, data, dict(sizes)).result():7.1f} MB"


def peak_of(name: str, data: Path, sizes: Mapping[str, int]) -> float:
    """Run one extractor over the pages in this process and say its peak resident memory in MB."""
    run: Run = (lambda page, url: None) if name == "pages" else runner(name)
    for number, (page, url) in enumerate(loaded(data, chosen(data, sizes))):
        if number % SLOW.get(name, 1) == 0:
            run(page, url)
    return _peak()


def _peak() -> float:
    # Linux hands ru_maxrss on from the process that forked this one; VmHWM starts afresh
    if STATUS.exists():
        return resident("VmHWM")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2  # bytes on macOS


def report(data: Path, peers: Sequence[str], rounds: int = ROUNDS) -> dict[str, float]:
    """Print the speed tables and give back the ratios."""
    names = [BARE, *OURS, *installed(peers)]
    sheet = measure(names, list(loaded(data, chosen(data, MIXED))), rounds)
    print("\n".join(table(sheet)))
    if dumps := list(loaded(data, chosen(data, DUMPS))):
        print("text dumps:", *table(measure([OURS[0]], dumps, rounds)), sep="\n  ")
    print("\n".join(peak_memory(names, data, MIXED)))
    return speed_figures(sheet)
