"""What a renderer is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from unchaff.model import ARTICLE, Block, Label, Page

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Selection:
    """A labelled page, the labels to keep, the metadata as plain values, and what to do with links and images."""

    page: Page
    keep: frozenset[Label] = ARTICLE
    facts: Facts = field(default_factory=lambda: MappingProxyType({}))
    links: bool = True
    images: bool = True
    rules: str = ""  # the version of the rules that labelled the page

    @property
    def blocks(self) -> list[Block]:
        """The blocks to render, in reading order."""
        return self.page.kept(self.keep)
