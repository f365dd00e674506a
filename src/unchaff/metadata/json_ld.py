"""Claims from JSON-LD scripts: the page's main entity, what belongs to it, and nothing that merely stands beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from unchaff.metadata.claims import Claim, folded, tidy
from unchaff.metadata.remember import remembered
from unchaff.metadata.scan import Markup
from unchaff.model import Page

Node = dict[str, Any]

_WRAPPERS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
# What is never closed goes to the end: looked for from every quote, the end would cost the square of the text.
_COMMENTS = re.compile(r'("(?:[^"\\]|\\.)*+(?:"|\Z|\\))|/\*.*?(?:\*/|\Z)|(?<![:"\w])//[^\n]*', re.DOTALL)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+(?:"|\Z|\\))|,(?=\s*[}\]])', re.DOTALL)
_NAMESPACE = re.compile(r"[/#:]")
_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
DEEPEST = 6

# How well a schema type fits "the thing this page is about"; types that end in Article or Posting count as the first.
_RANKS = {
    "Article": 5,
    "Report": 5,
    "Recipe": 5,
    "DiscussionForumPosting": 5,
    "QAPage": 3,
    "Question": 4,
    "VideoObject": 3,
    "PodcastEpisode": 4,
    "Event": 4,
    "Course": 4,
    "HowTo": 4,
    "Book": 4,
    "Product": 4,
    "JobPosting": 4,
    "Review": 3,
    "SoftwareApplication": 3,
    "SoftwareSourceCode": 3,
    "Dataset": 3,
    "WebPage": 2,
    "CollectionPage": 2,
    "AboutPage": 2,
    "ItemPage": 2,
    "FAQPage": 2,
}
_ARTICLE = 5
_PROPERTIES = (
    ("headline", "title"),
    ("name", "title"),
    ("alternativeHeadline", "alternative"),
    ("datePublished", "published"),
    ("dateCreated", "created"),
    ("uploadDate", "published"),
    ("dateModified", "modified"),
    ("description", "description"),
    ("inLanguage", "language"),
    ("articleSection", "section"),
    ("keywords", "tags"),
    ("license", "license"),
    ("url", "url"),
    ("isAccessibleForFree", "free"),
    ("commentCount", "comments"),
    ("timeRequired", "minutes"),
    ("wordCount", "words"),
)


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """What the page's JSON-LD says about its main entity, its publisher and its site."""
    nodes = [node for script in markup.scripts for node in _nodes(_parsed(script), 0)]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    for node in _main(nodes, page):
        yield from _entity(node, by_id)
    for node in nodes:
        if {"WebSite", "NewsMediaOrganization"} & set(_types(node)):
            yield from _named("site", node, f"json-ld {_types(node)[0]}.name")
        if "BreadcrumbList" in _types(node):
            yield from _crumbs(node)
    if not markup.scripts:
        return
    if not nodes:
        page.warnings.append("JSON-LD could not be read")


def _parsed(script: str) -> Any:
    """The script as JSON, repaired where that cannot change its meaning; None when it cannot be read."""
    if "<" in script or ">" in script:  # as any wrapper has; one sign is found many times as fast as more
        script = _WRAPPERS.sub("", _WRAPPERS.sub("", script))
    text = script.strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return _values(_repaired(text).strip())


def _repaired(text: str) -> str:
    text = _COMMENTS.sub(lambda match: match[1] or "", text)
    return _TRAILING_COMMA.sub(lambda match: match[1] or "", text)


def _values(text: str) -> Any:
    """The complete values a script begins with: there may be two in a row, or a stray brace behind one."""
    values: list[Any] = []
    start, decoder = 0, json.JSONDecoder(strict=False)
    while start < len(text):
        try:
            value, start = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            break
        values.append(value)
        start += len(text[start:]) - len(text[start:].lstrip(" \t\r\n,;"))
    return values


