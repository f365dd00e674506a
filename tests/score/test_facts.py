"""Facts of blocks: one entry for each block, whatever the page, and the right ones on pages made by hand."""

from __future__ import annotations

from collections.abc import Callable
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unchaff.model import Box, Concept, Evidence, Kind, Page
from unchaff.read import read
from unchaff.score.facts import (
    AFTER_WINDOWS,
    FAR_AWAY,
    FREE_WINDOWS,
    KIND_BITS,
    LINE_FREE_WINDOWS,
    LINE_PROSE_WINDOWS,
    MASK_BITS,
    PROSE_WORDS,
    TAG_BITS,
    Facts,
    fact_name,
    facts,
)

PageOf = Callable[[str], Page]

patient = settings(max_examples=60)

PROSE = "the bridge is open again and the baker has bought a second oven for winter."  # 15 words
LONG = 15
LINKED = "one, two, three four"
OTHERS = [(LINKED, 4), (PROSE, LONG), (PROSE, LONG)]


def size(words: float) -> float:
    """How facts measure an amount."""
    return log2(1 + words)


def html(body: str) -> Facts:
    """The facts of a page read from HTML: only a reader knows which boxes are twins."""
    page = read(f"<!doctype html><html><body>{body}</body></html>")
    return facts(page)


def dump(page: Page) -> Facts:
    """The facts of a page as one of a dump."""
    page.evidence = Evidence.LINES
    return facts(page)


def lists(found: Facts) -> dict[str, list[float]]:
    """Columns and masks by name, as lists: which sort of sequence holds them does not matter."""
    return {name: list(entries) for name, entries in [*found.columns.items(), *found.masks.items()]}


def names(page: Page) -> tuple[set[str], set[str], set[str]]:
    """The names of a page's columns and masks, and of the facts of the page itself."""
    found = facts(page)
    return set(found.columns), set(found.masks), set(found.page)


@given(data=st.data())
@patient
def test_columns_and_masks_have_one_entry_for_each_block(pages: st.SearchStrategy[Page], data: st.DataObject) -> None:
    page = data.draw(pages)
    found = facts(page)
    assert found.size == len(page.blocks)
    assert {name: len(column) for name, column in found.columns.items() if len(column) != found.size} == {}
    assert {name: len(mask) for name, mask in found.masks.items() if len(mask) != found.size} == {}


@given(data=st.data())
@patient
def test_facts_of_some_blocks_are_their_rows_among_those_of_all(
    pages: st.SearchStrategy[Page], data: st.DataObject
) -> None:
    page = data.draw(pages)
    places = st.integers(0, len(page.blocks) - 1) if page.blocks else st.nothing()
    picked = sorted(data.draw(st.sets(places)))
    found, every = facts(page, picked), facts(page)
    assert found.size == len(picked)
    assert found.page == every.page
    assert lists(found) == {name: [entries[i] for i in picked] for name, entries in lists(every).items()}


def test_facts_of_two_blocks_are_their_rows(page: PageOf) -> None:
    built = page(f"h1 one\nul.menu\n li{{RELATED}} [a](x)\n li [b b](x)\narticle\n p {PROSE}\n p c c c")
    found, every = facts(built, [1, 4]), facts(built)
    assert found.columns["words"] == [1, 3]
    assert found.page == every.page
    assert lists(found) == {name: [entries[1], entries[4]] for name, entries in lists(every).items()}


def test_facts_of_no_block_are_those_of_the_page(page: PageOf) -> None:
    built = page(f"h1 one\np {PROSE}")
    found, every = facts(built, []), facts(built)
    assert found.size == 0
    assert found.page == every.page
    assert lists(found) == {name: [] for name in lists(every)}


@given(data=st.data())
@patient
def test_masks_have_no_bit_without_a_name(pages: st.SearchStrategy[Page], data: st.DataObject) -> None:
    found = facts(data.draw(pages))
    assert {name: mask for name, mask in found.masks.items() if any(bits >> MASK_BITS[name] for bits in mask)} == {}


