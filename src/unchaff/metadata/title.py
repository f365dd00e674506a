"""The title: of all candidates the one that people most probably take for the headline."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from unchaff.metadata.candidates import Contest, Said, contest_of, facts
from unchaff.metadata.claims import Choice, Choices, Claims

OF_VOTES = 4.0  # what all votes weigh; the learned facts mend what the votes get wrong
_OF_DUMPS = ("line", "headline line", "headline")  # all that a page without markup has


def choose(claims: Claims, settled: Choices) -> Choices:
    """The best candidate; those that lost are what sources gave, not the parts of it, best first."""
    contest = contest_of(claims)
    if not contest.candidates:
        return {}
    scores = scores_of(contest, weights())
    first, *rest = sorted(zip(scores, contest.candidates, strict=True), key=lambda row: -row[0])
    losers = [one.claim for _, one in rest if one.best >= Said.CUT_AGAIN]
    return {"title": Choice(first[1].claim, tuple(losers))}


def scores_of(contest: Contest, learned: dict[str, float]) -> list[float]:
    """How well each candidate fits, as log-odds between them; a dump has too few sources and goes by votes."""
    votes = [OF_VOTES * contest.share_of_votes(one) for one in contest.candidates]
    if contest.wholes.keys() <= set(_OF_DUMPS):
        return votes
    learned_of = (sum(filter(None, map(learned.get, found))) for found in facts(contest))
    return [voted + more for voted, more in zip(votes, learned_of, strict=True)]


@cache
def weights() -> dict[str, float]:
    """The weights that bench/titles.py learned, by fact."""
    raw = json.loads(resources.files("unchaff.metadata").joinpath("data/title.json").read_text("utf-8"))
    found: dict[str, float] = raw["weights"]
    return found
