"""Files, folders, globs, JSONL, Parquet and web archives become pages, and none is lost on the way."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from unchaff.errors import MissingExtra
from unchaff.extras import need
from unchaff.sources import Broken, Columns, Raw, inputs, pages

PAGE = b"<html><body><p>The mill by the river has ground the grain of four villages.</p></body></html>"


def _archives() -> ModuleType:
    spec = importlib.util.spec_from_file_location("archives", Path(__file__).with_name("archives.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


archives = _archives()


def read(*names: Path | str, columns: Columns = Columns()) -> list[Raw]:  # noqa: B008
    """All pages of some inputs."""
    return [raw for part in inputs([str(name) for name in names]).parts for raw, _ in pages(part, columns)]


def test_folders_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b/two.html", "b/one.txt", "a.md", "picture.png", ".hidden.html", "c.html.gz", "noname"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(PAGE)
    found = inputs([str(tmp_path)])
    assert [str(part.path.relative_to(tmp_path)) for part in found.parts] == ["a.md", "b/one.txt", "b/two.html"]
    assert found.skipped == {".png": 1, ".gz": 1, "no suffix": 1}
    assert found.size == 3 * len(PAGE)
    assert [raw.id for raw in read(tmp_path)] == [str(part.path) for part in found.parts]
    assert all(raw.read() == PAGE for raw in read(tmp_path))


def test_a_file_that_is_named_counts_and_counts_once(tmp_path: Path) -> None:
    (tmp_path / "noname").write_bytes(PAGE)
    (tmp_path / "one.html").write_bytes(PAGE)
    found = inputs([str(tmp_path / "noname"), str(tmp_path / "*.html"), str(tmp_path), str(tmp_path / "one.html")])
    assert [part.path.name for part in found.parts] == ["noname", "one.html"]


def test_a_name_that_means_nothing_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no file matches"):
        inputs([str(tmp_path / "*.html")])


def pack(path: Path, data: bytes) -> Path:
    """Write a file with the compression that its name says."""
    if path.suffix == ".gz":
        data = gzip.compress(data)
    elif path.suffix == ".zst":
        data = need("zstandard", "warc").ZstdCompressor().compress(data)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["crawl.jsonl", "crawl.jsonl.gz", "crawl.jsonl.zst", "crawl.ndjson"])
def test_jsonl(tmp_path: Path, name: str) -> None:
    if name.endswith(".zst"):
        pytest.importorskip("zstandard", reason="needs unchaff[warc]")
    lines = [
        {"html": "<p>One</p>", "url": "https://site.example/1", "content_type": "text/html"},
        {"html": "<p>Two</p>", "id": 7},
    ]
    path = pack(tmp_path / name, "\n\n".join(json.dumps(line) for line in lines).encode())
    assert read(path) == [
        Raw("<p>One</p>", "https://site.example/1", "text/html", f"{path}#0"),
        Raw("<p>Two</p>", None, None, "7"),
    ]


def test_lines_that_are_no_pages_are_pages_that_say_so(tmp_path: Path) -> None:
    lines = ['{"html": "<p>One</p>"}', "{broken", "[1]", '{"words": "x"}', '{"html": null}', '{"html": "<p>Last</p>"}']
    path = pack(tmp_path / "crawl.jsonl", "\n".join(lines).encode() + b"\n\xff\xfe\n")
    found = read(path)
    assert [isinstance(raw.page, Broken) for raw in found] == [False, True, True, True, True, False, True]
    assert [raw.id for raw in found] == [f"{path}#{i}" for i in range(7)]
    with pytest.raises(OSError, match="no column of pages"):
        found[3].read()


def test_columns_are_named_or_known(tmp_path: Path) -> None:
    line = {"mine": "<p>One</p>", "text": "not this", "where": "https://site.example/"}
    path = pack(tmp_path / "crawl.jsonl", json.dumps(line).encode())
    (raw,) = read(path, columns=Columns(page="mine", url="where"))
    assert (raw.page, raw.url) == ("<p>One</p>", "https://site.example/")
    with pytest.raises(ValueError, match="no column 'yours'; there are: mine, text, where"):
        Columns(page="yours").among(line)


def test_parquet(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="needs unchaff[arrow]")
    arrow, parquet = need("pyarrow", "arrow"), need("pyarrow.parquet", "arrow")
    path = tmp_path / "crawl.parquet"
    table = {"url": [f"https://site.example/{i}" for i in range(150)], "html": [PAGE] * 149 + [None]}
    parquet.write_table(arrow.table(table), path)
    found = read(path)
    assert found[149] == Raw(Broken("a page is bytes or text, not NoneType"), table["url"][149], None, f"{path}#149")
    assert found[:149] == [Raw(PAGE, table["url"][i], None, f"{path}#{i}") for i in range(149)]
    places = [done for part in inputs([str(path)]).parts for _, done in pages(part, Columns())]
    assert places == sorted(places)
    assert places[-1] == path.stat().st_size


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.warc.zst"])
def test_warc(tmp_path: Path, name: str) -> None:
    pytest.importorskip("fastwarc", reason="needs unchaff[warc]")
    html = "Content-Type: text/html; charset=utf-8"
    sent = [
        archives.record("warcinfo", "", "application/warc-fields", b"software: by hand\r\n"),
        archives.record(
            "request", "https://site.example/0", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"
        ),
        archives.response("https://site.example/0", PAGE, headers=html),
        archives.response("https://site.example/gone", PAGE, status="404 Not Found"),
        archives.response("https://site.example/moved", b"", status="301 Moved Permanently"),
        archives.response("https://site.example/picture", b"\x89PNG", headers="Content-Type: image/png"),
        archives.response("https://site.example/1", archives.zipped(PAGE), headers=html + "\r\nContent-Encoding: gzip"),
        archives.response(
            "https://site.example/2", archives.chunked(PAGE), headers=html + "\r\nTransfer-Encoding: chunked"
        ),
        archives.response(
            "https://site.example/3",
            archives.chunked(archives.deflated(PAGE)),
            headers=html + "\r\nContent-Encoding: deflate\r\nTransfer-Encoding: chunked",
        ),
        archives.response("https://site.example/4", PAGE, headers="Server: one that says nothing"),
        archives.response("https://site.example/5", PAGE, headers=html + "\r\nContent-Encoding: br"),
        archives.response("https://site.example/6", PAGE, headers=html + "\r\nContent-Encoding: gzip"),
        archives.response("https://site.example/7", PAGE, headers=html + "\r\nTransfer-Encoding: chunked"),
        archives.record("resource", "file:///8.html", "text/html", PAGE),
    ]
    found = read(archives.write(tmp_path / name, sent))
    assert [raw.page for raw in found] == [PAGE] * 9
    assert [raw.url for raw in found] == [*(f"https://site.example/{i}" for i in range(8)), "file:///8.html"]
    assert found[0].content_type == "text/html; charset=utf-8"
    assert found[4].content_type is None
    assert len({raw.id for raw in found}) == 9


@pytest.mark.parametrize("name", ["crawl.warc.wet.gz", "crawl.wet", "crawl.wet.zst"])
def test_wet(tmp_path: Path, name: str) -> None:
    pytest.importorskip("fastwarc", reason="needs unchaff[warc]")
    sent = [
        archives.record("warcinfo", "", "application/warc-fields", b"software: by hand\r\n"),
        archives.record("conversion", "https://site.example/0", "text/plain", "Die Mühle am Fluss".encode()),
    ]
    (raw,) = read(archives.write(tmp_path / name, sent))
    assert (raw.page, raw.url, raw.content_type) == (
        "Die Mühle am Fluss".encode(),
        "https://site.example/0",
        "text/plain",
    )


@pytest.mark.parametrize("name", ["crawl.warc.gz", "crawl.warc.zst", "crawl.jsonl.gz", "crawl.jsonl.zst"])
def test_a_file_that_breaks_off_gives_what_it_has_and_says_so(tmp_path: Path, name: str) -> None:
    pytest.importorskip("fastwarc", reason="needs unchaff[warc]")
    path = tmp_path / name
    if "warc" in name:
        archives.write(path, [archives.response(f"https://site.example/{i}", PAGE * 50) for i in range(10)])
    else:
        pack(
            path,
            b"".join(json.dumps({"html": f"<p>{i * 7919 % 1000003}</p>" * 50}).encode() + b"\n" for i in range(3000)),
        )
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 3 // 4])
    other = tmp_path / "other.html"
    other.write_bytes(PAGE)
    found = read(path, other)
    assert isinstance(found[-2].page, Broken)
    assert found[-1].id == str(other)
    assert len(found) > 6 or "jsonl.zst" in name
    assert not any(isinstance(raw.page, Broken) for raw in found[:-2] if not raw.id.endswith("x"))


def test_what_is_missing_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingExtra, match=r"needs nosuchpackage.*pip install 'unchaff\[warc\]'"):
        need("nosuchpackage.part", "warc")
    with pytest.raises(ModuleNotFoundError, match=r"json\.nosuch"):
        need("json.nosuch", "warc")
