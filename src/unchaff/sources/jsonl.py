"""JSON Lines: an object a line, plain or compressed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from unchaff.extras import need
from unchaff.sources.columns import Columns
from unchaff.sources.files import Part
from unchaff.sources.raw import Broken, Raw


def read_jsonl(part: Part, columns: Columns) -> Iterator[tuple[Raw, int]]:
    """A page for every line that is not blank; a line that is no page is a page that tells so."""
    with part.path.open("rb") as file:
        for number, line in enumerate(unpacked(file, part.path)):
            if not line.isspace():
                yield _page(line, f"{part.path}#{number}", columns), file.tell()


def unpacked(file: BinaryIO, path: Path) -> BinaryIO:
    """What a file holds once it is decompressed, as its name says."""
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(file))
    if path.suffix == ".zst":
        reader = need("zstandard", "warc").ZstdDecompressor().stream_reader(file, read_across_frames=True)
        return cast(BinaryIO, BufferedReader(reader))
    return file


def _page(line: bytes, place: str, columns: Columns) -> Raw:
    try:
        fields = json.loads(line)
        if not isinstance(fields, dict):
            raise ValueError(f"a line is an object, not {type(fields).__name__}")
        found = columns.among(fields)
        page = fields[found.page]
        if not isinstance(page, str):
            raise ValueError(f"a page is a string, not {type(page).__name__}")
    except (ValueError, RecursionError) as error:
        return Raw(Broken(f"{type(error).__name__}: {error}"), id=place)
    return Raw(page, _text(fields, found.url), _text(fields, found.content_type), _text(fields, found.id) or place)


def _text(fields: dict[str, object], name: str) -> str | None:
    value = fields.get(name)
    return None if value is None else str(value)
