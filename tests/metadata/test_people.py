"""Names in bylines and in fields for authors."""

from __future__ import annotations

import pytest

from unchaff.metadata import people


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By: AP | Seoul, South Korea |", ["AP"]),
        ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("Von Anna Muster, Berlin", ["Anna Muster"]),
        ("Par Jean Petit et Marie Dubois", ["Jean Petit", "Marie Dubois"]),
        ("Published Jan 3, 2020 | Written by Jane Doe, Senior Editor", ["Jane Doe"]),
        ("By Jane Doe, DVM. Reviewed by Mary Major, DVM", ["Jane Doe"]),
        ("Text: Erika Beispiel | Fotos: Otto Normal", ["Erika Beispiel"]),
        ("作者：王小明", ["王小明"]),
        ("記者 山田太郎", ["山田太郎"]),
        ("김철수 기자", ["김철수"]),
        ("by ibby", ["ibby"]),
        ("By Jane (Jay) Doe", ["Jane Doe"]),
        ("Posted by beau on Friday December 19, 2025", ["beau"]),
    ],
)
def test_lines(line: str, names: list[str]) -> None:
    """Names without the word before them, places, roles, degrees, reviewers and photographers."""
    assert people.in_line(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "3 min read",
        "Dec 18, 2025",
        "By",
        "Autores seguidos",
        "By refusing to buy what is sold in plastic you help us all.",
        "Home",
    ],
)
def test_no_names(line: str) -> None:
    """Lines near a byline that hold no name."""
    assert people.in_line(line) == []


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("By Jane Doe, John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe; John Roe", ["Jane Doe", "John Roe"]),
        ("Ana Silva e Rui Costa", ["Ana Silva", "Rui Costa"]),
        ("JAN NOVÁK A EVA MALÁ", ["JAN NOVÁK", "EVA MALÁ"]),
        ("Anna i Piotr Nowak", ["Anna", "Piotr Nowak"]),
        ("José Volta e Pinto", ["José Volta e Pinto"]),
        ("Mary E Jones", ["Mary E Jones"]),
        ("MARY E JONES", ["MARY E JONES"]),
        ("jane@example.org", []),
        ("https://www.facebook.com/example", []),
        ("262588213843476", []),
        ("page.head.extra.author", []),
        ("Jane Doe - Staff Writer", ["Jane Doe"]),
        ("Cara Doe RN", ["Cara Doe"]),
        ("Cara Ann DoeStaff Writer", ["Cara Ann Doe"]),
        ("Cara Doe PhillyPaper Contributor", ["Cara Doe"]),
    ],
)
def test_fields(field: str, names: list[str]) -> None:
    """Fields hold names, and sometimes addresses, numbers and unfilled templates."""
    assert people.in_field(field) == names


def test_turned() -> None:
    """Catalogues put the last name first."""
    assert people.turned("Doe, Jane A.") == "Jane A. Doe"
    assert people.turned("Jane Doe") == "Jane Doe"
    assert people.turned("Jane Doe, MD") == "Jane Doe, MD"


def test_agencies_and_desks() -> None:
    """Agencies are known by name, desks stand for nobody."""
    assert people.is_agency("Reuters")
    assert not people.is_agency("Jane Doe")
    assert people.is_desk("Editorial Team")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("文・写真　三枝 透", ["三枝 透"]),
        ("Text and photos: Jane Muster", ["Jane Muster"]),
        ("来源：溪口晚报", []),
        ("By Lucy MusterNews Reporter", ["Lucy Muster"]),
        ("By Jane McMuster", ["Jane McMuster"]),
        ("Thread starter RyeAndDry", ["RyeAndDry"]),
        ("Who Replied?", []),
        ("Zitat von TheMiller", []),
        ("Originally Posted by TheMiller", []),
        ("Цитата: Иван Мельник", []),
        ("By Zita Muster", ["Zita Muster"]),
    ],
)
def test_credits_of_several_kinds(line: str, names: list[str]) -> None:
    """Two credits for one name; sources, questions and who is quoted are no names; a job glued to a name is cut off."""
    assert people.in_line(line) == names


def test_dan_is_a_name() -> None:
    """In Indonesian "dan" is "and"; with a capital it is a man."""
    assert people.in_field("Dan Muster") == ["Dan Muster"]
    assert people.in_field("Anna Muster dan Otto Muster") == ["Anna Muster", "Otto Muster"]


def test_names_with_a_job_inside() -> None:
    """A firm is not cut where its name has a hump and a job behind it."""
    assert people.in_field("HomeAdvisor") == ["HomeAdvisor"]
    assert people.in_field("BreadCult Staff") == ["BreadCult Staff"]


def test_words_of_change_are_no_names() -> None:
    """What stands between a name and a date of change belongs to the date."""
    assert people.in_line("by Tracy Muster Page updated: 12 November 2025") == ["Tracy Muster"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Autor: Klaus Muster Tags: 1907, 1931, Museum", ["Klaus Muster"]),
        ("Posted by Rosa under Culture", ["Rosa"]),
        ("Gespeichert von rasos am 24. Juli 2017 - 18:55", ["rasos"]),
        ("Post by Stickle", ["Stickle"]),
        ("#technical #work", []),
    ],
)
def test_what_stands_beside_names(line: str, names: list[str]) -> None:
    """Topics behind a name are not names, nor are hashtags."""
    assert people.in_line(line) == names


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Muster Verlag GmbH, Nürnberg, Germany", ["Muster Verlag GmbH"]),
        ("Berg GmbH, Tal GmbH", ["Berg GmbH", "Tal GmbH"]),
        ("Ann Muster Ann Muster", ["Ann Muster"]),
        ("Ann MusterAnn Muster", ["Ann Muster"]),
        ("Didi", ["Didi"]),
        ("Otto Muster For The Daily Example", ["Otto Muster"]),
        ("Center for Good Examples", ["Center for Good Examples"]),
        ("Verein zur Probe e.V.", ["Verein zur Probe e.V."]),
        ("Jane Doe.", ["Jane Doe"]),
    ],
)
def test_firms_and_doubles(field: str, names: list[str]) -> None:
    """A firm's address holds no second name; a name said twice is one; whom somebody writes for is left out."""
    assert people.in_field(field) == names
