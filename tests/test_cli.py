"""The command line, run in this process; one test runs it as a user does."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from unchaff import DEFAULT, __version__, extract
from unchaff.cli import main
from unchaff.twins import compiled

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGE = FIXTURES / "pages" / "newspaper" / "page.html"
DUMP = FIXTURES / "dumps" / "newspaper" / "dump.txt"

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str | Path) -> str:
    """What the command writes; it must succeed."""
    assert main([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def mistake(capsys: Capture, *arguments: str | Path) -> str:
    """What the command says about a mistake of the caller's."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as left:
        code = int(str(left.code))
    assert code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("path", [PAGE, DUMP])
def test_text_is_the_default(capsys: Capture, path: Path) -> None:
    assert run(capsys, path) == extract(path.read_bytes()).text + "\n"


def test_formats(capsys: Capture) -> None:
    document = extract(PAGE.read_bytes())
    assert run(capsys, "--format", "markdown", PAGE) == document.to_markdown() + "\n"
    assert run(capsys, "-f", "html", PAGE) == document.to_html() + "\n"
    assert json.loads(run(capsys, "-f", "json", PAGE)) == json.loads(document.to_json())


def test_metadata_comes_first(capsys: Capture) -> None:
    document = extract(PAGE.read_bytes())
    assert run(capsys, "--metadata", PAGE).startswith(f"title: {document.title}\n")
    assert run(capsys, "--metadata", PAGE).endswith(f"\n\n{document.text}\n")
    assert run(capsys, "-m", "-f", "markdown", PAGE).startswith("---\ntitle: ")
    assert run(capsys, "-m", "-f", "html", PAGE).startswith("<!doctype html>")


def test_json_is_a_line_a_page(capsys: Capture) -> None:
    assert len(run(capsys, "-f", "json", PAGE, DUMP).splitlines()) == 2


def test_explain(capsys: Capture) -> None:
    document = extract(PAGE.read_bytes())
    lines = [line for line in run(capsys, "--explain", PAGE).splitlines() if line[0] in "+-"]
    assert len(lines) == len(document.blocks)
    kept = [block.text for block in document.page.kept()]
    assert sum(line[0] == "+" for line in lines) == len(kept)
    assert all(block.step in line for block, line in zip(document.blocks, lines, strict=True))
    assert "\033[" not in "".join(lines)


def test_explain_names_the_sources_of_metadata(capsys: Capture) -> None:
    assert "title = " in run(capsys, "--explain", "--metadata", PAGE)
    assert "(from " in run(capsys, "--explain", "--metadata", PAGE)


@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_colour_on_a_terminal(capsys: Capture, monkeypatch: pytest.MonkeyPatch, no_colour: str, coloured: bool) -> None:
    monkeypatch.setenv("NO_COLOR", no_colour)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert ("\033[" in run(capsys, "--explain", PAGE)) is coloured


def test_standard_input(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = extract(PAGE.read_bytes()).text + "\n"
    for arguments in ([], ["-"]):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.read_bytes())))
        assert run(capsys, *arguments) == expected


def test_without_and_keep(capsys: Capture) -> None:
    every_step = [part for name in DEFAULT.names for part in ("--without", name)]
    assert run(capsys, *every_step, PAGE) == ""
    assert run(capsys, *every_step, "--keep", "other", PAGE).strip()


def test_policies(capsys: Capture) -> None:
    for policy in ("default", "precise", "thorough"):
        assert run(capsys, "--policy", policy, PAGE).strip()


def test_url_makes_links_absolute(capsys: Capture, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    sentence = "A sentence that is long enough for anybody to take it for prose, with a comma in it. "
    page.write_text(f"<article><p>{sentence * 5}<a href='/more'>more</a></p></article>")
    assert "(https://example.org/more)" in run(capsys, "-f", "markdown", "--url", "https://example.org/x", page)


def test_content_type_overrides(capsys: Capture, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(("<p>" + "Мельница у реки мелет зерно четырёх деревень уже двести лет. " * 5).encode("koi8-r"))
    assert "Мельница" in run(capsys, "--content-type", "text/html; charset=koi8-r", page)


def test_warnings_go_to_standard_error(capsys: Capture, tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    assert main([str(empty)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"unchaff: {empty}: ")


def test_mistakes_say_what_is_accepted(capsys: Capture, tmp_path: Path) -> None:
    assert "no-such-file: No such file" in mistake(capsys, "no-such-file")
    assert "directory" in mistake(capsys, tmp_path)
    assert f"no step 'nope'; there are: {DEFAULT.names[0]}, " in mistake(capsys, "--without", "nope", PAGE)
    assert "headline" in mistake(capsys, "--keep", "nope", PAGE)
    assert "markdown" in mistake(capsys, "--format", "docx", PAGE)
    assert "precise" in mistake(capsys, "--policy", "nope", PAGE)
    assert "unrecognized" in mistake(capsys, "--nope", PAGE)


def test_files_and_addresses_that_are_no_pages_say_what_to_do(capsys: Capture, tmp_path: Path) -> None:
    for name in ("crawl.jsonl", "crawl.warc.gz", "crawl.wet"):
        (tmp_path / name).write_bytes(b"{}")
        assert f"say unchaff batch {tmp_path / name} -o" in mistake(capsys, tmp_path / name)
    assert "say curl -s https://x.org | unchaff --url" in mistake(capsys, "https://x.org")
    assert "'': No such file" in mistake(capsys, "")
    assert "null byte" in mistake(capsys, "a\0b")


@pytest.mark.skipif(os.name == "nt", reason="no such streams there")
@pytest.mark.parametrize(
    ("redirected", "code", "out", "err"),
    [
        (f"{PAGE} >&-", 0, "", ""),
        ("<&-", 0, "", "unchaff: -: empty input\n"),
        ("no-such-file 2>&-", 2, "", ""),
        pytest.param(
            f"{PAGE} >/dev/full",
            2,
            "",
            "unchaff: cannot write: No space left on device\n",
            marks=pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here"),
        ),
    ],
)
def test_streams_that_are_closed_or_full(redirected: str, code: int, out: str, err: str) -> None:
    command = f"exec {sys.executable} -m unchaff {redirected}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (code, out, err)


def test_a_missing_file_does_not_stop_the_others(capsys: Capture) -> None:
    assert main(["no-such-file", str(PAGE)]) == 2
    captured = capsys.readouterr()
    assert captured.out == extract(PAGE.read_bytes()).text + "\n"
    assert "no-such-file" in captured.err


def test_help_has_examples(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    assert "examples:" in capsys.readouterr().out


def test_version(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    core = "with the compiled core" if compiled() else "in plain Python"
    assert capsys.readouterr().out == f"unchaff {__version__}, {core}\n"


@pytest.mark.skipif(os.name == "nt", reason="no such pipes there")
def test_as_a_user_runs_it() -> None:
    command = [sys.executable, "-m", "unchaff", str(PAGE)]
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "LC_ALL": "C"})
    assert done.stdout.decode() == extract(PAGE.read_bytes()).text + "\n"
    assert done.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="no such pipes there")
def test_a_closed_pipe_is_nobodys_mistake() -> None:
    command = [sys.executable, "-m", "unchaff", "--explain", *[str(PAGE)] * 40]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() in (0, 141)
    process.stderr.close()
