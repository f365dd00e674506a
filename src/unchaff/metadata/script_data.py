"""Claims from data that scripts carry for themselves: the day of publication, for pages that say it nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unchaff.metadata.claims import Claim
from unchaff.metadata.scan import PUBLISHING, Markup
from unchaff.model import Page

_publication = re.compile(rf"{PUBLISHING}(?:sh|cation)[\w-]{{0,16}}\\?[\"']\s*:\s*\\?[\"']([^\"'\\]{{8,40}})").search


def claims(markup: Markup, page: Page) -> Iterator[Claim]:
    """The first day of publication in a script."""
    for script in markup.code:
        if found := _publication(script):
            yield Claim("scripted", found[1], "script data")
            return
