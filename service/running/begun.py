"""A process that begins, written: by a person, by what was sent, or by the clock."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from service.access.roles import today_in
from service.events.engine_moves import ProcessStarted
from service.running import steps
from service.store.history import GENESIS
from service.store.ids import new_id
from service.store.instances import Instance
from service.store.numbers import next_number
from service.store.private_texts import BASIS, TITLE, commitments, reference, seal
from service.store.record import write_first

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from service.engine.api import StartProcess, Step
    from service.events.process_parts import Sender
    from service.running.definitions import PinnedDefinition
    from service.running.results import Moved
    from service.store.history import Actor
    from service.store.private_texts import PrivateText
    from service.values import Value


@dataclass(frozen=True, slots=True)
class About:
    """What a new process is about, and the unit that owns it."""

    title: str
    year: int
    #: NO_KIND: its SOP has none
    kind: str
    basis: str
    unit_id: UUID

    def variables(self) -> dict[str, Value]:
        """Return what expressions read of it."""
        return {"tahun": self.year, "jenis": self.kind or None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a process begins with, when the engine has executed its start."""

    pemda_id: UUID
    office_id: UUID
    timezone: str
    trial: bool
    definition: PinnedDefinition
    about: About
    command: StartProcess
    step: Step
    #: texts that came with what was sent
    texts: tuple[PrivateText, ...] = field(default=())
    #: what began it; None: a person, or the clock
    sender: Sender | None = None
    #: when what began it was sent or due; None: now
    occurred_at: datetime | None = None


def process_number(tx: Connection, it: Beginning, now: datetime) -> str:
    """Return the process number: of a register of its own for trials (decisions §4.8)."""
    year = today_in(it.timezone, now).year
    register, prefix = ("trial", "UC-") if it.trial else ("process", "")
    number = next_number(tx, it.pemda_id, office_id=it.office_id, register=register, year=year)
    return f"{prefix}{number:04d}/{year}"


def write_beginning(
    tx: Connection, it: Beginning, number: str, actor: Actor, now: datetime
) -> Moved:
    """Write the process, its first event and what the start opened."""
    instance = Instance(
        pemda_id=it.pemda_id,
        id=new_id(),
        office_id=it.office_id,
        unit_id=it.about.unit_id,
        sop_id=it.definition.sop_id,
        version_id=it.definition.version_id,
        number=number,
        trial=it.trial,
        status="running",
        revision=1,
        engine_tag="",
        started_at=now,
        suspended_at=None,
        state=it.step.state,
        timezone=it.timezone,
        head=GENESIS,
        team_roles=frozenset(),
    )
    around = steps.surroundings(tx, instance, it.definition, it.step)
    opened = steps.opened_tasks(around, it.step, now)
    title, basis = seal(TITLE, it.about.title), seal(BASIS, it.about.basis)
    texts = (title, basis, *it.texts)
    moving = steps.moving(it.command, it.step, opened, zone=it.timezone)
    event = ProcessStarted(
        **moving | {"texts": commitments(texts)},
        occurred_at=it.occurred_at,
        number=number,
        office_id=instance.office_id,
        unit_id=instance.unit_id,
        sop_id=instance.sop_id,
        version_id=instance.version_id,
        version=it.definition.number,
        diagram=it.definition.diagram,
        pins=it.definition.pins,
        year=it.about.year,
        variety=it.about.kind,
        trial=it.trial,
        title=reference(title),
        basis=reference(basis),
        sender=it.sender,
    )
    change = replace(steps.change_of(it.step, event, opened), texts=texts)
    about = it.about
    columns = {
        "title": about.title,
        "year": about.year,
        "kind": about.kind,
        "basis": about.basis,
    }
    write_first(tx, instance, change, actor, now, columns)
    return steps.moved_by(instance, it.step)
