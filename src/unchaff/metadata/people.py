"""Names of people in bylines and author fields: without "By", roles, addresses, dates and degrees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from unchaff.metadata.anycase import AnyCase, any_of
from unchaff.metadata.claims import tidy
from unchaff.metadata.lexicon import SPACELESS, firm, lexicon
from unchaff.metadata.moments import written

MOST_WORDS = 6  # of a name: "Juan Carlos de la Cruz Ortega"
LONGEST = 60
LONGEST_FIELD = 1000  # signs; a field of fifty authors has fewer
PARTICLES = frozenset(
    {
        "von",
        "van",
        "de",
        "da",
        "di",
        "del",
        "der",
        "den",
        "du",
        "le",
        "la",
        "al",
        "el",
        "bin",
        "ibn",
        "af",
        "av",
        "zu",
        "ter",
        "ten",
    }
)
SHORT = 2  # signs that may follow themselves in a name: "Didi", "Bobo"
LONGEST_CJK = 12  # signs of a name written without spaces

_ADDRESS = re.compile(r"(?<!\S)\S[^\s@]*+@\S+\.\w+|https?://\S+|www\.\S+|(?<!\w)@\w+")
_BRACKETED = re.compile(r"[(（\[【<].{,500}?[)）\]】>]")
_SEGMENTS = re.compile(r"\s*[|｜•·●∙⋅►▸‧]\s*|\s+[–—―-]{1,2}\s+|\s{3,}|\n|\t|\s*[;；]\s*")
_FIELD_SEGMENTS = re.compile(r"\s*[;；|｜]\s*|\s+[–—-]\s+")
_DIGIT = re.compile(r"\d")
_DEGREE = re.compile(
    r"^(?:[A-Z]{1,2}[a-z]?\.?){2,5}(?:[-\s]\d+)?$|^(?:[Pp]h\.?\s?[Dd]|[Mm]\.?[Dd]|[Jj]r|[Ss]r|[Ee]sq)\.?$"
)
_MACHINE = re.compile(
    r"[\d\W]+|\d+\W.*\s.*|\w+(?:\.\w+){2,}|.*[{}$].*"
)  # numbers, "page.extra.author", unfilled templates
_HUMP = re.compile(r"(?<=[^\W\d_A-Z]{2})(?<!Mac)(?=[A-Z][a-z])")
_GLUED = re.compile(r"By(?=[A-Z][a-z]+ )")  # markup lost the space behind it
_NO_NAME = re.compile(r" / |[:：?？!！©#]")
_EDGE = " \t,.:;|/\\-–—•·*\"“”„'«»‹›＿_：、，。+&>"


class _Patterns(NamedTuple):
    by: AnyCase
    by_inside: AnyCase
    stops: AnyCase
    by_after: re.Pattern[str]
    joins: AnyCase
    letter: re.Pattern[str]  # that joins: "e", "y"
    roles: AnyCase
    others: AnyCase  # at the start of a line that names somebody else
    pair: AnyCase
    alone: AnyCase
    employer: re.Pattern[str]
    updated: AnyCase


def _any(words: Iterable[str]) -> str:
    return any_of(sorted(words, key=len, reverse=True))


def _spaced(words: Iterable[str]) -> list[str]:
    return [word for word in words if not SPACELESS.search(word)]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    words = lexicon()
    spaceless = [word for word in words.by if SPACELESS.search(word)]
    joined_roles = [word for word in words.roles if SPACELESS.search(word)]
    by = "|".join(
        (
            rf"(?:{_any(_spaced(words.by))})(?:\s*[:：]\s*|\s+)",
            rf"(?:{_any(spaceless)})(?:\s*[:：/／|｜]\s*|\s+)",
            rf"(?:{_any(words.by_touching)})",
            rf"(?:{_any(words.by_colon)})\s*[:：]\s*",
        )
    )
    return _Patterns(
        AnyCase(rf"^\W*(?:{by})"),
        AnyCase(rf"(?<!\w)(?:{_any(word for word in _spaced(words.by) if ' ' in word)})\s*:?\s+(?=\w)"),
        AnyCase(rf"(?:^|[\s.,])(?:{_any(words.after_names)})(?:\W.*|$)"),
        re.compile(rf"\s*(?:{_any(words.by_after)})$"),
        AnyCase(rf"\s+(?:{_any(word for word in _spaced(words.joins) if len(word) > 1)})\s+|\s*[&＆、，]\s*"),
        re.compile(rf"\s+({_any(word for word in _spaced(words.joins) if len(word) == 1)})\s+", re.IGNORECASE),
        AnyCase(rf"(?<!\w)(?:{_any(_spaced(words.roles))})(?!\w)|(?:{_any(joined_roles)})"),
        AnyCase(rf"^\W*(?:{_any((*words.photo, *words.quoted))})(?:\W|$)"),
        _pair(),
        AnyCase(rf"\W*(?:{_any((*words.by, *words.by_colon))})\s*[:：]?\s*"),
        re.compile(rf"\s(?:{_any(words.employed)})\s(?=\W*[A-ZÀ-ÞА-Я])"),
        AnyCase(rf"(?<!\w)(?:page\s+)?(?:{_any(_spaced(words.updated))})(?!\w)"),
    )


def _pair() -> AnyCase:
    """Two credits before one name: "Text and photos: ", "文・写真 "."""
    words = lexicon()
    text, photo = _any((*words.by, *words.by_colon)), _any(words.photo)
    both = rf"\s*(?:[・･&＆/／+、]|\s(?:{_any(_spaced(words.joins))})\s)\s*"
    credits = rf"(?:{text}){both}(?:{photo})|(?:{photo}){both}(?:{text})"
    return AnyCase(rf"^\W*(?:{credits})(?:\s*[:：]\s*|\s+)")


def starts_byline(text: str) -> bool:
    """Whether `text` begins with a word that stands before authors' names."""
    return bool(_patterns().by.match(text) or _GLUED.match(text))


