"""Whether twice the page takes twice the time, stage by stage and shape by shape; bench/doubling.py."""

from __future__ import annotations

import gc
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import TypeVar

if not __package__:  # run as a file
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.shapes import SHAPES, Shape
from unchaff.document import Document
from unchaff.filters import DEFAULT
from unchaff.limits import Limits
from unchaff.metadata import metadata
from unchaff.read import read_tree

STAGES = ("read", "judge", "metadata", "text", "markdown", "html")
SLACK = 1.2  # of what doubling may cost
NOISE = 0.05  # seconds below which a time says nothing
Result = TypeVar("Result")
Times = dict[str, float]


def arguments(argv: Sequence[str]) -> Namespace:
    """What the command line asks for."""
    parser = ArgumentParser("bench/doubling.py", description=__doc__)
    parser.add_argument("shapes", nargs="?", default="", metavar="PATTERN", help="regular expression for their names")
    parser.add_argument("--start", type=int, default=100_000, metavar="BYTES", help="the smallest page of each shape")
    parser.add_argument("--steps", type=int, default=3, metavar="N", help="how many times it is doubled")
    parser.add_argument("--rounds", type=int, default=2, help="runs of which the fastest counts")
    parser.add_argument("--most", type=float, default=20.0, metavar="SECONDS", help="a slower page is not doubled")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Print a line for each shape and a summary; 1 if any costs more than its size says."""
    options = arguments(argv)
    run(SHAPES["prose"](10_000))  # to warm up on
    over = 0
    print(f"{'shape':28} {'bytes':>10} {'us/byte':>8} {'of ratios: all':>15}  " + "  ".join(STAGES))
    for name, shape in SHAPES.items():
        if re.search(options.shapes, name):
            line, steep = compared(name, list(rows(shape, options)))
            over += steep
            print(line, flush=True)
    print(f"{over} shapes cost more than {SLACK} times what their size says")
    return int(over > 0)


def rows(shape: Shape, options: Namespace) -> Iterator[tuple[int, Times]]:
    """The size of each page of the shape and the times of its stages."""
    for step in range(options.steps + 1):
        page = shape(options.start << step)
        runs = [run(page) for _ in range(options.rounds)]
        yield len(page), {stage: min(times[stage] for times in runs) for stage in STAGES}
        if sum(runs[0].values()) > options.most:
            return


def run(page: bytes) -> Times:
    """Seconds of this process in each stage; no limits but the default one on blocks."""
    times: Times = {}
    gc.collect()
    budget = Limits(bytes=1e12, seconds=1e6).begin()
    read_page, tree = timed(times, "read", lambda: read_tree(page, budget=budget))
    timed(times, "judge", lambda: DEFAULT(read_page))
    found = timed(times, "metadata", lambda: metadata(tree, read_page))
    document = Document(read_page, found)
    for form in ("text", "markdown", "html"):
        timed(times, form, lambda form=form: document.render(form))  # type: ignore[misc]
    return times


def timed(times: Times, stage: str, work: Callable[[], Result]) -> Result:
    """Do `work` and note what it took."""
    start = process_time()
    result = work()
    times[stage] = process_time() - start
    return result


def compared(name: str, sizes: list[tuple[int, Times]]) -> tuple[str, bool]:
    """A line on a shape, and whether its cost grows faster than its size."""
    (few, less), (many, more) = sizes[0], sizes[-1]
    grown = many / few
    ratios = {stage: more[stage] / less[stage] / grown for stage in STAGES if less[stage] > NOISE / 4}
    all_less, all_more = sum(less.values()), sum(more.values())
    whole = all_more / all_less / grown
    doublings = max(1, len(sizes) - 1)
    steep = all_more > NOISE and whole > SLACK**doublings
    stages = "  ".join(f"{ratios[stage]:.2f}" if stage in ratios else "-" for stage in STAGES)
    mark = "  STEEP" if steep else ""
    return f"{name:28} {many:10} {all_more * 1e6 / many:8.2f} {whole:15.2f}  {stages}{mark}", steep


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
