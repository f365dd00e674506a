"""Markdown says what the outline says, whatever is in it; and the measure of structure measures."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("markdown_it")
pytest.importorskip("mdit_py_plugins")

from bench.roundtrip import differs, round_trip, shape_of, shape_of_markdown
from bench.structure import Region, Tally, compare, longest_common, reference
from bench.structures import Structures, from_html, from_markdown, grid, parse, texts
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from unchaff import extract
from unchaff.model import Kind, Label, Page, Strength, Verdict
from unchaff.render import render
from unchaff.render.selection import Selection

# ── there and back ────────────────────────────────────────────────────────────────────────────────────────────────────

SIGNS = st.sampled_from(
    r"""
    * ** _ __ ~ ~~ ` `` ``` # ## > >> - + = == --- *** 1. 2) | || [ ] ( ) [x] ![ ]( <b> </b> <br> <!-- &amp; &lt; &
    \ \\ $ $$ $5 5$ : :-: ! . a b c word Zwei слово 字 مرحبا 🙂 http://x.example/a_b_c www.x.example a@b.example [1]:
    [^1] ~~~ 1) - [ ] ---- ___ === {#id} <script> &#42; a*b a_b *a* _a_ **a** \* \_ \[ | --- |
    """.split()  # noqa: SIM905
)
TEXTS = st.lists(SIGNS, min_size=1, max_size=8).map(" ".join) | st.lists(SIGNS, min_size=1, max_size=5).map("".join)
ESCAPED = TEXTS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
INLINE = ("em", "strong", "a href=/x_(y)", "code", "sub", "sup", "del", "b", "i", "span")


def wrapped(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag.split()[0]}>"


PHRASES = st.recursive(
    ESCAPED | st.sampled_from(["<br>", " ", "<img src=i.png alt='a*[b]'>", "<math alttext='a_1'><mi>a</mi></math>"]),
    lambda inner: st.builds(wrapped, st.sampled_from(INLINE), inner) | st.lists(inner, max_size=3).map("".join),
    max_leaves=6,
)
BLOCKS = ("p", "h2", "h5", "li", "pre", "dt", "dd", "td", "th", "figcaption", "caption", "div", "pre class=language-c")
BOXES = ("ul", "ol", "ol start=9", "li", "blockquote", "table", "tr", "td", "dl", "dd", "figure", "div", "h3", "ul")
HTML = st.recursive(
    st.builds(wrapped, st.sampled_from(BLOCKS), PHRASES) | PHRASES | st.just("<img src=/a.png>"),
    lambda inner: st.builds(wrapped, st.sampled_from(BOXES), st.lists(inner, min_size=1, max_size=4).map("".join)),
    max_leaves=25,
)


@given(HTML)
@example("<ul>$5<code>$</code></ul>")
@settings(max_examples=300)
def test_html_there_and_back(html: str) -> None:
    document = extract(f"<html><body>{html}</body></html>", url="https://page.example/", keep=set(Label))
    assert round_trip(document) == ""


@given(data=st.data())
def test_pages_of_any_shape_there_and_back(pages: st.SearchStrategy[Page], data: st.DataObject) -> None:
    page = data.draw(pages)
    # What the reader never gives: signs it takes away, and text that begins with space but is no code.
    assume(not any(sign in block.text for block in page.blocks for sign in "\0\r"))
    assume(not any(block.text[:1].isspace() for block in page.blocks if block.kind is not Kind.CODE))
    page.accept(Verdict(page.boxes[0], Label.BODY, "all of it", Strength.STRONG))
    selection = Selection(page)
    assert differs(shape_of(selection), shape_of_markdown(render(selection, "markdown"))) == ""


@pytest.mark.parametrize(
    ("markdown", "shape"),
    [
        ("# A\n\n- b\n  - c\n\n1. d", (("heading", 1, "A"), ("list", False, ("item", None, ("text", "b"), (
            "list", False, ("item", None, ("text", "c"))))), ("list", True, ("item", None, ("text", "d"))))),
        ("> a\n\n```\n x\n```", (("quote", ("text", "a")), ("code", " x"))),
        ("- [x] a\n- \\[x\\] b", (("list", False, ("item", "x", ("text", "a")), ("item", None, ("text", "[x]b"))),)),
        ("| a | b |\n| - | - |\n| c | |", (("table", ("a", "b"), ("c", "")),)),
        ("So $x^2$.", (("text", "So$x^2$."),)),
    ],
)  # fmt: skip
def test_what_a_parser_sees(markdown: str, shape: tuple[Any, ...]) -> None:
    assert shape_of_markdown(markdown) == shape


def test_a_difference_is_told() -> None:
    document = extract("<ul><li>One</ul>", keep=set(Label))
    wanted = shape_of(Selection(document.page, document.keep))
    assert "became" in differs(wanted, shape_of_markdown("One"))
    assert "became" in differs(wanted, shape_of_markdown("1. One"))
    assert "became" in differs(wanted, shape_of_markdown("- One\n- Two"))


# ── the measure ───────────────────────────────────────────────────────────────────────────────────────────────────────

HTML_PAGE = """<html><body><nav><ul><li>Home<li>News about mills</ul></nav><main><h1>Mills of the valley</h1>
<p>There are three mills in the valley and all of them are old.</p><h2>How to run one</h2>
<ul><li>Open the gate<ul><li>slowly and with care</ul><li>Wait for the <a href=/w>wheel to turn</a></ul>
<pre><code><span class=lineno>1</span>if gate:
<span class=lineno>2</span>    wait()</code></pre>
<table><tr><th>Mill<th>Stones<th>Year</tr><tr><td rowspan=2>Upper mill<td>two<td>1720<tr><td>three<td>1810</table>
</main><aside><h2>More about mills</h2></aside></body></html>"""
GOLD = """Mills of the valley
There are three mills in the valley and all of them are old.
How to run one
Open the gate
slowly and with care
Wait for the wheel to turn
if gate:
    wait()
Mill Stones Year
Upper mill two 1720
three 1810"""
MARKDOWN = """# Mills of the valley

There are three mills in the valley and all of them are old.

## How to run one

- Open the gate
  - slowly and with care
- Wait for the [wheel to turn](https://page.example/w)

```
if gate:
    wait()
```

| Mill | Stones | Year |
| --- | --- | --- |
| Upper mill | two | 1720 |
| | three | 1810 |
"""


def test_the_reference_is_what_stands_in_the_gold() -> None:
    wanted = reference(HTML_PAGE.encode(), GOLD)
    assert wanted.headings == [(1, "Millsofthevalley"), (2, "Howtorunone")]
    assert wanted.items == [(1, "Openthegate"), (2, "slowlyandwithcare"), (1, "Waitforthewheeltoturn")]
    assert wanted.code == ["if gate:\n    wait()"]
    assert wanted.tables == [
        [{0: "Mill", 1: "Stones", 2: "Year"}, {0: "Uppermill", 1: "two", 2: "1720"}, {1: "three", 2: "1810"}]
    ]
    assert wanted.links == [("wheeltoturn", "/w")]


def test_markdown_that_has_it_all() -> None:
    compared = compare(reference(HTML_PAGE.encode(), GOLD), from_markdown(MARKDOWN), "https://page.example/")
    assert {name: tally.right / tally.wanted for name, (tally, _) in compared.items()} == dict.fromkeys(compared, 1.0)


@pytest.mark.parametrize(
    ("change", "measured", "right"),
    [
        (("## How", "### How"), "headings", 1),
        (("  - slowly", "- slowly"), "items", 2),
        (("    wait()", "  wait()"), "code", 0),
        (("| | three |", "| three |"), "cells", 6),
        (("page.example/w", "page.example/v"), "links", 0),
        (("| Upper mill | two | 1720 |\n", ""), "cells", 5),
    ],
)
def test_what_is_wrong_counts(change: tuple[str, str], measured: str, right: int) -> None:
    given = from_markdown(MARKDOWN.replace(*change))
    tally, missing = compare(reference(HTML_PAGE.encode(), GOLD), given, "https://page.example/")[measured]
    assert tally.right == right
    assert missing


def test_what_is_gone_is_told_from_what_is_wrong() -> None:
    wanted = Structures(headings=[(2, "One"), (2, "Two")])
    tally, missing = compare(wanted, Structures(text="One"), None)["headings"]
    assert tally == Tally(wanted=2, kept=1, right=0)
    assert [miss.split()[0] for miss in missing] == ["wrong", "gone"]


def test_an_item_that_lays_out_the_page_is_none() -> None:
    page = f"<html><body><ul><li><h2>Title here</h2><p>{'Many words. ' * 40}</p><ul><li>an item of it</ul></ul>"
    root = parse(page.encode())
    assert root is not None
    gold = "\n".join(text for _, text in texts(root))
    region = Region(root, gold)
    assert from_html(root, region, region.mostly_in).items == [(1, "anitemofit")]


def test_a_gold_line_is_the_heading_and_not_the_breadcrumb_that_says_the_same() -> None:
    page = b"""<html><body><ol><li>Home<li>Rivers<li>The upper mill</ol><h1>The upper mill</h1>
    <p>It has two stones, and ground rye for the valley.</p><p>In the year of the flood it stood still.</p>"""
    gold = "The upper mill It has two stones, and ground rye for the valley. In the year of the flood it stood still."
    wanted = reference(page, gold)
    assert (wanted.headings, wanted.items) == ([(1, "Theuppermill")], [])


def test_what_no_reader_sees_is_not_wanted() -> None:
    page = b"<html><body><div>It has two stones.<template><h2>Menu</h2><ul><li>News</ul></template></div>"
    wanted = reference(page, "It has two stones.")
    assert (wanted.headings, wanted.items) == ([], [])


def test_a_box_to_tick_says_no_words() -> None:
    assert from_markdown("- [ ] open\n- [x] shut\n\n  [x] no box").items == [(1, "open"), (1, "shut[x]nobox")]


def test_blocks_of_html_in_markdown_are_read() -> None:
    assert from_markdown("Before\n\n<div>the <b>mill</b></div>\n\nbehind").text == "Beforethemillbehind"


def test_spans_put_cells_in_their_columns() -> None:
    root = parse(b"<table><tr><td colspan=2>a<td rowspan=2>b<tr><td>c<td>d<tr><td>e<td colspan=99999999999>f</table>")
    assert root is not None
    assert grid(root.find(".//table")) == [{0: "a", 2: "b"}, {0: "c", 1: "d"}, {0: "e", 1: "f"}]  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 3), max_size=8), st.lists(st.integers(0, 3), max_size=8))
def test_the_longest_common_sequence(one: list[int], other: list[int]) -> None:
    found = sorted(longest_common(one, other))
    rest = iter(other)
    assert all(one[i] in rest for i in found), "in order in both"
    assert len(found) == _longest(one, other)


def _longest(one: list[int], other: list[int]) -> int:
    best = [0] * (len(other) + 1)
    for item in one:
        above, best = best, [0]
        for j, their in enumerate(other):
            best.append(above[j] + 1 if item == their else max(above[j + 1], best[-1]))
    return best[-1]
