"""Claims from the page's URL: a date in its path, and the host."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unchaff.metadata.claims import Claim, address_parts
from unchaff.metadata.scan import Markup
from unchaff.model import Page
from unchaff.words import month

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/_.-]?)(0[1-9]|1[0-2]|[1-9](?=[/_.-]))\2(0[1-9]|[12]\d|3[01]|[1-9](?=/|$))(?![\d.])"
)
_DAY_FIRST = re.compile(r"(?<!\d)(?<!\d[-_.])([0-3]?\d)([-_.])([01]?\d)\2((?:19|20)\d\d)(?!\d|[-_.]\d)")
_FOLDERS = re.compile(r"/(20[012]\d)/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/")
_NUMBER = re.compile(  # but not the time at which an archive fetched the page whose address follows
    r"(?<!\d)(20[012]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d{1,12}(?!\d|/http)"
)
_MONTH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
_NAMED = re.compile(r"/((?:19|20)\d\d)/([^\W\d_]{3,12})/(\d{1,2})(?=/|$)")  # /2023/october/03/


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """What the page's address says; the declared one speaks too, for a feed or a shortener hides the real one."""
    declared = [href for rel, href in markup.links if rel == "canonical"]
    declared += [content for name, content in markup.metas if name == "og:url"]
    for url in dict.fromkeys(filter(None, (page.url, *declared))):
        yield from _dates(url)
    for name, content in markup.metas:
        if name == "og:image" and (match := _FOLDERS.search(content)):
            yield Claim("pictured", f"{match[1]}-{match[2]}-{match[3]}", "address of picture")
    hosts = (address_parts(url).hostname for url in (page.url or "", *declared))
    if host := next(filter(None, hosts), ""):
        yield Claim("host", host, "url")
    if markup.base:
        yield Claim("base", markup.base, "base")
    if page.url:
        yield Claim("url", page.url, "url")


def _dates(url: str) -> Iterator[Claim]:
    """The day in the path of `url`, or its month."""
    address = address_parts(url)
    for match in _DATE.finditer(f"{address.path}?{address.query}"):
        yield Claim("published", f"{match[1]}-{match[3]:0>2}-{match[4]:0>2}", "url" if match[2] else "url digits")
    for match in _NUMBER.finditer(address.path):  # the minute it was filed, as the number of an article
        yield Claim("published", "-".join(match.groups()), "number in address")
    for match in _DAY_FIRST.finditer(address.path):
        yield Claim("published", match[0].replace("_", "-"), "url digits")
    for match in _NAMED.finditer(address.path):
        if number := month(match[2]):
            yield Claim("published", f"{match[1]}-{number:02}-{match[3]:0>2}", "url")
    for match in _MONTH.finditer(address.path):
        yield Claim("month", f"{match[1]}-{match[2]}", "url")
