"""A Page as plain tuples without cycles: what is compared and pickled in its place, however deep its boxes nest."""

from __future__ import annotations

from typing import Any

from unchaff.model import Block, Box, Page, Verdict

Flat = tuple[Any, ...]


def flatten(page: Page) -> Flat:
    """Everything `page` holds, objects replaced by their number and reasons by their text."""
    boxes = {box: i for i, box in enumerate(page.boxes)}
    verdicts = {verdict: i for i, verdict in enumerate(page.verdicts)}
    return (
        tuple(_flat_box(box, boxes) for box in page.boxes),
        tuple(_flat_block(block, boxes, verdicts) for block in page.blocks),
        tuple(_flat_verdict(verdict) for verdict in page.verdicts),
        (page.evidence, page.url, page.language, page.titles, page.declared, tuple(page.warnings)),
    )


def restore(flat: Flat) -> Page:
    """The Page that `flatten` was given."""
    flat_boxes, flat_blocks, flat_verdicts, (evidence, url, language, titles, declared, warnings) = flat
    boxes: list[Box] = []
    for parent, *rest in flat_boxes:
        boxes.append(Box(None if parent is None else boxes[parent], *rest))
    blocks = [Block(text, boxes[box], i, *rest) for i, (text, box, *rest, _) in enumerate(flat_blocks)]
    verdicts = [Verdict(range(start, stop), *rest) for start, stop, *rest in flat_verdicts]
    for block, (*_, holds) in zip(blocks, flat_blocks, strict=True):
        block.verdict = None if holds is None else verdicts[holds]
    return Page(blocks, boxes, evidence, url, language, titles, declared, list(warnings), verdicts)


def _flat_box(box: Box, boxes: dict[Box, int]) -> Flat:
    parent = None if box.parent is None else boxes[box.parent]
    counts = (box.words, box.link_words)
    return (parent, box.tag, box.start, box.stop, box.named, box.key, box.depth, *counts, box.attributes, box.pictures)


def _flat_block(block: Block, boxes: dict[Box, int], verdicts: dict[Verdict, int]) -> Flat:
    facts = (block.kind, block.level, block.words, block.link_words, block.heard, block.chunks, block.spans)
    return (block.text, boxes[block.box], *facts, verdicts[block.verdict] if block.verdict else None)


def _flat_verdict(verdict: Verdict) -> Flat:
    return (verdict.start, verdict.stop, verdict.label, verdict.reason, verdict.strength, verdict.step)
