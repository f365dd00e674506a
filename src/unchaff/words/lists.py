"""The data files: UTF-8 text, one entry a line under [section] lines, with # comments."""

from __future__ import annotations

from pathlib import Path

from unchaff.errors import UnknownName
from unchaff.model import Concept

DATA = Path(__file__).with_name("data")
CONCEPTS = {str(concept.name).lower(): int(concept) for concept in Concept}


def lines(name: str) -> list[str]:
    """The lines of a data file that are neither empty nor comments."""
    text = (DATA / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and line[0] != "#"]


def sections(name: str) -> list[tuple[str, list[str]]]:
    """The sections of a data file with the entries in each."""
    found: list[tuple[str, list[str]]] = []
    for line in lines(name):
        if line[0] == "[":
            found.append((line.strip("[] "), []))
        else:
            found[-1][1].append(line)
    return found


def files(folder: str) -> tuple[str, ...]:
    """The names of the data files in a folder, without suffix, sorted."""
    return tuple(sorted(path.stem for path in (DATA / folder).glob("*.txt")))


def concept(name: str) -> int:
    """The bit of the concept called `name`."""
    if name not in CONCEPTS:
        raise UnknownName("concept", name, CONCEPTS)
    return CONCEPTS[name]
