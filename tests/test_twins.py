"""The compiled twins give what plain Python gives: blocks, labels, reasons, metadata; and plain Python takes over."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.shapes import SHAPES
from bench.twins import differing, plainly
from fuzz.mutate import mutated, seeds

from unchaff import extract, twins
from unchaff.filters import BEFORE_SCORE
from unchaff.flat import flatten
from unchaff.metadata import language, lines, scan
from unchaff.model import Block, Box, Evidence, Label, Page, Verdict
from unchaff.read import read, read_tree
from unchaff.read.lines import clean, is_spaceless
from unchaff.read.parse import tree
from unchaff.score import looks
from unchaff.score.choice import weighed
from unchaff.score.facts import facts
from unchaff.twins import BLOCKS, CHOICE, LINES, SCORE, WALK, compiled, twin
from unchaff.words import vocabulary
from unchaff.words.names import STATES

needs_twins = pytest.mark.skipif(not compiled(), reason="the twins were not built, or are switched off")
PAGES = sorted((Path(__file__).resolve().parent.parent / "fixtures" / "pages").rglob("*.html"))
DUMPS = sorted((Path(__file__).resolve().parent.parent / "fixtures" / "dumps").rglob("*.txt"))
SEEDS = seeds()


NAMES = [*vocabulary().names.parts, *vocabulary().names.alone, *STATES]
PHRASES = [" ".join(words) for filed in vocabulary().phrases.filed for words in sorted(filed)]
BETWEEN = [*" -_x.,/:", "", "1", "23", "aB", "\u00a0", "\x1c", "\u2019", "\u00e9", "\u0307", "\u00b2"]
# What lines are asked for: ends, cases, credits, prices, quoted posts, words of other scripts and of none.
SCRAPS = [
    *" .,:;!?…\"'”)]»|/©*$€\t", "...", "。", "؟", "।", "、", "\u0130STOCK", "\u017fhutter\u017ftock", "dpa", "REUTERS ",
    "ap",
    "(Foto: Ann Berg)", "Ann Berg/dpa", "adobe stock", "5 €", "$ 12", "10 zł", "— Ann (@ann)", "pic.twitter.com/x",
    "The bridge is open again, ", "the bridge is open again. ", "Bridge ", "ΟΔΟΣ ", "οδος ", "ǅ", "Straße ", "мост ",
    "大桥重新开放", "สะพานเปิดแล้ว", "[1]", "\u00a0", "\u2028", "a\u0301b", "By Ann Berg ", "January 1, 2024 ",
    "Read more: ",
]  # fmt: skip
LITTLE = ["the ", "der ", "и ", "של ", "の", ":", "©", "\u00ad", "é", "ﬁ", "I\u0307 ", "of\n", "¾"]
# What states something of a page, and what does not; what dates and copyright lines are made of.
STATED = [
    ("itemprop", "author"), ("property", "dct:creator"), ("rel", "Nofollow Author"), ("rel", "nofollow"), ("rel", ""),
    ("name", "x.ld+json"), ("type", "application/LD+json"), ("lang", " de "), ("content", " "), ("content", "a b"),
]  # fmt: skip
SIGNS = [
    *"19/. -:,(c)Coy\n", "20", "2024", "May", "年", "년", "元", "\u0663", "\u0967", "²", "©", "℗", "(c)", "(C)", "(x)",
    "opyright", "OPYright", "Copyright ", "c\u014d", "\u2019", "\U0001f600", "            ",
]  # fmt: skip
BEFORE = [*[""] * 9, "* ", "  * ", "- ", "• ", "   ", "o ", "  o ", "1. ", "2. ", "  3) ", "> ", "## ", "a   b  ", "\t"]
ALONE = ["1", "2", "3", "#4", "5.", "٣", "-----", "====", "```", "| a | b |", "|---|---|", "*", " ", "[1]", "x\ty\tz"]


@pytest.fixture
def fresh() -> Iterator[None]:
    """Twins that are looked for again."""
    twin.cache_clear()
    yield
    twin.cache_clear()


@needs_twins
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_fixtures_are_the_same(path: Path) -> None:
    assert differing(path.read_bytes()) == []


@needs_twins
@pytest.mark.parametrize("name", SHAPES)
def test_hostile_shapes_are_the_same(name: str) -> None:
    assert differing(SHAPES[name](8000)) == []


@needs_twins
@settings(max_examples=150)
@given(st.integers(min_value=0, max_value=2**32))
def test_broken_pages_are_the_same(number: int) -> None:
    random = Random(number)
    assert differing(mutated(SEEDS, random)) == []


@needs_twins
@settings(max_examples=150)
@given(st.integers(min_value=0, max_value=2**32))
def test_broken_pages_are_the_same_with_and_without_a_tree(number: int) -> None:
    page = mutated(SEEDS, Random(number))
    assert flatten(read(page)) == flatten(read_tree(page)[0])


@needs_twins
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_where_lxml_keeps_its_parser_to_itself_the_walk_goes_over_its_tree(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = read(path.read_bytes())
    monkeypatch.setattr(twin(WALK), "GROWS", False)
    assert flatten(read(path.read_bytes())) == flatten(page)


def told(known: list[str], random: Random) -> str:
    """A few of the known words, in any case, with signs between that part or change them."""
    parts = [random.choice((str, str.upper, str.title))(random.choice(known)) for _ in range(random.randint(1, 4))]
    return "".join(random.choice(BETWEEN) + part for part in parts) + random.choice(BETWEEN)


@needs_twins
def test_names_and_texts_say_the_same() -> None:
    compiled_walk, random, words = twin(WALK), Random(7), vocabulary()
    assert compiled_walk
    read, hear = compiled_walk.reader(words.names), compiled_walk.ears(words.phrases)
    said = [told(NAMES, random) for _ in range(20_000)] + ["", "-", "A" * 300, "a-" * 100, "aB" * 200]
    assert [name for name in said if read(name) != words.name(name)] == []
    assert sum(map(bool, map(read, said))) > 5000
    heard = [told(PHRASES, random) for _ in range(20_000)] + PHRASES
    assert [text for text in heard if hear(text) != words.hear(text)] == []


BYTES = [bytes([byte]) for byte in b"\x7f\x80\x90\x9f\xa0\xbf\xc1\xc2\xe0\xed\xef\xf0\xf4\xf5<"]
BYTES += [sign.encode() for sign in ["\u0080", "\u07ff", "\u0800", "\ud7ff", "\uffff", "\U00010000", "\U0010ffff"]]
BYTES += [b"eight bytes and more"]


@needs_twins
@settings(max_examples=500)
@given(st.lists(st.sampled_from(BYTES), max_size=12).map(b"".join), st.integers(0, 40))
def test_sound_bytes_and_tags_are_told_as_python_tells_them(page: bytes, times: int) -> None:
    compiled_walk = twin(WALK)
    assert compiled_walk
    try:
        page.decode()
    except UnicodeDecodeError:
        assert not compiled_walk.is_utf_8(page)
    else:
        assert compiled_walk.is_utf_8(page)
    assert compiled_walk.count_tags(page * times) == page.count(b"<") * times


@needs_twins
def test_many_looks_and_paths_are_the_same() -> None:
    boxes = [f"<div class='a-{n % 7} b{n % 301}&amp;{n % 11}'><p class='c_{n}'>word {n}</p>" for n in range(900)]
    assert differing("".join(boxes).encode()) == []


@needs_twins
@settings(max_examples=100)
@example(792)
@given(st.integers(min_value=0, max_value=2**32))
def test_what_metadata_reads_of_broken_pages_is_the_same(number: int) -> None:
    random = Random(number)
    page = mutated(SEEDS, random)
    root = tree(page if isinstance(page, bytes) else page.encode("utf-8", "replace"))
    if root is None:
        return
    for element in root.iter():
        if random.random() < 0.3 and isinstance(element.tag, str):
            element.set(*random.choice(STATED))
            element.set("class", told(NAMES, random).replace("\x1c", " "))
    page = etree.tostring(root, encoding="utf-8", method="html")
    read_page, root = read_tree(page)
    if root is None:  # number 792: control signs, so it looks like binary data
        assert read_page.warnings
        return
    seen, of_tree = stated(root), stated(tree(page))
    with plainly():
        assert seen == of_tree == stated(read_tree(page)[1])


LATE = "<p itemprop=author>Ann Berg</p><time class=byline>3 May 2024</time><h1>A headline</h1>"


@needs_twins
@pytest.mark.parametrize(
    "page",
    [
        f"<html itemscope class=comments><title>A headline</title><body><article>{LATE}</article></html>{LATE}",
        "<div>" * 2100 + LATE,
        "<b>" * 1990 + LATE,
        "<aside><article><footer class=AuthorBox>" + LATE + "</footer></article></aside>" + LATE,
        "<article><footer>" + LATE + "</footer></article>",
        f"<div class='x RelatedPosts'>{LATE}</div><div id=side-bar>{LATE}</div><p class='{'Ab' * 40}Date'>3 May 2024",
        "<pre class=highlight><code>x = 1</code></pre>" + LATE,
    ],
)
def test_metadata_off_the_nodes_of_the_walk_is_that_of_a_tree(page: str) -> None:
    assert differing(page.encode()) == []


@needs_twins
def test_nodes_outlive_what_reads_them() -> None:
    markup = scan.markup_of(read_tree(f"<article><p>{'word ' * 50}</p>{LATE}</article>")[1])
    read_tree("<p>another page" * 1000)
    assert [scan.text_of(one) for one in markup.stated] == [" Ann Berg "]
    assert [inner.tag for inner in markup.articles[0].iterdescendants()] == ["p", "p", "time", "h1"]
    assert markup.articles[0].getparent().getparent().getparent() is None


@needs_twins
@settings(max_examples=300)
@given(st.lists(st.sampled_from(LITTLE)))
def test_little_words_are_counted_the_same(parts: list[str]) -> None:
    text = "".join(parts) * 3
    seen = language._counted(text), language._foreign(text)
    with plainly():
        assert seen == (language._counted(text), language._foreign(text))


def stated(root: Any) -> Any:
    """What metadata reads of a page, elements told by what they say and what they are in."""
    markup = scan.markup_of(root) if root is not None else scan.Markup()
    found = {field.name: getattr(markup, field.name) for field in fields(markup)}
    return found | {name: [of_element(one) for one in found[name]] for name in ELEMENTS}


ELEMENTS = ("headings", "articles", "times", "stated", "named")


def of_element(one: Any) -> Any:
    """An element as values; one with what its class says is a pair."""
    if isinstance(one, tuple):
        return of_element(one[0]), one[1]
    inside = [(inner.tag, inner.get("class"), scan.text_of(inner)) for inner in one.iterdescendants()]
    return scan.text_of(one), one.get("itemprop"), inside, around(one)


def around(one: Any) -> list[tuple[str, str | None]]:
    """The tags and classes that an element is in."""
    found = []
    while one is not None:
        found.append((one.tag, one.get("class")))
        one = one.getparent()
    return found


@needs_twins
@settings(max_examples=300)
@given(st.lists(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join)))
def test_what_lines_hold_is_the_same(texts: list[str]) -> None:
    blocks = [Block(text, Box(None, "", 0), i, words=i % 3) for i, text in enumerate(texts)]
    for block in blocks[::2]:
        block.verdict = Verdict(block, Label.BODY if block.words else Label.BYLINE, "")
    asked = (lines.dated, lines.copyrighted)
    seen = [*(ask(blocks, 1) for ask in asked), lines.labelled(blocks, Label.BODY)]
    with plainly():
        assert seen == [*(ask(blocks, 1) for ask in asked), lines.labelled(blocks, Label.BODY)]


@needs_twins
@settings(max_examples=300)
@given(st.lists(st.tuples(st.floats(-40, 40), st.integers(0, 300), st.booleans()), max_size=40))
def test_the_choice_is_the_same(rows: list[tuple[float, int, bool]]) -> None:
    outer = Box(None, "", 0, len(rows))
    boxes = [outer, Box(outer, "main", 0, len(rows) // 2), Box(outer, "div", len(rows) // 2, len(rows))]
    blocks = [Block("", outer, i, words=words) for i, (_, words, _) in enumerate(rows)]
    asked = [block for block, (_, _, wanted) in zip(blocks, rows, strict=True) if wanted]
    odds = [score for score, _, wanted in rows if wanted]
    compiled_choice = twin(CHOICE)
    assert compiled_choice
    assert compiled_choice.weighed(Page(blocks, boxes), asked, odds) == weighed(Page(blocks, boxes), asked, odds)


@needs_twins
@pytest.mark.parametrize(
    "page",
    [
        b"<p>Before</p></body></html><p>After the end</p> and text<div>of it</div>",
        b"<html lang=de><body><p>One</p><html lang=fr><p>Two</p>",
        b"<p>a<b>b</b><i>c</i><i>D</i> \xc2\xa0 <a href=1>x</a><a href=2>y</a><br><br>z<!-- c -->w<?p?>v",
        b"<pre class=gutter><code class='language-go'>\n a\n\tb<div>c</div><button>copy</button></code></pre>",
        "<p>\u00ad\u200b</p><p>a\u00adb \u3000 \u6f22\u5b57 \u0e44\u0e17\u0e22 c\u2028d</p>".encode(),
        b"<video title=V src=v.mp4><source src=w.mp4>x</video><object data=o></object><iframe src=i></iframe>",
        b"<picture><source srcset='a.jpg 2x'><img src='data:,' alt='An image'></picture><p hidden><p aria-hidden=true>",
        b"<x-card class='post-17 share'>One<x-card class='post-18 share'>Two</x-card></x-card><mjx-container>m",
        b"<ol start=3><li value=4><input type=checkbox disabled> task</li></ol><script type='math/tex'>x</script>",
        "<h2>a <b><a href='#a'>¶</a></b></h2><h3><a href='#b'>#</a></h3><dt><a href='x#c'>§</a> c".encode(),
        b"<title>T</title><meta property='og:title' content='O'><body><svg><title>S</title></svg><p>x",
    ],
)
def test_what_the_walk_treats_apart_is_the_same(page: bytes) -> None:
    assert differing(page) == []


@needs_twins
def test_every_fact_has_its_twin() -> None:
    page = read(PAGES[0].read_bytes())
    known = facts(page)
    for index in range(len(page.blocks)):
        of_page, columns, masks = twin(SCORE).facts_of(page, index)  # type: ignore[union-attr]
        assert of_page == known.page
        assert columns == {name: column[index] for name, column in known.columns.items()}
        assert masks == {name: mask[index] for name, mask in known.masks.items()}


@needs_twins
@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.parent.name)
def test_every_fact_of_lines_has_its_twin(path: Path) -> None:
    assert unlike(BEFORE_SCORE(read(path.read_bytes()))) == []


@needs_twins
@settings(max_examples=300)
@given(st.integers(min_value=0, max_value=2**32))
def test_facts_of_any_lines_are_the_same(number: int) -> None:
    page = read(some_dump(Random(number)))
    assert not page.evidence & Evidence.LINES or unlike(BEFORE_SCORE(page)) == []


@needs_twins
@settings(max_examples=300)
@given(st.integers(min_value=0, max_value=2**32))
def test_a_glance_at_any_lines_is_the_same(number: int) -> None:
    random = Random(number)
    blocks, signs = read(some_dump(random)).blocks, "".join(random.sample("|>›·:：©){<", 4))
    ends = frozenset(random.sample(["pa", "ap", "ck", "go", "d.", "ss"], 4))
    seen = glance(blocks, signs, ends)
    with plainly():
        assert seen == glance(blocks, signs, ends)


def glance(blocks: list[Block], signs: str, ends: frozenset[str]) -> list[object]:
    """All that looks.py tells of some blocks."""
    found = looks.holding(blocks, signs), looks.dated(blocks, 60), looks.ending(blocks, ends, signs, 12)
    return [*([block.index for block in some] for some in found), looks.beginning_alike(blocks, 3)]


@needs_twins
def test_every_sign_is_cleaned_and_told_apart_the_same() -> None:
    blocks = twin(BLOCKS)
    assert blocks
    signs = [chr(code) for code in (*range(0x40000), 0x10FFFF)]
    assert [sign for sign in signs if blocks.clean(sign) != clean(sign)] == []
    assert [sign for sign in signs if blocks.is_spaceless(sign) != is_spaceless(sign)] == []


@needs_twins
@settings(max_examples=300)
@given(st.integers(min_value=0, max_value=2**32))
def test_any_dumps_are_the_same(number: int) -> None:
    assert differing(some_dump(Random(number))) == []


def some_dump(random: Random) -> str:
    """Lines of scraps, items, rows and numbers, some of which come again; in half of the dumps many are blank."""
    lines = ["".join(random.choices(SCRAPS, k=random.randint(1, 12))) for _ in range(random.randint(1, 30))]
    lines = [random.choice(BEFORE) + line for line in lines] + random.choices(ALONE, k=random.randint(0, 8))
    blank = [""] * random.choice((0, len(lines)))
    return "\n".join(random.choices(lines + blank, k=random.randint(1, 60)))


def unlike(page: Page) -> list[tuple[int, str]]:
    """The facts of the page's blocks that twin and Python find differently."""
    known, told, found = facts(page), twin(LINES).told(page.blocks), []  # type: ignore[union-attr]
    for index in range(len(page.blocks)):
        of_page, columns, masks = twin(SCORE).facts_of(page, index, told)  # type: ignore[union-attr]
        pairs = [(of_page, known.page)]
        pairs.append((columns, {name: column[index] for name, column in known.columns.items()}))
        pairs.append((masks, {name: mask[index] for name, mask in known.masks.items()}))
        found += [(index, name) for one, other in pairs for name in one | other if one.get(name) != other.get(name)]
    return found


