"""Text dumps in every style that occurs become blocks in boxes, and not a sign is lost, doubled or moved."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unchaff.model import Block, Box, Concept, Kind, Mark
from unchaff.read.dump import read_dump

UNSEEN = {"\u00ad", "\u200b", "\u2060", "\ufeff", "\x7f", *map(chr, (*range(9), *range(14, 28)))}
STRIPPED = set("•‣◦▪▫●○■□∙⁃・·*-+o0123456789.)=_~#—–─━═")

NEWSPAPER = """\
date 2021-03-12 counter
Follow the Post:

Ferry to stay until spring, says council

The old boat between the two halves of the harbour will keep running.

By: Mira Holt | Portsmouth |
March 12, 2021 3:50 pm

The council has decided that the old ferry will keep running until the spring, although the bridge is open.

Advertisement

More than four thousand people had signed a petition that asked for it, and the hall was full on Monday night.

  • Home
  • News
    • Local
    • World
  • Sport

Most Popular

1

Boat sinks in the old harbour: nobody hurt, the owner says, and the insurer will pay for all of it by the summer

2

Ten bridges that you have to cross once

3

How the ferry came to town

Featured Stories

Bridge opened by the queen...
Bridge opened by the queen...Premium
Mayor to stand again
Mayor to stand again
"""

LAYOUT = """\
  Skip to content
      * Home
          + Boats
              o Ferries
              o Tugs
          + Bridges
      * About

    Ferry to stay until spring

      The council has decided that the old ferry will keep running.

       1. Buy a ticket at the kiosk.

          It is closed on Sundays.

       2. Step aboard.

          Boat    Price   Crew
          Ferry   2.50    4
          Tug     none    3
"""

WRAPPED = """\
THE HARBOUR POST
Home | News | Sport

The council has decided that the old ferry between the two halves of the
harbour will keep running until the spring, although the new bridge has
been open since October. More than four thousand people had signed a
petition that asked for it.

  The mayor said that the decision was not an easy one, and that a well-
known operator from the north had offered to run the boats for less than
half of the present price. She did not name it.

  * The timetable is to be cut to one boat an hour from Monday, and to
    two boats on market days.
  * Bicycles are free.

    Roses are red,
    the boats are blue,
    the ferry is late,
    and so are you.

