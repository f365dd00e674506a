"""What no other filter has claimed."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Label, Page, Verdict


def leftovers(page: Page) -> Iterator[Verdict]:
    """Whatever nobody claimed."""
    for block in page.undecided():
        yield Verdict(block, Label.OTHER, "no filter claimed it")
