"""Measures how much of a page's structure survives: bench/structure.py [DATASET ...]; see docs/structure.md."""

from __future__ import annotations

import sys
from argparse import Namespace
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

if not __package__:  # run as a file: the root takes the place of bench/, whose profile.py would hide the stdlib's
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from lxml import etree

from bench.align import align, tokens
from bench.command import impossible, outcome, parser
from bench.corpus import Gold, UnknownDataset, address, gold, pages, sample
from bench.floors import FLOORS, crossed, load_floors
from bench.roundtrip import difference
from bench.structures import LINES, Grid, Structures, from_html, from_markdown, parse, texts, tight

DATASETS = ("wcxb_dev", "fundus_dev")
SMOKE_PAGES = 40
STANDS = 0.9  # share of an element's words that the gold text has, if the element is in the gold region
AROUND = 2  # texts before and after one that tell whether the gold means it or its double
MEASURES = ("code", "cells", "headings", "items", "links")
Link = tuple[int, "Link | None"]
Answerer = Callable[[bytes, str | None], Structures]


@dataclass(slots=True)
class Tally:
    """How many there are in the gold region, how many of them the text has at all, and how many are right."""

    wanted: int = 0
    kept: int = 0
    right: int = 0

    def add(self, other: Tally) -> None:
        self.wanted += other.wanted
        self.kept += other.kept
        self.right += other.right


