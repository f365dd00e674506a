"""Pages in the charsets the web was and is written in: declared, declared wrongly or twice, or not at all, or cut."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from unchaff import extract
from unchaff.read.decode import charset_named, decode

UNDECLARED_RIGHT = 0.98
WIDE = ("utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be")
SEVEN_BIT = ("iso2022_kr", "hz")  # whose bytes are ASCII and which no browser looks for where nobody declares them
MARKS = {
    "utf_8": codecs.BOM_UTF8,
    "utf_16_le": codecs.BOM_UTF16_LE,
    "utf_16_be": codecs.BOM_UTF16_BE,
    "utf_32_le": codecs.BOM_UTF32_LE,
    "utf_32_be": codecs.BOM_UTF32_BE,
}
# The names under which browsers know Python's codecs.
NAMES = {
    **{f"cp125{i}": f"windows-125{i}" for i in range(9)},
    **{f"iso8859_{i}": f"iso-8859-{i}" for i in range(1, 17)},
    "cp874": "windows-874",
    "cp866": "ibm866",
    "cp932": "windows-31j",
    "cp949": "windows-949",
    "hz": "hz-gb-2312",
    "iso2022_jp": "iso-2022-jp",
    "iso2022_kr": "iso-2022-kr",
    "big5hkscs": "big5-hkscs",
}


class Sample(NamedTuple):
    """A text of ours, and a codec that pages in its language were written in."""

    language: str
    codec: str
    text: str

    @property
    def label(self) -> str:
        """The name of the codec on the web."""
        return NAMES.get(self.codec, self.codec.replace("_", "-"))

    def page(self, head: str = "") -> bytes:
        """A page of the text."""
        paragraphs = "".join(f"<p>{line}</p>\n" for line in self.text.splitlines())
        return f"<!doctype html><html><head>{head}<title>1</title></head><body>\n{paragraphs}</body></html>".encode(
            self.codec
        )


def sections() -> Iterator[Sample]:
    """The samples of sentences.txt."""
    language, names, lines = "", "", list[str]()
    for line in [*(Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines(), "["]:
        if line.startswith("["):
            yield from (Sample(language, name, "\n".join(lines)) for name in names.split())
            language, _, names = line[1:].partition("]")
            lines = []
        elif line and not line.startswith("#"):
            lines.append(line)


def encodable(sample: Sample) -> Sample:
    """The sample without the signs that its codec lacks, as its writers did without: another quote, another letter."""
    plain = {"’": "'", "“": '"', "”": '"', "–": "-", "،": ",", "£": "GBP ", "«": '"', "»": '"'}
    kept = [
        sign for sign in sample.text if sign.isspace() or _fits(plain.get(sign, sign), sample.codec) or sign in plain
    ]
    text = "".join(sign if _fits(sign, sample.codec) else plain.get(sign, "") for sign in kept)
    return sample._replace(text=text)


def _fits(sign: str, codec: str) -> bool:
    try:
        sign.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


SAMPLES = [encodable(sample) for sample in sections()]
LANGUAGES = list({sample.language: sample for sample in SAMPLES}.values())
each = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.language} {sample.codec}")
each_language = pytest.mark.parametrize("sample", LANGUAGES, ids=lambda sample: sample.language)


def words_of(page: bytes, content_type: str | None = None) -> list[str]:
    """All words of a page, in order."""
    return [word for block in extract(page, content_type=content_type).blocks for word in block.text.split()]


def test_samples_have_kept_nearly_all_of_their_signs() -> None:
    whole = {sample.language: sample.text for sample in sections()}
    assert {s.language for s in SAMPLES if len(s.text) < 0.9 * len(whole[s.language])} <= {"Vietnamese"}


@each
def test_a_header_or_the_page_declares(sample: Sample) -> None:
    wanted = sample.text.split()
    assert words_of(sample.page(), f"text/html; charset={sample.label}") == wanted
    assert words_of(sample.page(f"<meta charset={sample.label}>")) == wanted
    old = f'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={sample.label.upper()}">'
    assert words_of(sample.page(old)) == wanted
    assert decode(sample.page(old)).warnings == ()


@each
def test_declared_twice_the_header_counts(sample: Sample) -> None:
    wrong = "koi8-r" if sample.codec != "koi8_r" else "big5"
    head = f"<meta charset={wrong}>"
    assert words_of(sample.page(head), f"text/html; charset={sample.label}") == sample.text.split()


@each
def test_an_unknown_label_in_the_header_leaves_that_of_the_page(sample: Sample) -> None:
    page = sample.page(f"<meta charset={sample.label}>")
    assert words_of(page, "text/html; charset=x-unknown") == sample.text.split()


@each_language
@pytest.mark.parametrize("codec", ["utf_8", *WIDE])
def test_unicode_with_a_mark(sample: Sample, codec: str) -> None:
    page = MARKS[codec] + sample._replace(codec=codec).page("<meta charset=koi8-r>")
    assert words_of(page, "text/html; charset=big5") == sample.text.split()


@each_language
@pytest.mark.parametrize("codec", ["utf_8", *WIDE])
def test_unicode_without_a_mark(sample: Sample, codec: str) -> None:
    assert words_of(sample._replace(codec=codec).page()) == sample.text.split()


@each_language
@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "gb2312", "shift_jis", "euc-kr", "utf-16"])
def test_utf_8_that_is_declared_to_be_something_else(sample: Sample, label: str) -> None:
    utf = sample._replace(codec="utf_8")
    assert words_of(utf.page(), f"text/html; charset={label}") == sample.text.split()
    assert words_of(utf.page(f"<meta charset={label}>")) == sample.text.split()


@each_language
@pytest.mark.parametrize("codec", ["utf_8", "own"])
@pytest.mark.parametrize("short", [1, 2, 3])
def test_a_page_cut_in_the_middle_of_a_sign_loses_that_sign_alone(sample: Sample, codec: str, short: int) -> None:
    sample = sample if codec == "own" else sample._replace(codec="utf_8")
    whole = sample.text.encode(sample.codec)
    found = decode(whole[:-short], f"text/plain; charset={sample.label}")
    assert found.charset == charset_named(sample.label)
    kept = found.text.rstrip("\ufffd\x1b$(B~}\x0e\x0f")
    assert sample.text.startswith(kept)
    assert len(kept) >= len(sample.text) - 4


def undeclared() -> dict[str, bool]:
    """Of each sample that can be told from its bytes: whether it is read right."""
    found = {}
    for sample in SAMPLES:
        if sample.codec not in SEVEN_BIT:
            found[f"{sample.language} {sample.codec}"] = words_of(sample.page()) == sample.text.split()
            found[f"{sample.language} {sample.codec}, a dump"] = (
                decode(sample.text.encode(sample.codec)).text.split() == sample.text.split()
            )
    return found


def test_undeclared_pages_are_read_right() -> None:
    found = undeclared()
    wrong = [name for name, right in found.items() if not right]
    assert len(wrong) <= (1 - UNDECLARED_RIGHT) * len(found), f"{len(wrong)} of {len(found)}: {wrong}"


def test_a_guess_says_how_sure_it_is() -> None:
    sample = next(sample for sample in SAMPLES if sample.codec == "koi8_r")
    found = decode(sample.page())
    assert found.source == "chardet"
    assert any(re.fullmatch(r"charset guessed: koi8-r, confidence [01]\.\d\d", warning) for warning in found.warnings)
