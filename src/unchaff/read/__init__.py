"""Whatever comes in becomes a Page: bytes or str, HTML or text dump."""

from __future__ import annotations

from urllib.parse import urlsplit

from lxml import etree

from unchaff.errors import InputError
from unchaff.limits import UNLIMITED, Budget
from unchaff.model import Block, Box, Evidence, Page
from unchaff.read.declared import by_address, declared
from unchaff.read.decode import decode, mend
from unchaff.read.dump import read_dump
from unchaff.read.parse import parse
from unchaff.read.sniff import is_html, looks_like
from unchaff.read.tags import ROLES, UNSCRIPTED
from unchaff.read.walk import walk
from unchaff.words import vocabulary

# A page that shows fewer words than this may have them in <noscript>.
THIN_WORDS = 120
_TITLES = ("og:title", "twitter:title")


def read(
    source: bytes | str, *, url: str | None = None, content_type: str | None = None, budget: Budget = UNLIMITED
) -> tuple[Page, etree._Element | None]:
    """A Page with nothing judged yet, and the tree it was read from (None for a dump).

    `content_type` is the value of an HTTP header, charset included; it overrides what the content looks like.
    Of a page beyond its `budget` the beginning is read.
    Raises InputError for anything but bytes or str. What is wrong with the page becomes a warning on it.
    """
    text, data, warnings = _text(source, content_type, budget)
    if url and not _is_address(url):
        url, warnings = None, [*warnings, f"not an address, so nothing is made of it: {url}"]
    if not text or text.isspace():
        return _empty(url, warnings or ["empty input"]), None
    if not is_html(text, content_type):
        return _dump(text, url, warnings, budget), None
    root, faults = parse(data or text.encode("utf-8", "replace"))
    warnings += faults
    if root is None:
        return _empty(url, [*warnings, "no element in the page"]), None
    blocks, boxes = walk(root, vocabulary(), ROLES, budget)
    if not budget.warnings and sum(block.words for block in blocks) < THIN_WORDS:
        blocks, boxes = walk(root, vocabulary(), UNSCRIPTED, budget)
    evidence = Evidence.NAMES | Evidence.LINKS
    page = Page(blocks, boxes, evidence, url, root.get("lang") or "", _titles(root), warnings=warnings)
    page.declared = declared(root, url)
    page.measure()
    if not blocks:
        page.warnings.append("no text in the page")
    return page, root


def _is_address(url: str) -> bool:
    try:
        urlsplit(url)
    except ValueError:  # "http://[1"
        return False
    return True


def _text(source: bytes | str, content_type: str | None, budget: Budget) -> tuple[str, bytes, list[str]]:
    """The text, its bytes where they came as sound UTF-8 and need not be made again, and warnings."""
    if isinstance(source, str):
        mended = mend(budget.cut(source))
        return mended.text, b"", list(mended.warnings)
    if not isinstance(source, bytes | bytearray | memoryview):
        raise InputError(f"a page is bytes or str, not {type(source).__name__}")
    data = budget.cut(bytes(source))
    found = looks_like(data)
    if found:
        return "", b"", [f"not a page: looks like {found}"]
    decoded = decode(data, content_type)
    sound = decoded.charset == "utf-8" and decoded.source != "bom" and not decoded.warnings
    return decoded.text, data if sound else b"", list(decoded.warnings)


def _dump(text: str, url: str | None, warnings: list[str], budget: Budget) -> Page:
    blocks, boxes, links = read_dump(text, budget)
    evidence = Evidence.LINES | Evidence.LINKS if links else Evidence.LINES
    page = Page(blocks, boxes, evidence, url, declared=by_address(url), warnings=warnings)
    page.measure()
    return page


def _empty(url: str | None, warnings: list[str]) -> Page:
    blocks: list[Block] = []
    return Page(blocks, [Box(None, "", 0)], Evidence.NONE, url, warnings=warnings)


def _titles(root: etree._Element) -> tuple[str, ...]:
    """The titles in the head, without doubles: filters find the headline by them."""
    head = root.find("head")
    if head is None:
        return ()
    found = [
        meta.get("content") or ""
        for meta in head.iterfind("meta")
        if (meta.get("property") or meta.get("name") or "").lower() in _TITLES
    ]
    found += ["".join(title.itertext()) for title in head.iterfind("title")]
    return tuple(dict.fromkeys(" ".join(title.split()) for title in found if title.strip()))
