"""Measures unchaff on the labelled pages: bench/run.py [DATASET ...]; see docs/quality.md and docs/performance.md."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

if not __package__:  # run as a file: the root takes the place of bench/, whose profile.py would hide the stdlib's
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.answers import Task, answer_all, write_answers
from bench.command import impossible, outcome, parser
from bench.corpus import OUT, UnknownDataset, datasets, gold, sample, zip_of
from bench.extractors import OURS, PEERS, POLICIES, installed, ours
from bench.floors import FLOORS, Floors, changed, crossed, exceeded, load_floors, proposal
from bench.judge import Answer, Judge, load_judge, measures, score_all
from bench.speed import report

SMOKE_PAGES = 40  # of each dataset
EXAMPLES = """examples:
  bench/run.py                                        every dataset; exit 1 when a floor is crossed
  bench/run.py --check                                the same and the speed ceilings
  bench/run.py --smoke                                a fixed sample of every dataset
  bench/run.py fundus_dev --against trafilatura resiliparse
  bench/run.py wcxb_dev --policies                    precision and recall of DEFAULT, PRECISE, THOROUGH
  bench/run.py --speed --against trafilatura resiliparse
"""


def arguments(argv: Sequence[str]) -> Namespace:
    """What the command line asks for."""
    options = parser("run", __doc__, EXAMPLES)
    options.add_argument("datasets", nargs="*", metavar="DATASET", help="all of them when none is named")
    options.add_argument("--out", type=Path, default=OUT, help="folder for RESULTS-<dataset>.jsonl")
    options.add_argument("--floors", type=Path, default=FLOORS, help="the pinned floors")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--policy", choices=POLICIES, default="default", help="floors hold for the default alone")
    options.add_argument("--policies", action="store_true", help="every policy, one line each")
    options.add_argument("--without", nargs="+", default=[], metavar="STEP", help="leave steps out; no floors then")
    options.add_argument("--against", nargs="+", choices=PEERS, default=[], metavar="PEER", help=", ".join(PEERS))
    options.add_argument("--peers-only", action="store_true", help="with --against: leave unchaff out")
    options.add_argument("--smoke", action="store_true", help=f"{SMOKE_PAGES} pages of each, with floors of their own")
    options.add_argument("--speed", action="store_true", help="time and memory; no quality unless datasets are named")
    options.add_argument("--rounds", type=int, default=5, help="of the speed run")
    options.add_argument("--check", action="store_true", help="quality and speed, every floor and ceiling")
    options.add_argument("--pin", action="store_true", help="print what was measured as floors to paste")
    return options.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Run what is asked for; 1 when a floor is crossed, 2 when it cannot be run."""
    options = arguments(argv)
    try:
        return outcome(run(options, load_floors(options.floors)))
    except (UnknownDataset, FileNotFoundError) as error:
        return impossible("run", error)


def run(options: Namespace, floors: Floors) -> list[str]:
    """Measure, print, and give back what failed."""
    failures: list[str] = []
    if options.datasets or options.check or not options.speed:
        failures += quality(options, floors)
    if options.speed or options.check:
        failures += exceeded("speed", floors.speed, report(options.data, options.against, options.rounds))
    return failures


def quality(options: Namespace, floors: Floors) -> list[str]:
    """Answers, tables and crossed floors of every dataset asked for."""
    judge, names = load_judge(options.data), options.datasets or datasets(options.data)
    if not names:
        raise UnknownDataset(f"no datasets in {options.data}")
    for name in names:
        zip_of(options.data, name)  # a wrong name is told before the first long run
    failures = changed(floors.digests, options.data, names)
    for name in names:
        failures += one_dataset(options, judge, floors, name)
    return failures


def one_dataset(options: Namespace, judge: Judge, floors: Floors, dataset: str) -> list[str]:
    """Print a dataset's tables; give back the floors that unchaff's default policy crosses."""
    golds = gold(options.data, dataset)
    golds = sample(golds, SMOKE_PAGES) if options.smoke else golds
    failures: list[str] = []
    for extractor in extractors(options):
        answers = answer_all(Task(extractor, options.data, dataset, tuple(golds)), options.workers)
        write_answers(options.out / results_name(dataset, extractor, smoke=options.smoke), answers.values())
        figures = measures(score_all(judge, dataset, golds, answers))
        print("\n".join(lines(extractor, dataset, answers, figures)), flush=True)
        if not options.smoke:
            judge.score(dataset, answers)
        if extractor == OURS:
            failures += raised(dataset, answers.values())
            failures += crossed(dataset, floors.of(dataset, smoke=options.smoke), figures)
            if options.pin:
                print(proposal("smoke" if options.smoke else "full", dataset, figures))
    return failures


def extractors(options: Namespace) -> list[str]:
    """What runs on each dataset: the policies asked for and the peers that are installed."""
    if options.peers_only:
        return installed(options.against)
    policies = POLICIES if options.policies else (options.policy,)
    return [*(ours(policy, options.without) for policy in policies), *installed(options.against)]


def results_name(dataset: str, extractor: str, *, smoke: bool) -> str:
    """The file of an extractor's answers; unchaff's own are RESULTS-<dataset>.jsonl."""
    who = "" if extractor == OURS else "-" + extractor.replace(":", "-")
    return f"RESULTS-{dataset}{who}{'-smoke' if smoke else ''}.jsonl"


def lines(extractor: str, dataset: str, answers: dict[str, Answer], figures: dict[str, float]) -> Iterable[str]:
    """One extractor's figures on one dataset."""
    mean = sum(answer["ms"] for answer in answers.values()) / max(1, len(answers))
    yield f"{extractor} on {dataset}: {len(answers)} pages, {mean:.1f} ms mean"
    main_figures = {name: value for name, value in figures.items() if "." not in name or not name.startswith("body.")}
    yield "  " + "  ".join(f"{name} {value:.4f}" for name, value in main_figures.items())
    if "body" in figures:
        yield f"  body precision {figures['body.precision']:.4f}  recall {figures['body.recall']:.4f}"
    yield from (f"  {failure}" for failure in raised(dataset, answers.values()))


def raised(dataset: str, answers: Iterable[Answer]) -> list[str]:
    """A line when an extractor raised: no page may do that to a caller."""
    errors = [f"{answer['id']}: {answer['error']}" for answer in answers if "error" in answer]
    return [f"{dataset}: raised on {len(errors)} pages, first {errors[0]}"] if errors else []


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # the reader has seen enough
        sys.exit(main(sys.argv[1:]))
