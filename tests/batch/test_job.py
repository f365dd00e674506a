"""Jobs: every page exactly once in the output or the quarantine, however often the job is killed."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from unchaff.batch import Result
from unchaff.batch.sinks import sink
from unchaff.batch.summary import Summary
from unchaff.cli import main
from unchaff.errors import JobError
from unchaff.extras import need

FIXTURES = Path(__file__).parents[2] / "fixtures"
FILES = sorted([*FIXTURES.glob("pages/*/page.html"), *FIXTURES.glob("dumps/*/dump.txt")])
OUTS = ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.parquet"]
Row = dict[str, object]


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A folder with pages as files and as lines, two of which are no pages."""
    folder = tmp_path / "crawl"
    folder.mkdir()
    for i, path in enumerate(FILES):
        (folder / f"{i:02}{path.suffix}").write_bytes(path.read_bytes())
    lines = [
        json.dumps({"html": path.read_text("utf-8", "replace"), "url": f"https://site.example/{i}"})
        for i, path in enumerate(FILES)
    ]
    lines[3] = "{broken"
    (folder / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "no-gzip.jsonl.gz").write_bytes(b"\x1f\x8b this is no gzip file")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def rows(path: Path) -> list[Row]:
    """What an output has in it."""
    if path.suffix == ".parquet":
        found: list[Row] = need("pyarrow.parquet", "arrow").read_table(path).to_pylist()
        return found
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    elif path.suffix == ".zst":
        data = need("zstandard", "warc").ZstdDecompressor().stream_reader(data, read_across_frames=True).read()
    return [json.loads(line) for line in data.splitlines()]


def quarantine(path: Path) -> list[Row]:
    """The rows of lost pages."""
    return rows(path.with_name(path.name + ".quarantine.jsonl"))


def needs(out: str) -> None:
    """Skip where the packages for an output are missing."""
    if out.endswith(".zst"):
        pytest.importorskip("zstandard", reason="needs unchaff[warc]")
    if out.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="needs unchaff[arrow]")


