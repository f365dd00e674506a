"""What stands in the head of a page, picked up as the walk passes: titles, meta tags, JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping

Attributes = Mapping[str, str]

_TITLES = ("og:title", "twitter:title")


class Head:
    """The first <head> of a page. Depths are counted from the head itself, which is 1."""

    __slots__ = ("_inside", "_parts", "_seen", "_until", "_wanted", "listens", "metas", "scripts", "titles")

    def __init__(self) -> None:
        self.metas: list[Attributes] = []
        self.titles: list[str] = []
        self.scripts: list[str] = []  # JSON-LD
        self.listens = False  # whether an element is open whose text is wanted
        self._parts: list[str] = []
        self._wanted: list[str] = []
        self._until = 0  # the depth below which the open element has ended
        self._inside = self._seen = False

    def begin(self) -> None:
        """A head begins."""
        self._inside, self._seen = not self._seen, True

    def start(self, tag: str, attributes: Attributes, depth: int) -> None:
        """An element begins, which has `depth`."""
        if not self._inside:
            return
        if tag == "meta" and depth == 2:
            self.metas.append(attributes)
        elif tag == "title" and depth == 2:
            self._listen(self.titles, depth)
        elif tag == "script" and "ld+json" in attributes.get("type", ""):
            self._listen(self.scripts, depth)

    def data(self, text: str) -> None:
        """Text in the element whose text is wanted."""
        self._parts.append(text)

    def end(self, depth: int) -> None:
        """An element ends; what is still open has `depth`."""
        if self.listens and depth < self._until:
            self._wanted.append("".join(self._parts))
            self._parts.clear()
            self.listens = False
        if not depth:
            self._inside = False

    def said_titles(self) -> tuple[str, ...]:
        """The titles, best first and without doubles: filters find the headline by them."""
        said = [
            meta.get("content") or ""
            for meta in self.metas
            if (meta.get("property") or meta.get("name") or "").lower() in _TITLES
        ]
        return tuple(dict.fromkeys(" ".join(title.split()) for title in (*said, *self.titles) if title.strip()))

    def _listen(self, wanted: list[str], depth: int) -> None:
        self._wanted, self._until, self.listens = wanted, depth, True
