"""Datasets of labelled pages: zips that hold gold.jsonl and the pages it names."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "bench" / "data"
OUT = ROOT / "bench" / "out"

Gold = TypedDict(
    "Gold",
    {
        "id": str,
        "file": str,
        "url": str,
        "kind": str,
        "lang": str,
        "text": str | None,
        "with": list[str],
        "without": list[str],
        "title": str | None,
        "authors": list[str] | None,
        "date": str | None,
    },
)


class UnknownDataset(LookupError):
    """A dataset that is not in the folder; the message lists those that are."""


def datasets(data: Path) -> list[str]:
    """The names of the datasets in a folder."""
    return sorted(path.stem for path in data.glob("*.zip"))


def zip_of(data: Path, dataset: str) -> Path:
    """Where a dataset lies."""
    path = data / f"{dataset}.zip"
    if not path.is_file():
        raise UnknownDataset(f"no dataset {dataset!r} in {data}; there are: {', '.join(datasets(data)) or 'none'}")
    return path


def digest(path: Path) -> str:
    """The SHA-256 of a file, so that a changed corpus is noticed."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def gold(data: Path, dataset: str) -> list[Gold]:
    """What is expected of every page of a dataset."""
    with zipfile.ZipFile(zip_of(data, dataset)) as archive, archive.open("gold.jsonl") as lines:
        return [json.loads(line) for line in lines]  # not str.splitlines, which also splits at U+2028 within a text


def pages(data: Path, dataset: str, wanted: Iterable[Gold]) -> Iterator[tuple[Gold, bytes]]:
    """The wanted pages, read one at a time."""
    with zipfile.ZipFile(zip_of(data, dataset)) as archive:
        for entry in wanted:
            yield entry, archive.read(entry["file"])


def sample(entries: Iterable[Gold], size: int) -> list[Gold]:
    """A fixed sample: pages in the order of their ids' hashes, so growing it keeps those already in it."""
    return sorted(entries, key=lambda entry: hashlib.sha256(entry["id"].encode()).digest())[:size]


def address(entry: Gold) -> str | None:
    """The page's URL; some datasets have a file name in its place."""
    return entry["url"] if entry["url"].startswith(("http://", "https://")) else None
