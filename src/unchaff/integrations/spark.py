"""Spark: frames of pages, or of paths to archives, become frames of rows."""

from __future__ import annotations

from functools import partial
from typing import Any

from unchaff.arrow import Columns, extract_batches, extract_files, schema
from unchaff.batch import Plan, WorkerLimits
from unchaff.extras import need


def extract_frame(
    frame: Any, *, columns: Columns | None = None, plan: Plan | None = None, limits: WorkerLimits | None = None
) -> Any:
    """A DataFrame with a row for every row of `frame`, which has the pages in one of its columns.

    Every task has a worker process of its own: a page that is too slow, too big or deadly is a row with a status.
    """
    return frame.mapInArrow(partial(extract_batches, columns=columns, plan=plan, limits=limits), spark_schema())


def extract_archives(
    frame: Any, *, columns: Columns | None = None, plan: Plan | None = None, limits: WorkerLimits | None = None
) -> Any:
    """A DataFrame with a row for every page in the files whose paths are in the column `path` of `frame`."""
    return frame.mapInArrow(partial(extract_files, columns=columns, plan=plan, limits=limits), spark_schema())


def spark_schema() -> Any:
    """The schema of the rows as Spark has it."""
    return need("pyspark.sql.pandas.types", "spark").from_arrow_schema(schema())