@given(data=st.data())
@patient
def test_pages_of_one_evidence_have_the_same_facts(pages: st.SearchStrategy[Page], data: st.DataObject) -> None:
    page = data.draw(pages)
    nothing = Page([], [Box(None, "", 0)], page.evidence)
    assert names(page) == names(nothing)


def test_only_dumps_have_facts_of_lines(page: PageOf) -> None:
    tree, lines = page(f"p {PROSE}"), page(f"| {PROSE}")
    lines.evidence = Evidence.LINES
    for of_tree, of_lines in zip(names(tree), names(lines), strict=True):
        assert of_tree <= of_lines
    assert "line end" in names(lines)[0] - names(tree)[0]


def test_every_mask_has_a_width() -> None:
    assert names(Page([], [Box(None, "", 0)], Evidence.NONE))[1] == set(MASK_BITS)


def test_bits_have_names() -> None:
    assert fact_name(f"near#{Concept.FOOTER.bit_length() - 1}", True) == "near footer"
    assert fact_name(f"tag#{TAG_BITS['li'].bit_length() - 1}", False) == "not tag li"
    assert fact_name(f"kind before#{KIND_BITS[Kind.ITEM].bit_length() - 1}", True) == "kind before item"
    assert fact_name("words", True) == fact_name("words", False) == "words"


def test_what_a_block_says_of_itself(page: PageOf) -> None:
    found = lists(facts(page(f"h2 Prices\np one, two, [three](x) [four](y)\np {PROSE}\np {PROSE}")))
    assert found["words"] == [1, 4, LONG, LONG]
    assert found["link share"] == [0, 0.5, 0, 0]
    assert found["commas"] == [0, 2, 0, 0]
    assert found["capital"] == [1, 0, 0, 0]
    assert found["sentence"] == [0, 0, 1, 1]
    assert found["doubles"] == [1, 1, 2, 2]
    assert found["word length"] == [6, *[pytest.approx(len(text) / n) for text, n in OTHERS]]


def test_windows_after_leave_the_block_out(page: PageOf) -> None:
    found = facts(page("p a\np b b\np c c c [c](x)\np d d d d d d d d")).columns  # 1, 2, 3 and 8 words without links
    for blocks in AFTER_WINDOWS:
        assert found[f"free after {blocks}"] == [size(13), size(11), size(8), 0]


@pytest.mark.parametrize("blocks", AFTER_WINDOWS)
def test_windows_after_end(page: PageOf, blocks: int) -> None:
    found = facts(page("p a\n" * blocks + "p b b\np c c c c")).columns[f"free after {blocks}"]
    assert found[:3] == [size(blocks + 1), size(blocks + 4), size(blocks + 3)]
    assert found[-3:] == [size(6), size(4), 0]


@pytest.mark.parametrize("blocks", FREE_WINDOWS + LINE_FREE_WINDOWS)
def test_windows_of_free_words_reach_as_far_on_both_sides(page: PageOf, blocks: int) -> None:
    found = dump(page("p a\n" * blocks + "p b b\n" + "p c c c\n" * (blocks + 1))).columns[f"free around {blocks}"]
    assert found[0] == size(blocks + 2)
    assert found[blocks : blocks + 2] == [size(blocks + 2 + 3 * blocks), size(blocks - 1 + 2 + 3 * (blocks + 1))]
    assert found[-1] == size(3 * (blocks + 1))


@pytest.mark.parametrize("blocks", LINE_PROSE_WINDOWS)
def test_windows_of_prose_reach_as_far_on_both_sides(page: PageOf, blocks: int) -> None:
    near = "p a\n" * (blocks - 1)
    found = dump(page(f"p {PROSE}\np a\n{near}p b\n{near}p c\np {PROSE}")).columns[f"prose around {blocks}"]
    assert found[blocks : blocks + 3] == [size(LONG), 0, size(LONG)]


