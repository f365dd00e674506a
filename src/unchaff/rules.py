"""The version of everything that decides what comes out of a page: the code, the words, the weights."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

COUNTED = (".py", ".txt", ".json", ".toml")
DIGITS = 12


@cache
def rules() -> str:
    """A digest of the files of this package: where two are the same, the same page gives the same document."""
    seen = sha256()
    for name, file in sorted(_files(files("unchaff"), "")):
        seen.update(f"{name}\0".encode())
        seen.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return seen.hexdigest()[:DIGITS]


def _files(folder: Traversable, above: str) -> list[tuple[str, Traversable]]:
    """The files that count, in this folder and those in it, by their path."""
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        name = f"{above}{entry.name}"
        if entry.is_dir():
            found += _files(entry, f"{name}/")
        elif name.endswith(COUNTED):
            found.append((name, entry))
    return found
