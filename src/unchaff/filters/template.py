"""What is left of a template that no script has filled: {{ name }}, {* name *}, <% name %>."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unchaff.model import Kind, Label, Page, Strength, Verdict
from unchaff.score.looks import holding

SHARE = 0.5  # of a line's signs
_fields = re.compile(r"\{\{[^{}]*\}\}|\{\*[^{}]*(?:\{[^{}]*\}[^{}]*)?\*\}|\{%[^{}]*%\}|<%[^<>]*%>|\$\{[^{}]+\}")


def empty_template(page: Page) -> Iterator[Verdict]:
    """A line that is fields of a template for the most part; code may show some."""
    for block in holding(page.blocks, "{<"):
        text = block.text
        if ("{" in text or "<%" in text) and block.kind is not Kind.CODE and _is_fields(text):
            yield Verdict(block, Label.OTHER, "fields of a template that nobody has filled", Strength.STRONG)


def _is_fields(text: str) -> bool:
    return len(_fields.sub("", text)) <= (1 - SHARE) * len(text)
