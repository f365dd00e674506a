"""Measures the batch layer: bench/batch.py scaling | archive | memory | engines; see docs/scale.md."""

from __future__ import annotations

import gzip
import resource
import sys
import tempfile
import time
import zlib
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median

if not __package__:  # run as a file: the root takes the place of bench/, whose profile.py would hide the stdlib's
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.command import parser
from bench.corpus import gold, pages
from unchaff import Plan, Raw, extract_many
from unchaff.batch.job import Job
from unchaff.batch.job import run as run_job
from unchaff.batch.result import result_of
from unchaff.sources import Columns, inputs

DATASETS = ("wcxb_dev", "fundus_dev", "trafi_dev", "htmldate_dev")
PLAN = Plan()


def arguments(argv: Sequence[str]) -> Namespace:
    """What the command line asks for."""
    options = parser("batch", __doc__)
    options.add_argument("what", choices=list(MEASURES))
    options.add_argument("--pages", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=3)
    return options.parse_args(argv)


def corpus(data: Path) -> list[Raw]:
    """The HTML pages of all datasets, in an order that mixes them."""
    found = [
        Raw(page, entry["url"], "text/html", entry["id"])
        for dataset in DATASETS
        for entry, page in pages(data, dataset, gold(data, dataset))
    ]
    return sorted(found, key=lambda raw: hash_of(raw.id))


def hash_of(name: str) -> int:
    """A number that mixes pages, the same every time."""
    return zlib.crc32(name.encode())


def pages_of(given: Namespace) -> list[Raw]:
    """As many pages as asked for, each dataset's again and again."""
    return list(islice(cycle(corpus(given.data)), given.pages))


class Watch:
    """Seconds by the wall, and of processors: this process's, and that of the workers that have ended."""

    def __enter__(self) -> Watch:
        self._then = self._now()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.here, self.workers = (now - then for now, then in zip(self._now(), self._then, strict=True))

    @staticmethod
    def _now() -> tuple[float, float, float]:
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.perf_counter(), time.process_time(), ended.ru_utime + ended.ru_stime


def scaling(given: Namespace) -> None:
    """One worker and two by turns: by the wall, and what two cores for ourselves would give by processor time."""
    pages = pages_of(given)
    ratios: list[float] = []
    for turn in range(given.rounds):
        took = {}
        for workers in (1, 2) if turn % 2 else (2, 1):
            with Watch() as took[workers]:
                count = sum(result.ok for result in extract_many(iter(pages), workers=workers))
            assert count == len(pages)
            _tell(f"{workers} worker{'s' * (workers > 1)}", took[workers], len(pages))
        ratios.append(took[1].wall / took[2].wall)
        alone = max(took[1].workers, took[1].here)
        together = max((took[2].workers + took[2].here) / 2, took[2].here)
        print(f"  by the wall {ratios[-1]:.2f} x; by processor time, on two idle cores, {alone / together:.2f} x")
    print(f"two workers give {median(ratios):.2f} x the pages/s of one (median by the wall); the floor is 1.8")


def archive(given: Namespace) -> None:
    """A job over a WARC against bare extraction of the same pages, both in this process, by processor time."""
    pages = pages_of(given)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crawl.warc.gz"
        write_warc(path, pages)
        print(f"{len(pages)} records, {path.stat().st_size / 1e6:.0f} MB")
        shares = []
        for turn in range(given.rounds):
            doing: list[Callable[[], float]] = [partial(_bare, pages), partial(_job, path, Path(folder) / "out.jsonl")]
            first = doing[turn % 2]()
            second = doing[1 - turn % 2]()
            bare, job = (second, first) if turn % 2 else (first, second)
            shares.append(bare / job)
            print(f"bare {bare / len(pages) * 1e3:.2f} ms/page, job {job / len(pages) * 1e3:.2f}: {bare / job:.1%}")
    print(f"a WARC is read at {median(shares):.1%} of the bare rate (median); the floor is 90 %")


def _bare(pages: Iterable[Raw]) -> float:
    with Watch() as watch:
        for raw in pages:
            result_of(raw, PLAN)
    return watch.here


