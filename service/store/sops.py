"""SOPs and their versions: each event changes its table and becomes a link of the SOP's chain.

`record_sop` is the only writer of these tables. `sop_desk` is where a command on one SOP stands:
inside one write transaction, with the SOP to itself and the authority looked at anew.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import and_, insert, select, update

from service.access.model import Place
from service.access.rules import require_may_see_sop
from service.errors import NotFound
from service.events import sop as events
from service.store.callers import anew
from service.store.database import transaction
from service.store.dialects import for_update
from service.store.history import Actor, Stream, actor_of, append
from service.store.idempotency import first_answer, remember
from service.store.joins import on
from service.store.private_texts import keep
from service.store.tables import (
    history_event,
    office,
    ratification_scan,
    sop,
    sop_pin,
    sop_version,
    sop_version_drawer,
)
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.events import Event
    from service.store.idempotency import RequestKey
    from service.store.private_texts import PrivateText


@dataclass(frozen=True, slots=True)
class VersionMade:
    """A version that a command added or changed, with its SOP."""

    sop_id: UUID
    version_id: UUID


@dataclass(frozen=True, slots=True)
class SopDesk:
    """An open write transaction of one command on one SOP."""

    tx: Connection
    caller: Caller
    now: datetime
    sop_id: UUID
    place: Place
    #: IANA zone of the owning office
    timezone: str
    request: RequestKey | None

    def answered(self) -> VersionMade | None:
        """Return what this very request already did; None when it is new."""
        return answered(self.tx, self.caller, self.request)

    def record(self, holder: Holder, *happened: Event, texts: Sequence[PrivateText] = ()) -> None:
        """Change the tables as the events say and chain them."""
        actor = actor_of(self.caller, holder)
        record_sop(
            self.tx, self.place.pemda_id, self.sop_id, happened, actor, self.now, texts=texts
        )

    def answer(self, made: VersionMade) -> None:
        """Keep the answer for a repetition of the request."""
        keep_answer(self.tx, self.caller, self.request, made, self.now)


@contextmanager
def sop_desk(
    session: Session,
    caller: Caller,
    sop_id: UUID,
    now: datetime,
    request: RequestKey | None = None,
) -> Iterator[SopDesk]:
    """Give a write transaction on a SOP that the caller may see. Raises NotFound."""
    with transaction(session) as tx:
        row = tx.execute(
            for_update(
                select(sop.c.id, sop.c.office_id).where(
                    sop.c.pemda_id == caller.pemda_id, sop.c.id == sop_id
                )
            )
        ).one_or_none()
        if row is None:
            raise NotFound
        place = Place(caller.pemda_id, row.office_id)
        fresh = anew(tx, caller, now)
        public = _is_public(tx, caller.pemda_id, sop_id)
        require_may_see_sop(fresh, place, sop_id, public=public)
        zone = tx.scalar(
            select(office.c.timezone).where(
                office.c.pemda_id == caller.pemda_id, office.c.id == row.office_id
            )
        )
        yield SopDesk(tx, fresh, now, sop_id, place, str(zone), request)


def sop_of_version(connection: Connection, pemda_id: UUID, version_id: UUID) -> UUID:
    """Return the SOP that a version belongs to. Raises NotFound."""
    found: UUID | None = connection.scalar(
        select(sop_version.c.sop_id).where(
            sop_version.c.pemda_id == pemda_id, sop_version.c.id == version_id
        )
    )
    if found is None:
        raise NotFound
    return found


def sop_of_key(connection: Connection, pemda_id: UUID, office_id: UUID, key: str) -> UUID | None:
    """Return the SOP of an office that has this process id; None: there is none."""
    found: UUID | None = connection.scalar(
        select(sop.c.id).where(
            sop.c.pemda_id == pemda_id, sop.c.office_id == office_id, sop.c.key == key
        )
    )
    return found


def title_of_sop(connection: Connection, pemda_id: UUID, sop_id: UUID) -> str:
    """Return how an SOP is called. Raises NotFound."""
    title = connection.scalar(
        select(sop.c.title).where(sop.c.pemda_id == pemda_id, sop.c.id == sop_id)
    )
    if title is None:
        raise NotFound
    return str(title)


def keys_of_office(connection: Connection, pemda_id: UUID, office_id: UUID) -> frozenset[str]:
    """Return the process ids of the SOPs of an office."""
    found = select(sop.c.key).where(sop.c.pemda_id == pemda_id, sop.c.office_id == office_id)
    return frozenset(connection.scalars(found))


def office_of_version(connection: Connection, pemda_id: UUID, version_id: UUID) -> Any:
    """Return `office_id` and `timezone` of the office of a version. Raises NotFound."""
    row = connection.execute(
        select(sop.c.office_id, office.c.timezone)
        .select_from(sop_version)
        .join(sop, on(sop.c.id, sop_version.c.sop_id))
        .join(office, on(office.c.id, sop.c.office_id))
        .where(sop_version.c.pemda_id == pemda_id, sop_version.c.id == version_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def version_row(connection: Connection, pemda_id: UUID, version_id: UUID) -> Any:
    """Return the row of a version. Raises NotFound."""
    row = connection.execute(
        select(sop_version).where(
            sop_version.c.pemda_id == pemda_id, sop_version.c.id == version_id
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def authors_of(
    connection: Connection, pemda_id: UUID, versions: Iterable[Row[Any]]
) -> dict[UUID, frozenset[UUID]]:
    """Return the persons who saved, brought or drew each of these versions, by version."""
    found = {version.id: {version.author_id} for version in versions}
    drawers = connection.execute(
        select(sop_version_drawer.c.version_id, sop_version_drawer.c.person_id).where(
            sop_version_drawer.c.pemda_id == pemda_id,
            sop_version_drawer.c.version_id.in_(list(found)),
        )
    )
    for row in drawers:
        found[row.version_id].add(row.person_id)
    return {version_id: frozenset(persons) for version_id, persons in found.items()}


def pins_of(connection: Connection, pemda_id: UUID, version_id: UUID) -> tuple[events.Pin, ...]:
    """Return what a version is bound to, in order of kind and key."""
    rows = connection.execute(
        select(sop_pin.c.kind, sop_pin.c.key, sop_pin.c.sha256)
        .where(sop_pin.c.pemda_id == pemda_id, sop_pin.c.version_id == version_id)
        .order_by(sop_pin.c.kind, sop_pin.c.key)
    )
    return tuple(events.Pin(pin_kind=row.kind, key=row.key, sha256=row.sha256) for row in rows)


def proposals_are_confirmed(
    connection: Connection, pemda_id: UUID, sop_id: UUID, version_id: UUID
) -> bool:
    """Say whether an analyst confirmed what this version adds to its document."""
    return version_id in confirmed_versions(connection, pemda_id, [sop_id])


def confirmed_versions(
    connection: Connection, pemda_id: UUID, sop_ids: Sequence[UUID]
) -> frozenset[UUID]:
    """Return the versions of these SOPs of which an analyst confirmed what they add."""
    payloads = connection.execute(
        select(history_event.c.payload).where(
            history_event.c.pemda_id == pemda_id,
            history_event.c.stream_id.in_(sop_ids),
            history_event.c.kind == events.SopProposalsConfirmed.kind,
        )
    ).scalars()
    return frozenset(UUID(parse(payload)["version_id"]) for payload in payloads)


def answered(tx: Connection, caller: Caller, request: RequestKey | None) -> VersionMade | None:
    """Return what a request already did; None when it is new. Raises KeyReused."""
    answer = first_answer(tx, caller.pemda_id, caller.person_id, request)
    if answer is None:
        return None
    return VersionMade(UUID(answer["sop_id"]), UUID(answer["version_id"]))


def keep_answer(
    tx: Connection, caller: Caller, request: RequestKey | None, made: VersionMade, now: datetime
) -> None:
    """Keep the answer of a request for its repetition."""
    answer = {"sop_id": str(made.sop_id), "version_id": str(made.version_id)}
    remember(tx, caller.pemda_id, caller.person_id, request, answer, now)


def record_sop(
    tx: Connection,
    pemda_id: UUID,
    sop_id: UUID,
    happened: Sequence[Event],
    actor: Actor,
    now: datetime,
    *,
    texts: Sequence[PrivateText] = (),
) -> None:
    """Change the tables as the events say and chain them in the SOP's stream."""
    stream = Stream(pemda_id, sop_id, "sop")
    for event in happened:
        _apply(tx, stream, event, actor, now)
    keep(tx, stream, texts, now)
    append(tx, stream, happened, actor, now)


