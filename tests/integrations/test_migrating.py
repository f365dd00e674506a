"""The Python of docs/migrating.md and docs/scale.md runs, and the schema in the docs is that of the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from unchaff import Result
from unchaff.batch.result import NAMES, STATUSES, VERSION
from unchaff.sources import columns, files

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS.parent / "fixtures" / "pages" / "newspaper" / "page.html").read_bytes()


def blocks(name: str) -> str:
    """The Python of a doc, that of engines aside."""
    return "\n".join(re.findall(r"```python\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL))


def test_migrating() -> None:
    there: dict[str, Any] = {"page": PAGE, "url": "https://site.example/story"}
    exec(compile(blocks("migrating.md"), "docs/migrating.md", "exec"), there)
    document = there["document"]
    assert there["title"] == document.title != ""
    assert there["source"]
    assert there["html"].startswith("<")
    assert there["good"] == [block.text for block in document.page.kept()]
    assert len(there["everything"]) > len(document.text) > 0
    assert len(there["marked"]) == len(document.blocks)
    assert there["rows"][0].format == "markdown"
    assert there["rows"][0].ok


def test_names_in_tables_exist() -> None:
    text = (DOCS / "migrating.md").read_text(encoding="utf-8")
    there: dict[str, Any] = {"page": PAGE, "url": None}
    exec(compile(blocks("migrating.md"), "docs/migrating.md", "exec"), there)
    rights = [line.split(" | ")[1] for line in text.splitlines() if line.startswith("| ") and " | " in line]
    used = {name for right in rights for name in re.findall(r"document\.([a-z_]+)", right)}
    assert used > {"title", "published", "explain"}
    assert not {name for name in used if not hasattr(there["document"], name)}


def test_scale(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyarrow", reason="needs unchaff[arrow]")
    there: dict[str, Any] = {}
    exec(compile(blocks("scale.md"), "docs/scale.md", "exec"), there)
    assert capsys.readouterr().out.splitlines()[0].startswith("first ok ")
    assert there["rows"].to_pylist()[0]["id"] == "a"
    engines = re.findall(r"```python (?:ray|spark)\n(.*?)```", (DOCS / "scale.md").read_text("utf-8"), re.DOTALL)
    assert len(engines) == 3
    for code in engines:
        compile(code, "docs/scale.md", "exec")


def test_the_schema_in_the_docs() -> None:
    text = (DOCS / "scale.md").read_text(encoding="utf-8")
    table = text.partition("## The rows")[2].partition("## Arrow")[0]
    told = [
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split(" | ")[0])
    ]
    assert tuple(told) == NAMES == tuple(Result(VERSION, "", "ok").to_dict())
    assert f"Schema version {VERSION}." in table
    assert all(f"`{status}`" in table for status in STATUSES)
    for usual in (columns.PAGE, columns.URL, columns.CONTENT_TYPE, columns.ID):
        assert " ".join(usual) in " ".join(text.split())
    assert all(suffix in text for suffix in files.FORMS)
