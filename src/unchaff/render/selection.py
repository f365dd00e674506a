"""What a renderer is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from unchaff.errors import UnknownName
from unchaff.model import ARTICLE, Block, Label, Page
from unchaff.render.addresses import safe_address

Facts = Mapping[str, object]
TABLES = ("grid", "filled", "flat")  # cells that span leave empty places, or fill them; or cells are mere paragraphs


@dataclass(frozen=True, slots=True)
class Selection:
    """A labelled page, the labels to keep, the metadata as plain values, and what to do with links, images, tables."""

    page: Page
    keep: frozenset[Label] = ARTICLE
    facts: Facts = field(default_factory=lambda: MappingProxyType({}))
    links: bool = True
    images: bool = True
    tables: str = "grid"
    rules: str = ""  # the version of the rules that labelled the page

    def __post_init__(self) -> None:
        if self.tables not in TABLES:
            raise UnknownName("way to write tables", self.tables, TABLES)

    @property
    def blocks(self) -> list[Block]:
        """The blocks to render, in reading order."""
        return self.page.kept(self.keep)

    def link(self, target: str) -> str:
        """The address of a link or an embed as it may be written; "" if it may not, or links are not wanted."""
        return safe_address(target, self.page.url) if self.links else ""

    def image(self, target: str) -> str:
        """The same for an image."""
        return safe_address(target, self.page.url) if self.images else ""
