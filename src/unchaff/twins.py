"""The compiled twins of walk, score, choice, dumps and metadata: used where they were built for this very lxml."""

from __future__ import annotations

import os
import warnings
from functools import cache
from importlib import import_module
from types import ModuleType

WALK, SCORE, CHOICE = "unchaff.read._walk", "unchaff.score._score", "unchaff.score._choice"
BLOCKS, LINES = "unchaff.read._blocks", "unchaff.score._lines"
SCAN = "unchaff.metadata._scan"
SWITCH = "UNCHAFF_PURE"  # set to anything but 0, this environment variable switches them off


@cache
def twin(name: str) -> ModuleType | None:
    """The compiled module of this name; None where plain Python does its work.

    One that was built but cannot be used is a RuntimeWarning, once.
    """
    if os.environ.get(SWITCH, "0") not in ("", "0"):
        return None
    try:
        return import_module(name)
    except ModuleNotFoundError:  # not built: there was no compiler
        return None
    except (ImportError, ValueError) as error:  # ValueError: lxml's objects have another size
        warnings.warn(f"unchaff runs as plain Python, {name} cannot be used: {error}", RuntimeWarning, stacklevel=2)
        return None


def compiled() -> bool:
    """Whether all of them are in use."""
    return all(twin(name) is not None for name in (WALK, SCORE, CHOICE, BLOCKS, LINES, SCAN))
