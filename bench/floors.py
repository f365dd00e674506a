"""The pinned floors: figures that a run must reach, and digests that say which corpus they were taken on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.corpus import ROOT, digest, zip_of

FLOORS = ROOT / "bench" / "floors.toml"
TABLES = ("digest", "full", "smoke", "speed", "structure")
MARGIN = 0.002  # a proposed floor lies this far under what was measured

Figures = Mapping[str, float]


class BadFloors(ValueError):
    """The floors file says something that is not a floor."""


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors file, read."""

    digests: Mapping[str, str]
    full: Mapping[str, Figures]
    smoke: Mapping[str, Figures]
    speed: Figures  # ceilings: a time as a multiple of another
    structure: Mapping[str, Figures] = field(default_factory=dict)  # of bench/structure.py

    def of(self, dataset: str, *, smoke: bool) -> Figures:
        """The floors of a dataset, for the whole of it or for its fixed sample."""
        return (self.smoke if smoke else self.full).get(dataset, {})


def load_floors(path: Path = FLOORS) -> Floors:
    """Read the floors file; whatever it should not hold is an error."""
    with path.open("rb") as file:
        tables = tomllib.load(file)
    if unknown := tables.keys() - set(TABLES):
        raise BadFloors(f"{path.name}: no table {', '.join(sorted(unknown))}; there are: {', '.join(TABLES)}")
    return Floors(
        digests={name: _digest(name, value) for name, value in tables.get("digest", {}).items()},
        full={name: _figures(f"full.{name}", table) for name, table in tables.get("full", {}).items()},
        smoke={name: _figures(f"smoke.{name}", table) for name, table in tables.get("smoke", {}).items()},
        speed=_figures("speed", tables.get("speed", {})),
        structure={name: _figures(f"structure.{name}", table) for name, table in tables.get("structure", {}).items()},
    )


def _digest(name: str, value: Any) -> str:
    if isinstance(value, str) and len(value) == 64:
        return value
    raise BadFloors(f"digest.{name} is not a SHA-256: {value!r}")


def _figures(where: str, table: Any) -> dict[str, float]:
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadFloors(f"{where}.{name} is not a number: {value!r}")
    return {name: float(value) for name, value in table.items()}


def crossed(where: str, floors: Figures, measured: Figures) -> list[str]:
    """A line for every floor that was missed; a figure that was not measured misses its floor."""
    return [
        f"{where}: {name} {_said(measured.get(name))} is under its floor {floor:.4f}"
        for name, floor in floors.items()
        if not measured.get(name, float("nan")) >= floor
    ]


def exceeded(where: str, ceilings: Figures, measured: Figures) -> list[str]:
    """A line for every ceiling that was broken."""
    return [
        f"{where}: {name} {_said(measured.get(name))} is over its ceiling {ceiling:.4f}"
        for name, ceiling in ceilings.items()
        if not measured.get(name, float("nan")) <= ceiling
    ]


def _said(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.4f}"


def changed(digests: Mapping[str, str], data: Path, datasets: Iterable[str]) -> list[str]:
    """A line for every dataset that is not the one the floors were taken on."""
    return [
        f"{dataset}: the corpus changed, its digest is {found}"
        for dataset in datasets
        if dataset in digests and (found := digest(zip_of(data, dataset))) != digests[dataset]
    ]


def proposal(table: str, dataset: str, measured: Figures) -> str:
    """What was measured, as a table of floors to be judged and pasted."""
    lines = [f'"{name}" = {value - MARGIN:.3f}' for name, value in measured.items()]
    return "\n".join([f"[{table}.{dataset}]", *lines])
