"""How much work a page may make: its bytes, its blocks, and seconds, looked at on the way and without signals."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from time import monotonic

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

    def begin(self) -> Budget:
        """The budget of a call that begins now."""
        now = monotonic()
        return Budget(self.blocks, now + READING * self.seconds, now + self.seconds)


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left for a call that has begun."""

    blocks: float = inf
    read_until: float = inf
    until: float = inf

    def spent(self, blocks: int) -> str:
        """Why reading must end after so many blocks; "" as long as it need not."""
        if blocks >= self.blocks:
            return f"budget: the rest of the page after {blocks} blocks is left out"
        if self.read_until < inf and monotonic() > self.read_until:
            return f"budget: the time to read was up after {blocks} blocks, the rest of the page is left out"
        return ""

    @property
    def over(self) -> bool:
        """Whether the time of the call is up."""
        return self.until < inf and monotonic() > self.until


LIMITS = Limits()
UNLIMITED = Budget()
