"""Bytes to text: byte order mark, HTTP header, the page's own declaration, valid UTF-8, and only then a guess."""

from __future__ import annotations

import re
from codecs import utf_8_decode
from dataclasses import dataclass

HEAD = 4096  # bytes in which a page may declare its charset; browsers read 1,024, saved pages often put it later
PIECE = 8192  # bytes looked at together for being UTF-8
SAMPLE = 65_536  # bytes shown to chardet: its time grows with them, its answer hardly changes
FEW_BAD = 0.2  # bad sequences per good one up to which text still counts as UTF-8 with accidents
CHANCE = 6  # signs that a text in a two-byte charset needs before valid UTF-8 is no accident (0.14 ** 6 < 1e-5)
MIN_CONFIDENCE = 0.2  # below it chardet's answer is worse than windows-1252

UTF_8 = "utf-8"
FALLBACK = "windows-1252"

# Charset, Python's codec, and the labels under which the WHATWG Encoding Standard (CC BY 4.0, facts only) knows it.
_CHARSETS = """
utf-8         utf_8         unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 utf8mb4 x-unicode20utf8 utf_8
windows-1252  cp1252        ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1
windows-1252  cp1252        iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 latin-1 us-ascii x-cp1252 x-user-defined ansi
windows-1250  cp1250        cp1250 x-cp1250
windows-1251  cp1251        cp1251 x-cp1251 win-1251 cp-1251
windows-1253  cp1253        cp1253 x-cp1253
windows-1254  cp1254        cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 l5 latin5 x-cp1254
windows-1255  cp1255        cp1255 x-cp1255
windows-1256  cp1256        cp1256 x-cp1256
windows-1257  cp1257        cp1257 x-cp1257
windows-1258  cp1258        cp1258 x-cp1258
windows-874   cp874         cp874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 tis620
iso-8859-2    iso8859_2     csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 l2 latin2
iso-8859-3    iso8859_3     csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 l3 latin3
iso-8859-4    iso8859_4     csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 l4 latin4
iso-8859-5    iso8859_5     csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5
iso-8859-6    iso8859_6     arabic asmo-708 csisolatinarabic ecma-114 iso-8859-6-i iso8859-6 iso88596 iso_8859-6
iso-8859-7    iso8859_7     csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7
iso-8859-8    iso8859_8     csisolatinhebrew hebrew iso-8859-8-e iso-8859-8-i iso8859-8 iso88598 iso_8859-8 logical
iso-8859-10   iso8859_10    csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso-8859-13   iso8859_13    iso8859-13 iso885913
iso-8859-14   iso8859_14    iso8859-14 iso885914
iso-8859-15   iso8859_15    csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 latin9
iso-8859-16   iso8859_16    iso8859-16
ibm866        cp866         866 cp866 csibm866
koi8-r        koi8_r        cskoi8r koi koi8 koi8_r
koi8-u        koi8_u        koi8-ru
macintosh     mac_roman     csmacintosh mac x-mac-roman macroman
x-mac-cyrillic mac_cyrillic x-mac-ukrainian
gb18030       gb18030       chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk cp936
big5          big5hkscs     big5-hkscs cn-big5 csbig5 x-x-big5 cp950
euc-jp        euc_jis_2004  cseucpkdfmtjapanese x-euc-jp eucjp
iso-2022-jp   iso2022_jp_ext csiso2022jp
shift_jis     cp932         csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis cp932
euc-kr        cp949         cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601
euc-kr        cp949         windows-949 ks_c_5601 cp949 uhc
iso-2022-kr   iso2022_kr    csiso2022kr
hz-gb-2312    hz            hz
utf-16le      utf_16_le     utf-16 utf16 unicode ucs-2 iso-10646-ucs-2 csunicode unicodefeff utf-16-le
utf-16be      utf_16_be     unicodefffe utf-16-be
utf-32le      utf_32_le     utf-32 utf32
utf-32be      utf_32_be
"""
_ROWS = [row.split() for row in _CHARSETS.strip().splitlines()]
_CODECS = {name: codec for name, codec, *_ in _ROWS}
_LABELS = {label: name for name, _, *labels in _ROWS for label in (name, *labels)}
_SEVEN_BIT = frozenset({"iso-2022-jp", "iso-2022-kr", "hz-gb-2312"})  # their bytes are always valid UTF-8
_TWO_BYTE = frozenset({"gb18030", "big5", "euc-jp", "shift_jis", "euc-kr"})
_WIDE = frozenset({"utf-16le", "utf-16be", "utf-32le", "utf-32be"})
_BOMS = (  # UTF-32 first: its little-endian mark starts with that of UTF-16
    (b"\xef\xbb\xbf", UTF_8),
    (b"\xff\xfe\0\0", "utf-32le"),
    (b"\0\0\xfe\xff", "utf-32be"),
    (b"\xff\xfe", "utf-16le"),
    (b"\xfe\xff", "utf-16be"),
)
_MARKS = tuple(mark for mark, _ in _BOMS)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
_DECLARED = re.compile(
    rb"<meta\b[^<>]{0,512}?\bcharset\s*=\s*[\"']?\s*([^\s\"'/>;]{1,40})|<\?xml\b[^<>]{0,128}?\bencoding\s*=\s*[\"']([^\"']{1,40})",
    re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.{0,4096}?-->", re.DOTALL)
_MARKUP = re.compile(rb"<(?:script|style)\b[^<]*|<[a-z/!][^<>]{0,4096}>", re.IGNORECASE)
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset it was in, and who said so: bom, http, meta, utf-8, chardet, fallback, or str for text."""

    text: str
    charset: str
    source: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Claim:
    """A charset that somebody declared."""

    charset: str
    source: str


def charset_named(label: str) -> str:
    """The charset that browsers mean by `label`; "" for an unknown one."""
    return _LABELS.get(label.strip().strip("\"'").lower(), "")


def decode(data: bytes, content_type: str | None = None) -> Decoded:
    """The text of a page, from whatever bytes it came in."""
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _mended(data[len(mark) :], _Claim(charset, "bom"))
    claims, warnings = _claims(data[:HEAD], content_type)
    found = _by_utf_8(data, claims) or _by_claims(data, claims) or _guessed(data, claims)
    if not warnings:
        return found
    return Decoded(found.text, found.charset, found.source, (*warnings, *found.warnings))


def says_utf_8(data: bytes, content_type: str | None = None) -> bool:
    """Whether nobody says that the bytes are anything but UTF-8, and no sign in them does."""
    if data.startswith(_MARKS) or b"\0" in data or b"\x1b" in data:
        return False
    claims, warnings = _claims(data[:HEAD], content_type)
    return not warnings and all(claim.charset == UTF_8 for claim in claims[:1])


def is_utf_8(data: bytes) -> bool:
    """Whether bytes are sound UTF-8: what a text of them would tell, a piece at a time, so that each stays in a cache.

    A text of the whole page takes room for every sign as wide as its widest, and three times as long.
    """
    if data.isascii():
        return True
    whole, start, size = memoryview(data), 0, len(data)
    try:
        while start < size:
            stop = start + PIECE
            start += utf_8_decode(whole[start:stop], "strict", stop >= size)[1]  # less where it cuts a sign
    except UnicodeDecodeError:
        return False
    return True


def mend(text: str) -> Decoded:
    """The same for a page that is text already: halves of surrogate pairs joined, or replaced where alone."""
    text = text.removeprefix("\ufeff")
    try:
        text.encode()
    except UnicodeEncodeError:
        whole = text.encode("utf_16_le", "surrogatepass").decode("utf_16_le", "replace")
        return _counted(whole, _Claim("unicode", "str"), whole.count("\ufffd") - text.count("\ufffd"))
    return Decoded(text, "unicode", "str")


def wide_charset(data: bytes) -> str:
    """UTF-16 or UTF-32 without a byte order mark, told by zero bytes or by decoding to nothing but text; or ""."""
    sample = data[: HEAD // 4 * 4]
    if len(sample) < 4:
        return ""
    if b"\0" in sample and (charset := _by_zeros(sample)):
        return charset
    return _by_trial(sample)


def _by_zeros(sample: bytes) -> str:
    """The wide charset whose zero bytes lie where they do for European text."""
    quarter = len(sample) // 4
    zeros = [sample[i : quarter * 4 : 4].count(0) / quarter for i in range(4)] if quarter else [0.0] * 4
    if zeros[0] < 0.1 and min(zeros[2:]) > 0.9:
        return "utf-32le"
    if zeros[3] < 0.1 and min(zeros[:2]) > 0.9:
        return "utf-32be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if max(even, odd) < 0.3 or min(even, odd) > 0.05:
        return ""
    return "utf-16le" if odd > even else "utf-16be"


def _by_trial(sample: bytes) -> str:
    """The UTF-16 in which the sample is all printable and has spaces or line ends, as text in other scripts would."""
    if len(sample) < 64 or (b"\0" not in sample and _valid_utf_8(sample)):
        return ""
    for charset in ("utf-16le", "utf-16be"):
        text = sample[: len(sample) // 2 * 2].decode(_CODECS[charset], "replace")
        blanks = sum(map(text.count, " \n\t\r。、，"))
        if blanks > len(text) / 200 and text.translate(_NO_BLANKS)[:-1].isprintable() and "\ufffd" not in text[:-1]:
            return charset
    return ""


_NO_BLANKS = {ord(sign): None for sign in "\n\r\t\f\u3000\xa0\u200b\u200c\u200d\u200e\u200f\xad"}


def _valid_utf_8(sample: bytes) -> bool:
    """Whether the bytes are UTF-8, though perhaps cut in the middle of their last sign."""
    try:
        sample.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True


def _claims(head: bytes, content_type: str | None) -> tuple[list[_Claim], list[str]]:
    """What the header and the page declare, the header first, and what was declared but means nothing."""
    said = []
    if content_type and (match := _HEADER.search(content_type)):
        said.append((match[1], "http"))
    if (label := _declared(head)) is not None:
        said.append((label, "meta"))
    known = [_Claim(_as_meant(charset, source), source) for label, source in said if (charset := charset_named(label))]
    return known, [f"unknown charset {label!r} declared" for label, _ in said if not charset_named(label)]


def _as_meant(charset: str, source: str) -> str:
    """A declaration inside the page was read as ASCII, so it cannot mean a wide charset."""
    return UTF_8 if source == "meta" and charset in _WIDE else charset


def _declared(head: bytes) -> str | None:
    """The label in the page's <meta> or XML declaration."""
    if b"<" not in head:
        return None
    match = _DECLARED.search(_COMMENT.sub(b"", head) if b"<!--" in head else head)
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def _by_utf_8(data: bytes, claims: list[_Claim]) -> Decoded | None:
    """The text if it is valid UTF-8 and no declaration explains it better."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    claim = claims[0] if claims else None
    if _may_be_wide(data, claim) or (claim and claim.charset in _SEVEN_BIT):
        return None
    if claim is None and b"\x1b" in data and b"\x1b$" in data:  # one sign is found many times as fast as two
        return _by_claims(data, [_Claim("iso-2022-jp", UTF_8)])
    if claim is None or claim.charset == UTF_8:
        return Decoded(text, UTF_8, claim.source if claim else UTF_8)
    if claim.charset not in _WIDE and len(text) == len(data):
        return Decoded(text, claim.charset, claim.source)
    if claim.charset in _TWO_BYTE and _beyond_ascii(text) < CHANCE:
        return None
    return Decoded(text, UTF_8, UTF_8, (f"declared as {claim.charset}, but the bytes are UTF-8",))


def _may_be_wide(data: bytes, claim: _Claim | None) -> bool:
    """Whether the zero bytes in the data are those of UTF-16 or UTF-32."""
    if b"\0" not in data:
        return False
    return bool(claim and claim.charset in _WIDE) or bool(wide_charset(data))


def _beyond_ascii(text: str) -> int:
    """How many signs of the text are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _by_claims(data: bytes, claims: list[_Claim]) -> Decoded | None:
    """The text in the first declared charset that fits all of the bytes, or else nearly all."""
    fitting = [claim for claim in claims if claim.charset not in _WIDE or claim.charset == wide_charset(data)]
    for claim in fitting:
        try:
            return Decoded(data.decode(_CODECS[claim.charset]), claim.charset, claim.source)
        except UnicodeDecodeError as error:
            if error.reason == "unexpected end of data":
                return _mended(data, claim)
    for claim in fitting:
        found = _mended(data, claim)
        bad = found.text.count("\ufffd")
        if bad <= FEW_BAD * (_beyond_ascii(found.text) - bad):
            return found
    return None


def _guessed(data: bytes, claims: list[_Claim]) -> Decoded:
    """The text when nothing declared holds: UTF-8 with accidents, a wide charset, chardet's guess, or windows-1252."""
    if charset := wide_charset(data):
        return _mended(data, _Claim(charset, "chardet"))
    text = data.decode(errors="replace")
    bad = text.count("\ufffd")
    if bad <= FEW_BAD * (_beyond_ascii(text) - bad) or (bad == 1 and _valid_utf_8(data)):
        return _counted(text, _Claim(UTF_8, UTF_8), bad)
    charset, confidence = _detected(data)
    claim = _Claim(charset, "chardet") if charset else _Claim(FALLBACK, "fallback")
    found = _mended(data, claim)
    said = f"charset guessed: {charset}, confidence {confidence:.2f}" if charset else f"charset unknown: {FALLBACK}"
    warnings = [said]
    if claims and claims[0].charset != claim.charset:
        warnings.append(f"declared as {claims[0].charset}, but the bytes do not fit; read as {claim.charset}")
    return Decoded(found.text, found.charset, found.source, (*warnings, *found.warnings))


def _detected(data: bytes) -> tuple[str, float]:
    """What chardet takes the bytes for, and how sure it is of that; "" if it does not know."""
    import chardet  # only here: pages with a charset must not pay for loading it

    first = _HIGH.search(data)
    start = max(0, first.start() - 256) if first else 0
    sample = data[start : start + SAMPLE]
    if first:  # markup is English, and no byte of it stands inside a sign of these charsets
        sample = _MARKUP.sub(b" ", sample)
    for guess in chardet.detect_all(sample):
        charset = charset_named(guess["encoding"] or "")
        if charset and (guess["confidence"] or 0.0) >= MIN_CONFIDENCE:  # it also guesses what no browser reads
            return charset, guess["confidence"]
    return "", 0.0


def _mended(data: bytes, claim: _Claim) -> Decoded:
    """The text in the claimed charset, with every byte that does not fit replaced and counted."""
    text = data.decode(_CODECS[claim.charset], "replace")
    return _counted(text, claim, text.count("\ufffd"))


def _counted(text: str, claim: _Claim, bad: int) -> Decoded:
    """The text with a warning if anything in it had to be replaced."""
    warnings = (f"undecodable bytes replaced: {bad}",) if bad > 0 else ()
    return Decoded(text, claim.charset, claim.source, warnings)
