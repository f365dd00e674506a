"""What can be counted: words, minutes of reading, comments, the size of the picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from unchaff.metadata.claims import Choice, Choices, Claim, Claims, Value, tidy
from unchaff.metadata.lines import labelled
from unchaff.metadata.moments import plain_digits
from unchaff.metadata.scan import Markup
from unchaff.model import Label, Page

WORDS_A_MINUTE = 230  # silent reading of running text (Brysbaert 2019: 238 in English, less in most languages)
NOTE_WORDS = 4  # of a line that counts the comments
MOST_MINUTES, MOST_COMMENTS, MOST_PIXELS = 600, 1_000_000, 50_000
_INTEGER = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,\u202f ]\d{3})+|\d+)(?![\d.,])")
_DURATION = re.compile(r"P?T?(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:\d+S)?", re.IGNORECASE)


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """What the text itself shows, and the lines that count comments."""
    words = sum([block.words for block in page.kept()])
    if words:
        yield Claim("words", str(words), "text")
        yield Claim("minutes", str(max(1, round(words / WORDS_A_MINUTE))), "text")
    for block in labelled(page.blocks, Label.COMMENTS):
        if block.words <= NOTE_WORDS and len(_INTEGER.findall(block.text)) == 1:
            yield Claim("comments", tidy(block.text), "comment line")
            break


def choose(claims: Claims, settled: Choices) -> Choices:
    """The numbers; of the text's own length what was counted, of the rest what the page says."""
    chosen = {
        "words": _first(claims, "words", _integer, "text"),
        "reading_minutes": _first(claims, "minutes", _minutes, "meta", "json-ld", "itemprop"),
        "comments": _first(claims, "comments", _comments, "json-ld", "meta", "itemprop"),
        **_image_size(claims, settled),
    }
    choices = {field: choice for field, choice in chosen.items() if choice}
    return {field: _renamed(choice, field) for field, choice in choices.items()}


def _renamed(choice: Choice, field: str) -> Choice:
    rows = [Claim(field, claim.value, claim.source) for claim in (choice.winner, *choice.losers)]
    return Choice(rows[0], tuple(rows[1:]))


def _first(claims: Claims, field: str, read: Callable[[str], Value | None], *sources: str) -> Choice | None:
    """The first claim that can be read, those of `sources` before the others."""
    rows = [
        Claim(field, value, claim.source)
        for claim in sorted(claims.of(field), key=lambda claim: not claim.source.startswith(sources))
        if (value := read(str(claim.value))) is not None
    ]
    return Choice(rows[0], tuple(rows[1:])) if rows else None


def _integer(text: str) -> int | None:
    found = _INTEGER.search(plain_digits(text))
    return int(re.sub(r"\D", "", found[1])) if found and len(found[1]) < 12 else None


def _comments(text: str) -> int | None:
    number = _integer(text)
    return number if number is not None and number <= MOST_COMMENTS else None


def _minutes(text: str) -> int | None:
    """The minutes of "PT5M" or "5 min read"."""
    stated = _DURATION.fullmatch(text.strip())
    if stated and (stated[1] or stated[2]):
        return int(stated[1] or 0) * 60 + int(stated[2] or 0) or None
    number = _integer(text)
    return number if number and number <= MOST_MINUTES else None


def _image_size(claims: Claims, settled: Choices) -> dict[str, Choice | None]:
    """Width and height that the source of the chosen picture gives with it."""
    if "image" not in settled:
        return {}
    source = settled["image"].winner.source
    family = "meta og:image" if source.startswith("meta og:image") else source
    sides = {side: _first(claims, side, _side, family) for side in ("image_width", "image_height")}
    return sides if all(side and side.winner.source.startswith(family) for side in sides.values()) else {}


def _side(text: str) -> int | None:
    number = _integer(text)
    return number if number and number <= MOST_PIXELS else None
