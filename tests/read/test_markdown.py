"""Markdown is told from other dumps, and its lines say the same without their signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unchaff.model import Mark
from unchaff.read.markdown import definitions, inline, is_markdown

REFERENCES = {"r": "https://post.example/r"}


@pytest.mark.parametrize(
    "text",
    [
        "See [the ferry](https://post.example/ferry).",
        "[Start](/)",
        "![Boat](../boat.png)",
        "## One\n\ntext\n\n## Two\n",
        "## One\n\n**bold** text",
        "| a | b |\n|---|:-:|\n| 1 | 2 |",
        "## One\n\n```\ncode\n```\n",
    ],
)
def test_markdown(text: str) -> None:
    assert is_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# install the ferry\n\n# start it\n\n# stop it",
        "1. [Symbol.iterator]()\n2. a[0](x)",
        "It was built [1] (see below) and ** sold **.",
        "Home | News\n-----------\n",
        "**Note** that this is all.",
    ],
)
def test_no_markdown(text: str) -> None:
    assert not is_markdown(text)


@pytest.mark.parametrize(
    ("line", "text", "marks"),
    [
        ("a **b** c", "a b c", [(Mark.STRONG, "b", "")]),
        ("a *b* _c_", "a b c", [(Mark.EMPHASIS, "b", ""), (Mark.EMPHASIS, "c", "")]),
        ("***b***", "b", [(Mark.EMPHASIS, "b", ""), (Mark.STRONG, "b", "")]),
        ("**「港」**は", "「港」は", [(Mark.STRONG, "「港」", "")]),
        ("~~b~~", "b", [(Mark.DELETED, "b", "")]),
        ("`a *b*` c", "a *b* c", [(Mark.CODE, "a *b*", "")]),
        ("``a`b``", "a`b", [(Mark.CODE, "a`b", "")]),
        ("[t](/u_(x) 'y')", "t", [(Mark.LINK, "t", "/u_(x)")]),
        ("[**t**](/u)", "t", [(Mark.STRONG, "t", ""), (Mark.LINK, "t", "/u")]),
        ("[t][r] [R] [z]", "t R [z]", [(Mark.LINK, "t", REFERENCES["r"]), (Mark.LINK, "R", REFERENCES["r"])]),
        (
            "<https://post.example/>",
            "https://post.example/",
            [(Mark.LINK, "https://post.example/", "https://post.example/")],
        ),
        ("a ![alt](/i.png) b", "a  b", [(Mark.IMAGE, "", "/i.png")]),
        ("a<br>b", "a\nb", [(Mark.BREAK, "\n", "")]),
        (r"\*a\* \[b\]", "*a* [b]", []),
        ("snake_case_name 5 * 3 * 2 **", "snake_case_name 5 * 3 * 2 **", []),
        ("a [b (c) `d *e", "a [b (c) `d *e", []),
        ("**[t**](/u)", "[t](/u)", [(Mark.STRONG, "[t", "")]),
    ],
)
def test_inline(line: str, text: str, marks: list[tuple[Mark, str, str]]) -> None:
    found = inline(line, REFERENCES)
    assert "".join(found.chunks) == text
    assert [(mark, "".join(found.chunks[start:stop]), target) for mark, start, stop, target, _ in found.spans] == marks


def test_the_words_of_images_are_kept_apart() -> None:
    found = inline("[![A boat](b.png)](/x) ![At sea](c.png)", {})
    assert "".join(found.chunks).strip() == ""
    assert found.alt == "A boat At sea"


def test_definitions_leave_the_text() -> None:
    text, targets = definitions("See [a].\n\n[a]: https://post.example/a 'A'\n[^1]: A note.\n")
    assert targets == {"a": "https://post.example/a"}
    assert text.split() == ["See", "[a].", "[^1]:", "A", "note."]


@given(st.lists(st.sampled_from(["*", "**", "_", "`", "``", "[", "]", "](/u)", "![", "\\", "~~", "<br>", "a", " "])))
def test_marks_nest_and_plain_words_stay(pieces: list[str]) -> None:
    line = "".join(pieces)
    found = inline(line, {})
    assert "".join(found.chunks).count("a") + found.alt.count("a") == line.count("a")
    spans = [(start, stop) for mark, start, stop, *_ in found.spans if mark is not Mark.IMAGE]
    assert not any(a < c < b < d for a, b in spans for c, d in spans)
