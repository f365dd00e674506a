"""How much work a page may make: its bytes, its blocks, and seconds, looked at on the way and without signals."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from math import inf
from time import monotonic
from typing import AnyStr

READING = 0.5  # share of the seconds in which a page must be read: what is read can then be judged in the others


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost. What goes beyond is left out, and a warning says so; `math.inf` is no limit.

    `bytes` are those of the page (signs, for a str), `blocks` those of all of its text, `seconds` those of the whole
    call. Seconds depend on the machine: they are for pages that would never end, the others for the rest.
    """

    bytes: float = 64 * 1024 * 1024
    blocks: float = 500_000
    seconds: float = 60.0

    def __post_init__(self) -> None:
        """ValueError for a limit below nothing, or none at all."""
        for limit in fields(self):
            value = getattr(self, limit.name)
            if not value >= 0:  # nan is not, either
                raise ValueError(f"limits: {limit.name} is 0 or more, math.inf for no limit, not {value!r}")

    def begin(self) -> Budget:
        """The budget of a call that begins now."""
        now = monotonic()
        return Budget(self.bytes, self.blocks, now + READING * self.seconds, now + self.seconds)


@dataclass(slots=True)
class Budget:
    """What is left for a call that has begun, and what had to be left out, as warnings."""

    bytes: float = inf
    blocks: float = inf
    read_until: float = inf
    until: float = inf
    warnings: list[str] = field(default_factory=list)

    def cut(self, page: AnyStr) -> AnyStr:
        """The page as far as it may be read."""
        if len(page) <= self.bytes:
            return page
        kept = page[: int(self.bytes)]
        unit = "signs" if isinstance(page, str) else "bytes"
        self.warnings.append(f"truncated: {len(page) - len(kept)} {unit} after the first {len(kept)} are left out")
        return kept

    def spent(self, blocks: int) -> bool:
        """Whether reading must end after so many blocks."""
        if blocks >= self.blocks:
            self.warnings.append(f"budget: what follows the first {blocks} blocks is left out")
        elif self.read_until < inf and monotonic() > self.read_until:
            self.warnings.append(f"budget: the time was up; what follows the first {blocks} blocks is left out")
        else:
            return False
        return True

    def over(self, without: str) -> bool:
        """Whether the time of the call is up, and it must end `without` something."""
        if self.until == inf or monotonic() <= self.until:
            return False
        self.warnings.append(f"budget: the time was up; {without}")
        return True


LIMITS = Limits()
UNLIMITED = Budget()