def test_windows_around_hold_the_block_too(page: PageOf) -> None:
    found = dump(page(f"p a\np b b [b b](x)\np c c c c\np {PROSE}")).columns
    assert found["free around 1"] == [size(3), size(7), size(6 + LONG), size(4 + LONG)]
    assert found["prose around 2"] == [0, size(LONG), size(LONG), size(LONG)]


def test_prose_is_long_unlinked_and_ends_like_a_sentence(page: PageOf) -> None:
    short = " ".join(["word"] * (PROSE_WORDS - 2))
    for line, words in [
        (f"p {short} word word.", PROSE_WORDS),
        (f"p {short} word.", 0),
        (f"p {short} word word", 0),
        (f"p {short} word [word.](x)", 0),
    ]:
        assert dump(page(line)).columns["prose around 2"] == [size(words)], line


def test_place(page: PageOf) -> None:
    found = lists(facts(page(f"p one two three\np {PROSE}\np one two\np {PROSE}")))
    total = 5 + 2 * LONG
    assert found["place"] == [0, 0.25, 0.5, 0.75]
    assert found["from start"] == [0, 1, 2, 3]
    assert found["from end"] == [3, 2, 1, 0]
    assert found["words before"] == [0, 3 / total, (3 + LONG) / total, (5 + LONG) / total]
    assert found["prose before"] == [0, 0, 0.5, 0.5]
    assert found["prose words before"] == [0, 0, size(LONG), size(LONG)]


def test_sections(page: PageOf) -> None:
    found = lists(facts(page("p one\nh1 The bridge\np one two\nh2 Costs\np one two three\np four")))
    assert found["from headline"] == [-1, 0, 1, 2, 3, 4]
    assert found["since heading"] == [FAR_AWAY, 0, 1, 0, 1, 2]
    assert found["section level"] == [0, 1, 1, 2, 2, 2]
    assert found["section words"] == [0, 0, size(2), 0, size(1), size(4)]


def test_related_links_and_comments_set_in_once(page: PageOf) -> None:
    built = page("p one\np Related\np two\np Comments\np three")
    built.blocks[1].heard, built.blocks[3].heard = int(Concept.RELATED), int(Concept.COMMENTS)
    built.evidence = Evidence.LINES
    assert facts(built).columns["since terminal"] == [-1, 0, 1, 2, 3]


def test_what_is_heard_around_a_block(page: PageOf) -> None:
    built = page("p one\nh2 More\np two\np three")
    built.blocks[1].heard = related = int(Concept.RELATED)
    found = lists(facts(built))
    assert found["heard"] == [0, related, 0, 0]
    assert found["before"] == [0, 0, related, 0]
    assert found["after"] == [related, 0, 0, 0]
    assert found["under"] == [0, related, related, related]
    assert found["kind before"] == [0, *found["kind"][:-1]]
    assert found["kind after"] == [*found["kind"][1:], 0]


def test_a_heading_ends_what_the_one_before_said(page: PageOf) -> None:
    built = page("h2 More\np two\nh2 Costs\np three")
    built.blocks[0].heard = int(Concept.RELATED)
    assert list(facts(built).masks["under"]) == [Concept.RELATED, Concept.RELATED, 0, 0]


def test_names_are_near_or_far(page: PageOf) -> None:
    found = lists(facts(page("div{FOOTER}\n div{SIDEBAR}\n  div\n   div{AD}\n    p one")))
    assert found["near"] == [Concept.AD]
    assert found["far"] == [Concept.AD | Concept.SIDEBAR | Concept.FOOTER]
    assert found["tag"] == [TAG_BITS["p"]]
    assert found["tags"] == [TAG_BITS["p"] | TAG_BITS["div"]]


