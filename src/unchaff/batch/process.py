"""A worker process as its parent sees it: started, given pages, watched, killed."""

from __future__ import annotations

import os
import pickle
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Pipe
from typing import BinaryIO

from unchaff.batch.plan import Plan
from unchaff.batch.result import CRASHED, MEMORY, TIMEOUT, TOO_MUCH, Result
from unchaff.errors import WorkerError
from unchaff.sources import Raw

READY = "ready"  # what a worker says first
GO = b"go"  # what it is told when pages are on the sheet
TIMEOUT_SECONDS = 30.0  # that a page may take
MEMORY_BYTES = 1 << 30  # that the worker of a page may hold
MEMORY_LEAST = 128 << 20  # an idle worker holds 60 to 70 MiB
LOOK = 0.1  # s between two looks at a worker that does not answer
START = 120.0  # s it may take to start; a crowded machine needs many
TIRED_PAGES = 20_000  # after so many pages a worker is replaced

# The parent's sys.path first, so that the worker imports what the parent would.
_START = """\
import sys, pickle
sys.path[:] = pickle.loads(bytes.fromhex(sys.argv[3]))
from unchaff.batch.worker import serve
serve(int(sys.argv[1]), int(sys.argv[2]))
"""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What a page may cost."""

    timeout: float = TIMEOUT_SECONDS
    memory: int = MEMORY_BYTES  # that the worker may hold

    def __post_init__(self) -> None:
        if self.timeout <= 0:
            raise ValueError(f"a timeout is above 0 s, not {self.timeout:g}")
        if self.memory < MEMORY_LEAST:
            least, given = MEMORY_LEAST >> 20, self.memory / (1 << 20)
            raise ValueError(f"the memory of a worker is at least {least} MiB, not {given:.3g}")


class Lost(Exception):
    """A worker is gone, with the page it was at."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Process:
    """One worker. Not for use by two threads at once.

    Pages go to it on a sheet, a file in memory that both have open: through a socket, which holds little, the two would
    wait for each other several times a page. Answers, which are small, come by socket.
    """

    def __init__(self, plan: bytes, limits: WorkerLimits) -> None:
        """Start it with a pickled plan. WorkerError if it cannot use that, Lost if it dies before it is ready."""
        self.limits = limits
        self.pages = 0
        self._line, theirs = Pipe()
        self._answers = select.poll()
        self._answers.register(self._line.fileno(), select.POLLIN)
        self._sheet = _memory_file()
        try:
            passed = [theirs.fileno(), self._sheet.fileno()]
            command = [sys.executable, "-c", _START, *map(str, passed), pickle.dumps(sys.path).hex()]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=2, pass_fds=passed)
        finally:
            theirs.close()
        self._statm = _statm_of(self._process.pid)
        try:
            self._greet(plan)
            self._fresh = self.held()
        except BaseException:
            self.close()
            raise

    def _greet(self, plan: bytes) -> None:
        try:
            self._line.send_bytes(plan)
            if not self._line.poll(START):
                raise Lost(TIMEOUT, f"it was not ready after {START:g} s")
            said = pickle.loads(self._line.recv_bytes())
        except (EOFError, OSError) as error:
            raise Lost(CRASHED, f"it died before it was ready: {_ending(self._process.wait(START))}") from error
        if said != READY:
            raise WorkerError(f"a worker process cannot do its work: {said}")

    def extract(self, pages: Sequence[Raw]) -> Iterator[Result]:
        """The results of `pages`, each as soon as it is there. Lost if the worker dies or must be killed."""
        try:
            self._sheet.seek(0)
            pickle.dump(pages, self._sheet, pickle.HIGHEST_PROTOCOL)
            self._line.send_bytes(GO)
            for _ in pages:
                self._wait()
                yield pickle.loads(self._line.recv_bytes())
                self.pages += 1
        except (EOFError, OSError) as error:
            self.close()
            raise Lost(CRASHED, f"the worker process died: {_ending(self._process.returncode)}") from error

    def _wait(self) -> None:
        """Until there is an answer; the worker is killed if that takes too long or too much."""
        late = time.monotonic() + self.limits.timeout
        while not self._answers.poll(LOOK * 1000):
            if self.held() > self.limits.memory:
                self._give_up(MEMORY, TOO_MUCH)
            if time.monotonic() > late:
                self._give_up(TIMEOUT, f"more than {self.limits.timeout:g} s")

    def _give_up(self, status: str, reason: str) -> None:
        self.close()
        raise Lost(status, reason)

    @property
    def tired(self) -> bool:
        """Whether it has earned its rest: it is old, or half way from the memory it began with to what it may have."""
        return self.pages >= TIRED_PAGES or self.held() > (self._fresh + self.limits.memory) / 2

    def held(self) -> int:
        """Bytes of memory that it holds; 0 where the system does not tell."""
        if self._statm is None:
            return 0
        try:
            return int(os.pread(self._statm.fileno(), 99, 0).split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):  # it is dead
            return 0

    def kill(self) -> None:
        """End it at once; whoever is waiting for it gets Lost. The only call that another thread may make."""
        self._process.kill()

    def close(self) -> None:
        """End it at once, and forget it."""
        self._line.close()
        self._sheet.close()
        if self._statm is not None:
            self._statm.close()
        self._process.kill()
        self._process.wait()


def greeting(plan: Plan, limits: WorkerLimits) -> bytes:
    """The first message to a worker. WorkerError if the plan cannot be sent, as with a filter that has no module."""
    for step in plan.pipeline.steps:
        if getattr(step.run, "__module__", "") == "__main__":
            raise WorkerError(
                f"step {step.name!r} is defined in the script itself, where workers cannot find it; "
                "move it to a module, or pass workers=0 to extract in this process"
            )
    try:
        return pickle.dumps((plan, limits.memory))
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise WorkerError(f"the pipeline cannot be sent to workers: {error}; its steps must be importable") from error


def _memory_file() -> BinaryIO:
    """A file without a name, in memory where the system has such."""
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("unchaff"), "w+b", buffering=0)
    return tempfile.TemporaryFile(buffering=0)


def _statm_of(pid: int) -> BinaryIO | None:
    """Where Linux tells what memory a process holds."""
    try:
        return open(f"/proc/{pid}/statm", "rb", buffering=0)
    except OSError:
        return None


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
