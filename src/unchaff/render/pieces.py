"""A block's text cut where its marks begin and end; put together again, the pieces are exactly the text."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from unchaff.model import Block, Mark, Piece, Span

PICTURES = frozenset({Mark.IMAGE, Mark.EMBED})
POINTS = PICTURES | {Mark.BREAK}  # marks that stand at a place and cover no text

# Which mark goes outside where two cover the same text.
_OUTSIDE_FIRST = (Mark.LINK, Mark.STRONG, Mark.EMPHASIS, Mark.DELETED, Mark.SUB, Mark.SUP)
_VERBATIM = (Mark.MATH, Mark.CODE)  # innermost: nothing can be marked inside them, code no formula


def pieces(block: Block) -> list[Piece]:
    """The text of `block` under its marks; breaks and images are pieces without text."""
    if not block.spans:
        return [Piece(block.text, frozenset())]
    places = _Places(block)
    if not places.fit:
        return [Piece(block.text, frozenset())]
    covers = [Cover(places.start(span), places.stop(span), span) for span in block.spans]
    return list(_cut(block.text, sorted(covers, key=lambda cover: (cover.start, -cover.stop))))


def parts(block: Block) -> list[str]:
    """The text of `block` between its breaks, as `pieces` has it."""
    places, text = _Places(block), block.text
    starts = sorted([places.start(span) for span in block.spans if span.mark is Mark.BREAK]) if places.fit else []
    return [text[start:stop] for start, stop in pairwise([0, *[at for at in starts if 0 < at < len(text)], len(text)])]


class Cover(NamedTuple):
    """Where in a block's text a span lies."""

    start: int
    stop: int
    span: Span


def _cut(text: str, covers: list[Cover]) -> Iterator[Piece]:
    """Pieces of `text` between all places where one of `covers` starts or stops; they come sorted."""
    starting = deque(cover for cover in covers if cover.span.mark not in POINTS and cover.start < cover.stop)
    points = deque(cover for cover in covers if cover.span.mark in POINTS)
    edges = {0, len(text), *(cover.start for cover in points)}
    edges.update(*((cover.start, cover.stop) for cover in starting))
    above: list[Cover] = []
    for start, stop in pairwise([*sorted(edges), len(text)]):
        above = [cover for cover in above if cover.stop > start]
        while points and points[0].start == start:
            point = points.popleft().span
            if point.mark is not Mark.BREAK or 0 < start < len(text):  # a break at an edge breaks nothing
                yield _point(point, above)
        while starting and starting[0].start == start:
            above.append(starting.popleft())
        if start < stop:
            marks = frozenset(cover.span.mark for cover in above)
            formula = _target(above, Mark.MATH) if Mark.MATH in marks else ""
            yield Piece(text[start:stop], marks, _target(above), formula)


def _point(span: Span, above: list[Cover]) -> Piece:
    """A break or image under the marks that go on behind it; no code or formula does, and an image leaves its link."""
    marks = {cover.span.mark for cover in above}.difference(_VERBATIM)
    if span.mark in PICTURES:
        return Piece("", frozenset(marks - {Mark.LINK} | {span.mark}), span.target, span.name)
    return Piece("", frozenset(marks | {span.mark}), _target(above))


def _target(above: list[Cover], mark: Mark = Mark.LINK) -> str:
    return next((cover.span.target for cover in above if cover.span.mark is mark), "")


class _Places:
    """Where the chunks of a block lie in its text, which the reader has rid of extra space and unseen signs."""

    def __init__(self, block: Block) -> None:
        text, chunks = block.text, block.chunks
        words = text.split()
        self._words = [0, *accumulate(map(len, words))]  # signs before each word
        signs = [_signs(chunk) for chunk in chunks]
        if sum(signs) != self._words[-1]:  # some are gone
            gone = {ord(sign): None for sign in set("".join(chunks)) - set(text) if not sign.isspace()}
            signs = [_signs(chunk.translate(gone)) for chunk in chunks]
        self._before = [0, *accumulate(signs)]  # signs before each chunk
        self._length = len(text)
        # Where words do not begin after one space each, or signs are missing, marks cannot be placed.
        self.fit = self._before[-1] == self._words[-1] == len(text) - max(len(words) - 1, 0)

    def start(self, span: Span) -> int:
        """Where the first sign of `span` stands: a mark never begins with space."""
        signs = self._before[span.start]
        word = bisect_left(self._words, signs)
        if self._words[word] != signs:
            word -= 1
        return min(signs + word, self._length)  # one space before each word but the first

    def stop(self, span: Span) -> int:
        """Where the last sign of `span` ends: nor does it end with space."""
        signs = self._before[span.stop]
        if signs == 0:
            return 0
        word = bisect_left(self._words, signs) - 1
        return signs + word


def _signs(chunk: str) -> int:
    return len("".join(chunk.split()))


def grouped(run: Sequence[Piece]) -> Iterator[tuple[Mark | None, Sequence[Piece]]]:
    """`run` cut into the widest stretches under one mark; that mark is taken off the pieces given back."""
    at = 0
    while at < len(run):
        mark, stop = _widest(run, at)
        stretch = run[at:stop]
        yield mark, stretch if mark is None else [piece._replace(marks=piece.marks - {mark}) for piece in stretch]
        at = stop


def _widest(run: Sequence[Piece], at: int) -> tuple[Mark | None, int]:
    """The mark on run[at] that reaches furthest, and where it ends; code and formulas when nothing else is left."""
    marks = run[at].marks
    outer = [mark for mark in _OUTSIDE_FIRST if mark in marks]
    if outer:
        reaches = [(_reach(run, at, mark), mark) for mark in outer]
        stop, mark = max(reaches, key=lambda reach: reach[0])
        return mark, stop
    inner = next((mark for mark in _VERBATIM if mark in marks), None)
    return inner, _reach(run, at, inner, alone=True) if inner else at + 1


def _reach(run: Sequence[Piece], at: int, mark: Mark, *, alone: bool = False) -> int:
    """Where the stretch under `mark` from `at` on ends; another link's target ends it too."""
    first, stop = run[at], at + 1
    while stop < len(run) and mark in run[stop].marks:
        if (alone and run[stop].marks != first.marks) or (mark is Mark.LINK and run[stop].target != first.target):
            break
        stop += 1
    return stop
