"""extract, extract_text, label, explain: what goes in, what comes out, and what cannot go wrong."""

from __future__ import annotations

import copy
import gc
import io
import json
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
from pathlib import Path

import lxml.html
import pytest

import unchaff
from unchaff import (
    ARTICLE,
    DEFAULT,
    Block,
    Document,
    FilterError,
    InputError,
    Label,
    Page,
    Pipeline,
    UnknownName,
    Verdict,
    explain,
    extract,
    extract_text,
    label,
)
from unchaff.score.account import STEPS

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = [*sorted(FIXTURES.glob("pages/*/page.html")), *sorted(FIXTURES.glob("dumps/*/dump.txt"))]
NEWSPAPER = (FIXTURES / "pages" / "newspaper" / "page.html").read_bytes()
SENTENCE = "The mill by the river has ground the grain of four villages for two hundred years, and it still does. "
OTHER = "The mill by the river stood still in two of these years, when the water was too low for its wheel to turn. "
HTML = f"""<!doctype html><html lang="en"><head><title>The mill – Example</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>The mill</h1>
<p>{SENTENCE * 2}</p><p>{OTHER}<a href="/more">More about it</a>.</p></article>
<footer><p>© 2025 Example</p></footer></body></html>"""
DUMP = f"Home\nNews\n\nThe mill\n\n{SENTENCE * 2}\n\n{OTHER}\n\n© 2025 Example\n"


def everything_is_body(page: Page) -> Iterator[Verdict]:
    """Everything is body."""
    for block in page.undecided():
        yield Verdict(block, Label.BODY, lambda verdict: f"all is, block {verdict.start} too")


def broken(page: Page) -> Iterator[Verdict]:
    """A filter with a mistake."""
    raise ZeroDivisionError("oh")
    yield


ALL = Pipeline.of(everything_is_body)


@pytest.mark.parametrize("source", [HTML, DUMP, HTML.encode(), DUMP.encode(), bytearray(DUMP.encode())])
def test_html_and_dumps_text_and_bytes(source: str | bytes) -> None:
    text = extract_text(source)
    assert text.count("The mill by the river") == 3
    assert "©" not in text
    assert "News" not in text
    assert extract(source).text == text


@pytest.mark.parametrize("wrong", [None, 7, 1.5, ["<p>"], {"page": 1}, object()])
@pytest.mark.parametrize("function", [extract, extract_text, label])
def test_other_input_is_the_callers_mistake(function: object, wrong: object) -> None:
    with pytest.raises(InputError, match="bytes or str") as caught:
        function(wrong)  # type: ignore[operator]
    assert isinstance(caught.value, TypeError)


class Response:
    """Like those of requests and httpx."""

    content = HTML.encode()


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (Path("page.html"), r"not \w*Path; hand over its read_bytes\(\)$"),
        (io.BytesIO(), r"not BytesIO; hand over what its read\(\) gives$"),
        (Response(), "not Response; hand over its content$"),
        (lxml.html.fromstring(HTML), r"not HtmlElement; hand over what lxml\.html\.tostring\(\) makes of it$"),
        (None, "not NoneType$"),
    ],
)
def test_what_has_a_page_in_it_is_told_how_to_hand_it_over(wrong: object, hint: str) -> None:
    with pytest.raises(InputError, match=hint):
        extract(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"url": b"https://example.org/"}, "url is a str or None, not bytes"),
        ({"url": Path("x")}, "url is a str or None, not"),
        ({"content_type": b"text/html"}, "content_type is a str or None, not bytes"),
        ({"keep": None}, "keep is labels, not NoneType; there are: body, headline, "),
        ({"pipeline": "precise"}, "pipeline is a Pipeline such as DEFAULT, PRECISE or THOROUGH, not str"),
        ({"limits": None}, "limits is a Limits, not NoneType"),
        ({"reference": "2026-01-01"}, "reference is a datetime or None, not str"),
        ({"reference": date(2026, 1, 1)}, "reference is a datetime or None, not date"),
    ],
)
def test_arguments_of_the_wrong_type_are_told_the_right_one(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        extract(HTML, **arguments)  # type: ignore[arg-type]


def test_who_wants_a_date_alone_is_told_too() -> None:
    with pytest.raises(InputError, match="limits is a Limits, not NoneType"):
        unchaff.find_date(HTML, limits=None)  # type: ignore[arg-type]


def test_only_what_has_labels_can_be_explained() -> None:
    with pytest.raises(InputError, match="what extract or label gave, not bytes"):
        explain(NEWSPAPER)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["https://example.org/story", "pages/story.html", b"story.txt\n"])
