"""Hand on what a process or somebody outside sent, to one process that waits for it.

The worker does, as the system itself; what came from outside happens in the name of who sent it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.engine.api import DeliverMessage, Step
from service.events.engine_moves import MessageReceived, SignalReceived
from service.running import steps
from service.running.attempts import Answered, Attempt, attempt
from service.running.definitions import definition_of
from service.running.handed_on import brought, content_of
from service.running.refusals import DispatchGone, ProcessNotRunning
from service.running.results import Moved, moved
from service.store.dispatches import dispatch_of, waits_for, write_receipt
from service.store.instances import instance_of
from service.store.private_texts import commitments
from service.store.record import record

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.running.definitions import PinnedDefinition
    from service.running.handed_on import Brought, Content
    from service.store.changes import NewTask
    from service.store.dispatches import Dispatch
    from service.store.instances import Instance


@dataclass(frozen=True, slots=True)
class _Seen:
    it: Dispatch
    content: Content
    instance: Instance
    definition: PinnedDefinition


@dataclass(frozen=True, slots=True)
class _Thought:
    brought: Brought
    step: Step


def hand_on(
    session: Session, *, pemda_id: UUID, dispatch_id: UUID, instance_id: UUID, now: datetime
) -> Moved:
    """Let a process receive what is on its way, once, and return where it stands then.

    Raises NotFound, DispatchGone when it has it, waits no more or another process was faster,
    and ProcessNotRunning.
    """

    def look(connection: Connection) -> _Seen | Answered:
        it = dispatch_of(connection, pemda_id, dispatch_id)
        if it.status != "waiting" or not waits_for(connection, it, instance_id):
            raise DispatchGone
        instance = instance_of(connection, pemda_id, instance_id)
        definition = definition_of(connection, pemda_id, instance.version_id)
        return _Seen(it, content_of(connection, it), instance, definition)

    def think(seen: _Seen) -> _Thought:
        if seen.instance.status != "running":
            raise ProcessNotRunning(number=seen.instance.number)
        carried = brought(seen.it, seen.content)
        step = steps.executed(seen.definition, seen.instance, carried.command, now)
        return _Thought(carried, step)

    def write(tx: Connection, seen: _Seen, thought: _Thought) -> Moved:
        around = steps.surroundings(tx, seen.instance, seen.definition, thought.step)
        opened = steps.opened_tasks(around, thought.step, now)
        event = _event(seen, thought, opened)
        change = steps.change_of(thought.step, event, opened)
        change = replace(change, texts=thought.brought.texts)
        record(tx, seen.instance, change, seen.content.actor, now)
        result = steps.moved_by(seen.instance, thought.step)
        if not write_receipt(tx, seen.it, instance_id, result.seq):
            raise DispatchGone
        return result

    return attempt(session, pemda_id, instance_id, Attempt(look, think, write, moved))


def _event(
    seen: _Seen, thought: _Thought, opened: tuple[NewTask, ...]
) -> MessageReceived | SignalReceived:
    command, texts = thought.brought.command, thought.brought.texts
    common = steps.moving(command, thought.step, opened, zone=seen.instance.timezone) | {
        "texts": commitments(texts),
        "sender": seen.content.sender,
        "held": None if seen.instance.suspended_at is None else True,
        "occurred_at": None if seen.content.sender is not None else seen.it.made_at,
    }
    if isinstance(command, DeliverMessage):
        return MessageReceived(**common, message=command.name)
    return SignalReceived(**common, signal=command.name)
