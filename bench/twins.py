"""Whether the compiled twins give what plain Python gives, on every page of the datasets; bench/twins.py."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: the root takes the place of bench/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import unchaff
from bench.command import impossible, parser
from bench.corpus import address, gold, pages
from unchaff.metadata import language, lines, microdata, scan
from unchaff.read import dump, parse
from unchaff.score import choice, looks, runs, scores
from unchaff.twins import compiled, twin

DATASETS = ("wcxb_dev", "fundus_dev", "magic_dev", "trafi_dev", "htmldate_dev", "textdump_dev")
FIELDS = ("tag", "start", "stop", "named", "key", "depth", "words", "link_words", "attributes", "pictures")  # of boxes
USERS: tuple[Any, ...] = (parse, dump, scan, lines, language, microdata, looks, runs, scores, choice)


@contextmanager
def plainly() -> Iterator[None]:
    """Without the compiled twins; not for threads, since all of them get plain Python."""
    for user in USERS:
        user.twin = lambda name: None
    try:
        yield
    finally:
        for user in USERS:
            user.twin = twin


def seen(page: bytes | str, url: str | None = None) -> dict[str, Any]:
    """All that a caller can see of a page: blocks and boxes, labels, steps, reasons, scores in them, and metadata."""
    document = unchaff.extract(page, url=url)
    of_page = document.page
    numbers = {id(box): number for number, box in enumerate(of_page.boxes)}
    return {
        "blocks": [
            (b.text, numbers[id(b.box)], b.kind, b.level, b.words, b.link_words, b.heard, b.chunks, b.spans)
            for b in of_page.blocks
        ],
        "boxes": [(*(getattr(box, field) for field in FIELDS), numbers.get(id(box.parent))) for box in of_page.boxes],
        "rows": [(row.label, row.step, row.reason, row.overruled) for row in document.explain()],
        "document": json.loads(document.to_json()),
        "body alone": unchaff.extract_text(page, url=url),
    }


def differing(page: bytes | str, url: str | None = None) -> list[str]:
    """The parts that differ between the twins and plain Python."""
    one = seen(page, url)
    with plainly():
        other = seen(page, url)
    return [part for part in one if one[part] != other[part]]


def main(argv: Sequence[str]) -> int:
    """Compare them on every page; the exit code is 1 when any page differs."""
    options = parser("twins", __doc__)
    options.add_argument("datasets", nargs="*", default=DATASETS, metavar="DATASET")
    given = options.parse_args(argv)
    if not compiled():
        return impossible("twins", "there is nothing to compare: the twins were not built (pip install .)")
    wrong = 0
    for name in given.datasets:
        entries = gold(given.data, name)
        for entry, page in pages(given.data, name, entries):
            if parts := differing(page, address(entry)):
                wrong += 1
                print(f"{name} {entry['id']}: {', '.join(parts)}")
        print(f"{name}: {len(entries)} pages")
    print(f"{wrong} pages differ")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
