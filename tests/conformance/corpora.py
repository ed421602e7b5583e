"""Where the test material of others lies, which is read in place and is no part of a clone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

#: Names the folder where it does not lie beside the clone.
VARIABLE: Final = "ALUR_TEST_CORPORA"

CORPORA: Final = Path(os.environ.get(VARIABLE) or ROOT.parent / "shared" / "corpora")
BETSY: Final = CORPORA / "betsy"
MIWG: Final = CORPORA / "miwg"
