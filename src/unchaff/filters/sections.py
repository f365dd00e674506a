"""Lists of ways to elsewhere in a dump: menus, lines under a head, doubled lines, numbered ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from unchaff.model import Block, Concept, Label, Page, Strength, Verdict
from unchaff.score.looks import beginning_alike, holding
from unchaff.score.runs import is_prose, main_run
from unchaff.words.script import ends_sentence

HEAD_WORDS = 6
ENTRY_WORDS = 3  # of a menu
MENU_LINES = 5
LIST_LINES = 60
FEWEST = 3  # lines that make a list
TWIN_WORDS = 4
TWIN_MOST = 40
TWIN_SIGNS = 15  # from which a line that breaks off is known again
APART = 3  # lines from one to its double
ADDED_SIGNS = 12
HEADS = 2  # lines above a list of doubles that may head it
CLOSE = 8  # lines between pairs of one list
BETWEEN_NUMBERS = 6
_RELATED = int(Concept.RELATED)  # an enumeration's own "&" takes thirty times as long
_HEADS = int(Concept.RELATED | Concept.COMMENTS)
_BREAKS = int(Concept.NEWSLETTER | Concept.FOOTER | Concept.ACCOUNT)
_BARS = re.compile(r"[|›»>•]|\s·\s")
_BAR_SIGNS = "|›»>•·"
Pair = tuple[Block, Block]


def menu_line(page: Page) -> Iterator[Verdict]:
    """A dump's menu: entries on one line with bars or arrows between, or many very short lines above the article."""
    for block in holding(page.blocks, _BAR_SIGNS):
        entries = [entry for entry in _BARS.split(block.text) if entry.strip()]
        if len(entries) >= FEWEST and all(len(entry.split()) <= ENTRY_WORDS for entry in entries):
            yield Verdict(block, Label.NAVIGATION, "entries of a menu on one line")
    above = page.blocks[: main_run(page.blocks)[0]]
    for short, group in groupby(above, key=lambda block: block.words <= ENTRY_WORDS):
        run = list(group)
        for block in run if short and len(run) >= MENU_LINES else ():
            yield Verdict(block, Label.NAVIGATION, "one of many short lines above the article")


def section_under_heading(page: Page) -> Iterator[Verdict]:
    """The lines of a dump under a short one that announces other articles or comments, until something else comes."""
    head: Block | None = None
    lines = 0
    for block in page.blocks:
        if block.words <= HEAD_WORDS and block.heard & _HEADS:
            head, lines = block, 0
        elif head and (is_prose(block) or block.heard & _BREAKS or lines > LIST_LINES):
            head = None
        elif head:
            lines += 1
            label = Label.RELATED if head.heard & _RELATED else Label.COMMENTS
            yield Verdict(block, label, f"in a list under “{head.text}”")


def doubled_lines(page: Page) -> Iterator[Verdict]:
    """Lines of a dump that stand twice, one close to the other, among others that do; sure where they break off."""
    for group in _groups(page.blocks):
        cut = any(_breaks_off(block.text) for pair in group for block in pair)
        strength = Strength.STRONG if cut else Strength.HINT
        for block in (block for pair in group for block in pair):
            yield Verdict(block, Label.RELATED, "stands twice, among others that do", strength)
        for block in page.blocks[max(0, group[0][0].index - HEADS) : group[0][0].index] if cut else ():
            if block.words <= HEAD_WORDS and not ends_sentence(block.text):
                yield Verdict(block, Label.RELATED, "heads lines that stand twice", strength)


def _breaks_off(text: str) -> bool:
    """Whether a text is cut, with a word like "Premium" behind at most."""
    end = text[-ADDED_SIGNS:]
    return "..." in end or "…" in end


def _groups(blocks: Sequence[Block]) -> Iterator[list[Pair]]:
    """Pairs of lines that are close to each other."""
    group: list[Pair] = []
    for pair in _pairs(blocks):
        if group and pair[0].index - group[-1][1].index > CLOSE:
            if len(group) > 1:
                yield group
            group = []
        group.append(pair)
    if len(group) > 1:
        yield group


def _pairs(blocks: Sequence[Block]) -> Iterator[Pair]:
    taken = -1
    for i, j in beginning_alike(blocks, APART):
        if i > taken and _same(_key(blocks[i]), _key(blocks[j])):
            taken = j
            yield blocks[i], blocks[j]


def _key(block: Block) -> str:
    """What a teaser is known by: its text, as far as it goes before it breaks off; "" for what is no teaser."""
    if not TWIN_WORDS <= block.words <= TWIN_MOST:
        return ""
    text = block.text.replace("…", "...")
    cut = text.find("...")
    return (text[:cut] if cut >= TWIN_SIGNS else text).rstrip(" .").casefold()


def _same(key: str, other: str) -> bool:
    """Whether two keys are one text, a word like "Premium" at the end of either aside."""
    if key == other:
        return bool(key)
    if min(len(key), len(other)) < TWIN_SIGNS or abs(len(key) - len(other)) > ADDED_SIGNS:
        return False
    return key.startswith(other) or other.startswith(key)


def numbered_list(page: Page) -> Iterator[Verdict]:
    """A dump's list whose numbers stand on lines of their own; sure under a head like "most popular"."""
    for run in _counts(page.blocks):
        headed = any(block.heard & _RELATED for block in page.blocks[max(0, run[0] - 2) : run[0]])
        entries = page.blocks[run[0] : 2 * run[-1] - run[-2]]
        if not any(map(is_prose, entries)):  # those of a manual are sentences
            for block in entries:
                strength = Strength.STRONG if headed else Strength.HINT
                yield Verdict(block, Label.RELATED, "in a list with its numbers on lines of their own", strength)


def _counts(blocks: Sequence[Block]) -> Iterator[list[int]]:
    run: list[int] = []
    for block in blocks:
        text = block.text.strip("#.):") if block.words == 1 else ""
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
