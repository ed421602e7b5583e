"""Approve a repair that somebody else asked for, and make it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.engine.api import CorrectVariable, MoveToken
from service.events.engine_moves import AskedBy
from service.running import corrections, steps, token_moving
from service.running.acting import Act, act
from service.running.authority import managed_process
from service.running.definitions import definition_of
from service.running.refusals import NoSuchRequest, NotCorrectable, SecondPersonNeeded
from service.running.repairs import Decided, plan_of, requested, require_possible, require_seen
from service.running.standing import require_running

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.engine.api import Step
    from service.running.corrections import Filled
    from service.running.definitions import PinnedDefinition
    from service.running.repairs import OpenRequest, TokenPlan
    from service.running.results import Moved
    from service.store.changes import Change
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    holder: Holder
    definition: PinnedDefinition
    asked: OpenRequest
    #: what forms filled, where one of it is to be corrected
    filled: tuple[Filled, ...]


@dataclass(frozen=True, slots=True)
class _Thought:
    step: Step
    #: what is moved, or corrected
    plan: TokenPlan | None = None
    corrected: tuple[Filled, CorrectVariable] | None = None


def approve_repair(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    number: int,
    seen_state: str | None = None,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Make the repair that the event `number` asked for; another person than who asked does.

    The head or secretary of the owning office does, with the password typed just before. Raises
    NotFound, NotTheManager, PasswordNeeded, SecondPersonNeeded, NoSuchRequest, ProcessNotRunning,
    MovedOnMeanwhile, RepairNotPossible.
    """

    def look(connection: Connection) -> _Seen:
        instance, holder = managed_process(connection, caller, instance_id, now)
        require_running(instance)
        asked = requested(connection, instance, number)
        if asked.asked_by == caller.person_id:
            raise SecondPersonNeeded
        require_seen(instance, seen_state)
        definition = definition_of(connection, caller.pemda_id, instance.version_id)
        filled = (
            corrections.filled_variables(connection, definition, instance, now)
            if isinstance(asked.command, CorrectVariable)
            else ()
        )
        return _Seen(instance, holder, definition, asked, filled)

    def think(seen: _Seen) -> _Thought:
        match seen.asked.command:
            case MoveToken(token_no=token_no, target=target):
                plan = plan_of(seen.definition, seen.instance, token_no, target, now)
                require_possible(plan, seen.definition)
                step = steps.executed(seen.definition, seen.instance, plan.command, now)
                return _Thought(step, plan=plan)
            case CorrectVariable() as command:
                filled = next((it for it in seen.filled if it.field.key == command.name), None)
                if filled is None:
                    raise NotCorrectable(variable=command.name)
                step = steps.executed(seen.definition, seen.instance, command, now)
                return _Thought(step, corrected=(filled, command))
            case _:
                raise NoSuchRequest

    def changed(tx: Connection, seen: _Seen, thought: _Thought) -> Change:
        return _change(tx, seen, thought, caller, now)

    parts = Act(look, think, changed)
    return act(session, caller, instance_id, parts, request=request, now=now)


def _change(
    tx: Connection, seen: _Seen, thought: _Thought, caller: Caller, now: datetime
) -> Change:
    decided = Decided(
        seen.asked.reason,
        {},
        caller.confirmed_at,
        request=seen.asked.seq,
        asked=AskedBy(seen.asked.asked_by, seen.asked.jabatan),
    )
    around = (tx, seen.instance, seen.definition)
    if thought.corrected is not None:
        return corrections.change_of(*around, thought.corrected, thought.step, decided, now)
    assert thought.plan is not None  # noqa: S101 - it is one or the other
    return token_moving.change_of(*around, thought.plan, thought.step, decided, now)
