"""The data files say what they mean, once, and every language is heard."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

import pytest

from unchaff.model import Concept
from unchaff.words import languages, lists, stopwords, vocabulary
from unchaff.words.names import STATES, _parts
from unchaff.words.phrases import Place, bare
from unchaff.words.script import fold, split

PHRASE_FILES = lists.files("phrases")
FIRST = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "hi", "ar", "zh", "ja", "ko"]

# A line of each language, and what it must be heard as.
HEARD = {
    "en": [("Share this article", Concept.SHARE), ("Read more: The bridge reopens", Concept.RELATED)],
    "de": [("Mehr zum Thema", Concept.RELATED), ("Alle Rechte vorbehalten.", Concept.FOOTER)],
    "fr": [("À lire aussi : le pont rouvre", Concept.RELATED), ("PUBLICITÉ", Concept.AD)],
    "es": [("Compartir en Facebook", Concept.SHARE), ("Te puede interesar", Concept.RELATED)],
    "it": [("Leggi anche", Concept.RELATED), ("Questo sito utilizza cookie tecnici", Concept.CONSENT)],
    "pt": [("Leia também: a ponte reabre", Concept.RELATED), ("Deixe um comentário", Concept.COMMENTS)],
    "nl": [("Lees ook", Concept.RELATED), ("Meld je aan voor onze nieuwsbrief", Concept.NEWSLETTER)],
    "pl": [("Czytaj także", Concept.RELATED), ("Udostępnij na Facebooku", Concept.SHARE)],
    "ru": [("Читайте также", Concept.RELATED), ("Комментарии (12)", Concept.COMMENTS)],
    "tr": [("İLGİLİ HABERLER", Concept.RELATED), ("PAYLAŞIN", Concept.SHARE)],
    "hi": [("ये भी पढ़ें: पुल फिर खुला", Concept.RELATED), ("विज्ञापन", Concept.AD)],
    "ar": [("اقرأ أيضاً", Concept.RELATED), ("جميع الحقوق محفوظة", Concept.FOOTER)],
    "zh": [("相关阅读", Concept.RELATED), ("責任編輯：王小明", Concept.BYLINE), ("图片来源：网络", Concept.CAPTION)],
    "ja": [("関連記事", Concept.RELATED), ("撮影／山田", Concept.CAPTION), ("コメントを残す", Concept.COMMENTS)],
    "ko": [("관련기사", Concept.RELATED), ("홍길동 기자", Concept.BYLINE), ("무단전재 및 재배포 금지", Concept.FOOTER)],
    "cs": [("Čtěte také: Most se otevírá", Concept.RELATED), ("Sdílet na Facebooku", Concept.SHARE)],
    "sv": [("Läs mer: Bron öppnar", Concept.RELATED), ("Annons", Concept.AD)],
    "da": [("Læs også", Concept.RELATED), ("Tilmeld dig vores nyhedsbrev", Concept.NEWSLETTER)],
    "no": [("Les også", Concept.RELATED), ("Del på Facebook", Concept.SHARE)],
    "fi": [("Lue myös", Concept.RELATED), ("Jaa Facebookissa", Concept.SHARE)],
    "el": [("Διαβάστε επίσης", Concept.RELATED), ("ΔΙΑΦΗΜΙΣΗ", Concept.AD)],
    "he": [("קראו גם", Concept.RELATED), ("כל הזכויות שמורות", Concept.FOOTER)],
    "uk": [("Читайте також", Concept.RELATED), ("Поділитися", Concept.SHARE)],
    "ro": [("Citește și", Concept.RELATED), ("Toate drepturile rezervate", Concept.FOOTER)],
    "hu": [("Olvassa el ezt is", Concept.RELATED), ("Hirdetés", Concept.AD)],
    "id": [("Baca juga: Jembatan dibuka", Concept.RELATED), ("Bagikan", Concept.SHARE)],
    "vi": [("Tin liên quan", Concept.RELATED), ("Chia sẻ", Concept.SHARE)],
    "th": [("ข่าวที่เกี่ยวข้อง", Concept.RELATED), ("แชร์", Concept.SHARE)],
    "fa": [("مطالب مرتبط", Concept.RELATED), ("تبلیغات", Concept.AD)],
    "bg": [("Прочетете още", Concept.RELATED), ("Сподели", Concept.SHARE)],
}

# Prose in which nothing may be heard, each with words that lists of this kind trip over.
PROSE = [
    "Home prices rose by four percent in March, the bank said.",
    "The two sisters share a flat in Bonn and follow the news from there every evening.",
    "Teilen macht Freude, sagt eine Studie der Universität, die 300 Kinder befragt hat.",
    "Partager un repas reste le meilleur moyen de faire connaissance, explique la sociologue.",
    "Los vecinos compartieron la noticia en la plaza y siguieron hablando hasta la noche.",
    "Сосед рассказал, что мост откроют весной, когда сойдёт лёд.",
    "分享经济在这座城市发展得很快，居民对此看法不一。",
    "写真家の山田さんは橋の再開を三年間待ち続けた。",
]


@pytest.mark.parametrize("name", PHRASE_FILES)
def test_phrase_file(name: str) -> None:
    seen: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for title, body in lists.sections(f"phrases/{name}.txt"):
        phrases = body.split("\n")
        concept, _, place = title.partition(" ")
        assert lists.concept(concept)
        assert Place(place)
        assert phrases == sorted(set(phrases)), title
        for phrase in phrases:
            assert phrase == phrase.lower() == phrase.strip() == unicodedata.normalize("NFC", phrase)
            assert bare(split(phrase)), phrase
            seen[tuple(split(phrase))].add(concept)
    assert {words for words, concepts in seen.items() if len(concepts) > 1} == set()


WITH_SECTIONS = [f"phrases/{name}.txt" for name in PHRASE_FILES] + [
    "agencies.txt",
    "credits.txt",
    "months.txt",
    "names.txt",
]


@pytest.mark.parametrize("name", WITH_SECTIONS)
def test_every_section_is_there_once_and_the_licence_is_named(name: str) -> None:
    titles = [title for title, _ in lists.sections(name)]
    assert len(titles) == len(set(titles))
    head = (lists.DATA / name).read_text("utf-8").split("\n[")[0]
    assert "CC0-1.0" in head or "Unicode-3.0" in head


@pytest.mark.parametrize("name", ["agencies.txt", "credits.txt"])
def test_lists_of_credits_are_lower_case_and_name_nobody_twice(name: str) -> None:
    for title, body in lists.sections(name):
        entries = body.split("\n")
        assert len(entries) == len(set(entries)), title
        assert entries == [unicodedata.normalize("NFC", entry.lower().strip()) for entry in entries]


def test_names_file() -> None:
    for title, body in lists.sections("names.txt"):
        entries = body.split("\n")
        concept, _, rest = title.partition(" ")
        assert concept == "nothing" or lists.concept(concept)
        assert rest in ("", "alone")
        assert entries == sorted(set(entries)), title
        for entry in entries:
            assert "-".join(_parts(entry)) == entry
            assert rest or entry.split("-")[0] not in STATES, f"{entry} is never read"


def test_every_concept_has_names() -> None:
    titles = {title.split()[0] for title, _ in lists.sections("names.txt")}
    assert titles - {"nothing"} == set(lists.CONCEPTS)


def test_the_promised_languages_are_there() -> None:
    assert set(FIRST) <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_each_language_covers_what_pages_say(language: str) -> None:
    concepts = {title.split()[0] for title, _ in lists.sections(f"phrases/{language}.txt")}
    assert {"share", "related", "navigation", "consent", "ad", "newsletter", "comments", "footer"} <= concepts


@pytest.mark.parametrize("language", languages())
def test_each_language_is_heard(language: str) -> None:
    alone, together = vocabulary(language), vocabulary()
    for line, concept in HEARD[language]:
        assert alone.hear(line) & concept, line
        assert together.hear(line) & concept, line


@pytest.mark.parametrize("text", PROSE)
def test_prose_says_nothing(text: str) -> None:
    assert vocabulary().hear(text) == 0


@pytest.mark.parametrize("name", lists.files("stopwords"))
def test_stopwords(name: str) -> None:
    words = lists.lines(f"stopwords/{name}.txt")
    assert words == sorted(set(words))
    assert len(words) >= 40
    assert all(word == fold(word) == unicodedata.normalize("NFC", word) for word in words)
    assert stopwords(f"{name}-XX") == set(words)


def test_every_language_has_stopwords() -> None:
    assert all(stopwords(language) for language in languages())
    assert stopwords("xx") == frozenset()
