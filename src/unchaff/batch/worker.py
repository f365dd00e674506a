"""The process that extracts pages: it reads chunks from its socket and answers page by page.

It is a fresh Python, not a fork: whatever locks, threads or memory the caller has, none of it comes along.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import resource
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from unchaff.batch.plan import Plan
from unchaff.batch.process import GO, READY
from unchaff.batch.result import result_of
from unchaff.sources import Raw

WARM_UP = "<p>A first page loads what is loaded when first needed.</p>"
_PR_SET_PDEATHSIG = 1


def serve(socket: int, sheet: int) -> None:
    """Answer until the other end closes. The first message is the plan, and the memory allowed in bytes.

    Each further one says that there are pages on the sheet, an open file.
    """
    _live_and_die_with_the_parent()
    with Connection(socket) as line:
        try:
            plan, memory = pickle.loads(line.recv_bytes())
            result_of(Raw(WARM_UP), plan)
        except Exception as error:
            line.send_bytes(pickle.dumps(f"{type(error).__name__}: {error}"))
            return
        _bound_memory(memory)
        gc.freeze()  # what is loaded by now stays: the collector need not look at it again
        line.send_bytes(pickle.dumps(READY))
        _answer(line, sheet, plan)


def _answer(line: Connection, sheet: int, plan: Plan) -> None:
    try:
        while line.recv_bytes() == GO:
            for raw in _written_on(sheet):
                line.send_bytes(pickle.dumps(result_of(raw, plan), pickle.HIGHEST_PROTOCOL))
    except (EOFError, ConnectionError):  # nobody asks any more
        return


def _written_on(sheet: int) -> list[Raw]:
    """The pages of a chunk; whoever wrote them does not write again before all are answered."""
    with open(sheet, "rb", closefd=False) as file:
        file.seek(0)
        pages: list[Raw] = pickle.load(file)
    return pages


def _live_and_die_with_the_parent() -> None:
    """Not die of a Ctrl-C, which is for the parent; die when it is killed, even in the middle of a page; die first when
    memory is scarce. Where the system has no such thing, the worker ends after its page."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("1000")
    if os.getppid() == 1:  # it was killed before we asked
        sys.exit(1)


def _bound_memory(memory: int) -> None:
    """A second bound, at twice what the parent kills for: it looks ten times a second, a page may be faster."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (2 * memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))
