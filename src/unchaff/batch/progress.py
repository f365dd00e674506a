"""How far a job is, for a person at a terminal."""

from __future__ import annotations

import sys
from typing import Protocol

from unchaff.batch.summary import Summary
from unchaff.errors import MissingExtra
from unchaff.extras import need


class Progress(Protocol):
    """Is told how much of the input is done."""

    def __call__(self, done: int, summary: Summary) -> None:
        """`done` bytes of the input are done."""

    def close(self) -> None:
        """Nothing more comes."""


class Quiet:
    """Says nothing."""

    def __call__(self, done: int, summary: Summary) -> None:
        pass

    def close(self) -> None:
        pass


class Bar:
    """A bar with the rate and the remaining time, by the bytes of the input."""

    def __init__(self, total: int, done: int) -> None:
        shape = "{percentage:3.0f}%|{bar}| {postfix} [{elapsed}<{remaining}]"
        self._bar = need("tqdm", "batch").tqdm(total=total, initial=done, bar_format=shape, postfix="…", leave=False)

    def __call__(self, done: int, summary: Summary) -> None:
        lost = f", {summary.lost:,} lost" if summary.lost else ""
        self._bar.set_postfix_str(f"{summary.pages:,} pages, {summary.pages_per_second:,.0f}/s{lost}", refresh=False)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        self._bar.close()


def progress(total: int, done: int) -> Progress:
    """A bar if somebody is looking at standard error, else nothing."""
    if sys.stderr is None or not sys.stderr.isatty():  # there is none in a service, or where it was closed
        return Quiet()
    try:
        return Bar(total, done)
    except MissingExtra as error:
        print(f"no progress bar: {error}", file=sys.stderr)
        return Quiet()
