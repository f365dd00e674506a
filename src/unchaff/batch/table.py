"""Results as an Arrow table; the schema follows from the fields of `Result`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from unchaff.batch.result import NAMES, Result
from unchaff.extras import need

if TYPE_CHECKING:
    import pyarrow


def schema() -> pyarrow.Schema:
    """The columns of the output, in order. MissingExtra without pyarrow."""
    arrow = need("pyarrow", "arrow")
    types: dict[str, Any] = {
        "int": arrow.int64(),
        "int | None": arrow.int64(),
        "str": arrow.string(),
        "str | None": arrow.string(),
        "bool | None": arrow.bool_(),
        "tuple[str, ...]": arrow.list_(arrow.string()),
    }
    return arrow.schema([arrow.field(field.name, types[str(field.type)]) for field in fields(Result)])


def record_batch(results: Iterable[Result]) -> pyarrow.RecordBatch:
    """The results as rows."""
    arrow, columns, rows = need("pyarrow", "arrow"), schema(), list(results)
    arrays = [arrow.array([getattr(row, name) for row in rows], columns.field(name).type) for name in NAMES]
    return arrow.RecordBatch.from_arrays(arrays, schema=columns)
