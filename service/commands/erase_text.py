"""Erase personal text of a process as the law asks (UU 27/2022); the chain stays whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, update

from service.events.process import PersonalTextErased
from service.running import limits
from service.running.acting import Act, act
from service.running.authority import managed_process
from service.running.refusals import NothingToErase
from service.running.results import Moved
from service.store.changes import Change
from service.store.private_texts import (
    BASIS,
    ERASED,
    TITLE,
    commitments,
    erase,
    reference,
    seal,
)
from service.store.tables import draft, private_text, process_instance

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance

#: Texts that the process's own row shows too, by label.
_SHOWN_IN: Final = {TITLE: "title", BASIS: "basis"}


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    holder: Holder
    #: text id → label, of the texts that are to go and still there
    texts: dict[UUID, str]


def erase_text(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    text_ids: Collection[UUID] | None = None,
    reason: str,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Erase texts of a process, all of them and every draft when `text_ids` is None.

    The head or secretary of the owning office does, with the password typed just before; the
    process may run or have ended, and goes on where it stands. Raises NotFound, NotTheManager,
    PasswordNeeded, ReasonMissing, NothingToErase.
    """
    why = limits.reason_in(reason)

    def look(connection: Connection) -> _Seen:
        instance, holder = managed_process(connection, caller, instance_id, now)
        return _Seen(instance, holder, _standing(connection, instance, text_ids))

    def think(seen: _Seen) -> Change:
        if not seen.texts:
            raise NothingToErase
        text = seal("reason", why)
        event = PersonalTextErased(
            erased=tuple(sorted(seen.texts)),
            reason=reference(text),
            texts=commitments([text]),
        )
        return Change(events=(event,), texts=(text,))

    def changed(tx: Connection, seen: _Seen, change: Change) -> Change:
        erase(tx, seen.instance.stream, now, ids=sorted(seen.texts))
        _blank(tx, seen, drafts=text_ids is None)
        return change

    parts = Act(look, think, changed, _where_it_stands)
    return act(session, caller, instance_id, parts, request=request, now=now)


def _where_it_stands(seen: _Seen, _: Change) -> Moved:
    """Return what is answered: the process may have ended before, and goes on where it stands."""
    instance = seen.instance
    return Moved(instance.id, instance.number, instance.head.seq + 1, instance.status)


def _standing(
    connection: Connection, instance: Instance, text_ids: Collection[UUID] | None
) -> dict[UUID, str]:
    chosen = () if text_ids is None else (private_text.c.id.in_(list(text_ids)),)
    rows = connection.execute(
        select(private_text.c.id, private_text.c.label).where(
            private_text.c.pemda_id == instance.pemda_id,
            private_text.c.stream_id == instance.id,
            private_text.c.erased_at.is_(None),
            *chosen,
        )
    )
    return {row.id: row.label for row in rows}


def _blank(tx: Connection, seen: _Seen, *, drafts: bool) -> None:
    """Take the text out of the places that show it beside the side table."""
    columns = [_SHOWN_IN[label] for label in set(seen.texts.values()) & _SHOWN_IN.keys()]
    if columns:
        tx.execute(
            update(process_instance)
            .where(
                process_instance.c.pemda_id == seen.instance.pemda_id,
                process_instance.c.id == seen.instance.id,
            )
            .values(dict.fromkeys(columns, ERASED))
        )
    if drafts:
        tx.execute(
            delete(draft).where(
                draft.c.pemda_id == seen.instance.pemda_id,
                draft.c.instance_id == seen.instance.id,
            )
        )
