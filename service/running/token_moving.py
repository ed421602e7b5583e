"""What the store writes when a token is moved, whoever decided it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.api import MoveToken, Step
from service.events.process import TokenMoved
from service.running import limits, steps

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from service.running.definitions import PinnedDefinition
    from service.running.repairs import Decided, TokenPlan
    from service.store.changes import Change
    from service.store.instances import Instance


def step_of(
    definition: PinnedDefinition, instance: Instance, plan: TokenPlan, now: datetime
) -> Step:
    """Return what the engine makes of the move. Raises TokenStays, HistoryFull."""
    step = steps.executed(definition, instance, MoveToken(plan.token_no, plan.target), now)
    limits.require_room(events=instance.head.seq, state=step.state)
    return step


def change_of(
    tx: Connection,
    instance: Instance,
    definition: PinnedDefinition,
    plan: TokenPlan,
    step: Step,
    decided: Decided,
    now: datetime,
) -> Change:
    """Return what the store writes; `tx`: the write transaction."""
    opened = steps.opened_tasks(steps.surroundings(tx, instance, definition, step), step, now)
    command = MoveToken(plan.token_no, plan.target)
    event = TokenMoved(
        **steps.moving(command, step, opened, zone=instance.timezone),
        element_id=plan.source.rpartition("/")[2],
        texts=decided.texts,
        token_no=plan.token_no,
        path=plan.source,
        target=plan.target,
        left_out=plan.left_out,
        reason=decided.reason,
        request=decided.request,
        asked=decided.asked,
        confirmed_at=decided.confirmed_at,
    )
    return steps.change_of(step, event, opened)
