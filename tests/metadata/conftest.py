"""Metadata of a page given as HTML."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unchaff.metadata import Metadata, metadata
from unchaff.read import read_tree

MetadataOf = Callable[..., Metadata]


@pytest.fixture
def of() -> MetadataOf:
    """Reads the metadata of an HTML page: head, body and address."""

    def metadata_of(
        head: str = "", body: str = "", url: str = "https://news.example.org/world/a-story.html"
    ) -> Metadata:
        page, tree = read_tree(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", url=url)
        found = metadata(tree, page)
        assert not [warning for warning in page.warnings if warning.startswith("metadata")]
        return found

    return metadata_of
