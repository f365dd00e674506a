"""Shows pages to read: what was kept, what is gold, and which step said so; bench/pages.py wcxb_dev --worst 10."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random

if not __package__:  # run as a file: the root takes the place of bench/, whose profile.py would hide the stdlib's
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import unchaff
from bench.answers import Task, answer_all, read_answers
from bench.command import impossible, parser
from bench.corpus import Gold, UnknownDataset, address, gold, pages, sample
from bench.extractors import POLICIES, ours, pipeline
from bench.judge import Answer, Judge, PageScore, Tokens, load_judge, score_all, tokens_of
from bench.marks import Marked, expected, mark_blocks, unread
from unchaff.model import Block, Page
from unchaff.pipeline import Pipeline

ORDERS = ("f1", "precision", "recall")
EXAMPLES = """marks: K kept, G gold; K- is chaff that was kept, -G gold that was lost; number: the block's gold share
examples:
  bench/pages.py wcxb_dev --worst 10 --kind forum           worst F1 first
  bench/pages.py wcxb_dev --worst 10 --by recall --wrong    only blocks on the wrong side
  bench/pages.py fundus_dev --random 5 --seed 3
  bench/pages.py wcxb_dev --id 0042 --gold                  one page with its gold text
  bench/pages.py wcxb_dev --list --worst 50                 a line per page, no blocks
  bench/pages.py wcxb_dev --blame                           tokens on the wrong side, by label and step, over all pages
  bench/pages.py wcxb_dev --blame --near related            the blocks behind one line of --blame
"""


def arguments(argv: Sequence[str]) -> Namespace:
    """What the command line asks for."""
    options = parser("pages", __doc__, EXAMPLES)
    options.add_argument("dataset", metavar="DATASET")
    options.add_argument("--worst", type=int, metavar="N", help="the N worst pages")
    options.add_argument("--by", choices=ORDERS, default="f1", help="worst by what")
    options.add_argument("--random", type=int, metavar="N", help="N pages by chance")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--id", nargs="+", help="these pages")
    options.add_argument("--kind", help="only pages of this kind")
    options.add_argument("--match", default="", help="only pages whose id or URL has this in it")
    options.add_argument("--sample", type=int, metavar="N", help="only look at a fixed sample of N pages")
    options.add_argument("--from", dest="results", type=Path, help="rank by these RESULTS.jsonl, do not extract again")
    options.add_argument("--policy", choices=POLICIES, default="default")
    options.add_argument("--without", nargs="+", default=[], metavar="STEP", help="leave these steps out")
    options.add_argument("--wrong", action="store_true", help="only blocks on the wrong side")
    options.add_argument("--near", metavar="NAME", help="only blocks with this label or step")
    options.add_argument("--gold", action="store_true", help="the gold text too")
    options.add_argument("--list", action="store_true", help="a line per page, no blocks")
    options.add_argument("--blame", action="store_true", help="sum the tokens on the wrong side by label and step")
    options.add_argument("--trail", action="store_true", help="the verdicts on each block that lost, too")
    options.add_argument("--width", type=int, default=100, help="signs of each block's text")
    options.add_argument("--workers", type=int, default=2)
    return options.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Show what is asked for."""
    options = arguments(argv)
    try:
        judge, golds = load_judge(options.data), candidates(options)
        show(options, judge, golds)
    except (UnknownDataset, FileNotFoundError) as error:
        return impossible("pages", error)
    return 0


def candidates(options: Namespace) -> list[Gold]:
    """The pages that may be shown."""
    golds = [
        entry
        for entry in gold(options.data, options.dataset)
        if options.kind in (None, entry["kind"])
        and (not options.id or entry["id"] in options.id)
        and (options.match in entry["id"] or options.match in entry["url"])
    ]
    return sample(golds, options.sample) if options.sample else golds


def show(options: Namespace, judge: Judge, golds: list[Gold]) -> None:
    """Print the chosen pages, or the sum over all of them."""
    if options.random is not None:
        golds = Random(options.seed).sample(golds, min(options.random, len(golds)))
    tokens = tokens_of(judge, options.dataset)
    if options.blame:
        print("\n".join(blame(options, golds, tokens)))
        return
    for score in ranked(options, judge, golds):
        print(headline(score))
        if not options.list:
            print("\n".join(body_of(options, score.gold, tokens)), end="\n\n")


def ranked(options: Namespace, judge: Judge, golds: list[Gold]) -> list[PageScore]:
    """The scores of the pages to show, worst first."""
    scores = score_all(judge, options.dataset, golds, answers(options, golds))
    scores.sort(key=lambda score: badness(score, options.by))
    return scores[: options.worst] if options.worst else scores


def answers(options: Namespace, golds: list[Gold]) -> dict[str, Answer]:
    """What unchaff says about the pages, now or in a file written before."""
    if options.results:
        return read_answers(options.results)
    extractor = ours(options.policy, options.without)
    workers = options.workers if len(golds) > 16 else 1
    return answer_all(Task(extractor, options.data, options.dataset, tuple(golds)), workers)


def badness(score: PageScore, by: str) -> float:
    """What the worst pages have least of; where there is no gold text, chunks on the right side."""
    if score.body:
        return float(getattr(score.body, by))
    if score.snippets:
        return -float(score.snippets.missing + score.snippets.intruding)
    return float(score.date.right) if score.date else 1.0


