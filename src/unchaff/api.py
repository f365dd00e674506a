"""The only place where reading, filters, metadata and rendering meet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from lxml import etree

from unchaff.document import Document
from unchaff.errors import InputError, expect
from unchaff.filters import DEFAULT
from unchaff.limits import LIMITS, Budget, Limits
from unchaff.metadata import Metadata, metadata
from unchaff.metadata import find_date as published
from unchaff.model import ARTICLE, Label, Page
from unchaff.pipeline import Pipeline, label_named
from unchaff.read import read, read_tree
from unchaff.render.explain import Row, rows
from unchaff.render.selection import Selection
from unchaff.render.text import text


def extract(
    page: bytes | str,
    *,
    url: str | None = None,
    content_type: str | None = None,
    keep: Iterable[Label | str] = ARTICLE,
    pipeline: Pipeline = DEFAULT,
    limits: Limits = LIMITS,
    reference: datetime | None = None,
) -> Document:
    """The body and the metadata of a page, HTML or text dump.

    `url` is where the page came from, `content_type` the HTTP header if there was one, `keep` the labels that
    make up the text, `limits` what the page may cost, `reference` when the page was fetched: "3 hours ago" is counted
    from there, and later dates are refused. What is wrong with the page becomes a warning on the Document; only the
    caller's mistakes raise.
    """
    wanted = labels(keep)
    expect("reference", reference, datetime | None, "a datetime or None")
    budget = _begun(pipeline, limits)
    read_page, tree = read_tree(page, url=url, content_type=content_type, budget=budget)
    pipeline(read_page, budget)
    facts = Metadata() if budget.over("no metadata") else _metadata(tree, read_page, reference)
    read_page.warnings += budget.warnings
    return Document(read_page, facts, wanted)


def find_date(
    page: bytes | str,
    *,
    url: str | None = None,
    content_type: str | None = None,
    limits: Limits = LIMITS,
    reference: datetime | None = None,
) -> datetime | date | None:
    """When a page was published, for callers that want nothing else; aware where the page gives an offset.

    The arguments are those of `extract`. A page that only tells of its last change gives the day of that.
    """
    expect("reference", reference, datetime | None, "a datetime or None")
    budget = _begun(DEFAULT, limits)
    read_page, tree = read_tree(page, url=url, content_type=content_type, budget=budget)
    DEFAULT(read_page, budget)
    return None if budget.over("no date") else published(tree, read_page, reference)


def extract_text(
    page: bytes | str,
    *,
    url: str | None = None,
    content_type: str | None = None,
    keep: Iterable[Label | str] = ARTICLE,
    pipeline: Pipeline = DEFAULT,
    limits: Limits = LIMITS,
) -> str:
    """The body alone, as plain text: what `extract(…).text` gives, without the work on metadata."""
    wanted = labels(keep)
    labelled = label(page, url=url, content_type=content_type, pipeline=pipeline, limits=limits)
    return text(Selection(labelled, wanted))


def label(
    page: bytes | str,
    *,
    url: str | None = None,
    content_type: str | None = None,
    pipeline: Pipeline = DEFAULT,
    limits: Limits = LIMITS,
) -> Page:
    """Every block of a page with its label, step and reason."""
    budget = _begun(pipeline, limits)
    read_page = read(page, url=url, content_type=content_type, budget=budget)
    pipeline(read_page, budget)
    read_page.warnings += budget.warnings
    return read_page


def explain(labelled: Page | Document) -> list[Row]:
    """A row for every block of a labelled page: label, step, reason, and the verdicts that lost."""
    if isinstance(labelled, Document):
        return labelled.explain()
    expect("what is explained", labelled, Page, "what extract or label gave")
    return rows(labelled)


def _begun(pipeline: Pipeline, limits: Limits) -> Budget:
    """The budget of a call that begins now."""
    expect("pipeline", pipeline, Pipeline, "a Pipeline such as DEFAULT, PRECISE or THOROUGH")
    expect("limits", limits, Limits, "a Limits")
    return limits.begin()


def labels(keep: Iterable[Label | str]) -> frozenset[Label]:
    """The labels meant by `keep`; one alone may be given as it is."""
    if keep is ARTICLE:
        return ARTICLE
    try:
        wanted = [keep] if isinstance(keep, str) else list(keep)
    except TypeError:
        raise InputError(f"keep is labels, not {type(keep).__name__}; there are: {', '.join(Label)}") from None
    return frozenset(map(label_named, wanted))


def _metadata(tree: etree._Element | None, page: Page, reference: datetime | None) -> Metadata:
    """The metadata of a page, or none: a mistake of ours in a date must not cost anybody the body."""
    try:
        return metadata(tree, page, reference)
    except Exception as error:
        page.warnings.append(f"no metadata: {type(error).__name__}: {error}")
        return Metadata()
