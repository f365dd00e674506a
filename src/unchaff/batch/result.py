"""One page of a batch: its body and metadata as a flat row, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, fields

from unchaff.api import extract
from unchaff.batch.plan import Plan
from unchaff.document import facts as facts_of
from unchaff.sources import Raw

VERSION = 1  # rises when a field changes its meaning or goes away, not when one is added

OK = "ok"
UNREADABLE = "unreadable"  # the source could not give the page
FAILED = "failed"  # an error was raised, by a filter of the caller's or by ours
TIMEOUT = "timeout"  # the page outlived its time, and its worker was killed
MEMORY = "memory"  # its worker wanted more memory than allowed, and was killed
CRASHED = "crashed"  # its worker died twice over it
TOO_MUCH = "more memory than allowed"
STATUSES = (OK, UNREADABLE, FAILED, TIMEOUT, MEMORY, CRASHED)


@dataclass(frozen=True, slots=True)
class Result:
    """A row of the output. Nothing in it depends on when, where or beside what the page was extracted."""

    version: int
    id: str
    status: str  # one of STATUSES
    reason: str = ""  # why there is no text, where the status is not "ok"
    source_url: str = ""  # the address that the page came with
    format: str = "text"  # what `text` is written in
    text: str = ""
    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    published: str | None = None  # ISO 8601: a date, or a time with its offset if the page gave one
    modified: str | None = None
    site: str = ""
    publisher: str = ""
    language: str = ""  # BCP 47
    description: str = ""
    url: str = ""  # the canonical address
    image: str = ""
    image_width: int = 0  # pixels, where the page gives them
    image_height: int = 0
    tags: tuple[str, ...] = ()
    section: str = ""
    place: str = ""
    license: str = ""
    paywalled: bool | None = None
    page_type: str = ""
    words: int = 0  # of the body
    reading_minutes: int = 0
    comments: int | None = None
    feeds: tuple[str, ...] = ()
    amp: str = ""
    next_page: str = ""
    page_characters: int = 0  # of all blocks of the page
    kept_characters: int = 0  # of the blocks that make up the text
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the page was extracted; its text may be empty all the same."""
        return self.status == OK

    def to_dict(self) -> dict[str, object]:
        """The row as plain values, in the order of the schema."""
        row = {name: getattr(self, name) for name in NAMES}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}

    @classmethod
    def lost(cls, raw: Raw, status: str, reason: str) -> Result:
        """The row of a page that could not be extracted."""
        return cls(VERSION, _sound(raw.id), status, _sound(reason), _sound(raw.url or ""))


NAMES = tuple(field.name for field in fields(Result))  # the columns, in order


def result_of(raw: Raw, plan: Plan) -> Result:
    """Extract a page. It never raises for a page: what went wrong is in the row."""
    try:
        page = raw.read()
    except OSError as error:
        return Result.lost(raw, UNREADABLE, str(error))
    try:
        return _row(raw, plan, page)
    except Exception as error:
        if isinstance(error, MemoryError) or isinstance(error.__cause__, MemoryError):
            return Result.lost(raw, MEMORY, TOO_MUCH)
        cause = f": {error.__cause__!r}" if error.__cause__ else ""
        return Result.lost(raw, FAILED, f"{type(error).__name__}: {error}{cause}")


def _row(raw: Raw, plan: Plan, page: bytes | str) -> Result:
    document = extract(page, url=raw.url, content_type=raw.content_type, keep=plan.keep, pipeline=plan.pipeline)
    row = {
        **{name: value for name, value in facts_of(document.metadata).items() if name in NAMES},
        "source_url": raw.url or "",
        "format": plan.format,
        "text": document.render(plan.format),
        "page_characters": sum(len(block.text) for block in document.blocks),
        "kept_characters": sum(len(block.text) for block in document.page.kept(plan.keep)),
        "warnings": document.warnings,
    }
    return Result(VERSION, _sound(raw.id), OK, **{name: _value(value) for name, value in row.items()})  # type: ignore[arg-type]


def _value(value: object) -> object:
    """A value as the schema has it: lists as tuples, and text that every encoder takes."""
    if isinstance(value, str):
        return _sound(value)
    return tuple(_sound(str(part)) for part in value) if isinstance(value, list | tuple) else value


def _sound(text: str) -> str:
    """Text without lone surrogates, which neither UTF-8 nor Arrow can hold; each becomes U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
