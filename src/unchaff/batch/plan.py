"""How the pages of a batch are to be extracted."""

from __future__ import annotations

from dataclasses import dataclass

from unchaff.api import labels
from unchaff.errors import UnknownName
from unchaff.filters import DEFAULT
from unchaff.model import ARTICLE, Label
from unchaff.pipeline import Pipeline
from unchaff.render import RENDERERS


@dataclass(frozen=True, slots=True)
class Plan:
    """What `extract` is told, the same for every page of a batch, and the format of `Result.text`."""

    format: str = "text"
    keep: frozenset[Label] = ARTICLE
    pipeline: Pipeline = DEFAULT

    def __post_init__(self) -> None:
        if self.format not in RENDERERS:
            raise UnknownName("format", self.format, RENDERERS)
        object.__setattr__(self, "keep", labels(self.keep))  # given as to `extract`, and checked before any work

    def told(self) -> dict[str, object]:
        """The plan in plain values: two that differ in these give different rows."""
        steps = [f"{step.name}: {getattr(step.run, '__qualname__', '') or step.run!r}" for step in self.pipeline.steps]
        return {"format": self.format, "keep": sorted(self.keep), "steps": steps}
