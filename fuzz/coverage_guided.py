"""The same checks on pages that atheris makes, guided by the code they reach: `pip install unchaff[fuzz]`.

    python fuzz/coverage_guided.py -max_total_time=600 -max_len=4096

Seeds are written to fuzz/corpus first; what breaks is left as a file crash-… in the current folder.
"""

from __future__ import annotations

import sys
from hashlib import sha1
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

import atheris  # noqa: E402

with atheris.instrument_imports(include=["unchaff"]):
    from fuzz.checks import SECONDS, TYPES, check

from fuzz.mutate import TOKENS, seeds  # noqa: E402

CORPUS = Path(__file__).resolve().parent / "corpus"
SEED = 2000  # bytes of a seed


def one(data: bytes) -> None:
    """Check one page; its first byte chooses the content type."""
    check(data[1:], TYPES[data[0] % len(TYPES)] if data else None, SECONDS)


def main() -> None:
    """Write the seeds and fuzz until the options on the command line say stop."""
    CORPUS.mkdir(exist_ok=True)
    for seed in [b"\0" + page[:SEED] for page in [*seeds(), *TOKENS]]:
        (CORPUS / sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    atheris.Setup([*sys.argv, str(CORPUS)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
