"""What sentences of articles and lines of boilerplate say, in each language: tables in said/, one file a language."""

from __future__ import annotations

from pathlib import Path

import pytest

from unchaff.words import languages, lists, vocabulary

SAID = Path(__file__).with_name("said")
NOTHING = "nothing"  # the section of sentences that begin, end or go on as boilerplate does, but are none
LEAST = 12  # of each kind


def said(language: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The sentences that say nothing, and the other lines with the concept each must be heard as."""
    sentences: list[str] = []
    lines: list[tuple[str, str]] = []
    concept = ""
    for line in filter(None, (SAID / f"{language}.txt").read_text("utf-8").splitlines()):
        if line.startswith("["):
            concept = line.strip("[]")
        elif concept == NOTHING:
            sentences.append(line)
        else:
            lines.append((concept, line))
    return sentences, lines


@pytest.mark.parametrize("language", languages())
def test_sentences_say_nothing(language: str) -> None:
    alone, together = vocabulary(language), vocabulary()
    sentences, _ = said(language)
    assert len(sentences) >= LEAST
    assert len(sentences) == len(set(sentences))
    assert [line for line in sentences if alone.hear(line) or together.hear(line)] == []


@pytest.mark.parametrize("language", languages())
def test_boilerplate_is_heard(language: str) -> None:
    alone = vocabulary(language)
    _, lines = said(language)
    assert len(lines) >= LEAST
    assert [line for concept, line in lines if not alone.hear(line) & lists.concept(concept)] == []
