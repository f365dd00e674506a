"""The values that pass through unchaff: a page is a flat list of blocks inside boxes; filters give verdicts on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum, IntFlag, StrEnum, auto
from functools import reduce
from itertools import accumulate
from operator import or_
from typing import NamedTuple

TITLE_WORDS = 40
MANY_TWINS = 4  # so many boxes at the same path are parts of cards, posts, entries
CELL_WORDS = 3  # a longer cell that speaks like boilerplate is it: old pages lay out their foot in tables
SHOWN_SIGNS = 60  # of a block's text, where it is printed
TITLE_SIGNS = 12  # a shorter part of a title ("The news") says nothing


class Label(StrEnum):
    """What a block is for. Every block of a page has exactly one."""

    BODY = auto()
    HEADLINE = auto()
    STANDFIRST = auto()
    BYLINE = auto()
    DATE = auto()
    CAPTION = auto()
    COMMENTS = auto()
    NAVIGATION = auto()
    CONSENT = auto()
    AD = auto()
    SHARE = auto()
    NEWSLETTER = auto()
    RELATED = auto()
    PAYWALL = auto()
    AUTHOR = auto()
    FOOTER = auto()
    HIDDEN = auto()
    OTHER = auto()


_OTHER = Label.OTHER  # of an enumeration it would be looked up for every block
ARTICLE = frozenset({Label.BODY})
LISTED = frozenset({"ul", "ol", "dl", "table", "li", "dt", "dd"})
# What a rule may add to the body: what a hint has named stays that, but tabs that are shown later are hidden, too.
UNNAMED = frozenset({Label.OTHER, Label.HIDDEN})


class Kind(StrEnum):
    """What a block is, as the reader saw it."""

    PARAGRAPH = auto()
    TEXT = auto()  # a loose run of text, in a div or between tags
    HEADING = auto()
    ITEM = auto()
    TERM = auto()
    CELL = auto()
    QUOTE = auto()
    CODE = auto()
    CAPTION = auto()


class Concept(IntFlag):
    """What words and class names can say: one bit per table in words/data."""

    SHARE = auto()
    RELATED = auto()
    NAVIGATION = auto()
    CONSENT = auto()
    AD = auto()
    NEWSLETTER = auto()
    COMMENTS = auto()
    PAYWALL = auto()
    AUTHOR = auto()  # an author box
    BYLINE = auto()  # "By …"
    DATE = auto()  # "Published on", "Updated"
    FOOTER = auto()  # site footer, copyright and legal lines
    HIDDEN = auto()
    CAPTION = auto()  # captions and credits
    HEADLINE = auto()
    STANDFIRST = auto()
    ARTICLE = auto()  # names of the main content
    TEASER = auto()  # cards, promos, trailers
    SIDEBAR = auto()
    HEADER = auto()  # the site's own head
    ACCOUNT = auto()  # log in, register, cart, search forms
    POST = auto()  # one post of a thread
    PRODUCT = auto()  # product facts and prices
    PROMO = auto()  # self-promotion: apps, channels, trust badges
    CODE = auto()
    EMBED = auto()  # posts of networks that a page shows
    FACTS = auto()  # boxes of facts beside an article


class Declared(IntFlag):
    """Kinds of page that a page's markup or its address can name."""

    ARTICLE = auto()
    PRODUCT = auto()
    FORUM = auto()
    LISTING = auto()
    DOCUMENTATION = auto()
    SERVICE = auto()
    RECIPE = auto()
    PROFILE = auto()
    HOME = auto()
    NEWS = auto()  # an article that its markup calls news


class Evidence(IntFlag):
    """What this page was able to tell us."""

    NONE = 0
    NAMES = auto()  # class names, ids, roles and tags
    LINKS = auto()  # which words are linked
    LINES = auto()  # lines of a text dump


class Strength(IntEnum):
    """How sure a verdict is."""

    HINT = 1
    STRONG = 2


class Mark(StrEnum):
    """Inline markup that a renderer keeps."""

    LINK = auto()
    EMPHASIS = auto()
    STRONG = auto()
    CODE = auto()
    SUB = auto()
    SUP = auto()
    DELETED = auto()
    BREAK = auto()
    IMAGE = auto()
    MATH = auto()
    EMBED = auto()  # a frame, a film, a sound


class Piece(NamedTuple):
    """A run of a block's text under the same marks.

    `target` is the URL of a link, an image or an embed. `name` is what an image or an embed says in place of itself,
    and the TeX of a formula, with its dollars. Both are "" without one.
    """

    text: str
    marks: frozenset[Mark]
    target: str = ""
    name: str = ""


class Span(NamedTuple):
    """A mark over source chunks [start:stop] of a block.

    `target` is an URL, or the TeX of a formula; `name` is what an image or an embed says in place of itself.
    """

    mark: Mark
    start: int
    stop: int
    target: str = ""
    name: str = ""


