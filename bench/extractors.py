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
PEERS = ("trafilatura", "resiliparse", "htmldate", "newspaper", "extruct")


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
        return _PEERS[name]()
    return _unchaff(name)


def runner(name: str) -> Run:
    """How to run an extractor for its time alone."""
    return {
        "lxml": _run_lxml,
        "unchaff.extract_text": _run_extract_text,
        "unchaff.extract": _run_extract,
        "plain extract_text": _run_plain,
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


def _htmldate() -> Answerer:
    find_date = import_module("htmldate").find_date

    def answer(page: bytes, url: str | None) -> Answer:
        return Answer(text="", date=find_date(page.decode("utf-8", "replace"), url=url, original_date=True))

    return answer


def _newspaper() -> Answerer:
    article = import_module("newspaper").Article

    def answer(page: bytes, url: str | None) -> Answer:
        found = article(url or "https://example.org/", fetch_images=False)
        found.download(input_html=page.decode("utf-8", "replace"))
        found.parse()
        return Answer(
            text=found.text, title=found.title, authors=list(found.authors), date=day(found.publish_date or None)
        )

    return answer


_ARTICLE = ("Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle")


def _extruct() -> Answerer:
    """What the markup states, by the plainest reading of it: an article in JSON-LD or microdata, then Open Graph."""
    extract = import_module("extruct").extract

    def answer(page: bytes, url: str | None) -> Answer:
        kinds = ["json-ld", "microdata", "opengraph"]
        found = extract(page.decode("utf-8", "replace"), base_url=url, syntaxes=kinds, uniform=True, errors="ignore")
        items = [item for kind in kinds[:2] for item in found[kind] if item.get("@type") in _ARTICLE]
        shared: dict[str, Any] = next(iter(found["opengraph"]), {})
        item: dict[str, Any] = next(iter(items), {})
        dates = (item.get("datePublished"), shared.get("article:published_time"))
        return Answer(
            text="",
            title=_first_text(item.get("headline") or shared.get("og:title")),
            authors=_names_in(item.get("author")),
            date=next((text[:10] for date in dates if (text := _first_text(date))), None),
        )

    return answer


def _first_text(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else None


def _names_in(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    named = [_first_text(one.get("name") if isinstance(one, dict) else one) for one in listed]
    return [name for name in named if name]


_PEERS: dict[str, Callable[[], Answerer]] = {
    "trafilatura": _trafilatura,
    "resiliparse": _resiliparse,
    "htmldate": _htmldate,
    "newspaper": _newspaper,
    "extruct": _extruct,
}


def _run_lxml() -> Run:
    html = import_module("lxml.html")
    parser = html.HTMLParser(encoding="utf-8")

    def run(page: bytes, url: str | None) -> None:
        html.document_fromstring(page, parser=parser)  # dropped here, so that freeing the tree is part of the time

    return run


def _run_extract_text() -> Run:
    extract_text = import_module(OURS).extract_text
    return lambda page, url: extract_text(page, url=url)


def _run_plain() -> Run:
    plainly, run = import_module("bench.twins").plainly, _run_extract_text()

    def plain(page: bytes, url: str | None) -> str:
        with plainly():
            return str(run(page, url))

    return plain


def _run_extract() -> Run:
    extract = import_module(OURS).extract
    return lambda page, url: extract(page, url=url).text  # made when asked for


def _run_trafilatura() -> Run:
    extract = import_module("trafilatura").extract
    return lambda page, url: extract(page, url=url)


def _run_resiliparse() -> Run:
    extract_plain_text = import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda page, url: extract_plain_text(page.decode("utf-8", "replace"), main_content=True)