def test_plainly_is_plain() -> None:
    for path in (PAGES[0], DUMPS[0]):
        extract(path.read_bytes())  # so that all that use a twin are loaded
    with plainly():
        assert read.__globals__["parsed"].__globals__["twin"]("anything") is None
        users = [name for name, module in sys.modules.items() if getattr(module, "twin", None) is twin]
        assert {name for name in users if name.startswith("unchaff.")} == {"unchaff.twins"}


@pytest.mark.usefixtures("fresh")
def test_one_that_cannot_be_used_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ImportError("built for lxml 1.0")

    monkeypatch.delenv(twins.SWITCH, raising=False)
    monkeypatch.setattr(twins, "import_module", refuse)
    with pytest.warns(RuntimeWarning, match=r"plain Python.*built for lxml 1\.0"):
        assert twin(twins.WALK) is None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert twin(twins.WALK) is None


def test_the_switch() -> None:
    environment = {**os.environ, twins.SWITCH: "1"}
    shown = subprocess.run(
        [sys.executable, "-m", "unchaff", "--version"], env=environment, capture_output=True, text=True, check=True
    )
    assert "in plain Python" in shown.stdout


@pytest.mark.usefixtures("fresh")
def test_not_built_is_no_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    def miss(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.delenv(twins.SWITCH, raising=False)
    monkeypatch.setattr(twins, "import_module", miss)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert twin(twins.SCORE) is None