@dataclass(slots=True, eq=False, repr=False)
class Box:
    """A container and the run of blocks inside it: page.blocks[start:stop]."""

    parent: Box | None
    tag: str  # "" in a dump
    start: int
    stop: int = 0
    named: int = 0  # Concept bits said by its class, id, role and tag
    key: int = 0  # the same for boxes at the same tag-and-class path: its twins
    depth: int = 0
    words: int = 0
    link_words: int = 0
    attributes: tuple[tuple[str, str], ...] = ()  # the few a renderer needs: colspan, rowspan, start, data-lang …
    # Images and embeds without text beside them: each before page.blocks[span.start], as the span.stop-th of the page.
    pictures: tuple[Span, ...] = ()

    def attribute(self, name: str) -> str | None:
        """The value of one of its attributes; None if it lacks that, or no renderer needs it."""
        return next((value for known, value in self.attributes if known == name), None)

    def __repr__(self) -> str:
        """Short: a box holds the boxes around it, and those theirs."""
        return f"<Box {self.tag or '-'}: blocks {self.start} to {self.stop}, {self.words} words>"


@dataclass(slots=True, eq=False, repr=False)
class Block:
    """One run of text, as the reader saw it. Filters never change it."""

    text: str
    box: Box
    index: int = 0  # its place in page.blocks
    kind: Kind = Kind.TEXT
    level: int = 0  # 1–6 for headings
    words: int = 0
    link_words: int = 0
    heard: int = 0  # Concept bits said by its own text
    chunks: tuple[str, ...] = ()  # source text between inline tags, whitespace untouched
    spans: tuple[Span, ...] = ()
    verdict: Verdict | None = None  # written by Page.accept alone

    @property
    def voice(self) -> Strength:
        """How much what it says counts.

        A heading names what follows ("Performance"), and a cell of a table may say "Share" or "Monday": they only hint.
        """
        cell = self.kind is Kind.CELL and self.words <= CELL_WORDS and not self.link_words
        return Strength.HINT if self.level or cell else Strength.STRONG

    @property
    def label(self) -> Label:
        """The label of the verdict that holds; OTHER as long as there is none."""
        verdict = self.verdict
        return _OTHER if verdict is None else verdict.label

    @property
    def step(self) -> str:
        """The pipeline step that gave the label."""
        return self.verdict.step if self.verdict else ""

    @property
    def reason(self) -> str:
        """Why the block has its label."""
        return self.verdict.reason if self.verdict else ""

    def __repr__(self) -> str:
        text = self.text if len(self.text) <= SHOWN_SIGNS else self.text[:SHOWN_SIGNS] + "…"
        return f"<Block {self.index}: {self.kind} {text!r}, {self.label} by {self.step or 'no step'}>"


@dataclass(slots=True, eq=False, init=False)
class Verdict:
    """A filter's opinion on a block or on everything in a box: page.blocks[start:stop].

    It knows their place alone. A block holds its verdict, and a ring of the two would wait for the garbage collector.
    """

    start: int
    stop: int
    label: Label
    why: str | Callable[[Verdict], str]
    strength: Strength
    step: str

    def __init__(
        self,
        target: Block | Box | range,
        label: Label,
        why: str | Callable[[Verdict], str],
        strength: Strength = Strength.HINT,
        step: str = "",  # filled in by the pipeline
    ) -> None:
        if isinstance(target, Block):
            self.start = target.index
            self.stop = target.index + 1
        else:
            self.start = target.start
            self.stop = target.stop
        self.label = label
        self.why = why
        self.strength = strength
        self.step = step

    @property
    def reason(self) -> str:
        """The reason as text, made when somebody reads it."""
        return self.why if isinstance(self.why, str) else self.why(self)