def test_the_name_of_a_page_is_not_the_page(name: str | bytes) -> None:
    assert extract(name).warnings == ("looks like the address or the name of a page, not like the page itself",)


def test_an_address_that_no_output_could_hold_is_none() -> None:
    document = extract(HTML, url="http://\udce9.example/")
    assert document.warnings == ("not an address, so nothing is made of it: http://\ufffd.example/",)
    assert document.to_json().encode()


@pytest.mark.parametrize("empty", ["", b"", "  \n", b"\xef\xbb\xbf", "<html></html>", "<body> </body>"])
def test_nothing_gives_an_empty_document_with_a_warning(empty: str | bytes) -> None:
    document = extract(empty)
    assert (document.text, document.blocks, document.title) == ("", [], "")
    assert document.warnings
    assert document.to_html() == document.to_markdown() == extract_text(empty) == ""
    assert json.loads(document.to_json())["text"] == ""


@pytest.mark.parametrize(
    ("start", "name"), [(b"%PDF-1.7\n", "PDF"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"\x1f\x8b\x08\0", "gzip")]
)
def test_what_is_no_page_says_what_it_looks_like(start: bytes, name: str) -> None:
    document = extract(start + bytes(range(256)) * 4)
    assert document.text == ""
    assert any(name in warning for warning in document.warnings)


def test_keep_adds_labels() -> None:
    page = "<p>one</p><p>two</p>"

    def first_is_a_headline(page: Page) -> Iterator[Verdict]:
        """One headline, one body."""
        yield Verdict(page.blocks[0], Label.HEADLINE, "first")
        yield Verdict(page.blocks[1], Label.BODY, "second")

    pipeline = Pipeline.of(first_is_a_headline)
    assert extract_text(page, pipeline=pipeline) == "two"
    assert extract_text(page, pipeline=pipeline, keep=ARTICLE | {Label.HEADLINE}) == "one\n\ntwo"
    assert extract_text(page, pipeline=pipeline, keep=["headline"]) == "one"
    assert extract_text(page, pipeline=pipeline, keep="headline") == "one"
    assert extract(page, pipeline=pipeline, keep={"headline", "body"}).text == "one\n\ntwo"
    assert extract_text(page, pipeline=pipeline, keep=()) == ""


def test_unknown_names_are_told_with_the_known_ones() -> None:
    with pytest.raises(UnknownName, match=r"no label 'boddy'; there are: body, headline, "):
        extract(HTML, keep={"boddy"})
    with pytest.raises(UnknownName, match=r"no format 'xml'; there are: text, markdown, html, json, tei"):
        extract(HTML).render("xml")
    with pytest.raises(UnknownName, match=r"no step 'nope'; there are: "):
        DEFAULT.without("nope")


def test_a_filter_that_raises_says_where() -> None:
    with pytest.raises(FilterError, match=r"step 'broken' failed on https://example\.org/"):
        extract(HTML, url="https://example.org/", pipeline=DEFAULT.before(DEFAULT.names[0], broken))