@dataclass(slots=True)
class Result:
    """What was found on all pages; `by_page` has each page's share, for a mean in which no page outweighs others."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_page: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    misses: list[str] = field(default_factory=list)
    trips: Tally = field(default_factory=Tally)


# ── the gold region ───────────────────────────────────────────────────────────────────────────────────────────────────


class Region:
    """Which elements of a page stand in its gold text."""

    def __init__(self, root: etree._Element, gold_text: str) -> None:
        units = list(texts(root))
        shares = align([text for _, text in units], gold_text)
        settle_twins([text for _, text in units], shares)
        self._all = 0.0
        self._whole: dict[etree._Element, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self._own: dict[etree._Element, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for (element, text), share in zip(units, shares, strict=True):
            words, own = len(tokens(text)), True
            self._all += words * share
            for above in (element, *element.iterancestors()):
                own = own and above.tag not in ("ul", "ol", "menu", "dir")
                for sums in (self._whole[above], *([self._own[above]] if own else [])):
                    sums[0] += words
                    sums[1] += words * share

    def __call__(self, element: etree._Element) -> bool:
        """Whether nearly all words of `element` stand in the gold; of an item without those of lists in it."""
        sums = self._own if element.tag == "li" else self._whole
        block: etree._Element | None = element
        while block is not None and block not in self._whole and block.tag not in LINES:  # inline: its block must stand
            block = block.getparent()
        words, there = sums[block] if block is not None and block in self._whole else (0.0, 0.0)
        return words > 0 and there >= STANDS * words

    def mostly_in(self, item: etree._Element) -> bool:
        """Whether an item holds over half of the words of the region, and a heading: it lays out the page."""
        there = self._whole[item][1] if item in self._whole else 0.0
        return 2 * there > self._all and next(item.iter("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None


def settle_twins(said: Sequence[str], shares: list[float]) -> None:
    """Of texts that say the same each one in the gold stands where most of what is around it is in the gold, too.

    A gold line that says the title is the heading, not the last step of the breadcrumb, which only comes first.
    """
    twins: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(said):
        twins[tight(text).casefold()].append(i)
    there = [share >= STANDS for share in shares]
    fits = [sum(there[max(0, i - AROUND) : i + AROUND + 1]) - there[i] for i in range(len(said))]
    for places in twins.values():
        ranked = sorted(places, key=lambda i: (-fits[i], not there[i]))
        best = sorted((shares[i] for i in places), reverse=True)
        for i, share in zip(ranked, best, strict=True):
            shares[i] = share


def reference(page: bytes, gold_text: str) -> Structures:
    """The structures in the gold region of a page."""
    root = parse(page)
    if root is None:
        return Structures()
    region = Region(root, gold_text)
    return from_html(root, region, region.mostly_in)


# ── comparing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def compare(wanted: Structures, given: Structures, base: str | None) -> dict[str, tuple[Tally, list[str]]]:
    """For each measure the tally of a page and what is missing."""
    return {
        "code": _each(wanted.code, given.code, given.text, tight),
        "cells": _cells(wanted.tables, given),
        "headings": _in_order(wanted.headings, given.headings, given.text),
        "items": _in_order(wanted.items, given.items, given.text),
        "links": _links(wanted.links, given, base),
    }


def _each(wanted: list[Any], given: Iterable[Any], text: str, words: Callable[[Any], str]) -> tuple[Tally, list[str]]:
    """Each one wanted is right if it is among those given, as often as it is wanted."""
    left, tally, missing = Counter(given), Tally(), []
    for one in wanted:
        right = left[one] > 0
        left[one] -= right
        tally.add(Tally(1, right or words(one) in text, right))
        if not right:
            missing.append(f"{'wrong' if words(one) in text else 'gone'} {one!r:.300}")
    return tally, missing


def _links(wanted: list[tuple[str, str]], given: Structures, base: str | None) -> tuple[Tally, list[str]]:
    def absolute(link: tuple[str, str]) -> tuple[str, str]:
        with suppress(ValueError):
            return link[0], unquote(urljoin(base or "", link[1]))  # who writes %28 for ( means the same
        return link

    safe = [link for link in map(absolute, wanted) if link[1].startswith(("http:", "https:", "mailto:"))]
    return _each(safe, map(absolute, given.links), given.text, lambda link: link[0])


def _in_order(wanted: list[tuple[int, str]], given: list[tuple[int, str]], text: str) -> tuple[Tally, list[str]]:
    """Those wanted that the longest run of equal ones, in order, holds; equal means of one level and of one text."""
    right = longest_common(wanted, given)
    kept = [i in right or words in text for i, (_, words) in enumerate(wanted)]
    missing = [f"{'wrong' if kept[i] else 'gone'} {one!r:.300}" for i, one in enumerate(wanted) if i not in right]
    return Tally(len(wanted), sum(kept), len(right)), missing


def longest_common(one: list[Any], other: list[Any]) -> set[int]:
    """The places in `one` of the longest sequence that both hold in this order (Hunt and Szymanski)."""
    places: dict[Any, list[int]] = defaultdict(list)
    for j, item in enumerate(other):
        places[item].append(j)
    ends: list[int] = []  # by length - 1: the least place in `other` where a sequence of that length ends
    last: list[Link] = []
    for i, item in enumerate(one):
        for j in reversed(places[item]):
            at = bisect_left(ends, j)
            ends[at : at + 1], last[at : at + 1] = [j], [(i, last[at - 1] if at else None)]
    found: set[int] = set()
    link = last[-1] if last else None
    while link:
        found.add(link[0])
        link = link[1]
    return found


def _cells(wanted: list[Grid], given: Structures) -> tuple[Tally, list[str]]:
    """Cells in the right row and column of the table that fits best; each table is taken once."""
    left, tally, missing = list(given.tables), Tally(), []
    for table in wanted:
        right = [_agreeing(table, other) for other in left]
        best = max(right, default=0)
        if best:
            left.pop(right.index(best))
        cells = [text for row in table for text in row.values()]
        tally.add(Tally(len(cells), max(best, sum(text in given.text for text in cells)), best))
        if best < len(cells):
            missing.append(f"{best} of {len(cells)} cells {table!r:.300}")
    return tally, missing


def _agreeing(one: Grid, other: Grid) -> int:
    """How many cells agree when rows are paired in order, so that a row that is gone costs no more than its cells."""
    best = [0] * (len(other) + 1)
    for mine in one:
        above, best = best, [0]
        for i, theirs in enumerate(other):
            same = sum(theirs.get(column) == text for column, text in mine.items())
            best.append(max(above[i] + same, above[i + 1], best[-1]))
    return best[-1]


# ── extractors ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _unchaff(**options: Any) -> Answerer:
    extract = import_module("unchaff").extract
    return lambda page, url: from_markdown(extract(page, url=url, **options).to_markdown())


def _unchaff_whole() -> Answerer:
    return _unchaff(keep=set(import_module("unchaff").Label))


def _trafilatura() -> Answerer:
    extract = import_module("trafilatura").extract
    options: dict[str, Any] = {"output_format": "markdown", "include_links": True, "include_comments": False}

    def answer(page: bytes, url: str | None) -> Structures:
        return from_markdown(extract(page, url=url, include_tables=True, include_formatting=True, **options) or "")

    return answer


def _resiliparse() -> Answerer:
    encoding, html2text = import_module("resiliparse.parse.encoding"), import_module("resiliparse.extract.html2text")

    def answer(page: bytes, url: str | None) -> Structures:
        html = encoding.bytes_to_str(page, encoding.detect_encoding(page))
        written = html2text.extract_plain_text(html, preserve_formatting="minimal_html", main_content=True, links=True)
        root = parse(written.encode("utf-8", "replace"))
        return Structures() if root is None else from_html(root)

    return answer


def _html_to_markdown() -> Answerer:
    convert = import_module("html_to_markdown").convert
    return lambda page, url: from_markdown(convert(page.decode("utf-8", "replace")).content or "")


EXTRACTORS: dict[str, Callable[[], Answerer]] = {
    "unchaff": _unchaff,
    "unchaff-whole": _unchaff_whole,  # every label kept: what reading and rendering do, without the body score
    "trafilatura": _trafilatura,  # as Markdown
    "resiliparse": _resiliparse,  # as its minimal HTML
    "html-to-markdown": _html_to_markdown,  # the whole page: it takes nothing out
}


# ── running ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def measure(name: str, data: Path, dataset: str, references: Sequence[tuple[Gold, Structures]]) -> Result:
    """One extractor on the pages of a dataset, against what is in their gold regions."""
    result, answer = Result(), EXTRACTORS[name]()
    given_pages = pages(data, dataset, [entry for entry, _ in references])
    for (entry, page), (_, wanted) in zip(given_pages, references, strict=True):
        try:
            given = answer(page, address(entry))
        except Exception as error:  # a peer may fail on a page; that costs it the page
            given = Structures()
            result.misses.append(f"{entry['id']} raised {type(error).__name__}: {error}")
        for measured, (tally, missing) in compare(wanted, given, address(entry)).items():
            result.tallies[measured].add(tally)
            if tally.wanted:
                result.by_page[measured].append(tally.right / tally.wanted)
            result.misses += [f"{entry['id']} {measured}: {miss}" for miss in missing]
        if name == "unchaff":
            _trip(result, entry, page)
    return result


def _trip(result: Result, entry: Gold, page: bytes) -> None:
    """There and back: the outline of a page, and what a parser makes of its Markdown."""
    found = difference(page, address(entry))
    result.trips.add(Tally(1, 1, not found))
    if found:
        result.misses.append(f"{entry['id']} trip: {found}")


def figures(result: Result) -> dict[str, float]:
    """The figures that floors speak of."""
    found = {name: tally.right / tally.wanted for name in MEASURES if (tally := result.tallies[name]).wanted}
    if result.trips.wanted:
        found["trip"] = result.trips.right / result.trips.wanted
    return found


def table(name: str, dataset: str, result: Result) -> Iterable[str]:
    """The figures of one extractor."""
    yield f"{name} on {dataset}"
    for measured in MEASURES:
        tally, shares = result.tallies[measured], result.by_page[measured]
        if tally.wanted:
            yield (
                f"  {measured:<9} {tally.right / tally.wanted:.4f} of {tally.wanted:>6}   kept"
                f" {tally.kept / tally.wanted:.4f} × right {tally.right / max(1, tally.kept):.4f}   mean of"
                f" {len(shares)} pages {sum(shares) / len(shares):.4f}"
            )
    if result.trips.wanted:
        yield f"  trip      {result.trips.right / result.trips.wanted:.4f} of {result.trips.wanted} pages"


def arguments(argv: Sequence[str]) -> Namespace:
    """What the command line asks for."""
    options = parser("structure", __doc__)
    options.add_argument("datasets", nargs="*", default=DATASETS, metavar="DATASET", help=", ".join(DATASETS))
    options.add_argument("--extractors", nargs="+", choices=EXTRACTORS, default=["unchaff"])
    options.add_argument("--floors", type=Path, default=FLOORS)
    options.add_argument("--misses", type=Path, help="write what is missing, a line each, into this file")
    options.add_argument("--smoke", action="store_true", help=f"{SMOKE_PAGES} pages of each, no floors")
    options.add_argument("--kind", help="only pages of this kind")
    return options.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Measure and print; 1 when a floor is crossed, 2 when it cannot be run."""
    options = arguments(argv)
    failures: list[str] = []
    try:
        for dataset in options.datasets:
            failures += one_dataset(options, dataset)
    except (UnknownDataset, FileNotFoundError) as error:
        return impossible("structure", error)
    return outcome(failures)


def one_dataset(options: Namespace, dataset: str) -> list[str]:
    """Print every extractor's figures; give back the floors that unchaff crosses."""
    wanted = [entry for entry in gold(options.data, dataset) if entry["text"]]
    wanted = [entry for entry in wanted if options.kind in (None, entry["kind"])]
    wanted = sample(wanted, SMOKE_PAGES) if options.smoke else wanted
    references = [(entry, reference(page, entry["text"] or "")) for entry, page in pages(options.data, dataset, wanted)]
    failures: list[str] = []
    for name in options.extractors:
        result = measure(name, options.data, dataset, references)
        print("\n".join(table(name, dataset, result)), flush=True)
        if options.misses:
            with options.misses.open("a", encoding="utf-8") as file:
                file.writelines(f"{name} {dataset} {miss}\n" for miss in result.misses)
        if name == "unchaff" and not options.smoke and not options.kind:
            floors = load_floors(options.floors).structure.get(dataset, {})
            failures += crossed(f"structure of {dataset}", floors, figures(result))
    return failures


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main(sys.argv[1:]))
