"""A job: files in, rows out, each page exactly once, however often it is killed and begun again."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

from unchaff.batch.journal import Journal
from unchaff.batch.plan import Plan
from unchaff.batch.progress import progress
from unchaff.batch.result import VERSION, Result
from unchaff.batch.sinks import check, sink, tidy_up
from unchaff.batch.summary import Summary
from unchaff.errors import JobError
from unchaff.sources import Columns, Inputs, Raw, pages

COMMIT_SECONDS = 5.0  # at most so much work is done again after a kill
COMMIT_ROWS = 2_000  # rows that wait in memory

Engine = Callable[[Iterable[Raw]], Iterator[Result]]  # results in the order of the pages


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done."""

    inputs: Inputs
    out: Path
    plan: Plan
    columns: Columns
    version: str  # of unchaff

    @property
    def journal(self) -> Path:
        """The file that tells how far the job is."""
        return self.out.with_name(self.out.name + ".journal")

    @property
    def quarantine(self) -> Path:
        """The rows of pages that were lost, with their reasons."""
        return self.out.with_name(self.out.name + ".quarantine.jsonl")

    def told(self) -> dict[str, object]:
        """All that decides the rows, in plain values."""
        digest = hashlib.sha256()
        for part in self.inputs.parts:
            digest.update(f"{part.path}\0{part.form}\0{part.size}\0{part.changed}\n".encode("utf-8", "surrogateescape"))
        counted = {"files": len(self.inputs.parts), "bytes": self.inputs.size, "digest": digest.hexdigest()}
        return {
            "unchaff": self.version,
            "schema": VERSION,
            **self.plan.told(),
            "columns": asdict(self.columns),
            "inputs": counted,
        }

    def owns(self, path: Path) -> bool:
        """Whether a file is the job's own output, which no job reads though it lie among the inputs."""
        mine = [self.out, self.journal, self.quarantine]
        return path.resolve() in [own.resolve() for own in mine] or path.parent.name == self.out.name + ".parts"

    def forget(self) -> None:
        """Remove what an earlier run of the job left."""
        for path in (self.out, self.journal, self.quarantine):
            path.unlink(missing_ok=True)
        tidy_up(self.out)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the input a page stands."""

    part: int
    pages: int  # of that file, this one included
    done: int  # bytes of the input, up to and with this page


def job_of(found: Inputs, out: Path, plan: Plan, columns: Columns, version: str) -> Job:
    """A job over all files of `found` but its own. JobError for an output that cannot be, or that is an input."""
    check(out)
    job = Job(found, out, plan, columns, version)
    if not job.journal.exists() and any(part.path.resolve() == out.resolve() for part in found.parts):
        raise JobError(f"{out} is an input, too, and no output of an earlier run; write to another file")
    return replace(job, inputs=replace(found, parts=tuple(part for part in found.parts if not job.owns(part.path))))


def run(job: Job, engine: Engine) -> Summary:
    """Do the job, or what is left of it. JobError if it is not the one that the journal beside the output is about.

    Whatever ends it, a kill included, the same call goes on where it ended.
    """
    if job.out.exists() and not job.journal.exists():
        raise JobError(f"{job.out} exists, and there is no journal of how it came about; remove it, or use --fresh")
    with Journal(job.journal, job.told()) as journal:
        if not journal.state.complete:
            _Run(job, journal).do(engine)
        tidy_up(job.out)
        return Summary.of(journal.state.summary)


class _Run:
    """One run of a job."""

    def __init__(self, job: Job, journal: Journal) -> None:
        self._job = job
        self._journal = journal
        self._state = journal.state
        self._summary = Summary.of(self._state.summary)
        self._places: deque[_Place] = deque()  # of pages on their way
        self._between = True  # rows: what is written and what the state says are the same
        self._rows = sink(job.out, self._state.rows)
        self._lost = sink(job.quarantine, self._state.lost)
        self._before = self._summary.seconds
        self._began = time.monotonic()

    def do(self, engine: Engine) -> None:
        """All pages that are left; what is done is committed whatever happens, but not in the middle of a row.

        Ctrl-C there would commit a row that the state does not know, and the page would come twice; as it is, the rows
        since the last commit are done again.
        """
        bar = progress(self._job.inputs.size, self._done_before())
        try:
            results = engine(self._pages())
            try:
                self._collect(results, bar)
            finally:
                if self._between:
                    self._commit()
            self._rows.finish()
            self._journal.commit(replace(self._state, complete=True))
        finally:
            bar.close()
            self._rows.close()
            self._lost.close()

    def _collect(self, results: Iterator[Result], bar: Callable[[int, Summary], None]) -> None:
        committed, waiting = time.monotonic(), 0
        for result in results:
            place = self._places.popleft()
            self._between = False
            (self._rows if result.ok else self._lost).write(result)
            self._summary.add(result)
            self._state = replace(self._state, part=place.part, pages=place.pages)
            self._between = True
            waiting += 1
            if waiting >= COMMIT_ROWS or time.monotonic() - committed > COMMIT_SECONDS:
                self._commit()
                committed, waiting = time.monotonic(), 0
            bar(place.done, self._summary)

    def _commit(self) -> None:
        """Rows first, then the line that says so."""
        self._summary.seconds = self._before + time.monotonic() - self._began
        rows, lost = self._rows.commit(), self._lost.commit()
        self._state = replace(self._state, rows=rows, lost=lost, summary=self._summary.to_dict())
        self._journal.commit(self._state)

    def _done_before(self) -> int:
        return sum(part.size for part in self._job.inputs.parts[: self._state.part])

    def _pages(self) -> Iterator[Raw]:
        """The pages that are not done, from the file on where the last run ended."""
        skip, before = self._state.pages, self._done_before()
        for number, part in islice(enumerate(self._job.inputs.parts), self._state.part, None):
            for count, (raw, done) in enumerate(pages(part, self._job.columns), 1):
                if count > skip:
                    self._places.append(_Place(number, count, before + done))
                    yield raw
            skip, before = 0, before + part.size
