"""Which column of a table, or field of a JSON object, holds what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

# The names in use, the surest first: crawlers, Common Crawl's tables and corpora each have their own.
PAGE = ("page", "html", "raw_html", "content", "body", "raw_content", "text")
URL = ("url", "uri", "source_url", "warc_target_uri", "link")
CONTENT_TYPE = ("content_type", "content-type", "mime_type", "http_content_type")
ID = ("id", "doc_id", "document_id", "warc_record_id")


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns; "" means whichever of the usual names is there."""

    page: str = ""
    url: str = ""
    content_type: str = ""
    id: str = ""

    def among(self, names: Collection[str]) -> Columns:
        """The columns that `names` has, "" for those it lacks; ValueError for a named one, or the pages."""
        for wanted in (self.page, self.url, self.content_type, self.id):
            if wanted and wanted not in names:
                raise ValueError(f"no column {wanted!r}; there are: {', '.join(names)}")
        found = Columns(
            page=self.page or _first(PAGE, names),
            url=self.url or _first(URL, names),
            content_type=self.content_type or _first(CONTENT_TYPE, names),
            id=self.id or _first(ID, names),
        )
        if not found.page:
            raise ValueError(f"no column of pages: none of {', '.join(PAGE)} is among {', '.join(names) or 'nothing'}")
        return found


def _first(usual: tuple[str, ...], names: Collection[str]) -> str:
    return next((name for name in usual if name in names), "")
