"""Feed made-up pages to unchaff, each told by its number alone so that it can be made again; fuzz/run.py.

Whether two builds or two ways of running read them alike: `diff <(fuzz/run.py --answers) <(X=1 fuzz/run.py --answers)`.
"""

from __future__ import annotations

import sys
import traceback
from argparse import ArgumentParser
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from time import process_time

if not __package__:  # run as a file
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from fuzz.checks import SECONDS, TYPES, check
from fuzz.mutate import mutated, seeds


def main(argv: Sequence[str]) -> int:
    """Check so many pages; print every one that fails, and the slowest."""
    parser = ArgumentParser("fuzz/run.py", description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, metavar="NUMBER", help="number of the first page")
    parser.add_argument("--show", action="store_true", help="print the pages")
    parser.add_argument("--answers", action="store_true", help="print a digest of what is read, and no times")
    options = parser.parse_args(argv)
    corpus, failed, slowest = seeds(), 0, (0.0, 0)
    for number in range(options.first, options.first + options.pages):
        random = Random(number)
        if number > options.first and number % 10_000 == 0:
            print(f"{number - options.first} pages, {failed} failed", flush=True)
        page, content_type = mutated(corpus, random), random.choice(TYPES)
        if options.show:
            print(content_type, page)
        start = process_time()
        try:
            document = check(page, content_type, SECONDS)
            if options.answers:
                print(number, sha256(document.to_json().encode()).hexdigest()[:16])
        except Exception:
            failed += 1
            print(f"page {number}:", traceback.format_exc(limit=-3), sep="\n", flush=True)
        took = process_time() - start
        if took > SECONDS:
            failed += 1
            print(f"page {number} took {took:.0f} s", flush=True)
        slowest = max(slowest, (took, number))
    last = "" if options.answers else f"; the slowest, {slowest[1]}, took {slowest[0]:.2f} s"
    print(f"{options.pages} pages, {failed} failed{last}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
