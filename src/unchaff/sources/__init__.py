"""Where pages come from: files, folders, JSONL, Parquet, and web archives, each a stream of `Raw`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from unchaff.sources.columns import Columns
from unchaff.sources.files import Inputs, Part, inputs
from unchaff.sources.jsonl import read_jsonl
from unchaff.sources.parquet import read_parquet
from unchaff.sources.raw import Broken, Raw
from unchaff.sources.warc import read_warc

__all__ = ["Broken", "Columns", "Inputs", "Part", "Raw", "inputs", "pages"]


class Reader(Protocol):
    """Reads the pages of one file, each with how many bytes of the file were read by then."""

    def __call__(self, part: Part, columns: Columns) -> Iterator[tuple[Raw, int]]: ...


def _read_page(part: Part, columns: Columns) -> Iterator[tuple[Raw, int]]:
    """A file that is a page itself; whoever extracts it reads it."""
    yield Raw(part.path, id=str(part.path)), part.size


READERS: dict[str, Reader] = {
    "page": _read_page,
    "jsonl": read_jsonl,
    "parquet": read_parquet,
    "warc": read_warc,
}


def pages(part: Part, columns: Columns) -> Iterator[tuple[Raw, int]]:
    """The pages of a file, each with how many of its bytes were read by then.

    Where the file breaks off, a last page tells so: what came before is not lost, nor what comes in other files.
    """
    last = str(part.path)
    try:
        for raw, done in READERS[part.form](part, columns):
            last = raw.id
            yield raw, done
    except (OSError, EOFError, ValueError) as error:
        yield Raw(Broken(f"{type(error).__name__}: {error}"), id=f"{part.path} after {last}"), part.size
