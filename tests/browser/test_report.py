"""The report in a browser: switches, search, keys, dark mode, hostile pages, and what a screen reader needs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from unchaff import DEFAULT, PRECISE, Document, extract
from unchaff.model import Label

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
PAGES = [*sorted(FIXTURES.glob("pages/*/page.html")), *sorted(FIXTURES.glob("dumps/*/dump.txt"))]
NEWSPAPER = FIXTURES / "pages" / "newspaper" / "page.html"

HOSTILE = (
    "</script><script>window.owned = 1</script>",
    "<!--<script>",
    "]]> --> <img src=x onerror='window.owned = 2'>",
    "line\u2028and paragraph\u2029separators",
    "\u202eright to left\u202c, \u2066isolated\u2069, \u200fmarks\u200e",
    "{{script}} {{data}} ${window.owned = 3} \\u003c \\ \" ' `",
    "javascript:window.owned=4",
    "עברית and العربية in one line",
)


@cache
def newspaper() -> Document:
    """The newspaper page."""
    return extract(NEWSPAPER.read_bytes())


def texts(document: Document, *labels: Label) -> list[str]:
    """The texts of the blocks with these labels."""
    return [block.text for block in document.blocks if block.label in labels]


def test_it_shows_what_was_decided(tab: Any) -> None:
    document = newspaper()
    report = tab(document.to_report())
    assert report.page.locator("#blocks > li").count() == len(document.blocks)
    assert report.body() == texts(document, Label.BODY)
    assert report.page.locator("h1").inner_text() == document.title
    summary = report.page.locator("#summary").inner_text()
    assert f"{document.quality:.2f}" in summary
    assert f"{document.page_kind.name} ({document.page_kind.confidence:.2f})" in summary
    report.page.locator("#metadata summary").click()
    fields = report.page.locator("#fields").inner_text()
    assert all(name in fields and choice.winner.source in fields for name, choice in document.metadata.why.items())


def test_a_label_switched_on_is_kept(tab: Any) -> None:
    document = newspaper()
    report = tab(document.to_report())
    report.switch("labels", "comments")
    assert report.body() == texts(document, Label.BODY, Label.COMMENTS)
    assert report.page.locator("#blocks > li.changed .text").all_text_contents() == texts(document, Label.COMMENTS)
    words = sum(block.words for block in document.page.kept(frozenset({Label.BODY, Label.COMMENTS})))
    assert report.page.locator("#body").inner_text().startswith(f"{words} of {document.page.words} words")
    report.switch("labels", "body")
    assert report.body() == texts(document, Label.COMMENTS)
    report.page.locator("#reset").click()
    report.page.locator("#blocks > li.changed").first.wait_for(state="detached")
    assert report.body() == texts(document, Label.BODY)


def test_a_step_switched_off_has_no_say(tab: Any) -> None:
    document = newspaper()
    report = tab(document.to_report())
    report.switch("steps", "comment-thread")
    labels = report.page.locator("#blocks > li .meta").all_text_contents()
    assert not any("comment-thread" in label for label in labels)
    report.page.locator("#reset").click()
    report.switch("steps", "body-score")
    assert report.body() == []


def test_switches_say_nearly_always_what_the_pipeline_would(tab: Any) -> None:
    """Steps are not run again in the browser, so those that read what others decided may be wrong there."""
    right = wrong = 0
    for path in PAGES:
        source = path.read_bytes()
        document = extract(source)
        report = tab(document.to_report())
        spoke = {verdict.step for verdict in document.page.verdicts}
        for step in (name for name in DEFAULT.names if name in spoke):
            without = extract(source, pipeline=DEFAULT.without(step))
            report.switch("steps", step)
            shown = report.page.evaluate("[...document.querySelectorAll('#blocks > li')].map(i => i.className)")
            report.switch("steps", step)
            for block, now, classes in zip(document.blocks, without.blocks, shown, strict=True):
                if (block.label is Label.BODY) is not (now.label is Label.BODY):
                    agree = ("kept" in classes.split()) is (now.label is Label.BODY)
                    right, wrong = right + agree, wrong + (not agree)
                else:
                    wrong += "changed" in classes.split()
    assert right > 200
    assert right / (right + wrong) > 0.9


def test_search(tab: Any) -> None:
    document = newspaper()
    report = tab(document.to_report())
    report.page.locator("#search").fill("TIDE  gate")
    found = [block.text for block in document.blocks if "tide gate" in block.text.lower()]
    assert 0 < len(found) < len(document.blocks)
    assert report.page.locator("#blocks > li:visible .text").all_text_contents() == found
    assert {mark.lower() for mark in report.page.locator("mark").all_text_contents()} == {"tide gate"}
    assert report.page.locator("#count").inner_text().endswith(f" {len(found)} of {len(document.blocks)} blocks")
    for odd in ("[", "(.*", "\\", "$", "a|b", "?"):
        report.page.locator("#search").fill(odd)
        shown = report.page.locator("#blocks > li:visible .text").all_text_contents()
        assert shown == [block.text for block in document.blocks if odd in block.text.lower()]
    report.page.locator("#search").press("Escape")
    assert report.page.locator("#blocks > li:visible").count() == len(document.blocks)
    assert report.page.locator("mark").count() == 0


def test_filter(tab: Any) -> None:
    document = newspaper()
    report = tab(document.to_report())
    report.page.locator("#show").select_option("kept")
    assert report.page.locator("#blocks > li:visible").count() == len(texts(document, Label.BODY))
    report.page.locator("#show").select_option("changed")
    assert report.page.locator("#blocks > li:visible").count() == 0
    report.switch("labels", "headline")
    assert report.page.locator("#blocks > li:visible .text").all_text_contents() == texts(document, Label.HEADLINE)


def test_keys(tab: Any) -> None:
    document = newspaper()
    report = tab(document.to_report())
    press, last = report.page.keyboard.press, len(document.blocks) - 1
    for key, place in [("ArrowDown", 0), ("j", 1), ("ArrowDown", 2), ("k", 1), ("End", last), ("ArrowDown", last)]:
        press(key)
        assert report.current() == place
    press("Home")
    assert report.current() == 0
    assert document.blocks[0].step in report.reason()
    assert document.blocks[0].reason in report.reason()
    assert report.page.locator("#reason").get_attribute("aria-live") == "polite"
    press("/")
    assert report.page.evaluate("document.activeElement.id") == "search"
    report.page.keyboard.type("jk")
    assert report.page.locator("#search").input_value() == "jk"
    press("Escape")
    assert report.current() == 0


def test_every_control_is_reached_with_the_tab_key(tab: Any) -> None:
    report = tab(newspaper().to_report())
    reached = set()
    for _ in range(80):
        report.page.keyboard.press("Tab")
        reached.add(report.page.evaluate("document.activeElement.id || document.activeElement.value || ''"))
    assert {"search", "show", "reset", "block-0"} <= reached
    switches = report.page.locator("#switches input").count()
    assert switches > 20
    report.page.locator("#switches input").first.focus()
    report.page.keyboard.press("Space")
    assert report.body() == []


def test_pointing_at_a_block_and_at_the_strip(tab: Any) -> None:
    document = newspaper()
    report = tab(document.to_report())
    block = document.page.kept()[0]
    item = report.page.locator(f"#block-{block.index}")
    item.scroll_into_view_if_needed()
    item.hover()
    assert f"Block {block.index} " in report.reason()
    weighed = next(row for row in document.explain() if row.index == block.index).weighed
    assert weighed[0].fact in report.reason()
    assert report.page.locator("#reason").get_attribute("aria-live") == "off"
    box = report.page.locator("#chart").bounding_box()
    report.page.locator("#chart").click(position={"x": box["width"] - 2, "y": 20})
    assert report.current() == len(document.blocks) - 1


def test_the_other_way(tab: Any) -> None:
    source = NEWSPAPER.read_bytes()
    document, other = newspaper(), extract(source, pipeline=DEFAULT.without("body-score"))
    report = tab(document.to_report(other, name="a stricter one"))
    differ = [block.index for block in document.page.kept()]
    assert other.page.kept() == []
    assert f"{len(differ)} blocks differ" in report.page.locator("#summary").inner_text()
    report.page.locator("#show").select_option("differs")
    assert report.page.locator("#blocks > li:visible").count() == len(differ)
    report.page.locator("h1").click()
    report.page.keyboard.press("c")
    assert report.current() == differ[0]
    assert "a stricter one: " in report.reason()


def test_dark_and_light(tab: Any) -> None:
    report = tab(newspaper().to_report())
    grounds = {}
    for scheme in ("light", "dark"):
        report.page.emulate_media(color_scheme=scheme)
        grounds[scheme] = report.page.evaluate("getComputedStyle(document.body).backgroundColor")
    light, dark = (sum(map(int, grounds[s].removeprefix("rgb(").rstrip(")").split(","))) for s in ("light", "dark"))
    assert light > 600
    assert dark < 150


def hostile() -> Document:
    """A page that tries to break out wherever its text is shown."""
    source = "".join(f"<p>placeholder {i}</p>" for i, _ in enumerate(HOSTILE))
    document = extract(source, url="javascript:window.owned=5")
    for block, text in zip(document.blocks, HOSTILE, strict=True):
        block.text = text
        assert block.verdict
        block.verdict.why = text
    document.page.warnings.append(HOSTILE[0])
    return document


def test_a_hostile_page_is_only_text(tab: Any) -> None:
    report = tab(hostile().to_report(name=HOSTILE[0]))
    assert report.page.locator("#blocks .text").all_text_contents() == list(HOSTILE)
    for i, text in enumerate(HOSTILE):
        report.page.locator(f"#block-{i}").focus()
        assert text in report.page.locator("#reason").text_content()
    report.page.locator("#search").fill("</script>")
    assert report.page.locator("mark").all_text_contents() == ["</script>"] * 2
    assert report.page.evaluate("typeof window.owned") == "undefined"
    assert report.page.locator("script").count() == 2
    assert report.page.locator("img, a[href^=javascript]").count() == 0


def test_a_hostile_source(tab: Any) -> None:
    source = (
        "<title></title><script>window.owned=1</script>{{data}}</title><meta property='og:title' content=\"</title>"
        '<script>window.owned = 2</script>"><h1>&lt;/title>&lt;script>window.owned = 3&lt;/script></h1>'
        "<article><p>" + "&lt;/script>&lt;script>window.owned = 4&lt;/script> and more words, with a comma. " * 9
    )
    report = tab(extract(source).to_report())
    assert any("</script><script>window.owned = 4" in text for text in report.body())
    assert report.page.evaluate("typeof window.owned") == "undefined"


def test_an_empty_page(tab: Any) -> None:
    report = tab(extract(b"").to_report())
    assert report.page.locator("#warnings li").count() == 1
    assert report.page.locator("#count").inner_text() == "0 of 0 blocks"
    report.page.keyboard.press("ArrowDown")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 500])
def test_no_serious_fault_of_accessibility(tab: Any, scheme: str, width: int) -> None:
    found = pytest.importorskip("axe_core_python.sync_playwright", reason="no axe-core: pip install -e '.[browser]'")
    axe, document = found.Axe(), newspaper()
    report = tab(document.to_report(extract(NEWSPAPER.read_bytes(), pipeline=PRECISE), name="precise"))
    report.page.set_viewport_size({"width": width, "height": 900})
    report.page.emulate_media(color_scheme=scheme)
    report.switch("labels", "comments")
    for details in report.page.locator("summary").all():
        details.click()
    report.page.locator("#search").fill("tide")
    report.page.locator("#blocks > li:visible").first.focus()
    found = axe.run(report.page)
    serious = [fault for fault in found["violations"] if fault["impact"] in ("serious", "critical")]
    assert not [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in serious]
    assert len(found["passes"]) > 15
    assert "color-contrast" in {rule["id"] for rule in found["passes"]}
