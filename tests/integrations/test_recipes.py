"""The Python of docs/integrations.md, run as it stands."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from unchaff import extract

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "integrations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python (\S+)\n(.*?)```", TEXT, re.DOTALL)
FETCHERS = [(needs, code) for needs, code in BLOCKS if "URL" in code]
BROWSERS = {"playwright", "selenium"}


def named(blocks: list[tuple[str, str]]) -> list[Any]:
    """Blocks as parameters; those that start a browser are marked."""
    marks = {needs: [pytest.mark.engine] if needs in BROWSERS else [] for needs, _ in blocks}
    return [pytest.param(needs, code, marks=marks[needs], id=f"{needs}-{i}") for i, (needs, code) in enumerate(blocks)]


def test_there_is_a_recipe_for_each() -> None:
    assert {needs for needs, _ in BLOCKS} >= {"requests", "httpx", "aiohttp", "playwright", "selenium", "langchain"}
    for _, code in BLOCKS:
        compile(code, "docs/integrations.md", "exec")


@pytest.mark.parametrize(("needs", "code"), named(FETCHERS))
def test_fetchers(needs: str, code: str, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(needs, reason=f"needs {needs}: unchaff[test-scrapers] or [test-engines]")
    if needs in BROWSERS:
        _use_the_chromium_of_the_system(needs, monkeypatch)
    for path in ("/newspaper", "/koi8"):
        page, header = _served(f"{site}{path}")
        there: dict[str, Any] = {"URL": f"{site}{path}"}
        exec(compile(code, "docs/integrations.md", "exec"), there)
        expected = extract(page, url=f"{site}{path}", content_type=header)
        assert there["document"].text == expected.text != ""
        assert there["document"].title == expected.title != ""


def _served(url: str) -> tuple[bytes, str]:
    from urllib.request import urlopen

    with urlopen(url) as answer:
        return answer.read(), answer.headers["Content-Type"]


def _use_the_chromium_of_the_system(needs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The recipe says `launch()`; browsers that Playwright would download are not to be had everywhere."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("needs Chromium, such as Debian's chromium")
    if needs == "selenium":
        if not shutil.which("chromedriver"):
            pytest.skip("needs chromedriver, such as Debian's chromium-driver")
        monkeypatch.setenv("SE_OFFLINE", "true")
        return
    from playwright.sync_api import BrowserType

    launch = BrowserType.launch
    how = {"executable_path": chromium, "args": ["--no-sandbox"]}
    monkeypatch.setattr(BrowserType, "launch", lambda self: launch(self, **how))


@pytest.mark.parametrize("needs", ["langchain_core", "llama_index.core"])
def test_loaders(needs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(needs, reason="needs unchaff[test-scrapers]")
    monkeypatch.chdir(ROOT)
    (code,) = (code for wanted, code in BLOCKS if wanted == needs.replace("langchain_core", "langchain"))
    there: dict[str, Any] = {}
    exec(compile(code, "docs/integrations.md", "exec"), there)
    assert len(there["documents"]) > 10


WITHOUT = """
import sys
from importlib.abc import MetaPathFinder

class Without(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == sys.argv[1]:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Without())
"""


@pytest.mark.parametrize(
    ("package", "extra", "code"),
    [
        ("scrapy", "scrapy", "import unchaff.integrations.scrapy"),
        ("datatrove", "datatrove", "import unchaff.integrations.datatrove"),
        ("langchain_core", "langchain", "import unchaff.integrations.langchain"),
        ("llama_index", "llama-index", "import unchaff.integrations.llama_index"),
        ("ray", "ray", "from unchaff.integrations.ray import extract_many; list(extract_many([]))"),
        ("pyspark", "spark", "from unchaff.integrations.spark import spark_schema; spark_schema()"),
        ("pyarrow", "arrow", "import unchaff.arrow; unchaff.arrow.schema()"),
    ],
)
def test_what_is_missing_is_named_with_its_extra(package: str, extra: str, code: str) -> None:
    if package == "pyspark":
        pytest.importorskip("pyarrow", reason="needs unchaff[arrow]")
    done = subprocess.run([sys.executable, "-c", WITHOUT + code, package], capture_output=True, text=True)
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"unchaff.errors.MissingExtra: this needs {package}, which is not installed")
    assert last.endswith(f"pip install 'unchaff[{extra}]'")


def test_importing_unchaff_loads_no_optional_package() -> None:
    code = "import sys, unchaff, unchaff.arrow, unchaff.batch.job; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pyarrow", "fastwarc", "tqdm", "zstandard", "brotli", "ray", "pyspark", "scrapy"} & set(loaded)
