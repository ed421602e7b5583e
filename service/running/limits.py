"""How much one process may hold (decisions §7), and what people may type beside forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from service.plain_text import is_plain, made_plain
from service.running.refusals import EntryRefused, EntryUnseen, HistoryFull, ReasonMissing


@dataclass(frozen=True, slots=True)
class Room:
    """How much one process may hold."""

    events: int = 20_000
    #: bytes of its state
    state_bytes: int = 2 * 1024 * 1024


#: Characters of a reason.
REASON_CHARACTERS: Final = 2_000

#: Characters of a process's title.
TITLE_CHARACTERS: Final = 300

#: Years that a process can be about: since the republic has offices.
YEARS: Final = range(1945, 2200)

#: Characters of a file's name.
FILE_NAME_CHARACTERS: Final = 255


_room = Room()


def set_room(room: Room) -> None:
    """Let every process of this program hold so much; called once, when the program starts."""
    global _room  # noqa: PLW0603 - one installation, one limit
    _room = room


def require_room(*, events: int, state: bytes) -> None:
    """Raise HistoryFull when a process would outgrow what one process may hold."""
    if events >= _room.events or len(state) > _room.state_bytes:
        raise HistoryFull


def half_full(*, events: int, state_bytes: int) -> bool:
    """Say whether a process has used half of what it may hold, so that people are warned."""
    return 2 * events >= _room.events or 2 * state_bytes >= _room.state_bytes


def room() -> Room:
    """Return how much one process may hold."""
    return _room


def entry(field: str, text: str, limit: int) -> str:
    """Return a typed text without its margins.

    Raises EntryRefused: it is empty or too long; EntryUnseen.
    """
    clean = text.strip()
    if not clean or len(clean) > limit:
        raise EntryRefused(field=field, limit=limit)
    if not is_plain(clean.replace("\r\n", "\n")):
        raise EntryUnseen(field=field, limit=limit)
    return clean


def reason_in(text: str | None) -> str:
    """Return a typed reason without its margins. Raises ReasonMissing, EntryRefused: too long."""
    if text is None or not text.strip():
        raise ReasonMissing
    return entry("reason", text, REASON_CHARACTERS)


def machine_reason_in(text: str) -> str:
    """Return the reason that a program gave, without the marks that colour its lines.

    Raises ReasonMissing, EntryRefused.
    """
    return reason_in(made_plain(text))


def title_in(text: str) -> str:
    """Return the typed title of a process. Raises EntryRefused: it is empty or too long."""
    return entry("title", text, TITLE_CHARACTERS)


def year_in(year: int) -> int:
    """Return the year that a process is about. Raises EntryRefused: nobody can mean it."""
    if year not in YEARS:
        raise EntryRefused(field="year", limit=YEARS.stop - 1)
    return year
