"""Arrow tables in, Arrow tables out, with the rows that `extract_many` gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from unchaff import Plan, Raw, Result, extract_many
from unchaff.sources import Columns

arrow = pytest.importorskip("pyarrow", reason="needs unchaff[arrow]")

from unchaff.arrow import Extractor, extract_batch, extract_batches, extract_files, schema  # noqa: E402

FIXTURES = Path(__file__).parents[2] / "fixtures"
PATHS = sorted([*FIXTURES.glob("pages/*/page.html"), *FIXTURES.glob("dumps/*/dump.txt")])
RAWS = [
    Raw(path.read_bytes(), f"https://site.example/{i}", "text/html" if i % 2 else None, f"id {i}")
    for i, path in enumerate(PATHS)
]


def table() -> object:
    """The fixtures as a table."""
    columns = {name: [getattr(raw, name) for raw in RAWS] for name in ("id", "url", "page", "content_type")}
    return arrow.table({**columns, "other": [1] * len(RAWS)})


def expected(raws: list[Raw], plan: Plan | None = None) -> list[dict[str, object]]:
    """The rows as `extract_many` gives them."""
    return [result.to_dict() for result in extract_many(raws, workers=0, plan=plan)]


def test_a_table_gives_a_table_and_a_batch_a_batch() -> None:
    whole = table()
    rows = extract_batch(whole)
    assert isinstance(rows, arrow.Table)
    assert rows.schema == schema()
    assert rows.to_pylist() == expected(RAWS)
    (batch,) = whole.combine_chunks().to_batches()  # type: ignore[attr-defined]
    assert isinstance(extract_batch(batch), arrow.RecordBatch)
    assert extract_batch(batch).to_pylist() == expected(RAWS)
    plan = Plan(format="markdown")
    assert extract_batch(batch, plan=plan).to_pylist() == expected(RAWS, plan)


def test_with_a_worker() -> None:
    batches = table().to_batches(max_chunksize=7)  # type: ignore[attr-defined]
    assert len(batches) > 1
    rows = [row for batch in extract_batches(batches) for row in batch.to_pylist()]
    assert rows == expected(RAWS)
    with Extractor() as extractor:
        assert [row for batch in batches for row in extractor(batch).to_pylist()] == rows


def test_files_by_their_paths(tmp_path: Path) -> None:
    for i, raw in enumerate(RAWS[:5]):
        (tmp_path / f"{i}.html").write_bytes(bytes(raw.read()))  # type: ignore[arg-type]
    names = [str(tmp_path / "0.html"), str(tmp_path / "[1-9].html")]
    (batch,) = extract_files([arrow.RecordBatch.from_pydict({"path": names})])
    raws = [Raw(raw.page, id=str(tmp_path / f"{i}.html")) for i, raw in enumerate(RAWS[:5])]
    assert batch.to_pylist() == expected(raws)


def test_empty_null_and_named_columns() -> None:
    assert extract_batch(arrow.RecordBatch.from_pydict({"html": arrow.array([], arrow.string())})).num_rows == 0
    rows = extract_batch(arrow.RecordBatch.from_pydict({"html": ["<p>A page.</p>", None]})).to_pylist()
    assert [row["status"] for row in rows] == ["ok", "unreadable"]
    named = arrow.RecordBatch.from_pydict({"html": ["no"], "mine": ["<p>A page that is mine.</p>"]})
    (row,) = extract_batch(named, columns=Columns(page="mine")).to_pylist()
    assert row["page_characters"] == len("A page that is mine.")
    with pytest.raises(ValueError, match="no column of pages"):
        extract_batch(arrow.RecordBatch.from_pydict({"words": ["x"]}))


def test_the_schema_has_every_field_of_a_row() -> None:
    assert schema().names == list(Result(1, "", "ok").to_dict())
    assert schema().field("authors").type == arrow.list_(arrow.string())
