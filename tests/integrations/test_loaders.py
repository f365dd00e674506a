"""datatrove, LangChain and LlamaIndex, each the real one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from unchaff import Raw, extract

FIXTURES = Path(__file__).parents[2] / "fixtures"
PATHS = sorted(FIXTURES.glob("pages/*/page.html"))
EMPTY = Raw(b"", id="empty")
URL = "https://site.example/story"


def test_langchain(caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("langchain_core", reason="needs unchaff[langchain]")
    from unchaff.integrations.langchain import UnchaffLoader

    page = Raw(PATHS[0].read_bytes(), URL)
    documents = UnchaffLoader([*PATHS, page, EMPTY], workers=1).load()
    texts = [extract(path.read_bytes()).text for path in PATHS] + [extract(page.page, url=URL).text]  # type: ignore[arg-type]
    assert [document.page_content for document in documents] == [text for text in texts if text]
    assert documents[0].metadata["source"] == str(PATHS[0])
    assert documents[-1].metadata["source"] == URL
    assert any(document.metadata.get("title") for document in documents)
    assert all(isinstance(value, str) for document in documents for value in document.metadata.values())
    assert "empty: no text" in caplog.text


def test_llama_index() -> None:
    pytest.importorskip("llama_index.core", reason="needs unchaff[llama-index]")
    from unchaff.integrations.llama_index import UnchaffReader

    documents = UnchaffReader(workers=1).load_data([FIXTURES / "pages" / "*" / "page.html"])
    texts = [extract(path.read_bytes()).text for path in PATHS]
    assert [document.text for document in documents] == [text for text in texts if text]
    assert documents[0].metadata["source"] == str(PATHS[0])


def test_datatrove(tmp_path: Path) -> None:
    pytest.importorskip("datatrove", reason="needs unchaff[datatrove]")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from unchaff.integrations.datatrove import UnchaffExtractor

    (tmp_path / "in").mkdir()
    pages = [path.read_text("utf-8", "replace") for path in PATHS] + ["<html><body></body></html>"]
    lines = [
        json.dumps({"text": page, "id": str(i), "metadata": {"url": f"{URL}/{i}", "language": "mine"}})
        for i, page in enumerate(pages)
    ]
    (tmp_path / "in" / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path / "in")),
            UnchaffExtractor(timeout=20),
            JsonlWriter(str(tmp_path / "out"), compression=None),
        ],
        logging_dir=str(tmp_path / "logs"),
        tasks=1,
    ).run()
    (written,) = (tmp_path / "out").glob("*.jsonl")
    rows = [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]
    expected = {str(i): extract(page, url=f"{URL}/{i}") for i, page in enumerate(pages)}
    assert {row["id"]: row["text"] for row in rows} == {i: doc.text for i, doc in expected.items() if doc.text}
    assert all(row["metadata"]["language"] == "mine" for row in rows)
    assert any(row["metadata"].get("title") == expected[row["id"]].title != "" for row in rows)
    stats = json.loads((tmp_path / "logs" / "stats.json").read_text())
    counted = next(step["stats"] for step in stats if "unchaff" in step["name"])
    assert counted["total"] == len(pages)
    assert counted["dropped"]
