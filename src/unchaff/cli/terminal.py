"""How explanations look on a terminal, or in a pipe."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable

import unchaff
from unchaff.render.explain import Row, explanation, visible

LEAST_WIDTH = 60
PIPE_WIDTH = 160


def listing(rows: Iterable[Row], *, facts: int = 0) -> str:
    """A line for each block, coloured and cut to fit a terminal; NO_COLOR is followed."""
    on_terminal = sys.stdout.isatty()
    width = max(shutil.get_terminal_size().columns, LEAST_WIDTH) if on_terminal else PIPE_WIDTH
    colour = on_terminal and not os.environ.get("NO_COLOR")
    return explanation(rows, width=width, colour=colour, facts=facts)


def fields(document: unchaff.Document) -> list[str]:
    """A line for each field of the metadata, with its source."""
    why = document.metadata.why
    return [visible(f"{name} = {choice.winner.value}  (from {choice.winner.source})") for name, choice in why.items()]
