"""Steps that misbehave on demand, in a module that workers can import; pages that demand it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from unchaff import DEFAULT
from unchaff.batch import Plan

STEPS = '''
import os, signal, time
from pathlib import Path

def trouble(page):
    """Does what the first block of a page says."""
    words = page.blocks[0].text.split() if page.blocks else []
    match words:
        case ["sleep", *_]:
            time.sleep(60)
        case ["eat", *_]:
            eaten = []
            while True:
                eaten.append(bytes(1 << 20))
                time.sleep(0.0005)
        case ["gulp", *_]:
            bytes(1 << 40)
        case ["die", *_]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["leave", *_]:
            os._exit(3)
        case ["die-once", mark, *_]:
            if not Path(mark).exists():
                Path(mark).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case ["raise", *_]:
            raise ValueError("as told")
        case ["print", *_]:
            print("a step that prints")
    return ()
'''


@pytest.fixture
def trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """A plan whose first step does what the first block of a page says."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "trouble_steps.py").write_text(STEPS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "trouble_steps", raising=False)
    import trouble_steps

    return Plan(pipeline=DEFAULT.before(DEFAULT.names[0], trouble_steps.trouble))
