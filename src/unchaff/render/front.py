"""Metadata in front of the body, in the way that each format has for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

from unchaff.render.selection import Facts

_LIST = (list, tuple)
_SIZES = frozenset({"image_width", "image_height"})  # 0 where the page does not say


def _said(facts: Facts) -> dict[str, object]:
    """The facts that have a value and are one: not where it came from."""
    return {
        name: value
        for name, value in facts.items()
        if name != "why" and value not in (None, "", [], ()) and (value or name not in _SIZES)
    }


def _plain(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, _LIST) else str(value)


def text_front(facts: Facts) -> str:
    """Lines "name: value" and an empty one."""
    lines = [f"{name}: {' '.join(_plain(value).split())}\n" for name, value in _said(facts).items()]
    return "".join([*lines, "\n"]) if lines else ""


def markdown_front(facts: Facts) -> str:
    """YAML front matter; every value is written as JSON, which YAML reads."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in _said(facts).items()]
    return "".join(["---\n", *lines, "---\n\n"]) if lines else ""


def html_front(facts: Facts) -> str:
    """The head of a document: what follows is its body, as HTML needs no tags for that."""
    title = f"<title>{escape(_plain(facts.get('title') or ''))}</title>\n"
    named = {name: value for name, value in _said(facts).items() if name != "title"}
    metas = [f'<meta name="{name}" content="{escape(_plain(value))}">\n' for name, value in named.items()]
    return "".join(['<!doctype html>\n<meta charset="utf-8">\n', title, *metas])


FRONTS: dict[str, Callable[[Facts], str]] = {
    "text": text_front,
    "markdown": markdown_front,
    "html": html_front,
    "json": lambda facts: "",  # has them anyway
    "tei": lambda facts: "",  # so has this
}
