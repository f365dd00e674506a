"""Structure from HTML to each format: what the reader carries, the renderers write."""

from __future__ import annotations

import pytest

from unchaff import extract
from unchaff.errors import UnknownName
from unchaff.model import Label
from unchaff.render.formulas import dollar_math
from unchaff.render.pictures import CLOSE

WORDS = "The mill stands on the river bank and has been grinding rye for the village since the flood. " * 8


def written(html: str, format: str, **policy: object) -> str:
    """What a format makes of `html`, without the paragraph around it that makes a page of it."""
    page = f"<html><body><article><p>{WORDS}</p>{html}<p>{WORDS}</p></article></body></html>"
    document = extract(page, url="https://example.org/a/", keep=set(Label))
    whole = document.render(format, **policy)  # type: ignore[arg-type]
    first, last = whole.index("since the flood.", len(WORDS) - 40) + 16, whole.rindex("The mill", 0, -len(WORDS) + 20)
    return whole[first:last].removeprefix("</p>").removesuffix("<p>").strip("\n")


@pytest.mark.parametrize(
    ("html", "markdown", "fragment"),
    [
        (
            "<figure><img data-src=m.jpg src=blank.gif alt='A *mill*'><figcaption>By night</figcaption></figure>",
            "![A \\*mill\\*](https://example.org/a/m.jpg)\n\nBy night",
            '<figure>\n<img src="https://example.org/a/m.jpg" alt="A *mill*">\n'
            "<figcaption>By night</figcaption>\n</figure>",
        ),
        (
            "<p><a href=/big><img src=m.jpg alt='\"><script>'></a></p>",
            '![">\\<script>](https://example.org/a/m.jpg)',
            '<p><img src="https://example.org/a/m.jpg" alt="&quot;&gt;&lt;script&gt;"></p>',
        ),
        (
            "<div><iframe src=//tube.example/7 title='How it [grinds]'></iframe></div>",
            "[How it \\[grinds\\]](https://tube.example/7)",
            '<p><a href="https://tube.example/7">How it [grinds]</a></p>',
        ),
        (
            "<video><source src=/f.mp4></video>",
            "[https://example.org/f.mp4](https://example.org/f.mp4)",
            '<p><a href="https://example.org/f.mp4">https://example.org/f.mp4</a></p>',
        ),
        (
            "<ul><li><input type=checkbox disabled checked> Done<li><input type=checkbox disabled> To do</ul>",
            "- [x] Done\n- [ ] To do",
            '<ul>\n<li><input type="checkbox" disabled checked> Done</li>\n'
            '<li><input type="checkbox" disabled> To do</li>\n</ul>',
        ),
        (
            "<p>$5<code>$</code>, or <code>5</code> for $5</p><p>$5 in <code>cash</code></p>",
            "\\$5`$`, or `5` for \\$5\n\n$5 in `cash`",
            "<p>$5<code>$</code>, or <code>5</code> for $5</p>\n<p>$5 in <code>cash</code></p>",
        ),
        (
            "<ol start=4><li>Four<li>Five</ol>",
            "4. Four\n5. Five",
            '<ol start="4">\n<li>Four</li>\n<li>Five</li>\n</ol>',
        ),
        (
            "<ol><li value=7>Seven<li>Eight</ol>",
            "7. Seven\n8. Eight",
            '<ol>\n<li value="7">Seven</li>\n<li>Eight</li>\n</ol>',
        ),
        (
            "<div class='highlight-source-c'><pre>int x;\n  y();</pre></div>",
            "```c\nint x;\n  y();\n```",
            '<pre><code class="language-c">int x;\n  y();</code></pre>',
        ),
        (
            "<p>So <math alttext='a_1&lt;b'><mi>a</mi></math> it is.</p>",
            "So $a_1\\lt b$ it is.",
            '<p>So <code class="language-math">a_1&lt;b</code> it is.</p>',
        ),
        (
            "<h3>fn map<div>where F: Fn</div></h3><p>Maps it.</p>",
            "### fn map where F: Fn\n\nMaps it.",
            "<h3>fn map where F: Fn</h3>\n<p>Maps it.</p>",
        ),
        (
            "<ul><li><span>One<li>Two</span></li><li>Three<ul><li>deep</ul></ul>",
            "- One\n- Two\n- Three\n  - deep",
            "<ul>\n<li>One</li>\n<li>Two</li>\n<li>\n<p>Three</p>\n<ul>\n<li>deep</li>\n</ul>\n</li>\n</ul>",
        ),
        ("<p dir=rtl>نص عربي</p>", "نص عربي", '<p dir="rtl">نص عربي</p>'),
        ("<ul><li>عربي</ul>", "- عربي", '<ul dir="rtl">\n<li>عربي</li>\n</ul>'),
        ("<p>It costs 5$ or $6.</p>", "It costs 5\\$ or $6.", "<p>It costs 5$ or $6.</p>"),
    ],
)
def test_structure(html: str, markdown: str, fragment: str) -> None:
    assert written(html, "markdown") == markdown
    assert written(html, "html") == fragment


