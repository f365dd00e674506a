"""Where the time goes: ms per page of every stage, and as multiples of bare parsing; bench/profile.py."""

from __future__ import annotations

import gc
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

if not __package__:  # run as a file: the root takes the place of bench/, which would hide the stdlib's profile
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from lxml import etree

import unchaff
from bench.command import impossible, parser, timed
from bench.corpus import UnknownDataset
from bench.extractors import POLICIES, ours, pipeline, runner
from bench.speed import MIXED, Corpus, Sheet, apart, chosen, loaded
from unchaff.pipeline import Pipeline
from unchaff.read import read
from unchaff.read.decode import decode
from unchaff.read.parse import Guide, parsed
from unchaff.read.sniff import is_html
from unchaff.twins import WALK, twin
from unchaff.words import Names, Phrases, Vocabulary, vocabulary

Stages = Iterator[tuple[str, float]]
STEP = "  step "
BARE, READ, TEXT, ALL = "bare lxml parsing", "= read", "= extract_text", "= extract"
INSIDE_READ = ("decode", "sniff", "parse", "walk", "words and names")
MUTE = Vocabulary(Phrases(()), Names({}, {}))  # walking with it is walking without listening


class Events:
    """A target that does nothing: what parsing costs when the parser reports all it meets."""

    def start(self, tag: str, attributes: object) -> None:
        """Nothing."""

    def data(self, text: str) -> None:
        """Nothing."""

    def end(self, tag: str) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


def arguments(argv: Sequence[str]) -> Namespace:
    """What the command line asks for."""
    options = parser("profile", __doc__)
    options.add_argument("datasets", nargs="*", metavar="DATASET", help="a mixture of them when none is named")
    options.add_argument("--pages", type=int, default=100, help="of each named dataset, chosen by hash")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--policy", choices=POLICIES, default="default")
    return options.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Measure and print the budget."""
    options = arguments(argv)
    sizes = dict.fromkeys(options.datasets, options.pages) or MIXED
    try:
        corpus = list(loaded(options.data, chosen(options.data, sizes)))
    except (UnknownDataset, FileNotFoundError) as error:
        return impossible("profile", error)
    if not corpus:
        return impossible("profile", f"no pages in {options.data}")
    print("\n".join(budget(measure(corpus, pipeline(ours(options.policy)), options.rounds), corpus)))
    return 0


def measure(corpus: Corpus, filters: Pipeline, rounds: int) -> Sheet:
    """Every stage of every page, round after round; the groups are never on one page at a time (see speed.apart)."""
    sheet = Sheet({number: len(page) for number, (page, _) in enumerate(corpus)})
    for group in GROUPS:
        list(group(*corpus[0], filters))  # to warm up on
    gc.freeze()
    gc.disable()  # or a stage pays for what those before it left behind
    for turn in range(rounds * len(corpus)):
        for who, group in enumerate(GROUPS):
            gc.collect()
            place = apart(turn, who, len(GROUPS), len(corpus))
            for name, ms in group(*corpus[place], filters):
                sheet.note(name, place, ms)
    return sheet


def bare_parsing(data: bytes, url: str | None, filters: Pipeline) -> Stages:
    """What everything is compared with."""
    bare = runner("lxml")
    yield BARE, timed(lambda: bare(data, url))[0]


def reading(data: bytes, url: str | None, filters: Pipeline) -> Stages:
    """The stages of reading, each on its own."""
    ms, decoded = timed(lambda: decode(data))
    yield "decode", ms
    ms, html = timed(lambda: is_html(decoded.text))
    yield "sniff", ms
    if not html:
        return
    data = decoded.text.encode()
    events = timed(lambda: parsing(data))[0]
    yield "parse", events
    deaf = timed(lambda: parsed(data, Guide(MUTE)))[0]
    yield "walk", deaf - events
    yield "words and names", timed(lambda: parsed(data, Guide(vocabulary())))[0] - deaf


def parsing(data: bytes) -> object:
    """What the walk is told or goes over, without the walk."""
    compiled = twin(WALK)
    if compiled and compiled.GROWS:
        return compiled.Grove(data)
    # Plain Python is told of tags and text, and needs no tree.
    told: dict[str, Any] = {} if compiled else {"target": Events()}
    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False, **told))


def judging(data: bytes, url: str | None, filters: Pipeline) -> Stages:
    """Reading as a whole, then each step of the pipeline."""
    ms, page = timed(lambda: read(data, url=url))
    yield READ, ms
    for step in filters.steps:
        yield STEP + step.name, timed(partial(filters.only(step.name), page))[0]


def body(data: bytes, url: str | None, filters: Pipeline) -> Stages:
    """The body alone."""
    yield TEXT, timed(lambda: unchaff.extract_text(data, url=url, pipeline=filters))[0]


def everything(data: bytes, url: str | None, filters: Pipeline) -> Stages:
    """The body and the metadata."""
    yield ALL, timed(lambda: unchaff.extract(data, url=url, pipeline=filters).text)[0]


GROUPS = (bare_parsing, reading, judging, body, everything)


def budget(sheet: Sheet, corpus: Corpus) -> Iterator[str]:
    """The table, with what the stages leave unexplained as rows of their own."""
    cost = {name: sum(sheet.medians(name).values()) / len(corpus) for name in sheet.times}
    blocks = sum(len(read(page, url=url).blocks) for page, url in corpus) / len(corpus)
    kilobytes = sum(len(page) for page, _ in corpus) / len(corpus) / 1024
    yield f"{len(corpus)} pages, {kilobytes:.0f} KB and {blocks:.0f} blocks on average; means of medians"
    yield f"  {'stage':32} {'ms/page':>8} {'x bare':>7} {'% text':>7} {'us/block':>9}"
    for name, ms in _rows(cost):
        share = ms / cost[TEXT]
        yield f"  {name:32} {ms:8.3f} {ms / cost[BARE]:7.2f} {share:7.1%} {ms * 1000 / max(1, blocks):9.2f}"


def _rows(cost: dict[str, float]) -> Iterator[tuple[str, float]]:
    inside = [name for name in INSIDE_READ if name in cost]
    steps = [name for name in cost if name.startswith(STEP)]
    judged = sum(cost[name] for name in steps)
    yield BARE, cost[BARE]
    yield from ((name, cost[name]) for name in inside)
    yield "rest of read (titles, a dump)", cost[READ] - sum(cost[name] for name in inside)
    yield READ, cost[READ]
    yield from ((name, cost[name]) for name in steps)
    yield "= pipeline", judged
    yield "rendering and the rest", cost[TEXT] - cost[READ] - judged
    yield TEXT, cost[TEXT]
    yield "metadata and Document", cost[ALL] - cost[TEXT]
    yield ALL, cost[ALL]


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # the reader has seen enough
        sys.exit(main(sys.argv[1:]))
