"""The command line: the first word names a command, one file each; without one, pages go in and text comes out."""

from __future__ import annotations

import io
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from unchaff.cli.page import Mistake, complain

PIPE_CLOSED = 141  # exit codes
INTERRUPTED = 130

# A new command is one file beside this one, and its name here. A page whose file is named like one is `./explain`.
COMMANDS = ("explain", "check", "batch")


class Command(Protocol):
    """What the module of a command has."""

    def parser(self) -> ArgumentParser:
        """The options it takes."""

    def run(self, given: Namespace) -> int:
        """Do it; the exit code. Raises Mistake for what only the caller can put right."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, or 2 for a mistake of the caller's."""
    _open_streams()
    _write_utf8()
    try:
        chosen, words = command(sys.argv[1:] if arguments is None else arguments)
        code = chosen.run(chosen.parser().parse_args(words))
        sys.stdout.flush()
    except Mistake as mistake:
        return complain(str(mistake))
    except BrokenPipeError:  # `unchaff … | head` is nobody's mistake
        _write_no_more()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:  # files are read elsewhere: the disk is full, or the terminal is gone
        _write_no_more()
        return complain(f"cannot write: {error.strerror or error}")
    return code


def command(arguments: Sequence[str]) -> tuple[Command, list[str]]:
    """The command that the first word names, and the words for it; modules of other commands are not loaded."""
    named = bool(arguments) and arguments[0] in COMMANDS
    chosen = import_module(f"unchaff.cli.{arguments[0] if named else 'extract'}")
    return cast(Command, chosen), list(arguments[1:] if named else arguments)


def _write_no_more() -> None:
    """What is still held back for standard output goes nowhere, or it would fail once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_streams() -> None:
    """Stand-ins for streams that the caller has closed, as services do: they hold nothing and take everything.

    Without them print() falls over, or writes warnings into the output.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 (for as long as we live)


def _write_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
