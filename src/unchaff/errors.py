"""The errors a caller can cause; whatever is wrong with a page becomes a warning on the Document instead.

    UnchaffError
    ├── InputError     (TypeError)    not bytes or str
    ├── UnknownName    (LookupError)  no such step, label, format or language
    └── FilterError                   a filter of the caller's raised
"""

from __future__ import annotations

from collections.abc import Iterable


class UnchaffError(Exception):
    """Root of the errors raised on purpose."""


class InputError(UnchaffError, TypeError):
    """The page is not something unchaff reads."""


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