def _nodes(value: Any, depth: int) -> Iterator[Node]:
    """The entities at the top of a script and in its containers; not those inside other properties."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            yield from _nodes(part, depth + 1)
    elif isinstance(value, dict):
        if value.get("@type"):
            yield value
        for name in _CONTAINERS:
            if isinstance(value.get(name), (dict, list)):
                yield from _nodes(value[name], depth + 1)


def _types(node: Node) -> list[str]:
    """The schema types of `node`, without their namespace."""
    declared = node.get("@type")
    listed = declared if isinstance(declared, list) else [declared]
    return [_bare(kind) for kind in listed if isinstance(kind, str)] or [""]


@remembered(256)
def _bare(kind: str) -> str:
    return _NAMESPACE.split(kind)[-1]


def _rank(node: Node) -> int:
    return max(
        _ARTICLE if kind.endswith(("Article", "Posting")) and kind != "JobPosting" else _RANKS.get(kind, 0)
        for kind in _types(node)
    )


def _main(nodes: list[Node], page: Page) -> list[Node]:
    """The nodes about this page, best first; several articles, none of which fits the page, are teasers."""
    ranked = sorted((node for node in nodes if _rank(node)), key=lambda node: (-_fit(node, page), -_rank(node)))
    articles = [node for node in ranked if _rank(node) == _ARTICLE]
    if len({_headline(node) for node in articles}) > 1 and not _fit(articles[0], page):
        ranked = [node for node in ranked if _rank(node) < _ARTICLE]
    return ranked


def _headline(node: Node) -> str:
    text = node.get("headline") or node.get("name")
    return folded(tidy(text)) if isinstance(text, str) else ""


def _fit(node: Node, page: Page) -> int:
    """How many signs there are that `node` is about this page and not about another one."""
    headline = _headline(node)
    titled = bool(headline) and any(
        headline in folded(title) or folded(title) in headline for title in page.titles if title
    )
    return 2 * titled + (bool(page.url) and any(_same_page(link, page.url or "") for link in _links(node)))


def _links(node: Node) -> Iterator[str]:
    for value in (node.get("url"), node.get("@id"), node.get("mainEntityOfPage")):
        link = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(link, str):
            yield link


def _same_page(link: str, url: str) -> bool:
    return _path(link) == _path(url)


def _path(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", url.strip().lower()).rstrip("/")


def _entity(node: Node, by_id: dict[str, Node]) -> Iterator[Claim]:
    """The claims of one node on the page's fields."""
    kind = _types(node)[0]
    for name, field in [(name, field) for name, field in _PROPERTIES if name in node]:
        for text in _texts(node.get(name), by_id):
            yield Claim(field, text, f"json-ld {kind}.{name}")
    for name in ("author", "creator"):
        yield from _people(node, name, by_id)
    yield Claim("page_type", kind, "json-ld @type")
    for owner in _resolved(node.get("publisher"), by_id):
        yield from _named("publisher", owner, f"json-ld {kind}.publisher")
    for owner in _resolved(node.get("isPartOf"), by_id):
        yield from _named("site", owner, f"json-ld {kind}.isPartOf") if "WebSite" in _types(owner) else ()
    for picture in _resolved(node.get("image") or node.get("thumbnailUrl"), by_id):
        link = picture.get("url") or picture.get("contentUrl") or picture.get("name")
        if isinstance(link, str):
            yield Claim("image", link, f"json-ld {kind}.image")
            for side in ("width", "height"):
                for text in _texts(picture.get(side), by_id):
                    yield Claim(f"image_{side}", text, f"json-ld {kind}.image")
    for place in _resolved(node.get("contentLocation") or node.get("locationCreated"), by_id):
        yield from _named("place", place, f"json-ld {kind}.contentLocation")


def _people(node: Node, name: str, by_id: dict[str, Node]) -> Iterator[Claim]:
    kind = _types(node)[0]
    people = _resolved(node.get(name), by_id)
    names = tuple(text for person in people for text in _texts(person.get("name"), by_id))
    if names:
        yield Claim("authors", names, f"json-ld {kind}.{name}")
    if people and all("Organization" in "".join(_types(person)) for person in people) and names:
        yield Claim("organizations", names, f"json-ld {kind}.{name}")


def _resolved(value: Any, by_id: dict[str, Node]) -> list[Node]:
    """The nodes that `value` holds or points to; a bare string is a node with a name."""
    found: list[Node] = []
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, str):
            found.append(by_id.get(part, {"name": part}))
        elif isinstance(part, list):
            found.extend(_resolved(part, by_id))
        elif isinstance(part, dict):
            found.append({**by_id.get(str(part.get("@id")), {}), **part})
    return found


def _texts(value: Any, by_id: dict[str, Node]) -> Iterator[str]:
    """The non-empty texts in `value`: one, several, or a node's name."""
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict):
            part = by_id.get(str(part.get("@id")), part)
            part = (
                part.get("@value")
                or part.get("name")
                or part.get("alternateName")
                or part.get("url")
                or part.get("@id")
            )
        if isinstance(part, bool):
            part = str(part)
        if isinstance(part, (str, int)) and (text := tidy(str(part))):
            yield text


def _named(field: str, node: Node, source: str) -> Iterator[Claim]:
    for name in _texts(node.get("name"), {}):
        yield Claim(field, name, source)


def _crumbs(node: Node) -> Iterator[Claim]:
    """The names on the breadcrumb trail between the start page and this one."""
    steps = node.get("itemListElement")
    names = (
        [text for step in steps if isinstance(step, dict) for text in _crumb(step)] if isinstance(steps, list) else []
    )
    if names:
        yield Claim("crumbs", tuple(names), "json-ld BreadcrumbList")


def _crumb(step: Node) -> list[str]:
    item = step.get("item")
    return list(_texts(step.get("name") or (item if isinstance(item, dict) else None), {}))[:1]