def _is_public(tx: Connection, pemda_id: UUID, sop_id: UUID) -> bool:
    found = tx.execute(
        select(sop_version.c.id)
        .where(
            sop_version.c.pemda_id == pemda_id,
            sop_version.c.sop_id == sop_id,
            sop_version.c.status == "effective",
        )
        .limit(1)
    )
    return found.first() is not None


def _apply(tx: Connection, stream: Stream, event: Event, actor: Actor, now: datetime) -> None:
    pemda_id = stream.pemda_id
    match event:
        case events.SopAdopted() | events.SopAdded():
            _add_sop(tx, stream, event, now)
        case events.SopDescribed():
            _change_sop(tx, stream, title=event.title, number=event.number)
        case events.SopVersionAdded():
            _add_version(tx, stream, event, actor, now)
        case events.SopVersionChecked():
            _change_version(tx, pemda_id, event.version_id, status="checked")
        case events.SopVersionPublishedAsTrial():
            _change_version(tx, pemda_id, event.version_id, status="trial")
        case events.SopVersionMadeEffective():
            _put_in_force(tx, pemda_id, event)
        case events.SopVersionWithdrawn():
            _withdraw(tx, pemda_id, event)
        case events.SopProposalsConfirmed() | events.SopEvaluated():
            # Said by the event alone: no row of ours changes.
            pass
        case _:
            raise TypeError(event.kind)


