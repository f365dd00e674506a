"""A page to look at: one HTML file that shows every block, why it is what it is, and what other switches would do."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from importlib import resources
from typing import NamedTuple

from unchaff.model import Page
from unchaff.render.report.content import content
from unchaff.render.selection import Selection
from unchaff.score.quality import Estimate

# What may not stand as it is inside <script>: whatever could end it or begin a comment, line ends that are none in
# JSON, signs that turn the order of signs around, halves of signs that UTF-8 cannot write, and controls.
_UNSAFE = re.compile(
    "[<>&\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_PLACE = re.compile(r"\{\{(\w+)\}\}")


class Other(NamedTuple):
    """The same page judged otherwise, and what that was."""

    name: str
    page: Page


def report(selection: Selection, estimate: Estimate, other: Other | None = None) -> str:
    """The HTML of the report; it loads nothing. ValueError if `other` is not the same page."""
    if other and [block.text for block in other.page.blocks] != [block.text for block in selection.page.blocks]:
        raise ValueError("the other is not the same page: their blocks differ")
    parts = {
        "title": escape(_UNSAFE.sub(_plainly, str(selection.facts.get("title") or "a page without title"))),
        "data": safe_json(content(selection, estimate, other.page if other else None, other.name if other else "")),
    }
    return _PLACE.sub(lambda place: parts[place[1]], _frame())


def _plainly(sign: re.Match[str]) -> str:
    return sign[0] if sign[0] in "<>&" else ""


def safe_json(value: object) -> str:
    """JSON that may stand inside a script element, whatever is in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


@cache
def _frame() -> str:
    """The page with its style and script; only these two may act, which their digests in the policy see to."""
    folder = resources.files(__name__)
    style, script = (folder.joinpath(name).read_text("utf-8") for name in ("report.css", "report.js"))
    parts = {
        "style": style,
        "script": script,
        "policy": f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'",
    }
    return _PLACE.sub(lambda place: parts.get(place[1], place[0]), folder.joinpath("report.html").read_text("utf-8"))


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