def _job(path: Path, out: Path) -> float:
    job = Job(inputs([str(path)]), out, PLAN, Columns(), "bench")
    job.forget()
    with Watch() as watch:
        summary = run_job(job, partial(extract_many, workers=0, plan=PLAN))
    assert summary.pages and not summary.lost
    return watch.here


def write_warc(path: Path, pages: Iterable[Raw]) -> None:
    """A WARC as crawlers write it: a gzip member for each record, a request before each response."""
    with path.open("wb") as file:
        for raw in pages:
            page = raw.read()
            assert isinstance(page, bytes)
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nServer: bench\r\n\r\n"
            file.write(gzip.compress(_record("request", raw.url or "", b"GET / HTTP/1.1\r\n\r\n"), 6))
            file.write(gzip.compress(_record("response", raw.url or "", head + page), 6))


def _record(kind: str, url: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-05-04T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789abc>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode("utf-8", "replace") + block + b"\r\n\r\n"


def memory(given: Namespace) -> None:
    """What this process and its workers hold, ten times on the way."""
    pages = corpus(given.data)
    stream = islice(cycle(pages), given.pages)
    for number, _ in enumerate(extract_many(stream, workers=2), 1):
        if number % (given.pages // 10) == 0:
            workers = ", ".join(f"{_held(pid):.0f}" for pid in _children())
            print(
                f"{number:>7,} pages: {_held('self'):.0f} MB here, of which the pages are fixed; workers {workers} MB"
            )


def _held(pid: object) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6


def _children() -> list[str]:
    return [pid for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()]


def engines(given: Namespace) -> None:
    """The local pool, Ray and Spark on the same pages: pages/s of each core, by the wall, starts not counted."""
    pages = pages_of(given)
    raws = [Raw(raw.page, raw.url, id=str(number)) for number, raw in enumerate(pages)]
    for name, start in (("pool", _pool), ("ray", _ray), ("spark", _spark)):
        run = start(raws)
        with Watch() as watch:
            count = run()
        assert count == len(raws)
        print(f"{name:<6} {len(raws) / watch.wall:7.1f} pages/s on 2 cores, {len(raws) / watch.wall / 2:.1f} a core")


def _pool(raws: list[Raw]) -> Callable[[], int]:
    return lambda: sum(1 for _ in extract_many(raws, workers=2))


def _ray(raws: list[Raw]) -> Callable[[], int]:
    import ray

    from unchaff.integrations.ray import extract_many as on_ray

    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False)
    sum(1 for _ in on_ray(raws[:20]))

    def run() -> int:
        count = sum(1 for _ in on_ray(raws))
        ray.shutdown()
        return count

    return run


def _spark(raws: list[Raw]) -> Callable[[], int]:
    import os

    import pyarrow
    import pyarrow.parquet
    from pyspark.sql import SparkSession

    from unchaff.integrations.spark import extract_frame

    os.environ["PYSPARK_PYTHON"] = sys.executable
    folder = Path(tempfile.mkdtemp())
    table = pyarrow.table({name: [getattr(raw, name) for raw in raws] for name in ("id", "url", "page")})
    for number in range(8):
        part = table.take(list(range(number, len(raws), 8)))
        pyarrow.parquet.write_table(part, folder / f"{number}.parquet")
    quiet = {"spark.ui.enabled": "false", "spark.log.level": "ERROR"}
    spark = SparkSession.builder.master("local[2]").config(map=quiet).getOrCreate()
    frame = spark.read.parquet(str(folder)).repartition(8)
    extract_frame(frame.limit(4)).count()

    def run() -> int:
        extract_frame(frame).write.parquet(str(folder / "out"))
        count = int(spark.read.parquet(str(folder / "out")).count())
        spark.stop()
        return count

    return run


def _tell(name: str, watch: Watch, pages: int) -> None:
    each = 1e3 / pages
    print(
        f"  {name}: {pages / watch.wall:.1f} pages/s; processor ms/page: workers {watch.workers * each:.2f}, "
        f"parent {watch.here * each:.3f}"
    )


MEASURES = {"scaling": scaling, "archive": archive, "memory": memory, "engines": engines}


def main(argv: Sequence[str]) -> int:
    """Measure and print."""
    given = arguments(argv)
    MEASURES[given.what](given)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
