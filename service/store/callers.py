"""Load what gives a person authority now: holdings, penugasan, teams and surat tugas.

Queries load a caller once for a request; commands load the same person again inside their write
transaction (`anew`), since a jabatan can end between the click and the commit.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Date,
    String,
    Text,
    Uuid,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)

from service.access.candidates import is_administrator
from service.access.mandates import worn_title
from service.access.model import AuditScope, Caller, Holder, Mandate
from service.access.roles import in_force, today_in
from service.errors import NotFound
from service.store.holdings import held_between
from service.store.joins import on
from service.store.mandates import read_scope
from service.store.tables import (
    audit_assignment,
    holding,
    mandate,
    office,
    pemda,
    person,
    position,
    process_instance,
    team_member,
    unit,
)

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

#: More running teams than one person can be in.
_MOST_TEAMS: Final = 5_000

#: No zone is further than this from UTC: what SQL sifts roughly, Python decides by the zone.
_ANY_ZONE: Final = timedelta(days=1)


# Every request asks these. Built once: to put a statement together takes longer than to run it.

_PERSON: Final = (
    select(person.c.active, pemda.c.timezone)
    .join(pemda, pemda.c.id == person.c.pemda_id)
    .where(person.c.pemda_id == bindparam("pemda"), person.c.id == bindparam("person"))
)

_NO_DAY: Final = cast(null(), Date)
_NO_ID: Final = cast(null(), Uuid(as_uuid=True))
_NO_TEXT: Final = cast(null(), Text)

#: Of the jabatan, whoever holds it or acts for it.
_PLACE: Final = (
    position.c.title,
    position.c.role,
    position.c.duty,
    position.c.office_id,
    position.c.unit_id,
    position.c.sort,
    office.c.kind.label("office_kind"),
    office.c.short_name,
    office.c.timezone,
    unit.c.kind.label("unit_kind"),
)

_OWN: Final = (
    select(
        cast(literal("own"), String).label("kind"),
        holding.c.id,
        holding.c.position_id,
        holding.c.from_date,
        holding.c.to_date,
        _NO_TEXT.label("letter_number"),
        _NO_TEXT.label("sop_ids"),
        *_PLACE,
    )
    .join(position, on(position.c.id, holding.c.position_id))
    .join(office, on(office.c.id, position.c.office_id))
    .join(unit, on(unit.c.id, position.c.unit_id))
    .where(
        holding.c.pemda_id == bindparam("pemda"),
        holding.c.person_id == bindparam("person"),
        held_between(bindparam("earliest"), bindparam("latest")),
        position.c.active,
        unit.c.active,
        office.c.active,
    )
)

_UNDER_MANDATE: Final = (
    select(
        mandate.c.kind,
        mandate.c.id,
        mandate.c.position_id,
        mandate.c.from_date,
        mandate.c.to_date,
        cast(mandate.c.letter_number, Text).label("letter_number"),
        mandate.c.sop_ids,
        *_PLACE,
    )
    .join(position, on(position.c.id, mandate.c.position_id))
    .join(office, on(office.c.id, position.c.office_id))
    .join(unit, on(unit.c.id, position.c.unit_id))
    .where(
        mandate.c.pemda_id == bindparam("pemda"),
        mandate.c.person_id == bindparam("person"),
        mandate.c.from_date <= bindparam("latest"),
        mandate.c.to_date >= bindparam("earliest"),
        mandate.c.ended_at.is_(None),
        position.c.duty.is_(None),
        position.c.active,
        unit.c.active,
        office.c.active,
    )
)

#: What is held, and what is acted for, in one statement: every request asks it.
_HOLDINGS: Final = union_all(_OWN, _UNDER_MANDATE)

_TEAMS: Final = (
    select(
        cast("team", String).label("what"),
        team_member.c.instance_id.label("id"),
        team_member.c.role.label("word"),
        _NO_DAY.label("from_date"),
        _NO_DAY.label("to_date"),
        _NO_ID.label("office_id"),
        _NO_ID.label("sop_id"),
    )
    .join(process_instance, on(process_instance.c.id, team_member.c.instance_id))
    .where(
        team_member.c.pemda_id == bindparam("pemda"),
        team_member.c.person_id == bindparam("person"),
        process_instance.c.status == "running",
    )
)

_AUDITS: Final = select(
    cast("audit", String).label("what"),
    audit_assignment.c.id,
    audit_assignment.c.letter_number.label("word"),
    audit_assignment.c.from_date,
    audit_assignment.c.to_date,
    audit_assignment.c.office_id,
    audit_assignment.c.sop_id,
).where(
    audit_assignment.c.pemda_id == bindparam("pemda"),
    audit_assignment.c.person_id == bindparam("person"),
    audit_assignment.c.from_date <= bindparam("today"),
    audit_assignment.c.to_date >= bindparam("today"),
    audit_assignment.c.revoked_at.is_(None),
)

_TEAMS_AND_AUDITS: Final = union_all(_TEAMS, _AUDITS).limit(_MOST_TEAMS)


def caller_of(
    connection: Connection,
    pemda_id: UUID,
    person_id: UUID,
    now: datetime,
    *,
    worn: UUID | None = None,
    confirmed_at: datetime | None = None,
) -> Caller | None:
    """Return the person as a caller at the instant `now`; None when nobody active has this id."""
    row = connection.execute(_PERSON, {"pemda": pemda_id, "person": person_id}).one_or_none()
    if row is None or not row.active:
        return None
    return known_caller(
        connection,
        pemda_id,
        person_id,
        now,
        timezone=row.timezone,
        worn=worn,
        confirmed_at=confirmed_at,
    )


def known_caller(
    connection: Connection,
    pemda_id: UUID,
    person_id: UUID,
    now: datetime,
    *,
    timezone: str,
    worn: UUID | None,
    confirmed_at: datetime | None,
) -> Caller:
    """Return the caller for a person who is known to be active, in two statements.

    `timezone`: of the pemda; the days of a surat tugas are counted in it.
    """
    teams, audits = _teams_and_audits(connection, pemda_id, person_id, now, timezone)
    return Caller(
        pemda_id=pemda_id,
        person_id=person_id,
        holders=_holders(connection, pemda_id, person_id, now),
        teams=teams,
        audits=audits,
        worn=worn,
        confirmed_at=confirmed_at,
    )


def anew(connection: Connection, caller: Caller, now: datetime) -> Caller:
    """Return the caller with the authority of this instant. Raises NotFound when deactivated.

    A caller who came with a token for one jabatan keeps to that one.
    """
    fresh = caller_of(
        connection,
        caller.pemda_id,
        caller.person_id,
        now,
        worn=caller.worn,
        confirmed_at=caller.confirmed_at,
    )
    if fresh is None:
        raise NotFound
    return only_in(fresh, caller.bound) if caller.bound is not None else fresh


def only_in(caller: Caller, holding_id: UUID) -> Caller:
    """Return the caller reduced to one jabatan: what a token for a program gives.

    Somebody who administers the application gets no other jabatan that way (decisions §3.10).
    """
    holders = tuple(one for one in caller.holders if one.worn_as == holding_id)
    if is_administrator(caller):
        holders = tuple(one for one in holders if one.duty == "administrator")
    return replace(caller, holders=holders, worn=holding_id, bound=holding_id)


def _holders(
    connection: Connection, pemda_id: UUID, person_id: UUID, now: datetime
) -> tuple[Holder, ...]:
    rows = connection.execute(
        _HOLDINGS,
        {
            "pemda": pemda_id,
            "person": person_id,
            "latest": (now + _ANY_ZONE).date(),
            "earliest": (now - _ANY_ZONE).date(),
        },
    )
    counting = [
        row for row in rows if in_force(row.from_date, row.to_date, today_in(row.timezone, now))
    ]
    counting.sort(key=lambda row: (row.sort, row.from_date, row.id))
    own = tuple(_holder(row, row.id) for row in counting if row.kind == "own")
    # Whoever acts for another keeps an own jabatan; without one there is nobody to act.
    holding_id = next((holder.holding_id for holder in own if holder.duty is None), None)
    if holding_id is None:
        return own
    return own + tuple(
        _holder(row, holding_id, _mandate(row)) for row in counting if row.kind != "own"
    )


def _mandate(row: Any) -> Mandate:
    return Mandate(row.id, row.kind, row.title, row.letter_number, read_scope(row.sop_ids))


def _holder(row: Any, holding_id: UUID, under: Mandate | None = None) -> Holder:
    return Holder(
        holding_id=holding_id,
        position_id=row.position_id,
        title=row.title if under is None else worn_title(under.kind, row.title),
        office_id=row.office_id,
        office_kind=row.office_kind,
        unit_id=row.unit_id,
        role=row.role,
        duty=row.duty,
        unit_kind=row.unit_kind,
        office_short_name=row.short_name,
        office_timezone=row.timezone,
        mandate=under,
    )


def _teams_and_audits(
    connection: Connection, pemda_id: UUID, person_id: UUID, now: datetime, timezone: str
) -> tuple[frozenset[tuple[UUID, str]], tuple[AuditScope, ...]]:
    rows = connection.execute(
        _TEAMS_AND_AUDITS,
        {"pemda": pemda_id, "person": person_id, "today": today_in(timezone, now)},
    ).all()
    teams = frozenset((row.id, row.word) for row in rows if row.what == "team")
    audits = tuple(
        AuditScope(row.id, row.word, row.from_date, row.to_date, row.office_id, row.sop_id)
        for row in rows
        if row.what == "audit"
    )
    return teams, audits
