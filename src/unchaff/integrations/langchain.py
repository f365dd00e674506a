"""LangChain: a document loader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from unchaff.batch import Plan, Raw
from unchaff.extras import need
from unchaff.integrations.loading import raws, texts

BaseLoader: Any = need("langchain_core.document_loaders", "langchain").BaseLoader
_documents = need("langchain_core.documents", "langchain")


class UnchaffLoader(BaseLoader):  # type: ignore[misc]
    """Documents from files, folders, globs and archives, or from pages that are here already."""

    def __init__(
        self, pages: Sequence[str | Path | Raw], *, plan: Plan | None = None, workers: int | None = None
    ) -> None:
        """`pages` are names of files as `unchaff batch` takes them, or `Raw` pages."""
        self._pages = pages
        self._plan = plan or Plan()
        self._workers = workers

    def lazy_load(self) -> Iterator[Any]:
        """A document for every page that has text."""
        for text, metadata in texts(raws(self._pages), self._plan, self._workers):
            yield _documents.Document(page_content=text, metadata=metadata)
