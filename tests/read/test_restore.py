"""What is mended before the walk, besides code and formulas."""

from __future__ import annotations

import pytest

from unchaff.read import read


@pytest.mark.parametrize(
    ("ruby", "text"),
    [
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢(かん)字"),
        ("<ruby>漢<rt>かん</rt></ruby>字", "漢(かん)字"),
        ("<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>", "漢(かん)字(じ)"),
        ("<ruby>漢<rt></rt></ruby>字", "漢字"),
    ],
)
def test_ruby(ruby: str, text: str) -> None:
    page = read(f"<html><body><p>{ruby}</p></body></html>")
    assert [block.text for block in page.blocks] == [text]


def test_a_page_of_nothing_to_mend_stays_as_it_is() -> None:
    page = read("<html><body><p>a <input type=checkbox> b</p><table><tr><td>c</td></tr></table><script>x</script>")
    assert [block.text for block in page.blocks] == ["a b", "c"]


NESTED = ("pre", "math", "ruby><rt", "table><tr><td class=gutter", "li><input type=checkbox disabled")


@pytest.mark.parametrize("tag", NESTED)
def test_nesting_beyond_all_reason(tag: str) -> None:
    page = read(f"<html><body><p>before</p>{f'<{tag}>' * 150}x", content_type="text/html")
    assert page.blocks[0].text == "before"
    assert "x" in page.blocks[-1].text
