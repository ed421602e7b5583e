"""The smallest office that can run a process, made by plain inserts: benchmarks need no more."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from service.clock import SystemClock
from service.commands.complete_task import complete_task
from service.commands.start_process import start_process
from service.engine import execute
from service.engine.api import CompleteTask
from service.running.definitions import definition_of
from service.store import blobs, tables
from service.store.accounts import open_session
from service.store.callers import caller_of
from service.store.database import read, transaction
from service.store.ids import new_id
from service.store.instances import instance_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.accounts import LoggedIn

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
_SINCE = date(2026, 1, 1)


def form(fields: int) -> bytes:
    """Return a form that asks whether to go round again, a number, and so many more numbers."""
    parts = [{"type": "checkbox", "id": "Field_lagi", "key": "lagi", "label": "Ulangi"}]
    parts += [
        {"type": "number", "id": f"Field_{key}", "key": key, "label": "Jumlah"}
        for key in ("jumlah", *more_fields(fields))
    ]
    whole = {"type": "default", "id": "lagi", "schemaVersion": 19, "components": parts}
    return json.dumps(whole).encode()


def more_fields(fields: int) -> tuple[str, ...]:
    """Return the keys of the further numbers of `form`."""
    return tuple(f"angka_{number}" for number in range(fields))


_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:alur="urn:alur:bpmn:1"><bpmn:process id="p" isExecutable="true">'
    '<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="Sekretaris" alur:role="sekretaris">'
    "<bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
)
_FORM_OF = '<bpmn:extensionElements><alur:form key="lagi"/></bpmn:extensionElements>'

#: One user task that comes round for as long as the form says so.
ROUNDS = (
    _HEAD + '<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="m"/>'
    '<bpmn:exclusiveGateway id="m"/><bpmn:sequenceFlow id="f2" sourceRef="m" targetRef="a"/>'
    f'<bpmn:userTask id="a">{_FORM_OF}</bpmn:userTask>'
    '<bpmn:sequenceFlow id="f3" sourceRef="a" targetRef="x"/>'
    '<bpmn:exclusiveGateway id="x" default="f5"/>'
    '<bpmn:sequenceFlow id="f4" sourceRef="x" targetRef="m">'
    "<bpmn:conditionExpression>=lagi</bpmn:conditionExpression></bpmn:sequenceFlow>"
    '<bpmn:sequenceFlow id="f5" sourceRef="x" targetRef="e"/><bpmn:endEvent id="e"/>'
    "</bpmn:process></bpmn:definitions>"
).encode()


#: Waits a minute from its start, then for a person.
TIMER = (
    _HEAD + '<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
    '<bpmn:intermediateCatchEvent id="t"><bpmn:timerEventDefinition>'
    "<bpmn:timeDuration>PT1M</bpmn:timeDuration></bpmn:timerEventDefinition>"
    "</bpmn:intermediateCatchEvent>"
    '<bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="a"/>'
    f'<bpmn:userTask id="a">{_FORM_OF}</bpmn:userTask>'
    '<bpmn:sequenceFlow id="f3" sourceRef="a" targetRef="e"/><bpmn:endEvent id="e"/>'
    "</bpmn:process></bpmn:definitions>"
).encode()


def instances(width: int) -> bytes:
    """Return a process with one parallel multi-instance user task of `width` instances."""
    return (
        _HEAD + '<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="a"/>'
        f'<bpmn:userTask id="a">{_FORM_OF}<bpmn:multiInstanceLoopCharacteristics>'
        f"<bpmn:loopCardinality>={width}</bpmn:loopCardinality>"
        "</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"
        '<bpmn:sequenceFlow id="f2" sourceRef="a" targetRef="e"/><bpmn:endEvent id="e"/>'
        "</bpmn:process></bpmn:definitions>"
    ).encode()


@dataclass
class Office:
    session: Session
    pemda_id: UUID
    person_id: UUID

    def caller(self) -> Caller:
        with read(self.session) as connection:
            found = caller_of(connection, self.pemda_id, self.person_id, NOON)
        assert found is not None
        return found

    def start(self, xml: bytes, fields: int = 0, now: datetime = NOON) -> UUID:
        """Publish a diagram, its form with `fields` more, as a trial; start a process of it."""
        version_id = self._publish(xml, form(fields))
        made = start_process(
            self.session,
            self.caller(),
            version_id=version_id,
            title="Ukur",
            year=2026,
            kind="murni",
            basis="-",
            confirmed=True,
            now=now,
        )
        return made.instance_id  # type: ignore[union-attr]

    def complete(
        self, caller: Caller, instance_id: UUID, task_no: int, *, again: bool, fields: int = 0
    ) -> int:
        """Complete a task and return the number of one that is open then; 0 when none is."""
        typed: dict[str, Any] = {"jumlah": "12"} | dict.fromkeys(more_fields(fields), "12")
        if again:
            typed["lagi"] = True
        done = complete_task(
            self.session, caller, instance_id=instance_id, task_no=task_no, typed=typed, now=NOON
        )
        return done.opened[0] if done.opened else 0

    def sign_in(self) -> LoggedIn:
        """Open a session of the Sekretaris, as logging in does."""
        with transaction(self.session) as tx:
            return open_session(tx, self.pemda_id, self.person_id, SystemClock().now())

    def in_memory(self, instance_id: UUID, task_no: int) -> Callable[[], object]:
        """Return what executes completing a task on the bytes of the state, storing nothing."""
        with read(self.session) as connection:
            instance = instance_of(connection, self.pemda_id, instance_id)
            definition = definition_of(connection, self.pemda_id, instance.version_id)
        command = CompleteTask(task_no, {"lagi": True, "jumlah": Decimal(12)})
        zone = ZoneInfo(instance.timezone)
        return lambda: execute(definition.engine, instance.state, command, NOON, zone)

    def open_tasks(self, instance_id: UUID) -> list[int]:
        table = tables.user_task
        with read(self.session) as connection:
            rows = connection.execute(
                select(table.c.task_no)
                .where(
                    table.c.pemda_id == self.pemda_id,
                    table.c.instance_id == instance_id,
                    table.c.status == "open",
                )
                .order_by(table.c.task_no)
            )
            return list(rows.scalars())

    def _publish(self, xml: bytes, fields: bytes) -> UUID:
        diagram = blobs.put(self.session, self.pemda_id, xml, "application/xml", NOON)
        form = blobs.put(self.session, self.pemda_id, fields, "application/json", NOON)
        sop_id, version_id = new_id(), new_id()
        own = {"pemda_id": self.pemda_id}
        office_id = self.caller().holders[0].office_id
        with transaction(self.session) as tx:
            _row(tx, tables.sop, own, id=sop_id, office_id=office_id, key=str(sop_id), title="p")
            _row(
                tx,
                tables.sop_version,
                own,
                id=version_id,
                sop_id=sop_id,
                number=1,
                status="trial",
                xml_sha256=diagram.sha256,
                process_id="p",
                author_id=self.person_id,
            )
            pin = {"version_id": version_id, "kind": "form", "key": "lagi", "sha256": form.sha256}
            tx.execute(insert(tables.sop_pin).values(**own, **pin))
        return version_id


def make_office(session: Session) -> Office:
    """Make a pemda with one Sekretaris."""
    pemda_id, office_id, unit_id, position_id, person_id = (new_id() for _ in range(5))
    own = {"pemda_id": pemda_id}
    zone = "Asia/Pontianak"
    with transaction(session) as tx:
        tx.execute(
            insert(tables.pemda).values(
                id=pemda_id, name=str(pemda_id), kind="provinsi", timezone=zone, made_at=NOON
            )
        )
        named = {"name": "Dinas", "short_name": "Dinas", "kind": "dinas", "timezone": zone}
        _row(tx, tables.office, own, id=office_id, active=True, **named)
        unit = {"office_id": office_id, "name": "Sekretariat", "kind": "sekretariat", "sort": 0}
        tx.execute(insert(tables.unit).values(**own, id=unit_id, active=True, **unit))
        post = {"office_id": office_id, "unit_id": unit_id, "title": "Sekretaris", "sort": 0}
        tx.execute(
            insert(tables.position).values(
                **own, id=position_id, role="sekretaris", active=True, **post
            )
        )
        _row(tx, tables.person, own, id=person_id, name="Sekretaris", active=True)
        held = {"position_id": position_id, "person_id": person_id, "from_date": _SINCE}
        tx.execute(insert(tables.holding).values(**own, id=new_id(), **held))
    return Office(session, pemda_id, person_id)


def _row(tx: Any, table: Any, own: dict[str, Any], **values: Any) -> None:
    tx.execute(insert(table).values(**own, made_at=NOON, **values))
