"""Add a version to a SOP: shared by adopting, uploading and taking an update."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.access.roles import in_force, today_in
from service.diagrams import KEPT, read_diagram
from service.errors import Conflict
from service.events.sop import SopVersionAdded, SopVersionChecked
from service.running.judging import Called, Judged
from service.store import blobs
from service.store.database import read
from service.store.history import actor_of
from service.store.ids import new_id
from service.store.joins import on
from service.store.private_texts import commitments, reference, seal
from service.store.sops import VersionMade, pins_of, record_sop
from service.store.tables import office, sop, sop_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.events import Event
    from service.events.sop import Drawer, Pin
    from service.running.catalogue import Catalogue

_XML = "application/xml"
_JSON = "application/json"


class NothingNew(Conflict):
    """The newest version already is this diagram with these forms."""

    code = "sop.nothing-new"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version comes from, and why there is one."""

    #: the catalogue's bytes; None: uploaded
    catalogue_sha256: str | None = None
    #: catatan revisi, free text; "": nobody wrote one
    note: str = ""
    #: who drew it here; (): it was brought
    drawn_by: tuple[Drawer, ...] = ()


def first_free_day(day: date, begun: Iterable[date | None]) -> date:
    """Return the first day, not before `day`, on which a version can come into force.

    `begun` are the days of those that did: none begins on or before the day of another one.
    """
    return max([day, *(it + timedelta(days=1) for it in begun if it is not None)])


def called_finder(
    session: Session, pemda_id: UUID, office_id: UUID, catalogue: Catalogue, now: datetime
) -> Callable[[str], Called | None]:
    """Return what finds the process of a call activity.

    A SOP that the office runs counts before the catalogue's: its version in force today, else the
    next that is ratified, else its newest trial.
    """

    def find(process_id: str) -> Called | None:
        with read(session) as connection:
            own = _own(connection, pemda_id, office_id, process_id, now)
        if own is not None:
            return own
        entry = catalogue.entries.get(process_id)
        if entry is None:
            return None
        return Called(entry.raw, entry.diagram, entry.process, catalogue.forms)

    return find


def forms_of_newest(session: Session, pemda_id: UUID, sop_id: UUID) -> dict[str, bytes]:
    """Return the forms that the newest version of a SOP is bound to, by key."""
    with read(session) as connection:
        newest = connection.scalar(
            select(sop_version.c.id)
            .where(sop_version.c.pemda_id == pemda_id, sop_version.c.sop_id == sop_id)
            .order_by(sop_version.c.number.desc())
            .limit(1)
        )
        if newest is None:
            return {}
        return pinned_forms(connection, pemda_id, pins_of(connection, pemda_id, newest))


def pinned_forms(connection: Connection, pemda_id: UUID, pins: Sequence[Pin]) -> dict[str, bytes]:
    """Return the bytes of pinned forms by key."""
    return {
        pin.key: blobs.content(connection, pemda_id, pin.sha256)
        for pin in pins
        if pin.pin_kind == "form"
    }


def pinned_processes(
    connection: Connection, pemda_id: UUID, pins: Sequence[Pin], forms: Mapping[str, bytes]
) -> dict[str, Called]:
    """Return the called diagrams that a version is bound to, by process id."""
    found: dict[str, Called] = {}
    for pin in pins:
        if pin.pin_kind == "process":
            raw = blobs.content(connection, pemda_id, pin.sha256)
            diagram = read_diagram(raw, KEPT)
            process = diagram.process(pin.key)
            if process is not None:
                found[pin.key] = Called(raw, diagram, process, forms)
    return found


def put_files(session: Session, pemda_id: UUID, judged: Judged, now: datetime) -> None:
    """Store diagram, forms and called diagrams, before the transaction that refers to them."""
    forms = {pin.sha256 for pin in judged.pins if pin.pin_kind == "form"}
    contents = [(judged.raw, _XML)]
    contents += [
        (content, _JSON if sha256 in forms else _XML) for sha256, content in judged.files.items()
    ]
    blobs.put_together(session, pemda_id, contents, now)


