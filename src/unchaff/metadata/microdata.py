"""Claims from the markup of the body: itemprop, property, rel, time elements, h1 and telling class names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from unchaff.metadata.claims import Claim, folded, shown, tidy
from unchaff.metadata.lexicon import lexicon
from unchaff.metadata.scan import Markup, saying, sells, text_of
from unchaff.model import Concept, Declared, Page
from unchaff.twins import SCAN, twin

_PROPERTIES = {
    "headline": "title",
    "author": "authors",
    "creator": "authors",
    "datepublished": "published",
    "datecreated": "published",
    "datemodified": "modified",
    "publisher": "publisher",
    "articlesection": "section",
    "keywords": "tags",
    "issued": "published",
    "date": "published",
    "modified": "modified",
    "alternativeheadline": "alternative",
    "commentcount": "comments",
    "timerequired": "minutes",
}
_RELS = {"author": "authors", "tag": "tags", "license": "license", "next": "next_page"}
_LINKS = frozenset({"license", "next_page"})
BESIDE = int(
    Concept.COMMENTS
    | Concept.RELATED
    | Concept.SIDEBAR
    | Concept.FOOTER
    | Concept.NAVIGATION
    | Concept.NEWSLETTER
    | Concept.AD
)
_BYLINE, _AUTHOR, _DATE = int(Concept.BYLINE), int(Concept.AUTHOR), int(Concept.DATE)
ASIDE = frozenset({"aside", "footer", "nav"})
WHOLE = frozenset({"body", "html", "main"})
SHORTEST_HEADLINE = 4  # letters from which an h1 is compared with the titles in the head
NAME_LENGTH = 200


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """What elements of the body say about themselves by their attributes."""
    scopes: dict[str, Any] = {}
    beside = _beside(_holders(markup, page.titles))
    for element in markup.stated:
        for claim in _stated(element, beside):
            scope = scope_of(element)
            if scopes.setdefault(claim.source, scope) == scope:
                yield claim
    for element in markup.headings:
        if text := shown(text_of(element)):
            yield Claim("headings", text, "h1")
    if sells(markup, page):
        return
    thread = page.may_be(Declared.FORUM)
    yield from (claim for claim in _times(markup.times, beside) if thread or claim.field != "times aside")
    for element, says in markup.named:
        yield from _named(element, says, beside)


def _stated(element: Any, beside: Callable[[Any], bool]) -> Iterator[Claim]:
    for attribute, table in (("itemprop", _PROPERTIES), ("property", _PROPERTIES), ("rel", _RELS)):
        for name in (element.get(attribute) or "").lower().split():
            field = table.get(name.rpartition(":")[2])
            if field and not beside(element) and (text := _value(element, field)):
                yield Claim(field, text, f"{attribute} {name}")


def scope_of(element: Any) -> Any:
    """The item an element's property belongs to: in a thread every post is one, and the first is the page's."""
    return next(
        (one for one in _around(element) if one.get("itemscope") is not None or one.get("typeof") is not None), None
    )


def _value(element: Any, field: str) -> str:
    """What `element` gives as the value of its property: an attribute made for it, the name inside it, or its text."""
    if field in _LINKS:
        return element.get("href") or ""
    for attribute in ("content", "datetime", "title" if field in ("published", "modified") else "content"):
        if stated := tidy(element.get(attribute) or ""):
            return stated
    for inner in element.iterdescendants():
        if inner.get("itemprop") == "name":
            return tidy(inner.get("content") or text_of(inner))
    return tidy(text_of(element))


def _times(times: list[Any], beside: Callable[[Any], bool]) -> Iterator[Claim]:
    """Time elements outside comments and teasers; one with a word for updating in its class is about the update."""
    for element in times:
        text = tidy(element.get("datetime") or "") or tidy(text_of(element))
        if not text or element.get("itemprop") is not None:
            continue
        if beside(element):
            yield Claim("times aside", text, "time aside")
            continue
        names = f"{_names(element)} {_names(element.getparent())}"
        if any(part in names for part in lexicon().updated_names):
            yield Claim("modified", text, "time updated")
        elif element.get("pubdate") is not None or any(part in names for part in lexicon().published_names):
            yield Claim("published", text, "time published")
        else:
            yield Claim("times", text, "time")


def _named(element: Any, says: int, beside: Callable[[Any], bool]) -> Iterator[Claim]:
    """The text of an element whose class is made for a byline or a date."""
    text = tidy(text_of(element))
    if not text or len(text) > NAME_LENGTH or beside(element):
        return
    if says & _BYLINE:
        yield Claim("bylines", text, "class byline")
    elif says & _AUTHOR:
        yield Claim("bylines", text, "class author")
    if says & (_DATE | _BYLINE):
        yield Claim("datelines", text, "class date")
        if stated := tidy(element.get("title") or ""):  # hAtom: the machine's form of what is shown
            yield Claim("datelines", stated, "class date")


def _beside(holders: Iterable[Any]) -> Callable[[Any], bool]:
    compiled = twin(SCAN)
    made: Callable[[Any], bool] = (compiled.Beside if compiled else Beside)(holders)
    return made


class Beside:
    """Tells whether an element stands in a comment, a teaser list, a side column or the foot of the page."""

    def __init__(self, holders: Iterable[Any]) -> None:
        """`holders` are not beside the text, whatever their names say."""
        self._known = dict.fromkeys(holders, False)
        self._say = saying()

    def __call__(self, element: Any) -> bool:
        way: list[Any] = []
        found, node = False, element
        while node is not None and node.tag not in WHOLE and not found:
            known = self._known.get(node)
            if known is not None:
                found = known
                break
            way.append(node)
            found = self._is_aside(node) or bool(self._say(_names(node)) & BESIDE)
            node = node.getparent()
        self._known.update(dict.fromkeys(way, found))
        return found

    def _is_aside(self, node: Any) -> bool:
        """Whether the tag says so; an article's own footer often has byline and date."""
        parent = node.getparent()
        own = node.tag == "footer" and parent is not None and parent.tag == "article"
        return node.tag in ASIDE and not (own and self._known.get(parent) is False)


def _holders(markup: Markup, titles: Iterable[str]) -> Iterator[Any]:
    """What holds the headline, and the only article of a page."""
    headline = _headline(markup.headings, {folded(title) for title in titles})
    if headline is not None:
        yield from _around(headline)
    if len(markup.articles) == 1:
        yield markup.articles[0]
        yield from _around(markup.articles[0])


def _around(element: Any) -> Iterator[Any]:
    """The elements that an element is in, from the inside."""
    while (element := element.getparent()) is not None:
        yield element


def _headline(headings: list[Any], titles: set[str]) -> Any:
    """The h1 that says the same as a title in the head, or the only one."""
    for heading in headings:
        key = folded(text_of(heading))
        if len(key) >= SHORTEST_HEADLINE and any(key in title for title in titles):
            return heading
    return headings[0] if len(headings) == 1 else None


def _names(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}" if element is not None else ""