Harbour Post Ltd
12 Quay Street
Portsmouth
"""

MARKDOWN = """\
[Home](https://post.example/) [News](/news "All news")

[![Image 1: logo](logo.png)](/)

# The ferry stays

By the harbour
--------------

**By [Mira Holt](/authors/mira)** on *12 March*

The `council` has decided \\[sic\\] that the [old ferry][1] will run.

> A quote by a captain

* one
* two with [a link](x.html)
  * below

1. first
1. second

| Boat | Price |
|------|------:|
| Big \\| old | 3 |
| - | - |

```python
def f(x):
    return x  # *as it is*
```

[1]: https://post.example/old

***

### Related ###
"""

LYNX = """\
   #[1]Feed

     * [2]Home
          + [3]Local

   The council has decided that the [4]old ferry between the two halves of
   the harbour will keep running until the spring, although the [5]new
   bridge has been open since October.

References

   Visible links
   1. https://post.example/feed
   2. https://post.example/home
   3. https://post.example/local
   4. https://post.example/ferry
   5. https://post.example/bridge
"""


def texts(dump: str) -> list[str]:
    return [block.text for block in read_dump(dump)[0]]


def outline(dump: str) -> str:
    """Boxes by their tags ("run" for one without) around the texts of their blocks."""
    blocks, boxes, _ = read_dump(dump)
    lines: list[str] = []
    for box in boxes[1:]:
        lines += [f"{'  ' * (box.depth - 1)}{box.tag or 'run'} {box.start}-{box.stop}"]
    assert all(block.box in boxes for block in blocks)
    return "\n".join(lines)


def named(blocks: list[Block], text: str) -> Block:
    return next(block for block in blocks if block.text.startswith(text))


def tags(box: Box | None) -> list[str]:
    found = []
    while box:
        found.append(box.tag)
        box = box.parent
    return found[:-1]


def test_blank_lines_and_bullets() -> None:
    blocks, _, links = read_dump(NEWSPAPER)
    assert not links
    assert [block.text for block in blocks[:8]] == [
        "date 2021-03-12 counter",
        "Follow the Post:",
        "Ferry to stay until spring, says council",
        "The old boat between the two halves of the harbour will keep running.",
        "By: Mira Holt | Portsmouth |",
        "March 12, 2021 3:50 pm",
        "The council has decided that the old ferry will keep running until the spring, although the bridge is open.",
        "Advertisement",
    ]
    assert named(blocks, "Ferry to stay").kind is Kind.PARAGRAPH
    assert named(blocks, "By: Mira").kind is Kind.TEXT
    assert named(blocks, "By: Mira").box is named(blocks, "March 12").box
    assert named(blocks, "The council").box.parent is None
    assert named(blocks, "Home").kind is Kind.ITEM
    assert tags(named(blocks, "Local").box)[:4] == ["li", "ul", "li", "ul"]
    assert tags(named(blocks, "Sport").box)[:3] == ["li", "ul", ""]
    assert named(blocks, "News").box.key == named(blocks, "Sport").box.key


def test_numbers_on_their_own_lines_share_a_box_with_what_they_number() -> None:
    blocks, _, _ = read_dump(NEWSPAPER)
    box = named(blocks, "Boat sinks").box
    inside = [block.text for block in blocks[box.start : box.stop]]
    assert (inside[0], inside[2], inside[-1]) == ("1", "2", "How the ferry came to town")
    assert named(blocks, "Most Popular").box is not box


def test_runs_of_short_lines_share_a_box() -> None:
    blocks, _, _ = read_dump(NEWSPAPER)
    box = named(blocks, "Bridge opened").box
    assert [block.text for block in blocks[box.start : box.stop]] == [
        "Bridge opened by the queen...",
        "Bridge opened by the queen...Premium",
        "Mayor to stand again",
        "Mayor to stand again",
    ]


def test_one_block_a_line() -> None:
    lines = [line.strip(" •") for line in NEWSPAPER.splitlines() if line.strip()]
    blocks, boxes, _ = read_dump("\n".join(lines))
    assert [block.text for block in blocks] == lines
    run = named(blocks, "Most Popular").box
    assert run is not boxes[0]
    assert named(blocks, "The council").box is not run


def test_runs_do_not_cut_lists() -> None:
    items = ["One", "Two", "Three", "A long item that says something in a whole sentence.", "Four", "Five", "Six"]
    dump = "Boats:\n" + "".join(f"  • {item}\n" for item in items) + "That is all there is to say about them.\n"
    blocks, boxes, _ = read_dump(dump)
    assert [box.tag for box in boxes].count("ul") == 1
    assert [block.text for block in blocks[1:-1]] == items


def test_layout_text() -> None:
    blocks, _, _ = read_dump(LAYOUT)
    assert tags(named(blocks, "Tugs").box)[:6] == ["li", "ul", "li", "ul", "li", "ul"]
    assert tags(named(blocks, "Bridges").box)[:4] == ["li", "ul", "li", "ul"]
    assert named(blocks, "The council").box.tag == ""
    step = named(blocks, "Buy a ticket").box
    assert [block.text for block in blocks[step.start : step.stop]] == [
        "Buy a ticket at the kiosk.",
        "It is closed on Sundays.",
    ]
    assert step.parent is named(blocks, "Step aboard.").box.parent
    assert tags(named(blocks, "2.50").box)[:3] == ["td", "tr", "table"]
    assert [block.text for block in blocks[-9:]] == ["Boat", "Price", "Crew", "Ferry", "2.50", "4", "Tug", "none", "3"]


def test_an_o_is_a_bullet_only_below_a_list() -> None:
    assert texts("o menino foi ao porto\n  o barco partiu") == ["o menino foi ao porto", "o barco partiu"]


def test_empty_bullets_hold_what_is_below() -> None:
    blocks, _, _ = read_dump("  * \n      + Policy\n      + Sport\n  * Home\n")
    assert [block.text for block in blocks] == ["Policy", "Sport", "Home"]
    assert tags(blocks[0].box) == ["li", "ul", "li", "ul"]


def test_wrapped_lines_are_joined_and_others_are_not() -> None:
    blocks, _, _ = read_dump(WRAPPED)
    assert named(blocks, "The council").text.endswith("signed a petition that asked for it.")
    assert "a well-known operator" in named(blocks, "The mayor").text
    assert named(blocks, "The timetable").text.endswith("and to two boats on market days.")
    assert named(blocks, "The council").kind is Kind.PARAGRAPH
    rest = [block.text for block in blocks]
    for line in ("THE HARBOUR POST", "Bicycles are free.", "Roses are red,", "and so are you.", "12 Quay Street"):
        assert line in rest


@pytest.mark.parametrize(
    ("paragraph", "width"),
    [
        (
            "首相は記者会見で来年度の予算案について説明し国民の理解を求めた。野党側は説明が不十分だと批判している。"
            * 4,
            38,
        ),
        ("Городской совет решил, что старый паром между двумя берегами гавани будет ходить до весны. " * 6, 70),
        ("قرر المجلس أن العبارة القديمة بين ضفتي الميناء ستستمر حتى الربيع رغم افتتاح الجسر الجديد. " * 6, 66),
        ("परिषद ने तय किया है कि बंदरगाह के दो हिस्सों के बीच पुरानी नाव वसंत तक चलती रहेगी। " * 6, 60),
        ("המועצה החליטה שהמעבורת הישנה בין שני חלקי הנמל תמשיך לפעול עד האביב למרות הגשר החדש. " * 6, 64),
        (
            "Der Rat hat beschlossen, dass die alte Fähre bis zum Frühjahr weiterfährt, obwohl die Brücke steht. " * 6,
            72,
        ),
    ],
)
def test_wrapped_lines_in_other_scripts(paragraph: str, width: int) -> None:
    paragraph = paragraph.strip()
    dump = "\n".join(wrapped(paragraph, width))
    assert texts(f"{dump}\n\nEnde\nKontakt") == [paragraph, "Ende", "Kontakt"]


def wrapped(paragraph: str, width: int) -> list[str]:
    if " " not in paragraph:
        return [paragraph[i : i + width] for i in range(0, len(paragraph), width)]
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def test_lines_that_are_not_wrapped_stay_apart() -> None:
    poem = [
        f"{start} the boats are lying in the bay" for start in ("Tonight", "Again", "At noon", "So", "And yet", "Still")
    ]
    log = [f"2021-03-1{i} 12:00:0{i} ferry left the northern quay with {i} passengers aboard" for i in range(8)]
    heads = [f"{'Long ' * (i % 5)}headline number {i} about the ferry and its harbour" for i in range(12)]
    for lines in (poem, log, heads):
        assert texts("\n".join(lines)) == lines


def test_markdown() -> None:
    blocks, _, links = read_dump(MARKDOWN)
    assert links
    menu = named(blocks, "Home News")
    assert (menu.words, menu.link_words) == (2, 2)
    assert [(span.mark, span.target) for span in menu.spans] == [
        (Mark.LINK, "https://post.example/"),
        (Mark.LINK, "/news"),
    ]
    assert (named(blocks, "The ferry stays").kind, named(blocks, "The ferry stays").level) == (Kind.HEADING, 1)
    assert (named(blocks, "By the harbour").kind, named(blocks, "By the harbour").level) == (Kind.HEADING, 2)
    assert named(blocks, "Related").text == "Related"
    byline = named(blocks, "By Mira")
    assert (byline.text, byline.link_words) == ("By Mira Holt on 12 March", 2)
    assert {span.mark for span in byline.spans} == {Mark.LINK, Mark.STRONG, Mark.EMPHASIS}
    council = named(blocks, "The council")
    assert council.text == "The council has decided [sic] that the old ferry will run."
    assert [span.target for span in council.spans if span.mark is Mark.LINK] == ["https://post.example/old"]
    assert named(blocks, "A quote").kind is Kind.QUOTE
    assert tags(named(blocks, "below").box)[:4] == ["li", "ul", "li", "ul"]
    assert tags(named(blocks, "second").box)[:2] == ["li", "ol"]
    assert tags(named(blocks, "Boat").box)[:3] == ["th", "tr", "table"]
    assert named(blocks, "Big").text == "Big | old"
    code = named(blocks, "def f")
    assert (code.kind, code.text) == (Kind.CODE, "def f(x):\n    return x  # *as it is*")
    assert code.box.attributes == (("data-lang", "python"),)
    assert named(blocks, "Image 1").kind is Kind.CAPTION
    assert not any("***" in block.text or "post.example/old" in block.text for block in blocks)


def test_signs_of_markdown_stay_in_dumps_that_are_not_markdown() -> None:
    lines = [
        "# apt install ferry",
        "Use *args and **kwargs_here in snake_case",
        "> 3 items",
        "| Home | News |",
        "a[0](b)",
    ]
    assert texts("\n\n".join(lines)) == lines


def test_lynx_marks_and_references() -> None:
    blocks, _, links = read_dump(LYNX)
    assert links
    assert [block.text for block in blocks] == [
        "#Feed",
        "Home",
        "Local",
        "The council has decided that the old ferry between the two halves of the harbour will keep running until the "
        "spring, although the new bridge has been open since October.",
    ]
    assert blocks[1].link_words == blocks[1].words == 1
    assert 0 < blocks[3].link_words < blocks[3].words / 2
    assert [span.target for span in blocks[3].spans] == ["https://post.example/ferry", "https://post.example/bridge"]


def test_note_numbers_are_not_links() -> None:
    blocks, _, links = read_dump(
        "It was built in 1904.[1] It sank.[2]\n\nReferences\n\n1. Holt, The Ferry.\n2. Post.\n"
    )
    assert not links
    assert blocks[0].text == "It was built in 1904.[1] It sank.[2]"


def test_spaces_in_the_place_of_line_ends() -> None:
    lines = [
        "Home",
        "News",
        "Sport",
        *["The council has decided that the ferry will stay. It was a long debate."] * 4,
        "Imprint",
    ]
    assert texts("   ".join(lines)) == lines


def test_sentences_torn_at_their_links_are_sewn() -> None:
    torn = [
        "Home",
        "News",
        "Ferry to stay until spring",
        "By Mira Holt",
        "The council has decided that the",
        "old ferry",
        ", which is well known, will run until the spring, says the",
        "Harbour Post",
        ". More than",
        "four thousand",
        "people had signed.",
        "The mayor, named",
        "Ann Lee",
        ", was there.",
        "Imprint",
    ]
    assert texts("\n".join(torn)) == [
        *torn[:4],
        "The council has decided that the old ferry, which is well known, will run until the spring, says the Harbour "
        "Post. More than four thousand people had signed.",
        "The mayor, named Ann Lee, was there.",
        "Imprint",
    ]
    japanese = "市は\n渡し船\n、春まで続けると\n決めた\n。市長は\n港で\n、述べた。\n次の話。"
    assert "".join(texts(japanese)) == japanese.replace("\n", "")


def test_tabs_make_cells() -> None:
    blocks, _, _ = read_dump("Boat\t\tPrice\nFerry\t\t2.50\n")
    assert [block.kind for block in blocks] == [Kind.CELL] * 4
    assert tags(blocks[3].box)[:3] == ["td", "tr", "table"]
    _, boxes, _ = read_dump("\t\tFerry\t\tTug\nPrice\t\t2.50\t\t\t\tnone\n")
    assert [box.stop - box.start for box in boxes if box.tag == "td"] == [0, 1, 1, 1, 1, 0, 1]


def test_wrapped_markdown() -> None:
    dump = """# The ferry

The council has [decided](https://post.example/a/long/path/to/decided/that/goes/over/the/edge) that
the old ferry between the two halves of the harbour will keep running
until the spring, although the [new
bridge](https://post.example/bridge) has been open since October last
year. More than four thousand people had signed a petition that asked
for it, and the hall on the northern quay was full when the mayor came.
She did not say who had offered to run the boats.
"""
    blocks, _, _ = read_dump(dump)
    assert blocks[1].text.endswith(
        "although the new bridge has been open since October last year. More than four "
        "thousand people had signed a petition that asked for it, and the hall on the northern quay was full when "
        "the mayor came. She did not say who had offered to run the boats."
    )
    assert [span.target[-7:] for span in blocks[1].spans] == ["he/edge", "/bridge"]


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system(newline: str) -> None:
    assert texts(NEWSPAPER.replace("\n", newline)) == texts(NEWSPAPER)


def test_signs_without_room_are_dropped() -> None:
    assert texts("The fer\u00adry\u200b stays\ufeff\0.\n\u200b\nEnd") == ["The ferry stays.", "End"]
    assert texts("page one\fpage two") == ["page one", "page two"]


def test_numbers_that_are_no_list_stay_in_the_text() -> None:
    for lines in (
        ["17. August 2022", "Der Hafen"],
        ["2. Bundesliga", "3. Liga"],
        ["1. PEX", "A long line about pipes. It goes on for a while, as such lines do.", "2. Copper", "More."],
        ["1984. That was the year.", "Nothing else."],
    ):
        assert texts("\n".join(lines)) == lines
    assert texts("1. Ticket\n2. Boat") == ["Ticket", "Boat"]


def test_a_list_that_starts_late_says_so() -> None:
    blocks, _, _ = read_dump("  5. Log in\n  6. Sign up\n")
    list_box = blocks[0].box.parent
    assert list_box is not None
    assert (list_box.tag, list_box.attributes) == ("ol", (("start", "5"),))


def test_cards_of_one_shape_are_twins() -> None:
    card = "{} boat for sale\nBy Mira Holt\n\nA long sentence about the boat, which is old but well kept.\n\n"
    _, boxes, _ = read_dump("".join(card.format(name) for name in ("Red", "Blue", "Green")))
    keys = [box.key for box in boxes if box.stop - box.start == 2]
    assert len(keys) == 3
    assert len(set(keys)) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [("港の渡し船は春まで続く。", 7), ("เรือข้ามฟากจะแล่นต่อไป", 6), ("ستستمر العبارة حتى الربيع", 4), ("Die Fähre", 2)],
)
def test_words_are_counted_by_script(text: str, words: int) -> None:
    assert read_dump(text)[0][0].words == pytest.approx(words, abs=1)


def test_what_a_line_says_is_heard() -> None:
    blocks, _, _ = read_dump("Advertisement\n\nThe ferry will stay.")
    assert blocks[0].heard & Concept.AD
    assert not blocks[1].heard


@pytest.mark.parametrize("dump", [NEWSPAPER, LAYOUT, WRAPPED])
def test_fixtures_lose_nothing(dump: str) -> None:
    conserve(dump)


@given(st.text(max_size=400))
def test_any_text_is_read_and_keeps_its_order(text: str) -> None:
    blocks, boxes, _ = read_dump(text)
    nest(blocks, boxes)


LINES = st.text(alphabet=st.sampled_from("aéßЯ港กا.,!?'“() \u00ad"), max_size=30)
INDENTS = st.sampled_from(["", "  ", "    ", "\t", "\u3000"])
STARTS = st.sampled_from(["", "• ", "* ", "- ", "+ ", "o ", "1. ", "2. ", "3) ", "12", "==="])
ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\n\n\n", "\f", "\u2028"])


@given(st.lists(st.tuples(INDENTS, STARTS, LINES, ENDS), max_size=25))
@settings(max_examples=300)
def test_nothing_is_lost_doubled_moved_or_made_up(parts: list[tuple[str, str, str, str]]) -> None:
    conserve("".join("".join(part) for part in parts))


@given(st.lists(LINES, max_size=25))
def test_text_without_bullets_comes_back_whole(lines: list[str]) -> None:
    dump = "\n".join(lines)
    assert "".join(visible(text) for text in texts(dump)) == visible(dump)


@given(
    st.lists(
        st.sampled_from(
            ["*", "**", "_", "`", "```", "[", "](/u)", "](", "![", "\\", "#", "> ", "|", "---", "\n", "a b", "- "]
        )
    )
)
def test_any_markdown_is_read(pieces: list[str]) -> None:
    blocks, boxes, _ = read_dump("## A\n\n## B\n\n" + "".join(pieces))
    nest(blocks, boxes)
    for block in blocks:
        for span in block.spans:
            assert 0 <= span.start <= span.stop <= len(block.chunks)


def visible(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and sign not in UNSEEN)


def conserve(dump: str) -> None:
    """Without the bullets, the blocks hold the dump's signs in order, and every word apart from the next."""
    blocks, boxes, _ = read_dump(dump)
    nest(blocks, boxes)
    signs, lost = iter(visible(dump)), []
    for sign in "".join(visible(block.text) for block in blocks):
        for source in signs:
            if source == sign:
                break
            lost.append(source)
        else:
            pytest.fail(f"{sign!r} is made up or moved")
    assert {*lost, *signs} <= STRIPPED


def nest(blocks: list[Block], boxes: list[Box]) -> None:
    """Blocks know their places, and boxes are ranges inside their parents."""
    root = boxes[0]
    assert (root.parent, root.start, root.stop) == (None, 0, len(blocks))
    for i, block in enumerate(blocks):
        assert block.index == i
        assert block.text == block.text.strip() != ""
        assert block.box.start <= i < block.box.stop
        assert block.link_words <= block.words
    for box in boxes[1:]:
        assert box.parent is not None
        assert box.depth == box.parent.depth + 1
        assert box.parent.start <= box.start <= box.stop <= box.parent.stop