def behind_by(text: str) -> str:
    """`text` without the word that stands before authors' names, where it begins with one."""
    found = _patterns().by.match(text)
    return text[found.end() :] if found else text


def is_by(text: str) -> bool:
    """Whether `text` is nothing but a word that stands before authors' names: the names are on the next line."""
    return len(text) <= LONGEST and _patterns().alone.fullmatch(text) is not None


def in_line(text: str) -> list[str]:
    """The names in a byline; words before "By" and segments that are dates, roles or credits are left out."""
    return list(_in_line(text))


@lru_cache(maxsize=64)  # several sources give the same line
def _in_line(text: str) -> tuple[str, ...]:
    text = " ".join(_BRACKETED.sub(" ", _ADDRESS.sub(" | ", text)).split())
    found: list[str] = []
    for segment in _SEGMENTS.split(without_dates(text)):
        credited = _patterns().pair.match(segment)
        if not credited and _patterns().others.match(segment):
            continue
        introduced, rest = (True, segment[credited.end() :]) if credited else _after_by(segment)
        names = _without_places(
            [name for name in _people(_patterns().stops.sub("", rest)) if plausible(name, introduced=introduced)]
        )
        if names and found and not introduced:
            break  # after the names come places and sections
        found.extend(names)
    return tuple(dict.fromkeys(found))


def _without_places(names: list[str]) -> list[str]:
    """In "Anna Muster, Berlin" the single word behind full names is no name."""
    return [name for i, name in enumerate(names) if not i or " " in name or " " not in names[0] or is_agency(name)]


def in_field(text: str) -> list[str]:
    """The names in the value of an author field, which is meant to hold nothing else."""
    text = _BRACKETED.sub(" ", _ADDRESS.sub(" ", tidy(text[:LONGEST_FIELD])))
    segments = [_without_seat(segment) for segment in _FIELD_SEGMENTS.split(text) if segment]
    names = [
        name
        for i, segment in enumerate(segments)
        if not (i and is_role(segment))
        for name in _people(_after_by(segment)[1])
    ]
    return [name for name in names if len(name) <= LONGEST and not _MACHINE.fullmatch(name)]


def _without_seat(segment: str) -> str:
    """ "Muster Verlag GmbH, Berlin, Germany" without the place: behind a firm comes its address, not a second name."""
    name, comma, seat = segment.partition(",")
    return name if comma and firm().search(name) and not firm().search(seat) else segment


def turned(text: str) -> str:
    """ "Last, First" as "First Last": the order of names in library catalogues and citations."""
    last, comma, first = text.partition(",")
    return (
        f"{first.strip()} {last.strip()}" if comma and "," not in first and not _DEGREE.match(first.strip()) else text
    )


def without_dates(text: str) -> str:
    """`text` with bars in the place of its dates and of the words that speak of a change."""
    dates = written(text)
    for found in reversed(dates):
        text = text[: found.start] + " | " + text[found.stop :]
    return _patterns().updated.sub(" | ", text) if dates else text


def _after_by(segment: str) -> tuple[bool, str]:
    """Whether a word introduces the names, and what follows it; the whole segment when there is none."""
    match, introduced = _patterns().by.match(segment), False
    while match and match.end() < len(segment):
        segment, introduced = segment[match.end() :], True
        match = _patterns().by.match(segment)
    inside = None if introduced else _patterns().by_inside.search(segment)
    if inside:
        segment, introduced = segment[inside.end() :], True
    return introduced, _patterns().by_after.sub("", segment)