def headline(score: PageScore) -> str:
    """The line above a page."""
    parts = [f"=== {score.gold['id']}  {score.gold['kind']}  {score.gold['file']}  {score.gold['url']}\n   "]
    if score.body:
        parts.append("F1 {2:.3f}  P {0:.3f}  R {1:.3f}".format(*score.body))
    if score.snippets:
        parts.append("chunks: {} found, {} missing, {} intruding".format(*score.snippets))
    asked = {"title": score.title, "authors": score.authors, "date": score.date and score.date.right}
    parts += [f"{name} {float(value):.2f}" for name, value in asked.items() if value is not None]
    return "  ".join(parts)


def filters(options: Namespace) -> Pipeline:
    """The steps asked for."""
    chosen: Pipeline = pipeline(ours(options.policy, options.without))
    return chosen


def body_of(options: Namespace, entry: Gold, tokens: Tokens) -> Iterator[str]:
    """The lines on one page: metadata, blocks, lost gold, chunks, gold text."""
    source = next(page for _, page in pages(options.data, options.dataset, [entry]))
    document = unchaff.extract(source, url=address(entry), pipeline=filters(options))
    yield from metadata_lines(document, entry)
    for marked in mark_blocks(document.blocks, entry, tokens):
        if wanted(options, marked):
            yield block_line(marked, options.width)
            yield from overruled(document.page, marked.block) if options.trail else ()
    yield from (f"  NOT READ  {line[: options.width]}" for line in unread(document.blocks, entry, tokens))
    yield from chunk_lines(entry, document.text)
    if options.gold:
        yield from (f"  GOLD  {line}" for line in expected(entry).splitlines() if line.strip())


def metadata_lines(document: unchaff.Document, entry: Gold) -> Iterator[str]:
    """Expected and found metadata, where they differ."""
    found = {"title": document.title, "authors": list(document.authors), "date": document.published}
    gold_of = {"title": entry["title"], "authors": entry["authors"], "date": entry["date"]}
    for name, right in gold_of.items():
        if right and not agree(right, found[name]):
            yield f"  {name}: expected {right!r}, found {found[name]!s}"
    yield from (f"  warning: {warning}" for warning in document.warnings)


def agree(right: object, found: object) -> bool:
    """Whether they are the same to the eye, days without their time of day."""
    return str(right) == str(found) or (isinstance(found, date) and found.isoformat()[:10] == str(right)[:10])


def wanted(options: Namespace, marked: Marked) -> bool:
    """Whether a block is to be shown."""
    near = options.near in (None, marked.block.step, str(marked.block.label))
    return near and (marked.wrong or not options.wrong)


def block_line(marked: Marked, width: int) -> str:
    """One block: marks, gold share, index, kind, label, step, reason and text."""
    block = marked.block
    marks = ("K" if marked.kept else "-") + ("G" if marked.gold else "-") + ("!" if marked.wrong else " ")
    text = " ".join(block.text.split())[:width]
    who = f"{block.label}/{block.step}"
    return f"  {marks} {marked.share:4.0%} {block.index:4} {block.kind[:7]:7} {who:28} {text}   <{block.reason}>"


def overruled(page: Page, block: Block) -> Iterator[str]:
    """The verdicts on a block that did not hold."""
    for verdict in page.verdicts:
        if verdict is not block.verdict and verdict.start <= block.index < verdict.stop:
            yield f"           lost: {verdict.label}/{verdict.step} {verdict.strength.name} <{verdict.reason}>"


def chunk_lines(entry: Gold, text: str) -> Iterator[str]:
    """Chunks on the wrong side, in datasets that have them."""
    flat = " ".join(text.split())
    for chunk in entry["with"]:
        if " ".join(chunk.split()) not in flat:
            yield f"  MISSING  {chunk}"
    for chunk in entry["without"]:
        if " ".join(chunk.split()) in flat:
            yield f"  INTRUDING  {chunk}"


def blame(options: Namespace, golds: Iterable[Gold], tokens: Tokens) -> Iterator[str]:
    """Tokens on the wrong side by label and step, with the words of an example; most costly first."""
    rows: dict[tuple[str, str], list[Marked]] = defaultdict(list)
    chosen = filters(options)
    for entry, source in pages(options.data, options.dataset, golds):
        page = unchaff.label(source, url=address(entry), pipeline=chosen)
        for marked in mark_blocks(page.blocks, entry, tokens):
            if wanted(options, marked):
                rows[str(marked.block.label), marked.block.step].append(marked)
    yield f"{'label':12} {'step':22} {'blocks':>7} {'wrong':>6} {'tokens':>8} {'wrong':>8} {'':4} the most costly block"
    for (label, step), of_row in sorted(rows.items(), key=lambda row: -sum(marked.cost for marked in row[1])):
        size, cost = sum(marked.size for marked in of_row), sum(marked.cost for marked in of_row)
        example = " ".join(max(of_row, key=lambda marked: marked.cost).block.text.split())[: options.width]
        wrong = sum(marked.wrong for marked in of_row)
        yield f"{label:12} {step:22} {len(of_row):7} {wrong:6} {size:8} {cost:8} {cost / max(1, size):4.0%} {example}"


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # the reader has seen enough
        sys.exit(main(sys.argv[1:]))
