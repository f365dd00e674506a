"""What document loaders of all frameworks share: pages in, texts with flat metadata out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from unchaff.batch import Plan, Raw, extract_many
from unchaff.sources import Columns, inputs, pages

# What of a row becomes metadata, where it says something.
FIELDS = ("title", "authors", "published", "modified", "site", "language", "description", "url", "section", "tags")


def raws(given: Iterable[str | Path | Raw]) -> Iterator[Raw]:
    """Pages as they are, and those of files, folders, globs and archives as `unchaff batch` reads them."""
    for one in given:
        if isinstance(one, Raw):
            yield one
        else:
            for part in inputs([str(one)]).parts:
                yield from (raw for raw, _ in pages(part, Columns()))


def texts(raws: Iterable[Raw], plan: Plan, workers: int | None) -> Iterator[tuple[str, dict[str, str]]]:
    """The text of every page with its metadata; a page without text is left out, and the log says why.

    Lists become one string: the stores behind such loaders take only plain values.
    """
    for result in extract_many(raws, workers=workers, plan=plan):
        if not result.text:
            logging.getLogger("unchaff").warning("%s: %s", result.id, result.reason or "no text")
            continue
        row = result.to_dict()
        said = {name: value for name in FIELDS if (value := row[name])}
        flat = {name: ", ".join(value) if isinstance(value, list) else str(value) for name, value in said.items()}
        yield result.text, {"source": result.source_url or result.id, **flat}
