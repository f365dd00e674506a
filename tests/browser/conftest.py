"""A real headless Chromium, driven by Playwright; without either the tests are skipped, and say why."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@dataclass
class Tab:
    """A page of the browser, with what it loaded and what went wrong in it."""

    page: Any
    loaded: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def body(self) -> list[str]:
        """The texts that are shown as kept."""
        return self.page.locator("#blocks > li.kept .text").all_text_contents()

    def switch(self, group: str, name: str) -> None:
        """Click a switch by its name."""
        boxes = self.page.locator(f"#{group} label")
        names = [text.split()[0] for text in boxes.all_inner_texts()]
        boxes.nth(names.index(name)).click()

    def reason(self) -> str:
        """What is said about the block that is pointed at."""
        return self.page.locator("#reason").inner_text()

    def current(self) -> int:
        """The number of the block that has the focus; -1 if none has."""
        return int(self.page.evaluate("Number((document.activeElement.id.match(/^block-(\\d+)$/) || [0, -1])[1])"))


Open = Callable[[str], Tab]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A context of a new Chromium with an empty profile."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright: pip install -e '.[browser]'")
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("no Chromium: apt-get install chromium")
    with playwright.sync_playwright() as running:
        profile = str(tmp_path_factory.mktemp("profile"))
        size = {"width": 1200, "height": 900}
        context = running.chromium.launch_persistent_context(
            profile, executable_path=chromium, headless=True, args=FLAGS.split(), viewport=size
        )
        yield context
        context.close()


@pytest.fixture
def tab(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens a report from a file; afterwards nothing may have been loaded or have failed."""
    tabs: list[Tab] = []

    def opened(html: str) -> Tab:
        path = tmp_path / f"report{len(tabs)}.html"
        path.write_text(html, encoding="utf-8")
        tab = Tab(browser.new_page())
        tabs.append(tab)
        tab.page.on("request", lambda request: tab.loaded.append(request.url))
        tab.page.on("pageerror", lambda error: tab.faults.append(str(error)))
        tab.page.on("console", lambda message: tab.faults.append(message.text))
        tab.page.goto(path.as_uri())
        tab.loaded.remove(path.as_uri())
        return tab

    yield opened
    for tab in tabs:
        tab.page.close()
        assert not tab.loaded
        assert not tab.faults
