"""The scores of a page's blocks, by the compiled twin where there is one."""

from __future__ import annotations

from collections.abc import Sequence

from unchaff.model import Evidence, Page
from unchaff.score.facts import facts
from unchaff.score.trees import trees
from unchaff.twins import SCORE, twin


def scores(page: Page, weights: str, indices: Sequence[int]) -> list[float]:
    """The log-odds of being body, for the blocks at `indices`; `weights` names the trees."""
    compiled, known = twin(SCORE), trees(weights)
    found: list[float]
    if compiled and not page.evidence & Evidence.LINES:
        found = compiled.scores(page, known, indices)
    else:  # facts of lines have no twin
        of_blocks = facts(page, indices)
        found = compiled.scores_of_facts(of_blocks, known) if compiled else known.scores(of_blocks)
    return found
