"""One pass over the tree that collects all markup in which pages state facts about themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from unchaff.model import Concept, Declared, Page
from unchaff.twins import SCAN, WALK, twin
from unchaff.words import vocabulary

_HEAD = frozenset({"meta", "link"})  # read as what they are
FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/json+feed"})
RELS = ("author", "tag", "license", "next")  # that state something of the page
STATING = frozenset({"itemprop", "property", "rel"})
SILENT = frozenset({"script", "style", "noscript", "template", "svg", "button"})
INLINE = frozenset(
    {"a", "abbr", "b", "em", "i", "font", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u", "wbr"}
)
TELLING = int(Concept.BYLINE | Concept.DATE | Concept.AUTHOR)
PUBLISHING = "ubli"  # is in "datePublished", "publishedAt", "published_at", "article_publication_date"
LONGEST = 3000  # signs of text read from one element; a "headline" longer than this is none


@dataclass(slots=True)
class Markup:
    """The elements of a page that may state metadata, in document order."""

    language: str = ""
    base: str = ""
    titles: list[str] = field(default_factory=list)
    metas: list[tuple[str, str]] = field(default_factory=list)  # (name or property, content)
    links: list[tuple[str, str]] = field(default_factory=list)  # (rel, href)
    scripts: list[str] = field(default_factory=list)  # JSON-LD only
    code: list[str] = field(default_factory=list)  # the text of other scripts that may tell of a publication
    headings: list[Any] = field(default_factory=list)  # h1 elements
    articles: list[Any] = field(default_factory=list)
    times: list[Any] = field(default_factory=list)
    stated: list[Any] = field(default_factory=list)  # elements with itemprop, property or rel
    named: list[tuple[Any, int]] = field(
        default_factory=list
    )  # elements with a class for bylines or dates, what it says


def markup_of(tree: Any) -> Markup:
    """The markup of `tree` in which metadata may be stated."""
    if compiled := twin(SCAN):
        made: Markup = compiled.markup_of(tree)
        return made
    found, said = Markup(), _Said()
    for element in tree.iter("*"):
        tag, names = element.tag, element.keys()
        if tag in READERS:
            READERS[tag](element, found)
        if "class" in names and (bits := said[element.get("class")]):
            found.named.append((element, bits))
        if tag not in _HEAD and not STATING.isdisjoint(names) and _states(element):
            found.stated.append(element)
    return found


def _states(element: Any) -> bool:
    """Whether an element has a property, or a `rel` that is one: most have "nofollow"."""
    rel = (element.get("rel") or "").lower()
    return any(one in rel for one in RELS) or element.get("itemprop") is not None or element.get("property") is not None


def saying() -> Callable[[str], int]:
    """What reads the names in a text, as Concept bits."""
    compiled = twin(WALK)
    reader: Callable[[str], int] = compiled.reader(vocabulary().names) if compiled else vocabulary().name
    return reader


class _Said(dict[str, int]):
    """What class names say of bylines and dates, each asked once a page."""

    def __init__(self) -> None:
        self._name = vocabulary().name

    def __missing__(self, classes: str) -> int:
        said = self[classes] = self._name(classes) & TELLING  # the walk has asked for most, and they are remembered
        return said


def sells(markup: Markup, page: Page) -> bool:
    """Whether the page says that it sells something: names and dates seen there without markup are those of reviews."""
    if not page.declared & Declared.PRODUCT or page.declared & Declared.ARTICLE:
        return False
    typed = any("product" in content.lower() for name, content in markup.metas if name == "og:type")
    return typed or any('Product"' in script for script in markup.scripts)  # not a shop's software alone: it has blogs


def text_of(element: Any) -> str:
    """The beginning of the text inside `element` as a reader sees it, without scripts."""
    if compiled := twin(SCAN):
        said: str = compiled.text_of(element)
        return said
    if not len(element):
        gap = "" if element.tag in INLINE else " "
        return "" if element.tag in SILENT else f"{gap}{element.text or ''}{gap}"[:LONGEST]
    found: list[str] = []
    left = 2 * LONGEST
    for piece in _texts(element):
        found.append(piece)
        left -= len(piece) + 8  # also where it is empty: headings nest, and each would go through all below it
        if left < 0:
            break
    return "".join(found)[:LONGEST]


def _texts(element: Any) -> Iterator[str]:
    """The texts inside `element` in order; without recursion, since pages nest as deep as they like."""
    waiting = [iter([element])]
    gaps: list[str] = []  # what follows each element that is open
    while waiting:
        inner = next(waiting[-1], None)
        if inner is None:
            waiting.pop()
            if gaps:
                yield gaps.pop()
            continue
        tag = inner.tag
        tail = (inner.tail or "") if inner is not element else ""
        if not isinstance(tag, str) or tag in SILENT:
            yield tail
            continue
        gap = "" if tag in INLINE else " "
        yield gap + (inner.text or "")
        gaps.append(gap + tail)
        waiting.append(iter(inner))


def _html(element: Any, found: Markup) -> None:
    found.language = found.language or (element.get("lang") or element.get("xml:lang") or "").strip()


def _base(element: Any, found: Markup) -> None:
    found.base = found.base or (element.get("href") or "").strip()


def _title(element: Any, found: Markup) -> None:
    if element.text and not found.titles:
        found.titles.append(element.text)


def _meta(element: Any, found: Markup) -> None:
    content = element.get("content") or ""
    if not content.strip():
        return
    if (element.get("name") or "").endswith("ld+json"):  # how one framework writes its scripts
        found.scripts.append(content)
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        for name in (element.get(attribute) or "").split():
            found.metas.append((("itemprop:" if attribute == "itemprop" else "") + name.lower(), content))


def _link(element: Any, found: Markup) -> None:
    href = (element.get("href") or "").strip()
    kind = (element.get("type") or "").lower()
    for rel in (element.get("rel") or element.get("itemprop") or "").lower().split():
        found.links.append(("feed" if rel == "alternate" and kind in FEEDS else rel, href))


def _script(element: Any, found: Markup) -> None:
    text = element.text or ""
    if "ld+json" in (element.get("type") or "").lower():
        if text:
            found.scripts.append(text)
    elif PUBLISHING in text:
        found.code.append(text)


def _heading(element: Any, found: Markup) -> None:
    found.headings.append(element)


def _article(element: Any, found: Markup) -> None:
    found.articles.append(element)


def _time(element: Any, found: Markup) -> None:
    found.times.append(element)


READERS = {
    "html": _html,
    "base": _base,
    "title": _title,
    "meta": _meta,
    "link": _link,
    "script": _script,
    "h1": _heading,
    "article": _article,
    "time": _time,
}
