"""What is found out of a text is remembered for a while: several sources say the same, and several fields ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from unchaff.words.memo import Memo

Found = TypeVar("Found")

LONGEST = 400  # signs of a text that is remembered, so that no page fills the memory


class _Known(Memo[str, Found]):
    def __missing__(self, text: str) -> Found:
        found = self.find(text)
        if len(text) <= LONGEST:  # written out: super() would cost a call for each of hundreds of texts
            if len(self) >= self.most:
                self.clear()
            self[text] = found
        return found


def remembered(most: int) -> Callable[[Callable[[str], Found]], Callable[[str], Found]]:
    """Remembers what a function finds, for so many texts."""

    def remembering(find: Callable[[str], Found]) -> Callable[[str], Found]:
        return _Known(find, most).__getitem__

    return remembering
