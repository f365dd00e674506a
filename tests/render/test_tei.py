"""TEI is valid against the part of its schema that we use, and says all that is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from unchaff import extract
from unchaff.model import Label, Page, Strength, Verdict
from unchaff.render.selection import Selection
from unchaff.render.tei import tei

HERE = Path(__file__).parent
SCHEMA = etree.RelaxNG(etree.parse(HERE / "tei.rng"))
FIXTURES = [path for path in sorted((HERE.parents[1] / "fixtures").rglob("*")) if path.suffix in (".html", ".txt")]
ROWS = "row(cell,cell),row(cell)"
SPACE = "{http://www.tei-c.org/ns/1.0}"


def valid(document: str) -> etree._Element:
    """The tree of a document; fails where the schema does."""
    root = etree.fromstring(document.encode())
    SCHEMA.assertValid(root)
    return root


def tight(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("keep", [{"body"}, set(Label)], ids=["body", "all"])
def test_fixtures(path: Path, keep: set[str]) -> None:
    document = extract(path.read_bytes(), url="https://example.org/a", keep=keep)
    root = valid(document.to_tei())
    text = root.find(f"{SPACE}text")
    assert text is not None
    said = tight("".join(text.itertext()))
    assert all(tight(block.text) in said for block in document.page.kept(document.keep))
    assert root.findtext(f".//{SPACE}title") == document.title


@given(st.data())
def test_pages_of_any_shape(pages: st.SearchStrategy[Page], data: st.DataObject) -> None:
    page = data.draw(pages)
    page.accept(Verdict(page.boxes[0], Label.BODY, "all of it", Strength.STRONG))
    valid(tei(Selection(page)))


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        ("h2 A\np x\nh3 B\nh2 C\np y", "div(head,p,div(head)),div(head,p)"),
        ("p x\nh4 A", "p,div(head)"),
        ("ol\n  li\n    h3 A\n    p x\n  li y", "list(item(ab,p),item)"),
        ("dl\n  dt A\n  dt B\n  dd x\n  dd y\n  dt C", "list(label(lb),item(p,p),label,item)"),
        ("table\n  caption T\n  tr\n    th a\n    td rowspan=2 b\n  tr\n    td c", f"table(head,{ROWS})"),
        ("figure\n  figcaption A mill", "figure(head)"),
        ("pre data-lang=c int x;", "ab(code)"),
        ("blockquote\n  p x", "quote(p)"),
        ("p *a* **b** `c` [d](/d) / e", "p(hi,hi,code,ref,lb)"),
        ("", "p"),
    ],
)
def test_shapes(select: Callable[[str], Selection], lines: str, body: str) -> None:
    root = valid(tei(select(lines)))
    assert shape(root.find(f".//{SPACE}body")) == f"body({body})"


def shape(element: etree._Element | None) -> str:
    assert element is not None
    inner = ",".join(map(shape, element))
    return str(element.tag).removeprefix(SPACE) + (f"({inner})" if inner else "")


def test_signs_that_xml_cannot_hold(select: Callable[[str], Selection]) -> None:
    selection = select("p x")
    selection.page.blocks[0].text = "a\x00\x0b\ud800\ufffe<b>"
    assert "".join(valid(tei(selection)).find(f".//{SPACE}body").itertext()).strip() == "a<b>"  # type: ignore[union-attr]


def test_the_header() -> None:
    page = extract(
        "<html lang=pt-BR><head><title>Um moinho | O Rio</title><meta property=og:site_name content='O Rio'>"
        "<meta name=author content='Ana Lima'><meta property=article:published_time content=2024-05-06T07:08:09Z>"
        "<body><article><h1>Um moinho</h1><p>" + "O moinho fica na margem do rio. " * 20,
        url="https://rio.example/m",
    )
    root = valid(page.to_tei())
    assert root.findtext(f".//{SPACE}author") == "Ana Lima"
    assert root.find(f".//{SPACE}publicationStmt/{SPACE}date").get("when") == "2024-05-06T07:08:09+00:00"  # type: ignore[union-attr]
    assert root.find(f"{SPACE}text").get("{http://www.w3.org/XML/1998/namespace}lang") == "pt-BR"  # type: ignore[union-attr]
