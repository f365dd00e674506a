"""Checks what explanations promise and what they cost: bench/explain.py; see docs/explanations.md."""

from __future__ import annotations

import gc
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import process_time

if not __package__:  # run as a file
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import unchaff
from bench.command import outcome, parser, timed
from bench.corpus import address, datasets, gold, pages
from bench.extractors import runner
from bench.speed import MIXED, Corpus, Sheet, apart, chosen, loaded, ratio
from unchaff.filters import BEFORE_SCORE, REGION, WHOLES
from unchaff.filters.body import BodyScore
from unchaff.model import Page, Verdict
from unchaff.pipeline import Pipeline

COST = 1.10  # extraction that keeps its explanation takes at most so many times what one without would
REPORT_BLOCKS = (250, 350)
REPORT_MS, REPORT_BYTES = 50.0, 500_000  # of processor time; both for pages of about 300 blocks
BARE, WITH, WITHOUT, REPORT, QUALITY = "lxml", "extract", "extract, reasons thrown away", "to_report", "quality"


class Unexplained(BodyScore):
    """The body score, its reasons thrown away, and with them what they would hold of the page."""

    def __call__(self, page: Page) -> list[Verdict]:
        """The same labels."""
        verdicts = super().__call__(page)
        for verdict in verdicts:
            verdict.why = ""
        return verdicts


SCORES = (Unexplained(), Unexplained("lines", "line-score", unchaff.Evidence.LINES))
UNEXPLAINED = Pipeline.of(*BEFORE_SCORE.steps, *SCORES, *WHOLES, *REGION)


@contextmanager
def forgetful() -> Iterator[None]:
    """Verdicts that do not hold are forgotten at once."""

    def accept(self: Page, *verdicts: Verdict) -> None:
        for verdict in verdicts:
            for block in self.within(verdict):
                if block.verdict is None or block.verdict.strength < verdict.strength:
                    block.verdict = verdict

    remembering = Page.accept
    Page.accept = accept  # type: ignore[method-assign]
    try:
        yield
    finally:
        Page.accept = remembering  # type: ignore[method-assign]


def explained(data: Path, names: Sequence[str]) -> list[str]:
    """Count the blocks that have label, step and reason, and say so; a line for each dataset where some lack one."""
    failures = []
    for name in names:
        blocks = complete = 0
        for entry, page in pages(data, name, gold(data, name)):
            found = unchaff.label(page, url=address(entry)).blocks
            blocks += len(found)
            complete += sum(bool(block.label and block.step and block.reason) for block in found)
        print(f"{name:14} {complete:9,} of {blocks:9,} blocks have label, step and reason", flush=True)
        if complete < blocks:
            failures.append(f"{name}: {blocks - complete} blocks lack label, step or reason")
    return failures


def cost(corpus: Corpus, rounds: int) -> list[str]:
    """What keeping the explanation costs: extraction with it and without, page by page in turns."""
    ways = (WITH, WITHOUT)
    sheet = Sheet({number: len(page) for number, (page, _) in enumerate(corpus)})
    gc.freeze()
    for turn in range(rounds * len(corpus)):
        for way in ways if turn % 2 else ways[::-1]:
            place = apart(turn, ways.index(way), len(ways), len(corpus))
            sheet.note(way, place, _extracted(way, *corpus[place]))
    found = ratio(sheet, WITH, WITHOUT)
    print(f"{WITH} / {WITHOUT}: {found}")
    return [] if found.of_sums <= COST else [f"explanations cost {found.of_sums:.3f} x, over {COST}"]


def _extracted(way: str, page: bytes, url: str | None) -> float:
    if way == WITH:
        return timed(partial(unchaff.extract, page, url=url))[0]
    with forgetful():
        return timed(partial(unchaff.extract, page, url=url, pipeline=UNEXPLAINED))[0]


def reports(corpus: Corpus, rounds: int) -> list[str]:
    """How long reports of pages of about 300 blocks take, and how large they are."""
    sheet = Sheet({number: len(page) for number, (page, _) in enumerate(corpus)})
    busy: list[float] = []  # processor time, which others on the machine do not lengthen much
    sizes: list[int] = []
    for turn in range(rounds):
        for place, (page, url) in enumerate(corpus):
            for name, ms in _stages(page, url):
                sheet.note(name, place, ms)
            if not turn:
                document, start = unchaff.extract(page, url=url), process_time()
                sizes.append(len(document.to_report().encode()))
                busy.append((process_time() - start) * 1e3)
    for name in (REPORT, QUALITY):
        for base in (WITH, BARE):
            print(f"{name} / {base}: {ratio(sheet, name, base)}")
    ms, size = sum(busy) / len(busy), sum(sizes) / len(sizes) / 1e3
    print(f"reports of {len(sizes)} pages of {REPORT_BLOCKS[0]} to {REPORT_BLOCKS[1]} blocks, processor time and size:")
    print(f"  mean {ms:.0f} ms, slowest {max(busy):.0f} ms; {size:.0f} KB, largest {max(sizes) / 1e3:.0f} KB")
    failures = [] if ms <= REPORT_MS else [f"reports take {ms:.0f} ms on average, over {REPORT_MS}"]
    return failures + [f"a report has {size} bytes, over {REPORT_BYTES}" for size in sizes if size > REPORT_BYTES]


def _stages(page: bytes, url: str | None) -> Iterator[tuple[str, float]]:
    """One page, round by round: parsing it, extracting it, its report; and the estimate of another document of it."""
    bare = runner("lxml")
    yield BARE, timed(partial(bare, page, url))[0]
    ms, document = timed(partial(unchaff.extract, page, url=url))
    yield WITH, ms
    yield REPORT, timed(document.to_report)[0]
    fresh = unchaff.extract(page, url=url)
    yield QUALITY, timed(lambda: fresh.quality)[0]


def arguments(argv: Sequence[str]) -> Namespace:
    """What the command line asks for."""
    options = parser("explain", __doc__)
    options.add_argument("datasets", nargs="*", metavar="DATASET", help="all of them when none is named")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--speed", action="store_true", help="only what it costs")
    return options.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Check and print; 1 when a promise is broken."""
    options = arguments(argv)
    failures = [] if options.speed else explained(options.data, options.datasets or datasets(options.data))
    corpus = list(loaded(options.data, chosen(options.data, MIXED)))
    failures += cost(corpus, options.rounds)
    low, high = REPORT_BLOCKS
    middling = [(page, url) for page, url in corpus if low <= len(unchaff.label(page, url=url).blocks) <= high]
    return outcome(failures + reports(middling, options.rounds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
