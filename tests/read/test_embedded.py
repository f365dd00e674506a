"""Text that only the data in a page's markup has: taken where the page shows next to nothing, and only then."""

from __future__ import annotations

import html
import json

import pytest

from unchaff.read import read
from unchaff.read.embedded import LEAST_WORDS, embedded

SENTENCE = "The ferry takes eleven minutes and leaves when the last of the bicycles is on board."
TEXT = " ".join(f"Day {i}: {SENTENCE}" for i in range(LEAST_WORDS // 16 + 1))
OTHER = " ".join(f"Night {i}: {SENTENCE}" for i in range(LEAST_WORDS // 16 + 1))
MARKUP = f"<h2>The ferry</h2><p>{TEXT}</p>"
POSTS = [
    {"name": "Ann", "cooked": f"<p>{TEXT}</p>"},
    {"name": "Ben", "cooked": "<p>Thanks!</p>"},
    {"name": "Eve", "cooked": "<pre>i = 0;</pre><p></p>"},
    {"name": "Ann", "cooked": f"<p>{OTHER}</p>"},
]
WARNING = "shows next to nothing: text taken from the data in its markup"


def script(data: object, kind: str = "application/json") -> str:
    return f'<script type="{kind}">{json.dumps(data)}</script>'


def attribute(data: object, name: str = "data-state") -> str:
    return f'<div {name}="{html.escape(json.dumps(data))}"></div>'


def texts(page: str) -> list[str]:
    return [block.text for block in read(f"<html><head><title>x</title></head><body>{page}</body></html>").blocks]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (script({"articleBody": TEXT}, "application/ld+json"), [TEXT]),
        (script({"props": {"page": [{"contentHtml": MARKUP}]}}), ["The ferry", TEXT]),
        (f"<script>window.state = {json.dumps({'content': MARKUP})};</script>", ["The ferry", TEXT]),
        (f"<script>push([1, {json.dumps(json.dumps({'body': MARKUP}))}])</script>", ["The ferry", TEXT]),
        (script({"posts": [{"text": f"{TEXT} Yes."}, {"text": OTHER}, {"note": OTHER}]}), [f"{TEXT} Yes.", OTHER]),
        (script({"articleBody": TEXT}) * 2, [TEXT]),
        (attribute({"post": {"html": MARKUP}}), ["The ferry", TEXT]),
        (attribute({"topic": json.dumps({"posts": POSTS})}, "data-preloaded"), [TEXT, "Thanks!", "i = 0;", OTHER]),
        (f"<section :post = '{json.dumps({'body': TEXT})}'></section><script>x</script>", [TEXT]),
        (f"<script>x</script><script data-state='{json.dumps([TEXT])}'></script>", [TEXT]),
        (f"<p data-state='{json.dumps({'body': TEXT + ' 3 &lt; 4'})}'></p>", [f"{TEXT} 3 < 4"]),
        (script({"articleBody": f"{TEXT} \ud83d"}), [f"{TEXT} ?"]),
        (script({"articleBody": f"{TEXT} &#{'9' * 5000};"}), [f"{TEXT} \ufffd"]),
        (script({"articleBody": f"{TEXT}\n{OTHER} 3 < 4 & 5"}), [TEXT, f"{OTHER} 3 < 4 & 5"]),
    ],
    ids=[
        *("JSON-LD", "an island", "code", "JSON in a string", "posts under one key", "twice", "an attribute"),
        *("short posts beside a long one", "single quotes", "of a script", "escaped", "a lone surrogate"),
        *("endless digits", "lines"),
    ],
)
def test_a_page_that_shows_nothing_is_read_from_its_data(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{TEXT}</p>" * 9 + script({"articleBody": OTHER}),
        f"<p>{TEXT}</p>" + script({"articleBody": TEXT}),
        f"<p>{TEXT}</p><p>{OTHER}</p>" + script({"articleBody": TEXT}),
    ],
    ids=["enough to see", "the same to see", "more to see"],
)
def test_what_the_page_shows_wins(page: str) -> None:
    assert set(texts(page)) <= {TEXT, OTHER}
    assert len(texts(page)) == page.count("<p>")


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE,
        "a{color:red;margin:0}" * LEAST_WORDS,
        " ".join(["menu"] * LEAST_WORDS),
        " ".join(f"https://example.org/{i}." for i in range(LEAST_WORDS)),
    ],
    ids=["too short", "code", "no sentences", "addresses"],
)
def test_only_prose_is_taken(data: str) -> None:
    assert embedded(script({"text": data})) == ""


RULES = " ".join(f"Rule {i}: say when and where it was, and for how long you had it before." for i in range(20))


def test_prose_that_begins_as_the_description_does_is_what_the_page_is_for() -> None:
    data = script([{"rules": RULES}, {"text": f"<p><b>Day</b> 0: {TEXT[7:]}</p>"}])
    assert texts(data) == [RULES]
    assert texts(f"<meta name=description content='{TEXT[:99]} …'>{data}") == [TEXT]


def test_where_noscript_has_enough_nothing_is_taken() -> None:
    shown = f"<p>{TEXT}</p><p>{OTHER}</p>"
    assert texts(f"<noscript>{shown}</noscript>{attribute({'rules': RULES})}") == [TEXT, OTHER]


def test_a_warning_says_where_the_text_is_from() -> None:
    assert WARNING in read(f"<html><body><div></div>{script({'articleBody': TEXT})}</body></html>").warnings


@pytest.mark.parametrize("part", ['\\"', '"', '"a":', "<script>", "<script", "<", "\\", '="{', "='[", "= "], ids=repr)
def test_endless_signs_are_no_prose_and_soon_read(part: str) -> None:
    assert embedded(f"<script>{part * 300_000}</script>") == ""
    assert embedded(part * 300_000) == ""
