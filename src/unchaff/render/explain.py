"""Why every block is what it is: label, step, reason, the verdicts that lost, and the facts that weighed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from unchaff.model import ARTICLE, Label, Page, Verdict
from unchaff.score.account import Account, Weighed

RESET, BOLD, DIM, GREEN = "\033[0m", "\033[1m", "\033[2m", "\033[32m"
# A page must not steer the terminal, nor turn the order of signs around.
_TURNING = (0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
_UNSEEN = dict.fromkeys([*range(32), *range(127, 160), *_TURNING], " ")


@dataclass(frozen=True, slots=True)
class Row:
    """What is known about one block. `overruled` names the verdicts that lost against the one that holds."""

    index: int
    label: Label
    step: str
    reason: str
    text: str
    kept: bool
    overruled: tuple[str, ...]
    account: Account = field(repr=False, compare=False)

    @property
    def chance(self) -> float:
        """How likely the body score finds it that the block is body, in 0–1; strong verdicts never ask."""
        return self.account.chances[self.index]

    @property
    def weighed(self) -> tuple[Weighed, ...]:
        """The facts of the block and what each added to the log-odds, heaviest first; found when asked for."""
        return self.account.weighed(self.index)

    def __str__(self) -> str:
        return row_text(self)


def rows(page: Page, keep: frozenset[Label] = ARTICLE, account: Account | None = None) -> list[Row]:
    """A row for every block of a labelled page, in order; `account` is the page's if there is one already."""
    account = account or Account(page)
    return [
        Row(
            block.index,
            block.label,
            block.step,
            block.reason,
            block.text,
            block.label in keep,
            tuple(_lost(verdict) for verdict in trail if verdict is not block.verdict),
            account,
        )
        for block, trail in zip(page.blocks, page.trails(), strict=True)
    ]


def _lost(verdict: Verdict) -> str:
    return f"{verdict.label} by {verdict.step} ({verdict.strength.name.lower()}): {verdict.reason}"


def row_text(row: Row, *, width: int = 110, colour: bool = False, facts: int = 0) -> str:
    """A row on one line of at most `width` signs, one more for each verdict that lost, and for its heaviest facts."""
    mark = "+" if row.kept else "-"
    start = f"{mark} {row.label:<11} {row.step or '-':<20} "
    reason = f"  ({visible(row.reason)})" if row.reason else ""
    text = _cut(visible(row.text), max(width - len(start) - len(reason), 24))
    below = [f"\n    not {_cut(visible(lost), max(width - 8, 24))}" for lost in row.overruled]
    if facts:
        below += [f"\n    {weight:+6.2f}  {fact} = {value:g}" for fact, value, weight in row.weighed[:facts]]
    if not colour:
        return "".join([start, text, reason, *below])
    if not row.kept:
        return "".join([DIM, start, text, reason, *below, RESET])
    return "".join([GREEN, BOLD, start, RESET, text, DIM, reason, *below, RESET])


def explanation(rows: Iterable[Row], *, width: int = 110, colour: bool = False, facts: int = 0) -> str:
    """All rows below each other."""
    return "\n".join(row_text(row, width=width, colour=colour, facts=facts) for row in rows)


def visible(text: str) -> str:
    """`text` without signs that could steer a terminal."""
    return text.translate(_UNSEEN)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
