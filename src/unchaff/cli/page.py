"""What commands share: which page, through which steps, which labels are kept, and how mistakes are told."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import unchaff
from unchaff.errors import FilterError, UnknownName
from unchaff.pipeline import Pipeline
from unchaff.sources.files import form_of

MISTAKE = 2  # exit code
MANY = ("jsonl", "parquet", "warc")  # forms of files with many pages

POLICIES = {"default": unchaff.DEFAULT, "precise": unchaff.PRECISE, "thorough": unchaff.THOROUGH}


class Mistake(Exception):
    """Something only the caller can put right; the text says how."""


def complain(text: str) -> int:
    """Say what is wrong; the exit code for it."""
    print(f"unchaff: {text}", file=sys.stderr)
    return MISTAKE


@dataclass(frozen=True, slots=True)
class Options:
    """How pages are to be read, checked."""

    keep: frozenset[unchaff.Label]
    pipeline: Pipeline
    url: str | None
    content_type: str | None

    @classmethod
    def of(cls, given: argparse.Namespace) -> Options:
        """The options that `add_options` added; a step that does not exist is a mistake."""
        return cls(labels(given), pipeline(given), given.url, given.content_type)

    def without(self, *steps: str) -> Options:
        """The same with steps left out; one that does not exist is a mistake."""
        return replace(self, pipeline=_without(self.pipeline, steps))

    def read(self, page: bytes) -> unchaff.Document:
        """A page, read so."""
        return unchaff.extract(
            page, url=self.url, content_type=self.content_type, keep=self.keep, pipeline=self.pipeline
        )


def command_parser(name: str, about: str, examples: str) -> argparse.ArgumentParser:
    """A parser without options, with examples below its help as they are written."""
    return argparse.ArgumentParser(
        prog=name, description=about, epilog=examples, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def add_judgement(parser: argparse.ArgumentParser) -> None:
    """The options that say which steps judge a page, and which labels make up its text."""
    add = parser.add_argument
    add("--policy", choices=list(POLICIES), default="default", help="which pipeline to start from")
    add("--without", action="append", default=[], metavar="STEP", help="leave a step out; may be repeated")
    known, keeps = [str(label) for label in unchaff.Label], "keep these blocks too; may be repeated"
    add("--keep", action="append", default=[], metavar="LABEL", choices=known, help=keeps)


def pipeline(given: argparse.Namespace) -> Pipeline:
    """The steps that `add_judgement` was given; one that does not exist is a mistake."""
    return _without(POLICIES[given.policy], given.without)


def _without(steps: Pipeline, names: Sequence[str]) -> Pipeline:
    try:
        return steps.without(*names)
    except UnknownName as error:
        raise Mistake(str(error)) from error


def labels(given: argparse.Namespace) -> frozenset[unchaff.Label]:
    """The labels that `add_judgement` was given, and those of the body."""
    return unchaff.ARTICLE | frozenset(map(unchaff.Label, given.keep))


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `Options`, for a parser."""
    add_judgement(parser)
    add = parser.add_argument
    add("--url", help="where the page came from: makes links absolute and helps the metadata")
    add("--content-type", metavar="TYPE", help="the page's HTTP header, such as 'text/html; charset=koi8-r'")


def source(name: str) -> bytes:
    """The bytes of a file, or of standard input for "-"; a file that cannot be read is a mistake."""
    if form_of(Path(name)) in MANY and os.path.isfile(name):
        raise Mistake(f"{name}: holds many pages; say unchaff batch {name} -o OUT.jsonl")
    if name.startswith(("http://", "https://")):
        raise Mistake(f"{name}: nothing is fetched; say curl -s {name} | unchaff --url {name}")
    try:
        if name == "-":
            return sys.stdin.buffer.read()
        with open(name, "rb") as file:  # not Path(name), for which "" is a folder
            return file.read()
    except (OSError, ValueError) as error:
        raise Mistake(f"{name or repr(name)}: {getattr(error, 'strerror', None) or error}") from error


def document(page: bytes, name: str, options: Options) -> unchaff.Document:
    """The page as the options say; its warnings go to standard error."""
    try:
        found = options.read(page)
    except FilterError as error:
        raise Mistake(f"{name}: {error}: {error.__cause__}") from error
    for warning in found.warnings:
        print(f"unchaff: {name}: {warning}", file=sys.stderr)
    return found
