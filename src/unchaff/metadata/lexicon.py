"""The words of bylines, datelines and credits, from data/lexicon.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files

from unchaff.words import agencies

SPACELESS = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)  # signs of words not set apart by spaces


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by what they do in a line of metadata, and parts of class names."""

    by: tuple[str, ...]  # before a name: "by", "von"
    by_colon: tuple[str, ...]  # before a name, with a colon: "author:"
    by_touching: tuple[str, ...]  # before a name without a space
    by_after: tuple[str, ...]  # after a name: "기자"
    after_names: tuple[str, ...]  # between a name and a date or place: "on", "at"
    photo: tuple[str, ...]  # credits that are not the author's
    quoted: tuple[str, ...]  # what forums put before the name of whom a post quotes: "Zitat von"
    roles: tuple[str, ...]  # job titles: what follows a name is dropped, a "name" of one is none
    desks: tuple[str, ...]  # words of anonymous bylines: "editorial", "admin"
    agencies: frozenset[str]  # from words/data/agencies.txt
    employed: tuple[str, ...]  # between a name and whom it writes for, as written: "For", but not "Center for"
    joins: tuple[str, ...]  # between two names: "and", "und"
    updated: tuple[str, ...]
    published: tuple[str, ...]
    clock_after_noon: tuple[str, ...]
    clock_before_noon: tuple[str, ...]
    site_words: tuple[str, ...]  # what a site has beside articles: "app", "channel"
    archives: tuple[str, ...]  # what blogs put between their name and a headline: "Blog Archive"
    rights: tuple[str, ...]  # "all rights reserved"
    firms: tuple[str, ...]  # legal forms behind a firm's name: "Ltd"
    member_facts: tuple[str, ...]  # what forums tell of a member, before a colon: "posts", "joined"
    reading: tuple[str, ...]  # labels of the time it takes to read a text
    member_paths: tuple[str, ...]  # in the addresses of their pages
    updated_names: tuple[str, ...]
    published_names: tuple[str, ...]
    author_paths: frozenset[str]  # folders of author pages


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words, read once."""
    tables = tomllib.loads(files("unchaff.metadata").joinpath("data/lexicon.toml").read_text("utf-8"))
    folders = frozenset(tables.pop("author_paths"))
    listed = {field.name: tuple(tables[field.name]) for field in fields(Lexicon) if field.name in tables}
    return Lexicon(**listed, author_paths=folders, agencies=agencies("press"))


@lru_cache(maxsize=1)
def firm() -> re.Pattern[str]:
    """The legal form behind a firm's name."""
    words = "|".join(re.escape(word) for word in sorted(lexicon().firms, key=len, reverse=True))
    return re.compile(rf"(?<=\S)[\s,]+(?:{words})$|(?<=\w)(?:株式会社|有限公司)$", re.IGNORECASE)
