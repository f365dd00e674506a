"""Web archives written by hand, a record at a time."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path


def record(kind: str, url: str, content_type: str, block: bytes) -> bytes:
    """A record of a WARC file."""
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2026-05-04T10:00:00Z",
        "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789abc>",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def response(url: str, page: bytes, *, status: str = "200 OK", headers: str = "Content-Type: text/html") -> bytes:
    """The record of an answer of a server."""
    block = f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + page
    return record("response", url, "application/http; msgtype=response", block)


def zipped(data: bytes) -> bytes:
    """For `Content-Encoding: gzip`."""
    return gzip.compress(data)


def deflated(data: bytes) -> bytes:
    """For `Content-Encoding: deflate`."""
    return zlib.compress(data)


def chunked(data: bytes, size: int = 40) -> bytes:
    """For `Transfer-Encoding: chunked`."""
    parts = [data[i : i + size] for i in range(0, len(data), size)]
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


def write(path: Path, records: list[bytes]) -> Path:
    """An archive with the compression that its name says, each record by itself."""
    if path.suffix == ".gz":
        records = [gzip.compress(data) for data in records]
    elif path.suffix == ".zst":
        import zstandard

        records = [zstandard.ZstdCompressor().compress(data) for data in records]
    path.write_bytes(b"".join(records))
    return path
