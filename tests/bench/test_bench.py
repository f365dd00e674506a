"""The bench notices what it is there to notice."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from bench.corpus import DATA, Gold, UnknownDataset, address, datasets, digest, gold, pages, sample
from bench.extractors import day, installed, ours, pipeline
from bench.floors import FLOORS, BadFloors, changed, crossed, exceeded, load_floors, proposal
from bench.judge import Answer, load_judge, measures, score_all
from bench.marks import mark_blocks, unread

import unchaff
from bench import answers, run, speed
from unchaff.model import Block, Box, Label, Verdict

SCORE = DATA.parent / "score.py"
needs_judge = pytest.mark.skipif(not SCORE.is_file(), reason="no judge beside the repository")
WORDS = re.compile(r"\w+")


def entry(name: str, **facts: object) -> Gold:
    """A page's gold, empty but for what is given."""
    empty: dict[str, object] = {"url": "https://example.org/" + name, "kind": "article", "lang": "en", "text": None}
    empty |= {"with": [], "without": [], "title": None, "authors": None, "date": None}
    return {"id": name, "file": f"html/{name}.html", **empty, **facts}  # type: ignore[typeddict-item]


GOLDS = [
    entry("a", text="One two three.", title="A Title", authors=["Ann Lee", "Bo Ek"], date="2024-05-06"),
    entry("b", text="Four five\u2028six seven.", kind="forum", title="Other", authors=["Cy and Di"], date="2024-01-01"),
    entry("c", **{"with": ["keep this"], "without": ["drop this", "and this"]}),
]
ANSWERS = {
    "a": Answer(id="a", text="one two nine", title="“a title”", authors=["Ann Lee"], date="2024-05-06", ms=1.0),
    "b": Answer(id="b", text="four five six seven", title="", authors=["Cy", "Di"], date=None, ms=3.0),
    "c": Answer(id="c", text="Keep  this? keep\nthis, drop this", title=None, authors=[], date=None, ms=2.0),
}


