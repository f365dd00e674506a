"""The TeX of a formula, as Markdown can hold it."""

from __future__ import annotations

import re

_UNFIT = re.compile(r"`|(?<!\\)\$|[\x00-\x1f]")
_CLASHING = {"<": r"\lt ", "*": r"\ast ", "](": "] ("}  # what a parser that knows no formulas takes for its own
_CLASH = re.compile("|".join(map(re.escape, _CLASHING)))


def dollars_of(formula: str) -> str:
    """The dollars around a formula, "$" or "$$"; "" where there are none."""
    for dollars in ("$$", "$"):
        if formula.startswith(dollars) and formula.endswith(dollars) and len(formula) > 2 * len(dollars):
            return dollars
    return ""


def bare(formula: str) -> str:
    """A formula without its dollars."""
    dollars = len(dollars_of(formula))
    return " ".join(formula[dollars : len(formula) - dollars].split())


def dollar_math(formula: str) -> str:
    """A formula between dollars that means the same to TeX and nothing to Markdown; "" if that cannot be."""
    source, dollars = bare(formula), dollars_of(formula)
    if not source or not dollars or _UNFIT.search(source) or source.endswith("\\"):
        return ""
    return f"{dollars}{_CLASH.sub(lambda sign: _CLASHING[sign[0]], source).strip()}{dollars}"
