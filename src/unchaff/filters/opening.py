"""How an article in a text dump opens: headline, standfirst, byline and date, told by their place and look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from urllib.parse import unquote, urlsplit

from unchaff.filters.sections import is_prose
from unchaff.model import Block, Concept, Kind, Label, Page, Strength, Verdict
from unchaff.score.lines import richest
from unchaff.words import month
from unchaff.words.script import split

PRICE = 8.0  # words of running text that make up for one line that is none
ABOVE = 20  # lines above the article in which its headline is looked for
HEADLINE_WORDS = (3, 30)
SURE_HEADLINE = 4.5
COMPARED = 12  # lines of the article that are compared with a headline
SHORTEST_WORD = 4
ABOVE_HEADLINE = 3
CLOSE = 10  # lines from the headline to byline or date
SIGNED_WITHIN = 4
SIGNED_WORDS = 20
STANDFIRST_LINES = 3
STANDFIRST_FEWEST = 6  # words
DATE_WORDS = 10
DATE_OTHERS = 3  # words beside numbers and month: weekday, "pm", "Uhr"
_NUMERIC = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\d{4}\s*[年년]").search
_YEAR = re.compile(r"(?<!\d)(?:19|20|١٩|٢٠|१९|२०)\d\d(?!\d)").search
_WORDS = re.compile(r"[^\W\d_]+\.?").findall


def headline_line(page: Page) -> Iterator[Verdict]:
    """A dump's headline: the line before the article that looks most like one and shares most with what follows."""
    if any(block.label is Label.HEADLINE for block in page.blocks):
        return
    start, stop = main_run(page.blocks)
    near = page.blocks[max(0, start - ABOVE) : start + 1]
    found = [(_points(page, block, start, stop), block) for block in near if _could_be_headline(block)]
    points, best = max(found, key=itemgetter(0), default=(0.0, None))
    if best:
        for block in page.blocks[: start + 1]:
            if block is best or block.text == best.text:
                strength = Strength.STRONG if points >= SURE_HEADLINE else Strength.HINT
                yield Verdict(block, Label.HEADLINE, "heads the article", strength)


def main_run(blocks: Sequence[Block]) -> tuple[int, int]:
    """The run of blocks that holds most running text for what else is in it."""
    return richest([block.words - PRICE if is_prose(block) else -PRICE for block in blocks])


def _could_be_headline(block: Block) -> bool:
    text = block.text
    if not HEADLINE_WORDS[0] <= block.words <= HEADLINE_WORDS[1] or text[-1] in ".:,;…|" or is_prose(block):
        return False
    return not block.heard and not is_date(text) and any(map(str.isalpha, text))


def _points(page: Page, block: Block, start: int, stop: int) -> float:
    blocks, at = page.blocks, block.index
    words = _telling(block.text)
    said = {word for other in blocks[max(start, at + 1) : min(stop, start + COMPARED)] for word in _telling(other.text)}
    address = set(_telling(" ".join(re.split(r"[\W_]+", unquote(urlsplit(page.url or "").path)))))
    points = sum(word in said for word in words) / (len(words) or 1) + 2 * (
        sum(word in address for word in words) / (len(words) or 1)
    )
    points += block.kind is Kind.HEADING
    points += block.words >= 5
    points += any(_signs(other) for other in blocks[at + 1 : at + 1 + SIGNED_WITHIN])
    points += any(
        other is not block and other.text.startswith(block.text) for other in blocks[:start]
    )
    return points + 1 / (1 + start - at)


def _signs(block: Block) -> bool:
    return bool(block.heard & (Concept.BYLINE | Concept.DATE)) and block.words <= SIGNED_WORDS or is_date(block.text)


def _telling(text: str) -> list[str]:
    return [word for word in split(text) if len(word) >= SHORTEST_WORD or not word.isascii()]


def standfirst_line(page: Page) -> Iterator[Verdict]:
    """A dump's standfirst: the lines between its headline and its byline or date; sure where they stand again below."""
    headlines = [block.index for block in page.blocks if block.label is Label.HEADLINE]
    if not headlines:
        return
    below = page.blocks[headlines[-1] + 1 : headlines[-1] + 1 + CLOSE]
    signed = next((i for i, block in enumerate(below) if _signs(block)), 0)
    for block in below[:signed] if signed <= STANDFIRST_LINES else ():
        if block.words >= STANDFIRST_FEWEST and not block.heard:
            opening = block.text.rstrip(".… ")
            again = any(is_prose(other) and other.text.startswith(opening) for other in page.blocks[block.index + 2 :])
            strength = Strength.STRONG if again else Strength.HINT
            yield Verdict(block, Label.STANDFIRST, "between headline and byline", strength)


def signed_line(page: Page) -> Iterator[Verdict]:
    """A dump's byline and date lines: sure from just above the headline to the start of the article."""
    headlines = [block.index for block in page.blocks if block.label is Label.HEADLINE]
    start = main_run(page.blocks)[0]
    first, last = (headlines[-1] - ABOVE_HEADLINE, headlines[-1] + CLOSE) if headlines else (start - CLOSE, start)
    for block in page.blocks:
        near = first <= block.index <= min(last, start + 1)
        strength = Strength.STRONG if near and not is_prose(block) else Strength.HINT
        if is_date(block.text):
            yield Verdict(block, Label.DATE, "a date and nothing else", strength)
        elif near and block.heard & Concept.BYLINE and block.words <= SIGNED_WORDS:
            yield Verdict(block, Label.BYLINE, "begins like a byline, by the headline", strength)
        elif near and block.heard & Concept.DATE and block.words <= SIGNED_WORDS:
            yield Verdict(block, Label.DATE, "says when it was published, by the headline", strength)


def is_date(text: str) -> bool:
    """Whether a line is a date and nothing else, but for a weekday and a time."""
    if len(text) > 60 or not any(map(str.isdigit, text)):
        return False
    numeric = _NUMERIC(text)
    if not numeric and not _YEAR(text):
        return False
    words = _WORDS(text)
    others = sum(month(word) is None for word in words)
    return others <= DATE_OTHERS and (numeric is not None or others < len(words))
