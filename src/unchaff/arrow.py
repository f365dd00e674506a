"""Pages in Arrow tables: what Ray, Spark, Polars, DuckDB and Dask call to extract them.

The rows that come out have the schema of `unchaff batch`, and are those that it would write for the same pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from unchaff.batch import Plan, Pool, Raw, WorkerLimits, result_of
from unchaff.batch.table import record_batch, schema
from unchaff.extras import need
from unchaff.sources import Columns, inputs, pages
from unchaff.sources.parquet import rows

if TYPE_CHECKING:
    import pyarrow

    Table = TypeVar("Table", pyarrow.RecordBatch, pyarrow.Table)

__all__ = ["Columns", "Extractor", "extract_batch", "extract_batches", "extract_files", "schema"]

BATCH = 512  # rows of a batch that is made here


def extract_batch(batch: Table, *, columns: Columns | None = None, plan: Plan | None = None) -> Table:
    """A row for every page of a RecordBatch or Table, in this process; what comes back is of the same class.

    The page is in the column that `columns` names, else in one called as usual (page, html, content …), as text or
    binary; so are its address, its content type and its id. ValueError without pages.
    """
    wanted = plan or Plan()
    found = (columns or Columns()).among(batch.schema.names)
    return _like(batch, record_batch(result_of(raw, wanted) for raw in rows(batch, found)))


class Extractor:
    """`extract_batch` with a worker process behind it, so that no page can harm the process that calls.

    For engines that make a callable once and call it often: Ray's `map_batches(Extractor)`, Dask's partitions.
    """

    def __init__(
        self,
        *,
        columns: Columns | None = None,
        plan: Plan | None = None,
        limits: WorkerLimits | None = None,
        workers: int = 1,
    ) -> None:
        """The worker is started with the first batch. WorkerError if the plan cannot be sent to it."""
        self._columns = columns or Columns()
        self._pool = Pool(plan or Plan(), workers, limits or WorkerLimits())

    def __call__(self, batch: Table) -> Table:
        """A row for every page of a RecordBatch or Table, in their order."""
        raws = rows(batch, self._columns.among(batch.schema.names))
        return _like(batch, record_batch(self._pool.extract(raws)))

    def extract(self, raws: Iterable[Raw]) -> Iterator[pyarrow.RecordBatch]:
        """The rows of pages of any origin, some hundred at a time."""
        results = self._pool.extract(raws)
        while some := list(islice(results, BATCH)):
            yield record_batch(some)

    def __enter__(self) -> Extractor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.close()


def extract_batches(
    batches: Iterable[pyarrow.RecordBatch],
    *,
    columns: Columns | None = None,
    plan: Plan | None = None,
    limits: WorkerLimits | None = None,
) -> Iterator[pyarrow.RecordBatch]:
    """`Extractor` over a stream of batches: what Spark's `mapInArrow` takes."""
    with Extractor(columns=columns, plan=plan, limits=limits) as extractor:
        yield from map(extractor, batches)


def extract_files(
    batches: Iterable[Table],
    *,
    columns: Columns | None = None,
    plan: Plan | None = None,
    limits: WorkerLimits | None = None,
) -> Iterator[Table]:
    """The rows of all pages in the files that column `path` names: archives, JSONL, Parquet, pages, folders.

    For jobs over whole archives: the paths travel, and not the pages. Takes a stream of batches, as `mapInArrow` gives.
    """
    with Extractor(columns=columns, plan=plan, limits=limits) as extractor:
        for batch in batches:
            found = inputs(batch.column("path").to_pylist())
            raws = (raw for part in found.parts for raw, _ in pages(part, columns or Columns()))
            for extracted in extractor.extract(raws):
                yield _like(batch, extracted)


def _like(batch: Table, extracted: pyarrow.RecordBatch) -> Table:
    arrow = need("pyarrow", "arrow")
    return arrow.Table.from_batches([extracted]) if isinstance(batch, arrow.Table) else extracted
