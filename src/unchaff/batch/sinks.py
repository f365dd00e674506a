"""Where rows go: files that can be cut back to what was last committed, so that a killed job leaves no half row.

A sink writes nothing before `commit`, which gives a mark; opened with a mark, it forgets all that came after it.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from unchaff.batch.result import Result
from unchaff.batch.table import record_batch, schema
from unchaff.errors import JobError
from unchaff.extras import need

if TYPE_CHECKING:
    import pyarrow

GROUP = 8_192  # rows of a row group in a finished Parquet file


class Sink(Protocol):
    """A place for rows."""

    def write(self, row: Result) -> None:
        """Take a row, to be written with the next commit."""

    def commit(self) -> int:
        """Write what was taken, down to the disk; the mark of this moment."""

    def finish(self) -> None:
        """Make the output what it is called, after the last commit. May be done again."""

    def close(self) -> None:
        """Let go of files; what was taken and not committed is gone."""


def sink(path: Path, mark: int) -> Sink:
    """The sink for a file by its name, cut back to `mark`."""
    if path.suffix == ".parquet":
        return _Parquet(path, mark)
    return _Jsonl(path, mark, next(pack for suffix, pack in PACKERS.items() if path.name.endswith(suffix)))


def check(path: Path) -> None:
    """JobError for an output that cannot be: asked before anything is written or removed."""
    if not path.name.endswith((*PACKERS, ".parquet")):
        raise JobError(f"{path}: the output is called {', '.join(PACKERS)} or .parquet")
    if path.is_dir():
        raise JobError(f"{path} is a folder; name a file in it")
    if not path.absolute().parent.is_dir():
        raise JobError(f"{path}: there is no folder {path.parent}")


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, 6, mtime=0)


def _zstd(data: bytes) -> bytes:
    return cast(bytes, need("zstandard", "warc").ZstdCompressor().compress(data))


# Each commit is a member of its own, and members in a row are a file of the format: so it can be cut between them.
PACKERS: dict[str, Callable[[bytes], bytes]] = {".jsonl": bytes, ".jsonl.gz": _gzip, ".jsonl.zst": _zstd}


class _Jsonl:
    """JSON Lines; the mark is the length of the file."""

    def __init__(self, path: Path, mark: int, pack: Callable[[bytes], bytes]) -> None:
        self._pack = pack
        self._lines: list[bytes] = []
        self._file = _cut(path, mark)

    def write(self, row: Result) -> None:
        self._lines.append(json.dumps(row.to_dict(), ensure_ascii=False).encode() + b"\n")

    def commit(self) -> int:
        if self._lines:
            self._file.write(self._pack(b"".join(self._lines)))
            self._lines.clear()
            _settle(self._file)
        return self._file.tell()

    def finish(self) -> None:
        pass

    def close(self) -> None:
        self._file.close()


class _Parquet:
    """Parquet: every commit is a file in a folder beside it, all are put together at the end; the mark counts them."""

    def __init__(self, path: Path, mark: int) -> None:
        self._path = path
        self._folder = path.with_name(path.name + ".parts")
        self._mark = mark
        self._rows: list[Result] = []
        self._parquet = need("pyarrow.parquet", "arrow")
        self._folder.mkdir(exist_ok=True)
        missing = [part for part in self._parts() if not part.exists()]
        if missing:
            raise JobError(f"{missing[0]} is gone, which the journal knows of; begin anew with --fresh")

    def write(self, row: Result) -> None:
        self._rows.append(row)

    def commit(self) -> int:
        if self._rows:
            with self._part(self._mark).open("wb") as file:
                self._write(file, [record_batch(self._rows)])
                _settle(file)
            self._rows.clear()
            self._mark += 1
        return self._mark

    def finish(self) -> None:
        whole = self._path.with_name(self._path.name + ".unfinished")
        with whole.open("wb") as file:
            self._write(file, self._groups())
            _settle(file)
        os.replace(whole, self._path)

    def close(self) -> None:
        self._rows.clear()

    def _part(self, number: int) -> Path:
        return self._folder / f"{number:06}.parquet"

    def _parts(self) -> list[Path]:
        return [self._part(number) for number in range(self._mark)]

    def _write(self, file: BinaryIO, batches: Iterable[pyarrow.RecordBatch]) -> None:
        with self._parquet.ParquetWriter(file, schema(), compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)

    def _groups(self) -> Iterator[pyarrow.RecordBatch]:
        """The rows of all parts, in batches that make good row groups."""
        rows: list[pyarrow.Table] = []
        for part in self._parts():
            rows.append(self._parquet.read_table(part))
            if sum(table.num_rows for table in rows) >= GROUP:
                yield from _joined(rows)
                rows.clear()
        yield from _joined(rows)


def _joined(tables: list[pyarrow.Table]) -> list[pyarrow.RecordBatch]:
    whole: pyarrow.Table = need("pyarrow", "arrow").concat_tables([schema().empty_table(), *tables])
    batches: list[pyarrow.RecordBatch] = whole.combine_chunks().to_batches()
    return batches


def tidy_up(path: Path) -> None:
    """Remove what a sink needed on the way to its finished file."""
    shutil.rmtree(path.with_name(path.name + ".parts"), ignore_errors=True)


def _cut(path: Path, mark: int) -> BinaryIO:
    """The file, opened for writing at `mark`, with nothing behind it."""
    file = path.open("r+b" if path.exists() else "w+b")
    if file.seek(0, os.SEEK_END) < mark:
        file.close()
        raise JobError(f"{path} is shorter than the journal says; begin anew with --fresh")
    file.truncate(mark)
    file.seek(mark)
    return file


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
