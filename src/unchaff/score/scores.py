"""The scores of a page's blocks, by the compiled twin where there is one."""

from __future__ import annotations

from collections.abc import Sequence

from unchaff.model import Evidence, Page
from unchaff.score.facts import facts
from unchaff.score.trees import Scored, trees
from unchaff.twins import LINES, SCORE, twin


def scores(page: Page, weights: str, indices: Sequence[int]) -> Scored:
    """The log-odds of being body, for the blocks at `indices`; `weights` names the trees."""
    compiled, of_lines, known = twin(SCORE), twin(LINES), trees(weights)
    if compiled and not page.evidence & Evidence.LINES:
        return Scored(*compiled.scores(page, known, indices))
    if compiled and of_lines:
        return Scored(*compiled.scores(page, known, indices, of_lines.told(page.blocks)))
    return known.scores(facts(page, indices))