TABLE = (
    "<table><caption>Rain</caption><tr><th>Year<th>Month<th>mm<tr><td rowspan=2>2024<td>May<td>3"
    "<tr><td>June<td>4<tr><td colspan=3>no more</table>"
)


@pytest.mark.parametrize(
    ("tables", "markdown"),
    [
        (
            "grid",
            "Rain\n\n| Year | Month | mm |\n| --- | --- | --- |\n| 2024 | May | 3 |\n| | June | 4 |\n| no more | | |",
        ),
        (
            "filled",
            "Rain\n\n| Year | Month | mm |\n| --- | --- | --- |\n| 2024 | May | 3 |\n| 2024 | June | 4 |\n"
            "| no more | no more | no more |",
        ),
        ("flat", "Rain\n\nYear\n\nMonth\n\nmm\n\n2024\n\nMay\n\n3\n\nJune\n\n4\n\nno more"),
    ],
)
def test_ways_to_write_tables(tables: str, markdown: str) -> None:
    assert written(TABLE, "markdown", tables=tables) == markdown


def test_filled_tables_need_no_spans_in_html() -> None:
    assert written(TABLE, "html").count("span=") == 2
    filled = written(TABLE, "html", tables="filled")
    assert "span=" not in filled
    assert filled.count("<td>no more</td>") == 3


def test_an_unknown_way_to_write_tables() -> None:
    with pytest.raises(UnknownName, match="no way to write tables 'csv'; there are: grid, filled, flat"):
        extract("<p>x").to_markdown(tables="csv")


@pytest.mark.parametrize("format", ["markdown", "html", "tei"])
def test_what_is_not_asked_for_stays_out(format: str) -> None:
    html = "<p>See <a href=/b>this</a></p><p><img src=m.jpg></p><div><iframe src=/f></iframe></div>"
    assert "m.jpg" not in written(html, format, images=False)
    assert "m.jpg" in written(html, format, links=False)
    assert not any(address in written(html, format, links=False) for address in ("org/b", "org/f"))


@pytest.mark.parametrize(
    ("around", "shown"),
    [
        ("<figure>{}</figure>", True),
        ("<div class=share-buttons>{}</div>", False),
        ("<div class=advertisement>{}</div>", False),
        ("<aside class=related-posts>{}<a href=/x>Another mill burns down</a></aside>", False),
    ],
)
def test_only_pictures_of_what_is_kept(around: str, shown: bool) -> None:
    picture = around.format("<img src=m.jpg>")
    page = f"<html><body><article><p>{WORDS}</p>{picture}<p>{WORDS}</p></article></body></html>"
    assert ("m.jpg" in extract(page, url="https://example.org/").to_markdown()) is shown


def test_no_pictures_far_from_what_is_kept() -> None:
    menu = "".join(f"<nav><a href=/{n}>Section {n}</a></nav>" for n in range(CLOSE + 1))
    text, near = "".join(f"<p>{WORDS} {n}.</p>" for n in range(9)), "<div><img src=near.jpg></div>"
    page = f"<html><body><div><img src=logo.png></div>{menu}{near}{text}{near}{menu}<div><img src=chat.svg></div>"
    markdown = extract(page, url="https://example.org/").to_markdown()
    assert markdown.count("near.jpg") == 2
    assert "logo.png" not in markdown and "chat.svg" not in markdown
    whole = extract(page, url="https://example.org/", keep=set(Label)).to_markdown()
    assert "logo.png" in whole and "chat.svg" in whole


def test_a_picture_in_a_caption_that_is_not_kept_is_shown_for_what_is_around_it() -> None:
    figure = "<figure><img src=m.jpg><figcaption>Photo: Ana Lima</figcaption></figure>"
    page = f"<html><body><article><p>{WORDS}</p>{figure}<p>{WORDS}</p></article></body></html>"
    markdown = extract(page, url="https://example.org/").to_markdown()
    assert "m.jpg" in markdown
    assert "Ana Lima" not in markdown


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("$a<b$", r"$a\lt b$"),
        ("$$a*b$$", r"$$a\ast b$$"),
        ("$[a](b)$", "$[a] (b)$"),
        ("$ a\n b $", "$a b$"),
        ("$a`b$", ""),
        ("$a$b$", ""),
        (r"$a\$b$", r"$a\$b$"),
        ("a", ""),
        ("$$", ""),
        ("$a\\$", ""),
    ],
)
def test_formulas_mean_nothing_to_markdown(formula: str, expected: str) -> None:
    assert dollar_math(formula) == expected
