"""Files, folders and globs become an ordered list of files, each with its form."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# What a file is, by the end of its name; a compressed one has the suffix of the compression behind it.
FORMS = {
    **dict.fromkeys([".html", ".htm", ".xhtml", ".shtml", ".txt", ".text", ".md", ".markdown"], "page"),
    **dict.fromkeys([".jsonl", ".ndjson"], "jsonl"),
    ".parquet": "parquet",
    **dict.fromkeys([".warc", ".wet"], "warc"),
}
PACKED = (".gz", ".zst")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the input."""

    path: Path
    form: str  # page, jsonl, parquet, warc
    size: int  # bytes
    changed: int  # ns, as the file system has it


@dataclass(frozen=True, slots=True)
class Inputs:
    """All files of a job in their order, and what was left out, counted by suffix."""

    parts: tuple[Part, ...]
    skipped: Counter[str]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(part.size for part in self.parts)


def form_of(path: Path) -> str:
    """The form of a file by its name; "" if the name tells none. Only archives and JSONL may be compressed."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packed = bool(suffixes) and suffixes[-1] in PACKED
    form = FORMS.get(suffixes[-1 - packed], "") if len(suffixes) > packed else ""
    return "" if packed and form not in ("jsonl", "warc") else form


def inputs(names: Iterable[str]) -> Inputs:
    """The files meant by `names`: files, folders with all that is below them, and globs.

    A file that is named counts whatever it is called: as a page, if its name tells nothing else. In folders and globs
    only files whose name tells their form count. The order is that of the names, within a folder that of the
    paths; a file named twice counts once. FileNotFoundError for a name that means nothing.
    """
    found: dict[Path, Part] = {}
    skipped: Counter[str] = Counter()
    for name in names:
        named = os.path.isfile(name)
        for path in _meant(name):
            form = form_of(path) or ("page" if named else "")
            if form:
                found.setdefault(path.resolve(), _part(path, form))
            else:
                skipped[path.suffix.lower() or "no suffix"] += 1
    return Inputs(tuple(found.values()), skipped)


def _meant(name: str) -> Iterator[Path]:
    if os.path.isfile(name):
        yield Path(name)
    elif os.path.isdir(name):
        yield from _below(name)
    else:
        matches = sorted(glob.glob(name, recursive=True))
        if not matches:
            raise FileNotFoundError(f"no such file or folder, and no file matches: {name}")
        for match in matches:
            yield from _below(match) if os.path.isdir(match) else [Path(match)]


def _below(folder: str) -> Iterator[Path]:
    """All files in a folder and the folders in it, but for hidden ones, in the order of their paths."""
    with os.scandir(folder) as listing:
        entries = sorted((entry for entry in listing if not entry.name.startswith(".")), key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif entry.is_file():
            yield Path(entry.path)


def _part(path: Path, form: str) -> Part:
    known = path.stat()
    return Part(path, form, known.st_size, known.st_mtime_ns)
