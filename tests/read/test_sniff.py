"""What is no text is named, and HTML is told from dumps that talk about it."""

from __future__ import annotations

import gzip
import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unchaff.read.sniff import is_html, looks_like

TEXT = "Die Fähre fährt bis zum Frühjahr weiter. 港の渡し船は春まで続く。 ستستمر العبارة حتى الربيع\n" * 40


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "application/epub+zip" if name == "mimetype" else "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\n\n%PDF-1.4", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG image"),
        (b"GIF89a\1\0\1\0", "GIF image"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP image"),
        (b"\0\0\0\x1cftypavif", "AVIF image"),
        (b"\0\0\0\x20ftypisom", "audio/video"),
        (b"ID3\4\0\0", "audio/video"),
        (b"\xff\xfb\x90\x64\0\0", "audio/video"),
        (gzip.compress(TEXT.encode()), "gzip data"),
        (zipped("readme.txt"), "ZIP archive"),
        (zipped("[Content_Types].xml", "word/document.xml"), "Office document"),
        (zipped("mimetype", "content.opf"), "EPUB book"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office document"),
        (b"{\\rtf1\\ansi", "RTF document"),
        (b"wOF2\0\1\0\0", "web font"),
        (b"\x7fELF\2\1\1", "program"),
        (random.Random(7).randbytes(4000), "binary data"),
        (b"abc\0\1\2\0\0" * 100, "binary data"),
        (TEXT.encode() + random.Random(7).randbytes(len(TEXT) * 4), "binary data"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, name: str) -> None:
    assert looks_like(data) == name


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "gb18030"]
)
def test_text_is_text_in_every_charset(codec: str) -> None:
    assert looks_like(TEXT.encode(codec)) == ""


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("港の渡し船は春まで続くことになった。" * 30, "iso2022_jp"),
        ("港の渡し船は春まで続くことになった。" * 30, "cp932"),
        ("항구의 나룻배는 봄까지 다닌다. " * 30, "cp949"),
        ("Паром будет ходить до весны. " * 30, "koi8_r"),
        ("เรือข้ามฟากจะแล่นต่อไป " * 30, "cp874"),
        ("港口的渡轮将继续运行到春天，", "utf_16_le"),
        ("a line with one accident\0 and more text " * 30, "utf_8"),
        ("BM is what they call it. MZ too. PK as well. ID card. GIF or not.", "ascii"),
    ],
)
def test_other_scripts_and_accidents_are_text(text: str, codec: str) -> None:
    assert looks_like((text * 4).encode(codec)) == ""


HTML = [
    "<!DOCTYPE html><html><body>x",
    "\n\ufeff <!-- saved --> <!doctype HTML>",
    "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>",
    "<html>",
    "<p>Hello",
    "<p>One<p>Two<p>Three",
    "One<p>Two<p>Three",
    "Hello <b>world</b>",
    "one<br>two<br/>three",
    "<div class=a>text</div>",
    "<ul><li>a<li>b</ul>",
    "<div>\n  <p>First paragraph of it.</p>\n\n  <p>Second paragraph.</p>\n</div>",
    "HTTP residue\n<html><head><title>T</title></head><body><p>Some text</p><p>More text</p></body></html>",
    "<article><h1>題</h1><p>港の渡し船は春まで続く。</p></article>",
]
DUMPS = [
    "",
    "<",
    "plain text",
    "a < b and c > d, so b <c> d",
    "Use the <b> tag to make text bold, and </b> to end it.",
    "The <div> and </div> tags enclose a part of the page.\nThey are used a lot.\n",
    "Say `<div></div>` twice and `<p>x</p>` once.",
    "```html\n<div><p>x</p></div>\n```\n\nThis is what the fence above says.",
    "# Title\n\nSome text with <b>bold</b> in it.\n\nMore text here, and then some more.\n",
    '<p align="center"><img src="logo.png"></p>\n\n# Project\n\n' + "A long description of what it does. " * 20,
    "<mira@post.example> wrote:\n> The ferry stays.\n",
    "Tags such as <p>, <li> and <td> may be left open.",
    "標籤「<b>」表示粗體。\n\n其他文字。",
]


@pytest.mark.parametrize("text", HTML)
def test_html_is_html(text: str) -> None:
    assert is_html(text, None)
    assert is_html(text, "application/octet-stream")
    assert not is_html(text, "text/plain; charset=utf-8")


@pytest.mark.parametrize("text", DUMPS)
def test_text_about_html_is_a_dump(text: str) -> None:
    assert not is_html(text, None)
    assert is_html(text, "Text/HTML; charset=utf-8")


@given(st.text(alphabet=st.sampled_from("<>/pdivb `\n#!-a=\"'&"), max_size=400))
def test_any_text_is_one_of_the_two(text: str) -> None:
    assert is_html(text) in (True, False)


@given(st.binary(max_size=300))
def test_any_bytes_are_named_or_text(data: bytes) -> None:
    assert isinstance(looks_like(data), str)
