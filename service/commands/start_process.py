"""*Mulai proses*: start a process of a version that is on trial or in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select, true
from sqlalchemy.exc import IntegrityError

from service.access.model import Place
from service.access.roles import in_force, today_in
from service.access.rules import require_may_see_sop, starter_for
from service.engine import execute
from service.engine.api import StartProcess, Step
from service.errors import NotFound
from service.running import limits
from service.running.adjusted import start_data
from service.running.attempts import Answered
from service.running.beginnings import way_taken
from service.running.begun import About, Beginning, process_number, write_beginning
from service.running.definitions import definition_of
from service.running.kinds import alike, require_kind
from service.running.refusals import NotInForce, UnitNotYours, VersionNotStartable
from service.running.results import Moved, moved
from service.store.authority import require_still_holds
from service.store.database import read, transaction
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember, was_faster
from service.store.joins import on
from service.store.tables import office, process_instance, sop, sop_version, unit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.running.definitions import PinnedDefinition
    from service.store.idempotency import RequestKey

_BASIS_CHARACTERS: Final = 300

#: Other processes of the same SOP, year and kind that a warning names.
_TWINS_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class TwinFound:
    """Nothing was started: processes of the same SOP, year and kind exist already."""

    #: their process numbers, the newest first
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    version_id: UUID
    title: str
    year: int
    kind: str
    basis: str
    way: str
    unit_id: UUID | None
    adjusted: Mapping[str, date]
    confirmed: bool
    request: RequestKey | None
    now: datetime


@dataclass(frozen=True, slots=True)
class _Seen:
    definition: PinnedDefinition
    holder: Holder
    office_id: UUID
    unit_id: UUID
    timezone: str
    trial: bool
    twins: tuple[str, ...]


class _TwinFoundLate(Exception):
    """Another start of the same SOP, year and kind was committed first."""


def start_process(  # noqa: PLR0913 - what a person says of a process, one by one
    session: Session,
    caller: Caller,
    *,
    version_id: UUID,
    title: str,
    year: int,
    kind: str,
    basis: str,
    way: str = "",
    unit_id: UUID | None = None,
    adjusted: Mapping[str, date] | None = None,
    confirmed: bool = False,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved | TwinFound:
    """Start a process; returns TwinFound instead of a second one that was not `confirmed`.

    `year` and `kind` (murni, perubahan …; empty where the SOP has no kinds) say what it is about,
    `basis` is the letter or disposisi. The owning unit is `unit_id`, or that of the caller's
    jabatan. `way` is the id of what it begins with, of which the diagram may draw several. A
    version on trial makes a trial, which it stays (decisions §4.8). `adjusted` has, by
    element id, until when the steps are to be done whose time is *Disesuaikan*; one that is left
    out has no tenggat.

    Raises NotFound, NotYourOffice, VersionNotStartable, NotInForce, UnitNotYours, EntryRefused,
    KindNotOffered, KindNotAsked, DateNotAdjustable, WayNeeded, WayNotOffered.
    """
    year = limits.year_in(year)
    wanted = _Wanted(
        version_id=version_id,
        title=limits.title_in(title),
        year=year,
        kind=kind,
        basis=limits.entry("basis", basis, _BASIS_CHARACTERS),
        way=way,
        unit_id=unit_id,
        adjusted=adjusted or {},
        confirmed=confirmed,
        request=request,
        now=now,
    )
    with read(session) as connection:
        seen = _look(connection, caller, wanted)
    if isinstance(seen, Answered):
        return moved(seen.answer)
    if seen.twins and not confirmed:
        return TwinFound(seen.twins)
    zone = ZoneInfo(seen.timezone)
    dates = start_data(
        seen.definition.engine.process, wanted.adjusted, now.astimezone(zone).date()
    )
    command = StartProcess(
        {**_about(wanted, seen).variables(), **dates},
        way_taken(seen.definition.engine.process, way),
    )
    step = execute(seen.definition.engine, None, command, now, zone)
    limits.require_room(events=0, state=step.state)
    try:
        with transaction(session) as tx:
            return _write(tx, caller, wanted, seen, command, step)
    except _TwinFoundLate:
        pass
    except IntegrityError as error:
        # The same request, sent twice at once: its twin was committed first.
        if not was_faster(error):
            raise
    with read(session) as connection:
        answer = first_answer(connection, caller.pemda_id, caller.person_id, request)
        if answer is not None:
            return moved(answer)
        return TwinFound(_twins(connection, caller.pemda_id, seen, wanted))


# ---------------------------------------------------------------- look


def _look(connection: Connection, caller: Caller, wanted: _Wanted) -> _Seen | Answered:
    answer = first_answer(connection, caller.pemda_id, caller.person_id, wanted.request)
    if answer is not None:
        return Answered(answer)
    row = connection.execute(_version_query(caller.pemda_id, wanted.version_id)).one_or_none()
    if row is None:
        raise NotFound
    place = Place(caller.pemda_id, row.office_id)
    require_may_see_sop(caller, place, row.sop_id, public=row.status == "effective")
    holder = starter_for(caller, place)
    today = today_in(row.timezone, wanted.now)
    _require_startable(row, today)
    definition = definition_of(connection, caller.pemda_id, wanted.version_id)
    require_kind(definition.engine.process, wanted.kind)
    seen = _Seen(
        definition=definition,
        holder=holder,
        office_id=row.office_id,
        unit_id=_owning_unit(connection, caller, row.office_id, wanted.unit_id or holder.unit_id),
        timezone=row.timezone,
        trial=row.status == "trial",
        twins=(),
    )
    return replace(seen, twins=_twins(connection, caller.pemda_id, seen, wanted))


def _version_query(pemda_id: UUID, version_id: UUID) -> Any:
    return (
        select(
            sop_version.c.status,
            sop_version.c.effective_from,
            sop_version.c.effective_to,
            sop_version.c.sop_id,
            sop.c.office_id,
            office.c.timezone,
        )
        .select_from(sop_version)
        .join(sop, on(sop.c.id, sop_version.c.sop_id))
        .join(office, on(office.c.id, sop.c.office_id))
        .where(sop_version.c.pemda_id == pemda_id, sop_version.c.id == version_id)
    )


def _require_startable(row: Any, today: date) -> None:
    if row.status == "trial":
        return
    if row.status != "effective" or row.effective_from is None:
        raise VersionNotStartable
    if not in_force(row.effective_from, row.effective_to, today):
        raise NotInForce(since=row.effective_from.isoformat())


def _owning_unit(connection: Connection, caller: Caller, office_id: UUID, unit_id: UUID) -> UUID:
    found = connection.execute(
        select(unit.c.id).where(
            unit.c.pemda_id == caller.pemda_id,
            unit.c.id == unit_id,
            unit.c.office_id == office_id,
            unit.c.active,
        )
    ).scalar_one_or_none()
    if found is None:
        raise UnitNotYours
    return unit_id


def _twins(
    connection: Connection, pemda_id: UUID, seen: _Seen, wanted: _Wanted
) -> tuple[str, ...]:
    """Return the numbers of processes that this one would be the second of.

    A trial is no twin of a real process, nor the other way about.
    """
    kinds = alike(wanted.kind)
    rows = connection.execute(
        select(process_instance.c.number)
        .where(
            process_instance.c.pemda_id == pemda_id,
            process_instance.c.sop_id == seen.definition.sop_id,
            process_instance.c.year == wanted.year,
            true() if kinds is None else process_instance.c.kind.in_(kinds),
            process_instance.c.trial == seen.trial,
            process_instance.c.status != "cancelled",
        )
        .order_by(process_instance.c.started_at.desc())
        .limit(_TWINS_NAMED)
    )
    return tuple(rows.scalars())


# ---------------------------------------------------------------- write


def _about(wanted: _Wanted, seen: _Seen) -> About:
    return About(wanted.title, wanted.year, wanted.kind, wanted.basis, seen.unit_id)


def _write(
    tx: Connection,
    caller: Caller,
    wanted: _Wanted,
    seen: _Seen,
    command: StartProcess,
    step: Step,
) -> Moved:
    require_still_holds(tx, caller, seen.holder, wanted.now)
    it = Beginning(
        pemda_id=caller.pemda_id,
        office_id=seen.office_id,
        timezone=seen.timezone,
        trial=seen.trial,
        definition=seen.definition,
        about=_about(wanted, seen),
        command=command,
        step=step,
    )
    number = process_number(tx, it, wanted.now)
    # Taking a number makes starts of this office wait for one another, so this look is the last.
    if not wanted.confirmed and _twins(tx, caller.pemda_id, seen, wanted):
        raise _TwinFoundLate
    result = write_beginning(tx, it, number, actor_of(caller, seen.holder), wanted.now)
    remember(tx, caller.pemda_id, caller.person_id, wanted.request, result.answer(), wanted.now)
    return result
