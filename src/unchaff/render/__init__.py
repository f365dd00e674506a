"""A labelled page becomes text, Markdown, HTML, JSON, TEI, or an explanation."""

from __future__ import annotations

from collections.abc import Callable

from unchaff.errors import UnknownName
from unchaff.render.front import FRONTS
from unchaff.render.html import html
from unchaff.render.json import json
from unchaff.render.markdown import markdown
from unchaff.render.selection import Selection
from unchaff.render.tei import tei
from unchaff.render.text import text

Renderer = Callable[[Selection], str]

RENDERERS: dict[str, Renderer] = {"text": text, "markdown": markdown, "html": html, "json": json, "tei": tei}


def render(selection: Selection, format: str) -> str:
    """The selected blocks in one of the formats of RENDERERS."""
    if format not in RENDERERS:
        raise UnknownName("format", format, RENDERERS)
    return RENDERERS[format](selection)


def front(selection: Selection, format: str) -> str:
    """The metadata in the same format, to stand before the blocks."""
    if format not in FRONTS:
        raise UnknownName("format", format, FRONTS)
    return FRONTS[format](selection.facts)
