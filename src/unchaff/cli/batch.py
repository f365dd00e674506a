"""unchaff batch INPUT … -o OUT: files, folders and archives in, rows out, to be killed and resumed at will."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from functools import partial
from pathlib import Path

import unchaff
from unchaff.batch.job import Engine, job_of
from unchaff.batch.job import run as run_job
from unchaff.batch.many import default_workers
from unchaff.batch.plan import Plan
from unchaff.batch.process import MEMORY_BYTES, TIMEOUT_SECONDS, WorkerLimits
from unchaff.cli.page import Mistake, add_judgement, command_parser, labels, pipeline
from unchaff.errors import JobError, MissingExtra, UnknownName, WorkerError
from unchaff.render import RENDERERS
from unchaff.sources import Columns, inputs

EXAMPLES = """\
examples:
  unchaff batch dumps/ -o pages.jsonl                 every .html, .txt, .md, .jsonl, .parquet, .warc, .wet below dumps/
  unchaff batch 'CC-MAIN-*.warc.gz' -o pages.parquet
  unchaff batch crawl.jsonl.zst --page body --url link -o pages.jsonl.gz
  unchaff batch archive/ -o pages.parquet --workers 8 --timeout 10
  unchaff batch archive/ -o pages.parquet --ray auto  on the Ray cluster that this machine belongs to

Killed, at whatever moment, the same command goes on where it ended. Pages that are lost (broken, too slow, too big)
are in OUT.quarantine.jsonl with their reasons; OUT.journal tells how far the job is. docs/scale.md has the schema.
"""


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    about = "Strip the boilerplate from many pages."
    parser = command_parser("unchaff batch", about, EXAMPLES)
    add = parser.add_argument
    add("inputs", nargs="+", metavar="INPUT", help="files, folders, globs: HTML, text, JSONL, Parquet, WARC, WET")
    add("-o", "--out", required=True, type=Path, metavar="OUT", help=".jsonl, .jsonl.gz, .jsonl.zst or .parquet")
    add("--fresh", action="store_true", help="begin anew, and remove what an earlier run wrote")
    add("-f", "--format", choices=list(RENDERERS), default="text", help="of the text column; default: text")
    add_judgement(parser)
    _add_workers(parser)
    for name in Columns.__slots__:
        add(f"--{name.replace('_', '-')}", default="", metavar="COLUMN", help=f"JSONL, Parquet: where the {name} is")
    return parser


def _add_workers(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("-w", "--workers", type=int, default=None, help="processes; default: one for each core; 0: none, and no limits")
    add("--timeout", type=float, default=TIMEOUT_SECONDS, metavar="SECONDS", help="for a page; default: %(default)g")
    add("--memory", type=int, default=MEMORY_BYTES >> 20, metavar="MIB", help="for a worker; default: %(default)s")
    add("--ray", metavar="ADDRESS", help="work on a Ray cluster: auto, local, or HOST:PORT")


def run(given: argparse.Namespace) -> int:
    """Do the job and say what became of it, on standard error."""
    try:
        plan = Plan(given.format, labels(given), pipeline(given))
        job = job_of(inputs(given.inputs), given.out, plan, _columns(given), unchaff.__version__)
        engine = _engine(given, job.plan)
        _warn_of(job.inputs.skipped)
        if given.fresh:
            job.forget()
        summary = run_job(job, engine)
    except (JobError, MissingExtra, WorkerError, UnknownName, ValueError, OSError) as error:
        raise Mistake(str(error)) from error
    print("\n".join([f"unchaff: {given.out}", *(f"  {line}" for line in summary.lines())]), file=sys.stderr)
    if summary.lost:
        print(f"  reasons: {job.quarantine}", file=sys.stderr)
    return 0


def _columns(given: argparse.Namespace) -> Columns:
    return Columns(**{name: getattr(given, name) for name in Columns.__slots__})


def _engine(given: argparse.Namespace, plan: Plan) -> Engine:
    """What does the work; ValueError for numbers that cannot be, before anything is written."""
    workers = default_workers() if given.workers is None else given.workers
    WorkerLimits(given.timeout, given.memory << 20)
    if workers < 0:
        raise ValueError(f"--workers is 0 or more, not {workers}")
    limits = {"timeout": given.timeout, "memory": given.memory << 20, "plan": plan}
    if given.ray:
        from unchaff.integrations import ray

        return partial(ray.extract_many, address=given.ray, **limits)
    return partial(unchaff.extract_many, workers=workers, **limits)


def _warn_of(skipped: Counter[str]) -> None:
    if skipped:
        counted = ", ".join(f"{suffix} {count}" for suffix, count in sorted(skipped.items()))
        print(f"unchaff: left out, by the ends of their names: {counted}", file=sys.stderr)
