"""Pieces put together are the text, whatever the marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from unchaff.model import Block, Box, Kind, Mark, Piece, Span
from unchaff.render.pieces import grouped, pieces

CHUNKS = st.lists(st.text(alphabet="ab \n\xad字", max_size=6), min_size=1, max_size=6)


def block_of(chunks: list[str], spans: list[Span]) -> Block:
    """A block as the reader makes it: space pressed together, unseen signs gone."""
    text = " ".join("".join(chunks).replace("\xad", "").split())
    return Block(text, Box(None, "p", 0, 1), kind=Kind.PARAGRAPH, chunks=tuple(chunks), spans=tuple(spans))


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    chunks = draw(CHUNKS)
    places = st.integers(0, len(chunks))
    spans = []
    for mark in draw(st.lists(st.sampled_from(list(Mark)), max_size=5)):
        start, stop = sorted((draw(places), draw(places)))
        spans.append(Span(mark, start, stop, "/x"))
    return block_of(chunks, spans)


@given(blocks())
def test_nothing_is_lost_or_doubled(block: Block) -> None:
    assert "".join(piece.text for piece in pieces(block)) == block.text


@given(blocks())
def test_grouping_keeps_the_order_of_pieces(block: Block) -> None:
    cut = pieces(block)
    assert [piece.text for _, stretch in grouped(cut) for piece in stretch] == [piece.text for piece in cut]


@given(blocks())
def test_a_mark_never_touches_space(block: Block) -> None:
    block.spans = block.spans[:1]  # where marks cross, one is cut wherever the other ends
    for mark, stretch in grouped(pieces(block)):
        if mark:
            text = "".join(piece.text for piece in stretch)
            assert text == text.strip()


def test_a_block_without_spans_is_one_piece() -> None:
    assert pieces(block_of(["a b"], [])) == [Piece("a b", frozenset())]


def test_spans_over_chunks() -> None:
    block = block_of(["See ", " the \n page", ", now"], [Span(Mark.LINK, 1, 2, "/p")])
    assert pieces(block) == [
        Piece("See ", frozenset()),
        Piece("the page", frozenset({Mark.LINK}), "/p"),
        Piece(", now", frozenset()),
    ]


def test_spans_that_do_not_fit_the_text_are_left_out() -> None:
    block = block_of(["a", "b"], [Span(Mark.LINK, 0, 1, "/p")])
    block.text = "another text"
    assert pieces(block) == [Piece("another text", frozenset())]


def test_the_wider_mark_goes_outside() -> None:
    strong, both = frozenset({Mark.STRONG}), frozenset({Mark.STRONG, Mark.LINK})
    groups = list(grouped([Piece("a ", strong), Piece("b", both, "/b"), Piece(" c", strong)]))
    assert [mark for mark, _ in groups] == [Mark.STRONG]
    assert [mark for mark, _ in grouped(groups[0][1])] == [None, Mark.LINK, None]


def test_links_to_different_pages_stay_apart() -> None:
    link = frozenset({Mark.LINK})
    assert len(list(grouped([Piece("a", link, "/a"), Piece("b", link, "/b")]))) == 2
