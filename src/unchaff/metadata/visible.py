"""Claims from the page as its reader sees it: headline, standfirst, byline and date lines; all a dump has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from unchaff.metadata import headline, people
from unchaff.metadata.claims import Claim, address_parts, folded, shown, tidy
from unchaff.metadata.lexicon import lexicon
from unchaff.metadata.lines import dated, labelled, lines_of
from unchaff.metadata.moments import written
from unchaff.metadata.scan import Markup, sells
from unchaff.model import Block, Concept, Declared, Label, Mark, Page

LINE_WORDS = 30  # more words are not a byline
DATE_WORDS = 16  # more words are a sentence with a date in it
AGO_WORDS = 8  # of a line that tells how long ago it was
NOTE_WORDS = 60  # of a note that tells when the page was published
NOTICE_WITHIN = 4  # blocks behind the body in which the notice of a paywall stands
PLACE_WORDS = 5
SHORTEST_PLACE = 3  # signs; "Fr" is a day
NAMES_BELOW = 6  # blocks below a headline in which a name may stand by itself
_SHAPES = (Declared.FORUM, Declared.PRODUCT)  # kinds of pages that call other things their title
_BESIDE = frozenset({Label.COMMENTS, Label.RELATED, Label.HIDDEN})
_ELSEWHERE = _BESIDE | {Label.NAVIGATION, Label.AD}  # the same away from the headline
_STANDFIRST = frozenset({Label.STANDFIRST, Label.BODY})
_UNSAID = frozenset({Label.OTHER, Label.BODY, Label.BYLINE, Label.AUTHOR})
_SIGNING = int(Concept.BYLINE | Concept.AUTHOR)
_STATUS = re.compile(r"\w .*")  # "J Offline": a letter for a picture, and what it says of the member
# Of an enumeration they would be looked up for every block.
_LINK, _BODY, _NAVIGATION, _STANDS_FIRST = Mark.LINK, Label.BODY, Label.NAVIGATION, Label.STANDFIRST
_DIGIT = re.compile(r"\d")
_BARS = re.compile(r"\s*[|•·]\s*")


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """What the lines about the body say."""
    blocks, spot = page.blocks, headline.spot(markup, page)
    for kind in filter(page.declared.__and__, _SHAPES):
        yield Claim("declared", str(kind.name).lower(), "page")
    if page.may_be(Declared.FORUM):
        yield Claim("thread", "forum", "page or address")
    near = blocks[spot.first : spot.last]
    if spot.line and (spot.line.label is Label.HEADLINE or not markup.headings):
        source = "headline" if spot.line.label is Label.HEADLINE else "headline line"
        yield Claim("headings", shown(spot.text), source)
    yield from _standfirst(page)
    if not sells(markup, page):
        yield from _bylines(blocks, near)
        if spot.line and page.may_be(Declared.FORUM):
            yield from _starter(blocks[spot.line.index + 1 :])
        else:
            yield from _links(near)
        if spot.line and not markup.metas:
            yield from _bare_names(blocks[spot.line.index + 1 : spot.line.index + NAMES_BELOW], spot.text)
        elif spot.line:
            yield from _bare_names(list(_at_dates(near)), spot.text)
            yield from _before_dates(near)
        yield from _datelines(blocks, near, spot.body)
    yield from _place(blocks[spot.body : spot.body + 1])
    if _is_cut_off(blocks):
        yield Claim("free", "false", "paywall notice")


def _is_cut_off(blocks: Sequence[Block]) -> bool:
    """Whether the body ends with a notice that the rest is for subscribers."""
    kept = (one.index for one in reversed(blocks) if one.verdict is not None and one.verdict.label is _BODY)
    last = next(kept, len(blocks))
    return any(block.label is Label.PAYWALL for block in blocks[last : last + NOTICE_WITHIN])


def _bare_names(below: Sequence[Block], headline_text: str) -> Iterator[Claim]:
    """A line below the headline that is a name and nothing else; the headline once more or a row of links is none."""
    above = folded(headline_text)
    for block in below:
        text = tidy(block.text)
        if folded(text) == above or sum(span.mark is _LINK for span in block.spans) > 1:
            continue
        if block.label in _UNSAID and not block.heard & ~_SIGNING and people.in_line(text) == [text]:
            yield Claim("bylines", text, "line name")
            return


def _at_dates(near: Sequence[Block]) -> Iterator[Block]:
    """The blocks right before and behind a short one with a date."""
    for before, block, behind in zip(near, near[1:], near[2:], strict=False):
        if block.words <= DATE_WORDS and written(block.text):
            yield before
            yield behind


def _before_dates(near: Sequence[Block]) -> Iterator[Claim]:
    """A name with which a short line begins that goes on with a date: "Jane Roe | 3 May 2024"."""
    for block in near:
        if block.words > DATE_WORDS or block.label in _BESIDE:
            continue
        text = tidy(block.text)
        if text[:1].isupper() and (dates := written(text)):
            names = people.in_line(text[: dates[0].start])
            if names and text.startswith(names[0]) and not people.starts_byline(text):
                yield Claim("bylines", text[: dates[0].start], "line name")
                return


def _standfirst(page: Page) -> Iterator[Claim]:
    """What was taken for a standfirst, also where the score found it to be the first of the body."""
    for verdict in [verdict for verdict in page.verdicts if verdict.label is _STANDS_FIRST]:
        block = page.blocks[verdict.start]
        if block.label in _STANDFIRST:
            yield Claim("subtitle", tidy(block.text), "standfirst")
            return


def _bylines(blocks: list[Block], near: Sequence[Block]) -> Iterator[Claim]:
    signed = [block for block in labelled(blocks, Label.BYLINE) if block.words <= LINE_WORDS]
    for group in _neighbours(signed):
        lines = [tidy(block.text) for block in group]
        yield Claim("bylines", tuple(lines), "byline")
        for block in group:
            yield from _place_in_byline(block.text)
    for block in near:
        if block.words <= LINE_WORDS and block.label is not Label.BYLINE:
            for line in map(tidy, lines_of(block)):
                if people.starts_byline(_behind_date(line)):
                    yield Claim("bylines", line, "line byline")
                    yield from _place_in_byline(line)
    yield from _below_by(near)


def _behind_date(line: str) -> str:
    """What follows the date that a line begins with: "May 3, 2023 By …"."""
    return people.without_dates(line) if line[:1].isalnum() and _DIGIT.search(line) else line


def _below_by(near: Sequence[Block]) -> Iterator[Claim]:
    """A name on the line below a "By" that stands alone."""
    for by, block in pairwise(near):
        if people.is_by(by.text) and block.words <= LINE_WORDS:
            yield Claim("bylines", f"{tidy(by.text).rstrip(' :')}: {tidy(block.text)}", "byline in two lines")


def _neighbours(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Runs of blocks that follow one another: a byline of several authors is often one block for each."""
    run: list[Block] = []
    for block in blocks:
        if run and block.index > run[-1].index + 1:
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _links(near: Sequence[Block]) -> Iterator[Claim]:
    """The texts of links to the pages of authors; those of one line belong together."""
    for block in near:
        if not block.spans or block.words > LINE_WORDS or block.label is _NAVIGATION:
            continue
        linked = [span for span in block.spans if span.mark is _LINK and _is_author_page(span.target)]
        names = [tidy("".join(block.chunks[span.start : span.stop])) for span in linked]
        if named := tuple(name for name in names if len(name) > 1):
            yield Claim("linked", named, "link author")


