"""Starting a process: with which versions of SOPs, for which unit, and which like it there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, true

from service.access.refusals import NotYourOffice
from service.errors import NotFound
from service.queries.definitions import diagram_of
from service.queries.paging import CAP
from service.queries.sops import sop_view, sops_seen
from service.running.adjusted import adjusted_steps
from service.running.beginnings import can_be_started, offered_ways
from service.running.kinds import alike, kinds_of
from service.running.refusals import VersionNotStartable
from service.store.database import read
from service.store.tables import position, process_instance, unit

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.diagrams.extensions import SopIdentity
    from service.queries.sops import SopVersion, SopView


@dataclass(frozen=True, slots=True)
class AdjustedStep:
    """A step until when the one who starts a process is asked (*Disesuaikan*)."""

    element_id: str
    #: by which people name it
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class StartableSop:
    """A version with which the caller can start a process today."""

    sop_id: UUID
    version_id: UUID
    version_number: int
    #: id of the BPMN process
    key: str
    title: str
    number: str | None
    office_id: UUID
    trial: bool
    identity: SopIdentity | None
    #: between which the one who starts it chooses; (): its processes are of no kind
    kinds: tuple[str, ...]
    adjusted: tuple[AdjustedStep, ...]
    #: element id and name of what it can begin with; (): there is no choice
    ways: tuple[tuple[str, str], ...]
    #: False: only a signal or a time begins it
    by_person: bool


@dataclass(frozen=True, slots=True)
class OwningUnit:
    """A unit in which Ketua Tim and Anggota Tim of a new process are looked for."""

    unit_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Twin:
    """A process of the same SOP, year and kind."""

    instance_id: UUID
    number: str
    title: str


#: Of a version that people could once work by, or will.
_ONCE_PUBLIC: Final = frozenset({"trial", "effective", "withdrawn"})


def startable_sops(session: Session, caller: Caller, *, today: date) -> tuple[StartableSop, ...]:
    """Return with which version of each SOP the caller can start a process on `today`.

    The version in force comes before a trial of the same SOP.
    """
    found: list[StartableSop] = []
    for view in sops_seen(session, caller):
        version = view.startable(today) if view.may_start else None
        if version is not None:
            sop = _startable_sop(session, caller, view, version)
            if sop.by_person:
                found.append(sop)
    return tuple(found)


def startable_sop(session: Session, caller: Caller, sop_id: UUID, *, today: date) -> StartableSop:
    """Return with which version the caller can start a process.

    Raises NotFound when the caller may not see the SOP or none of its versions was ever published,
    VersionNotStartable when none can be started today, NotYourOffice.
    """
    view = sop_view(session, caller, sop_id)
    if not view.may_start:
        raise NotYourOffice
    version = view.startable(today)
    if version is None:
        # One that could be started once is no secret, and its address is in people's bookmarks.
        known = any(it.status in _ONCE_PUBLIC for it in view.versions)
        raise VersionNotStartable if known else NotFound
    sop = _startable_sop(session, caller, view, version)
    if not sop.by_person:
        raise NotFound
    return sop


def owning_units(session: Session, caller: Caller, office_id: UUID) -> tuple[OwningUnit, ...]:
    """Return the units of an office that can own a process, the caller's own first."""
    own = {holder.unit_id for holder in caller.holders}
    with read(session) as connection:
        rows = connection.execute(
            select(unit.c.id, unit.c.name)
            .where(
                unit.c.pemda_id == caller.pemda_id,
                unit.c.office_id == office_id,
                unit.c.active,
                unit.c.id.in_(
                    select(position.c.unit_id).where(
                        position.c.pemda_id == caller.pemda_id,
                        position.c.office_id == office_id,
                        position.c.role.in_(("ketua_tim", "anggota_tim")),
                        position.c.active,
                    )
                ),
            )
            .order_by(unit.c.sort, unit.c.name)
            .limit(CAP)
        ).all()
    units = [OwningUnit(row.id, row.name) for row in rows]
    return tuple(sorted(units, key=lambda one: one.unit_id not in own))


def twins_of(
    session: Session, caller: Caller, sop_id: UUID, *, year: int, kind: str
) -> tuple[Twin, ...]:
    """Return the processes of the same SOP, year and kind, except cancelled ones."""
    kinds = alike(kind)
    with read(session) as connection:
        rows = connection.execute(
            select(process_instance.c.id, process_instance.c.number, process_instance.c.title)
            .where(
                process_instance.c.pemda_id == caller.pemda_id,
                process_instance.c.sop_id == sop_id,
                process_instance.c.year == year,
                true() if kinds is None else process_instance.c.kind.in_(kinds),
                process_instance.c.status != "cancelled",
            )
            .order_by(process_instance.c.started_at)
            .limit(10)
        )
        return tuple(Twin(row.id, row.number, row.title) for row in rows)


# ---------------------------------------------------------------- below


def _startable_sop(
    session: Session, caller: Caller, view: SopView, version: SopVersion
) -> StartableSop:
    with read(session) as connection:
        diagram = diagram_of(connection, caller.pemda_id, version.xml_sha256)
    process = diagram.process(version.process_id)
    return StartableSop(
        sop_id=view.sop_id,
        version_id=version.version_id,
        version_number=version.number,
        key=view.key,
        title=view.title,
        number=view.number,
        office_id=view.office_id,
        trial=version.trial,
        identity=process.identity if process else None,
        kinds=kinds_of(process),
        adjusted=tuple(
            AdjustedStep(node.id, node.extension.step.called, node.name)
            for node in (adjusted_steps(process) if process else ())
            if node.extension.step
        ),
        ways=tuple(
            (way.node.id, way.node.name or way.node.id)
            for way in (offered_ways(process) if process else ())
        ),
        by_person=process is None or can_be_started(process),
    )
