"""A real crawl of a site on this machine, with the response method and the item pipeline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from unchaff import extract

from_scrapy = pytest.importorskip("scrapy", reason="needs unchaff[scrapy]")

SPIDER = """
import dataclasses, sys
import scrapy
from scrapy.crawler import CrawlerProcess
from unchaff import Plan

class Page(scrapy.Item):
    page = scrapy.Field(); url = scrapy.Field(); text = scrapy.Field(); title = scrapy.Field()

@dataclasses.dataclass
class Story:
    page: bytes | None
    url: str
    text: str = ""
    title: str = "given by the spider"

class Spider(scrapy.Spider):
    name = "site"
    start_urls = [sys.argv[1] + "/"]

    def parse(self, response):
        for href in response.css("a::attr(href)").getall():
            yield response.follow(href, self.story)

    def story(self, response):
        header = response.headers.get("Content-Type", b"").decode()
        yield {"how": "pipeline", "url": response.url, "page": response.body, "content_type": header}
        yield Page(url=response.url, page=response.body)
        yield Story(url=response.url, page=response.body)
        if hasattr(response, "unchaff"):
            document = response.unchaff()
            yield {"how": "method", "url": response.url, "text": document.text, "title": document.title}

process = CrawlerProcess(settings={
    "DOWNLOADER_MIDDLEWARES": {"unchaff.integrations.scrapy.ResponseMethod": 100},
    "ITEM_PIPELINES": {"unchaff.integrations.scrapy.ItemPipeline": 100},
    "FEEDS": {sys.argv[2]: {"format": "jsonlines"}},
    "LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": False,
})
process.crawl(Spider)
process.start()
"""


def test_a_crawl(site: str, tmp_path: Path) -> None:
    from urllib.request import urlopen

    spider, feed = tmp_path / "spider.py", tmp_path / "items.jsonl"
    spider.write_text(SPIDER, encoding="utf-8")
    command = [sys.executable, str(spider), site, str(feed)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, env=os.environ)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    items = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    pages = {item["url"] for item in items}
    assert len(pages) > 10
    for url in pages:
        with urlopen(url) as answer:
            document = extract(answer.read(), url=url, content_type=answer.headers["Content-Type"])
        mine = [item for item in items if item["url"] == url]
        full = [item for item in mine if item.get("how") == "pipeline"]
        assert [(item["text"], item["title"], item["status"]) for item in full] == [
            (document.text, document.title, "ok")
        ]
        assert "page" not in full[0]
        methods = [(item["text"], item["title"]) for item in mine if item.get("how") == "method"]
        assert methods == ([] if url.endswith("/picture") else [(document.text, document.title)])
        declared = [item for item in mine if "how" not in item]
        assert len(declared) == 2
        assert all(item["page"] is None and set(item) == {"page", "url", "text", "title"} for item in declared)
        assert any(item["title"] == "given by the spider" for item in declared)
    assert any("Мельница" in item["text"] for item in items if item["url"].endswith("/koi8"))
