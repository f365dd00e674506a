"""Where the headline stands when nothing but lines is left of a page."""

from __future__ import annotations

from collections.abc import Callable

from unchaff.metadata import headline
from unchaff.metadata.scan import Markup
from unchaff.model import Page

LINES = """
| Weather
| Your account and our terms
| Storm takes roofs on the coast
| By Jane Doe
p @body The storm took the roofs of hundreds of houses on the coast, said the mayor, and more rain is on its way there.
p @body It will reach the towns and the villages of the north in the night, and people are asked to stay at home.
"""


def test_the_line_that_shares_words_with_the_text(page: Callable[[str], Page]) -> None:
    """Menus and notes share no words with the body."""
    spot = headline.spot(Markup(), page(LINES))
    assert spot.line is not None
    assert spot.line.text == "Storm takes roofs on the coast"
    assert spot.body == 4


def test_the_address_tells_too(page: Callable[[str], Page]) -> None:
    """Of two lines the one in the address."""
    built = page(LINES.replace("| Weather", "| Hundreds of houses on the coast"))
    built.url = "https://example.org/storm-takes-roofs-on-the-coast"
    spot = headline.spot(Markup(), built)
    assert spot.line is not None
    assert spot.line.text == "Storm takes roofs on the coast"


def test_the_label_decides(page: Callable[[str], Page]) -> None:
    """What the pipeline called the headline is it."""
    built = page("h1 @headline Weather\n" + LINES)
    spot = headline.spot(Markup(), built)
    assert spot.line is built.blocks[0]


def test_nothing(page: Callable[[str], Page]) -> None:
    """A page without lines has no headline."""
    assert headline.spot(Markup(), page("")).line is None
