"""Where an image or an embedded player has its source, however the page loads it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from unchaff.read.head import Attributes

# Scripts put these in the place of `src` when the image comes into sight; until then `src` is a placeholder.
LATER = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-hi-res-src", "data-full-src")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
PLAIN = frozenset(LATER + _SETS + ("width", "height"))  # without these an image is what its `src` says
_ADDRESS = re.compile(r"\S*[./]\S*")  # of an image: a host or a path, not "true" or "{}"
_CANDIDATE = re.compile(r"\s*(?P<address>[^\s,]\S*[^\s,])(?:\s+(?P<size>\d+(?:\.\d+)?)[wx])?\s*(?:,|$)")
_STAND_INS = ("blank", "spacer", "placeholder", "pixel", "transparent", "lazy", "loading", "grey", "1x1")
NOTHING = frozenset({"0", "1", "0px", "1px"})  # sizes of what only counts visitors


def image_source(image: Attributes, around: Sequence[Attributes] = ()) -> str:
    """The address of an image, as the page writes it; "" for one that shows nothing.

    `around` are the attributes of the <picture> it stands in and of the <source>s before it.
    """
    source = image.get("src") or ""
    if source[:5] != "data:" and source and PLAIN.isdisjoint(image.keys()):
        return source
    if _shows_nothing(image):
        return ""
    for name in LATER:
        if (later := (image.get(name) or "").strip()) and _ADDRESS.fullmatch(later):
            return later
    if not source or source[:5] == "data:" or stands_in(source):
        return _largest([image, *reversed(around)]) or ("" if source[:5] == "data:" else source)
    return source


def embed_source(element: Attributes, sources: Sequence[Attributes] = ()) -> str:
    """The address of a frame, a film or a sound, which may stand in a <source>; "" for a frame that shows nothing."""
    if _shows_nothing(element):
        return ""
    said = next(filter(None, map(element.get, ("data-src", "data-lazy-src", "src", "data"))), "")
    if not said:
        said = next((source.get("src") or "" for source in sources), "")
    said = said.strip()
    return "" if said.startswith(("about:", "data:", "javascript:", "blob:")) else said


def stands_in(source: str) -> bool:
    """Whether an address is that of a placeholder."""
    source = source.lower()  # a pattern that ignores case takes thirty times as long
    return any(map(source.__contains__, _STAND_INS))


def _shows_nothing(element: Attributes) -> bool:
    return element.get("width") in NOTHING and element.get("height") in NOTHING


def _largest(elements: Sequence[Attributes]) -> str:
    """The largest image of the first `srcset` that offers one."""
    sets = [element.get(name) for element in elements for name in _SETS]
    for offered in filter(None, sets):
        found = [(float(one["size"] or 1), one["address"]) for one in _CANDIDATE.finditer(offered)]
        found = [(size, address) for size, address in found if not address.startswith("data:")]
        if found:
            return max(found, key=lambda candidate: candidate[0])[1]
    return ""
