"""What a report is about, as plain values: report.js reads them.

title, url         texts, "" where unknown
quality, kind      the estimate in 0–1; the kind of page and how sure it is
warnings           texts
fields             [[name, value, source, [[value, source], …]], …]
labels, steps      names; blocks speak of them by number. Steps stand in the order in which they spoke
kinds, facts       the same for kinds of blocks and for facts
kept               the numbers of the labels that are kept
score              the number of the step that asked the score, -1 if none did
other              the name of the other way to judge, "" if there is none
blocks             [{t text, k kind, h heading level, w words, c chance, v verdicts, n the verdict that holds
                     (-1: none), f facts that weighed most, o what the other way says}, …]
  v                [[label, step, strong, reason], …], as they were given
  f                [[fact, value, weight], …], heaviest first; none where the score was not asked
  o                [label, step, reason], step -1 for none
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from unchaff.model import Block, Label, Page, Strength, Verdict
from unchaff.render.selection import Selection
from unchaff.score.account import SHOWN, STEPS, Account
from unchaff.score.quality import Estimate


class Names:
    """Names by number, in the order in which they come up."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.number = {name: i for i, name in enumerate(names)}

    def __getitem__(self, name: str) -> int:
        return self.number.setdefault(name, len(self.number))


def content(selection: Selection, estimate: Estimate, other: Page | None, name: str) -> dict[str, object]:
    """The values for one page, labelled and estimated; `other` is the same page judged in the way called `name`."""
    page = selection.page
    blocks = Blocks(page, estimate.account, other)
    return {
        "title": selection.facts.get("title") or "",
        "url": page.url or selection.facts.get("url") or "",
        "quality": round(estimate.quality, 3),
        "kind": [estimate.kind.name, round(estimate.kind.confidence, 3)],
        "warnings": page.warnings,
        "fields": fields(selection.facts),
        "blocks": blocks.all(),
        "labels": [str(label) for label in Label],
        "steps": list(blocks.steps.number),
        "kinds": list(blocks.kinds.number),
        "facts": list(blocks.facts.number),
        "kept": [i for i, label in enumerate(Label) if label in selection.keep],
        "score": next((i for step, i in blocks.steps.number.items() if step in STEPS), -1),
        "other": name,
    }


def fields(facts: Mapping[str, object]) -> list[list[object]]:
    """The fields that have a value, with where it came from and what else was claimed."""
    why = facts.get("why")
    rows: list[list[object]] = []
    for field, choice in why.items() if isinstance(why, Mapping) else ():
        others = [[_said(claim["value"]), claim["source"]] for claim in choice["others"]]
        rows.append([field, _said(facts.get(field)), choice["source"], others])
    return rows


def _said(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


class Blocks:
    """The blocks as plain values; names that come up are numbered on the way."""

    def __init__(self, page: Page, account: Account, other: Page | None) -> None:
        self.page = page
        self.other = other
        self.chances = account.chances
        self.account = account
        self.labels = Names(map(str, Label))
        self.steps = Names(dict.fromkeys(verdict.step for verdict in page.verdicts))
        self.kinds, self.facts = Names(), Names()

    def all(self) -> list[dict[str, object]]:
        """All blocks, in reading order."""
        trails = self.page.trails()
        return [self._block(block, trail) for block, trail in zip(self.page.blocks, trails, strict=True)]

    def _block(self, block: Block, trail: list[Verdict]) -> dict[str, object]:
        values: dict[str, object] = {
            "t": block.text,
            "k": self.kinds[block.kind],
            "w": block.words,
            "c": round(self.chances[block.index], 3),
            "v": [self._verdict(verdict) for verdict in trail],
            "n": next((i for i, verdict in enumerate(trail) if verdict is block.verdict), -1),
            "f": self._facts(block) if any(verdict.step in STEPS for verdict in trail) else [],
        }
        if block.level:
            values["h"] = block.level
        if self.other:
            values["o"] = self._otherwise(self.other.blocks[block.index])
        return values

    def _facts(self, block: Block) -> list[list[object]]:
        return [
            [self.facts[fact], float(f"{value:.3g}"), round(weight, 2)]
            for fact, value, weight in self.account.weighed(block.index, SHOWN)
        ]

    def _verdict(self, verdict: Verdict) -> list[object]:
        strong = int(verdict.strength is Strength.STRONG)
        return [self.labels[verdict.label], self.steps[verdict.step], strong, verdict.reason]

    def _otherwise(self, block: Block) -> list[object]:
        return [self.labels[block.label], self.steps[block.step] if block.step else -1, block.reason]
