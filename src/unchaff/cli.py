"""The command line: pages in, text out."""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import unchaff
from unchaff.errors import FilterError, UnknownName
from unchaff.pipeline import Pipeline
from unchaff.render import RENDERERS
from unchaff.render.explain import explanation

MISTAKE = 2  # exit codes
PIPE_CLOSED = 141
INTERRUPTED = 130

POLICIES = {"default": unchaff.DEFAULT, "precise": unchaff.PRECISE, "thorough": unchaff.THOROUGH}

EXAMPLES = """\
examples:
  unchaff page.html                          the body as plain text
  curl -s URL | unchaff --url URL            from standard input
  unchaff --metadata dump.txt                title, authors, dates … and the body
  unchaff --format markdown --metadata *.html
  unchaff --explain page.html                every block: label, step, reason, and who was overruled
  unchaff --without share-bar --keep comments page.html
  unchaff --format json page.html | jq .title
"""


@dataclass(frozen=True, slots=True)
class Request:
    """What the caller asked for, checked."""

    files: tuple[str, ...]
    format: str
    metadata: bool
    explain: bool
    keep: frozenset[str]
    pipeline: Pipeline
    url: str | None
    content_type: str | None


class Mistake(Exception):
    """Something only the caller can put right; the text says how."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, or 2 for a mistake of the caller's."""
    _write_utf8()
    try:
        code = _run(_request(arguments))
        sys.stdout.flush()
    except Mistake as mistake:
        return _complain(str(mistake))
    except BrokenPipeError:  # `unchaff … | head` is nobody's mistake
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _write_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _complain(text: str) -> int:
    print(f"unchaff: {text}", file=sys.stderr)
    return MISTAKE


def _request(arguments: Sequence[str] | None) -> Request:
    given = _parser().parse_args(arguments)
    try:
        pipeline = POLICIES[given.policy].without(*given.without)
    except UnknownName as error:
        raise Mistake(str(error)) from error
    return Request(
        files=tuple(given.files or ["-"]),
        format=given.format,
        metadata=given.metadata,
        explain=given.explain,
        keep=unchaff.ARTICLE | frozenset(given.keep),
        pipeline=pipeline,
        url=given.url,
        content_type=given.content_type,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="unchaff",
        description="Strip the boilerplate from page dumps, HTML or plain text.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="pages to read; - or nothing is standard input")
    add("-f", "--format", choices=list(RENDERERS), default="text", help="default: text; json is one line a page")
    add("-m", "--metadata", action="store_true", help="write the metadata before the body")
    add("-e", "--explain", action="store_true", help="write every block with its label, step and reason instead")
    add("--policy", choices=list(POLICIES), default="default", help="which pipeline to start from")
    add("--without", action="append", default=[], metavar="STEP", help="leave a step out; may be repeated")
    labels = [str(label) for label in unchaff.Label]
    keeps = "keep these blocks too; may be repeated"
    add("--keep", action="append", default=[], metavar="LABEL", choices=labels, help=keeps)
    add("--url", help="where the page came from: makes links absolute and helps the metadata")
    add("--content-type", metavar="TYPE", help="the page's HTTP header, such as 'text/html; charset=koi8-r'")
    add("--version", action="version", version=f"unchaff {unchaff.__version__}")
    return parser


def _run(request: Request) -> int:
    """Write every file that can be read; one that cannot is a mistake, but does not stop the others."""
    code, apart = 0, ""
    for name in request.files:
        try:
            source = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            code = _complain(f"{name}: {error.strerror or error}")
            continue
        written = _page(source, name, request)
        print(apart + written if written else written, end="\n" if written else "")
        apart = "" if request.format == "json" and not request.explain else "\n"
    return code


def _page(source: bytes, name: str, request: Request) -> str:
    """What is to be written about one page; its warnings go to standard error."""
    try:
        document = unchaff.extract(
            source,
            url=request.url,
            content_type=request.content_type,
            keep=request.keep,
            pipeline=request.pipeline,
        )
    except FilterError as error:
        raise Mistake(f"{name}: {error}: {error.__cause__}") from error
    for warning in document.warnings:
        print(f"unchaff: {name}: {warning}", file=sys.stderr)
    if request.explain:
        return _explained(document, request)
    front = document.front(request.format) if request.metadata else ""
    return front + document.render(request.format)


def _explained(document: unchaff.Document, request: Request) -> str:
    """Every block on a line, coloured and cut to fit a terminal; before them the fields with their sources."""
    on_terminal = sys.stdout.isatty()
    colour = on_terminal and not os.environ.get("NO_COLOR")
    width = max(shutil.get_terminal_size().columns, 60) if on_terminal else 160
    why = document.metadata.why if request.metadata else {}
    fields = [f"{field} = {choice.winner.value}  (from {choice.winner.source})" for field, choice in why.items()]
    blocks = explanation(document.explain(), width=width, colour=colour)
    return "\n".join([*fields, "", blocks] if fields else [blocks])
