"""The report's file: self-contained, safe whatever the page holds, and no larger than it need be."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unchaff import DEFAULT, Label, extract
from unchaff.render.report import safe_json
from unchaff.score.account import STEPS

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
PAGES = [*sorted(FIXTURES.glob("pages/*/page.html")), *sorted(FIXTURES.glob("dumps/*/dump.txt"))]
NEWSPAPER = (FIXTURES / "pages" / "newspaper" / "page.html").read_bytes()
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def data(html: str) -> dict[str, object]:
    """What the script would read."""
    found = DATA.search(html)
    assert found
    return dict(json.loads(found[1]))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: "-".join(path.parts[-3:-1]))
def test_everything_is_in_it(path: Path) -> None:
    document = extract(path.read_bytes())
    found = data(document.to_report())
    assert found["title"] == document.title
    assert found["quality"] == pytest.approx(document.quality, abs=0.001)
    assert found["kind"] == [document.page_kind.name, pytest.approx(document.page_kind.confidence, abs=0.001)]
    labels, steps = found["labels"], found["steps"]
    for block, shown, row in zip(document.blocks, found["blocks"], document.explain(), strict=True):
        label, step, strong, reason = shown["v"][shown["n"]]
        assert (shown["t"], labels[label], steps[step], reason) == (block.text, block.label, block.step, block.reason)
        assert strong == (block.verdict.strength == 2)
        assert len(shown["v"]) == 1 + len(row.overruled)
        was_asked = any(steps[verdict[1]] in STEPS for verdict in shown["v"])
        weights = [round(w.weight, 2) for w in row.weighed[:8]] if was_asked else []
        assert [weight for _, _, weight in shown["f"]] == weights


def test_metadata_with_sources() -> None:
    document = extract(NEWSPAPER)
    fields = {name: (value, source) for name, value, source, _ in data(document.to_report())["fields"]}
    assert fields.keys() == document.metadata.why.keys()
    assert fields["authors"] == ("; ".join(document.authors), document.metadata.why["authors"].winner.source)


def test_it_loads_nothing_and_lets_nothing_else_act() -> None:
    html = extract(NEWSPAPER).to_report()
    frame = DATA.sub("", html)
    style, script = (re.search(f"<{tag}>(.*?)</{tag}>", frame, re.DOTALL) for tag in ("style", "script"))
    assert style
    assert script
    digests = [b64encode(sha256(part[1].encode()).digest()).decode() for part in (style, script)]
    policy = f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in frame
    assert not re.search(r"\b(src|href)=(?!\"#)|@import|url\(|fetch\(|XMLHttp|innerHTML|insertAdjacent|eval\(", frame)
    assert "{{" not in frame


def test_it_is_the_same_each_time() -> None:
    assert extract(NEWSPAPER).to_report() == extract(NEWSPAPER).to_report()


def test_size() -> None:
    document = extract(NEWSPAPER)
    overhead = len(DATA.sub("", document.to_report()).encode())
    assert overhead < 40_000
    assert len(document.to_report().encode()) < overhead + 1000 * len(document.blocks)


def test_the_other_way() -> None:
    document, other = extract(NEWSPAPER), extract(NEWSPAPER, pipeline=DEFAULT.without("menu"))
    found = data(document.to_report(other, name="no menu"))
    assert found["other"] == "no menu"
    for shown, block in zip(found["blocks"], other.blocks, strict=True):
        label, step, reason = shown["o"]
        assert (found["labels"][label], found["steps"][step], reason) == (block.label, block.step, block.reason)
    with pytest.raises(ValueError, match="not the same page"):
        document.to_report(extract("<p>Another page.</p>"))


def test_a_page_nobody_judged() -> None:
    from unchaff import Pipeline

    document = extract(NEWSPAPER, pipeline=Pipeline.of(), keep=[Label.OTHER])
    found = data(document.to_report(document))
    assert found["score"] == -1
    assert all(shown["n"] == -1 and shown["v"] == [] and shown["o"][1] == -1 for shown in found["blocks"])


HARMFUL = re.compile("[<>&\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ud800-\udfff\x00-\x1f\x7f-\x9f]")


@given(st.recursive(st.text(st.characters()), lambda inner: st.lists(inner, max_size=4), max_leaves=8))
def test_json_in_a_script(value: object) -> None:
    written = safe_json(value)
    assert not HARMFUL.search(written)
    assert json.loads(written) == value


HARMFUL_TEXTS = ["</script>", "<!--", "]]>", "\u2028", "\u202e", "\ud800", "\x00", "{{data}}", "\\u003c"]


@pytest.mark.parametrize("text", HARMFUL_TEXTS)
def test_harmful_signs(text: str) -> None:
    written = safe_json({"t": text})
    assert not HARMFUL.search(written)
    assert json.loads(written) == {"t": text}
    written.encode()


def test_the_title_stays_inside_its_tag() -> None:
    html = extract("<meta property='og:title' content='</title><script>x</script>\u202e{{data}}'><p>Text.").to_report()
    head = html[html.index("<title>") : html.index("<style>")]
    assert head.count("<") == 2
    assert "\u202e" not in head
