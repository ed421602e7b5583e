"""Add to the structure what a file says, after a person saw the preview of it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.access.import_rows import make_plan
from service.access.roles import SINGLE_HOLDER_ROLES, overlap, today_in
from service.access.rules import administrator_for
from service.access.sheet import read_sheet
from service.errors import Conflict, NotFound, Rejected
from service.events import structure as events
from service.store.callers import anew
from service.store.database import read
from service.store.ids import new_id
from service.store.joins import on
from service.store.known_structure import known_structure
from service.store.people import (
    AdministratorHasNoLane,
    HoldingsOverlap,
    person_added,
    refuse_led,
)
from service.store.structure import structure_desk
from service.store.tables import holding, office, person, position, unit

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.import_plan import ImportPlan, PlannedHolding
    from service.access.model import Caller
    from service.access.sheet import Sheet
    from service.events import Event
    from service.store.private_texts import PrivateText


class ImportRefused(Rejected):
    """The file has errors; `plan.findings` names them row by row. Nothing was stored."""

    code = "structure.import-refused"

    def __init__(self, plan: ImportPlan) -> None:
        self.plan = plan
        super().__init__()


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

    Raises OnlyAdministrators, SheetRefused, ImportRefused, PreviewOutdated. What the plan should
    have refused is refused by what stands in the tables as well: NotFound, HoldingsOverlap,
    AdministratorHasNoLane, PositionIsLed.
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
        _refuse_clashes(desk.tx, desk.pemda_id, adding.holding_ids)
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


def _refuse_clashes(tx: Connection, pemda_id: UUID, added: Collection[UUID]) -> None:
    """Raise HoldingsOverlap, PositionIsLed or AdministratorHasNoLane when one cannot stand.

    It reads every holding once: a query for each line of a long file would take too long.
    """
    at: dict[UUID, list[Any]] = defaultdict(list)
    by: dict[UUID, list[Any]] = defaultdict(list)
    rows = tx.execute(
        select(
            holding.c.id,
            holding.c.person_id,
            holding.c.position_id,
            holding.c.from_date,
            holding.c.to_date,
            position.c.role,
            position.c.duty,
        )
        .join(position, on(position.c.id, holding.c.position_id))
        .where(holding.c.pemda_id == pemda_id, position.c.active)
    ).all()
    for row in rows:
        if row.role in SINGLE_HOLDER_ROLES:
            at[row.position_id].append(row)
        by[row.person_id].append(row)
    new = [row for row in rows if row.id in added]
    refuse_led(tx, pemda_id, [(row.position_id, (row.from_date, row.to_date)) for row in new])
    for mine in new:
        if any(_meet(mine, one) for one in at[mine.position_id]):
            raise HoldingsOverlap
        for one in by[mine.person_id]:
            if not _meet(mine, one):
                continue
            if one.position_id == mine.position_id:
                raise HoldingsOverlap
            if (one.role is not None and mine.duty == "administrator") or (
                mine.role is not None and one.duty == "administrator"
            ):
                raise AdministratorHasNoLane


def _meet(mine: Any, one: Any) -> bool:
    return one.id != mine.id and overlap(
        (one.from_date, one.to_date), (mine.from_date, mine.to_date)
    )


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
        # Identities of the plan → people; whoever is deactivated takes no jabatan.
        self._people: dict[str, UUID] = {
            str(row.id): row.id for row in self._active(person, person.c.id)
        }
        self.happened: list[Event] = []
        self.texts: list[PrivateText] = []
        self.people_added = 0
        self.holding_ids: set[UUID] = set()

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
            holding_id = new_id()
            self.holding_ids.add(holding_id)
            # The event of a new person comes before that of the holding.
            person_id = self._person(held)
            self.happened.append(
                events.HoldingAdded(
                    holding_id=holding_id,
                    position_id=self._positions[held.office, held.title],
                    person_id=person_id,
                    from_date=held.holding.from_date,
                    to_date=held.holding.to_date,
                    sk_number=held.holding.sk_number,
                    sk_date=held.holding.sk_date,
                )
            )

    def _person(self, held: PlannedHolding) -> UUID:
        """Return the one whom the plan means; raises NotFound for who is active no more."""
        made = self._people.get(held.identity)
        if made is not None:
            return made
        if held.known:
            raise NotFound
        event, texts = person_added(held.person)
        self.happened.append(event)
        self.texts.extend(texts)
        self.people_added += 1
        self._people[held.identity] = event.person_id
        return event.person_id

    def _active(self, table: Any, *columns: Any) -> Any:
        return self._tx.execute(
            select(*columns).where(table.c.pemda_id == self._pemda_id, table.c.active)
        )


#: Imported units and positions come after those typed one by one, in the order of the file.
_AFTER_OTHERS = 1_000
