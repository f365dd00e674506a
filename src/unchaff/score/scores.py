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
    if not compiled:
        return known.scores(facts(page, indices))
    found: list[float] = (
        compiled.scores_of_facts(facts(page, indices), known)  # facts of lines have no twin
        if page.evidence & Evidence.LINES
        else compiled.scores(page, known, indices)
    )
    return found
