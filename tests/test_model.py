"""The one rule between verdicts, and what a Page answers."""

from __future__ import annotations

from collections.abc import Callable

from unchaff import DEFAULT
from unchaff.model import ARTICLE, MANY_TWINS, Label, Page, Strength, Verdict

PageOf = Callable[[str], Page]


def test_a_block_without_verdict_is_other(page: PageOf) -> None:
    (block,) = page("p x").blocks
    assert (block.label, block.step, block.reason) == (Label.OTHER, "", "")


def test_a_verdict_gives_way_to_a_stronger_one(page: PageOf) -> None:
    built = page("p x")
    built.accept(Verdict(built.blocks[0], Label.BODY, "guess", Strength.HINT))
    built.accept(Verdict(built.blocks[0], Label.AD, "sure", Strength.STRONG))
    assert built.blocks[0].label is Label.AD


def test_between_equals_the_earlier_holds(page: PageOf) -> None:
    built = page("p x")
    for label in (Label.SHARE, Label.AD):
        built.accept(Verdict(built.blocks[0], label, "sure", Strength.STRONG))
    built.accept(Verdict(built.blocks[0], Label.BODY, "guess", Strength.HINT))
    assert built.blocks[0].label is Label.SHARE
    assert [verdict.label for verdict in built.trails()[0]] == [Label.SHARE, Label.AD, Label.BODY]


def test_a_verdict_on_a_box_speaks_about_all_in_it(page: PageOf) -> None:
    built = page("p a\ndiv\n  p b\n  ul\n    li c\np d")
    div = next(box for box in built.boxes if box.tag == "div")
    built.accept(Verdict(div, Label.AD, "named"))
    assert [block.text for block in built.blocks if block.label is Label.AD] == ["b", "c"]
    assert [block.text for block in built.undecided()] == ["a", "d"]


def test_a_reason_is_made_when_read(page: PageOf) -> None:
    asked = []
    verdict = Verdict(page("p x").blocks[0], Label.AD, lambda told: asked.append(1) or "made up now")
    assert not asked
    assert verdict.reason == "made up now"


def test_kept(page: PageOf) -> None:
    built = page("p @body a\np @headline b\np c")
    assert [block.text for block in built.kept()] == ["a"]
    assert [block.text for block in built.kept(ARTICLE | {Label.HEADLINE})] == ["a", "b"]


def test_a_name_that_many_boxes_share_only_hints(page: PageOf) -> None:
    built = page("div.card\n  p.byline Anna Berg\n" * MANY_TWINS + "div.post\n  p.byline Olle Holm")
    boxes = [box for box in built.boxes if box.tag == "p"]
    assert [built.voice(box) for box in boxes] == [Strength.HINT] * MANY_TWINS + [Strength.STRONG]


def test_parts_of_a_page_print_short(page: PageOf) -> None:
    built = page("div\n  p a few words\np " + "long " * 50)
    built.accept(Verdict(built.blocks[0], Label.AD, "named", step="advert"))
    assert repr(built) == "<Page without URL: 2 blocks, 53 words>"
    assert repr(built.boxes[1]) == "<Box div: blocks 0 to 1, 3 words>"
    assert repr(built.blocks[0]) == "<Block 0: paragraph 'a few words', ad by advert>"
    assert repr(built.blocks[1]).endswith(" long …', other by no step>")
    assert len(repr(built.verdicts)) < 200
    assert repr(DEFAULT.only("menu", "share-bar")) == "<Pipeline of 2 steps: share-bar, menu>"
    assert repr(DEFAULT).endswith("share-bar, embedded-post, …>")
