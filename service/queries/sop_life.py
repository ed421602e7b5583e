"""The life of a SOP: what became of each version, by whom, when and why.

draft → dicek → uji coba → disahkan → berlaku sejak … → dicabut; every one is an event of the SOP.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import select

from service.queries.sops import sop_view
from service.store.database import read
from service.store.private_texts import referenced, texts_of
from service.store.tables import history_event
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller

#: Kind of the event → what it was to the version.
_ACTS: Final = {
    "SopVersionAdded": "added",
    "SopVersionChecked": "checked",
    "SopVersionPublishedAsTrial": "trial",
    "SopProposalsConfirmed": "confirmed",
    "SopVersionMadeEffective": "effective",
    "SopVersionWithdrawn": "withdrawn",
}


@dataclass(frozen=True, slots=True)
class LifeAct:
    """One act on a version."""

    version_id: UUID
    #: added, checked, trial, confirmed, effective, replaced, withdrawn, kept
    act: str
    #: stated: of a ratification on paper, the day of its signature
    at: datetime
    #: the jabatan that acted; "": the system
    jabatan: str
    #: jabatan that signed on paper, and the paper's number
    behalf: str | None
    letter: str | None
    #: the day from which it binds, or the last on which it did or will; None: no last day
    day: date | None
    #: why: the revision note of a version, the reason of a withdrawal; None: none, or erased
    note: str | None
    #: there was a note, which the law had erased
    erased: bool
    #: jabatan that drew the version in Alur; (): it was brought as a file
    drawn_by: tuple[str, ...] = ()


def life_of(session: Session, caller: Caller, sop_id: UUID) -> tuple[LifeAct, ...]:
    """Return the acts on the versions that the caller may see, oldest first. Raises NotFound."""
    seen = {version.version_id for version in sop_view(session, caller, sop_id).versions}
    with read(session) as connection:
        rows = connection.execute(
            select(history_event)
            .where(
                history_event.c.pemda_id == caller.pemda_id,
                history_event.c.stream_id == sop_id,
                history_event.c.kind.in_(_ACTS),
            )
            .order_by(history_event.c.seq)
        ).all()
        events = [(row, parse(row.payload)) for row in rows]
        mine = [(row, said) for row, said in events if UUID(said["version_id"]) in seen]
        notes = [note for _, said in mine if (note := _note(said)) is not None]
        texts = texts_of(connection, caller.pemda_id, notes)
    acts: list[LifeAct] = []
    for row, said in mine:
        act = _act(row, said, texts)
        acts.append(act)
        if said.get("replaced_id") is not None and UUID(said["replaced_id"]) in seen:
            acts.append(_replaced(act, said))
        if said.get("kept_id") is not None and UUID(said["kept_id"]) in seen:
            acts.append(_kept(act, said))
    return tuple(acts)


def _note(payload: Mapping[str, Any]) -> UUID | None:
    return referenced(payload.get("note") or payload.get("reason"))


def _act(row: Row[Any], payload: Mapping[str, Any], texts: Mapping[UUID, str | None]) -> LifeAct:
    note = _note(payload)
    said = texts.get(note) if note is not None else None
    return LifeAct(
        version_id=UUID(payload["version_id"]),
        act=_ACTS[row.kind],
        at=row.occurred_at,
        jabatan=row.jabatan or "",
        behalf=row.behalf,
        letter=row.letter,
        day=payload.get("effective_from") or payload.get("effective_to"),
        note=said,
        erased=note is not None and said is None,
        drawn_by=tuple(dict.fromkeys(one["jabatan"] for one in payload.get("drawn_by", ()))),
    )


def _replaced(act: LifeAct, payload: Mapping[str, Any]) -> LifeAct:
    """Return what putting a version in force was to the one that was in force until then."""
    return replace(
        act,
        version_id=UUID(payload["replaced_id"]),
        act="replaced",
        day=payload["replaced_to"],
    )


def _kept(act: LifeAct, payload: Mapping[str, Any]) -> LifeAct:
    """Return what withdrawing a version before its first day was to the one before it."""
    return replace(
        act,
        version_id=UUID(payload["kept_id"]),
        act="kept",
        day=payload.get("kept_to"),
        note=None,
        erased=False,
    )
