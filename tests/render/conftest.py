"""Outlines rendered from a few lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unchaff.model import Label, Page, Verdict
from unchaff.render.selection import Selection


@pytest.fixture
def select(page: Callable[[str], Page]) -> Callable[[str], Selection]:
    """Builds a Selection of a page whose blocks are all body, apart from those that a line labels otherwise."""

    def build(lines: str) -> Selection:
        built = page(lines)
        built.url = "https://example.org/news/today.html"
        for block in built.undecided():
            built.accept(Verdict(block, Label.BODY, "kept by the test"))
        return Selection(built)

    return build
