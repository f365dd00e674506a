"""What comes out of a page: its body in any format, its metadata, and the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType

from unchaff.flat import Flat, flatten, restore
from unchaff.metadata import Metadata
from unchaff.model import ARTICLE, Block, Label, Page
from unchaff.passages import Passage, passages
from unchaff.render import front, render
from unchaff.render.explain import Row, rows
from unchaff.render.json import as_dict
from unchaff.render.report import Other, report
from unchaff.render.selection import Selection
from unchaff.render.text import text
from unchaff.rules import rules
from unchaff.score.quality import Estimate, PageKind, estimate


@dataclass(frozen=True, eq=False, repr=False)
class Document:
    """A labelled page, its metadata, and the labels that count as its text. Equal for equal input, and picklable."""

    page: Page
    metadata: Metadata
    keep: frozenset[Label] = ARTICLE
    rules: str = field(default_factory=rules)  # the version of the rules and weights that made it

    @cached_property
    def text(self) -> str:
        """The kept blocks as plain text."""
        return text(Selection(self.page, self.keep))  # which needs no metadata as plain values

    @property
    def title(self) -> str:
        """The headline, without the site's name; "" if unknown."""
        return self.metadata.title

    @property
    def authors(self) -> tuple[str, ...]:
        """Who signs the text, in order."""
        return self.metadata.authors

    @property
    def published(self) -> datetime | date | None:
        """When the text was published: aware if the page gives an offset, a date if it gives no time."""
        return self.metadata.published

    @property
    def modified(self) -> datetime | date | None:
        """When the text was last changed."""
        return self.metadata.modified

    @property
    def site(self) -> str:
        """The name of the site."""
        return self.metadata.site

    @property
    def language(self) -> str:
        """The language as a BCP 47 tag, "en" or "pt-BR"."""
        return self.metadata.language

    @property
    def description(self) -> str:
        """What the page says it is about, in a sentence or two."""
        return self.metadata.description

    @property
    def url(self) -> str:
        """The canonical address."""
        return self.metadata.url

    @property
    def image(self) -> str:
        """The address of the picture that stands for the page."""
        return self.metadata.image

    @property
    def tags(self) -> tuple[str, ...]:
        """Keywords and topics."""
        return self.metadata.tags

    @property
    def section(self) -> str:
        """The section of the site."""
        return self.metadata.section

    @property
    def blocks(self) -> list[Block]:
        """EVERY block of the page, kept or not, with its label, step and reason."""
        return self.page.blocks

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was wrong with the page."""
        return tuple(self.page.warnings)

    def render(self, format: str, *, links: bool = True, images: bool = True, tables: str = "grid") -> str:
        """The kept blocks in one of the formats of `unchaff.render.RENDERERS`.

        `tables` is "grid", "filled" (a cell that spans is said in every place it reaches), or "flat" (no tables).
        """
        return render(self._selection(links=links, images=images, tables=tables), format)

    def front(self, format: str) -> str:
        """The metadata as lines, front matter or head, to stand before what `render` gives."""
        return front(self._selection(), format)

    def to_text(self) -> str:
        """The kept blocks as plain text."""
        return self.text

    def to_markdown(self, *, links: bool = True, images: bool = True, tables: str = "grid") -> str:
        """The kept blocks as GitHub-flavoured Markdown."""
        return self.render("markdown", links=links, images=images, tables=tables)

    def to_html(self, *, links: bool = True, images: bool = True, tables: str = "grid") -> str:
        """The kept blocks as a fragment of HTML that is safe to show."""
        return self.render("html", links=links, images=images, tables=tables)

    def to_tei(self, *, links: bool = True, images: bool = True, tables: str = "grid") -> str:
        """Metadata and kept blocks as a TEI document."""
        return self.render("tei", links=links, images=images, tables=tables)

    def to_dict(self) -> dict[str, object]:
        """Metadata, text and all blocks as plain values; `unchaff.render.json` lists the keys."""
        return as_dict(self._selection())

    def to_json(self) -> str:
        """The same as one line of JSON."""
        return self.render("json")

    def explain(self) -> list[Row]:
        """A row for every block: label, step, reason, the verdicts that lost, and on demand the facts that weighed."""
        return rows(self.page, self.keep, self._estimate.account)

    @property
    def quality(self) -> float:
        """An estimate of how right the body is, as its expected F1 in 0–1; docs/explanations.md has thresholds.

        It is worked out when first asked for, from the labels that hold, whatever `keep` says.
        """
        return self._estimate.quality

    @property
    def page_kind(self) -> PageKind:
        """What kind of page it probably is ("article", "forum", "product" …), and how sure that is."""
        return self._estimate.kind

    def find(self, sentence: str) -> list[Passage]:
        """Where `sentence` stands, kept or not, whatever its white space; ValueError if it has no visible sign."""
        return passages(self.page, sentence)

    def to_report(self, against: Document | None = None, *, name: str = "the other") -> str:
        """A page to look at: one HTML file with every block and why; `against` is the same page judged otherwise.

        `name` says what the other is. ValueError if it is not the same page.
        """
        other = None if against is None else Other(name, against.page)
        return report(self._selection(), self._estimate, other)

    @cached_property
    def _estimate(self) -> Estimate:
        return estimate(self.page)

    def _selection(self, *, links: bool = True, images: bool = True, tables: str = "grid") -> Selection:
        return Selection(self.page, self.keep, facts(self.metadata), links, images, tables, self.rules)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        mine, theirs = (self.metadata, self.keep), (other.metadata, other.keep)
        return mine == theirs and flatten(self.page) == flatten(other.page)

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        kept = len(self.page.kept(self.keep))
        return f"<Document {self.title!r}: {kept} of {len(self.blocks)} blocks, {len(self.text)} characters>"

    def __reduce__(self) -> tuple[object, ...]:
        plain = replace(self.metadata, why=dict(self.metadata.why))
        return _revived, (flatten(self.page), plain, self.keep, self.rules)


def _revived(flat: Flat, metadata: Metadata, keep: frozenset[Label], made_by: str) -> Document:
    return Document(restore(flat), replace(metadata, why=MappingProxyType(dict(metadata.why))), keep, made_by)


def facts(metadata: Metadata) -> dict[str, object]:
    """All fields of `metadata` as plain values, and under "why" where each came from."""
    named = {field.name: _plain(getattr(metadata, field.name)) for field in fields(metadata) if field.name != "why"}
    return {**named, "why": _why(metadata)}


def _why(metadata: Metadata) -> Mapping[str, object]:
    return {
        field: {
            "source": choice.winner.source,
            "others": [{"value": _plain(claim.value), "source": claim.source} for claim in choice.losers],
        }
        for field, choice in metadata.why.items()
    }


def _plain(value: object) -> object:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
