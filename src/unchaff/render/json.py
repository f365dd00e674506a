"""JSON: the metadata, the text, and every block of the page with its label.

The keys of the outermost object, the same for every page:

    version      1; rises when a key changes its meaning or goes away
    rules        a digest of the rules and weights: where two are the same, the same page gives the same result
    title …      one key for each metadata field, null, "" or [] where the page does not say
    why          for each field that has a value: {"source": …, "others": [{"value": …, "source": …}, …]}
    text         the kept blocks as plain text
    blocks       [{"text", "kind", "level" (headings), "label", "step", "reason", "kept"}, …], all of them, in order
    warnings     [text, …]

`page.schema.json` says the same as a JSON Schema; `schema()` gives it.
"""

from __future__ import annotations

import json as encoder
from pathlib import Path
from typing import Any

from unchaff.model import Block, Kind
from unchaff.render.selection import Selection
from unchaff.render.text import text

VERSION = 1


def json(selection: Selection) -> str:
    """The page as one line of JSON."""
    return encoder.dumps(as_dict(selection), ensure_ascii=False)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `json` writes."""
    found: dict[str, Any] = encoder.loads(Path(__file__).with_name("page.schema.json").read_text(encoding="utf-8"))
    return found


def as_dict(selection: Selection) -> dict[str, object]:
    """The page as plain values that any JSON writer takes."""
    return {
        "version": VERSION,
        "rules": selection.rules,
        **selection.facts,
        "text": text(selection),
        "blocks": [_block(block, kept=block.label in selection.keep) for block in selection.page.blocks],
        "warnings": list(selection.page.warnings),
    }


def _block(block: Block, *, kept: bool) -> dict[str, object]:
    level = {"level": block.level} if block.kind is Kind.HEADING else {}
    judged = {"label": str(block.label), "step": block.step, "reason": block.reason, "kept": kept}
    return {"text": block.text, "kind": str(block.kind), **level, **judged}
