"""Lists of other articles in a dump: lines under a head that announces them, lines that stand twice, lines with numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unchaff.model import Block, Concept, Kind, Label, Page, Strength, Verdict
from unchaff.words.script import ends_sentence

HEAD_WORDS = 6
PROSE_WORDS = 12  # a line of so many words that ends like a sentence is none of a list's
LIST_LINES = 60
FEWEST = 3  # lines that make a list
TWIN_WORDS = 4
TWIN_MOST = 40
TWIN_SIGNS = 15  # from which a line that breaks off is known again
APART = 3  # lines from one to its double
CLOSE = 8  # lines between pairs of one list
BETWEEN_NUMBERS = 6


def section_under_heading(page: Page) -> Iterator[Verdict]:
    """The lines of a dump under a short one that announces other articles, until running text comes."""
    for block in page.blocks:
        if block.heard & Concept.RELATED and block.words <= HEAD_WORDS:
            run = list(_until_prose(page.blocks[block.index + 1 : block.index + 1 + LIST_LINES]))
            if len(run) >= FEWEST:
                for line in run:
                    yield Verdict(line, Label.RELATED, lambda: f"in a list under “{block.text}”", Strength.HINT)


def _until_prose(below: Sequence[Block]) -> Iterator[Block]:
    for block in below:
        if is_prose(block):
            return
        yield block


def is_prose(block: Block) -> bool:
    """Whether a block is running text: long enough, and it ends like a sentence that does not break off."""
    text = block.text
    return block.words >= PROSE_WORDS and ends_sentence(text) and not text.endswith(("…", "..."))


def doubled_lines(page: Page) -> Iterator[Verdict]:
    """Lines of a dump that stand twice, one close to the other, among others that do; sure where they break off."""
    pairs = list(_pairs(page.blocks))
    for k, pair in enumerate(pairs):
        around = pairs[max(0, k - 1) : k + 2]
        if any(0 < abs(other[0].index - pair[0].index) <= CLOSE for other in around):
            cut = any("..." in block.text or "…" in block.text for block in pair)
            for block in pair:
                strength = Strength.STRONG if cut else Strength.HINT
                yield Verdict(block, Label.RELATED, "stands twice, among others that do", strength)


def _pairs(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    keys = [_key(block) for block in blocks]
    taken = -1
    for i, key in enumerate(keys):
        if not key or i <= taken:
            continue
        for j in range(i + 1, min(len(keys), i + 1 + APART)):
            if keys[j] == key:
                taken = j
                yield blocks[i], blocks[j]
                break


def _key(block: Block) -> str:
    """What a teaser is known by: its text, as far as it goes before it breaks off; "" for what is no teaser."""
    if not TWIN_WORDS <= block.words <= TWIN_MOST:
        return ""
    text = block.text.replace("…", "...")
    cut = text.find("...")
    return (text[:cut] if cut >= TWIN_SIGNS else text).rstrip(" .").casefold()


def numbered_list(page: Page) -> Iterator[Verdict]:
    """A dump's list whose numbers stand on lines of their own; sure under a head like "most popular"."""
    for run in _counts(page.blocks):
        headed = any(block.heard & Concept.RELATED for block in page.blocks[max(0, run[0] - 2) : run[0]])
        last = min(len(page.blocks), 2 * run[-1] - run[-2])
        for block in page.blocks[run[0] : last]:
            if not is_prose(block) or block.words <= TWIN_MOST:
                strength = Strength.STRONG if headed else Strength.HINT
                yield Verdict(block, Label.RELATED, "in a list that numbers its entries on lines of their own", strength)


def _counts(blocks: Sequence[Block]) -> Iterator[list[int]]:
    run: list[int] = []
    for block in blocks:
        text = block.text.strip("#.):")
        if len(text) > 3 or not text.isdecimal():
            continue
        if run and int(text) == len(run) + 1 and 1 < block.index - run[-1] <= BETWEEN_NUMBERS:
            run.append(block.index)
            continue
        if len(run) >= FEWEST:
            yield run
        run = [block.index] if int(text) == 1 else []
    if len(run) >= FEWEST:
        yield run
