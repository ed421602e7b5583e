"""Which versions of documents somebody opened before acting on them: told by events alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select

from service.events.process import DocumentOpened
from service.store.tables import history_event
from service.values import parse

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

#: Built once: building a statement costs more than running it.
_OPENED: Final = select(history_event.c.payload).where(
    history_event.c.pemda_id == bindparam("pemda_id"),
    history_event.c.stream_id == bindparam("instance_id"),
    history_event.c.kind == DocumentOpened.kind,
    history_event.c.actor_id == bindparam("person_id"),
)


def opened_by(
    connection: Connection, pemda_id: UUID, instance_id: UUID, person_id: UUID
) -> frozenset[str]:
    """Return the hashes of the versions of a process that this person opened.

    By hash and not by number: a version with other bytes was never opened.
    """
    asked = {"pemda_id": pemda_id, "instance_id": instance_id, "person_id": person_id}
    found = connection.execute(_OPENED, asked).scalars()
    return frozenset(str(parse(payload)["sha256"]) for payload in found)
