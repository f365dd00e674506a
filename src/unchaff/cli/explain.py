"""unchaff explain PAGE: every block with label, step and reason, on the terminal or as a page to look at."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import unchaff
from unchaff.cli.page import POLICIES, Mistake, Options, add_options, command_parser, document, source
from unchaff.cli.terminal import fields, listing
from unchaff.render.explain import Row

WITHOUT = "without:"
EXAMPLES = """\
examples:
  unchaff explain page.html                          a line a block: + kept, - dropped
  unchaff explain page.html --label related --facts 5
  unchaff explain page.html -o report.html           one file to look at in a browser
  unchaff explain page.html -o report.html --against without:related-box
  unchaff explain page.html --against precise        only the blocks that the two judge differently
"""


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    about = "Say of every block of a page what it was taken for, by which step, and why."
    parser = command_parser("unchaff explain", about, EXAMPLES)
    add = parser.add_argument
    add("page", nargs="?", default="-", metavar="PAGE", help="the page to read; - or nothing is standard input")
    add("-o", "--output", type=Path, metavar="FILE", help="write a report, one HTML file, instead of lines")
    add("--against", metavar="HOW", help=f"compare with {WITHOUT}STEP or with a policy: {', '.join(POLICIES)}")
    labels, steps = [str(label) for label in unchaff.Label], unchaff.DEFAULT.names
    add("--label", action="append", metavar="LABEL", choices=labels, help="only these blocks; may be repeated")
    add("--step", action="append", metavar="STEP", choices=steps, help="only what this step decided; may be repeated")
    add("--facts", type=int, default=0, metavar="N", help="below each block the N facts that weighed most")
    add_options(parser)
    return parser


def run(given: argparse.Namespace) -> int:
    """Print the lines or write the report."""
    if given.facts < 0:
        raise Mistake(f"--facts {given.facts}: write 0 or more")
    options, page = Options.of(given), source(given.page)
    found = document(page, given.page, options)
    other = against(options, given.against).read(page) if given.against else None
    if given.output:
        _write(given.output, found.to_report(other, name=given.against or ""))
    else:
        rows = [row for row in found.explain() if wanted(row, given) and (other is None or differs(row, other))]
        print("\n".join([*summary(found, other), *([listing(rows, facts=given.facts)] if rows else [])]))
    return 0


def against(options: Options, how: str) -> Options:
    """The same options with other steps: "without:STEP", several apart by commas, or the name of a policy."""
    if how.startswith(WITHOUT):
        return options.without(*how.removeprefix(WITHOUT).split(","))
    if how not in POLICIES:
        raise Mistake(f"--against {how}: write {WITHOUT}STEP or one of {', '.join(POLICIES)}")
    return replace(options, pipeline=POLICIES[how])


def wanted(row: Row, given: argparse.Namespace) -> bool:
    """Whether the row has a label and a step that were asked for."""
    return (not given.label or row.label in given.label) and (not given.step or row.step in given.step)


def differs(row: Row, other: unchaff.Document) -> bool:
    """Whether the other way keeps what this drops, or the other way round."""
    return row.kept is not (other.blocks[row.index].label in other.keep)


def summary(found: unchaff.Document, other: unchaff.Document | None) -> Iterator[str]:
    """What is known about the page as a whole."""
    yield from fields(found)
    kind = found.page_kind
    yield f"kind = {kind.name or 'unknown'}  (confidence {kind.confidence:.2f})"
    yield f"quality = {found.quality:.2f}  (the F1 that the body probably has)"
    yield f"kept = {_kept(found)}"
    if other is not None:
        yield f"the other keeps {_kept(other)}; the blocks that differ:"
    yield ""


def _kept(document: unchaff.Document) -> str:
    kept = document.page.kept(document.keep)
    words = sum(block.words for block in kept)
    return f"{words} of {document.page.words} words, {len(kept)} of {len(document.blocks)} blocks"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="replace", newline="")
    except OSError as error:
        raise Mistake(f"{path}: {error.strerror or error}") from error
