"""Whatever comes in becomes a Page: bytes or str, HTML or text dump."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from unchaff.errors import InputError, expect
from unchaff.limits import UNLIMITED, Budget
from unchaff.model import Block, Box, Evidence, Page
from unchaff.read.declared import by_address, declared
from unchaff.read.decode import HEAD, decode, mend, says_utf_8
from unchaff.read.dump import read_dump
from unchaff.read.embedded import embedded
from unchaff.read.parse import Guide, Root, is_readable, is_sound, measure, over, parsed, planted, tree, whole
from unchaff.read.restore import restore
from unchaff.read.sniff import is_html, looks_like, opens_as_html
from unchaff.read.tags import ROLES, UNSCRIPTED, Role
from unchaff.read.walk import Walked
from unchaff.words import vocabulary

NAME_SIGNS = 2000  # a longer text is no name
_NAME = re.compile(r"\s*(?:https?://\S+|[^\s<>]+\.(?:x?html?|txt))\s*", re.IGNORECASE)
# What is no page, but has one in it, by an attribute of its type: paths, files, responses, trees of lxml and bs4.
INSIDE = {
    "read_bytes": "its read_bytes()",
    "iter": "what lxml.html.tostring() makes of it",
    "read": "what its read() gives",
    "content": "its content",
    "body": "its body",
    "prettify": "the str() of it",
}
# A page that shows fewer words than this may have them in <noscript>.
THIN_WORDS = 120


def read(
    source: bytes | str, *, url: str | None = None, content_type: str | None = None, budget: Budget = UNLIMITED
) -> Page:
    """A Page with nothing judged yet.

    `content_type` is the value of an HTTP header, charset included; it overrides what the content looks like.
    Of a page beyond its `budget` the beginning is read.
    Raises InputError for anything but bytes or str. What is wrong with the page becomes a warning on it.
    """
    found = _html(source, url, content_type, budget)
    return found if isinstance(found, Page) else found.page()


def read_tree(
    source: bytes | str, *, url: str | None = None, content_type: str | None = None, budget: Budget = UNLIMITED
) -> tuple[Page, Root | None]:
    """The same Page, and for metadata a tree of it, or what the compiled walk went over; None for a dump."""
    found = _html(source, url, content_type, budget)
    return (found, None) if isinstance(found, Page) else (found.page(), found.tree)


@dataclass
class _Html:
    """HTML in UTF-8, and what is known of it."""

    data: bytes
    url: str | None
    warnings: list[str]
    budget: Budget
    root: Root | None = None  # what the walk went over, if it was not told of tags
    made: bool = False  # whether the walk met what scripts make of code and formulas
    crowded: bool = False  # whether it met endless attributes

    @cached_property
    def tree(self) -> Root | None:
        """A tree of it, in which code and formulas are as they were before scripts made something of them."""
        if self.crowded:
            self.warnings.append("truncated: a tag has endless attributes, so nothing is made of the markup but text")
            return None
        if self.made:
            return self._mended()
        return whole(self.root) if self.root is not None and is_readable(self.root) else tree(self.data)

    def _mended(self) -> Root | None:
        root = tree(self.data)
        try:
            if root is not None:
                restore(root)
        except ValueError:  # lxml reads signs ("\x01") that it refuses to write: such a page stays as it is
            return tree(self.data)
        return root

    def page(self) -> Page:
        """The blocks and boxes of it, as a Page."""
        self.root, self.data, warnings = planted(self.data)
        self.warnings += warnings
        found = self._walked(ROLES)
        if self._is_thin(found):
            found = self._unscripted(found)
            if self._is_thin(found):
                found = self._with_data(found)
        if not found or len(found.boxes) == 1:
            return _empty(self.url, [*self.warnings, "no element in the page"])
        evidence, head = Evidence.NAMES | Evidence.LINKS, found.head
        page = Page(found.blocks, found.boxes, evidence, self.url, found.language, head.said_titles())
        page.declared, page.warnings = declared(head, self.url), self.warnings
        measure(page)
        if not page.blocks:
            page.warnings.append("no text in the page")
        return page

    def _is_thin(self, found: Walked | None) -> bool:
        """Whether a page that was read to its end shows next to nothing."""
        if not found or self.budget.warnings:
            return False
        return _words(found) < THIN_WORDS

    def _unscripted(self, shown: Walked | None) -> Walked | None:
        """What there is with <noscript>, if that has words; often it has but a picture again that a script shows."""
        found = self._walked(UNSCRIPTED)
        return found if _words(found) > _words(shown) else shown

    def _with_data(self, shown: Walked | None) -> Walked | None:
        """The same, and behind it what scripts would have shown, on a page that shows next to nothing itself."""
        markup = embedded(self.data.decode("utf-8", "replace")).encode("utf-8", "replace")
        if not markup:
            return shown
        found = parsed(self.data + markup, Guide(vocabulary(), UNSCRIPTED, self.budget)).found
        if not found or not _says_more(found.blocks, shown.blocks if shown else []):
            return shown
        self.warnings.append("shows next to nothing: text taken from the data in its markup")
        return found

    def _walked(self, roles: Mapping[str, Role]) -> Walked | None:
        """What a walk finds: on the page as it came, and once more along the tree if there is something to mend."""
        guide = Guide(vocabulary(), roles, self.budget)
        if self.root is not None:
            found = over(self.root, guide)
        else:
            found, self.data, warnings = parsed(self.data, guide)
            self.warnings += warnings
        self.crowded = bool(found and found.crowded)
        if found and found.made and not self.budget.warnings:
            self.made = True  # before there is a tree: none is mended twice
            if self.tree is not None:
                found = over(self.tree, guide)
        return found


def _words(found: Walked | None) -> int:
    return sum([block.words for block in found.blocks]) if found else 0


def _says_more(blocks: list[Block], shown: list[Block]) -> bool:
    """Whether what stands behind the blocks shown is most of the text, and none of it stands among them."""
    seen, new = {block.text for block in shown}, blocks[len(shown) :]
    return sum(b.words for b in new) > sum(b.words for b in shown) and seen.isdisjoint(b.text for b in new)


def _html(source: bytes | str, url: str | None, content_type: str | None, budget: Budget) -> _Html | Page:
    """HTML that has still to be parsed, or the Page that something else is."""
    expect("url", url, str | None, "a str or None")
    expect("content_type", content_type, str | None, "a str or None")
    text, data, warnings = _text(source, content_type, budget)
    if url and not _is_address(url):
        warnings = [*warnings, f"not an address, so nothing is made of it: {mend(url).text}"]
        url = None
    if not text or text.isspace():
        return _empty(url, warnings or ["empty input"])
    if not is_html(text, content_type):
        if len(text) <= NAME_SIGNS and _NAME.fullmatch(text):
            warnings = [*warnings, "looks like the address or the name of a page, not like the page itself"]
        return _dump(text, url, warnings, budget)
    return _Html(data or text.encode("utf-8", "replace"), url, warnings, budget)


def _is_address(url: str) -> bool:
    try:
        urlsplit(url)
        url.encode()
    except ValueError:  # "http://[1", or half of a surrogate pair, which no output could hold
        return False
    return True


def _text(source: bytes | str, content_type: str | None, budget: Budget) -> tuple[str, bytes, list[str]]:
    """The text, its bytes where they came as sound UTF-8 and need not be made again, and warnings.

    Of what surely is HTML, and sound UTF-8, no text is made but its beginning: that takes 0.08 x a bare parse.
    """
    if isinstance(source, str):
        mended = mend(budget.cut(source))
        return mended.text, b"", list(mended.warnings)
    if not isinstance(source, bytes | bytearray | memoryview):
        raise InputError(f"a page is bytes or str, not {type(source).__name__}{_hint(source)}")
    data = budget.cut(bytes(source))
    found = looks_like(data)
    if found:
        return "", b"", [f"not a page: looks like {found}"]
    head = data[:HEAD].decode(errors="ignore")
    if opens_as_html(head, content_type) and says_utf_8(data, content_type) and is_sound(data):
        return head, data, []
    decoded = decode(data, content_type)
    sound = decoded.charset == "utf-8" and decoded.source != "bom" and not decoded.warnings
    return decoded.text, data if sound else b"", list(decoded.warnings)


def _hint(source: object) -> str:
    """Where the page is in something that is none."""
    return next((f"; hand over {what}" for name, what in INSIDE.items() if hasattr(type(source), name)), "")


def _dump(text: str, url: str | None, warnings: list[str], budget: Budget) -> Page:
    blocks, boxes, links = read_dump(text, budget)
    evidence = Evidence.LINES | Evidence.LINKS if links else Evidence.LINES
    page = Page(blocks, boxes, evidence, url, declared=by_address(url), warnings=warnings)
    page.measure()
    return page


def _empty(url: str | None, warnings: list[str]) -> Page:
    blocks: list[Block] = []
    return Page(blocks, [Box(None, "", 0)], Evidence.NONE, url, warnings=warnings)
