"""Whether threads answer as one does, whether memory stays flat, what large pages take; bench/endurance.py."""

from __future__ import annotations

import gc
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from random import Random
from time import process_time

if not __package__:  # run as a file
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from fuzz.mutate import seeds

from bench.command import parser, resident
from bench.corpus import datasets, gold, pages, sample
from unchaff import extract, extract_text

DATASETS = ("wcxb_dev", "fundus_dev", "textdump_dev")
LARGE = 1_000_000  # bytes
MEGABYTE = 1024 * 1024  # bytes


def arguments(argv: Sequence[str]) -> Namespace:
    """What the command line asks for."""
    options = parser("endurance", __doc__)
    options.add_argument("what", choices=tuple(MEASURES))
    options.add_argument("--pages", type=int, default=200, help="of each dataset, chosen by hash; 0 for all")
    options.add_argument("--fixtures", action="store_true", help="those of fixtures/ instead: small, always there")
    options.add_argument("--calls", type=int, default=20_000)
    options.add_argument("--threads", type=int, default=64)
    return options.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Measure one thing."""
    options = arguments(argv)
    print("\n".join(MEASURES[options.what](options)))
    return 0


def corpus(options: Namespace) -> Iterator[bytes]:
    """The pages that are measured."""
    if options.fixtures:
        yield from seeds()
        return
    for name in DATASETS:
        if name in datasets(options.data):
            golds = list(gold(options.data, name))
            chosen = sample(golds, options.pages) if options.pages else golds
            yield from (page for _, page in pages(options.data, name, chosen))


def threads(options: Namespace) -> Iterator[str]:
    """How many of the answers of many threads differ from those of one."""
    known = list(corpus(options))
    alone = [digest(page) for page in known]
    wanted = Random(1).choices(range(len(known)), k=options.calls)
    with ThreadPoolExecutor(options.threads) as pool:
        answers = pool.map(lambda number: digest(known[number]), wanted)
        different = sum(alone[number] != answer for number, answer in zip(wanted, answers, strict=True))
    yield f"{options.calls} calls in {options.threads} threads, {len(known)} pages: {different} differ from serial ones"


def digest(page: bytes) -> bytes:
    """Everything that is known of a page, in few bytes."""
    return sha256((extract(page).to_json() + extract_text(page)).encode()).digest()


def memory(options: Namespace) -> Iterator[str]:
    """Resident memory after a warm-up over the pages and after many calls more."""
    known = list(corpus(options))
    for page in known:
        extract(page).to_json(), extract_text(page)  # both: metadata remembers what extract_text never asks
    before = resident("VmRSS")
    for number, page in enumerate(islice(cycle(known), options.calls)):
        extract(page).to_json() if number % 10 == 0 else extract_text(page)
    yield f"{options.calls} calls: {before:.1f} MB after warm-up, {resident('VmRSS') - before:+.1f} MB at the end"


def large(options: Namespace) -> Iterator[str]:
    """Peak memory while a large page is extracted, as a multiple of its size."""
    found = []
    extract_text("<p>to warm up on")
    for page in corpus(options):
        if len(page) >= LARGE:
            gc.collect()
            Path("/proc/self/clear_refs").write_text("5")  # begin the peak anew
            before = resident("VmRSS")
            extract_text(page)
            found.append(((resident("VmHWM") - before) * MEGABYTE / len(page), len(page)))
    for factor, size in sorted(found, reverse=True):
        yield f"{factor:6.2f} times its {size} bytes"


def times(options: Namespace) -> Iterator[str]:
    """The median page, the 95th percentile and the slowest, in seconds of this process and beside the size."""
    found = []
    for page in corpus(options):
        start = process_time()
        extract_text(page)
        found.append((process_time() - start, len(page)))
    found.sort()
    for name, place in (("median", 0.5), ("95th percentile", 0.95), ("99th percentile", 0.99), ("slowest", 1.0)):
        seconds, size = found[min(len(found) - 1, int(place * len(found)))]
        yield f"{name:16} {seconds * 1000:8.1f} ms, a page of {size} bytes"


MEASURES = {"threads": threads, "memory": memory, "large": large, "times": times}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
