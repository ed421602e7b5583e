"""The statement that asks what gives somebody authority, all of it at once.

Every request asks it, and each statement costs a way to the database and back. The rows are of
several kinds: "own" (a holding), the kinds of a penugasan, "team", "audit" (a surat tugas), and
"first" where the statement begins with somebody's session. A row has NULL for what only other
kinds have.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Date,
    Integer,
    String,
    Text,
    Uuid,
    bindparam,
    cast,
    literal_column,
    null,
    select,
    union_all,
)

from service.store.holdings import held_between
from service.store.joins import on
from service.store.tables import (
    audit_assignment,
    holding,
    mandate,
    office,
    position,
    process_instance,
    team_member,
    unit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, CompoundSelect, Select, Table
    from sqlalchemy.types import TypeEngine

    #: says of a table of the tenant that its row is of the person who is asked for
    Of = Callable[[Table], ColumnElement[bool]]
    Columns = Mapping[str, ColumnElement[Any]]
    Types = Mapping[str, TypeEngine[Any]]

#: More jabatan, running teams and surat tugas than one person can have.
_MOST: Final = 5_000

#: No zone is further than this from UTC: what SQL sifts roughly, Python decides by the zone.
_ANY_ZONE: Final = timedelta(days=1)

_FIELDS: Final[Types] = {
    "kind": String(),
    "id": Uuid(),
    "position_id": Uuid(),
    "from_date": Date(),
    "to_date": Date(),
    "word": String(),
    "holding_id": Uuid(),
    "sop_ids": Text(),
    "sop_id": Uuid(),
    "title": String(),
    "role": String(),
    "duty": String(),
    "office_id": Uuid(),
    "unit_id": Uuid(),
    "sort": Integer(),
    "office_kind": String(),
    "short_name": String(),
    "timezone": String(),
    "unit_kind": String(),
}

#: Of the jabatan, whoever holds it or acts for it.
_PLACE: Final[Columns] = {
    "title": position.c.title,
    "role": position.c.role,
    "duty": position.c.duty,
    "office_id": position.c.office_id,
    "unit_id": position.c.unit_id,
    "sort": position.c.sort,
    "office_kind": office.c.kind,
    "short_name": office.c.short_name,
    "timezone": office.c.timezone,
    "unit_kind": unit.c.kind,
}


def caller_rows(of: Of, first: Select[Any] | None = None) -> CompoundSelect[Any]:
    """Return the statement for the person whom `of` names; ask it with `days` beside that.

    `first`: what else is asked of the person, as a row of kind "first" with columns of its own.
    """
    beside = {} if first is None else {str(it.key): it.type for it in first.selected_columns}
    fields: Types = {**beside, **_FIELDS}
    parts = [_own(of, fields), _under_mandate(of, fields), _teams(of, fields), _audits(of, fields)]
    if first is not None:
        parts.insert(0, first.add_columns(*_columns("first", {}, _FIELDS)))
    return union_all(*parts).limit(_MOST)


def days(now: datetime) -> dict[str, Any]:
    """Return the parameters that sift periods by `now`, roughly."""
    return {"latest": (now + _ANY_ZONE).date(), "earliest": (now - _ANY_ZONE).date()}


def _own(of: Of, fields: Types) -> Select[Any]:
    columns = {
        "id": holding.c.id,
        "position_id": holding.c.position_id,
        "from_date": holding.c.from_date,
        "to_date": holding.c.to_date,
    }
    return _placed("own", columns, fields, holding).where(
        of(holding), held_between(bindparam("earliest"), bindparam("latest"))
    )


def _under_mandate(of: Of, fields: Types) -> Select[Any]:
    columns = {
        "id": mandate.c.id,
        "position_id": mandate.c.position_id,
        "from_date": mandate.c.from_date,
        "to_date": mandate.c.to_date,
        "word": mandate.c.letter_number,
        "sop_ids": mandate.c.sop_ids,
    }
    return _placed(mandate.c.kind, columns, fields, mandate).where(
        of(mandate),
        mandate.c.from_date <= bindparam("latest"),
        mandate.c.to_date >= bindparam("earliest"),
        mandate.c.ended_at.is_(None),
        position.c.duty.is_(None),
    )


def _placed(
    kind: str | ColumnElement[Any], columns: Columns, fields: Types, table: Table
) -> Select[Any]:
    """Ask a table of jabatan that are held or acted for, with where they are; active ones only."""
    return (
        select(*_columns(kind, {**columns, **_PLACE}, fields))
        .select_from(table)
        .join(position, on(position.c.id, table.c.position_id))
        .join(office, on(office.c.id, position.c.office_id))
        .join(unit, on(unit.c.id, position.c.unit_id))
        .where(position.c.active, unit.c.active, office.c.active)
    )


def _teams(of: Of, fields: Types) -> Select[Any]:
    columns = {
        "id": team_member.c.instance_id,
        "word": team_member.c.role,
        # Nobody reads it. Without it SQLite finds all that is asked in the index of the key, and
        # goes through every member of every team of the pemda instead of looking up the person's.
        "holding_id": team_member.c.holding_id,
    }
    return (
        select(*_columns("team", columns, fields))
        .select_from(team_member)
        .join(process_instance, on(process_instance.c.id, team_member.c.instance_id))
        .where(of(team_member), process_instance.c.status == "running")
    )


def _audits(of: Of, fields: Types) -> Select[Any]:
    columns = {
        "id": audit_assignment.c.id,
        "word": audit_assignment.c.letter_number,
        "from_date": audit_assignment.c.from_date,
        "to_date": audit_assignment.c.to_date,
        "office_id": audit_assignment.c.office_id,
        "sop_id": audit_assignment.c.sop_id,
    }
    return select(*_columns("audit", columns, fields)).where(
        of(audit_assignment),
        audit_assignment.c.from_date <= bindparam("latest"),
        audit_assignment.c.to_date >= bindparam("earliest"),
        audit_assignment.c.revoked_at.is_(None),
    )


def _columns(
    kind: str | ColumnElement[Any], known: Columns, fields: Types
) -> list[ColumnElement[Any]]:
    """Return the columns of one kind of row. PostgreSQL asks of which type a NULL is."""
    named = literal_column(f"'{kind}'", String()) if isinstance(kind, str) else kind
    own: Columns = {"kind": named, **known}
    return [own.get(name, cast(null(), kept)).label(name) for name, kept in fields.items()]