def test_metadata_that_fails_never_costs_the_body(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(tree: object, page: object, reference: object) -> None:
        raise KeyError("author")

    whole = extract(HTML)
    monkeypatch.setattr("unchaff.api.metadata", failing)
    document = extract(HTML)
    assert document.text == whole.text
    assert document.title == ""
    assert "no metadata: KeyError: 'author'" in document.warnings


def test_every_block_has_a_label_a_step_and_a_reason() -> None:
    document = extract(NEWSPAPER)
    assert all(block.label and block.step and block.reason for block in document.blocks)
    assert {block.label for block in document.blocks} > ARTICLE


def test_explain_takes_pages_and_documents() -> None:
    document, page = extract(NEWSPAPER), label(NEWSPAPER)
    assert explain(document) == explain(page)
    assert [row.text for row in explain(page)] == [block.text for block in page.blocks]


def test_to_dict() -> None:
    document = extract(HTML, url="https://example.org/mill")
    plain = document.to_dict()
    assert json.loads(document.to_json()) == json.loads(json.dumps(plain))
    assert plain["version"] == 1
    assert plain["title"] == document.title
    assert plain["text"] == document.text
    blocks = plain["blocks"]
    assert isinstance(blocks, list)
    assert [block["text"] for block in blocks] == [block.text for block in document.blocks]
    assert set(blocks[0]) - {"level"} == {"text", "kind", "label", "step", "reason", "kept"}
    fields = {"authors", "published", "modified", "site", "language", "description", "url", "image", "tags", "section"}
    assert fields <= set(plain)


def test_dates_are_written_as_iso() -> None:
    when = datetime(2025, 6, 1, 12, 30, tzinfo=UTC)
    document = Document(label(HTML), unchaff.Metadata(published=when, modified=date(2025, 6, 2)))
    assert document.to_dict()["published"] == "2025-06-01T12:30:00+00:00"
    assert json.loads(document.to_json())["modified"] == "2025-06-02"


def test_formats() -> None:
    document = extract(HTML, url="https://example.org/mill", pipeline=ALL)
    assert document.to_text() == document.text == document.render("text")
    assert "# The mill" in document.to_markdown()
    assert "[More about it](https://example.org/more)" in document.to_markdown()
    assert "](" not in document.to_markdown(links=False)
    assert '<a href="https://example.org/more">' in document.to_html()
    assert "<a" not in document.to_html(links=False)


def test_images_are_the_renderers_choice() -> None:
    document = extract("<p>See <img src='http://x.org/a.png'> here</p>", pipeline=ALL)
    assert "![](http://x.org/a.png)" in document.to_markdown()
    assert "<img" in document.to_html()
    assert "http" not in document.to_markdown(images=False) + document.to_html(images=False)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_equal_input_gives_equal_documents(path: Path) -> None:
    one, other = extract(path.read_bytes()), extract(path.read_bytes())
    assert one == other
    assert hash(one) == hash(other)
    assert one.to_json() == other.to_json()


def test_other_input_gives_other_documents() -> None:
    assert extract(HTML) != extract(DUMP)
    assert extract(HTML) != extract(HTML, keep={"headline"})
    assert extract(HTML) != "a document"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_documents_can_be_pickled_and_copied(path: Path) -> None:
    document = extract(path.read_bytes(), url="https://example.org/a")
    for twin in (pickle.loads(pickle.dumps(document)), copy.deepcopy(document)):
        assert twin == document
        assert twin.to_json() == document.to_json()
        assert twin.to_html() == document.to_html()
        assert explain(twin) == explain(document)


def test_deeply_nested_pages_can_be_pickled() -> None:
    document = extract("<div>" * 800 + f"<p>{SENTENCE}</p>", pipeline=ALL)
    assert pickle.loads(pickle.dumps(document)).text == document.text == SENTENCE.strip()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_pages_go_when_nobody_holds_them(path: Path) -> None:
    content = path.read_bytes()
    told = [(block.label, block.step, block.reason) for block in extract(content).blocks]
    scored = next(i for i, (_, step, _) in enumerate(told) if step in STEPS)
    gc.collect()
    gc.disable()
    try:
        before = sum(isinstance(one, Block) for one in gc.get_objects())
        block = extract(content).blocks[scored]
        assert sum(isinstance(one, Block) for one in gc.get_objects()) == before + 1
        assert (block.label, block.step, block.reason) == told[scored]
    finally:
        gc.enable()


def test_documents_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        extract(HTML).keep = frozenset()  # type: ignore[misc]


def test_a_document_prints_short() -> None:
    assert repr(extract(HTML)).startswith("<Document ")
    assert len(repr(extract(NEWSPAPER))) < 200


def test_order_threads_and_processes_change_nothing() -> None:
    sources = [path.read_bytes() for path in PAGES]
    texts = [extract_text(source) for source in sources]
    assert [extract_text(source) for source in reversed(sources)] == texts[::-1]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(extract_text, sources * 2)) == texts * 2
    with ProcessPoolExecutor(2) as pool:
        assert [document.text for document in pool.map(extract, sources)] == texts
