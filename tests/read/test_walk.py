"""The events of a page become blocks in boxes."""

from __future__ import annotations

import pytest

from unchaff.model import Block, Box, Concept, Kind, Mark
from unchaff.read.parse import Guide, parsed
from unchaff.words import vocabulary


def read(html: str) -> tuple[list[Block], list[Box]]:
    """The blocks and boxes of a page with this body."""
    found = parsed(f"<html><body>{html}</body></html>".encode(), Guide(vocabulary("en"))).found
    assert found
    return found.blocks, found.boxes


def texts(html: str) -> list[str]:
    return [block.text for block in read(html)[0]]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One<p>Two", ["One", "Two"]),
        ("<div>Loose <b>and</b> bold<p>inner</p>after</div>", ["Loose and bold", "inner", "after"]),
        ("<p>a<br>b<br><br>c", ["a b", "c"]),
        ("<p>a<hr>b", ["a", "b"]),
        ("<p>shown<script>hidden</script> too", ["shown too"]),
        ("<pre>x = 1\n  y = 2</pre>", ["x = 1\n  y = 2"]),
        ("<pre><div>one</div><div>two</div></pre>", ["one\ntwo"]),
        ("<pre><code>  <b>x</b>\n  y</code></pre>", ["  x\n  y"]),
        ("<pre>  </pre><p>x", ["x"]),
        ("<my-card>custom</my-card><p>soft\u00adhyphen", ["custom", "softhyphen"]),
        ("<p><img src=a.png></p>", []),
    ],
)
def test_blocks(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>Usage<a class=headerlink href='#usage'>¶</a></h2>", "Usage"),
        ("<h3><a href='#usage'>#</a> <em>Usage</em> of it</h3>", "Usage of it"),
        ("<dt><code>open()</code> <b><a href='lib.html#open'>§</a></b></dt>", "open()"),
        ("<table><caption>Sizes <a href='#t1'>🔗</a></caption><tr><td>1</table>", "Sizes"),
        ("<h2>C#</h2>", "C#"),
        ("<h2>Letters after <a href='/after'>#</a></h2>", "Letters after #"),
        ("<h2><a href='#top'>#</a></h2>", "#"),
        ("<h2><a href='#usage'># Usage</a></h2>", "# Usage"),
        ("<p>Posted as <a href='#p4'>#</a></p>", "Posted as #"),
    ],
)
def test_what_a_heading_links_to_itself_with_is_no_text(html: str, expected: str) -> None:
    (block, *_), _ = read(html)
    assert block.text == expected == " ".join("".join(block.chunks).split())
    assert [span.target for span in block.spans if not "".join(block.chunks[span.start : span.stop])] == []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>un<b>believ</b>able", "unbelievable"),
        ("<p><span>T</span>he end", "The end"),
        ("<p><span>T</span><span>he end</span>", "The end"),
        ("<p><span>A</span><span>BC</span>", "ABC"),
        ("<p><b>Chat</b><b>Box</b>", "ChatBox"),
        ("<p><span>half a wo</span><span>rd</span>", "half a word"),
        ("<p><span>3</span><span>D</span>", "3D"),
        ("<p><span>pkg.</span><span>Name</span>", "pkg.Name"),
        ("<p><code><span>new</span><span>Line</span></code>", "newLine"),
        ("<p>x<sup><a href=1>1</a><a href=2>2</a></sup>", "x12"),
        ("<p><a href=1>Uni</a><a href=1>corn</a>", "Unicorn"),
        ("<p><a href=1>Uni</a><a name=here></a>corn", "Unicorn"),
        ("<p><span>Blue Boat</span><span>Red Kite 106</span>", "Blue Boat Red Kite 106"),
        ("<p><span>Is it?</span><span>It is</span>", "Is it? It is"),
        ("<p><a href=1>one</a><a href=2>two</a>", "one two"),
        ("<p><a href=1><span>one</span></a><a href=2><span>two</span></a>", "one two"),
        ("<p><a href=1>诗人</a><a href=2>诗塾</a>", "诗人 诗塾"),
    ],
)
def test_words_that_only_tags_part(html: str, expected: str) -> None:
    assert texts(html) == [expected]


def test_a_space_put_between_neighbours_stands_outside_their_links() -> None:
    (block,), _ = read("<p><a href=1>one</a><a href=2>two</a>")
    assert block.chunks == ("one", " ", "two")
    assert [(span.start, span.stop, span.target) for span in block.spans] == [(0, 1, "1"), (2, 3, "2")]
    assert block.link_words == block.words == 2


def test_a_box_is_the_range_of_its_blocks() -> None:
    blocks, boxes = read("<ul class=menu><li>a<li>b</ul><h2 id=share>c</h2>")
    menu = next(box for box in boxes if box.tag == "ul")
    assert (menu.start, menu.stop) == (0, 2)
    assert menu.named & Concept.NAVIGATION
    assert blocks[2].kind is Kind.HEADING
    assert blocks[2].level == 2
    assert not blocks[2].box.named & Concept.SHARE


@pytest.mark.parametrize("attribute", ["hidden", "aria-hidden=true", "style='Display : none'", "class=hidden"])
def test_hidden_boxes(attribute: str) -> None:
    _, boxes = read(f"<div {attribute}>x</div>")
    assert boxes[-1].named & Concept.HIDDEN


def test_twins_share_a_path_whatever_their_numbers() -> None:
    _, boxes = read("<div class=post-1>a</div><div class=post-22>b</div><div class=poster>c</div>")
    one, two, other = boxes[-3:]
    assert one.key == two.key != other.key


def test_a_link_over_two_blocks_is_in_both() -> None:
    blocks, _ = read("<a href=x><h3>Title</h3><p>Text</p></a>")
    assert [[span.mark for span in block.spans] for block in blocks] == [[Mark.LINK], [Mark.LINK]]
    assert [block.link_words for block in blocks] == [1, 1]