def test_a_boxs_share_of_the_page(page: PageOf) -> None:
    found = lists(facts(page(f"article\n p {PROSE}\n p [one two](x)\naside\n p {PROSE}\n p {PROSE}")))
    total = 3 * LONG + 2
    assert found["prose share 1"] == [pytest.approx(share) for share in (1 / 3, 1 / 3, 2 / 3, 2 / 3)]
    assert found["word share 1"] == [pytest.approx((LONG + 2) / total)] * 2 + [pytest.approx(2 * LONG / total)] * 2
    assert found["prose share 2"] == found["word share 2"] == [1] * 4


def test_a_box_that_holds_no_more_is_no_level(page: PageOf) -> None:
    lines = f"article\n div\n  div\n   p {PROSE}\n p one\np two"
    found = facts(page(lines)).columns
    assert found["word share 1"][0] == pytest.approx((LONG + 1) / (LONG + 2))
    assert found["word share 2"][0] == 1


def test_the_main_box_holds_most_prose(page: PageOf) -> None:
    lines = f"article\n p {PROSE}\n p {PROSE}\naside\n p {PROSE}\n p one"
    found = lists(facts(page(lines)))
    assert found["in main"] == [1, 1, 0, 0]


def test_twins_share_tags_and_classes() -> None:
    cards = "<div class=card>a</div><div class=card>b b b</div>"
    found = lists(html(f"{cards}<div class=note>c</div><p class=card>d</p>"))
    assert found["twins 0"] == [size(2), size(2), size(1), size(1)]
    assert found["twin word share 0"] == [pytest.approx(share) for share in (4 / 6, 4 / 6, 1 / 6, 1 / 6)]
    assert found["twin spread 0"] == [0.5, 0.5, 0, 0]


def test_numbers_do_not_part_twins() -> None:
    found = lists(html("<div class='post-17 post'>a</div><div class='post-18 post'>b</div>"))
    assert found["twins 0"] == [size(2), size(2)]


def test_twins_stand_in_twins() -> None:
    cards = "<div class=card><h3>a</h3><p>b b</p></div>" * 3
    found = lists(html(f"{cards}<div><h3>a</h3></div>"))
    assert found["twins 0"] == [size(3)] * 6 + [size(1)]
    assert found["twins 1"] == [size(3)] * 6 + [size(1)]
    assert found["twins 2"] == [size(1)] * 7
    assert found["twin word share 1"][:6] == [pytest.approx(9 / 10)] * 6


def test_links_of_twins() -> None:
    found = html("<ul><li><a href=x>a b c</a> d</li>" + "<li>e</li>" * 3 + "</ul>").page
    assert found["page twin link share"] == pytest.approx(3 / 7)


def test_facts_of_the_page(page: PageOf) -> None:
    found = facts(page(f"h1 one\nul{{COMMENTS}}\n li{{POST}} a\n li{{POST}} [b](x)\np {PROSE}")).page
    assert found["page words"] == size(3 + LONG)
    assert found["page blocks"] == size(4)
    assert found["page prose share"] == pytest.approx(LONG / (3 + LONG))
    assert found["page prose blocks"] == size(1)
    assert found["page longest"] == size(LONG)
    assert found["page link share"] == pytest.approx(1 / (3 + LONG))
    assert found["page items"] == pytest.approx(2 / 4)
    assert found["page headings"] == size(1)
    assert found["page comments"] == size(1)
    assert found["page posts"] == size(2)
    assert found["page products"] == 0


def test_the_largest_group_of_many_twins_is_a_fact_of_the_page() -> None:
    few = "<div class=card><p>a b c d</p></div>" * 2
    many = "<section><b>a</b> <a href=x>b</a></section>" * 8
    found = html(few + many).page
    assert found["page twins"] == size(8)
    assert found["page twin link share"] == 0.5
    assert found["page twin word share"] == pytest.approx(16 / 24)
    assert html(few).page["page twins"] == 0
