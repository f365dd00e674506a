"""A page as it came, and what is known of it before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Broken:
    """Stands where a page should be that its source could not give."""

    reason: str


@dataclass(frozen=True, slots=True)
class Raw:
    """A page before extraction. A Path is read by whoever extracts it, so that its bytes need not travel."""

    page: bytes | str | Path | Broken
    url: str | None = None
    content_type: str | None = None  # the HTTP header, charset included
    id: str = ""  # what the result is to be called

    def read(self) -> bytes | str:
        """The page itself; OSError if it cannot be had."""
        if isinstance(self.page, Broken):
            raise OSError(self.page.reason)
        return self.page.read_bytes() if isinstance(self.page, Path) else self.page

    @property
    def size(self) -> int:
        """How much of it travels to a worker: bytes, or signs of a str."""
        return len(self.page) if isinstance(self.page, bytes | str) else 0
