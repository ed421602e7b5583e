"""How much one process may hold (decisions §7), and what people may type beside forms."""

from __future__ import annotations

from typing import Final

from service.running.refusals import EntryRefused, HistoryFull

#: Events of one process.
EVENTS: Final = 20_000

#: Bytes of the state of one process.
STATE_BYTES: Final = 2 * 1024 * 1024

#: Characters of a reason.
REASON_CHARACTERS: Final = 2_000

#: Characters of a file's name.
FILE_NAME_CHARACTERS: Final = 255


def require_room(*, events: int, state: bytes) -> None:
    """Raise HistoryFull when a process would outgrow what one process may hold."""
    if events >= EVENTS or len(state) > STATE_BYTES:
        raise HistoryFull


def entry(field: str, text: str, limit: int) -> str:
    """Return a typed text without its margins. Raises EntryRefused: it is empty or too long."""
    clean = text.strip()
    if not clean or len(clean) > limit or "\0" in clean:
        raise EntryRefused(field=field, limit=limit)
    return clean
