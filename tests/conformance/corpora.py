"""Where the test material of others lies, which is read in place and is no part of a clone."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]


def clone() -> Path:
    """Return the folder of the clone: a working tree of git names it in a file."""
    pointer = ROOT / ".git"
    if not pointer.is_file():
        return ROOT
    inside = Path(pointer.read_text("utf-8").partition("gitdir:")[2].strip())
    return next((each.parent for each in inside.parents if each.name == ".git"), ROOT)


CORPORA: Final = clone().parent / "shared" / "corpora"
BETSY: Final = CORPORA / "betsy"
DMN_KIT: Final = CORPORA / "dmn-tck"
MIWG: Final = CORPORA / "miwg"
