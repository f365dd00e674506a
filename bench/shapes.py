"""Pages of shapes that break readers, of any size: what tests and bench/doubling.py feed to unchaff."""

from __future__ import annotations

from collections.abc import Callable

Shape = Callable[[int], bytes]

SENTENCE = "The bridge is open again, and the baker has bought a second oven for the winter. "
MIXED = "The bridge Мост снова открыт 大桥重新开放 الجسر مفتوح من جديد สะพานเปิดแล้ว पुल फिर खुला "
MARKS = "Z\u0351\u036b\u0343\u0302a\u0300\u0301\u0302\u0303\u0304l\u0335\u0336\u0337g\u0488\u0489o "
BIDI = "\u202ethe\u202c \u2066bridge\u2069 \u200fis\u200e \u202aopen\u202b again\u061c "


def filled(piece: str, size: int, before: str = "", after: str = "") -> bytes:
    """A page that repeats `piece`, `{}` in it counting up, until it has `size` bytes."""
    if "{}" not in piece:
        inner = piece * max(1, size // len(piece.encode("utf-8", "surrogatepass")))
    else:
        inner = "".join([piece.replace("{}", str(i)) for i in range(max(1, size // (len(piece.encode()) + 2)))])
    return f"{before}{inner}{after}".encode("utf-8", "surrogatepass")


def _repeated(piece: str, before: str = "<html><body>", after: str = "<p>The end of the page.") -> Shape:
    return lambda size: filled(piece, size, before, after)


def _nested(start: str, end: str) -> Shape:
    def shape(size: int) -> bytes:
        levels = max(1, size // len(start + end))
        return f"<html><body>{start * levels}Deep down.{end * levels}<p>The end of the page.".encode()

    return shape


def _halves(first: str, second: str) -> Shape:
    end = "<p>The end of the page."
    return lambda size: filled(first, size // 2, "<html><body>") + filled(second, size // 2, "", end)


HTML: dict[str, Shape] = {
    "prose": _repeated(f"<p>{SENTENCE * 4}</p>\n"),
    "siblings": _repeated("<p>x</p>"),
    "unclosed paragraphs": _repeated("<p>x"),
    "named boxes": _repeated("<div class='box-{} share'>One of many, it is.</div>"),
    "empty boxes": _repeated("<div></div>"),
    "nested div": _nested("<div>", "</div>"),
    "nested div with text": _nested("<div>x", "</div>"),
    "nested span": _nested("<span>", "</span>"),
    "nested tables": _nested("<table><tr><td>x", "</td></tr></table>"),
    "nested lists": _nested("<ul><li>x", "</li></ul>"),
    "nested headings": _nested("<h1>x", "</h1>"),
    "nested quotes": _nested("<blockquote>x", "</blockquote>"),
    "end tags of nothing": _halves("<div>x", "</b>"),
    "end tags below marks": _halves("<span>x", "</div>"),
    "bodies in boxes": _halves("<div>x", "<body>"),
    "end tags, hidden start": _halves("</ <b x='><div>x", "</b>"),
    "end tags, bad comment": _halves("<!--><div>x", "</b>"),
    "end tags, bad section": _halves("<![CDATA[<b y='><div>x", "</b>"),
    "end tags that close all": _halves("<div>x", "<b><p></div>"),
    "below 900 boxes": lambda size: filled("<p>One of many.</p>", size, "<body>" + "<div>" * 900),
    "below 900 marks": lambda size: filled("One <br><br>", size, "<body>" + "<b><i>" * 450),
    "unclosed bold": _repeated("<b>x "),
    "unclosed everything": _repeated("<div><b>x<ul><li>y<table><tr><td>z<a href=/>w<p>"),
    "end tags": _repeated("</p></b></div></html>x"),
    "end of the page": _repeated("</html><p>x"),
    "attributes": _repeated(" a{}=1", "<body><p", ">x<p>The end of the page."),
    "quoted attributes": _repeated(" a{}='>'", "<body><p", ">x<p>The end of the page."),
    "one giant text": _repeated(SENTENCE, "<body><p>"),
    "one giant word": _repeated("x", "<body><p>"),
    "one giant attribute": _repeated("abcd ", "<body><img src='data:", "'><p>The end of the page."),
    "one giant class": _repeated("share-{} ", "<body><div class='", "'>x</div><p>The end of the page."),
    "one giant number": _repeated("1", "<body><div class='", "'>x</div><p>The end of the page."),
    "one giant byline": _repeated("@", "<body><article><h1>x</h1><p class=byline>By ", "</p><p>The end of the page."),
    "one giant author": _repeated("@", "<body><h1>x</h1><meta name=author content='By ", "'><p>The end of the page."),
    "one giant date": _repeated("\u00a0", "<body><time datetime='年", "'>x</time><p>The end of the page."),
    "one giant style": _repeated("color:red;display :", "<body><div style='", "'>x</div><p>The end of the page."),
    "one giant title": _repeated(SENTENCE, "<title>", "</title><p>The end of the page."),
    "one giant heading": _repeated(SENTENCE, "<body><h1>", "</h1><p>The end of the page."),
    "one giant pre": _repeated(SENTENCE + "\n", "<body><pre>", "</pre><p>The end of the page."),
    "lines in pre": _repeated("<span>x = 1</span>\n", "<body><pre>", "</pre><p>The end of the page."),
    "tables": _repeated("<table><tr><td>a<td>b<tr><td>c<td>d</table>"),
    "rows": _repeated("<tr><td>a<td>b", "<body><table>", "</table><p>The end of the page."),
    "cells": _repeated("<td>a", "<body><table><tr>", "</table><p>The end of the page."),
    "spans": _repeated("<tr><td colspan=9007199254740991 rowspan=99999999>a<td>b", "<body><table>", "</table>"),
    "links": _repeated("<a href='/{}'>x</a> "),
    "links in a paragraph": _repeated("<a href='/{}'>x</a> ", "<body><p>"),
    "touching links": _repeated("<a href='/{}'>x</a>", "<body><p>"),
    "list items": _repeated("<li>One", "<body><ul>"),
    "headings": _repeated("<h2>One of many</h2>"),
    "identical lines": _repeated("<div>The same line again</div>"),
    "identical prose": _repeated(f"<p>{SENTENCE}</p>"),
    "comment lines": _repeated("<div class=comment>3 comments</div>"),
    "breaks": _repeated("x<br>"),
    "double breaks": _repeated("x<br><br>"),
    "images": _repeated("<img src='/{}.png'>"),
    "images and rules": _repeated("<img src='/{}.png'><hr>"),
    "bold words": _repeated("<b>x</b> <i>y</i> ", "<body><p>"),
    "spans that touch": _repeated("<span>x</span><span>Y</span>", "<body><p>"),
    "entities": _repeated("&amp;&lt;&#x1F600;&eacute;&notanentity;&#0;&#xD800;"),
    "comments": _repeated("<!-- x --><!-->", "<body>"),
    "unclosed comment": _repeated("<!-- x ", "<body><p>x"),
    "cdata": _repeated("<![CDATA[ x ]]>", "<body><p>x"),
    "less-than signs": _repeated("< ", "<body><p>x"),
    "open tags": _repeated("<a ", "<body><p>x"),
    "ampersands": _repeated("&", "<body><p>x"),
    "quotes": _repeated("<a href=\"'", "<body><p>x"),
    "inline script": _repeated("var a = '<b>' && b > c;\n", "<body><script>", "</script><p>The end of the page."),
    "scripts": _repeated("<script>a()</script>"),
    "json-ld": _repeated(
        '{"@type":"Person","name":"Ann {}"},',
        '<script type="application/ld+json">{"@graph":[',
        '{"@type":"Article"}]}</script><body><p>x',
    ),
    "json-ld, broken": _repeated('"\\', "<script type='application/ld+json'>{a", "</script><body><p>x"),
    "json-ld, comments": _repeated("/*", "<script type='application/ld+json'>{a", "</script><body><p>x"),
    "data in a script": _repeated(f'{{"id":{{}},"text":"{SENTENCE * 20}"}},', "<body><script>x=[", "]</script><p>x"),
    "data in attributes": _repeated(f'<i data-x=\'{{"id":"{SENTENCE}"}}\'></i>', "<body>", "<p>x"),
    "data in data": _repeated(r"{\"a\":\"{}\\\"b\"},", "<body><p data-x='[\"", "\"]'>x"),
    "data, broken": _repeated("=\"{ ='[", "<body>", "<p>x"),
    "nested json-ld": lambda size: (
        '<script type="application/ld+json">' + '{"a":[' * (size // 12) + "]}" * (size // 12) + "</script><p>x"
    ).encode(),
    "meta tags": _repeated('<meta property="article:tag" content="tag {}">', "<html><head>", "</head><body><p>x"),
    "authors": _repeated('<a rel=author class=author href="/{}">Ann Berg</a>, '),
    "dates": _repeated("<time datetime='2024-01-01'>January 1, 2024</time> "),
    "microdata": _repeated("<div itemscope itemtype='https://schema.org/Person'><b itemprop=name>Ann</b></div>"),
    "mixed scripts": _repeated(f"<p>{MIXED}</p>"),
    "combining marks": _repeated(MARKS, "<body><p>"),
    "bidi": _repeated(f"<p>{BIDI}</p>"),
    "lone surrogates": _repeated("<p>a \ud83d b"),
    "zero bytes": _repeated("x" * 200 + "\0", "<body><p>"),
    "unseen signs": _repeated("\u200b\u00ad\u2060x"),
    "custom elements": _repeated("<x-{}>x</x-{}>"),
    "svg": _repeated("<svg><g><path d='M0 0'/></g></svg>"),
    "forms": _repeated("<select><option>a<option>b</select><input><textarea>x</textarea>"),
    "definitions": _repeated("<dt>a<dd>b", "<body><dl>"),
}
DUMPS: dict[str, Shape] = {
    "dump prose": _repeated(SENTENCE * 4 + "\n\n", "", ""),
    "dump one line": _repeated(SENTENCE, "", ""),
    "dump short lines": _repeated("Home\n", "", ""),
    "dump empty lines": _repeated("\n", "x", "x"),
    "dump wrapped": _repeated(
        "The bridge is open again, and the baker on the other side of the river has\nbought an oven for winter; it\n",
        "",
        "",
    ),
    "dump items": _repeated("- One of many\n", "", ""),
    "dump deep items": lambda size: "\n".join(" " * i + "- x" for i in range(int((2 * size) ** 0.5))).encode(),
    "dump numbers": _repeated("{}. One of many\n", "", ""),
    "dump ones": _repeated("1. One of many\n", "", ""),
    "dump numbers alone": _repeated("1\nOne\n2\nTwo\n3\nThree\n\n", "", ""),
    "dump rows": _repeated("a\tb\tc\n", "", ""),
    "dump wide gaps": _repeated("a    b    c\n", "", ""),
    "dump tabs": _repeated("a\t", "", ""),
    "dump quotes": _repeated("> x\n", "## One\n\n## Two\n\n", ""),
    "dump fences": _repeated("```\nx\n```\n", "", ""),
    "dump open fences": _repeated("```{}\nx\n", "", ""),
    "dump brackets": _repeated("[", "[x](http://x.example/)\n", ""),
    "dump links": _repeated("[x](http://x.example/{}) ", "", ""),
    "dump definitions": _repeated("[x{}]: http://x.example/\n", "", ""),
    "dump references": lambda size: (
        filled("[{}]One of many\n", size // 2)
        + filled("{}. http://x.example/\n", size // 2, "References\n\n1. http://x.example/\n")
    ),
    "dump stars": _repeated("*_~`", "[x](http://x.example/)\n", ""),
    "dump bold": _repeated("**x** ", "[x](http://x.example/)\n", ""),
    "dump pipes": _repeated("|", "| a | b |\n|---|---|\n", ""),
    "dump table": _repeated("| a | b |\n", "| a | b |\n|---|---|\n", ""),
    "dump rules": _repeated("-----\n", "x\n", ""),
    "dump torn": _repeated("The bridge at\nHarbour Town\n, which is open\n. It is\n", "", ""),
    "dump giant fence": _repeated(" ", "x\n\n```\nx", "x\n```\n"),
    "dump fences and headings": _repeated("```x\n\n## a\n\n", "", ""),
    "dump bullets": _repeated("• a\n", "", ""),
    "dump numbers between": _repeated("1\n\nx\n\n2\n\ny\n\n", "", ""),
    "dump marks and links": _repeated("*a_ [b](", "", ""),
    "dump ends of links": _repeated("](/", "", ""),
    "dump gaps": _repeated("a   b", "", ""),
    "dump notes": _repeated("[1]a\n1. http://a\n", "", ""),
    "dump newspaper": _repeated(
        f"HOME\nNEWS\n\nThe bridge is open\nBy Ann Berg\n5 May 2024\n\n{SENTENCE * 3}\n\nRead more\n• One\n© 2024\n",
        "",
        "",
    ),
    "dump long lines": _repeated("word " * 14 + "\n", "", ""),
    "dump identical lines": _repeated("The same line stands here again and again\n", "", ""),
    "dump headings": _repeated("# One\n\n## Two\n\nThree.\n\n", "", ""),
    "dump spaces": _repeated(" ", "x", "x"),
    "dump spaced words": _repeated("x  y. ", "", ""),
    "dump mixed scripts": _repeated(MIXED + "\n", "", ""),
    "dump combining marks": _repeated(MARKS, "", ""),
    "dump bidi": _repeated(BIDI + "\n", "", ""),
    "dump surrogates": _repeated("a \ud83d b\n", "", ""),
    "dump dates": _repeated("January 1, 2024\n", "", ""),
    "dump bylines": _repeated("By Ann Berg\nJanuary 1, 2024\n\n", "", ""),
    "dump addresses": _repeated("https://x.example/p{}?a=b&c=d\n", "", ""),  # a number alone may be a year
    "dump bars": _repeated("Home | Sport | Money\n", "", ""),
    "dump carriage returns": _repeated("x\r", "", ""),
    "dump greek question marks": _repeated("\u037e\u2028\u2029\x85\x1c", "x", "x"),
}
SHAPES: dict[str, Shape] = HTML | DUMPS
