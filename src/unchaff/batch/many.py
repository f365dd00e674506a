"""`extract_many`: the pages of an iterable, extracted by worker processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from unchaff.batch.plan import Plan
from unchaff.batch.pool import Pool
from unchaff.batch.process import MEMORY_BYTES, TIMEOUT_SECONDS, WorkerLimits
from unchaff.batch.result import Result, result_of
from unchaff.sources import Broken, Raw


def extract_many(
    pages: Iterable[bytes | str | Raw],
    *,
    workers: int | None = None,
    timeout: float = TIMEOUT_SECONDS,
    memory: int = MEMORY_BYTES,
    plan: Plan | None = None,
) -> Iterator[Result]:
    """A `Result` for every page, in their order, as they come.

    `workers` processes do the work (default: one for each core; 0: this process, without limits). A page that takes
    more than `timeout` seconds or brings its worker above `memory` bytes costs that worker, which is replaced, and
    comes back as a result whose `status` says so; so does one over which a worker dies twice. `plan` has what
    `extract` is told, the same for all. Raises only for what no page is guilty of: WorkerError if workers
    cannot start or cannot use the plan.
    """
    wanted = plan or Plan()
    numbered = raws(pages)
    count = default_workers() if workers is None else workers
    if count < 0:
        raise ValueError(f"workers are 0 or more, not {count}")
    if count == 0:
        return (result_of(raw, wanted) for raw in numbered)
    return _pooled(numbered, wanted, count, WorkerLimits(timeout, memory))


def default_workers() -> int:
    """One for each core that this process may use; 0 where worker processes are not supported."""
    if sys.platform == "win32":
        return 0
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pooled(raws: Iterator[Raw], plan: Plan, workers: int, limits: WorkerLimits) -> Iterator[Result]:
    with Pool(plan, workers, limits) as pool:
        yield from pool.extract(raws)


def raws(pages: Iterable[bytes | str | Raw]) -> Iterator[Raw]:
    """Pages as Raw, those without an id under their number."""
    for number, page in enumerate(pages):
        raw = page if isinstance(page, Raw) else Raw(page)
        yield replace(raw, page=_sendable(raw.page), id=raw.id or str(number))


def _sendable(page: object) -> bytes | str | Path | Broken:
    """A page that can go to a worker; what is none says so."""
    if isinstance(page, bytes | str | Path | Broken):
        return page
    if isinstance(page, bytearray | memoryview):
        return bytes(page)
    return Broken(f"a page is bytes or str, not {type(page).__name__}")
