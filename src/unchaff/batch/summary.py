"""What became of the pages of a job, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from unchaff.batch.result import OK, Result

MOST = 8  # entries of a count that are shown


@dataclass(slots=True)
class Summary:
    """Counts over all pages so far, those of earlier runs of the same job too."""

    pages: int = 0
    page_characters: int = 0
    kept_characters: int = 0
    seconds: float = 0.0  # of work: the time between two runs is not in it
    statuses: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        """Count a page."""
        self.pages += 1
        self.statuses[result.status] += 1
        if result.ok:
            self.page_characters += result.page_characters
            self.kept_characters += result.kept_characters
            self.languages[result.language or "unknown"] += 1
            self.kinds[result.page_type or "unknown"] += 1
            self.warnings.update(warning.partition(":")[0] for warning in result.warnings)

    @property
    def lost(self) -> int:
        """Pages that are in quarantine."""
        return self.pages - self.statuses[OK]

    @property
    def pages_per_second(self) -> float:
        """Pages for each second of work."""
        return self.pages / self.seconds if self.seconds else 0.0

    def to_dict(self) -> dict[str, object]:
        """Plain values, for the journal."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: dict(value) if isinstance(value, Counter) else value for name, value in values.items()}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Summary:
        """What `to_dict` gave."""
        values: dict[str, Any] = {
            name: Counter(value) if isinstance(value, dict) else value for name, value in plain.items()
        }
        return cls(**values)

    def lines(self) -> Iterator[str]:
        """The summary as a reader wants it, most frequent first."""
        share = self.kept_characters / self.page_characters if self.page_characters else 0.0
        yield f"{self.pages:,} pages in {self.seconds:,.0f} s, {self.pages_per_second:,.1f} pages/s"
        yield f"{share:.0%} of the text kept"
        for name, counts in (("languages", self.languages), ("kinds", self.kinds), ("warnings", self.warnings)):
            if counts:
                yield f"{name}: {_shown(counts)}"
        if self.lost:
            lost = Counter({status: count for status, count in self.statuses.items() if status != OK})
            yield f"lost: {_shown(lost)}"


def _shown(counts: Counter[str]) -> str:
    # Ties in the order of their names: the same pages give the same summary.
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    more = f" and {len(ordered) - MOST} more" if len(ordered) > MOST else ""
    return ", ".join(f"{name} {count:,}" for name, count in ordered[:MOST]) + more