def add_version(
    tx: Connection,
    caller: Caller,
    holder: Holder,
    sop_id: UUID,
    judged: Judged,
    now: datetime,
    *,
    before: Sequence[Event] = (),
    origin: Origin | None = None,
) -> VersionMade:
    """Write the version's events, after those of `before`, with its SOP locked or just made.

    Raises NothingNew.
    """
    number = _refuse_same(tx, caller.pemda_id, sop_id, judged) + 1
    version_id = new_id()
    came = origin or Origin()
    notes = [seal("note", came.note)] if came.note else []
    happened: list[Event] = [
        *before,
        SopVersionAdded(
            version_id=version_id,
            number=number,
            xml_sha256=judged.xml_sha256,
            process_id=judged.process.id,
            pins=judged.pins,
            catalogue_sha256=came.catalogue_sha256,
            setup_findings=judged.setup_findings,
            note=reference(notes[0]) if notes else None,
            texts=commitments(notes) if notes else None,
            drawn_by=came.drawn_by or None,
        ),
    ]
    if judged.setup_findings == 0:
        happened.append(SopVersionChecked(version_id=version_id))
    actor = actor_of(caller, holder)
    record_sop(tx, caller.pemda_id, sop_id, happened, actor, now, texts=notes)
    return VersionMade(sop_id, version_id)


def _refuse_same(tx: Connection, pemda_id: UUID, sop_id: UUID, judged: Judged) -> int:
    """Return the number of the newest version, 0 before the first. Raises NothingNew."""
    newest = tx.execute(
        select(
            sop_version.c.id,
            sop_version.c.number,
            sop_version.c.xml_sha256,
            sop_version.c.process_id,
            sop_version.c.status,
        )
        .where(sop_version.c.pemda_id == pemda_id, sop_version.c.sop_id == sop_id)
        .order_by(sop_version.c.number.desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        return 0
    if (
        newest.status != "withdrawn"
        and (newest.xml_sha256, newest.process_id) == (judged.xml_sha256, judged.process.id)
        and pins_of(tx, pemda_id, newest.id) == judged.pins
    ):
        raise NothingNew
    return int(newest.number)


def _own(
    connection: Connection, pemda_id: UUID, office_id: UUID, process_id: str, now: datetime
) -> Called | None:
    rows = connection.execute(
        select(
            sop_version.c.id,
            sop_version.c.xml_sha256,
            sop_version.c.status,
            sop_version.c.effective_from,
            sop_version.c.effective_to,
            office.c.timezone,
        )
        .join(sop, on(sop.c.id, sop_version.c.sop_id))
        .join(office, on(office.c.id, sop.c.office_id))
        .where(
            sop_version.c.pemda_id == pemda_id,
            sop.c.office_id == office_id,
            sop_version.c.process_id == process_id,
            sop_version.c.status.in_(("effective", "trial")),
        )
        .order_by(sop_version.c.number.desc())
    ).all()
    row = _that_counts(rows, now)
    if row is None:
        return None
    raw = blobs.content(connection, pemda_id, row.xml_sha256)
    diagram = read_diagram(raw, KEPT)
    process = diagram.process(process_id)
    if process is None:
        return None
    forms = pinned_forms(connection, pemda_id, pins_of(connection, pemda_id, row.id))
    return Called(raw, diagram, process, forms)


def _that_counts(rows: Sequence[Any], now: datetime) -> Any | None:
    """Return of versions on trial or ratified, the newest first, the one to be called."""
    if not rows:
        return None
    today = today_in(rows[0].timezone, now)
    ratified = [row for row in rows if row.status == "effective"]
    binding = [row for row in ratified if in_force(row.effective_from, row.effective_to, today)]
    coming = [row for row in reversed(ratified) if row.effective_from > today]
    trials = [row for row in rows if row.status == "trial"]
    return next(iter((*binding, *coming, *trials)), None)
