"""Each block gets the share of its words that the gold text has, and each gold word goes to one block."""

import pytest
from bench.align import align

TALK = "A multimeter is the backbone of every electrician's bag, and the first thing to buy."

CASES = {
    "a long block is placed": ([TALK], TALK, [1]),
    "a block that is nowhere": (["Sign up for news about multimeters today"], TALK, [0]),
    "a heading of two words above a text that has them": (["1. Multimeter", TALK], f"1. Multimeter\n\n{TALK}", [1, 1]),
    "a heading without the number that gold has": (["Multimeter", TALK], f"1. Multimeter\n\n{TALK}", [1, 1]),
    "a word that gold has amid prose alone": ([TALK, "bag", "Share"], TALK, [1, 0, 0]),
    "a menu's word before the heading that says the same": (
        ["Tools", "Login", "What every electrician needs to have", "Tools", TALK],
        f"What every electrician needs to have\nTools\n{TALK}",
        [0, 0, 1, 1, 1],
    ),
    "cells of a row": (["Volts", "230", "Amperes", "16"], "Volts\t230\nAmperes\t16", [1, 1, 1, 1]),
    "a name and its value on one line": (["Fee:", "Free"], "Fee: Free", [1, 1]),
    "as many copies as gold has": (["Reply", "Hello", "Reply", "Reply"], "Hello\nReply", [0, 1, 1, 0]),
    "half of a block": (["one two three four five six seven eight"], "two three four five six", [5 / 8]),
    "signs count one by one": (["夜雨", "更多"], "夜雨", [1, 0]),
    "nothing": (["Share", ""], "", [0, 0]),
}


@pytest.mark.parametrize(("texts", "gold", "shares"), CASES.values(), ids=CASES)
def test_align(texts: list[str], gold: str, shares: list[float]) -> None:
    assert align(texts, gold) == pytest.approx(shares)
