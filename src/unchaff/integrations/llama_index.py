"""LlamaIndex: a reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from unchaff.batch import Plan, Raw
from unchaff.extras import need
from unchaff.integrations.loading import raws, texts

BaseReader: Any = need("llama_index.core.readers.base", "llama-index").BaseReader
_schema = need("llama_index.core.schema", "llama-index")


class UnchaffReader(BaseReader):  # type: ignore[misc]
    """Documents from files, folders, globs and archives, or from pages that are here already."""

    def __init__(self, *, plan: Plan | None = None, workers: int | None = None) -> None:
        self._plan = plan or Plan()
        self._workers = workers

    def lazy_load_data(self, pages: Sequence[str | Path | Raw]) -> Iterator[Any]:
        """A document for every page that has text; `pages` are names of files as for `unchaff batch`, or `Raw`."""
        for text, metadata in texts(raws(pages), self._plan, self._workers):
            yield _schema.Document(text=text, metadata=metadata)
