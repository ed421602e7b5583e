"""Personal and free text: kept beside the history, so that it can be erased (decisions §2.5).

An event holds the id of a text and a salted commitment to it. Erasing takes the text and the salt
away: what remains proves nothing and guesses nothing, and no byte of history or state changes.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import insert, select, update

from service.store.ids import new_id
from service.store.tables import private_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from service.store.history import Stream

_DOMAIN: Final = b"alur:text:1\0"
_SALT_BYTES: Final = 16
_PREFIX: Final = "text:"

#: What stands where a title or a basis was erased.
ERASED: Final = "(sudah dihapus)"

#: Labels of what a person said when starting a process; no key of a form has a hyphen.
TITLE: Final = "process-title"
BASIS: Final = "process-basis"


@dataclass(frozen=True, slots=True)
class PrivateText:
    """A text on its way into the store, with its commitment."""

    id: UUID
    #: key of the form's field, or what it is: "reason", "file_name", "title"
    label: str
    text: str
    salt: bytes
    commitment: str


def seal(label: str, text: str) -> PrivateText:
    """Give a text an id, a salt and a commitment; nothing is stored yet."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return PrivateText(new_id(), label, text, salt, commitment(salt, text))


def commitment(salt: bytes, text: str) -> str:
    """Return what an event holds of a text."""
    return hashlib.sha256(_DOMAIN + salt + text.encode()).hexdigest()


def commitments(texts: Iterable[PrivateText]) -> dict[str, str]:
    """Return the commitments of texts by their ids, as an event's `texts` holds them."""
    return {str(text.id): text.commitment for text in texts}


def reference(text: PrivateText) -> str:
    """Return the value that stands in state and event for the text."""
    return f"{_PREFIX}{text.id}"


def referenced(value: object) -> UUID | None:
    """Return the id of the text that a value of a state stands for; None for other values."""
    if isinstance(value, str) and value.startswith(_PREFIX):
        try:
            return UUID(value.removeprefix(_PREFIX))
        except ValueError:
            return None
    return None


def keep(tx: Connection, stream: Stream, texts: Sequence[PrivateText], now: datetime) -> None:
    """Store sealed texts beside the events of a stream."""
    if not texts:
        return
    tx.execute(
        insert(private_text),
        [
            {
                "pemda_id": stream.pemda_id,
                "id": text.id,
                "stream_id": stream.id,
                "label": text.label,
                "salt": text.salt,
                "text": text.text,
                "commitment": text.commitment,
                "made_at": now,
            }
            for text in texts
        ],
    )


def texts_of(
    connection: Connection, pemda_id: UUID, ids: Iterable[UUID]
) -> dict[UUID, str | None]:
    """Return the texts by id; None where one was erased. Ids that nobody knows are left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = connection.execute(
        select(private_text.c.id, private_text.c.text).where(
            private_text.c.pemda_id == pemda_id, private_text.c.id.in_(wanted)
        )
    )
    return {row.id: row.text for row in rows}


def erase(
    tx: Connection, stream: Stream, now: datetime, *, ids: Sequence[UUID] | None = None
) -> tuple[UUID, ...]:
    """Erase texts of a stream, all of them when `ids` is None; return those that were there."""
    mine = (
        private_text.c.pemda_id == stream.pemda_id,
        private_text.c.stream_id == stream.id,
        private_text.c.erased_at.is_(None),
        *((private_text.c.id.in_(ids),) if ids is not None else ()),
    )
    found = tuple(tx.execute(select(private_text.c.id).where(*mine)).scalars())
    if found:
        tx.execute(
            update(private_text)
            .where(private_text.c.pemda_id == stream.pemda_id, private_text.c.id.in_(found))
            .values(text=None, salt=None, erased_at=now)
        )
    return tuple(sorted(found))
