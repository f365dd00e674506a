"""What libxml2 would drop without a word is mended or counted."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from lxml import etree

from unchaff import label
from unchaff.read import read_tree
from unchaff.read.parse import CROWDS, Guide, parsed, tree
from unchaff.read.tame import ATTRIBUTES_MOST, DEEPEST, DEPTH_MOST, TAGS_MOST, embodied, flattened, shallow, uncrowded
from unchaff.read.walk import Walked
from unchaff.words import vocabulary

DEEP = [1_000, 2_100, 5_000, 100_000]


class Parsed(NamedTuple):
    """What a walk found, the tree of what it was led through, and the warnings."""

    found: Walked | None
    root: etree._Element | None
    warnings: tuple[str, ...]


def parse(page: bytes) -> Parsed:
    """A page, led past a walk and made a tree."""
    found, data, warnings = parsed(page, Guide(vocabulary("en")))
    return Parsed(found, tree(data), warnings)


def text(parsed: Parsed) -> str:
    """All text that the walk found, words apart; the tree has the same."""
    assert parsed.root is not None and parsed.found is not None
    words = " ".join(block.text for block in parsed.found.blocks).split()
    assert words == " ".join(parsed.root.itertext()).split()
    return " ".join(words)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"<html><body><p>one</p></body></html><p>two</p>three", "one two three"),
        (b"<p>one</p></html>two</html><div>three</html>", "one two three"),
        (b"<html><body>one</body></html><html><body>two</body></html>", "one two"),
        (b"<p>one</p></html><!-- no -->\n", "one"),
    ],
)
def test_what_follows_the_end_of_the_page_is_part_of_it(page: bytes, expected: str) -> None:
    assert text(parse(page)) == expected


@pytest.mark.parametrize("levels", DEEP)
@pytest.mark.parametrize(
    ("inside", "around"),
    [
        (b"<div>", b"</div>"),
        (b"<span>", b"</span>"),
        (b"<font>", b""),
        (b"<blockquote><b>", b"</blockquote>"),
        (b"<x-y>", b"</x-y>"),
        (b"<table><tr><td>", b"</table>"),
        (b"<ul><li>", b"</ul>"),
        (b"<b><div></b>", b""),
        (b"<span></div>", b"</i>"),
    ],
    ids=lambda tags: tags.decode(),
)
def test_text_is_there_however_deep_it_lies(inside: bytes, around: bytes, levels: int) -> None:
    parsed = parse(b"<p>above " + inside * levels + b"deep" + around * levels + b"<p>below")
    assert text(parsed) == "above deep below"
    assert parsed.warnings == ()


@pytest.mark.parametrize(
    "page",
    [
        b"<title>T</title><main><h1>a</h1><p>b</main>",
        b"<!doctype html>\n<meta charset=utf-8>\n<title>T</title>\n<link rel=x href='>'><article><h1>a</h1>b</article>",
        b"<html lang=en><head><TITLE>T</TITLE><script>'<main>'</script><!-- <p> --><header>a</header><p>b",
        b"<title>T</title><noscript><img src=pixel></noscript><my-app>a<p>b</my-app>",
        b"<style>p {}</style><title>T</title><section>a</section><template><p>c</template>b",
    ],
)
def test_a_head_without_an_end_ends_at_the_first_tag_of_the_text(page: bytes) -> None:
    found = label(page)
    assert [block.text for block in found.blocks] == ["a", "b"]
    assert found.titles == ("T",)


@pytest.mark.parametrize(
    "page",
    [
        b"<title>T</title><body><main>a",
        b"<head><title>T</title></head><main>a",
        b"<title>T</title>a<main>b",
        b"<title>T</title><frameset><frame src=a>",
        b"<title>T</title><script><main>",
        b"<main><p>a",
        b"plain",
        b"<title>T</title>" * 2000 + b"<!-- " * 2000,
    ],
)
def test_other_heads_are_left_as_they_are(page: bytes) -> None:
    assert embodied(page) is page


def test_text_between_tags_that_are_taken_away_stays_apart_where_they_parted_it() -> None:
    page = b"<div>" * 3000 + b"<p>one</p><p>tw<b>o</b></p><li>three<td>four" + b"</div>" * 3000
    flat = flattened(page, DEEPEST, 1)
    parts = [part for part in flat.replace(b"<div>", b"").split(b"<hr>") if part]
    assert parts[:4] == [b"one", b"two", b"three", b"four"]


def test_what_nobody_sees_stays_unseen_in_a_page_that_is_flattened() -> None:
    inner = b"<svg><title>no</title>no</svg><script>'<b>no'</script><template><p>no</p></template><!-- no <p> -->"
    page = b"<div>" * 3000 + b"yes" + inner + b"yes too" + b"</div>" * 3000 + b"<p>and yes"
    flat = flattened(page, DEEPEST, 64)
    assert b"<svg" not in flat and b"<template" not in flat and b"yes" in flat and b"yes too" in flat
    root = parse(page).root
    assert root is not None
    for silent in list(root.iter("script", "style")):
        silent.text = None
    assert " ".join(root.itertext()).split() == ["yes", "yes", "too", "and", "yes"]


def test_links_are_links_in_a_page_that_is_flattened() -> None:
    root = parse(b"<div>" * 3000 + b"<a href=/x>here<p><a href=/y>there" + b"</div>" * 3000).root
    assert root is not None
    assert [(link.get("href"), link.text) for link in root.iter("a")] == [("/x", "here"), ("/y", "there")]


@pytest.mark.parametrize(
    ("before", "more", "after"),
    [
        (b"", b"<div>x", b"</b>"),
        (b"", b"<span>x", b"</div>"),
        (b"", b"<div>x", b"<body>"),
        pytest.param(b"</ <b y='>", b"<div>x", b"</b>", marks=pytest.mark.skipif(CROWDS, reason="read as a tag")),
        (b"<!-->", b"<div>x", b"</b>"),
        (b"<![CDATA[<b y='>", b"<div>x", b"</b>"),
    ],
)
def test_end_tags_are_not_looked_for_among_endless_open_ones(before: bytes, more: bytes, after: bytes) -> None:
    page = b"<body>" + before + more * 3 * TAGS_MOST + after * 3 * TAGS_MOST + b"<p>below'>"
    assert most_open(shallow(page)) <= DEPTH_MOST < most_open(page[: len(page) // 2])
    found = "".join(block.text for block in label(page).blocks)
    assert found.count("x") >= 3 * TAGS_MOST and "below" in found


def most_open(page: bytes) -> int:
    """How many tags the parser has open at once."""
    numbers = [0]

    class Target:
        def start(self, tag: str, attributes: object) -> None:
            numbers.append(numbers[-1] + 1)

        def end(self, tag: str) -> None:
            numbers.append(numbers[-1] - 1)

        def close(self) -> None: ...

    etree.fromstring(page, etree.HTMLParser(encoding="utf-8", huge_tree=True, target=Target()))
    return max(numbers)


def test_pages_with_many_tags_are_left_as_they_are_unless_they_nest() -> None:
    page = b"<ul>" + b"<li><p>one <b>two</b><br>" * TAGS_MOST + b"</ul>"
    assert shallow(page) is page


@pytest.mark.skipif(CROWDS, reason="read as by browsers")
def test_tags_that_only_the_parser_sees_are_shown_as_text_where_they_are_too_many() -> None:
    hidden = b"<body><style/>" + b"<div>x" * 2 * TAGS_MOST  # libxml2 ends <style/> at once, browsers never
    assert shallow(hidden) == hidden.replace(b"<", b"&lt;")


ENDLESS = ["a{}", "a{}=1", "a{}='>'", 'a{}="<p>"', "a{} b{}='>'", "data-a{}\n=\n'x y'/", "a{}='" + "x" * 40 + "'"]


def crowded(attribute: str) -> bytes:
    """A page with a tag that has endless attributes."""
    many = " ".join([attribute.replace("{}", str(i)) for i in range(20_000)])
    return f"<!doctype html><p {many}>one<p>two".encode()


@pytest.mark.parametrize("attribute", ENDLESS)
def test_of_a_page_with_endless_attributes_no_tree_is_built_but_all_text_is_there(
    attribute: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unchaff.read.parse.CROWDS", False)
    page = crowded(attribute)
    read_page, root = read_tree(page)
    assert [block.text for block in read_page.blocks] == ["one", "two"]
    assert root is None
    assert len(read_page.warnings) == 1 and "truncated" in read_page.warnings[0]


@pytest.mark.parametrize("attribute", ENDLESS)
def test_for_an_old_libxml2_endless_attributes_are_cut_and_counted(
    attribute: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unchaff.read.parse.CROWDS", True)
    page = crowded(attribute)
    assert text(parse(page)) == "one two"
    assert len(uncrowded(page)) < len(page) / 10
    assert parse(page).warnings == (
        f"truncated: {len(page) - len(uncrowded(page))} bytes of attributes, in tags that have endless ones",
    )


@pytest.mark.parametrize(
    "page",
    [
        b"<p " + b" ".join(b"a%d=1" % i for i in range(ATTRIBUTES_MOST)) + b">one",
        b"<p>" + b"word and word again " * 20_000,
        b"<p>" + b'he says a="b" and c="d" ' * 20_000,
        b"<script>" + b'a="b";c="d";' * 20_000 + b"</script>",
        b"<img src='data:" + b"abcd" * 20_000 + b"'>",
    ],
)
def test_other_pages_keep_all_of_their_bytes(page: bytes) -> None:
    assert uncrowded(page) == page
    assert parse(page).warnings == ()


@pytest.mark.parametrize("size", [11_000_000, 21_000_000])
def test_text_and_attributes_of_any_size_are_kept(size: int) -> None:
    assert len(text(parse(b"<p>" + b"word " * (size // 5) + b"<p>below"))) == size + len("below")
    assert text(parse(b"<img src='" + b"abcd" * (size // 4) + b"'><p>below")) == "below"
    assert text(parse(b"<!--" + b"abcd" * (size // 4) + b"--><p>below")) == "below"


@pytest.mark.parametrize("page", [b"<!-- x", b"<!-- x <p>one", b"<?xml", b"</p>", b"<", b"<!doctype html>"])
def test_a_page_without_an_element_has_no_tree(page: bytes) -> None:
    root = parse(page).root
    assert root is None or " ".join(root.itertext()).strip() in ("", "<")
