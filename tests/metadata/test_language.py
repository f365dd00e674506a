"""The language as declared and as written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from unchaff.metadata import Metadata
from unchaff.metadata.language import normal

ENGLISH = (
    "<p>" + "It was one of the days on which the people of the town go to the river with their children. " * 4 + "</p>"
)
JAPANESE = "<p>" + "宮崎県で地震があり、町の人たちは海から離れて高いところへ逃げた。" * 6 + "</p>"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en_gb", "en-GB"),
        ("de", "de"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("en-US,en", "en-US"),
        ("English", ""),
        ("und", ""),
        ("en" + "_a" * 200, "en"),
        ("en" + "_a" * 200 + "!", ""),  # each part was tried with and without the one before: hours
    ],
)
def test_tags(tag: str, language: str) -> None:
    """Declared languages in one spelling; names of languages are no tags."""
    assert normal(tag) == language


def test_declared_language_is_believed(of: Callable[..., Metadata]) -> None:
    """With its country, if the text does not speak against it."""
    assert of('<meta http-equiv="content-language" content="en-GB">', ENGLISH).language == "en-GB"


def test_script_speaks_against_it(of: Callable[..., Metadata]) -> None:
    """A template's "en" over Japanese text is wrong."""
    found = of('<meta http-equiv="content-language" content="en">', JAPANESE)
    assert found.language == "ja"
    assert [claim.value for claim in found.why["language"].losers] == ["en"]


def test_undeclared(of: Callable[..., Metadata]) -> None:
    """The little words tell the language of a text that declares none."""
    assert of("", ENGLISH).language == "en"
