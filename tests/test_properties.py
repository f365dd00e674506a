"""What holds for every page, whatever is on it: checked on all fixtures, on small pages and on made-up input."""

from __future__ import annotations

import gzip
import random
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unchaff import ARTICLE, DEFAULT, Document, Label, extract, extract_text, label

FIXTURES = Path(__file__).parent.parent / "fixtures"
SOURCES = sorted([*FIXTURES.glob("pages/*/page.html"), *FIXTURES.glob("dumps/*/dump.txt")])
NAMES = [f"{path.parent.parent.name}/{path.parent.name}" for path in SOURCES]
UNSEEN = {"pages/app"}  # its text is in its data alone, which tests/read/test_embedded.py looks at
SEEN = [path for path, name in zip(SOURCES, NAMES, strict=True) if name not in UNSEEN]
each_seen = pytest.mark.parametrize("source", SEEN, ids=[name for name in NAMES if name not in UNSEEN])
each_source = pytest.mark.parametrize("source", SOURCES, ids=NAMES)

SILENT = {"script", "style", "template", "noscript", "svg", "head", "select"}
INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "samp"),
    *("small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
}
TIGHT = {"pre", "code", "sub", "sup"}  # tags in here colour or link parts of words
BROKEN = ("<p>", "</p>", "<div>", "</ul>", "<li>", "<td>", "<b>", "xy", "<!--", "-->", "&amp;", "<pre>", "</table>")
MARKER = re.compile(r"^\s*(?:(?:[-*+•◦▪·>#]+|\d+[.)])\s+)+", re.MULTILINE)
INVISIBLE = re.compile("[\u200b\u00ad\ufeff]")
LINK_NUMBER = re.compile(r"\[\d+\]|^References$|^ *Visible links$|^ *\d+\. https?://\S+$", re.MULTILINE)
MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")


