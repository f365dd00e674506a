"""What a page says of itself: every source makes claims, every field chooses among them, and `why` tells both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date as _date
from datetime import datetime as _datetime
from types import MappingProxyType
from typing import Any

from unchaff.metadata import (
    address,
    authors,
    counts,
    date,
    json_ld,
    language,
    masthead,
    meta_tags,
    microdata,
    plain,
    preface,
    rights,
    script_data,
    site,
    thread,
    title,
    title_line,
    topics,
    visible,
)
from unchaff.metadata.claims import Choice, Choices, Claim, Claims, Metadata
from unchaff.metadata.scan import Markup, markup_of
from unchaff.model import Page

__all__ = ["Choice", "Claim", "Metadata", "claims_of", "find_date", "metadata"]

Source = Callable[[Markup, Page], Iterable[Claim]]
Field = Callable[[Claims, Choices], Choices]

SOURCES: tuple[tuple[str, Source], ...] = (
    ("json-ld", json_ld.claims),
    ("meta tags", meta_tags.claims),
    ("microdata", microdata.claims),
    ("address", address.claims),
    ("preface", preface.claims),
    ("title line", title_line.claims),
    ("visible page", visible.claims),
    ("thread", thread.claims),
    ("boilerplate", masthead.claims),
    ("copyright lines", rights.claims),
    ("counts", counts.claims),
    ("data of scripts", script_data.claims),
    ("language of the text", language.claims),
)
FIELDS: tuple[tuple[str, Field], ...] = (
    ("language", language.choose),
    ("site", site.choose),
    ("title", title.choose),
    ("authors", authors.choose),
    ("date", date.choose),
    ("topics", topics.choose),
    ("plain fields", plain.choose),
    ("counts", counts.choose),
)


def metadata(tree: Any, page: Page, reference: _datetime | None = None) -> Metadata:
    """The metadata of a labelled page with the root `tree`, None for a dump; what fails is a warning on the page.

    `reference` is when the page was fetched: "3 hours ago" is counted from it, and later dates are refused.
    """
    return _metadata(_choices(claims_of(tree, page, reference), FIELDS, page))


def find_date(tree: Any, page: Page, reference: _datetime | None = None) -> _datetime | _date | None:
    """When the page was published, for callers that want nothing else."""
    wanted = [field for field in FIELDS if field[0] in ("language", "date")]
    return _metadata(_choices(claims_of(tree, page, reference), wanted, page)).published


def claims_of(tree: Any, page: Page, reference: _datetime | None = None) -> Claims:
    """All that the sources claim about a labelled page."""
    asked = [Claim("reference", reference, "caller")] if reference else []
    return Claims([*asked, *_claims(_markup(tree, page), page)])


def _markup(tree: Any, page: Page) -> Markup:
    try:
        return markup_of(tree) if tree is not None else Markup()
    except Exception as error:
        page.warnings.append(f"metadata: the markup could not be read: {error!r}")
        return Markup()


def _claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """The claims of every source; one that fails keeps what it had said."""
    for name, source in SOURCES:
        try:
            yield from source(markup, page)
        except Exception as error:
            page.warnings.append(f"metadata: {name} failed: {error!r}")


def _choices(claims: Claims, fields: Iterable[tuple[str, Field]], page: Page) -> Choices:
    settled: Choices = {}
    for name, choose in fields:
        try:
            settled.update(choose(claims, settled))
        except Exception as error:
            page.warnings.append(f"metadata: {name} failed: {error!r}")
    return settled


def _metadata(settled: Choices) -> Metadata:
    values: dict[str, Any] = {field: choice.winner.value for field, choice in settled.items()}
    return Metadata(**values, why=MappingProxyType(settled))