def _put_in_force(tx: Connection, pemda_id: UUID, event: events.SopVersionMadeEffective) -> None:
    if event.replaced_id is not None:
        _change_version(tx, pemda_id, event.replaced_id, effective_to=event.replaced_to)
    _change_version(
        tx,
        pemda_id,
        event.version_id,
        status="effective",
        effective_from=event.effective_from,
    )
    if event.scan_sha256 is not None:
        tx.execute(
            insert(ratification_scan).values(
                pemda_id=pemda_id, version_id=event.version_id, sha256=event.scan_sha256
            )
        )


def _withdraw(tx: Connection, pemda_id: UUID, event: events.SopVersionWithdrawn) -> None:
    if event.kept_id is not None:
        _change_version(tx, pemda_id, event.kept_id, effective_to=event.kept_to)
    _change_version(
        tx, pemda_id, event.version_id, status="withdrawn", effective_to=event.effective_to
    )


def _add_sop(
    tx: Connection,
    stream: Stream,
    event: events.SopAdopted | events.SopAdded,
    now: datetime,
) -> None:
    tx.execute(
        insert(sop).values(
            pemda_id=stream.pemda_id,
            id=event.sop_id,
            office_id=event.office_id,
            key=event.key,
            title=event.title,
            number=None,
            source=event.source if isinstance(event, events.SopAdopted) else None,
            # What the newest version came from; its event says so.
            source_sha256=None,
            made_at=now,
        )
    )


def _add_version(
    tx: Connection, stream: Stream, event: events.SopVersionAdded, actor: Actor, now: datetime
) -> None:
    tx.execute(
        insert(sop_version).values(
            pemda_id=stream.pemda_id,
            id=event.version_id,
            sop_id=stream.id,
            number=event.number,
            status="draft",
            xml_sha256=event.xml_sha256,
            process_id=event.process_id,
            author_id=actor.person_id,
            made_at=now,
        )
    )
    if event.drawn_by:
        persons = dict.fromkeys(one.person_id for one in event.drawn_by)
        tx.execute(
            insert(sop_version_drawer),
            [
                {"pemda_id": stream.pemda_id, "version_id": event.version_id, "person_id": one}
                for one in persons
            ],
        )
    if event.pins:
        tx.execute(
            insert(sop_pin),
            [
                {
                    "pemda_id": stream.pemda_id,
                    "version_id": event.version_id,
                    "kind": pin.pin_kind,
                    "key": pin.key,
                    "sha256": pin.sha256,
                }
                for pin in event.pins
            ],
        )
    if event.catalogue_sha256 is not None:
        _change_sop(tx, stream, source_sha256=event.catalogue_sha256)


def _change_sop(tx: Connection, stream: Stream, **columns: object) -> None:
    tx.execute(
        update(sop)
        .where(sop.c.pemda_id == stream.pemda_id, sop.c.id == stream.id)
        .values(**columns)
    )


def _change_version(tx: Connection, pemda_id: UUID, version_id: UUID, **columns: object) -> None:
    tx.execute(
        update(sop_version)
        .where(and_(sop_version.c.pemda_id == pemda_id, sop_version.c.id == version_id))
        .values(**columns)
    )
