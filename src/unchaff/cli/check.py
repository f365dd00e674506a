"""unchaff check PAGE: sentences that must be in the body or must not, and which step decided each."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import unchaff
from unchaff.cli.page import Mistake, Options, add_options, command_parser, document, source
from unchaff.passages import Passage
from unchaff.render.explain import visible

VIOLATED = 1  # exit code
EXAMPLES = """\
examples:
  unchaff check page.html --must "The first sentence of the text." --must-not "Read also"
  unchaff check page.html --must "A sentence of the text." && echo as it should be
exit code: 0 when all hold, 1 when one does not, 2 for a mistake in the call
"""


@dataclass(frozen=True, slots=True)
class Demand:
    """A sentence, and whether it has to be in the body or must not be."""

    sentence: str
    must: bool

    def holds(self, places: list[Passage], keep: frozenset[unchaff.Label]) -> bool:
        """In the body is a sentence that is kept whole in one place; not in it, one of which nothing is kept."""
        if self.must:
            return any(place.whole(keep) for place in places)
        return not any(place.partly(keep) for place in places)

    def __str__(self) -> str:
        return f"{'must' if self.must else 'must not'}: {self.sentence!r}"


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    about = "Check that sentences are in the body or are not, and say which step decided each."
    parser = command_parser("unchaff check", about, EXAMPLES)
    add = parser.add_argument
    add("page", nargs="?", default="-", metavar="PAGE", help="the page to read; - or nothing is standard input")
    must, must_not = "a sentence that has to be in the body; may be repeated", "one that must not be there"
    add("--must", action="append", default=[], metavar="SENTENCE", help=must)
    add("--must-not", action="append", default=[], metavar="SENTENCE", help=must_not)
    add_options(parser)
    return parser


def run(given: argparse.Namespace) -> int:
    """Print a line for every demand and one for every block that is meant; the exit code says whether all hold."""
    demands = [Demand(text, must=True) for text in given.must] + [Demand(text, must=False) for text in given.must_not]
    if not demands:
        raise Mistake("nothing to check; say --must SENTENCE or --must-not SENTENCE")
    options, page = Options.of(given), source(given.page)
    found = document(page, given.page, options)
    code = 0
    for demand in demands:
        places = _places(found, demand.sentence)
        holds = demand.holds(places, found.keep)
        lines = [f"{'ok    ' if holds else 'FAILED'} {demand}", *_reasons(places)]
        if not holds:
            code = VIOLATED
            lines += _ways_out(demand, places, page, options)
        print("\n".join(map(visible, lines)))
    return code


def _places(found: unchaff.Document, sentence: str) -> list[Passage]:
    try:
        places: list[Passage] = found.find(sentence)
    except ValueError as error:
        raise Mistake(str(error)) from error
    return places


def _reasons(places: list[Passage]) -> Iterator[str]:
    """Who decided about the blocks in which the sentence stands."""
    for block in dict.fromkeys(block for place in places for block in place.blocks):
        yield f"       block {block.index}: {block.label} by {block.step or 'no step'}: {block.reason or 'no reason'}"
    if not places:
        yield "       it stands nowhere on the page as it was read"


def _ways_out(demand: Demand, places: list[Passage], page: bytes, options: Options) -> Iterator[str]:
    """Single steps without which the demand holds."""
    blocks = {block for place in places for block in place.blocks}
    steps = [name for name in options.pipeline.names if name in {block.step for block in blocks}]
    cures = [name for name in steps if _cures(demand, name, page, options)]
    for name in cures:
        yield f"       it holds --without {name}"
    if places and not cures:
        yield f"       leaving out {' or '.join(steps) or 'a step'} alone does not change that"


def _cures(demand: Demand, step: str, page: bytes, options: Options) -> bool:
    other = options.without(step).read(page)
    return demand.holds(other.find(demand.sentence), other.keep)
