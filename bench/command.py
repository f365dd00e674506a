"""What the commands of the bench share: options, how failures are told, a clock, and what a process holds."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, HelpFormatter, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter_ns
from typing import TypeVar

from bench.corpus import DATA

Result = TypeVar("Result")
STATUS = Path("/proc/self/status")
IMPOSSIBLE = 2  # exit code


def parser(name: str, about: str | None, examples: str = "") -> ArgumentParser:
    """The options of bench/`name`.py: so far where the datasets are."""
    formatter = RawDescriptionHelpFormatter if examples else HelpFormatter
    found = ArgumentParser(f"bench/{name}.py", description=about, epilog=examples, formatter_class=formatter)
    found.add_argument("--data", type=Path, default=DATA, help="folder of dataset zips, score.py beside it")
    return found


def outcome(failures: Iterable[str]) -> int:
    """Print what failed; the exit code, 1 if anything did."""
    told = [f"FAILED {failure}" for failure in failures]
    print(*told, sep="\n", end="\n" if told else "")
    return int(bool(told))


def impossible(name: str, why: object) -> int:
    """Say why bench/`name`.py cannot be run; the exit code for that."""
    print(f"bench/{name}.py: {why}", file=sys.stderr)
    return IMPOSSIBLE


def timed(run: Callable[[], Result]) -> tuple[float, Result]:
    """The milliseconds that `run` takes by the wall, and what it gives."""
    start = perf_counter_ns()
    result = run()
    return (perf_counter_ns() - start) / 1e6, result


def resident(row: str) -> float:
    """A row of this process's status on Linux, "VmRSS" or "VmHWM" (its peak), in MB of 1024 * 1024 bytes."""
    return next(int(line.split()[1]) / 1024 for line in STATUS.read_text().splitlines() if line.startswith(row))
