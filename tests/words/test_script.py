"""Words per script, folding, and the ends of sentences."""

from __future__ import annotations

import pytest

from unchaff.words.script import count, ends_sentence, fold, split


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("   \n", 0),
        ("Three plain words", 3),
        ("Curly “quotes” don’t matter – much", 6),
        ("한국어는 띄어쓰기를 합니다", 3),
        ("यह एक हिन्दी वाक्य है", 5),
        ("هذه جملة عربية", 3),
        ("日", 1),
        ("日本語の文章です", 5),
        ("ภาษาไทยไม่มีช่องว่าง", 5),
        ("日本語の文章です and four English words", 9),
        ("，。", 1),
    ],
)
def test_count(text: str, words: int) -> None:
    assert count(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "He said so.",
        "He said “so.”",
        "Er sagte: »Schluss!«",
        "(And so on…)",
        "他这样说。",
        "「そうです。」",
        "هل قال ذلك؟",
        "यह सच है।",
        "A claim with a source.[12]",
        "Two sources.[1][2]",
    ],
)
def test_ends_sentence(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", "Home", "Read more:", "Share this [1]", "首页", "»", "a, b and"])
def test_does_not_end_sentence(text: str) -> None:
    assert not ends_sentence(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PAYLAŞIN", "paylaşın"),
        ("İLGİLİ", "ilgili"),
        ("STRASSE", "straße"),
        ("ΔΡΌΜΟΣ", "δρόμος"),
        ("Über\u00adsicht", "übersicht"),
    ],
)
def test_fold_brings_spellings_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Read More: It's-here", ["read", "more", ":", "it", "s", "here"]),
        ("Tout l’été_ici", ["tout", "l", "été", "ici"]),
        ("हिन्दी में पढ़ें", ["हिन्दी", "में", "पढ़ें"]),
        ("தமிழ் செய்திகள்", ["தமிழ்", "செய்திகள்"]),
        ("مُحَمَّد می‌شود", ["مُحَمَّد", "می‌شود"]),
        ("שָׁלוֹם", ["שָׁלוֹם"]),
        ("相关abc阅读", ["相", "关", "abc", "阅", "读"]),
        ("© 2024 文／山田", ["©", "2024", "文", ":", "山", "田"]),
    ],
)
def test_split(text: str, words: list[str]) -> None:
    assert split(text) == [fold(word) for word in words]


@pytest.mark.parametrize("text", ["A_b c/d 1.5 = x|y (z)", "Photo: AFP/Getty 2024", "~!@#$%^&*"])
def test_the_fast_path_splits_like_the_other(text: str) -> None:
    assert split(text) == split(text + " é")[:-1]
