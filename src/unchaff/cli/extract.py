"""unchaff FILE …: pages in, text out."""

from __future__ import annotations

import argparse
from typing import NoReturn

import unchaff
from unchaff.cli.page import Mistake, Options, add_options, command_parser, complain, document, source
from unchaff.cli.terminal import fields, listing
from unchaff.render import RENDERERS
from unchaff.twins import compiled

EXAMPLES = """\
examples:
  unchaff page.html                          the body as plain text
  curl -s URL | unchaff --url URL            from standard input
  unchaff --metadata dump.txt                title, authors, dates … and the body
  unchaff --format markdown --metadata *.html
  unchaff --explain page.html                every block: label, step, reason, and who was overruled
  unchaff --without share-bar --keep comments page.html
  unchaff --format json page.html | jq .title
commands, each with --help of its own:
  unchaff explain page.html -o report.html   why each block was kept or dropped: on the terminal, or as a page
  unchaff check page.html --must "A sentence that has to be there."
  unchaff batch dumps/ -o pages.jsonl        folders, archives and tables of pages, resumed where a run ended
"""


class Version(argparse.Action):
    """Shows the version when asked for it: to find out about the compiled core takes loading it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        core = "with the compiled core" if compiled() else "in plain Python"
        print(f"unchaff {unchaff.__version__}, {core}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    about = "Strip the boilerplate from page dumps, HTML or plain text."
    parser = command_parser("unchaff", about, EXAMPLES)
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="pages to read; - or nothing is standard input")
    add("-f", "--format", choices=list(RENDERERS), default="text", help="default: text; json is one line a page")
    add("-m", "--metadata", action="store_true", help="write the metadata before the body")
    add("-e", "--explain", action="store_true", help="write every block with its label, step and reason instead")
    add_options(parser)
    add("--version", action=Version, nargs=0, help="show the version, and whether the compiled core is in use")
    return parser


def run(given: argparse.Namespace) -> int:
    """Write every file that can be read; one that cannot is a mistake, but does not stop the others."""
    options = Options.of(given)
    code, apart = 0, ""
    for name in given.files or ["-"]:
        try:
            page = source(name)
        except Mistake as mistake:
            code = complain(str(mistake))
            continue
        written = _written(document(page, name, options), given)
        print(apart + written if written else written, end="\n" if written else "")
        apart = "" if given.format == "json" and not given.explain else "\n"
    return code


def _written(document: unchaff.Document, given: argparse.Namespace) -> str:
    """What is to be written about one page."""
    if given.explain:
        return _explained(document, given)
    front = document.front(given.format) if given.metadata else ""
    return str(front + document.render(given.format))


def _explained(document: unchaff.Document, given: argparse.Namespace) -> str:
    """Every block on a line; before them the fields with their sources."""
    above = [*fields(document), ""] if given.metadata and document.metadata.why else []
    return "\n".join([*above, listing(document.explain())])
