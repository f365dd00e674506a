"""What scripts and highlighters made of code and formulas becomes plain <pre> and <math> again.

The one place where a tree is changed, and it is done before the walk: so the walk knows nothing of any script's markup.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from unchaff.read.code import restore_pre, restore_table
from unchaff.read.formulas import restore_math, restore_mathjax, restore_script


def restore(root: etree._Element) -> None:
    """Mend all that is below `root`; what cannot be mended stays as it is."""
    found = list(root.iter(*_MENDERS))
    inner: set[etree._Element] = set()  # what stands in its like is mended with it, or nesting would cost its square
    for element in found:
        tag = str(element.tag)
        if element in inner:
            continue
        if tag in _NESTING:
            inner.update(element.iterdescendants(tag))
        _MENDERS[tag](element)


def restore_task(box: etree._Element) -> None:
    """The item whose text begins with a box to tick gets told so; boxes that choose among goods are no tasks."""
    if box.get("type") != "checkbox":
        return
    item = next(box.iterancestors("li"), None)
    if item is None or (box.get("disabled") is None and "task" not in f"{item.get('class')} {box.get('class')}"):
        return
    before = box
    while before is not item:
        above = before.getparent()
        if above is None or (above.text or "").strip() or above[0] is not before:
            return
        before = above
    item.set("data-task", "x" if box.get("checked") is not None else " ")


def restore_ruby(reading: etree._Element) -> None:
    """The reading above a sign gets the brackets that old browsers show: else the two would be one word."""
    around = [reading.getprevious(), reading.getnext()]
    if any(one is not None and one.tag == "rp" for one in around) or not (reading.text or "").strip():
        return
    reading.text = "(" + (reading.text or "")
    reading.tail = ")" + (reading.tail or "")


_NESTING = frozenset({"pre", "math"})
_MENDERS: dict[str, Callable[[etree._Element], None]] = {
    "pre": restore_pre,
    "table": restore_table,
    "math": restore_math,
    "mjx-container": restore_mathjax,
    "script": restore_script,
    "input": restore_task,
    "rt": restore_ruby,
}
