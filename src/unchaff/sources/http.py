"""The body of an HTTP message without its transfer and content encodings.

Archives keep headers that no longer hold: a body that is not encoded as its header says is taken as it is.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import suppress

from unchaff.extras import need

MOST = 256 << 20  # bytes that a body may grow to
_EITHER_HEADER = 47  # to zlib: a gzip or zlib header, whichever is there
_NO_HEADER = -15


def decoded(body: bytes, *, transfer: str, content: str) -> bytes:
    """The body as it was before the encodings that two headers name."""
    if "chunked" in transfer.lower():
        body = _unchunked(body)
    for coding in reversed(content.lower().split(",")):
        decode = _CODINGS.get(coding.strip())
        body = decode(body) if decode else body
    return body


def _unchunked(body: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\r\n", at)
        size = body[at:end].partition(b";")[0].strip()
        try:
            length = int(size, 16)
        except ValueError:
            return b"".join(parts) if parts else body
        parts.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2
    return b"".join(parts)


def _inflated(body: bytes) -> bytes:
    """Undo gzip or deflate, as far as it goes: a body that was cut off gives what it has."""
    for header in (_EITHER_HEADER, _NO_HEADER):
        with suppress(zlib.error):
            return zlib.decompressobj(header).decompress(body, MOST)
    return body


def _unbrotli(body: bytes) -> bytes:
    brotli = need("brotli", "warc")
    try:
        plain: bytes = brotli.decompress(body)
    except brotli.error:
        return body
    return plain


def _unzstd(body: bytes) -> bytes:
    zstandard = need("zstandard", "warc")
    try:
        plain: bytes = zstandard.ZstdDecompressor().decompress(body, max_output_size=MOST)
    except zstandard.ZstdError:
        return body
    return plain


_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    **dict.fromkeys(["gzip", "x-gzip", "deflate"], _inflated),
    "br": _unbrotli,
    "zstd": _unzstd,
}