def _starter(below: Sequence[Block]) -> Iterator[Claim]:
    """The first member of a forum who is linked below the headline of a thread."""
    for block in below:
        if block.words > LINE_WORDS:
            continue
        for span in block.spans:
            if span.mark is not _LINK or not _is_member_page(span.target.lower()):
                continue
            name = tidy("".join(block.chunks[span.start : span.stop]))
            if len(name) > 1 and not _STATUS.fullmatch(name):
                yield Claim("linked", (name,), "thread starter")
                return


def _is_member_page(target: str) -> bool:
    return any(part in target for part in lexicon().member_paths)


def _is_author_page(target: str) -> bool:
    known = lexicon().author_paths
    if known.isdisjoint(target.lower().split("/")) and target.isprintable():
        return False  # as most, so that addresses need not be taken apart
    return not known.isdisjoint(address_parts(target).path.lower().split("/")[:-1])


def _place_in_byline(line: str) -> Iterator[Claim]:
    """The segment behind the names when it is neither name nor date: "By: AP | Seoul, South Korea |"."""
    names, *parts = (part.strip() for part in _BARS.split(line))
    for part in parts if parts and people.in_line(names) else ():
        words = part.split()
        named = all(word[:1].isupper() for word in words)
        if (
            0 < len(words) <= PLACE_WORDS
            and len(part) >= SHORTEST_PLACE
            and named
            and not written(part)
            and not people.is_agency(part)
            and not people.is_role(part)
        ):
            yield Claim("place", part.rstrip(","), "byline")
            return


def _datelines(blocks: list[Block], near: Sequence[Block], body: int) -> Iterator[Claim]:
    """Lines with a date: those in their place by the headline, and those elsewhere."""
    nearby = {block.index: block for block in near if block.words <= DATE_WORDS}
    telling = {block.index: block for block in dated(blocks, NOTE_WORDS)}
    for index, block in sorted((nearby | telling).items()):
        placed, label = index in nearby, block.label
        counted = placed and label is Label.COMMENTS and index < body  # "3 May 2024 / 2 comments"
        if label in (_BESIDE if placed else _ELSEWHERE) and not counted:
            continue
        source = "date line" if label is Label.DATE else "line date"
        if index not in telling:
            if block.words <= AGO_WORDS:
                yield Claim("agos", tidy(block.text), source)
        elif not placed:  # read only when nothing better is found
            yield Claim("elsewhere", tidy(block.text), "foot" if label is Label.FOOTER else source)
        elif written(block.text):
            yield Claim("datelines", tidy(block.text), source)


_DATELINE = re.compile(
    r"^\s*([A-ZÀ-ÞА-ЯΑ-Ω][\w'’.-]*(?:[ ,]+[A-ZÀ-ÞА-ЯΑ-Ω][\w'’.-]*){0,4})[ ,]*(?:\([^)]{2,40}\))?\s*(?:--|[–—―-])\s"
)


def _place(first: Sequence[Block]) -> Iterator[Claim]:
    """The dateline of the first paragraph: a place in capitals before a dash."""
    for block in first:
        match = _DATELINE.match(block.text)
        if match and match[1].split()[0].strip(",").isupper() and len(match[1].split()[0]) > 2:
            yield Claim("place", match[1].strip(" ,"), "dateline")
