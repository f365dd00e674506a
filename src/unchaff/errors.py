"""The errors a caller can cause; whatever is wrong with a page becomes a warning on the Document instead.

UnchaffError
├── InputError     (TypeError)    a page that is not bytes or str; another argument of the wrong type
├── UnknownName    (LookupError)  no such step, label, format or language
├── FilterError                   a filter of the caller's raised
├── MissingExtra   (ImportError)  an optional package is not installed
├── WorkerError                   worker processes cannot start
└── JobError                      a batch job cannot start or go on
"""

from __future__ import annotations

from collections.abc import Iterable
from types import UnionType


class UnchaffError(Exception):
    """Root of the errors raised on purpose."""


class InputError(UnchaffError, TypeError):
    """An argument is not something unchaff takes; the message says what it takes."""


def expect(name: str, value: object, kind: type | UnionType, says: str) -> None:
    """InputError for an argument that is not of a kind."""
    if not isinstance(value, kind):
        raise InputError(f"{name} is {says}, not {type(value).__name__}")


class UnknownName(UnchaffError, LookupError):
    """A name that unchaff does not know; the message lists those it knows."""

    def __init__(self, what: str, name: object, known: Iterable[str]) -> None:
        super().__init__(f"no {what} {str(name)!r}; there are: {', '.join(known)}")


class FilterError(UnchaffError):
    """A filter raised; the original is its cause."""

    def __init__(self, step: str, url: str | None) -> None:
        super().__init__(f"step {step!r} failed on {url or 'a page without URL'}")
        self.step = step
        self.url = url


class MissingExtra(UnchaffError, ImportError):
    """A package that one of the extras brings is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"this needs {package}, which is not installed: pip install 'unchaff[{extra}]'")
        self.extra = extra


class WorkerError(UnchaffError):
    """Worker processes cannot be started, or cannot use what they were given."""


class JobError(UnchaffError):
    """A batch job cannot start or go on; the message says what to change."""
