"""What is found out of a text is remembered for a while: several sources say the same, and several fields ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

LONGEST = 400  # signs of a text that is remembered, so that no page fills the memory


class _Known(dict[str, Found]):
    """What is known of texts; when it is of too many, all is forgotten.

    To ask a dict takes a third of what `lru_cache` and a function that looks at the length before take.
    """

    __slots__ = ("_find", "_most")

    def __init__(self, find: Callable[[str], Found], most: int) -> None:
        self._find, self._most = find, most

    def __missing__(self, text: str) -> Found:
        found = self._find(text)
        if len(text) <= LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[text] = found
        return found


def remembered(most: int) -> Callable[[Callable[[str], Found]], Callable[[str], Found]]:
    """Remembers what a function finds, for so many texts."""

    def remembering(find: Callable[[str], Found]) -> Callable[[str], Found]:
        return _Known(find, most).__getitem__

    return remembering
