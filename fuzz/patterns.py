"""Whether a pattern of unchaff can be made to hang: each is tried on runs of what it speaks of; fuzz/patterns.py."""

from __future__ import annotations

import re
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from importlib import import_module
from pkgutil import walk_packages
from random import Random

import unchaff

SIGNS = ": / // :: _ _a - -a a A . .. ' \" \\ < > <!-- ( (( [ ] [a] * ** ` | |- -| , a. a@ & &amp; é 漢 « » { } # = $$"
SPACED = (" ", "  ", "\n", "\t", "Aa ", "Aa, ", "1", "1,", "12:", "2020-", "a b ", " - ", " | ", '"a":', "http://a")
PIECES = (*SIGNS.split(), *SPACED)
BEGINNINGS = ("", "", "en", "Aa", "By A", " ", '"', "(", "[", "http://", "1", "//", "/*", "<!--", "a", "|", "2020-01-")
ENDS = ("!", "\x00", "\n!", "~", "漢", "")
TIMES = (30, 45)  # so often a piece is repeated: more than enough where each repetition doubles the time
SECONDS = 0.5
WORD_OR_SIGN = re.compile(r"[A-Za-z]{2,}|[^\s]")
APART = ("unchaff.integrations", "unchaff.__main__")  # need extras, or run


def main(argv: Sequence[str]) -> int:
    """Try all patterns; print those that take long and on what."""
    parser = ArgumentParser("fuzz/patterns.py", description=__doc__)
    parser.add_argument("--tries", type=int, default=1000, help="texts for each pattern")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    signal.signal(signal.SIGALRM, _stop)
    random, found, slow = Random(options.seed), dict(patterns()), 0
    for pattern, name in found.items():
        text = next((text for text in texts(pattern, random, options.tries) if hangs(pattern, text)), None)
        if text is not None:
            slow += 1
            print(f"{name} takes more than {SECONDS} s on {text!r}", flush=True)
    print(f"{len(found)} patterns, {slow} slow")
    return int(slow > 0)


def patterns() -> Iterator[tuple[re.Pattern[str], str]]:
    """The patterns over text in the modules of unchaff, also where only one of their methods was kept."""
    for module in walk_packages(unchaff.__path__, "unchaff."):
        if not module.name.startswith(APART):
            for name, value in vars(import_module(module.name)).items():
                pattern = value if isinstance(value, re.Pattern) else getattr(value, "__self__", None)
                if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                    yield pattern, f"{module.name} {name}"


def texts(pattern: re.Pattern[str], random: Random, tries: int) -> Iterator[str]:
    """Texts that repeat one to three pieces, more than half of them common ones, the rest from the pattern itself."""
    own = sorted(set(WORD_OR_SIGN.findall(pattern.pattern)))
    for _ in range(tries):
        pieces = [
            random.choice(PIECES if random.random() < 0.6 else own) for _ in range(random.choice((1, 1, 2, 2, 3)))
        ]
        yield random.choice(BEGINNINGS) + "".join(pieces) * random.choice(TIMES) + random.choice(ENDS)


def hangs(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the pattern is not done with the text in time."""
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        pattern.match(text), pattern.fullmatch(text), pattern.findall(text)
    except TimeoutError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return False


def _stop(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
