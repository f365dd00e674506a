"""No script gets out, whatever a page puts into its texts, addresses and attributes."""

from __future__ import annotations

import pytest
from lxml import html as parser

from unchaff.model import Block, Box, Kind, Label, Mark, Page, Span, Verdict
from unchaff.render import render
from unchaff.render.selection import Selection

NASTY = [
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "x) [y](javascript:alert(1)",
    "](javascript:alert(1))",
    "<javascript:alert(1)>",
    "```\n<script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "</code></pre><script>alert(1)</script>",
    "https://x.org/\"onload='alert(1)",
    "//[x",
    "\\](javascript:alert(1))",
    "$<script>$",
]
OURS = {"h2", "p", "ul", "li", "pre", "code", "dl", "dt", "a", "em", "strong", "sub", "sup", "del", "br", "img"}
TAGS = OURS | {"div", "s"}  # the second: what a parser of Markdown makes of ~~
ATTRIBUTES = {"href", "src", "alt", "class", "start", "colspan", "rowspan"}
KINDS = {"p": Kind.PARAGRAPH, "h2": Kind.HEADING, "li": Kind.ITEM, "pre": Kind.CODE, "dt": Kind.TERM}


def nasty_page(text: str) -> Page:
    """A page that has `text` in every place that a page can fill."""
    root = Box(None, "", 0)
    page = Page([], [root], url="https://example.org/a/")
    said = (("class", text), ("data-lang", text), ("start", text), ("colspan", text), ("rowspan", text))
    for tag, kind in KINDS.items():
        box = Box(root, tag, len(page.blocks), len(page.blocks) + 1, depth=1, attributes=said)
        flat = text if kind is Kind.CODE else " ".join(text.split())
        for mark in Mark:
            span = Span(mark, 0, 0 if mark is Mark.IMAGE else 1, text)
            page.blocks.append(Block(flat, box, len(page.blocks), kind, 2, 1, chunks=(text,), spans=(span,)))
        box.stop = len(page.blocks)
        page.boxes.append(box)
    root.stop = len(page.blocks)
    page.accept(Verdict(root, Label.BODY, "kept"))
    return page


def assert_harmless(written: str) -> None:
    """Only tags and attributes of the lists, only addresses that cannot run."""
    for element in parser.fromstring(f"<div>{written}</div>").iter():
        assert element.tag in TAGS
        assert set(element.attrib) <= ATTRIBUTES
        for name in ("href", "src"):
            address = element.get(name, "https://")
            assert address.startswith(("https://", "http://", "mailto:")), address


@pytest.mark.parametrize("text", NASTY)
def test_html(text: str) -> None:
    assert_harmless(render(Selection(nasty_page(text)), "html"))


@pytest.mark.parametrize("text", NASTY)
def test_markdown_as_a_parser_reads_it(text: str) -> None:
    markdown_it = pytest.importorskip("markdown_it")
    markdown = markdown_it.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    markdown.validateLink = lambda address: True  # it would hide our mistakes
    assert_harmless(markdown.render(render(Selection(nasty_page(text)), "markdown")))
