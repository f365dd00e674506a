"""What a job has done, beside its output: a line when it begins, a line for each commit, a line at the end.

The rows of a commit are on the disk before its line is. So the last whole line is the truth after any death, and what
the output has beyond it is cut off.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from unchaff.batch.summary import Summary
from unchaff.errors import JobError

FRESH = "go on as it began, or begin anew with --fresh"


@dataclass(frozen=True, slots=True)
class State:
    """How far a job is."""

    part: int = 0  # files that are done
    pages: int = 0  # pages that are done of the file after them
    rows: int = 0  # the mark of the output
    lost: int = 0  # the mark of the quarantine
    complete: bool = False
    summary: Mapping[str, Any] = field(default_factory=lambda: Summary().to_dict())


class Journal:
    """The journal of one job, for one process at a time."""

    def __init__(self, path: Path, job: Mapping[str, object]) -> None:
        """Open or begin it. JobError if it belongs to another job, or another process is at it."""
        self._file = path.open("a+b")
        try:
            _lock(self._file.fileno(), path)
            self._file.seek(0)
            lines = _whole_lines(self._file.read())
            self._file.truncate(sum(len(line) for line in lines))
            if not lines:
                self._append(job)
            elif json.loads(lines[0]) != json.loads(json.dumps(job)):
                raise JobError(f"{path} is of another job: {_difference(json.loads(lines[0]), job)}; " + FRESH)
        except BaseException:
            self._file.close()
            raise
        self.state = State(**json.loads(lines[-1])) if len(lines) > 1 else State()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def commit(self, state: State) -> None:
        """Write down how far the job is."""
        self._append(asdict(state))
        self.state = state

    def _append(self, line: Mapping[str, object]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def _whole_lines(data: bytes) -> list[bytes]:
    """All lines but one that a death broke off."""
    return data[: data.rfind(b"\n") + 1].splitlines(keepends=True)


def _difference(then: Mapping[str, object], now: Mapping[str, object]) -> str:
    plain = json.loads(json.dumps(now))
    return ", ".join(
        f"{name} was {_shown(then.get(name))} and is {_shown(value)}"
        for name, value in plain.items()
        if then.get(name) != value
    )


def _shown(value: object) -> str:
    """A value for people: "files 4, bytes 14278, digest 555959dcf84a"."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {str(part)[:12]}" for name, part in value.items() if part)
    return repr(value)


def _lock(descriptor: int, path: Path) -> None:
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise JobError(f"{path}: another process is at this job") from error
