"""Formulas however they are shown: once in the text, with their TeX beside it."""

from __future__ import annotations

import pytest
from lxml import etree

from unchaff.model import Mark
from unchaff.read import read
from unchaff.read.formulas import written
from unchaff.read.mathml import tex

KATEX = (
    "<span class=katex><span class=katex-mathml><math><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>"
    "<annotation encoding='application/x-tex'>x^2</annotation></semantics></math></span>"
    "<span class=katex-html aria-hidden=true><span>x</span><span>2</span></span></span>"
)
MATHJAX_2 = (
    "<span class=MathJax_Preview>x2</span><span class=MathJax id=M1><nobr>x2</nobr></span>"
    "<script type='math/tex'>x^2</script>"
)
MATHJAX_3 = (
    "<mjx-container display=true><mjx-math><mjx-mi>x</mjx-mi></mjx-math><mjx-assistive-mml><math>"
    "<msup><mi>x</mi><mn>2</mn></msup></math></mjx-assistive-mml></mjx-container>"
)
WIKI = (
    "<span class=mwe-math-element><span class=mwe-math-mathml-inline style='display: none;'>"
    "<math alttext='{\\displaystyle x^{2}}'><msup><mi>x</mi><mn>2</mn></msup></math></span>"
    "<img src=/m.svg class=mwe-math-fallback-image-inline alt='{\\displaystyle x^{2}}'></span>"
)


@pytest.mark.parametrize(
    ("formula", "text", "source"),
    [
        (KATEX, "x2", "$x^2$"),
        (f"<span class=katex-display>{KATEX}</span>", "x2", "$$x^2$$"),
        (MATHJAX_2, "x^2", "$x^2$"),
        (MATHJAX_2.replace("math/tex", "math/tex; mode=display"), "x^2", "$$x^2$$"),
        (MATHJAX_3, "x2", "$$x^{2}$$"),
        (WIKI, "x2", "$x^{2}$"),
        ("<math display=block><mfrac><mi>a</mi><mi>b</mi></mfrac></math>", "ab", "$$\\frac{a}{b}$$"),
        ("<img class=latex alt='E=mc^2' src=f.png>", "$E=mc^2$", "$E=mc^2$"),
        ("<img class='tex' alt='$$\\pi$$' src=f.png>", "$$\\pi$$", "$$\\pi$$"),
    ],
    ids=["katex", "katex $$", "mathjax 2", "mathjax 2 $$", "mathjax 3", "wiki", "mathml", "image", "image $$"],
)
def test_a_formula_stands_in_the_text_once(formula: str, text: str, source: str) -> None:
    page = read(f"<html><body><p>{'Words. ' * 130}<p>So {formula} it is.")
    block = page.blocks[1]
    assert "".join(block.text.split()) == f"So{text}itis."
    assert [span.target for span in block.spans if span.mark is Mark.MATH] == [source]
    assert not [span for span in block.spans if span.mark is Mark.IMAGE]


def test_a_picture_with_words_is_no_formula() -> None:
    page = read("<html><body><p>So <img class=math-teacher alt='Our teacher' src=f.png> it is.")
    assert page.blocks[0].text == "So it is."


@pytest.mark.parametrize(
    ("mathml", "expected"),
    [
        ("<msub><mi>a</mi><mrow><mi>i</mi><mo>+</mo><mn>1</mn></mrow></msub>", "a_{i+1}"),
        ("<msup><mrow><mi>a</mi><mi>b</mi></mrow><mn>2</mn></msup>", "{ab}^{2}"),
        ("<msqrt><mi>π</mi></msqrt>", r"\sqrt{\pi }"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", r"\sqrt[3]{x}"),
        ("<munderover><mo>∑</mo><mn>0</mn><mi>n</mi></munderover>", r"\sum _{0}^{n}"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", r"\overline{x}"),
        ("<mrow><mi>sin</mi><mo>&#8289;</mo><mi>x</mi></mrow>", r"\sin x"),
        ("<mi>speed</mi>", r"\mathrm{speed}"),
        ("<mtext>if so</mtext>", r"\text{if so}"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr></mtable>", r"\begin{matrix}1 & 0\end{matrix}"),
        ("<mfrac><mi>a</mi></mfrac>", "a"),
        ("<mo>≤</mo>", r"\le "),
    ],
)
def test_mathml_becomes_tex(mathml: str, expected: str) -> None:
    assert tex(etree.fromstring(f"<math>{mathml}</math>")) == expected


def test_mathml_nested_beyond_all_reason() -> None:
    deep = "<mrow>" * 400 + "<mi>x</mi>" + "</mrow>" * 400
    assert tex(etree.fromstring(f"<math>{deep}</math>", etree.XMLParser(huge_tree=True))) == "x"


@pytest.mark.parametrize(
    ("source", "expected"),
    [("x", "$x$"), ("$x$", "$x$"), ("$$x$$", "$$x$$"), (r"\(x\)", "$x$"), (r"\[ x \]", "$$x$$"), (" ", "")],
)
def test_tex_has_its_dollars_once(source: str, expected: str) -> None:
    assert written(source, display=False) == expected
