"""Parquet: a row a page, read some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from unchaff.extras import need
from unchaff.sources.columns import Columns
from unchaff.sources.files import Part
from unchaff.sources.raw import Broken, Raw

ROWS = 64  # at a time: pages are some 100 KB each


def read_parquet(part: Part, columns: Columns) -> Iterator[tuple[Raw, int]]:
    """A page for every row; one whose page is null is a page that tells so."""
    with need("pyarrow.parquet", "arrow").ParquetFile(part.path) as file:
        found = columns.among(file.schema_arrow.names)
        wanted = [name for name in (found.page, found.url, found.content_type, found.id) if name]
        total = file.metadata.num_rows
        number = 0
        for batch in file.iter_batches(batch_size=ROWS, columns=wanted):
            for raw in rows(batch, found):
                place = raw if raw.id else replace(raw, id=f"{part.path}#{number}")
                number += 1
                yield place, part.size * number // total


def rows(batch: object, found: Columns) -> Iterator[Raw]:
    """The rows of an Arrow batch or table as pages."""

    def column(name: str) -> list[object]:
        return batch.column(name).to_pylist() if name else [None] * batch.num_rows  # type: ignore[attr-defined]

    columns = zip(column(found.page), column(found.url), column(found.content_type), column(found.id), strict=True)
    for page, url, content_type, name in columns:
        usable = isinstance(page, bytes | str)
        yield Raw(
            page if usable else Broken(f"a page is bytes or text, not {type(page).__name__}"),  # type: ignore[arg-type]
            None if url is None else str(url),
            None if content_type is None else str(content_type),
            "" if name is None else str(name),
        )
