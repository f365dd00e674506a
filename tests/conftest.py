"""Pages from a few lines, without HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from unchaff.model import Block, Box, Concept, Evidence, Kind, Label, Mark, Page, Span, Strength, Verdict
from unchaff.words import count, vocabulary

KINDS = {
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], Kind.HEADING),
    **dict.fromkeys(["li", "dd"], Kind.ITEM),
    **dict.fromkeys(["td", "th"], Kind.CELL),
    **dict.fromkeys(["figcaption", "caption"], Kind.CAPTION),
    "p": Kind.PARAGRAPH,
    "dt": Kind.TERM,
    "pre": Kind.CODE,
    "blockquote": Kind.QUOTE,
}
LOOSE = {"|": Kind.TEXT, "-": Kind.ITEM, ">": Kind.QUOTE}  # lines of a dump: they have no box of their own

_LINE = re.compile(
    r"(?P<indent> *)(?P<tag>[a-z]+[1-6]?|[|>-])(?P<names>(?:[.#][\w-]+)*)(?:\{(?P<concepts>[A-Z_ ]+)\})?"
    r"(?P<attributes>(?: [a-z-]+=\S+)*)(?: @(?P<label>[a-z]+)(?P<hint>\?)?)?(?: (?P<text>.*))?$"
)
_INLINE = re.compile(
    r"(?P<image>!\[\]\([^)]*\))|(?P<link>\[[^\]]*\]\([^)]*\))"
    r"|(?P<strong>\*\*[^*]+\*\*)|(?P<em>\*[^*]+\*)|(?P<code>`[^`]+`)|(?P<br> / )"
)

PageOf = Callable[[str], Page]

# No test reads a clock, Hypothesis's own included: how long a page takes is for bench/ (docs/reliability.md).
settings.register_profile("unchaff", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unchaff")


@pytest.fixture
def page() -> PageOf:
    """Builds a Page: see `page_of`."""
    return page_of


def page_of(lines: str) -> Page:
    """A Page from lines of `tag.class#id{CONCEPT} name=value @label text`, indented as the boxes nest.

    All but the tag may be missing; a tag without text is a box alone. Classes and ids are read for what they say. `|`,
    `-` and `>` in the place of a tag are lines of a dump: text, an item, a quote. In a text, `[text](target)`,
    `![](target)`, `*emphasis*`, `**strong**`, `` `code` `` and ` / ` for a line break become marks; `\\n` is a new line
    in code. A label gives the block a strong verdict, `@label?` a hint.
    """
    built = Page([], [Box(None, "", 0)])
    open_boxes = [(-1, built.boxes[0])]
    for line in lines.strip("\n").splitlines():
        if line.strip():
            _add(built, open_boxes, line)
    while open_boxes:
        open_boxes.pop()[1].stop = len(built.blocks)
    built.measure()
    return built


def _add(built: Page, open_boxes: list[tuple[int, Box]], line: str) -> None:
    found = _LINE.match(line)
    assert found, f"not a line of a page: {line!r}"
    indent, tag = len(found["indent"]), found["tag"]
    while open_boxes[-1][0] >= indent:
        open_boxes.pop()[1].stop = len(built.blocks)
    box = open_boxes[-1][1]
    named = vocabulary().name(found["names"])
    for concept in (found["concepts"] or "").split():
        named |= Concept[concept]
    if tag not in LOOSE:
        key = crc32(f"{box.key} {tag}{found['names']}".encode())
        box = Box(box, tag, len(built.blocks), 0, named, key, depth=box.depth + 1)
        box.attributes = tuple(
            (name, value) for name, _, value in (a.partition("=") for a in found["attributes"].split())
        )
        built.boxes.append(box)
        open_boxes.append((indent, box))
    if found["text"]:
        _add_block(built, Block("", box, len(built.blocks), LOOSE.get(tag) or KINDS.get(tag, Kind.TEXT)), found)
        built.blocks[-1].heard = named if tag in LOOSE else 0


def _add_block(built: Page, block: Block, found: re.Match[str]) -> None:
    if block.kind is Kind.CODE:
        block.text = found["text"].replace("\\n", "\n")
        block.chunks = (block.text,)
    else:
        parts = list(_parts(found["text"]))
        block.chunks = tuple(chunk for chunk, _, _ in parts)
        block.spans = tuple(
            Span(mark, i + (not chunk), i + 1, target) for i, (chunk, mark, target) in enumerate(parts) if mark
        )
        block.text = " ".join("".join(block.chunks).split())
        block.link_words = sum(len(chunk.split()) for chunk, mark, _ in parts if mark is Mark.LINK)
    block.level = int(block.box.tag[1]) if block.kind is Kind.HEADING else 0
    block.words = len(block.text.split())
    built.blocks.append(block)
    if found["label"]:
        strength = Strength.HINT if found["hint"] else Strength.STRONG
        built.accept(Verdict(block, Label(found["label"]), "said by the test", strength, "test"))


def _parts(text: str) -> Iterator[tuple[str, Mark | None, str]]:
    """Chunks of text with their mark and its target."""
    at = 0
    for found in _INLINE.finditer(text):
        if at < found.start():
            yield text[at : found.start()], None, ""
        yield _marked(found)
        at = found.end()
    if at < len(text):
        yield text[at:], None, ""


def _marked(found: re.Match[str]) -> tuple[str, Mark, str]:
    if found["image"]:
        return "", Mark.IMAGE, found[0][4:-1]
    if found["link"]:
        words, _, target = found[0][1:-1].partition("](")
        return words, Mark.LINK, target
    if found["strong"]:
        return found[0][2:-2], Mark.STRONG, ""
    if found["br"]:
        return "\n", Mark.BREAK, ""
    return found[0][1:-1], Mark.EMPHASIS if found["em"] else Mark.CODE, ""


TEXTS = (
    *("Teilen", "12 Comments", "By Anna Berg", "© 2026 The Harbour Herald", "广告", "関連記事", "اقرأ أيضا", "Cookies"),
    "The bridge is open again, and the baker on the other side has bought a second oven for the winter.",
    "Мост снова открыт, и пекарь на том берегу купил на зиму вторую печь.",
    "大桥重新开放，对岸的面包师为冬天买了第二个烤炉。",
)
TAGS = ("div", "article", "nav", "ul", "li", "table", "td", "aside", "figure", "summary", "x-card")


@pytest.fixture(scope="session")
def pages() -> st.SearchStrategy[Page]:
    """Pages of any shape, whose texts and boxes say anything."""
    bits = st.sampled_from(list(Concept)).map(int) | st.integers(0, (1 << len(Concept)) - 1) | st.just(0)
    text = st.sampled_from(TEXTS) | st.text(min_size=1, max_size=60).filter(str.strip)
    block = st.tuples(text, st.sampled_from(Kind), bits, st.integers(0, 2))
    steps = st.lists(st.tuples(st.sampled_from(TAGS), bits) | block | st.none(), max_size=40)
    return st.builds(_random_page, steps, st.integers(0, 7).map(Evidence), st.lists(text, max_size=2).map(tuple))


def _random_page(
    steps: list[tuple[str, int] | tuple[str, Kind, int, int] | None], evidence: Evidence, titles: tuple[str, ...]
) -> Page:
    """A page from what a reader would meet: a box that opens (two values), one that closes (None), a text (four)."""
    page = Page([], [Box(None, "", 0)], evidence, titles=titles)
    box = page.boxes[0]
    for step in steps:
        if step is None:
            box.stop = len(page.blocks)
            box = box.parent or box
        elif len(step) == 2:
            tag, named = step
            box = Box(box, tag, len(page.blocks), 0, named, TAGS.index(tag) + 1, box.depth + 1)
            page.boxes.append(box)
        else:
            page.blocks.append(_random_block(box, len(page.blocks), *step))
    while box.parent:
        box.stop = len(page.blocks)
        box = box.parent
    page.measure()
    return page


def _random_block(box: Box, index: int, text: str, kind: Kind, heard: int, linked: int) -> Block:
    words = count(text)
    return Block(text, box, index, kind, 1 if kind is Kind.HEADING else 0, words, words * linked // 2, heard)
