"""Code as it was written: without the line numbers and buttons of highlighters, and with the name of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from lxml import etree

from unchaff.read.head import Attributes

_GUTTER = re.compile(
    r"line-?num|lineno|\bgutter\b|-gutter\b|\bblob-num\b|hljs-ln-n|\bln-num|\bline-index|\bcode-index", re.IGNORECASE
)
_CODE_CELL = re.compile(r"\bblob-code|hljs-ln-code|\bcode\b|-code\b|js-file-line|\bde1\b")
_COUNTING = re.compile(r"[\s\d.:|>$#+-]*\d[\s\d.:|>$#+-]*")  # nothing but numbers
_COPY = re.compile(r"copy|clipboard|toolbar|select-?all", re.IGNORECASE)
_COPY_WORDS = 4
_LINE_TAGS = frozenset({"div", "li", "p", "tr"})
_NUMBER_TAGS = frozenset({"span", "a", "td", "th", "div", "i", "em", "code", "b"})

_ATTRIBUTES = ("data-lang", "data-language", "data-code-language", "data-codelang", "data-syntax", "syntax", "lang")
_SAID = re.compile(
    r"(?:^|[\s;])(?:(?P<sure>language|lang|highlight-source|highlight-text|brush|prismjs|code-lang|syntax)"
    r"|highlight|sourcecode)\s*[-:_]\s*(?P<name>[a-z0-9][\w+#.-]{0,29})"
)
_HIGHLIGHTED = re.compile(r"hljs|sourcecode|highlight|prettyprint|code|brush|shiki")
_WORDS = frozenset({"text", "basic", "console", "go", "less", "make", "properties", "rest"})  # may mean something else
_NAME = re.compile(r"[A-Za-z0-9][\w+#.-]{0,29}")
_NO_LANGUAGE = frozenset(
    "none plain nohighlight no-highlight default undefined auto null code source wrapper".split()  # noqa: SIM905
)
# Names that may stand alone in a class ("hljs python", "sourceCode haskell"), where any other word may stand too.
KNOWN = frozenset(
    """
    ada apache applescript arduino asm awk bash basic batch bat c c++ cc clojure cmake cobol coffeescript console cpp cs
    csharp css csv cuda cypher d dart delphi diff docker dockerfile dos elixir elm erb erlang fish fortran fsharp
    gherkin glsl go golang gradle graphql groovy haml handlebars haskell hcl html http ini java javascript jinja jinja2
    js json json5 jsonc jsx julia kotlin latex less lisp lua make makefile markdown matlab md mermaid nginx nim nix objc
    objective-c objectivec ocaml octave pascal patch perl php plaintext powershell prolog properties proto protobuf ps1
    puppet py pycon python python2 python3 qml r rb re rest rexx rs rst ruby rust sas sass scala scheme scss sh shell
    shell-session smalltalk solidity sql stata svelte swift tcl terraform tex text toml ts tsx twig txt typescript vb
    vbnet verilog vhdl vim vue wasm xhtml xml xquery yaml yml zig zsh
    """.split()  # noqa: SIM905 (a list would be two hundred lines)
)
FAR = 6  # how many boxes around a <pre> may speak of it
_FARTHEST = frozenset({"body", "article", "main", "section", "li"})


def restore_pre(pre: etree._Element) -> None:
    """Take out of a <pre> what is not code, and write down its language."""
    if _is_gutter(pre):
        _empty(pre)
        return
    for element in [inner for inner in pre.iter(etree.Element) if inner is not pre and _is_added(inner)]:
        _remove(element)
    if language := language_of(pre):
        pre.set("data-lang", language)


def restore_table(table: etree._Element) -> None:
    """A table that lays out numbered lines of code becomes a <pre>: gists, and highlighters that number by table."""
    first = table.find(".//td")
    if first is None or not names_gutter(first.attrib) or next(table.iterdescendants("table", "pre"), None) is not None:
        return
    if not _counts(first):
        return
    cells = [cell for cell in table.iter("td") if not names_gutter(cell.attrib)]
    if not all(_CODE_CELL.search(cell.get("class") or "") for cell in cells):
        return
    language, lines = language_of(table), [line for cell in cells for line in _lines(cell)]
    _empty(table)
    table.tag, table.text = "pre", "\n".join(lines)
    if language:
        table.set("data-lang", language)


def _lines(cell: etree._Element) -> list[str]:
    """The lines in a cell: one, or one for each box in it."""
    rows = [row for row in cell.iter(*_LINE_TAGS) if row.find("*") is None or row[0].tag not in _LINE_TAGS]
    found = ["".join(row.itertext()) for row in rows] if rows else ["".join(cell.itertext()).removesuffix("\n")]
    return [line.strip("\r\n") for line in found] if rows else found


def _is_added(element: etree._Element) -> bool:
    """Whether an element inside code is not code: a line number, or a button."""
    if element.tag == "button":
        return True
    said = element.get("class") or ""
    if element.tag in _NUMBER_TAGS and (names_gutter(element.attrib) or "user-select" in (element.get("style") or "")):
        return _counts(element)
    return bool(said) and bool(_COPY.search(said)) and len("".join(element.itertext()).split()) <= _COPY_WORDS


def names_gutter(attributes: Attributes | etree._Attrib) -> bool:
    """Whether an element is made for the number of a line."""
    return attributes.get("data-line-number") is not None or bool(_GUTTER.search(attributes.get("class") or ""))


def _counts(element: etree._Element) -> bool:
    """Whether there is nothing but numbers in an element; empty ones are numbered by style sheets."""
    text = "".join(element.itertext())
    return not text.strip() or bool(_COUNTING.fullmatch(text))


def _is_gutter(pre: etree._Element) -> bool:
    """Whether a <pre> holds the numbers of the one beside it."""
    if not _counts(pre):
        return False
    near = [pre, *islice(pre.iterancestors(), 2)]
    return any(names_gutter(one.attrib) for one in near)


def _empty(element: etree._Element) -> None:
    tail = element.tail
    attributes = dict(element.attrib)
    element.clear()
    element.tail = tail
    for name, value in attributes.items():
        element.set(name, value)


def _remove(element: etree._Element) -> None:
    """Take an element away and leave what stands behind it."""
    parent, tail = element.getparent(), element.tail or ""
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def language_of(element: etree._Element) -> str:
    """The programming language that an element, its <code> or the boxes closely around it name; "" without one."""
    inner = element.find(".//code")
    told = [element, *([] if inner is None else [inner]), *islice(element.iterancestors(), FAR)]
    return named_language((str(one.tag), one) for one in told)


def named_language(told: Iterable[tuple[str, Attributes | etree._Element]]) -> str:
    """The language that the first tag to name one names, up to where the text around the code begins."""
    for tag, attributes in told:
        if tag in _FARTHEST:
            break
        if name := _said(attributes):
            return name
    return ""


def is_suspect(tag: str, attributes: Attributes) -> bool:
    """Whether an element inside code may be none of it: a button, the number of a line."""
    if tag == "button":
        return True
    if not attributes:
        return False
    said = attributes.get("class", "")
    return names_gutter(attributes) or bool(_COPY.search(said)) or "user-select" in attributes.get("style", "")


def _said(element: Attributes | etree._Element) -> str:
    for attribute in _ATTRIBUTES:
        name = (element.get(attribute) or "").strip().lower()
        if name and _NAME.fullmatch(name) and (attribute != "lang" or name in KNOWN):
            return "" if name in _NO_LANGUAGE else name
    classes = (element.get("class") or "").lower()
    for found in _SAID.finditer(classes):
        if found["name"] not in _NO_LANGUAGE and (found["sure"] or found["name"] in KNOWN):
            return found["name"]
    if _HIGHLIGHTED.search(classes):
        return next((name for name in classes.split() if name in KNOWN - _WORDS), "")
    return ""
