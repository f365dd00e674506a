"""Strips the boilerplate from raw page dumps, HTML or plain text, and says why."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unchaff.api import explain, extract, extract_text, find_date, label
    from unchaff.batch import Plan, Raw, Result, extract_many
    from unchaff.document import Document
    from unchaff.errors import FilterError, InputError, UnchaffError, UnknownName
    from unchaff.filters import DEFAULT, PRECISE, THOROUGH
    from unchaff.limits import Limits
    from unchaff.metadata import Metadata
    from unchaff.model import ARTICLE, Block, Box, Concept, Evidence, Kind, Label, Page, Strength, Verdict
    from unchaff.pipeline import Pipeline, Step

__version__ = "0.1.0"

__all__ = [
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

# Where each name lives. They are fetched when first asked for: a crawler that imports us does not load lxml yet.
_HOMES = {
    "api": "explain extract extract_text find_date label",
    "batch": "Plan Raw Result extract_many",
    "document": "Document",
    "errors": "FilterError InputError UnchaffError UnknownName",
    "filters": "DEFAULT PRECISE THOROUGH",
    "limits": "Limits",
    "metadata": "Metadata",
    "model": "ARTICLE Block Box Concept Evidence Kind Label Page Strength Verdict",
    "pipeline": "Pipeline Step",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """A public name, from the module it lives in."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'unchaff' has no attribute {name!r}")
    value = getattr(import_module(f"unchaff.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
