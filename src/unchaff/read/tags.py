"""What each HTML tag means to the walk; a tag that is not listed is inline, or a block if it is a custom element."""

from __future__ import annotations

from enum import IntEnum

from unchaff.model import Kind, Mark


class Role(IntEnum):
    """How the walk treats a tag."""

    INLINE = 0  # part of the running text
    BLOCK = 1  # a container: its text never joins its neighbours'
    SKIP = 2  # nothing a reader sees
    BREAK = 3  # a new line, or a new block when doubled
    MARK = 4  # inline, and a renderer wants to know
    IMAGE = 5
    RULE = 6  # ends a block, holds none
    EMBED = 7  # like SKIP, but a renderer links to it
    PICTURE = 8  # inline, and says where the image inside has its source


_BLOCKS = """
    html body main article section header footer nav aside div p h1 h2 h3 h4 h5 h6 hgroup address center
    ul ol li menu dir dl dt dd table caption colgroup thead tbody tfoot tr td th
    blockquote pre listing xmp plaintext figure figcaption details summary dialog
    form fieldset legend button label textarea search optgroup noframes frameset
""".split()  # noqa: SIM905 (a list would be ninety lines)

# Never shown, or shown as a control and not as text. <noscript> repeats what scripts show.
_SKIPPED = """
    head title script style noscript template svg applet canvas map
    select datalist input meter progress noembed annotation annotation-xml link meta base basefont param
    track col bgsound
""".split()  # noqa: SIM905

# Listed only because they are frequent.
_INLINE = ["span", "font", "time", "small", "u", "bdi", "ins", "big", "abbr", "cite", "mark"]

ROLES: dict[str, Role] = {
    **dict.fromkeys(_INLINE, Role.INLINE),
    **dict.fromkeys(_BLOCKS, Role.BLOCK),
    **dict.fromkeys(_SKIPPED, Role.SKIP),
    **dict.fromkeys(["a", "em", "i", "strong", "b", "code", "kbd", "samp", "tt", "sub", "sup"], Role.MARK),
    **dict.fromkeys(["del", "s", "strike", "math"], Role.MARK),
    "br": Role.BREAK,
    "img": Role.IMAGE,
    "amp-img": Role.IMAGE,
    "hr": Role.RULE,
    **dict.fromkeys(["picture", "source"], Role.PICTURE),  # the parser puts the image into the <source>
    **dict.fromkeys(["iframe", "object", "embed", "audio", "video"], Role.EMBED),
}

# For pages that show next to nothing without scripts and have their text in <noscript>, as Discourse forums do.
UNSCRIPTED: dict[str, Role] = {**ROLES, "noscript": Role.BLOCK}

MARKS: dict[str, Mark] = {
    "a": Mark.LINK,
    **dict.fromkeys(["em", "i"], Mark.EMPHASIS),
    **dict.fromkeys(["strong", "b"], Mark.STRONG),
    **dict.fromkeys(["code", "kbd", "samp", "tt"], Mark.CODE),
    **dict.fromkeys(["del", "s", "strike"], Mark.DELETED),
    "sub": Mark.SUB,
    "sup": Mark.SUP,
    "math": Mark.MATH,
}

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

KINDS: dict[str, Kind] = {
    "p": Kind.PARAGRAPH,
    **dict.fromkeys(HEADINGS, Kind.HEADING),
    **dict.fromkeys(["li", "dd"], Kind.ITEM),
    "dt": Kind.TERM,
    **dict.fromkeys(["td", "th"], Kind.CELL),
    "blockquote": Kind.QUOTE,
    **dict.fromkeys(["pre", "listing", "xmp", "plaintext"], Kind.CODE),
    **dict.fromkeys(["figcaption", "caption"], Kind.CAPTION),
}

# Attributes that a renderer needs, by tag.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "html": ("lang",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "ol": ("start", "reversed", "type"),
    "li": ("value", "data-task"),
    "table": ("role",),
}
