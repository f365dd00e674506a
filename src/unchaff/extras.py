"""Optional packages: loaded when first needed, and named with their extra when they are missing."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from unchaff.errors import MissingExtra


def need(module: str, extra: str) -> ModuleType:
    """The module, which comes with `unchaff[extra]`; MissingExtra if its package is not installed."""
    package = module.partition(".")[0]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise  # the package is there, but lacks something itself: its own message says what
        raise MissingExtra(package, extra) from error
