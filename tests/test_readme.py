"""The README tells the truth: its Python runs, its commands exist, and CI runs its test command."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from unchaff.cli import command

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

_BLOCK = re.compile(r"(?P<skip><!-- not run: [^>]*-->\n)?```(?P<language>\w+)\n(?P<code>.*?)```", re.DOTALL)
BLOCKS = [(found["language"], found["code"], bool(found["skip"])) for found in _BLOCK.finditer(README)]


def test_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code = "\n".join(code for language, code, skip in BLOCKS if language == "python" and not skip)
    test = doctest.DocTestParser().get_doctest(code, {}, "README.md", "README.md", 0)
    assert len(test.examples) > 10
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=said.append)
    assert not result.failed, "".join(said)


@pytest.mark.parametrize("code", [code for language, code, skip in BLOCKS if language == "python" and skip])
def test_python_that_needs_a_network_is_python(code: str) -> None:
    compile(code, "README.md", "exec")


def test_there_are_exactly_two_commands_to_set_up() -> None:
    commands = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert (ROOT / commands[0].split()[-1]).exists()
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_options_exist() -> None:
    lines = [line for language, code, _ in BLOCKS if language == "sh" for line in code.splitlines()]
    uses = [line for line in lines if re.search(r"(?:^|\| )unchaff ", line)]
    assert len(uses) > 3
    for line in uses:
        words = shlex.split(line.split("unchaff ", 1)[1].split(">")[0], comments=True)
        chosen, rest = command(words)
        assert chosen.parser().parse_args(rest)


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
