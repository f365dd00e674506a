"""Boxes of facts that news sites put beside an article: the person, the place, the numbers."""

from __future__ import annotations

from collections.abc import Iterator

from unchaff.model import Concept, Declared, Label, Page, Strength, Verdict

BOX_WORDS = 1500


def fact_box(page: Page) -> Iterator[Verdict]:
    """A box named for facts on a page that says it is an article; a table of them is no such box."""
    if page.declared & Declared.ARTICLE:
        for box in page.named(Concept.FACTS, BOX_WORDS):
            if box.tag != "table":
                yield Verdict(box, Label.OTHER, "box of facts beside the article", Strength.STRONG)
