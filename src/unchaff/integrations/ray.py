"""Ray: `extract_many` on the cores of a cluster. For Ray Data, `unchaff.arrow` has what `map_batches` takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from unchaff.batch import Plan, Pool, Raw, Result, WorkerLimits
from unchaff.batch.many import raws
from unchaff.batch.pool import chunks
from unchaff.batch.process import MEMORY_BYTES, TIMEOUT_SECONDS
from unchaff.extras import need
from unchaff.sources import Broken

IN_FLIGHT = 4  # chunks that an actor has, so that it need not wait for the next


def extract_many(
    pages: Iterable[bytes | str | Raw],
    *,
    address: str = "auto",
    workers: int | None = None,
    timeout: float = TIMEOUT_SECONDS,
    memory: int = MEMORY_BYTES,
    plan: Plan | None = None,
) -> Iterator[Result]:
    """`unchaff.extract_many` on a Ray cluster, with the same results.

    `address` is that of `ray.init`: "auto" for the cluster this machine belongs to, "local" for one of its own. A
    cluster that this process is connected to is used as it is. `workers` actors (default: one for each CPU of the
    cluster) hold a worker process each. When one dies, or its machine, its chunks are done again elsewhere.
    """
    ray = need("ray", "ray")
    if not ray.is_initialized():
        ray.init(address=address, log_to_driver=False)
    count = workers or int(ray.cluster_resources().get("CPU", 1))
    actor = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=-1)(_Actor)
    actors = [actor.remote(plan or Plan(), WorkerLimits(timeout, memory)) for _ in range(count)]
    try:
        yield from _spread(ray, actors, raws(pages))
    finally:
        for one in actors:
            ray.kill(one)


def _spread(ray: Any, actors: list[Any], pages: Iterator[Raw]) -> Iterator[Result]:
    """Chunks to the actor that has the fewest; results in the order of the pages."""
    waiting: deque[tuple[Any, int]] = deque()  # what was promised, in order, and by which actor
    load = [0] * len(actors)
    for chunk in chunks(pages, len(actors)):
        least = load.index(min(load))
        load[least] += 1
        waiting.append((actors[least].extract.remote(_read(chunk)), least))
        if len(waiting) >= IN_FLIGHT * len(actors):
            yield from _next(ray, waiting, load)
    while waiting:
        yield from _next(ray, waiting, load)


def _next(ray: Any, waiting: deque[tuple[Any, int]], load: list[int]) -> list[Result]:
    promised, by = waiting.popleft()
    results: list[Result] = ray.get(promised)
    load[by] -= 1
    return results


def _read(pages: list[Raw]) -> list[Raw]:
    """Pages with their bytes in them: another machine may not have our files."""
    return [_with_bytes(raw) for raw in pages]


def _with_bytes(raw: Raw) -> Raw:
    try:
        return replace(raw, page=raw.read())
    except OSError as error:
        return replace(raw, page=Broken(str(error)))


class _Actor:
    """What runs on the cluster: a worker process, and who feeds it."""

    def __init__(self, plan: Plan, limits: WorkerLimits) -> None:
        self._pool = Pool(plan, 1, limits)

    def extract(self, pages: list[Raw]) -> list[Result]:
        return list(self._pool.extract(pages))
