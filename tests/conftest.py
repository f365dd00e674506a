"""Pages from a few lines, without HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from unchaff.model import Block, Box, Concept, Kind, Label, Mark, Page, Span, Strength, Verdict

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
    r"(?P<indent> *)(?P<tag>[a-z]+[1-6]?|[|>-])(?:\{(?P<concepts>[A-Z_ ]+)\})?"
    r"(?P<attributes>(?: [a-z-]+=\S+)*)(?: @(?P<label>[a-z]+))?(?: (?P<text>.*))?$"
)
_INLINE = re.compile(
    r"(?P<image>!\[\]\([^)]*\))|(?P<link>\[[^\]]*\]\([^)]*\))"
    r"|(?P<strong>\*\*[^*]+\*\*)|(?P<em>\*[^*]+\*)|(?P<code>`[^`]+`)|(?P<br> / )"
)

PageOf = Callable[[str], Page]


@pytest.fixture
def page() -> PageOf:
    """Builds a Page: see `page_of`."""
    return page_of


def page_of(lines: str) -> Page:
    """A Page from lines of `tag{CONCEPT} name=value @label text`, indented as the boxes nest.

    All but the tag may be missing; a tag without text is a box alone. `|`, `-` and `>` in the place of a tag are lines
    of a dump: text, an item, a quote. In a text, `[text](target)`, `![](target)`, `*emphasis*`, `**strong**`,
    `` `code` `` and ` / ` for a line break become marks; `\\n` is a new line in code. A label gives the block a
    strong verdict.
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
    named = 0
    for concept in (found["concepts"] or "").split():
        named |= Concept[concept]
    if tag not in LOOSE:
        box = Box(box, tag, len(built.blocks), 0, named, depth=box.depth + 1)
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
        built.accept(Verdict(block, Label(found["label"]), "said by the test", Strength.STRONG, "test"))


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
