"""What each format costs beside plain text: bench/cost.py; both times the extraction is the same."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median

if not __package__:
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.command import parser, timed
from bench.speed import MIXED, Corpus, chosen, loaded, shuffled
from unchaff import extract
from unchaff.render import RENDERERS

TEXT = "text"
ROUNDS = 7


def costs(corpus: Corpus, rounds: int = ROUNDS) -> dict[str, float]:
    """Milliseconds, the sum over all pages of the medians: "extract", and each format's rendering alone."""
    sums: dict[str, float] = defaultdict(float)
    for number, (page, url) in enumerate(corpus):
        times: dict[str, list[float]] = defaultdict(list)
        for turn in range(rounds):
            took, document = timed(partial(extract, page, url=url))
            times["extract"].append(took)
            for format in shuffled(list(RENDERERS), turn, number):
                times[format].append(timed(partial(document.render, format))[0])
        for name, each in times.items():
            sums[name] += median(each)
    return sums


def main(argv: Sequence[str]) -> int:
    """Print a line for each format."""
    data = parser("cost", __doc__).parse_args(argv).data
    corpus = list(loaded(data, chosen(data, MIXED)))
    sums = costs(corpus)
    whole = sums["extract"] + sums[TEXT]
    size = len(corpus)
    print(f"{size} pages, extract {sums['extract'] / size:.2f} ms, text {sums[TEXT] / size:.3f} ms")
    for format in RENDERERS:
        alone, both = sums[format] / sums[TEXT], (sums["extract"] + sums[format]) / whole
        print(f"  {format:<9} {both:.3f} x extraction with text, rendering alone {alone:.2f} x")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
