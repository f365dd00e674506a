"""The data files: UTF-8 text, one entry a line under [section] lines, with # comments at the head."""

from __future__ import annotations

from pathlib import Path

from unchaff.errors import UnknownName
from unchaff.model import Concept

DATA = Path(__file__).with_name("data")
CONCEPTS = {str(concept.name).lower(): int(concept) for concept in Concept}


def lines(name: str) -> list[str]:
    """The lines of a data file without sections."""
    return [line for line in _text(name).splitlines() if line and line[0] != "#"]


def sections(name: str) -> list[tuple[str, str]]:
    """The sections of a data file, each with its lines."""
    chunks = ("\n" + _text(name)).split("\n[")[1:]
    return [(title, body.strip()) for title, _, body in (chunk.partition("]\n") for chunk in chunks)]


def _text(name: str) -> str:
    return (DATA / name).read_text("utf-8")


def files(folder: str) -> tuple[str, ...]:
    """The names of the data files in a folder, without suffix, sorted."""
    return tuple(sorted(path.stem for path in (DATA / folder).glob("*.txt")))


def concept(name: str) -> int:
    """The bit of the concept called `name`."""
    if name not in CONCEPTS:
        raise UnknownName("concept", name, CONCEPTS)
    return CONCEPTS[name]
