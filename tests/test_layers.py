"""Who imports whom: nobody upwards, nobody sideways; docs/architecture.md draws the same picture."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import unchaff

ROOT = Path(unchaff.__file__).parent

# The parts of the package, and which others each may import; `lxml` is listed where it may be known.
MAY = {
    "model": set(),
    "errors": set(),
    "limits": set(),
    "rules": set(),
    "twins": set(),
    "words": {"model", "errors"},
    "pipeline": {"model", "errors", "limits"},
    "flat": {"model"},
    "read": {"model", "errors", "limits", "twins", "words", "lxml"},
    "score": {"model", "errors", "twins", "words"},
    "filters": {"model", "errors", "words", "pipeline", "score"},
    "metadata": {"model", "errors", "twins", "words", "lxml"},
    "passages": {"model"},
    "render": {"model", "errors", "score"},
    "document": {"model", "flat", "passages", "rules", "score", "metadata", "render"},
    "api": {"model", "errors", "limits", "pipeline", "read", "filters", "metadata", "render", "document", "lxml"},
    "extras": {"errors"},
    "sources": {"errors", "extras"},
    "batch": {"model", "errors", "extras", "sources", "pipeline", "filters", "render", "document", "api"},
    "arrow": {"extras", "sources", "batch"},
    "__init__": {"model", "errors", "limits", "pipeline", "filters", "metadata", "document", "api", "batch"},
    "integrations": {"api", "document", "extras", "sources", "batch", "arrow"},
    "cli": {"__init__", "errors", "pipeline", "passages", "render", "sources", "batch", "integrations", "twins"},
    "__main__": {"cli"},
}


def files() -> list[Path]:
    """Every module of the package."""
    return sorted(ROOT.rglob("*.py"))


def part(path: Path) -> str:
    """The part a module belongs to: its folder, or its own name."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The parts that a module imports, and lxml; imports inside `if TYPE_CHECKING` count."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = []
        if isinstance(node, ast.Import):
            modules = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports say the full name"
            module = node.module or ""
            modules = [f"unchaff.{name.name}" for name in node.names] if module == "unchaff" else [module]
        for module in modules:
            top, _, rest = module.partition(".")
            if top == "unchaff":
                yield rest.split(".")[0] or "__init__"
            elif top == "lxml":
                yield "lxml"


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_arrows(path: Path) -> None:
    mine = part(path)
    wrong = {other for other in imported(path) if other != mine and other not in MAY[mine]}
    assert not wrong, f"{path.relative_to(ROOT)} must not import {', '.join(sorted(wrong))}"


@pytest.mark.parametrize("path", sorted((ROOT / "filters").glob("*.py")), ids=lambda path: path.name)
def test_filters_do_not_know_each_other(path: Path) -> None:
    if path.name == "__init__.py":
        return
    siblings = {file.stem for file in path.parent.glob("*.py")}
    names = {
        node.module.split(".")[2]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unchaff.filters.")
    }
    assert not names & siblings
