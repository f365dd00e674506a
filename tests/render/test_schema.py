"""JSON is what its schema says, and the schema says all that is in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unchaff import extract
from unchaff.document import facts
from unchaff.metadata import Metadata
from unchaff.model import Kind, Label, Page
from unchaff.render.json import json as write
from unchaff.render.json import schema
from unchaff.render.selection import Selection

ROOT = Path(__file__).parents[2]
FIXTURES = [path for path in sorted((ROOT / "fixtures").rglob("*")) if path.suffix in (".html", ".txt")]


@pytest.fixture(scope="module")
def validator() -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(schema())
    return jsonschema.Draft202012Validator(schema())


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_fixtures(validator: Any, path: Path) -> None:
    written = json.loads(extract(path.read_bytes(), url="https://example.org/a").to_json())
    validator.validate(written)
    assert set(written) == set(schema()["properties"])
    for block in written["blocks"]:
        assert set(block) <= set(schema()["$defs"]["block"]["properties"])


@given(data=st.data())
def test_pages_of_any_shape(validator: Any, pages: st.SearchStrategy[Page], data: st.DataObject) -> None:
    page = data.draw(pages)
    validator.validate(json.loads(write(Selection(page, facts=facts(Metadata())))))


@pytest.mark.parametrize("change", [{"version": 2}, {"title": None}, {"published": "yesterday"}, {"blocks": [{}]}])
def test_the_schema_notices(validator: Any, change: dict[str, object]) -> None:
    written = json.loads(extract("<p>Some words.</p>").to_json())
    assert validator.is_valid(written)
    assert not validator.is_valid(written | change)


def test_the_schema_knows_all_kinds_and_labels() -> None:
    block = schema()["$defs"]["block"]["properties"]
    assert set(block["kind"]["enum"]) == set(Kind)
    assert set(block["label"]["enum"]) == set(Label)
