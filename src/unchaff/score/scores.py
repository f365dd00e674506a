"""The scores of a page's blocks, by the compiled twin where there is one."""

from __future__ import annotations

from collections.abc import Sequence

from unchaff.model import Evidence, Page
from unchaff.score.facts import facts
from unchaff.score.tables import tables
from unchaff.twins import SCORE, twin


def scores(page: Page, weights: str, indices: Sequence[int]) -> list[float]:
    """The log-odds of being body, for the blocks at `indices`; `weights` names the tables."""
    compiled = twin(SCORE)
    if compiled and not page.evidence & Evidence.LINES:
        found: list[float] = compiled.scores(page, tables(weights), indices)
        return found
    known = facts(page, indices)
    return tables(weights).on(known.page).scores(known)
