"""Worker processes, each with a thread that feeds it: pages go in, results come out in the order of the pages."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from types import TracebackType

from unchaff.batch.plan import Plan
from unchaff.batch.process import Lost, Process, WorkerLimits, greeting
from unchaff.batch.result import CRASHED, Result
from unchaff.errors import WorkerError
from unchaff.sources import Raw

CHUNK_PAGES = 16  # pages that go to a worker at once, …
CHUNK_BYTES = 1 << 20  # … and bytes: with more of either, workers only wait longer for each other
QUEUED = 2  # chunks for each worker that wait to be taken
STARTS = 20  # tries to start a worker: somebody may be killing them as they come
AHEAD = 8_192  # pages that may be done before an earlier one is


@dataclass(eq=False, slots=True)
class _Chunk:
    """Pages that go to a worker together, and their results as they come."""

    pages: deque[Raw]  # that have no result yet
    results: deque[Result] = field(default_factory=deque)
    open: int = 0  # results that are not handed out yet


class Pool:
    """Worker processes that live as long as this does: use it in a `with`, or close it. One `extract` at a time."""

    def __init__(self, plan: Plan, workers: int, limits: WorkerLimits) -> None:
        """Processes are started when there is work for them. WorkerError if the plan cannot be sent to them."""
        self._greeting = greeting(plan, limits)
        self._limits = limits
        self._workers = workers
        self._todo: queue.SimpleQueue[_Chunk | None] = queue.SimpleQueue()
        self._events: queue.SimpleQueue[tuple[_Chunk, Result] | Exception] = queue.SimpleQueue()
        self._processes: dict[int, Process] = {}  # by feeder
        self._closed = False
        self._feeders = [threading.Thread(target=self._feed, args=(i,), daemon=True) for i in range(workers)]
        for feeder in self._feeders:
            feeder.start()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all processes at once, whatever they are doing."""
        self._closed = True
        for _ in self._feeders:
            self._todo.put(None)
        for process in list(self._processes.values()):
            process.kill()
        for feeder in self._feeders:
            feeder.join()

    def extract(self, pages: Iterable[Raw]) -> Iterator[Result]:
        """A result for every page, in their order. Pages are taken a few chunks ahead of the results."""
        in_chunks = chunks(pages, self._workers)
        open_chunks: deque[_Chunk] = deque()
        more = True
        while more or open_chunks:
            if more and self._has_room(open_chunks):
                some = next(in_chunks, None)
                more = some is not None
                if some is not None:
                    open_chunks.append(_Chunk(deque(some), open=len(some)))
                    self._todo.put(open_chunks[-1])
            elif open_chunks and not open_chunks[0].results:
                self._take(self._events.get())
            while not self._events.empty():
                self._take(self._events.get())
            yield from _ready(open_chunks)

    def _has_room(self, open_chunks: deque[_Chunk]) -> bool:
        return self._todo.qsize() < QUEUED * self._workers and len(open_chunks) < max(
            AHEAD // CHUNK_PAGES, 4 * self._workers
        )

    @staticmethod
    def _take(event: tuple[_Chunk, Result] | Exception) -> None:
        if isinstance(event, Exception):
            raise event
        chunk, result = event
        chunk.results.append(result)

    def _feed(self, number: int) -> None:
        """The thread of one worker: gives it chunk after chunk, and replaces it when it is dead or tired."""
        try:
            while not self._closed and (chunk := self._todo.get()) is not None:
                self._serve(chunk, number)
        except Exception as error:  # whoever iterates is to hear of it
            self._events.put(error)
        finally:
            self._retire(number)

    def _serve(self, chunk: _Chunk, number: int) -> None:
        """All results of a chunk. A page over which a worker dies gets one more, fresh one, all to itself."""
        rest, blamed = chunk.pages, False
        while rest and not self._closed:
            process = self._process(number)
            if self._closed:  # asked again, since `close` kills what it finds after it has said so
                return
            batch = [rest[0]] if blamed else list(rest)
            try:
                for result in process.extract(batch):
                    rest.popleft()
                    blamed = False
                    self._events.put((chunk, result))
            except Lost as lost:
                self._retire(number)
                if self._closed:
                    return
                if lost.status == CRASHED and not blamed:
                    blamed = True
                else:
                    blamed = False
                    self._events.put((chunk, Result.lost(rest.popleft(), lost.status, lost.reason)))
        if number in self._processes and self._processes[number].tired:
            self._retire(number)

    def _process(self, number: int) -> Process:
        """The feeder's process, started if there is none. WorkerError if that fails time and again."""
        tries = STARTS
        while number not in self._processes:
            tries -= 1
            try:
                self._processes[number] = Process(self._greeting, self._limits)
            except Lost as lost:
                if not tries:
                    raise WorkerError(f"no worker process can be started: {lost.reason}") from lost
        return self._processes[number]

    def _retire(self, number: int) -> None:
        if number in self._processes:
            self._processes.pop(number).close()


def _ready(open_chunks: deque[_Chunk]) -> Iterator[Result]:
    """The results that no earlier page keeps waiting."""
    while open_chunks and open_chunks[0].results:
        head = open_chunks[0]
        head.open -= 1
        if not head.open:
            open_chunks.popleft()
        yield head.results.popleft()


def chunks(pages: Iterable[Raw], workers: int) -> Iterator[list[Raw]]:
    """Pages in chunks: small ones first, so that all workers start at once."""
    rest = iter(pages)
    made = 0
    while True:
        chunk, size = [], 0
        for raw in islice(rest, min(CHUNK_PAGES, 1 + made // workers)):
            chunk.append(raw)
            size += raw.size
            if size >= CHUNK_BYTES:
                break
        if not chunk:
            return
        made += 1
        yield chunk
