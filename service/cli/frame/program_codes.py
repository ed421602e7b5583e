"""Exit codes of the subcommands (decisions §6)."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
REFUSED: Final = 1
WRONG_CALL: Final = 2
#: `simulate`: the process rests and waits for the outside
WAITING: Final = 3
#: `simulate`: an automatic step could not go on
INCIDENT: Final = 4
