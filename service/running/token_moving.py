"""What the store writes when a token is moved, whoever decided it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.events.engine_moves import TokenMoved
from service.running import steps

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from service.engine.api import Step
    from service.running.definitions import PinnedDefinition
    from service.running.repairs import Decided, TokenPlan
    from service.store.changes import Change
    from service.store.instances import Instance


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
    event = TokenMoved(
        **steps.moving(plan.command, step, opened, zone=instance.timezone),
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
