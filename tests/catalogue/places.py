"""Where the catalogue, its transcriptions and the reference material lie."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DIAGRAMS = ROOT / "bpmn"
FORMS = ROOT / "forms"
#: The seeds and their ground truth lie beside the repository, not in it.
REFERENCE = ROOT.parent / "shared"

TRANSCRIPTIONS = sorted(HERE.glob("*.toml"))
KEYS = [path.stem for path in TRANSCRIPTIONS]