@dataclass(slots=True, eq=False, repr=False)
class Page:
    """A page as read: blocks in reading order, the boxes they stand in, and the verdicts on them."""

    blocks: list[Block]
    boxes: list[Box]
    evidence: Evidence = Evidence.NAMES | Evidence.LINKS
    url: str | None = None
    language: str = ""  # declared or found; "" when unknown
    titles: tuple[str, ...] = ()  # titles seen in the head, best first
    declared: int = 0  # Declared bits said by markup, and above them those said by the address
    warnings: list[str] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    _named: list[Box] = field(default_factory=list, init=False, repr=False)  # boxes with text whose names say something
    _heard: list[Block] = field(default_factory=list, init=False, repr=False)  # blocks whose text says something
    _listed: list[Box] = field(default_factory=list, init=False, repr=False)  # lists and tables with text, their items
    _names: int = field(default=0, init=False, repr=False)  # what any of these names says: few pages say everything
    _words: int = field(default=0, init=False, repr=False)  # and what any text does
    _twins: Counter[int] = field(default_factory=Counter, init=False, repr=False)  # boxes in _named, by key

    def __repr__(self) -> str:
        return f"<Page {self.url or 'without URL'}: {len(self.blocks)} blocks, {self.words} words>"

    def within(self, part: Box | Verdict) -> list[Block]:
        """The blocks that are in a box, or that a verdict speaks about."""
        return self.blocks[part.start : part.stop]

    def may_be(self, kind: Declared) -> bool:
        """Whether its markup says that the page is of this kind, or its address does."""
        return bool((self.declared | self.declared >> len(Declared)) & kind)

    def measure(self) -> None:
        """Close the outermost box, count the words of every box and find what speaks; whoever fills a page calls it."""
        self.boxes[0].stop = len(self.blocks)
        words = [0, *accumulate([block.words for block in self.blocks])]
        links = [0, *accumulate([block.link_words for block in self.blocks])]
        full = []  # none has words before it was measured
        for box in self.boxes:
            start, stop = box.start, box.stop
            if stop > start:
                box.words = words[stop] - words[start]
                box.link_words = links[stop] - links[start]
                full.append(box)
        self._named = [box for box in full if box.named]
        self._heard = [block for block in self.blocks if block.heard]
        self._listed = [box for box in full if box.tag in LISTED]
        self._names = reduce(or_, [box.named for box in self._named], 0)
        self._words = reduce(or_, [block.heard for block in self._heard], 0)
        self._twins = Counter([box.key for box in self._named])

    @property
    def words(self) -> int:
        """The words of the whole page."""
        return self.boxes[0].words

    def named(self, concept: Concept, most_words: int, most_share: float = 0.4) -> Iterator[Box]:
        """The outermost boxes whose names say `concept`, unless one holds too much to be only that."""
        bits = int(concept)
        if not bits & self._names:
            return
        most, reached = min(most_words, most_share * self.words), 0
        for box in self._named:
            if box.named & bits and box.start >= reached and box.words <= most:
                reached = box.stop
                yield box

    def voice(self, box: Box) -> Strength:
        """How much the name of a box counts.

        A name that many boxes of a page share, bylines of posts or captions of goods, is that of a part of each of
        them, and only hints: what is said so often may well be what the page is for.
        """
        return Strength.HINT if self._twins[box.key] >= MANY_TWINS else Strength.STRONG

    def saying(self, concept: Concept, most_words: int) -> Iterator[Block]:
        """The blocks of at most so many words that say `concept`."""
        bits = int(concept)
        if not bits & self._words:
            return
        for block in self._heard:
            if block.heard & bits and block.words <= most_words:
                yield block

    def title_matches(self) -> Iterator[tuple[Block, int]]:
        """The blocks that say a title of the head (2), or where one of the two holds the other (1)."""
        if not self.titles:
            return
        titles = [title.casefold() for title in self.titles]
        shortest, longest, all_titles = min(map(len, titles)), 2 * max(map(len, titles)), "\n".join(titles)
        for block in self.blocks:
            if 2 <= block.words <= TITLE_WORDS and len(block.text) <= longest:
                text = block.text.casefold()
                if (text in all_titles or len(text) >= shortest) and (match := _title_match(text, titles)):
                    yield block, match

    def listed(self) -> list[Box]:
        """Lists and tables that have text in them, and the items of lists."""
        return self._listed

    def body_words(self) -> list[int]:
        """How many words of the body stand before each block, and in the end how many there are."""
        body = Label.BODY
        kept = [block.words if block.verdict and block.verdict.label is body else 0 for block in self.blocks]
        return [0, *accumulate(kept)]

    def undecided(self) -> list[Block]:
        """Blocks that no verdict has reached yet."""
        return [block for block in self.blocks if block.verdict is None]

    def open(self) -> list[Block]:
        """Blocks that nothing strong has settled: what the body score is asked about."""
        strong = Strength.STRONG
        return [block for block in self.blocks if block.verdict is None or block.verdict.strength < strong]

    def kept(self, labels: frozenset[Label] = ARTICLE) -> list[Block]:
        """Blocks whose label is one of `labels`, in reading order."""
        unclaimed = Label.OTHER in labels
        return [block for block in self.blocks if (block.verdict.label in labels if block.verdict else unclaimed)]

    def accept(self, *verdicts: Verdict) -> None:
        """The only place that writes a label: a verdict gives way to an equal or stronger one."""
        for verdict in verdicts:
            strength = verdict.strength
            for block in self.blocks[verdict.start : verdict.stop]:
                held = block.verdict
                if held is None or held.strength < strength:
                    block.verdict = verdict
        self.verdicts += verdicts

    def trails(self) -> list[list[Verdict]]:
        """For every block the verdicts that reached it, in the order given, the one that holds among them."""
        trails: list[list[Verdict]] = [[] for _ in self.blocks]
        for verdict in self.verdicts:
            for block in self.within(verdict):
                trails[block.index].append(verdict)
        return trails

    def before(self, *steps: str) -> Page:
        """A copy of the page as it stood when the first verdict of one of `steps` was given; whole if none was."""
        stop = next((i for i, verdict in enumerate(self.verdicts) if verdict.step in steps), len(self.verdicts))
        copy = replace(self, blocks=[replace(block, verdict=None) for block in self.blocks], verdicts=[])
        copy.measure()
        copy.accept(*self.verdicts[:stop])
        return copy


def _title_match(text: str, titles: list[str]) -> int:
    if text in titles:
        return 2
    return int(len(text) >= TITLE_SIGNS and any(text in title or title in text for title in titles))


Filter = Callable[[Page], Iterable[Verdict]]
