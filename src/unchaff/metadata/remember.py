"""What is found out of a text is remembered for a while: several sources say the same, and several fields ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Found = TypeVar("Found")

LONGEST = 400  # signs of a text that is remembered, so that no page fills the memory


def remembered(most: int) -> Callable[[Callable[[str], Found]], Callable[[str], Found]]:
    """Remembers what a function finds, for so many texts."""

    def remembering(find: Callable[[str], Found]) -> Callable[[str], Found]:
        known = lru_cache(maxsize=most)(find)

        @wraps(find)
        def asked(text: str) -> Found:
            return known(text) if len(text) <= LONGEST else find(text)

        return asked

    return remembering
