"""What the page is about: its tags and its section."""

from __future__ import annotations

import re

from unchaff.metadata.claims import Choice, Choices, Claim, Claims, folded, tidy
from unchaff.metadata.lexicon import lexicon

MOST_TAGS = 50
LONGEST_TAG = 60
_MARK = "tag:"  # before the tags of a list that holds more than tags: "type:story"


def choose(claims: Claims, settled: Choices) -> Choices:
    """The tags of the best source, and the section."""
    chosen: Choices = {}
    if tags := _tags(claims):
        chosen["tags"] = Choice(tags[0], tuple(tags[1:]))
    if sections := _sections(claims, settled):
        chosen["section"] = Choice(sections[0], tuple(sections[1:]))
    return chosen


def _tags(claims: Claims) -> list[Claim]:
    """One claim a source, each with all of its tags."""
    by_source: dict[str, list[str]] = {}
    for claim in claims.of("tags"):
        values = claim.value if isinstance(claim.value, tuple) else re.split(r"\s*[,;，、]\s*", str(claim.value))
        by_source.setdefault(claim.source, []).extend(tidy(value).strip(" #,»›") for value in values)
    rows = []
    for source, tags in by_source.items():
        kept: dict[str, str] = {}
        for tag in _unmarked(tags):
            if folded(tag) and len(tag) <= LONGEST_TAG:
                kept.setdefault(folded(tag), tag)
        if kept:
            rows.append(Claim("tags", tuple(kept.values())[:MOST_TAGS], source))
    return rows


def _unmarked(tags: list[str]) -> list[str]:
    """`tags`, or what those marked as such say, where some are: "tag:Cinema" beside "type:story"."""
    return [tag[len(_MARK) :].strip() for tag in tags if tag.lower().startswith(_MARK)] or tags


def _sections(claims: Claims, settled: Choices) -> list[Claim]:
    """Claimed sections; the last step of the breadcrumb trail that is not the page itself; never a URL."""
    title = folded(str(settled["title"].winner.value)) if "title" in settled else ""
    rows = [
        Claim("section", first, claim.source)
        for claim in claims.of("section")
        if "://" not in str(claim.value) and (first := _first_of(str(claim.value)))
    ]
    for claim in claims.of("crumbs"):
        names = [name for name in claim.value if not _is_page(name, title)] if isinstance(claim.value, tuple) else []
        if len(names) > 1:
            rows.append(Claim("section", names[-1], claim.source))
    return rows


def _first_of(text: str) -> str:
    """The first of several sections in one value: "Politics,Europe", "Travel, Tours,", "Arts, Books, Film".

    One section may be called "Arts, Books" or "Wine, Beer, and Spirits".
    """
    first, *others = text.split(",")
    touching = any(other[:1].strip() for other in others)
    last = others[-1].split() if others else []
    listed = len(others) > 1 and last[:1] and last[0].lower() not in lexicon().joins
    return first.strip() if touching or (others and not last) or listed else text


def _is_page(name: str, title: str) -> bool:
    """Whether a step of the trail is the page itself, its title whole or cut off."""
    key = folded(name)
    return key == title or (name.endswith(("...", "…")) and title.startswith(key))
