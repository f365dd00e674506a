"""What dumps say before and about their text: tool heads, title lines, thread starters, copyright lines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unchaff.metadata import Metadata, metadata
from unchaff.read import read_tree

PROSE = "The storm came in the night and took the roofs of many houses with it, said the mayor of the small town today."


def of_dump(text: str) -> Metadata:
    """The metadata of an unlabelled dump."""
    page, tree = read_tree(text)
    assert tree is None
    return metadata(tree, page)


def test_lines_of_a_reading_service() -> None:
    """They name the fields; what the page shows agrees or gives way."""
    found = of_dump(
        "Title: Storm hits the coast | The Gull\n\nURL Source: https://gull.example/storm\n\n"
        f"Published Time: 2025-03-30T05:00:00Z\n\nContent:\n\nStorm hits the coast\n\nMarch 30, 2025\n\n{PROSE}"
    )
    assert found.published == datetime(2025, 3, 30, 5, tzinfo=UTC)
    assert found.url == "https://gull.example/storm"
    assert found.title == "Storm hits the coast"


def test_one_line_with_a_colon_is_a_sentence() -> None:
    """Only several make a head."""
    assert of_dump(f"Date: a fruit of the desert\n\n{PROSE}").why.get("published") is None


def test_title_line_names_the_site() -> None:
    """When the name stands on the page again."""
    found = of_dump(
        f"Storm hits the quiet coast | Gull Gazette\n\nGull Gazette\n\nStorm hits the quiet coast\n\n{PROSE}"
    )
    assert (found.title, found.site) == ("Storm hits the quiet coast", "Gull Gazette")


def test_thread_starter() -> None:
    """The first member above the facts that forums tell; those who answer are none."""
    post = "{}\nMember\nPosts: {}\nJoined: Mar 2020\n\n" + PROSE + "\n\n"
    found = of_dump("Which anchor holds best in deep mud?\n\n" + post.format("mudlark", 48) + post.format("Feather", 9))
    assert found.authors == ("mudlark",)


@pytest.mark.parametrize(
    ("line", "site"),
    [
        ("© 2024 Gull Gazette GmbH", "Gull Gazette"),
        ("Copyright 2022 The Gull. All rights reserved. Privacy policy | Contact", "The Gull"),
        ("جميع الحقوق محفوظة © جريدة السنابل ٢٠٢٤", "جريدة السنابل"),
        ("版权所有 © 2024 溪口晚报 未经许可不得转载", "溪口晚报"),
        ("Copyright © 蒼浜新聞 無断転載を禁じます", "蒼浜新聞"),
        ("Copyright © 2019 by Gull Gazette. Used with permission.", "Gull Gazette"),
        ("© 2001-2024 京ICP备12345678号", ""),
        ("© 2024 溪口晚报 | 浙公网安备 33010002000120号", "溪口晚报"),
    ],
)
def test_copyright_line(line: str, site: str) -> None:
    """Without years in any digits, legal forms and notes on rights."""
    assert of_dump(f"{PROSE}\n\n{line}").site == site


def test_copyright_line_as_the_head_says_it() -> None:
    """The firm's longer name gives way to what stands above the page."""
    assert of_dump(f"Gull Review\n\n{PROSE}\n\n© 2024 Gull Review Press").site == "Gull Review"
    assert of_dump(f"Gull Rev\n\n{PROSE}\n\n© 2024 Gull Review Press").site == "Gull Review Press"
