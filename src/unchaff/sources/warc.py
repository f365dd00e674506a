"""Web archives: the HTML and text of WARC files and the texts of WET files, plain, gz or zstd."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from unchaff.extras import need
from unchaff.sources.columns import Columns
from unchaff.sources.files import PACKED, Part
from unchaff.sources.http import decoded
from unchaff.sources.raw import Raw

_GZIP = 31  # to zlib: a gzip header and trailer
CUT = "the file breaks off in the middle of a record"
READABLE = ("text/html", "application/xhtml", "text/plain", "text/markdown", "text/xml", "application/xml")


def read_warc(part: Part, columns: Columns) -> Iterator[tuple[Raw, int]]:
    """A page for every answer with status 2xx that is HTML or text, every resource of that kind, every converted text.

    Transfer and content encodings are undone. Headers of the archive give the address; the record's number is in the
    id, counted over all such records.
    """
    fastwarc = need("fastwarc.warc", "warc")
    kinds = fastwarc.response | fastwarc.resource | fastwarc.conversion
    records = fastwarc.ArchiveIterator(str(part.path), record_types=kinds, fsspec_args=False, buffer_size=1 << 18)
    at = 0
    for number, record in enumerate(records):
        at = record.stream_pos
        length = int(record.headers.get("Content-Length") or part.size)  # without one, the header was cut off
        if part.path.suffix not in PACKED and at + length > part.size:
            raise EOFError(CUT)
        content_type = _readable(record)
        if content_type is not None:
            url = record.headers.get("WARC-Target-URI")
            yield Raw(_body(record), url, content_type or None, f"{part.path}#{number}"), at
    if part.path.suffix == ".gz" and _is_cut(part.path, at):
        raise EOFError(CUT)


def _is_cut(path: Path, at: int) -> bool:
    """Whether a gzip file ends within a member: that at `at`, or a later one. The archive reader does not say."""
    member = zlib.decompressobj(_GZIP)
    with path.open("rb") as file:
        file.seek(at)
        while data := file.read(1 << 20):
            while data:
                if member.eof:
                    member = zlib.decompressobj(_GZIP)
                member.decompress(data)
                data = member.unused_data
    return not member.eof


def _body(record: Any) -> bytes:
    body: bytes
    length, body = record.content_length, record.reader.read()
    if len(body) < length or "Content-Length" not in record.headers:
        raise EOFError(CUT)
    if not record.is_http:
        return body
    header = record.http_headers.get
    return decoded(body, transfer=header("Transfer-Encoding") or "", content=header("Content-Encoding") or "")


def _readable(record: Any) -> str | None:
    """The content type of a record that is a page ("" if it says none), or None."""
    if record.is_http:
        status = record.http_headers.status_code or 0
        if not 200 <= status < 300:
            return None
        content_type = record.http_headers.get("Content-Type") or ""
    else:
        content_type = record.headers.get("Content-Type") or ""
    return content_type if not content_type or content_type.strip().lower().startswith(READABLE) else None
