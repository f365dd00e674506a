"""Where a phrase must stand to be heard."""

from __future__ import annotations

import pytest

from unchaff.errors import UnknownName
from unchaff.model import Concept
from unchaff.words import languages, vocabulary
from unchaff.words.phrases import HEARD_WHOLE, Phrases, Place, Section

SHARE, AD, DATE, CAPTION = int(Concept.SHARE), int(Concept.AD), int(Concept.DATE), int(Concept.CAPTION)
PHRASES = Phrases(
    [
        Section(SHARE, Place.WHOLE, "share\nteilen\n分享"),
        Section(AD, Place.START, "advertisement\nfoto:"),
        Section(DATE, Place.END, "hours ago\n小时前"),
        Section(CAPTION, Place.ANYWHERE, "photo by\n图片来源"),
    ]
)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Share", SHARE),
        ("SHARE!", SHARE),
        ("Share (12)", SHARE),
        ("12 share:", SHARE),
        ("Share prices fell", 0),
        ("They share", 0),
        ("分享", SHARE),
        ("分享经济", 0),
        ("Advertisement", AD),
        ("Advertisement – story goes on", AD),
        ("An advertisement", 0),
        ("Foto: Ada", AD),
        ("Foto / Ada", AD),
        ("Foto Ada", 0),
        ("3 hours ago", DATE),
        ("3 Hours ago:", DATE),
        ("Hours ago it rained", 0),
        ("3小时前", DATE),
        ("A bridge at dawn. Photo by Ada", CAPTION),
        ("photo, by the way", CAPTION),
        ("photograph by", 0),
        ("桥，图片来源：新华社", CAPTION),
        ("", 0),
        (" : ", 0),
        ("12", 0),
        ("\u00ad", 0),
    ],
)
def test_places(text: str, heard: int) -> None:
    assert PHRASES.hear(text) == heard


def test_the_place_of_two_concepts() -> None:
    assert PHRASES.hear("Advertisement 3 hours ago") == AD | DATE


def test_a_long_text_is_heard_at_its_ends() -> None:
    filler = "word " * HEARD_WHOLE
    assert PHRASES.hear(f"Advertisement {filler} hours ago") == AD | DATE
    assert PHRASES.hear(f"{filler} photo by {filler}") == 0


def test_one_language_brings_english_along() -> None:
    german = vocabulary("de-AT")
    assert german.hear("Teilen") & Concept.SHARE
    assert german.hear("Share") & Concept.SHARE
    assert not german.hear("Compartir") & Concept.SHARE


@pytest.mark.parametrize("tags", [(), ("xx",), ("de", "xx"), ("",)])
def test_unknown_language_means_all(tags: tuple[str, ...]) -> None:
    assert vocabulary(*tags) is vocabulary()


def test_other_tags_of_a_language() -> None:
    assert vocabulary("pt_BR") is vocabulary("pt")
    assert vocabulary("nb") is vocabulary("no")


def test_plus_returns_a_new_vocabulary() -> None:
    plain = vocabulary("de")
    more = plain.plus(share=["weitersagen"])
    assert more.hear("Weitersagen") == more.hear("Weitersagen, bitte") == Concept.SHARE
    assert more.hear("Teilen") == plain.hear("Teilen")
    assert plain.hear("Weitersagen") == 0


def test_plus_complains_about_what_it_cannot_use() -> None:
    with pytest.raises(UnknownName, match=r"shares.*share, related"):
        vocabulary("de").plus(shares=["x"])
    with pytest.raises(ValueError, match="'12'"):
        vocabulary("de").plus(share=["12"])


def test_a_first_word_has_few_lengths_to_try() -> None:
    phrases = vocabulary(*languages()).phrases
    for shelf in (phrases._start, phrases._end):
        assert max(map(len, shelf.lengths.values())) <= 20


def test_a_word_has_few_phrases_to_try() -> None:
    filed = vocabulary(*languages()).phrases._anywhere._by_rarest
    assert max(map(len, filed.values())) <= 60


def test_a_phrase_is_filed_under_a_word_that_is_not_ascii() -> None:
    anywhere = Phrases([Section(CAPTION, Place.ANYWHERE, "via email στο")])._anywhere
    assert list(anywhere._by_rarest) == ["στο"]


def test_a_phrase_is_found_wherever_its_rarest_word_stands() -> None:
    anywhere = Phrases([Section(CAPTION, Place.ANYWHERE, "by courtesy of\ncourtesy of the")])
    assert anywhere.hear("The courtesy of thieves, by courtesy of Ada") == CAPTION
    assert anywhere.hear("by courtesy") == anywhere.hear("courtesy of") == anywhere.hear("of the by courtesy") == 0
    assert anywhere.hear("courtesy of the") == CAPTION
