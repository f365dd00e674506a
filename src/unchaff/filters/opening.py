"""How an article in a text dump opens: headline, standfirst, byline and date, told by their place and look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from urllib.parse import unquote, urlsplit

from unchaff.model import Block, Concept, Kind, Label, Page, Strength, Verdict
from unchaff.score.looks import dated
from unchaff.score.runs import is_prose, main_run
from unchaff.words.dates import DATE_SIGNS, is_date
from unchaff.words.script import split, telling

ABOVE = 20  # lines above the article in which its headline is looked for
TOP = 30  # lines in which a dump may begin with its title
HEADLINE_WORDS = range(3, 31)
LONG_HEADLINE = 5  # words
# Points; textdump_dev: none of 128 such lines on news pages is body, 6 % of those on mixed ones.
SURE_HEADLINE, SURE_WITHOUT_ADDRESS = 4.5, 2.75
COMPARED = 12  # lines of the article that are compared with a headline
SIGNED_WITHIN = 4  # lines
SIGNED_WORDS = 20
CLOSE = 10  # lines from the headline to byline or date
ABOVE_HEADLINE = 3
STANDFIRST_LINES = 3
STANDFIRST_WORDS = 6
_SIGNED = int(Concept.BYLINE | Concept.DATE)
_HEADLINE, _HEADING = Label.HEADLINE, Kind.HEADING  # of an enumeration they would be looked up for every block
_GAPS = re.compile(r"[\W_]+")


def headline_line(page: Page) -> Iterator[Verdict]:
    """A dump's headline: the line before the article that looks most like one and shares most with what follows."""
    if any(block.verdict and block.verdict.label is _HEADLINE for block in page.blocks):
        return
    start, stop = main_run(page.blocks)
    lines = [block for block in page.blocks[max(0, start - ABOVE) : start + 1] if _could_be_headline(block)]
    said = set[str]().union(*[split(block.text) for block in page.blocks[start : min(stop, start + COMPARED)]])
    address = set(telling(_GAPS.sub(" ", unquote(urlsplit(page.url or "").path))))
    points = [_look(page, block, start) + _shared(block, said, address) for block in lines]
    most, best = max(zip(points, lines, strict=True), key=itemgetter(0), default=(0.0, None))
    sure = most >= (SURE_HEADLINE if address else SURE_WITHOUT_ADDRESS)
    for block in page.blocks[: start + 1] if best else ():
        if best and block.text == best.text:
            strength = Strength.STRONG if sure else Strength.HINT
            yield Verdict(block, Label.HEADLINE, "heads the article", strength)


def standfirst_line(page: Page) -> Iterator[Verdict]:
    """A dump's standfirst: the lines between its headline and its byline or date; sure where they stand again below."""
    top = _headline_at(page)
    if top is None:
        return
    below = page.blocks[top + 1 : top + 2 + STANDFIRST_LINES]
    signed = next((i for i, block in enumerate(below) if _signs(block)), 0)
    for block in below[:signed]:
        if block.words >= STANDFIRST_WORDS and not block.heard:
            again = any(_opens(block, other) for other in page.blocks[block.index + 2 : block.index + 2 + ABOVE])
            strength = Strength.STRONG if again else Strength.HINT
            yield Verdict(block, Label.STANDFIRST, "between headline and byline", strength)


def signed_line(page: Page) -> Iterator[Verdict]:
    """A dump's byline and date lines; sure close to the headline."""
    top = _headline_at(page, Strength.STRONG)
    close = range(0) if top is None else range(top - ABOVE_HEADLINE, top + CLOSE + 1)
    dates = [block for block in dated(page.blocks, DATE_SIGNS) if is_date(block.text)]
    for block in dates:
        near = block.index in close and block.words <= SIGNED_WORDS
        yield Verdict(block, Label.DATE, "a date and nothing else", Strength.STRONG if near else Strength.HINT)
    for block in page.blocks[max(0, close.start) : max(0, close.stop)]:
        if block.words <= SIGNED_WORDS and block.heard & _SIGNED and block not in dates:
            label = Label.BYLINE if block.heard & Concept.BYLINE else Label.DATE
            yield Verdict(block, label, f"begins like a {label}, by the headline", Strength.STRONG)


def _headline_at(page: Page, least: Strength = Strength.HINT) -> int | None:
    """The place of the last line that is labelled as the headline, at least so surely."""
    said = [block.verdict for block in page.blocks if block.verdict]
    return max((v.start for v in said if v.label is _HEADLINE and v.strength >= least), default=None)


def _could_be_headline(block: Block) -> bool:
    text = block.text
    if block.words not in HEADLINE_WORDS or block.heard or text[-1] in ".:,;…|":
        return False
    return any(map(str.isalpha, text)) and not is_prose(block) and not is_date(text)


def _look(page: Page, block: Block, start: int) -> float:
    """Points for the look and the place of a line: 1 for each that headlines tend to have."""
    at, blocks = block.index, page.blocks
    signed = any(map(_signs, blocks[at + 1 : at + 1 + SIGNED_WITHIN]))
    is_title = any(other.text.startswith(block.text) and other is not block for other in blocks[: min(TOP, start)])
    return (block.kind is _HEADING) + (block.words >= LONG_HEADLINE) + signed + is_title + 1 / (1 + start - at)


def _shared(block: Block, said: set[str], address: set[str]) -> float:
    """Points for the shares of a line's words that the article and the address have too."""
    words = telling(block.text)
    many = len(words) or 1
    return sum(word in said for word in words) / many + 2 * (sum(word in address for word in words) / many)


def _signs(block: Block) -> bool:
    return is_date(block.text) or (block.words <= SIGNED_WORDS and bool(block.heard & _SIGNED))


def _opens(block: Block, other: Block) -> bool:
    """Whether a paragraph begins with the text of a line."""
    return is_prose(other) and other.text.startswith(block.text.rstrip(".… "))
