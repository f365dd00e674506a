"""What `import unchaff` offers, and what it costs."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import unchaff

NAMES = [
    "ARTICLE",
    "DEFAULT",
    "PRECISE",
    "THOROUGH",
    "Block",
    "Box",
    "Concept",
    "Document",
    "Evidence",
    "FilterError",
    "InputError",
    "Kind",
    "Label",
    "Limits",
    "Metadata",
    "Page",
    "Pipeline",
    "Plan",
    "Raw",
    "Result",
    "Step",
    "Strength",
    "UnchaffError",
    "UnknownName",
    "Verdict",
    "explain",
    "extract",
    "extract_many",
    "extract_text",
    "find_date",
    "label",
]


def test_exported_names() -> None:
    assert unchaff.__all__ == NAMES
    assert all(hasattr(unchaff, name) for name in NAMES)


def test_nothing_else_is_in_sight() -> None:
    assert dir(unchaff) == sorted([*NAMES, "__version__"])
    with pytest.raises(AttributeError, match="has no attribute 'extrct'"):
        unchaff.extrct  # type: ignore[attr-defined]  # noqa: B018


def test_version_is_that_of_the_project() -> None:
    project = Path(__file__).parents[1] / "pyproject.toml"
    assert tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"] == unchaff.__version__


def test_every_public_name_says_what_it_is() -> None:
    assert [name for name in NAMES if callable(getattr(unchaff, name)) and not getattr(unchaff, name).__doc__] == []


def test_typed() -> None:
    assert (Path(unchaff.__file__).parent / "py.typed").exists()


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh Python has loaded after running `code`."""
    code = f"import sys; {code}; print(*sorted(sys.modules))"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_importing_loads_almost_nothing() -> None:
    new = loaded_by("import unchaff") - loaded_by("import importlib, typing")
    assert {name for name in new if not name.startswith("_")} == {"unchaff"}


def test_working_loads_no_network_and_no_optional_package() -> None:
    unwanted = {"socket", "ssl", "http.client", "urllib.request", "chardet", "numpy", "asyncio"}
    assert not unwanted & loaded_by("import unchaff; unchaff.extract('<p>A page.</p>').to_json()")