class Visible(HTMLParser):
    """A reading of a page that owes nothing to the package.

    Every tag that is not inline parts words; so do touching links to two places, and spans where a capital begins.
    """

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.silent: list[str] = []
        self.tight = 0  # open tags in which neighbours stay together
        self.target: str | None = None  # of the last link
        self.ended = ""  # the tag that ended just here
        self.touching = False  # a span began where another ended

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent.append(tag)
        self.tight += tag in TIGHT
        self.touching = tag == self.ended == "span" and not self.tight
        if tag == "a":
            before, self.target = self.target, dict(attrs).get("href")
            if self.ended == "a" and self.target != before and not self.tight:
                self.text.append(" ")
        self.ended = ""
        self._part(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()
        self.tight -= tag in TIGHT
        self.ended = tag
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if self.touching and data[0].isupper() and self.text[-1][-1].isalnum() and not self.text[-1][-1].isupper():
            self.text.append(" ")
        self.ended, self.touching = "", False
        if not self.silent:
            self.text.append(data)

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self.text.append(" ")


def words(text: str) -> list[str]:
    """The words of a text, case and all."""
    return re.findall(r"\w+", INVISIBLE.sub("", text))


def visible(source: Path) -> str:
    """All text a reader of the source could see."""
    raw = source.read_bytes()
    text = raw.decode("windows-1252" if b"charset=iso-8859-1" in raw else "utf-8")
    if source.suffix == ".txt":
        return MARKDOWN_LINK.sub(r"\1", MARKDOWN_LINK.sub(r"\1", LINK_NUMBER.sub("", text)))
    reader = Visible()
    reader.feed(text)
    return "".join(reader.text)


def lines(document: Document) -> Counter[str]:
    """The lines and cells of a document's text, without list marks, counted."""
    pieces = (piece for line in document.text.splitlines() for piece in re.split(r"[|\t]", line))
    return Counter(" ".join(words(MARKER.sub("", piece))) for piece in pieces)


def first_missing(part: list[str], whole: list[str]) -> str | None:
    """The first word with which `part` stops being a subsequence of `whole`."""
    rest = iter(whole)
    return next((word for word in part if word not in rest), None)


def chain() -> Iterator[frozenset[Label]]:
    """ARTICLE, and then one more label at a time until all are in."""
    kept = ARTICLE
    yield kept
    for more in Label:
        kept = kept | {more}
        yield kept


def small(body: str) -> str:
    """A page with nothing but `body`."""
    return f"<!doctype html><html><head><title>t</title></head><body>{body}</body></html>"


@each_seen
def test_words_come_from_the_page_in_its_order(source: Path) -> None:
    text = MARKER.sub("", extract(source.read_bytes()).text)
    assert first_missing(words(text), words(visible(source))) is None


@each_seen
def test_no_block_is_doubled(source: Path) -> None:
    page = " ".join(["", *words(visible(source)), ""])
    blocks = Counter(" ".join(["", *words(block.text), ""]) for block in extract(source.read_bytes()).blocks)
    # neighbours share the space between them, so the page counts with its spaces doubled
    counted = {text: page.replace(" ", "  ").count(text.strip().replace(" ", "  ")) for text in blocks}
    assert {text: count for text, count in blocks.items() if text.strip() and count > counted[text]} == {}


@each_source
def test_no_text_is_lost(source: Path) -> None:
    there, read = Counter(words(visible(source))), Counter[str]()
    for block in extract(source.read_bytes()).blocks:
        read.update(words(block.text))
    # the head that a reader service puts before its Markdown is metadata, not text
    assert (there - read).total() <= (0.02 * there.total() if "/markdown/" in source.as_posix() else 0), there - read


@each_source
def test_every_block_has_label_step_and_reason(source: Path) -> None:
    blocks = extract(source.read_bytes()).blocks
    assert blocks
    assert [block.text for block in blocks if not block.verdict or not block.step or not block.reason] == []
    assert {block.step for block in blocks} <= set(DEFAULT.names)
    assert {block.label for block in blocks} <= set(Label)


@each_source
def test_twice_is_the_same(source: Path) -> None:
    raw = source.read_bytes()
    assert extract(raw).to_dict() == extract(raw).to_dict()


@each_source
def test_fast_path_gives_the_same_text(source: Path) -> None:
    raw = source.read_bytes()
    assert extract_text(raw) == extract(raw).text


def test_order_of_pages_does_not_matter() -> None:
    forwards = {source: extract(source.read_bytes()).to_dict() for source in SOURCES}
    mixed = random.Random(7).sample(SOURCES, len(SOURCES))
    for order in (reversed(SOURCES), mixed):
        assert {source: extract(source.read_bytes()).to_dict() for source in order} == forwards


@each_source
def test_keeping_more_labels_loses_nothing(source: Path) -> None:
    raw = source.read_bytes()
    texts = [lines(extract(raw, keep=kept)) for kept in chain()]
    for less, more in pairwise(texts):
        assert less - more == Counter()
    last = {word for line in texts[-1] for word in line.split()}
    assert {word for block in extract(raw).blocks for word in words(block.text)} <= last


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>un<b>believ</b>able</p>", ["unbelievable"]),
        ("<p>un<span class=x>be<i>liev</i></span>able</p>", ["unbelievable"]),
        ("<p>super<wbr>long</p>", ["superlong"]),
        ("<p>wo<!-- no -->rd</p>", ["word"]),
        ("<p>wo<script>no()</script>rd</p>", ["word"]),
        ("<p>a<br>b</p>", ["a", "b"]),
        ("a<br>b", ["a", "b"]),
        ("a<br/><br/>b", ["a", "b"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
        ("<table><tr><td>a<tr><td>b</table>", ["a", "b"]),
        ("<ul><li>a</li><li>b</li></ul>", ["a", "b"]),
        ("<dl><dt>a</dt><dd>b</dd></dl>", ["a", "b"]),
        ("<div>a</div>b", ["a", "b"]),
        ("a<div>b</div>c", ["a", "b", "c"]),
        ("<p>a<p>b", ["a", "b"]),
        ("<p>a <em>b</em> c</p>", ["a", "b", "c"]),
        ("<p>a<em> b </em>c</p>", ["a", "b", "c"]),
        ("<p>a\nb</p>", ["a", "b"]),
        ("<p>a&nbsp;b</p>", ["a", "b"]),
        ("<p>東<b>京</b>都</p>", ["東京都"]),
        ("<p>نور<b>ا</b>ن</p>", ["نوران"]),
    ],
)
def test_inline_tags_neither_split_nor_fuse_words(body: str, expected: list[str]) -> None:
    assert [word for block in label(small(body)).blocks for word in words(block.text)] == expected


@given(
    st.lists(st.text("abcdefgh", min_size=1, max_size=4), min_size=1, max_size=6),
    st.sampled_from(["b", "i", "em", "strong", "span", "a", "font", "small", "mark"]),
)
@settings(max_examples=50)
def test_a_word_in_any_inline_tags_is_one_word(parts: list[str], tag: str) -> None:
    marked = "".join(part if i % 2 else f"<{tag}>{part}</{tag}>" for i, part in enumerate(parts))
    assert [block.text for block in label(small(f"<p>{marked}</p>")).blocks] == ["".join(parts)]


@given(st.text(max_size=400) | st.binary(max_size=400))
@settings(max_examples=100)
def test_no_text_and_no_bytes_raise(page: str | bytes) -> None:
    document = extract(page)
    assert document.text or not document.text.strip()
    assert extract_text(page) == document.text


@given(st.lists(st.sampled_from(BROKEN)))
@settings(max_examples=100)
def test_broken_markup_does_not_raise(pieces: list[str]) -> None:
    assert isinstance(extract(small("".join(pieces))).text, str)


@pytest.mark.parametrize("run", [extract, extract_text, label])
@pytest.mark.parametrize("page", [None, 3, 2.5, ["<p>a</p>"], {"html": "a"}])
def test_what_is_not_a_page_is_a_type_error(run: object, page: object) -> None:
    with pytest.raises(TypeError, match=r"bytes.*str|str.*bytes"):
        run(page)  # type: ignore[operator]


@pytest.mark.parametrize("page", ["", b"", " \n\t ", b"\xef\xbb\xbf"])
def test_nothing_gives_an_empty_document_with_a_warning(page: str | bytes) -> None:
    document = extract(page)
    assert (document.text, document.title, document.blocks) == ("", "", [])
    assert any("empty" in warning for warning in document.warnings)
    assert extract_text(page) == ""


@pytest.mark.parametrize(
    ("page", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x06\x00\x00\x00", "PNG"),
        (gzip.compress(b"<html><body><p>Hidden in a gzip stream.</p></body></html>", mtime=0), "gzip"),
        (random.Random(11).randbytes(4096), "binary"),
        (random.Random(12).randbytes(60), "binary"),
    ],
    ids=["pdf", "png", "gzip", "random", "short-random"],
)
def test_other_files_give_an_empty_document_that_says_what_they_are(page: bytes, what: str) -> None:
    document = extract(page)
    assert (document.text, document.blocks) == ("", [])
    assert any(what.casefold() in warning.casefold() for warning in document.warnings), document.warnings


def test_undecodable_bytes_are_replaced_with_a_warning() -> None:
    prose = "Die Mühle am Bach mahlt wieder, und die Bäuerin verkauft das Mehl auf dem Markt. " * 5
    page = small(f"<p>{prose}</p><p>Ein § Zeichen.</p>").encode().replace("§".encode(), b"\xff\xfe")
    document = extract(page, content_type="text/html; charset=utf-8")
    text = " ".join(block.text for block in document.blocks)
    assert "Die Mühle am Bach" in text
    assert "\ufffd" in text
    assert document.warnings


def test_an_unknown_name_lists_the_known_ones() -> None:
    for known, mistake in (
        (DEFAULT.names, lambda: DEFAULT.without("no-such")),
        ([str(one) for one in Label], lambda: extract("a", keep=["no-such"])),
        (["text", "markdown", "html", "json"], lambda: extract("a").render("no-such")),
    ):
        with pytest.raises(LookupError) as caught:
            mistake()
        assert "no-such" in str(caught.value)
        assert [name for name in known if name not in str(caught.value)] == []
