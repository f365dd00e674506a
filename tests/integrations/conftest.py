"""A site on this machine, with the fixtures as its pages."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages"
PAGES = {f"/{path.parent.name}": path.read_bytes() for path in sorted(FIXTURES.glob("*/page.html"))}
RUSSIAN = "<html><body><h1>Мельница</h1><p>" + "Мельница у реки мелет зерно четырёх деревень уже двести лет. " * 5


class _Site(BaseHTTPRequestHandler):
    """`/` links to all pages; `/koi8` is one whose charset stands in its header alone; all are sent compressed."""

    def do_GET(self) -> None:
        if self.path == "/":
            links = "".join(f"<li><a href='{path}'>{path}</a></li>" for path in [*PAGES, "/koi8", "/picture"])
            self._send(f"<html><body><ul>{links}</ul></body></html>".encode(), "text/html; charset=utf-8")
        elif self.path == "/koi8":
            self._send(RUSSIAN.encode("koi8-r"), "text/html; charset=koi8-r")
        elif self.path == "/picture":
            self._send(b"\x89PNG\r\n\x1a\n" + bytes(64), "image/png")
        elif self.path in PAGES:
            self._send(PAGES[self.path], "text/html")
        else:
            self.send_error(404)

    def _send(self, body: bytes, content_type: str) -> None:
        packed = "gzip" in self.headers.get("Accept-Encoding", "")
        body = gzip.compress(body) if packed else body
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the site, without a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