def dataset(folder: Path, name: str, golds: list[Gold]) -> Path:
    """A dataset's zip in `folder`."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
        archive.writestr("gold.jsonl", "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in golds))
        for one in golds:
            archive.writestr(one["file"], f"<p>{one['id']}</p>")
    return folder


def floors_file(folder: Path, text: str) -> Path:
    """A floors file with this text."""
    path = folder / "floors.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_dataset_is_read_whole(tmp_path: Path) -> None:
    data = dataset(tmp_path / "data", "some_dev", GOLDS)
    assert datasets(data) == ["some_dev"]
    assert gold(data, "some_dev") == GOLDS  # U+2028 in a text does not end its line
    assert [page for _, page in pages(data, "some_dev", GOLDS[1:])] == [b"<p>b</p>", b"<p>c</p>"]


def test_an_unknown_dataset_is_told_with_those_there_are(tmp_path: Path) -> None:
    data = dataset(tmp_path / "data", "some_dev", GOLDS)
    with pytest.raises(UnknownDataset, match=r"no dataset 'other'.*some_dev"):
        gold(data, "other")


def test_a_sample_is_fixed_and_grows() -> None:
    many = [entry(str(number)) for number in range(100)]
    ten = [one["id"] for one in sample(many, 10)]
    assert ten == [one["id"] for one in sample(reversed(many), 10)]
    assert ten == [one["id"] for one in sample(many, 20)][:10]
    assert ten != [str(number) for number in range(10)]


def test_only_addresses_are_given_to_the_extractor() -> None:
    assert address(entry("a")) == "https://example.org/a"
    assert address(entry("a", url="hard::a.html")) is None


def test_the_pinned_floors_can_be_read() -> None:
    floors = load_floors(FLOORS)
    assert floors.full.keys() <= floors.digests.keys()
    assert floors.smoke.keys() <= floors.digests.keys()
    assert "unchaff.extract_text/lxml" in floors.speed


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[fool.x]\nbody = 1", "no table fool"),
        ("[full.x]\nbody = '0.9'", "full.x.body is not a number"),
        ("[speed]\nx = true", "speed.x is not a number"),
        ("[digest]\nx = 'abc'", "digest.x is not a SHA-256"),
    ],
)
def test_a_floors_file_with_nonsense_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(BadFloors, match=complaint):
        load_floors(floors_file(tmp_path, text))


def test_floors_are_crossed_from_above_only() -> None:
    floors = {"body": 0.8, "title": 0.5}
    assert crossed("x_dev", floors, {"body": 0.8, "title": 0.9}) == []
    assert crossed("x_dev", floors, {"body": 0.79, "title": 0.9}) == ["x_dev: body 0.7900 is under its floor 0.8000"]
    assert "title not measured" in crossed("x_dev", floors, {"body": 1.0})[0]
    assert crossed("x_dev", floors, {"body": float("nan"), "title": 1.0})


def test_ceilings_are_crossed_from_below_only() -> None:
    assert exceeded("speed", {"a/b": 6.0}, {"a/b": 6.0}) == []
    assert exceeded("speed", {"a/b": 6.0}, {"a/b": 6.01}) == ["speed: a/b 6.0100 is over its ceiling 6.0000"]
    assert "not measured" in exceeded("speed", {"a/b": 6.0}, {})[0]


def test_a_changed_corpus_is_noticed(tmp_path: Path) -> None:
    data = dataset(tmp_path / "data", "some_dev", GOLDS)
    digests = {"some_dev": digest(data / "some_dev.zip"), "absent_dev": "0" * 64}
    assert changed(digests, data, ["some_dev"]) == []
    dataset(data, "some_dev", GOLDS[:2])
    assert "some_dev: the corpus changed" in changed(digests, data, ["some_dev"])[0]


def test_proposed_floors_can_be_read_and_are_met(tmp_path: Path) -> None:
    measured = {"body": 0.9123, "body.forum": 0.5}
    proposed = load_floors(floors_file(tmp_path, proposal("full", "x_dev", measured))).full["x_dev"]
    assert proposed.keys() == measured.keys()
    assert crossed("x_dev", proposed, measured) == []
    assert crossed("x_dev", proposed, {"body": 0.90, "body.forum": 0.5})


def test_an_extractor_that_raises_has_answered_nothing() -> None:
    def broken(page: bytes, url: str | None) -> Answer:
        raise RecursionError("too deep") from KeyError("x")

    answer = answers.answer_page(broken, b"", GOLDS[0])
    assert answer["text"] == "" and answer["id"] == "a" and answer["ms"] >= 0
    assert run.raised("x_dev", [answer]) == [
        "x_dev: raised on 1 pages, first a: RecursionError: too deep (KeyError: 'x')"
    ]
    assert run.raised("x_dev", ANSWERS.values()) == []


def test_answers_are_written_as_they_are_read(tmp_path: Path) -> None:
    answers.write_answers(tmp_path / "out" / "RESULTS.jsonl", ANSWERS.values())
    assert answers.read_answers(tmp_path / "out" / "RESULTS.jsonl") == ANSWERS


def test_days_stay_in_their_own_time_zone() -> None:
    from datetime import date, datetime, timedelta, timezone

    assert day(datetime(2024, 5, 6, 0, 30, tzinfo=timezone(timedelta(hours=9)))) == "2024-05-06"
    assert day(date(2024, 5, 6)) == "2024-05-06"
    assert day(None) is None


def test_edited_pipelines_have_names_of_their_own() -> None:
    assert [ours(), ours("precise"), ours("default", ["a", "b"])] == [
        "unchaff",
        "unchaff:precise",
        "unchaff:default:a:b",
    ]
    assert pipeline("unchaff") == unchaff.DEFAULT
    first = unchaff.PRECISE.names[0]
    assert pipeline(ours("precise", [first])) == unchaff.PRECISE.without(first)


def test_a_missing_peer_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert installed(["json", "no_such_peer"]) == ["json"]
    assert "no_such_peer is left out" in capsys.readouterr().err


def sheet() -> speed.Sheet:
    """Two pages, two rounds; the slow one ran on the first page only."""
    found = speed.Sheet({0: 1000, 1: 3000})
    for page, bare, our in ((0, 1.0, 2.0), (1, 3.0, 12.0), (0, 1.0, 4.0), (1, 3.0, 12.0)):
        found.note("lxml", page, bare)
        found.note("unchaff.extract_text", page, our)
    for ms in (30.0, 30.0):
        found.note("trafilatura", 0, ms)
    return found


def test_ratios_are_of_the_pages_both_ran_on() -> None:
    of_bare = speed.ratio(sheet(), "unchaff.extract_text", "lxml")
    assert of_bare.of_sums == pytest.approx(15 / 4)
    assert (of_bare.low, of_bare.high) == (pytest.approx(14 / 4), pytest.approx(16 / 4))
    assert of_bare.middle == pytest.approx(3.5)
    assert speed.ratio(sheet(), "unchaff.extract_text", "trafilatura").of_sums == pytest.approx(0.1)
    assert speed.speed_figures(sheet()) == {
        "unchaff.extract_text/lxml": pytest.approx(3.75),
        "unchaff.extract_text/trafilatura": pytest.approx(0.1),
    }


def test_the_speed_table_has_a_row_for_everyone() -> None:
    text = "\n".join(speed.table(sheet()))
    assert re.search(r"^  unchaff\.extract_text +2 +7\.50 +7\.50 +12\.00 +12\.00 +0\.3$", text, re.MULTILINE)
    assert re.search(r"^  trafilatura +1 +30\.00", text, re.MULTILINE)
    assert "unchaff.extract_text / lxml" in text and "3.75 x" in text


def test_extractors_are_interleaved_in_changing_order(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(speed, "runner", lambda name: lambda page, url: order.append(name))
    corpus = [(b"1", None)] * 20
    measured = speed.measure(["x", "y", "trafilatura"], corpus, rounds=2)
    assert order[:3] == ["x", "y", "trafilatura"]  # one page to warm up on
    assert {len(rounds) for by_page in measured.times.values() for rounds in by_page.values()} == {2}
    assert [sorted(measured.times[name]) for name in ("x", "trafilatura")] == [list(range(20)), [0, 5, 10, 15]]
    assert {len({speed.apart(number, who, 5, 20) for who in range(5)}) for number in range(20)} == {5}
    assert {speed.apart(number, 3, 5, 20) for number in range(20)} == set(range(20))
    pairs = [tuple(speed.shuffled("xyz", turn, number)) for turn in range(2) for number in range(20)]
    assert len(set(pairs)) == 6
    assert pairs == [tuple(speed.shuffled("xyz", turn, number)) for turn in range(2) for number in range(20)]


def block(text: str, label: Label) -> Block:
    """A labelled block."""
    made = Block(text, Box(None, "", 0))
    made.verdict = Verdict(made, label, "because")
    return made


def test_blocks_are_held_against_the_gold() -> None:
    blocks = [
        block("Bridge", Label.NAVIGATION),  # a word of the gold's, but not in its place
        block("Ferry", Label.NAVIGATION),
        block("Floods", Label.NAVIGATION),
        block("Floods", Label.OTHER),
        block("The river rose two metres overnight", Label.BODY),
        block("The mayor closed the old bridge", Label.RELATED),
        block("The two rose overnight closed", Label.BODY),  # the same words, in no order of the gold's
        block("…", Label.BODY),
    ]
    text = "Floods\nThe river rose two metres overnight. The mayor closed the old bridge.\nNobody spoke of the ferry."
    marked = mark_blocks(blocks, entry("a", text=text), WORDS)
    assert [one.gold for one in marked] == [False, False, False, True, True, True, False, False]
    assert [one.wrong for one in marked] == [False, False, False, True, False, True, True, False]
    assert [one.cost for one in marked] == [0, 0, 0, 1, 0, 6, 5, 0]
    assert list(unread(blocks, entry("a", text=text), WORDS)) == ["Nobody spoke of the ferry."]


def test_where_gold_is_incomplete_nothing_kept_is_chaff() -> None:
    blocks = [block("No chunk has this", Label.BODY), block("keep this", Label.RELATED)]
    chunks = entry("c", **{"with": ["Keep this."]})
    assert [(one.wrong, one.cost) for one in mark_blocks(blocks, chunks, WORDS)] == [(False, 0), (True, 2)]


@pytest.mark.parametrize("text", ["", "…", "One"])
def test_hardly_any_gold_marks_hardly_anything(text: str) -> None:
    blocks = [block("one", Label.BODY), block("", Label.BODY), block("two three four", Label.BODY)]
    gold_of = [one.gold for one in mark_blocks(blocks, entry("a", text=text), WORDS)]
    assert gold_of == [text == "One", False, False]
    assert mark_blocks([], entry("a", text=text), WORDS) == []


@needs_judge
def test_the_figures_are_those_of_the_judge(tmp_path: Path) -> None:
    data = dataset(tmp_path / "data", "some_dev", GOLDS)
    shutil.copy(SCORE, tmp_path)
    judge = load_judge(data)
    table = io.StringIO()
    with contextlib.redirect_stdout(table):
        judge.score("some_dev", ANSWERS)
    figures = measures(score_all(judge, "some_dev", gold(data, "some_dev"), ANSWERS))
    said = table.getvalue()
    assert f"body    F1={figures['body']:.4f} P={figures['body.precision']:.4f} R={figures['body.recall']:.4f}" in said
    assert re.search(rf"forum +1 F1={figures['body.forum']:.4f}", said)
    assert f"snippets F1={figures['snippets']:.4f}" in said
    assert f"title   {figures['title']:.4f} of 2" in said
    assert f"author  F1={figures['authors']:.4f} of 2" in said
    assert f"date    {figures['date']:.4f} of 2, P={figures['date.precision']:.4f}" in said


@needs_judge
@pytest.mark.parametrize(("floor", "code"), [(0.8, 0), (0.9, 1)])
def test_a_crossed_floor_fails_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], floor: float, code: int
) -> None:
    data = dataset(tmp_path / "data", "some_dev", GOLDS)
    shutil.copy(SCORE, tmp_path)
    floors = floors_file(tmp_path, f"[full.some_dev]\nbody = {floor}")
    monkeypatch.setattr(answers, "answer_task", lambda task: [ANSWERS[one["id"]] for one in task.golds])
    argv = ["--data", str(data), "--out", str(tmp_path), "--floors", str(floors), "--workers", "1"]
    assert run.main(argv) == code
    said = capsys.readouterr().out
    assert ("FAILED some_dev: body 0.8333 is under its floor 0.9000" in said) == bool(code)
    assert answers.read_answers(tmp_path / "RESULTS-some_dev.jsonl") == ANSWERS


def test_what_cannot_be_run_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["nowhere_dev", "--data", str(tmp_path)]) == 2
    assert "bench/run.py:" in capsys.readouterr().err
