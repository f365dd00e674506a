"""What must hold for any bytes at all; whatever breaks it is a fault to be mended and a test to be written."""

from __future__ import annotations

from math import inf

from unchaff import DEFAULT, Document, Label, Limits, extract, extract_text

SECONDS = 30  # for a page made by fuzzing; without them it would never tell of one that takes for ever
URL = "https://example.org/2024/a"
TYPES = (None, None, "text/html", "text/plain", "text/html; charset=utf-16", "text/html; charset=gbk", "charset=x")
LABELS = frozenset(Label)


def check(page: bytes | str, content_type: str | None = None, seconds: float = inf) -> Document:
    """Read a page and write it in every way, and fail if anything about it is not as promised."""
    limits = Limits(seconds=seconds)
    document = extract(page, url=URL, content_type=content_type, limits=limits)
    assert not [warning for warning in document.warnings if "metadata" in warning], document.warnings
    assert not [warning for warning in document.warnings if "budget" in warning], document.warnings
    for block in document.blocks:
        assert block.text and not block.text.isspace(), "an empty block"
        assert block.step in DEFAULT.names and block.reason and block.label in LABELS, "a block without label or reason"
    check_boxes(document)
    alone = extract_text(page, url=URL, content_type=content_type, limits=limits)
    assert alone == document.text, "another body where nobody asks for metadata, which needs lxml's tree"
    everything = Document(document.page, document.metadata, LABELS)
    for written in (document.text, document.to_markdown(), document.to_html(), document.to_json(), everything.text):
        written.encode()
    everything.to_markdown(), everything.to_html()
    return document


def check_boxes(document: Document) -> None:
    """Every box lies in the one around it, and every block in its box."""
    page = document.page
    for box in page.boxes:
        around = box.parent or page.boxes[0]
        assert around.start <= box.start <= box.stop <= around.stop, "a box that is not in the one around it"
    for block in page.blocks:
        assert block.box.start <= block.index < block.box.stop, "a block that is not in its box"
