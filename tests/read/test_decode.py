"""Bytes become text whatever charset they are in and whatever they claim."""

from __future__ import annotations

import codecs
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unchaff.read.decode import Decoded, charset_named, decode, mend, wide_charset

GERMAN = "Größe und Länge überraschen die Käufer. Der Preis beträgt fünf €.\n" * 3
RUSSIAN = "Паром между двумя берегами гавани будет ходить до весны.\n" * 4
JAPANESE = "港の渡し船は春まで続くことになった。市長は難しい決断だったと話した。\n" * 4
CHINESE = "港口的渡轮将继续运行到春天，市长说这不是一个容易的决定。\n" * 4
KOREAN = "항구의 나룻배는 봄까지 계속 다닌다. 시장은 어려운 결정이었다고 말했다.\n" * 4
ARABIC = "ستستمر العبارة بين ضفتي الميناء حتى الربيع، كما قال رئيس البلدية.\n" * 4
THAI = "เรือข้ามฟากในท่าเรือจะแล่นต่อไปจนถึงฤดูใบไม้ผลิ\n" * 4


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        ("latin-1", "windows-1252"),
        ("ISO-8859-1", "windows-1252"),
        ("us-ascii", "windows-1252"),
        (" 'UTF8' ", "utf-8"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("ks_c_5601-1987", "euc-kr"),
        ("x-sjis", "shift_jis"),
        ("iso-8859-9", "windows-1254"),
        ("tis-620", "windows-874"),
        ("x-user-defined", "windows-1252"),
        ("utf-7", ""),
        ("", ""),
    ],
)
def test_labels_mean_what_browsers_take_them_for(label: str, charset: str) -> None:
    assert charset_named(label) == charset


@pytest.mark.parametrize(
    ("mark", "codec", "charset"),
    [
        (codecs.BOM_UTF8, "utf_8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf_16_le", "utf-16le"),
        (codecs.BOM_UTF16_BE, "utf_16_be", "utf-16be"),
        (codecs.BOM_UTF32_LE, "utf_32_le", "utf-32le"),
        (codecs.BOM_UTF32_BE, "utf_32_be", "utf-32be"),
    ],
)
def test_a_byte_order_mark_beats_every_declaration(mark: bytes, codec: str, charset: str) -> None:
    assert decode(mark + JAPANESE.encode(codec), "text/html; charset=koi8-r") == Decoded(JAPANESE, charset, "bom")


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (GERMAN, "cp1252", "iso-8859-1"),
        (RUSSIAN, "koi8_r", "koi8-r"),
        (RUSSIAN, "cp1251", "Windows-1251"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (CHINESE, "gbk", "gb2312"),
        (CHINESE, "hz", "hz-gb-2312"),
        (KOREAN, "cp949", "euc-kr"),
        (ARABIC, "cp1256", "windows-1256"),
        (THAI, "cp874", "tis-620"),
        (GERMAN, "utf_16_le", "utf-16"),
    ],
)
def test_the_header_is_believed_and_the_page_second(text: str, codec: str, label: str) -> None:
    data = text.encode(codec)
    by_header = decode(data, f'text/html; charset="{label}"')
    assert (by_header.text, by_header.source, by_header.warnings) == (text, "http", ())
    if not codec.startswith("utf_16"):
        head = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'
        by_page = decode(head.encode() + data)
        assert (by_page.text, by_page.source) == (head + text, "meta")


@pytest.mark.parametrize(
    ("head", "source"),
    [
        (b"<meta charset=koi8-r>", "meta"),
        (b"<?xml version='1.0' encoding='koi8-r'?>", "meta"),
        (b"<!-- <meta charset=big5> --><META CHARSET = 'KOI8-R' />", "meta"),
    ],
)
def test_declarations_inside_the_page(head: bytes, source: str) -> None:
    found = decode(head + RUSSIAN.encode("koi8_r"))
    assert (found.charset, found.source) == ("koi8-r", source)
    assert found.text.endswith(RUSSIAN)


def test_the_header_comes_before_the_page() -> None:
    found = decode(b"<meta charset=big5>" + RUSSIAN.encode("koi8_r"), "text/html; charset=koi8-r")
    assert (found.charset, found.source) == ("koi8-r", "http")


def test_utf_16_declared_in_a_page_read_as_ascii_means_utf_8() -> None:
    found = decode(b"<meta charset=utf-16>" + GERMAN.encode())
    assert (found.charset, found.source, found.warnings) == ("utf-8", "meta", ())


@pytest.mark.parametrize("label", ["iso-8859-1", "gb2312", "utf-16"])
def test_utf_8_under_a_wrong_label_is_read_as_utf_8(label: str) -> None:
    found = decode(GERMAN.encode(), f"text/html; charset={label}")
    assert (found.text, found.charset) == (GERMAN, "utf-8")
    assert "bytes are UTF-8" in found.warnings[0]


