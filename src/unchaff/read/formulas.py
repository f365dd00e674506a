"""Formulas however they are shown: MathML, KaTeX, MathJax and pictures become <math> that knows its TeX."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from unchaff.read.head import Attributes
from unchaff.read.mathml import tex

_TEX_TYPES = frozenset({"application/x-tex", "TeX", "latex", "application/x-latex", "text/x-latex"})
_STYLES = re.compile(r"^\s*\{?\s*\\(?:displaystyle|textstyle)\b\s*(?P<tex>.*?)\s*\}?\s*$", re.DOTALL)
_TWIN = re.compile(r"\bkatex-html\b|\bmwe-math-fallback")  # glyphs beside the <math>, or a picture of it
_RENDERED = re.compile(r"\bMathJax(?:_Preview|_Display|_SVG|_CHTML)?\b")
_PICTURED = re.compile(r"(?:^|[\s_-])(?:latex|tex|math|equation|formula)(?:$|[\s_-])", re.IGNORECASE)
_TEX_SIGNS = re.compile(r"\\[a-zA-Z]+|[\^_]\{?\w|^\s*\$")


def restore_math(math: etree._Element) -> None:
    """Write down the TeX of a <math>, and take away what shows the same formula once more."""
    parent = math.getparent()
    if parent is None:
        return
    source = _annotated(math) or tex(math)
    if source:
        math.set("data-tex", written(source, display=_is_display(math)))
    twin = parent.getnext()
    if twin is not None and _TWIN.search(twin.get("class") or ""):
        _drop(twin)


def restore_mathjax(container: etree._Element) -> None:
    """In MathJax 3 the glyphs are made by style sheets; the <math> for screen readers is all that there is to read."""
    if container.get("display") == "true":
        for math in container.iter("math"):
            math.set("display", "block")
    for glyphs in list(container.iterchildren("mjx-math", "svg")):
        _drop(glyphs)


def restore_script(script: etree._Element) -> None:
    """In MathJax 2 the TeX stands in a script behind what it became."""
    kind = script.get("type") or ""
    if not kind.startswith("math/tex") or not (source := (script.text or "").strip()):
        return
    for before in script.itersiblings(preceding=True):
        if not _RENDERED.search(before.get("class") or "") or (before.tail or "").strip():
            break
        _drop(before)
    script.tag, script.text = "math", source
    script.set("data-tex", written(source, display="mode=display" in kind))


def pictured(image: Attributes) -> str:
    """The TeX of a formula that is shown as a picture; "" for other pictures."""
    said = image.get("alt") or ""
    if not said or not _TEX_SIGNS.search(said) or not _PICTURED.search(image.get("class") or ""):
        return ""
    return written(said, display=False)


def written(source: str, *, display: bool) -> str:
    """TeX between dollars: two where the formula stands on a line of its own."""
    source = " ".join(source.split())
    styled = _STYLES.match(source)
    if styled and source.count("{") == source.count("}"):
        source = styled["tex"] if source.startswith("{") == source.endswith("}") else source
    for start, stop in (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]")):
        if source.startswith(start) and source.endswith(stop) and len(source) > len(start) + len(stop):
            source, display = source[len(start) : -len(stop)].strip(), display or start in ("$$", r"\[")
            break
    dollars = "$$" if display else "$"
    return f"{dollars}{source}{dollars}" if source else ""


def _annotated(math: etree._Element) -> str:
    for note in math.iter("annotation"):
        if note.get("encoding") in _TEX_TYPES and (source := (note.text or "").strip()):
            return source
    return (math.get("alttext") or "").strip()


def _is_display(math: etree._Element) -> bool:
    if math.get("display") == "block" or math.get("mode") == "display":
        return True
    return any("katex-display" in (above.get("class") or "") for above in islice(math.iterancestors(), 3))


def _drop(element: etree._Element) -> None:
    """Empty an element of what it shows; what stands behind it stays."""
    tail = element.tail
    element.clear()
    element.tail, element.tag = tail, "template"
