"""Where the files of the catalogue lie."""

from __future__ import annotations

from pathlib import Path
from typing import Final

#: The folder that holds bpmn/ and forms/.
ROOT: Final = Path(__file__).resolve().parents[2]


def diagrams_in(root: Path) -> list[Path]:
    """Return the diagrams of the catalogue below `root`, in order."""
    return sorted((root / "bpmn").glob("*.bpmn"))


def forms_in(root: Path) -> list[Path]:
    """Return the forms of the catalogue below `root`, in order."""
    return sorted((root / "forms").glob("*.form"))
