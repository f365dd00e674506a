"""datatrove: an extractor that knows the address of a page and gives its metadata, which the usual seam loses."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from unchaff.api import extract_text
from unchaff.batch import Plan, Pool, Raw, Result, WorkerLimits
from unchaff.batch.process import MEMORY_BYTES, TIMEOUT_SECONDS
from unchaff.extras import need

BaseExtractor: Any = need("datatrove.pipeline.extractors.base", "datatrove").BaseExtractor

# What of a row becomes metadata of a document, where the document has nothing of that name.
FIELDS = ("title", "authors", "published", "modified", "site", "language", "description", "tags", "page_type")


class UnchaffExtractor(BaseExtractor):  # type: ignore[misc]
    """Strips the boilerplate from the text of documents, HTML or plain.

    `metadata["url"]` of a document, where it has one, is the address of its page. Pages are extracted by a worker
    process that is replaced when one takes longer than `timeout` seconds or more than `memory` bytes; documents that
    are lost so, or have no text, go no further, and the statistics count them.
    """

    name = "🌾 unchaff"

    def __init__(
        self, timeout: float = TIMEOUT_SECONDS, *, memory: int = MEMORY_BYTES, plan: Plan | None = None
    ) -> None:
        super().__init__(timeout)
        self.memory = memory
        self.plan = plan or Plan()

    def extract(self, text: str) -> str:
        """The body alone, in this process."""
        return extract_text(text)

    def run(self, data: Iterable[Any], rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents whose pages have text, in their order."""
        waiting: deque[Any] = deque()

        def raws() -> Iterator[Raw]:
            for document in data:
                waiting.append(document)
                yield Raw(document.text, document.metadata.get("url"), id=document.id)

        with Pool(self.plan, 1, WorkerLimits(self.timeout, self.memory)) as pool:
            for result in pool.extract(raws()):
                document = waiting.popleft()
                self._count(result)
                if result.text:
                    yield self._filled(document, result)

    def _count(self, result: Result) -> None:
        self.stat_update("total", "extracted" if result.ok else result.status)
        self.stat_update("forwarded" if result.text else "dropped")

    def _filled(self, document: Any, result: Result) -> Any:
        document.text = result.text
        row = result.to_dict()
        document.metadata = {**{name: row[name] for name in FIELDS if row[name]}, **document.metadata}
        self.update_doc_stats(document)
        return document
