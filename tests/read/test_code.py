"""Code without what highlighters put in, and the name of its language."""

from __future__ import annotations

import pytest

from unchaff.model import Block, Kind
from unchaff.read import read


def blocks(html: str) -> list[Block]:
    return read(f"<html><body><p>{'Words. ' * 130}</p>{html}</body></html>").blocks[1:]


def code(html: str) -> tuple[str, str]:
    """The only code of a page and its language."""
    (block,) = [block for block in blocks(html) if block.kind is Kind.CODE]
    return block.text, dict(block.box.attributes).get("data-lang", "")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<pre><button>Copy</button>a</pre>", "a"),
        ("<pre><span class=lineno>1 </span>a\n<span class=lineno>2 </span>  b</pre>", "a\n  b"),
        ("<pre><a class='line-number' href=#1>10</a>a</pre>", "a"),
        ("<pre><span style='user-select:none'>1</span>a</pre>", "a"),
        ("<pre><code>a<span class=line-numbers-rows><span></span></span></code></pre>", "a"),
        ("<pre class=line-numbers><code>x = 1\ny = 2</code></pre>", "x = 1\ny = 2"),
        ("<pre><span class=line><span>a</span></span>\n<span class=line>  b</span></pre>", "a\n  b"),
        ("<pre><div class=line>a</div><div class=line><br></div><div class=line>b</div></pre>", "a\n\nb"),
        ("<pre><div class='copy-button'>Copy code</div>a</pre>", "a"),
        ("<pre>copy<span class=k>from</span></pre>", "copyfrom"),
        ("<pre><span class='lineno keyword'>no number</span></pre>", "no number"),
    ],
)
def test_only_code_is_left(html: str, text: str) -> None:
    assert code(html)[0] == text


ROUGE = (
    "<div class='language-ruby highlighter-rouge'><table class=rouge-table><tr><td class='rouge-gutter gl'>"
    "<pre class=lineno>1\n2\n</pre></td><td class=rouge-code><pre>x\n  y</pre></td></tr></table></div>"
)
PYGMENTS = (
    "<table class=highlighttable><tr><td class=linenos><div class=linenodiv><pre>1\n2</pre></div></td>"
    "<td class=code><div class='highlight highlight-python3'><pre>x\n  y</pre></div></td></tr></table>"
)
GIST = (
    "<div class=highlight><table class='highlight tab-size' data-language=Ruby><tbody>"
    + "".join(
        f"<tr><td class='blob-num js-line-number' data-line-number={n}></td><td class='blob-code'>{line}</td></tr>"
        for n, line in enumerate(["<span>x</span>\n", "\n", "  y\n"], 1)
    )
    + "</table></div>"
)
SYNTAXHIGHLIGHTER = (
    "<div class='syntaxhighlighter php'><table><tr><td class=gutter><div class=line>1</div><div class=line>2</div></td>"
    "<td class=code><div class=container><div class=line><code>x</code></div><div class=line>"
    "<code>&nbsp;&nbsp;</code><code>y</code></div></div></td></tr></table></div>"
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (ROUGE, ("x\n  y", "ruby")),
        (PYGMENTS, ("x\n  y", "python3")),
        (GIST, ("x\n\n  y", "ruby")),
        (SYNTAXHIGHLIGHTER, ("x\n\xa0\xa0y", "php")),
    ],
    ids=["rouge", "pygments", "gist", "syntaxhighlighter"],
)
def test_code_that_a_table_lays_out(html: str, expected: tuple[str, str]) -> None:
    assert code(html) == expected
    assert len(blocks(html)) == 1, "line numbers are no text"


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<pre class=language-python>a</pre>", "python"),
        ("<pre><code class='language-c++'>a</code></pre>", "c++"),
        ("<pre data-lang=Go>a</pre>", "go"),
        ("<pre class='brush: js'>a</pre>", "js"),
        ("<pre lang=en>a</pre>", ""),
        ("<pre lang=ruby>a</pre>", "ruby"),
        ("<pre><code class='hljs rust'>a</code></pre>", "rust"),
        ("<div class='highlight highlight-source-shell'><pre>a</pre></div>", "shell"),
        ("<div class='highlight-python notranslate'><div class=highlight><pre>a</pre></div></div>", "python"),
        ("<div class='highlight-default notranslate'><div class=highlight><pre>a</pre></div></div>", ""),
        ("<div class=sourceCode><pre class='sourceCode haskell'>a</pre></div>", "haskell"),
        ("<pre class='shiki github-dark' data-language=tsx>a</pre>", "tsx"),
        ("<pre class=language-none>a</pre>", ""),
        ("<div class='highlight-box'><pre>a</pre></div>", ""),
        ("<article class=language-sql><pre>a</pre></article>", ""),
        ("<pre class='language-\"><script>'>a</pre>", ""),
    ],
)
def test_the_language(html: str, language: str) -> None:
    assert code(html)[1] == language


@pytest.mark.parametrize(
    "html",
    [
        "<pre>1\n2\n3</pre>",  # what a program printed
        "<table><tr><td data-line-number=1>1</td><td>apples</td></tr></table>",  # numbered, but no code
        "<table><tr><td class=gutter>Name</td><td class=code>x</td></tr></table>",
    ],
)
def test_what_only_looks_like_numbered_code_stays(html: str) -> None:
    assert "".join("".join(block.text.split()) for block in blocks(html)) in ("123", "1apples", "Namex")


@pytest.mark.parametrize(
    ("html", "task"),
    [
        ("<li><input type=checkbox disabled> a", " "),
        ("<li class=task-list-item><p><input type=checkbox checked> a", "x"),
        ("<li><label><input type=checkbox> a brand</label>", None),
        ("<li>a <input type=checkbox disabled>", None),
        ("<li><input type=text disabled> a", None),
    ],
)
def test_tasks(html: str, task: str | None) -> None:
    (block,) = blocks(f"<ul>{html}</ul>")
    boxes = [block.box, block.box.parent]
    assert next((dict(box.attributes)["data-task"] for box in boxes if box and box.attributes), None) == task