def _people(segment: str) -> Iterator[str]:
    """The names in a run of names, roles and degrees set apart by commas and words like "and"."""
    for i, piece in enumerate(map(_trimmed, segment.split(","))):
        for name in _joined(_leading_join().sub("", piece)):
            name = _without_title(_trimmed(name))
            if name and not (i and (_DEGREE.match(name) or is_role(name))):
                yield name


def _trimmed(text: str) -> str:
    """`text` without the signs around it, but with the dot of a legal form ("Inc.")."""
    name = text.strip(_EDGE)
    dotted = f"{name}."
    return dotted if dotted in text and firm().search(dotted) else name


def _joined(piece: str) -> list[str]:
    """The names in "Jane and John"; a firm like "Muster Tax & Law" is one."""
    if "&" in piece:
        lengths = {min(2, len(part.split())) for part in piece.split("&")}
        if len(lengths) > 1:
            return [piece]
    return [name for part in _patterns().joins.split(piece) for name in _by_letter(part)]


def _by_letter(text: str) -> list[str]:
    """The names in "Ana Silva e Rui Costa"; "José Ortega y Gasset" is one, and in "Mary E Jones" it is an initial."""
    parts = _patterns().letter.split(text)
    names, letters = parts[::2], parts[1::2]
    words = [len(name.split()) for name in names]
    initial = all(map(str.isupper, letters)) and not (text.isupper() and min(words) > 1)
    return [text] if initial or words[0] > words[-1] == 1 else names


@lru_cache(maxsize=1)
def _leading_join() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any(_spaced(lexicon().joins))})\s+")  # "Dan" is a name, "dan" is "and"


def _without_title(name: str) -> str:
    """ "Cara Muster RN" without the degree, "Otto Muster Staff Writer" without the job, "ByAnn Muster" without "By"."""
    glued = _GLUED.match(name)
    name = _once(name[glued.end() :] if glued else name)
    employer = _patterns().employer.search(name)
    if employer and " " in name[: employer.start()]:
        name = name[: employer.start()]
    glued = _HUMP.search(name)
    if glued and " " in name[: glued.end()] and is_role(name[glued.end() :]):
        before = name[: name.rfind(" ", 0, glued.end())]
        space_lost = " " not in before or _patterns().roles.match(name[glued.end() :])
        name = name[: glued.end()] if space_lost else before  # else the job is one at "TheGazette"
    role = _patterns().roles.search(name)
    if role and " " in role[0] and len(name[: role.start()].split()) > 1:
        name = name[: role.start()].strip(_EDGE)
    words = name.split()
    while len(words) > 2 and _DEGREE.match(words[-1]) and not name.isupper():
        words.pop()
    return " ".join(words)


def _once(name: str) -> str:
    """ "Ann Muster Ann Muster" and "Ann MusterAnn Muster", as a link beside a picture with the same text, said once."""
    middle, odd = divmod(len(name), 2)
    first, second = name[:middle], name[middle + odd :]
    return first if first == second and len(first) > SHORT and (not odd or name[middle] == " ") else name


def is_role(text: str) -> bool:
    """Whether `text` is a job title and not a name."""
    return bool(_patterns().roles.search(text))


def is_desk(text: str) -> bool:
    """Whether `text` is one of the names that stand for nobody: "admin", "Editorial Team"."""
    return text.casefold().strip(_EDGE) in lexicon().desks


def is_agency(text: str) -> bool:
    """Whether `text` is a wire agency."""
    return text.casefold().strip(_EDGE) in lexicon().agencies


def plausible(name: str, *, introduced: bool = False) -> bool:
    """Whether `name` could be a person's or an agency's; behind a word like "By" also a user's or a team's."""
    if is_agency(name):
        return True
    if len(name) > LONGEST or is_desk(name) or _NO_NAME.search(name) or not any(map(str.isalpha, name)):
        return False
    if SPACELESS.search(name):
        return len(name) <= LONGEST_CJK and not _DIGIT.search(name)
    words = name.split()
    if introduced and len(words) == 1:
        return True
    if _DIGIT.search(name) or not (1 if introduced else 2) <= len(words) <= MOST_WORDS or _ends_small(words):
        return False
    return introduced or not (is_role(name) or _is_clock_word(words))


def _ends_small(words: list[str]) -> bool:
    """Names may have small words inside ("von", "de la") but not at both ends."""
    return words[-1][0].islower() or (words[0][0].islower() and words[0] not in PARTICLES)


def _is_clock_word(words: list[str]) -> bool:
    """Whether one of `words` belongs to a date."""
    return any(word.casefold() in lexicon().updated or word.casefold() in lexicon().published for word in words)
