"""The mark of what a demo store is filled from.

A store that keeps the mark of its last whole seeding lacks nothing as long as the mark is the
same. To compare it takes a few milliseconds; to look at each SOP loads half of Alur.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from service.running.catalogue_files import ROOT, diagrams_in, forms_in

_PROGRAM: Final = Path(__file__).resolve().parents[1]

#: The modules that say what is put into a demo: a new release may put in more.
_SEEDING: Final = (
    _PROGRAM / "commands" / "seed_demo.py",
    _PROGRAM / "running" / "demo_structure.py",
)


def demo_mark(root: Path = ROOT) -> str:
    """Return a SHA-256 over the catalogue below `root`, file by file, and how it is put in."""
    digest = hashlib.sha256()
    for file in (*diagrams_in(root), *forms_in(root), *_SEEDING):
        digest.update(file.name.encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