def test_a_few_signs_that_are_valid_by_chance_leave_the_label_its_due() -> None:
    data = "ㄎㄎ".encode("big5hkscs")
    by_chance = b"\xc3\xa4"  # one sign of UTF-8, and one of GB 18030
    assert decode(by_chance, "text/plain; charset=gbk").text == by_chance.decode("gb18030")
    assert decode(data, "text/plain; charset=big5").text == "ㄎㄎ"


def test_ascii_keeps_the_declared_charset() -> None:
    assert decode(b"plain", "text/html; charset=latin1") == Decoded("plain", "windows-1252", "http")
    assert decode(b"plain") == Decoded("plain", "utf-8", "utf-8")


@pytest.mark.parametrize(
    ("text", "codec", "charset"),
    [
        (GERMAN, "cp1252", "windows-1252"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "koi8-r"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (CHINESE, "gbk", "gb18030"),
        (KOREAN, "cp949", "euc-kr"),
        (ARABIC, "cp1256", "windows-1256"),
    ],
)
def test_undeclared_text_is_guessed(text: str, codec: str, charset: str) -> None:
    found = decode(text.encode(codec))
    assert (found.charset, found.text) == (charset, text)


@pytest.mark.parametrize("text", [GERMAN, RUSSIAN, JAPANESE, CHINESE, KOREAN, ARABIC, THAI])
@pytest.mark.parametrize("codec", ["utf_16_le", "utf_16_be"])
def test_wide_charsets_without_a_mark_are_seen(text: str, codec: str) -> None:
    assert decode(text.encode(codec)).text == text
    assert wide_charset(text.encode()) == ""


def test_few_bad_bytes_are_replaced_with_a_warning() -> None:
    found = decode(RUSSIAN.encode() + b" \xff " + RUSSIAN.encode(), "text/html; charset=utf-8")
    assert found.text == f"{RUSSIAN} \ufffd {RUSSIAN}"
    assert found.warnings == ("undecodable bytes replaced: 1",)


def test_a_page_cut_in_the_middle_of_a_sign_stays_utf_8() -> None:
    found = decode("Eine Stra\u00dfe in Gr\u00fcn".encode()[:10], "text/html; charset=utf-8")
    assert (found.text, found.charset) == ("Eine Stra\ufffd", "utf-8")
    assert decode("Stra\u00dfe".encode()[:6]).charset == "utf-8"


def test_wrongly_declared_utf_8_is_guessed_again_with_a_warning() -> None:
    found = decode(RUSSIAN.encode("cp1251"), "text/html; charset=utf-8")
    assert (found.text, found.source) == (RUSSIAN, "chardet")
    assert any("do not fit" in warning for warning in found.warnings)


def test_an_unknown_label_is_named_and_ignored() -> None:
    found = decode(GERMAN.encode(), "text/html; charset=utf-7")
    assert found.text == GERMAN
    assert found.warnings == ("unknown charset 'utf-7' declared",)


def test_bytes_that_fit_nothing_still_become_text() -> None:
    found = decode(b"\x81\x8d\x8f\x90")
    assert found.text
    assert found.warnings


def test_text_is_mended_where_surrogates_stand_alone() -> None:
    assert mend("\ufeffplain").text == "plain"
    assert mend("a \ud83d\ude00 b") == Decoded("a 😀 b", "unicode", "str")
    assert mend("a \ud83d b").text == "a \ufffd b"
    assert mend("a \ud83d b").warnings == ("undecodable bytes replaced: 1",)


def test_pages_with_a_charset_do_not_load_chardet() -> None:
    code = "import sys; from unchaff.read.decode import decode; decode('é'.encode()); print('chardet' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


@given(st.text(), st.sampled_from(["utf_8", "utf_8_sig", "utf_16", "utf_32", "gb18030"]))
def test_declared_text_comes_back(text: str, codec: str) -> None:
    text = text.encode("utf-8", "replace").decode().removeprefix("\ufeff")
    label = codec.replace("_sig", "").replace("_", "-")
    if codec == "gb18030" and text.encode(codec).startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    if codec == "utf_16" and text.startswith("\0"):  # its bytes begin like the mark of UTF-32
        return
    found = decode(text.encode(codec), f"text/plain; charset={label}")
    assert found.text == text or "UTF-8" in "".join(found.warnings)


@given(
    st.binary(max_size=3000),
    st.sampled_from([None, "text/html", "text/html; charset=utf-16", "charset=gbk", "charset="]),
)
def test_any_bytes_become_text(data: bytes, content_type: str | None) -> None:
    found = decode(data, content_type)
    found.text.encode()
    assert found.source in {"bom", "http", "meta", "utf-8", "chardet", "fallback"}
