"""What a page is before it is read: not text at all, HTML, or a text dump."""

from __future__ import annotations

import re

from unchaff.read.decode import wide_charset

SAMPLE = 4096  # bytes at the start and in the middle that must look like text
CONTROLS = 0.04  # share of control bytes that no text has: random bytes have 0.11
ZEROS = 0.01  # share of NULs up to which text counts as text with accidents
PREFIX = 65_536  # signs of the page by which HTML is told from text
COVERED = 0.4  # share of the signs that lie in tags or closed block elements in HTML
TAGGED = 0.25  # share of lines with a tag in HTML that starts with plain text

_MAGIC = (
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"\0\0\1\0", "icon"),
    (b"8BPS", "Photoshop image"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office document"),
    (b"{\\rtf", "RTF document"),
    (b"%!PS", "PostScript"),
    (b"OggS", "audio/video"),
    (b"ID3", "audio/video"),
    (b"fLaC", "audio/video"),
    (b"FLV\1", "audio/video"),
    (b"\x1a\x45\xdf\xa3", "audio/video"),
    (b"wOFF", "web font"),
    (b"wOF2", "web font"),
    (b"OTTO\0", "font"),
    (b"\0\1\0\0\0", "font"),
    (b"\x7fELF", "program"),
    (b"\0asm", "WebAssembly"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"SQLite format 3\0", "SQLite database"),
    (b"bplist00", "property list"),
    (b"WARC/", "WARC archive"),
)
_MPEG = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xeb]|\x00\x00\x01[\xb3\xba]")
_FTYP = {b"avif": "AVIF image", b"avis": "AVIF image", b"heic": "HEIC image", b"heix": "HEIC image"}
_RIFF = {b"WEBP": "WebP image", b"WAVE": "audio/video", b"AVI ": "audio/video"}
_CONTROL_BYTES = bytes(
    (
        *range(0x01, 0x09),
        *range(0x10, 0x1B),  # not the shifts of ISO-2022-KR
        *range(0x1C, 0x20),
        0x7F,
    )
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")

_HTML_TYPES = ("text/html", "application/xhtml", "application/vnd.wap.xhtml")
_TEXT_TYPES = ("text/plain", "text/markdown", "text/x-markdown", "text/x-rst", "text/org")
_OPENING = re.compile(
    r"(?>[\s\ufeff\x00]++|<!--.{0,4096}?-->|<\?[^<>]{0,512}\?>)*+"  # nothing is tried twice
    r"<(?:!doctype\s+(?:html|wml)|(?:html|head|body|meta|title|base|link|script|style|section|article|main|header|nav)\b[^<>]{0,4096}>)",
    re.IGNORECASE | re.DOTALL,
)
_CODE = re.compile(r"^[ \t]*(```|~~~)[^\n]*\n.*?^[ \t]*\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_BLOCKS = (
    "html|head|body|title|script|style|p|div|section|article|main|header|footer|nav|aside|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|"
    "td|th|h[1-6]|form|blockquote|pre|figure|figcaption|center|select|iframe|noscript|svg|button|label|fieldset"
)
_INLINE = "a|span|b|i|em|strong|font|u|small|sub|sup|code|tt|big|s|cite|abbr|mark|img|br|hr|input|wbr"
_TAG = re.compile(rf"<(/?)({_BLOCKS}|{_INLINE})(\s[^<>]{{0,2048}})?/?>", re.IGNORECASE)
_UNCLOSED = frozenset({"p", "li", "br", "hr", "td", "tr", "dt", "dd"})  # HTML lets their end tags be left out
_BEFORE_WORD = frozenset(" \"'(“‘„«`「『《：")
_AFTER_WORD = frozenset(" \"'),.:;?!”’»`」』》。、，")
_IS_BLOCK = re.compile(_BLOCKS, re.IGNORECASE)
_MARKDOWN = re.compile(r"^#{1,6} |^```|\]\(", re.MULTILINE)
_PARAGRAPHS = re.compile(r"\n[ \t]*\r?\n")


def looks_like(data: bytes) -> str:
    """What the bytes are when they are no text; "" for text."""
    if data.startswith(_BOMS):
        return ""
    return _by_magic(data) or _by_share(data)


def is_html(text: str, content_type: str | None = None) -> bool:
    """Whether a page is HTML rather than a text dump; a clear content type settles it."""
    kind = (content_type or "").strip().lower()
    if kind.startswith(_HTML_TYPES):
        return True
    if kind.startswith(_TEXT_TYPES):
        return False
    head = text[:PREFIX]
    if "<" not in head:
        return False
    return opens_as_html(head, content_type) or _mostly_tagged(head)


def opens_as_html(head: str, content_type: str | None = None) -> bool:
    """Whether the beginning of a page alone tells that it is HTML."""
    is_text = (content_type or "").strip().lower().startswith(_TEXT_TYPES)
    return not is_text and _OPENING.match(head) is not None


def _by_magic(data: bytes) -> str:
    """What the first bytes say."""
    head = data[:1024].lstrip()
    if head.startswith(b"%PDF-") or b"\n%PDF-" in head:
        return "PDF"
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if data.startswith((b"PK\3\4", b"PK\5\6")):
        return _zipped(data[: SAMPLE * 2])
    if data.startswith(b"RIFF") and data[8:12] in _RIFF:
        return _RIFF[data[8:12]]
    if data[4:8] == b"ftyp":
        return _FTYP.get(data[8:12], "audio/video")
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return "BMP image"
    if data.startswith(b"MZ") and b"\0" in data[:64]:
        return "program"
    return "audio/video" if _MPEG.match(data) else ""


def _zipped(head: bytes) -> str:
    """What a ZIP archive holds, by the names at its start."""
    if b"mimetypeapplication/epub" in head:
        return "EPUB book"
    office = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis")
    return "Office document" if any(name in head for name in office) else "ZIP archive"


def _by_share(data: bytes) -> str:
    """Binary data, where two samples hold more NULs and control bytes than text does in any charset; or ""."""
    middle = len(data) // 2 // 4 * 4  # so that a wide charset keeps its step
    for sample in (data[:SAMPLE], data[middle : middle + SAMPLE]):
        zeros = sample.count(0)
        controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
        odd = zeros > ZEROS * len(sample) or controls > CONTROLS * len(sample)
        if odd and not wide_charset(sample):
            return "binary data"
    return ""


def _mostly_tagged(head: str) -> bool:
    """Whether a page without <html> in front is HTML: much of what it says lies in closed tags, code set apart."""
    bare = head.lstrip()[:1] == "<"
    text = _CODE.sub("", head) if not bare and ("`" in head or "~~~" in head) else head
    tags = [tag for tag in _TAG.finditer(text) if not _spoken_of(text, tag)]
    spans, marked = _closed(tags)
    if not marked:
        return False
    covered = _length(spans) + sum(tag.end() - tag.start() for tag in tags) >= COVERED * len(text)
    if covered and bare:
        return True
    if not covered and _MARKDOWN.search(text):
        return False
    return (covered or bare or not _PARAGRAPHS.search(text)) and _tagged_lines(text) >= TAGGED


def _spoken_of(text: str, tag: re.Match[str]) -> bool:
    """Whether a tag stands in a sentence as a word or in quotes, as in: use the <b> tag."""
    start, stop = tag.span()
    return not tag[3] and text[start - 1 : start] in _BEFORE_WORD and text[stop : stop + 1] in _AFTER_WORD


def _tagged_lines(text: str) -> float:
    """The share of lines that have a tag: low in prose about tags, even where they open here and close far below."""
    lines = [line for line in text.split("\n") if line.strip()]
    return sum(1 for line in lines if "<" in line and _TAG.search(line)) / max(1, len(lines))


def _closed(tags: list[re.Match[str]]) -> tuple[list[tuple[int, int]], int]:
    """The ranges of closed block elements, and how many inline tags are closed or have attributes."""
    spans: list[tuple[int, int]] = []
    marked = 0
    open_at: dict[str, list[int]] = {}
    for tag in tags:
        name = tag[2].lower()
        if not tag[1]:
            open_at.setdefault(name, []).append(tag.start())
            marked += bool(tag[3]) or name in _UNCLOSED
        elif starts := open_at.get(name):
            start = starts.pop()
            marked += 1
            if _IS_BLOCK.fullmatch(name):
                spans.append((start, tag.end()))
    return spans, marked


def _length(spans: list[tuple[int, int]]) -> int:
    """How many signs the ranges cover together."""
    total = reach = 0
    for start, stop in sorted(spans):
        total += max(0, stop - max(start, reach))
        reach = max(reach, stop)
    return total
