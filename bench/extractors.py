"""The extractors that are measured: unchaff under its policies, and its peers where they are installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date
from importlib import import_module
from typing import Any

from bench.judge import Answer

Answerer = Callable[[bytes, str | None], Answer]
Run = Callable[[bytes, str | None], object]

OURS = "unchaff"
POLICIES = ("default", "precise", "thorough")
LOST = "no metadata"  # how the warning begins that says metadata raised
PEERS = ("trafilatura", "resiliparse")


def installed(peers: Iterable[str]) -> list[str]:
    """Those of the named peers that can be imported here; the others are told."""
    return [peer for peer in peers if _importable(peer)]


def _importable(peer: str) -> bool:
    try:
        import_module(peer)
    except ImportError as error:
        print(f"{peer} is left out: {error}", file=sys.stderr)
        return False
    return True


def answerer(name: str) -> Answerer:
    """How to get text and metadata from "unchaff", "unchaff:precise", "unchaff:default:share-bar", "trafilatura" …"""
    if name in PEERS:
        return {"trafilatura": _trafilatura, "resiliparse": _resiliparse}[name]()
    return _unchaff(name)


def runner(name: str) -> Run:
    """How to run an extractor for its time alone."""
    return {
        "lxml": _run_lxml,
        "unchaff.extract_text": _run_extract_text,
        "unchaff.extract": _run_extract,
        "trafilatura": _run_trafilatura,
        "resiliparse": _run_resiliparse,
    }[name]()


def ours(policy: str = "default", without: Iterable[str] = ()) -> str:
    """The name of unchaff under a policy, without some steps; plain "unchaff" is the default and all of it."""
    steps = list(without)
    return OURS if policy == "default" and not steps else ":".join([OURS, policy, *steps])


def pipeline(name: str) -> Any:
    """The pipeline meant by a name that `ours` made."""
    policy, *without = name.split(":")[1:] or ["default"]
    return getattr(import_module(OURS), policy.upper()).without(*without)


def day(value: date | None) -> str | None:
    """A date or a datetime as YYYY-MM-DD, in its own time zone."""
    return None if value is None else value.isoformat()[:10]


def _unchaff(name: str) -> Answerer:
    extract, filters = import_module(OURS).extract, pipeline(name)

    def answer(page: bytes, url: str | None) -> Answer:
        document = extract(page, url=url, pipeline=filters)
        found = Answer(text=document.text, title=document.title)
        found |= Answer(authors=list(document.authors), date=day(document.published))
        for warning in document.warnings:
            if warning.startswith(LOST):
                found["error"] = warning
        return found

    return answer


def _trafilatura() -> Answerer:
    bare_extraction = import_module("trafilatura").bare_extraction

    def answer(page: bytes, url: str | None) -> Answer:
        found = bare_extraction(page, url=url, include_comments=False, with_metadata=True)
        if found is None:
            return Answer(text="", title=None, authors=[], date=None)
        authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
        return Answer(text=found.text or "", title=found.title, authors=authors, date=found.date)

    return answer


def _resiliparse() -> Answerer:
    encoding, html2text = import_module("resiliparse.parse.encoding"), import_module("resiliparse.extract.html2text")
    tree_of = import_module("resiliparse.parse.html").HTMLTree

    def answer(page: bytes, url: str | None) -> Answer:
        tree = tree_of.parse(encoding.bytes_to_str(page, encoding.detect_encoding(page)))
        return Answer(
            text=html2text.extract_plain_text(tree, main_content=True, alt_texts=False), title=tree.title or None
        )

    return answer


def _run_lxml() -> Run:
    html = import_module("lxml.html")
    parser = html.HTMLParser(encoding="utf-8")

    def run(page: bytes, url: str | None) -> None:
        html.document_fromstring(page, parser=parser)  # dropped here, so that freeing the tree is part of the time

    return run


def _run_extract_text() -> Run:
    extract_text = import_module(OURS).extract_text
    return lambda page, url: extract_text(page, url=url)


def _run_extract() -> Run:
    extract = import_module(OURS).extract
    return lambda page, url: extract(page, url=url).text  # made when asked for


def _run_trafilatura() -> Run:
    extract = import_module("trafilatura").extract
    return lambda page, url: extract(page, url=url)


def _run_resiliparse() -> Run:
    extract_plain_text = import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda page, url: extract_plain_text(page.decode("utf-8", "replace"), main_content=True)
