"""Web archives: the HTML and text of WARC files and the texts of WET files, plain, gz or zstd."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from unchaff.extras import need
from unchaff.sources.columns import Columns
from unchaff.sources.files import Part
from unchaff.sources.raw import Raw

READABLE = ("text/html", "application/xhtml", "text/plain", "text/markdown", "text/xml", "application/xml")


def read_warc(part: Part, columns: Columns) -> Iterator[tuple[Raw, int]]:
    """A page for every answer with status 2xx that is HTML or text, every resource of that kind, every converted text.

    Transfer and content encodings are undone. Headers of the archive give the address; the record's number is in the
    id, counted over all such records.
    """
    fastwarc = need("fastwarc.warc", "warc")
    kinds = fastwarc.response | fastwarc.resource | fastwarc.conversion
    records = fastwarc.ArchiveIterator(
        str(part.path), record_types=kinds, auto_decode="all", fsspec_args=False, buffer_size=1 << 18
    )
    for number, record in enumerate(records):
        content_type = _readable(record)
        if content_type is not None:
            url = record.headers.get("WARC-Target-URI")
            page = record.reader.read()
            yield Raw(page, url, content_type or None, f"{part.path}#{number}"), record.stream_pos


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
