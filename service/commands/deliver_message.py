"""Record a message from outside for a process that waits for one, or will (BPMN 2.0.2 §10.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.access.rules import recorder_for, require_may_see_process
from service.engine.api import DeliverMessage, Step
from service.events.engine_moves import MessageReceived
from service.running import limits, steps
from service.running.acting import Act, act
from service.running.definitions import definition_of
from service.running.standing import require_running
from service.store.instances import facts_of, instance_of
from service.store.private_texts import commitments, reference, seal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.running.definitions import PinnedDefinition
    from service.running.results import Moved
    from service.store.changes import Change
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance
    from service.store.private_texts import PrivateText
    from service.values import Value

    Said = str | bool | int | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    holder: Holder
    definition: PinnedDefinition


@dataclass(frozen=True, slots=True)
class _Thought:
    command: DeliverMessage
    step: Step
    texts: tuple[PrivateText, ...]


def deliver_message(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    name: str,
    payload: Mapping[str, Said],
    correlation: str | int | None = None,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Give a message to the receiver that has waited longest; without one it is kept.

    A process that is suspended gets it when it goes on.

    Those who record for the owning office do. Strings of the payload are personal text and stay
    beside the state; other values enter it. `correlation` is the key that the receiver compares.

    Raises NotFound, OnlyRecorders, ProcessNotRunning, and NoReceiver or BufferFull of the engine.
    """

    def look(connection: Connection) -> _Seen:
        instance = instance_of(connection, caller.pemda_id, instance_id)
        require_may_see_process(caller, facts_of(connection, instance))
        holder = recorder_for(caller, instance)
        definition = definition_of(connection, caller.pemda_id, instance.version_id)
        return _Seen(instance, holder, definition)

    def think(seen: _Seen) -> _Thought:
        require_running(seen.instance)
        values, texts = _sealed(payload)
        command = DeliverMessage(name, values, correlation)
        step = steps.executed(seen.definition, seen.instance, command, now)
        return _Thought(command, step, texts)

    def changed(tx: Connection, seen: _Seen, thought: _Thought) -> Change:
        around = steps.surroundings(tx, seen.instance, seen.definition, thought.step)
        opened = steps.opened_tasks(around, thought.step, now)
        event = MessageReceived(
            **steps.moving(thought.command, thought.step, opened, zone=seen.instance.timezone),
            texts=commitments(thought.texts),
            message=name,
            held=None if seen.instance.suspended_at is None else True,
        )
        return replace(steps.change_of(thought.step, event, opened), texts=thought.texts)

    parts = Act(look, think, changed)
    return act(session, caller, instance_id, parts, request=request, now=now)


def _sealed(
    payload: Mapping[str, Said],
) -> tuple[dict[str, Value], tuple[PrivateText, ...]]:
    values: dict[str, Value] = {}
    texts: list[PrivateText] = []
    for key, value in payload.items():
        if isinstance(value, str):
            text = seal(key, limits.entry(key, value, limits.REASON_CHARACTERS))
            texts.append(text)
            values[key] = reference(text)
        else:
            values[key] = value
    return values, tuple(texts)
