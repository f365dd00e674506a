"""Why every block is what it is: label, step, reason, and the verdicts that lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unchaff.model import ARTICLE, Label, Page, Verdict

RESET, BOLD, DIM, GREEN, RED = "\033[0m", "\033[1m", "\033[2m", "\033[32m", "\033[31m"
_UNSEEN = dict.fromkeys([*range(32), *range(127, 160)], " ")  # a page must not steer the terminal


@dataclass(frozen=True, slots=True)
class Row:
    """What is known about one block. `overruled` names the verdicts that lost against the one that holds."""

    index: int
    label: Label
    step: str
    reason: str
    text: str
    kept: bool
    overruled: tuple[str, ...] = ()

    def __str__(self) -> str:
        return row_text(self)


def rows(page: Page, keep: frozenset[Label] = ARTICLE) -> list[Row]:
    """A row for every block of a labelled page, in order."""
    return [
        Row(
            block.index,
            block.label,
            block.step,
            block.reason,
            block.text,
            block.label in keep,
            tuple(_lost(verdict) for verdict in trail if verdict is not block.verdict),
        )
        for block, trail in zip(page.blocks, page.trails(), strict=True)
    ]


def _lost(verdict: Verdict) -> str:
    return f"{verdict.label} by {verdict.step} ({verdict.strength.name.lower()}): {verdict.reason}"


def row_text(row: Row, *, width: int = 110, colour: bool = False) -> str:
    """A row on one line of at most `width` signs, and one more line for each verdict that lost."""
    mark = "+" if row.kept else "-"
    start = f"{mark} {row.label:<11} {row.step or '-':<20} "
    reason = f"  ({row.reason})" if row.reason else ""
    text = _cut(row.text.translate(_UNSEEN), max(width - len(start) - len(reason), 24))
    losers = [f"\n    not {_cut(lost, max(width - 8, 24))}" for lost in row.overruled]
    if not colour:
        return "".join([start, text, reason, *losers])
    shade = GREEN + BOLD if row.kept else RED
    dimmed = [DIM + lost + RESET for lost in losers]
    return "".join([shade, start, RESET, text, DIM, reason, RESET, *dimmed])


def explanation(rows: Iterable[Row], *, width: int = 110, colour: bool = False) -> str:
    """All rows below each other."""
    return "\n".join(row_text(row, width=width, colour=colour) for row in rows)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
