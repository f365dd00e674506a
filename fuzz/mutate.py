"""Pages made from the fixtures and from shapes by cutting, repeating, crossing and spoiling them."""

from __future__ import annotations

from pathlib import Path
from random import Random

from bench.shapes import SHAPES

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
LONGEST = 1200  # bytes of a part
# fmt: off
TOKENS = [
    b"<p>", b"</p>", b"<div>", b"</div>", b"<table>", b"<tr>", b"<td colspan=3 rowspan=2>", b"</table>", b"<li>",
    b"</ul>", b"<ul>", b"<ol start=5>", b"<pre>", b"</pre>", b"<code>", b"<b>", b"</b>", b"<a href='//x'>", b"</a>",
    b"<br>", b"<hr>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<script>", b"</script>", b"<style>", b"<svg>",
    b"</svg>", b"<math>", b"<noscript>", b"<template>", b"</html>", b"</body>", b"<html>", b"<body>", b"<head>",
    b"<title>", b"<frameset>", b"<select><option>", b"<textarea>", b"<plaintext>", b"<x-y>", b"<h1>", b"</h1>",
    b"<dl><dt>", b"<dd>", b"<blockquote>", b"<img src=x alt=y>", b"<time datetime=2024-02-30>",
    b"<meta charset=utf-16>", b"<meta property=og:title content='a | b'>", b"<span itemprop=author>",
    b'<script type=application/ld+json>{"@type":"Article","author":[{}]', b"&nbsp;", b"&#0;", b"&#xD800;", b"&amp",
    b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x1b$B", b"\xe2\x80\x8b", b"\xe2\x80\xae", b"\xcc\x81" * 9, b"\n\n",
    b"\r", b"\t", b"    ", b"- ", b"1. ", b"2) ", b"# ", b"## ", b"> ", b"```", b"| a | b |\n|---|---|\n", b"[1]",
    b"[x](http://x)", b"![y](z)", b"**", b"__", b"~~", b"\\", b"`", b"-----\n", b"=====\n",
    b"References\n\n 1. http://x\n", b"By Ann Berg", b"January 32, 2024", b"Share", b"\xe5\xbf\xab", b"<" * 9,
    b">" * 9, b'"', b"'", b"/", b"=",
]
# fmt: on


def seeds() -> list[bytes]:
    """What the pages are made from."""
    files = sorted([*FIXTURES.glob("pages/*/page.html"), *FIXTURES.glob("dumps/*/dump.txt")])
    return [file.read_bytes() for file in files] + [shape(400) for shape in SHAPES.values()]


def mutated(corpus: list[bytes], random: Random) -> bytes:
    """A page nobody would write."""
    page = cut(random.choice(corpus), random)
    if random.random() < 0.3:
        page += cut(random.choice(corpus), random)
    if random.random() < 0.1:
        page = b"".join(random.choices(TOKENS, k=random.randint(1, 60)))
    for _ in range(random.choice((0, 1, 2, 4, 16))):
        page = spoilt(page, random)
    return page


def cut(page: bytes, random: Random) -> bytes:
    """A part of a page, often its beginning."""
    start = 0 if random.random() < 0.5 else random.randrange(len(page) + 1)
    return page[start : start + random.randint(1, LONGEST)]


def spoilt(page: bytes, random: Random) -> bytes:
    """The page after one accident."""
    at = random.randrange(len(page) + 1)
    stop = min(len(page), at + random.choice((1, 2, 8, 64, 512)))
    way = random.randrange(6)
    if way == 0:
        return page[:at] + page[stop:]
    if way == 1:
        return page[:at] + page[at:stop] * random.choice((2, 3, 20)) + page[stop:]
    if way == 2:
        return page[:at] + random.randbytes(random.choice((1, 2, 4))) + page[stop:]
    if way == 3:
        return page[:at] + page[at:stop][::-1] + page[stop:]
    return page[:at] + random.choice(TOKENS) * random.choice((1, 1, 1, 3, 40)) + page[at:]