@pytest.mark.parametrize("out", OUTS)
def test_every_output_has_the_same_rows(
    crawl: Path, tmp_path: Path, out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    needs(out)
    plain, other = tmp_path / "plain.jsonl", tmp_path / out
    assert main(["batch", str(crawl), "-o", str(plain), "--workers", "0"]) == 0
    assert main(["batch", str(crawl), "-o", str(other), "--workers", "2"]) == 0
    assert rows(other) == rows(plain)
    assert quarantine(other) == quarantine(plain)
    ids = [row["id"] for row in rows(plain)]
    assert len(ids) == len(set(ids)) == 2 * len(FILES) - 1
    assert [row["status"] for row in quarantine(plain)] == ["unreadable", "unreadable"]
    assert str(quarantine(plain)[0]["id"]).endswith("lines.jsonl#3")
    assert "BadGzipFile" in str(quarantine(plain)[1]["reason"])
    said = capsys.readouterr().err
    assert f"{2 * len(FILES) + 1} pages in " in said
    assert "lost: unreadable 2" in said
    assert "left out, by the ends of their names: .png 1" in said
    assert "\r" not in said  # no progress bar into a pipe
    assert not other.with_name(out + ".parts").exists()


def test_a_job_that_is_done_is_not_done_again(crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    arguments = ["batch", str(crawl), "-o", str(out), "--workers", "0"]
    assert main(arguments) == 0
    before, said = out.read_bytes(), capsys.readouterr().err
    assert main(arguments) == 0
    assert (out.read_bytes(), capsys.readouterr().err) == (before, said)
    assert main([*arguments, "--fresh"]) == 0
    assert out.read_bytes() == before


def test_another_job_does_not_go_on_with_the_output(
    crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    arguments = ["batch", str(crawl), "-o", str(out), "--workers", "0"]
    assert main(arguments) == 0
    assert main([*arguments, "--format", "markdown"]) == 2
    assert "format was 'text' and is 'markdown'" in capsys.readouterr().err
    (crawl / "new.html").write_bytes(FILES[0].read_bytes())
    assert main(arguments) == 2
    assert f"inputs was files {len(FILES) + 2}, bytes " in capsys.readouterr().err
    assert main([*arguments, "--fresh"]) == 0
    assert len(rows(out)) == 2 * len(FILES)


def test_an_output_among_the_inputs_is_not_read(crawl: Path) -> None:
    for out in ("out.jsonl", "out.parquet"):
        needs(out)
        arguments = ["batch", str(crawl), "-o", str(crawl / out), "--workers", "0"]
        assert main(arguments) == main(arguments) == 0
        assert len(rows(crawl / out)) == 2 * len(FILES) - 1
        (crawl / out).unlink()
        for path in crawl.glob(out + ".*"):
            path.unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_an_interrupted_job_goes_on(crawl: Path, tmp_path: Path) -> None:
    for i in range(200):
        (crawl / f"more{i:03}.html").write_bytes(FILES[0].read_bytes())
    out = tmp_path / "out.jsonl"
    with start(crawl, "-o", out, "--workers", 2) as job:
        wait_for(job, tmp_path / "out.jsonl.journal", 3)
        job.send_signal(signal.SIGINT)
        assert job.wait() == 130
        assert job.stderr is not None
        assert b"Traceback" not in job.stderr.read()
    assert 0 < len(rows(out)) < 2 * len(FILES) + 199
    assert main(["batch", str(crawl), "-o", str(out), "--workers", "0"]) == 0
    assert len(rows(out)) == 2 * len(FILES) + 199


def test_mistakes_say_what_to_do(crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.jsonl").write_text("mine")
    for words, said in (
        ([str(crawl), "-o", str(tmp_path / "mine.jsonl")], "there is no journal"),
        (
            [str(crawl), "-o", str(tmp_path / "out.csv")],
            "the output is called .jsonl, .jsonl.gz, .jsonl.zst or .parquet",
        ),
        ([str(tmp_path / "*.html"), "-o", str(tmp_path / "out.jsonl")], "no file matches"),
        ([str(crawl), "-o", str(tmp_path / "out.jsonl"), "--without", "nope"], "no step 'nope'; there are: "),
        ([str(crawl), "-o", str(tmp_path / "out.jsonl"), "--timeout", "0"], "a timeout is above 0 s"),
        ([str(crawl), "-o", str(tmp_path / "out.jsonl"), "--memory", "1"], "at least 128 MiB, not 1"),
        ([str(crawl), "-o", str(tmp_path / "out.jsonl"), "--workers", "-1"], "--workers is 0 or more, not -1"),
        ([str(crawl), "-o", str(tmp_path / "no" / "out.jsonl")], f"there is no folder {tmp_path / 'no'}"),
        ([str(crawl), "-o", str(tmp_path)], "the output is called"),
    ):
        before = sorted(tmp_path.iterdir())
        assert main(["batch", *words]) == 2
        assert said in capsys.readouterr().err
        assert sorted(tmp_path.iterdir()) == before, "a mistake leaves nothing behind"
    assert (tmp_path / "mine.jsonl").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "said"), [("lines.jsonl", "write to another file"), ("*.html", "the output is called")]
)
def test_a_fresh_job_never_removes_its_input(
    crawl: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    out = next(crawl.glob(name))
    before = out.read_bytes()
    for inputs in (crawl, out):
        assert main(["batch", str(inputs), "-o", str(out), "--fresh"]) == 2
        assert said in capsys.readouterr().err
        assert out.read_bytes() == before


# The command, with commits so frequent that a short run has many, and so slow that it is at work when it is killed,
# however fast the machine. It hears SIGINT, too, where the tests run in the background of a shell, whose processes
# ignore it and pass that on.
EAGER = """
import signal
import sys
import time
import unchaff.batch.job as job
import unchaff.cli

count = job.Summary.add

def count_slowly(summary, result):
    time.sleep(0.004)
    count(summary, result)

signal.signal(signal.SIGINT, signal.default_int_handler)
job.COMMIT_SECONDS, job.COMMIT_ROWS, job.Summary.add = 0.02, 5, count_slowly
sys.exit(unchaff.cli.main())
"""


def start(*arguments: object) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    return subprocess.Popen([sys.executable, "-c", EAGER, "batch", *map(str, arguments)], stderr=subprocess.PIPE)


def children(pid: int) -> list[int]:
    """The worker processes of a command."""
    try:
        lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for text in lists for child in text.split()]


def commits(journal: Path) -> int:
    """How many lines a journal has."""
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def wait_for(job: subprocess.Popen[bytes], journal: Path, lines: int) -> None:
    """Until the job is some commits further, or ends."""
    wanted = commits(journal) + lines
    deadline = time.monotonic() + 60
    while commits(journal) < wanted and job.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)


@pytest.mark.skipif(sys.platform != "linux", reason="finds the workers in /proc")
@pytest.mark.parametrize("out", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
def test_killed_at_random_moments_each_page_comes_exactly_once(crawl: Path, tmp_path: Path, out: str) -> None:
    needs(out)
    chance = random.Random(out)
    for i, path in enumerate(FILES * 12):
        (crawl / f"more{i:03}{path.suffix}").write_bytes(path.read_bytes())
    arguments, journal = (crawl, "-o", tmp_path / out, "--workers", 2), tmp_path / (out + ".journal")
    for number in range(7):
        with start(*arguments) as job:
            wait_for(job, journal, chance.randint(0, 4))
            time.sleep(chance.uniform(0, 0.05))
            if number % 2 and children(job.pid):
                os.kill(chance.choice(children(job.pid)), signal.SIGKILL)
                wait_for(job, journal, chance.randint(0, 2))
            assert job.poll() is None, "it ended before it was killed"
            job.kill()
    assert commits(journal) > 7
    with start(*arguments) as job:
        assert job.wait() == 0, job.stderr and job.stderr.read().decode()
    whole = tmp_path / "whole.jsonl"
    assert main(["batch", str(crawl), "-o", str(whole), "--workers", "0"]) == 0
    assert rows(tmp_path / out) == rows(whole)
    assert quarantine(tmp_path / out) == quarantine(whole)
    last = json.loads(journal.read_bytes().splitlines()[-1])
    assert last["summary"]["pages"] == len(rows(whole)) + len(quarantine(whole))


def test_two_at_one_job_do_not_meet(crawl: Path, tmp_path: Path) -> None:
    for i in range(300):
        (crawl / f"more{i:03}.html").write_bytes(FILES[0].read_bytes())
    out = tmp_path / "out.jsonl"
    with start(crawl, "-o", out, "--workers", 1) as first:
        while not (tmp_path / "out.jsonl.journal").exists():
            time.sleep(0.02)
        time.sleep(0.2)
        with start(crawl, "-o", out, "--workers", 1) as second:
            assert second.wait() == 2
            assert second.stderr is not None
            assert b"another process is at this job" in second.stderr.read()
        first.kill()


@pytest.mark.parametrize("out", OUTS)
def test_a_sink_forgets_what_came_after_its_mark(tmp_path: Path, out: str) -> None:
    needs(out)
    path = tmp_path / out
    written = sink(path, 0)
    written.write(Result(1, "kept", "ok"))
    mark = written.commit()
    written.write(Result(1, "cut back", "ok"))
    written.commit()
    written.write(Result(1, "never committed", "ok"))
    written.close()
    again = sink(path, mark)
    again.write(Result(1, "new", "ok"))
    again.commit()
    again.finish()
    again.close()
    assert [row["id"] for row in rows(path)] == ["kept", "new"]


@pytest.mark.parametrize("out", OUTS)
def test_a_sink_misses_what_somebody_took_away(tmp_path: Path, out: str) -> None:
    needs(out)
    with pytest.raises(JobError, match="--fresh"):
        sink(tmp_path / out, 5)


def test_summaries_count_and_survive_the_journal() -> None:
    summary = Summary()
    summary.add(Result(1, "a", "ok", language="de", page_type="article", page_characters=100, kept_characters=60))
    summary.add(Result(1, "b", "ok", page_characters=100, warnings=("charset: unsure", "charset: wrong")))
    summary.add(Result(1, "c", "timeout", "more than 30 s"))
    summary.seconds = 2.0
    assert Summary.of(json.loads(json.dumps(summary.to_dict()))) == summary
    assert list(summary.lines()) == [
        "3 pages in 2 s, 1.5 pages/s",
        "30% of the text kept",
        "languages: de 1, unknown 1",
        "kinds: article 1, unknown 1",
        "warnings: charset 2",
        "lost: timeout 1",
    ]


def test_a_terminal_gets_a_bar(
    crawl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tqdm", reason="needs unchaff[batch]")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert main(["batch", str(crawl), "-o", str(tmp_path / "out.jsonl"), "--workers", "0"]) == 0
    said = capsys.readouterr().err
    assert "\r" in said
    assert "pages, " in said
    assert "/s" in said
