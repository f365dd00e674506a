"""Scrapy: a method of responses, and an item pipeline.

DOWNLOADER_MIDDLEWARES = {"unchaff.integrations.scrapy.ResponseMethod": 100}    # response.unchaff()
ITEM_PIPELINES = {"unchaff.integrations.scrapy.ItemPipeline": 100}              # items with a "page"
"""

from __future__ import annotations

from typing import Any

from unchaff.api import extract
from unchaff.batch import Plan, Raw, result_of
from unchaff.document import Document
from unchaff.extras import need

TextResponse: Any = need("scrapy.http", "scrapy").TextResponse
HtmlResponse: Any = need("scrapy.http", "scrapy").HtmlResponse
PAGE_FIELD = "page"


def document_of(response: Any, **options: Any) -> Document:
    """`unchaff.extract` of a response: its bytes, address and content type; `options` as there."""
    return extract(response.body, url=response.url, content_type=content_type_of(response), **options)


def content_type_of(response: Any) -> str | None:
    """The header of a response, or None."""
    return response.headers.get("Content-Type", b"").decode("latin-1") or None


class UnchaffTextResponse(TextResponse):  # type: ignore[misc]
    """A response that is text, with a method `unchaff`."""

    unchaff = document_of


class UnchaffHtmlResponse(HtmlResponse):  # type: ignore[misc]
    """A response that is HTML, with a method `unchaff`."""

    unchaff = document_of


class ResponseMethod:
    """A downloader middleware: HTML and text that come to the spider have a method `unchaff() -> Document`."""

    CLASSES = {TextResponse: UnchaffTextResponse, HtmlResponse: UnchaffHtmlResponse}  # noqa: RUF012

    def process_response(self, request: Any, response: Any, spider: Any = None) -> Any:
        """The response in the class that has the method; other responses as they are."""
        with_method = self.CLASSES.get(type(response))
        return response.replace(cls=with_method) if with_method else response


class ItemPipeline:
    """Items with a page get its text and metadata in the place of the page.

    An item says `page` (bytes or str), and best `url` and `content_type` too. It gets the columns of `unchaff batch`:
    all of them if it is a dict, else those that it has fields for; what it has already stays.
    Settings: UNCHAFF_PAGE_FIELD, the field of the page; UNCHAFF_PLAN, an `unchaff.Plan`.
    """

    def __init__(self, page_field: str = PAGE_FIELD, plan: Plan | None = None) -> None:
        self._page_field = page_field
        self._plan = plan or Plan()
        self._adapter = need("itemadapter", "scrapy").ItemAdapter

    @classmethod
    def from_crawler(cls, crawler: Any) -> ItemPipeline:
        """The pipeline as the settings of a crawl have it."""
        return cls(crawler.settings.get("UNCHAFF_PAGE_FIELD", PAGE_FIELD), crawler.settings.get("UNCHAFF_PLAN"))

    def process_item(self, item: Any, spider: Any = None) -> Any:
        """The item with text and metadata; one without a page as it is."""
        fields = self._adapter(item)
        page = fields.get(self._page_field)
        if page is None:
            return item
        row = result_of(Raw(page, fields.get("url"), fields.get("content_type")), self._plan).to_dict()
        del row["id"]
        wanted = row if isinstance(item, dict) else set(fields.field_names()) & set(row)
        for name in wanted:
            if not fields.get(name):
                fields[name] = row[name]
        if isinstance(item, dict):
            del item[self._page_field]
        else:
            fields[self._page_field] = None
        return item
