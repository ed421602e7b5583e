"""Add to the structure what a file says, after a person saw the preview of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from service.access.import_plan import ImportPlan, make_plan
from service.access.roles import today_in
from service.access.rules import administrator_for
from service.access.sheet import read_sheet
from service.errors import Conflict, Rejected
from service.events import structure as events
from service.store.callers import anew
from service.store.database import read
from service.store.ids import new_id
from service.store.known_structure import known_structure
from service.store.people import person_added
from service.store.structure import structure_desk
from service.store.tables import login, office, person, position, unit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.entries import NewPerson
    from service.access.model import Caller
    from service.access.sheet import Sheet
    from service.events import Event
    from service.store.private_texts import PrivateText


class ImportRefused(Rejected):
    """The file has errors; `plan.findings` names them row by row. Nothing was stored."""

    code = "structure.import-refused"

    def __init__(self, plan: ImportPlan) -> None:
        self.plan = plan
        errors = sum(finding.severity == "error" for finding in plan.findings)
        super().__init__(count=errors)


class PreviewOutdated(Conflict):
    """The file or the structure is not what the preview showed; look at it again."""

    code = "structure.preview-outdated"


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that committing would do, and the hash that commits it."""

    plan: ImportPlan
    hash: str


@dataclass(frozen=True, slots=True)
class Imported:
    """How many of each were added."""

    offices: int
    units: int
    positions: int
    people: int
    holdings: int


def preview_structure(session: Session, caller: Caller, *, raw: bytes, now: datetime) -> Preview:
    """Judge a file row by row; nothing is stored.

    Raises OnlyAdministrators, and SheetRefused when the file is no table at all.
    """
    administrator_for(caller)
    sheet = read_sheet(raw)
    with read(session) as connection:
        administrator_for(anew(connection, caller, now))
        plan = _plan(connection, caller.pemda_id, sheet, now)
    return Preview(plan, plan.hash(raw))


def import_structure(
    session: Session, caller: Caller, *, raw: bytes, preview_hash: str, now: datetime
) -> Imported:
    """Add what the previewed file says, all of it or nothing.

    Raises OnlyAdministrators, SheetRefused, ImportRefused, PreviewOutdated.
    """
    administrator_for(caller)
    sheet = read_sheet(raw)
    with structure_desk(session, caller, now) as desk:
        plan = _plan(desk.tx, desk.pemda_id, sheet, now)
        if plan.refused:
            raise ImportRefused(plan)
        if plan.hash(raw) != preview_hash:
            raise PreviewOutdated
        adding = _Adding(desk.tx, desk.pemda_id)
        adding.add(plan)
        done = events.StructureImported(
            file_sha256=hashlib.sha256(raw).hexdigest(),
            preview_sha256=preview_hash,
            rows=plan.rows,
        )
        desk.record(done, *adding.happened, texts=adding.texts)
    return Imported(
        offices=len(plan.offices),
        units=len(plan.units),
        positions=len(plan.positions),
        people=adding.people_added,
        holdings=len(plan.holdings),
    )


def _plan(connection: Connection, pemda_id: UUID, sheet: Sheet, now: datetime) -> ImportPlan:
    known = known_structure(connection, pemda_id)
    return make_plan(sheet, known, today_in(known.timezone, now))


class _Adding:
    """Turns a plan, which speaks in names, into events, which speak in ids."""

    def __init__(self, tx: Connection, pemda_id: UUID) -> None:
        self._tx = tx
        self._pemda_id = pemda_id
        self._offices: dict[str, UUID] = {
            row.name: row.id for row in self._active(office, office.c.id, office.c.name)
        }
        self._office_names = {made: name for name, made in self._offices.items()}
        self._units: dict[tuple[str, str], UUID] = {
            (self._office_names[row.office_id], row.name): row.id
            for row in self._active(unit, unit.c.id, unit.c.name, unit.c.office_id)
            if row.office_id in self._office_names
        }
        self._positions: dict[tuple[str, str], UUID] = {
            (self._office_names[row.office_id], row.title): row.id
            for row in self._active(
                position, position.c.id, position.c.title, position.c.office_id
            )
            if row.office_id in self._office_names
        }
        self._people: dict[str, UUID] = {}
        for row in tx.execute(
            select(person.c.id, person.c.nip, login.c.name.label("login"))
            .outerjoin(
                login,
                and_(login.c.pemda_id == person.c.pemda_id, login.c.person_id == person.c.id),
            )
            .where(person.c.pemda_id == pemda_id)
        ):
            for key in (row.nip, row.login):
                if key is not None:
                    self._people[key] = row.id
        self.happened: list[Event] = []
        self.texts: list[PrivateText] = []
        self.people_added = 0

    def add(self, plan: ImportPlan) -> None:
        """Make the events of the whole plan, in the order in which tables refer to each other."""
        for office_ in plan.offices:
            self._offices[office_.name] = new_id()
            self.happened.append(
                events.OfficeAdded(
                    office_id=self._offices[office_.name],
                    name=office_.name,
                    short_name=office_.short_name,
                    office_kind=office_.kind,
                    timezone=office_.timezone,
                )
            )
        for number, planned in enumerate(plan.units, start=1):
            made = self._units[planned.office, planned.unit.name] = new_id()
            self.happened.append(
                events.UnitAdded(
                    unit_id=made,
                    office_id=self._offices[planned.office],
                    name=planned.unit.name,
                    unit_kind=planned.unit.kind,
                    sort=_AFTER_OTHERS + number,
                )
            )
        for number, wanted in enumerate(plan.positions, start=1):
            made = self._positions[wanted.office, wanted.position.title] = new_id()
            self.happened.append(
                events.PositionAdded(
                    position_id=made,
                    office_id=self._offices[wanted.office],
                    unit_id=self._units[wanted.office, wanted.unit],
                    title=wanted.position.title,
                    role=wanted.position.role,
                    duty=wanted.position.duty,
                    superior_id=None,
                    sort=_AFTER_OTHERS + number,
                )
            )
        for held in plan.holdings:
            self.happened.append(
                events.HoldingAdded(
                    holding_id=new_id(),
                    position_id=self._positions[held.office, held.title],
                    person_id=self._person(held.person),
                    from_date=held.holding.from_date,
                    to_date=held.holding.to_date,
                    sk_number=held.holding.sk_number,
                    sk_date=held.holding.sk_date,
                )
            )

    def _person(self, entry: NewPerson) -> UUID:
        """Return the person of an entry; whoever has neither NIP nor login goes by the name."""
        keys = [key for key in (entry.nip, entry.login) if key is not None] or [entry.name]
        for key in keys:
            if key in self._people:
                return self._people[key]
        event, texts = person_added(entry)
        self.happened.append(event)
        self.texts.extend(texts)
        self.people_added += 1
        for key in keys:
            self._people[key] = event.person_id
        return event.person_id

    def _active(self, table: Any, *columns: Any) -> Any:
        return self._tx.execute(
            select(*columns).where(table.c.pemda_id == self._pemda_id, table.c.active)
        )


#: Imported units and positions come after those typed one by one, in the order of the file.
_AFTER_OTHERS = 1_000
