"""*Pindahkan ke langkah lain*: what waits at one step waits at another, or is asked to.

Where a review, a paraf or a signature would be left out nothing moves: the act only asks for it,
and a second person approves (`approve_repair`) or refuses (`refuse_repair`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.events.process import RepairRequested
from service.running import limits, steps
from service.running.acting import Act, act
from service.running.authority import managed_process
from service.running.definitions import definition_of
from service.running.inputs import input_of
from service.running.repairs import (
    Decided,
    plan_of,
    require_none_open,
    require_possible,
    require_seen,
)
from service.running.standing import require_running
from service.running.token_moving import change_of
from service.store.changes import Change
from service.store.private_texts import commitments, reference, seal

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.engine.api import Step
    from service.running.definitions import PinnedDefinition
    from service.running.repairs import TokenPlan
    from service.running.results import Moved
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance
    from service.store.private_texts import PrivateText


@dataclass(frozen=True, slots=True)
class Aim:
    """Which token is to go where, as a person saw it in a preview."""

    token_no: int
    #: path of the step
    target: str
    #: `repairs.fingerprint` of the process that the preview was made of; None: wherever it stands
    seen_state: str | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    holder: Holder
    definition: PinnedDefinition


@dataclass(frozen=True, slots=True)
class _Thought:
    plan: TokenPlan
    #: None: it is only asked for
    step: Step | None


def move_token(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    aim: Aim,
    reason: str,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Move a waiting token to another step, or ask a second person for it.

    The head or secretary of the owning office does, with the password typed just before.

    Raises NotFound, NotTheManager, PasswordNeeded, ReasonMissing, ProcessNotRunning,
    MovedOnMeanwhile, RepairNotPossible, RepairWaits.
    """
    why = limits.reason_in(reason)

    def look(connection: Connection) -> _Seen:
        instance, holder = managed_process(connection, caller, instance_id, now)
        require_running(instance)
        require_seen(instance, aim.seen_state)
        require_none_open(connection, instance)
        definition = definition_of(connection, caller.pemda_id, instance.version_id)
        return _Seen(instance, holder, definition)

    def think(seen: _Seen) -> _Thought:
        plan = plan_of(seen.definition, seen.instance, aim.token_no, aim.target, now)
        require_possible(plan, seen.definition)
        step = steps.executed(seen.definition, seen.instance, plan.command, now)
        return _Thought(plan, None if plan.deciding else step)

    def changed(tx: Connection, seen: _Seen, thought: _Thought) -> Change:
        text = seal("reason", why)
        if thought.step is None:
            event = _asking(thought.plan, text, caller)
            return Change(events=(event,), texts=(text,))
        decided = Decided(reference(text), commitments([text]), caller.confirmed_at)
        done = change_of(
            tx, seen.instance, seen.definition, thought.plan, thought.step, decided, now
        )
        return replace(done, texts=(text,))

    parts = Act(look, think, changed)
    return act(session, caller, instance_id, parts, request=request, now=now)


def _asking(plan: TokenPlan, text: PrivateText, caller: Caller) -> RepairRequested:
    return RepairRequested(
        element_id=plan.source.rpartition("/")[2],
        wanted=input_of(plan.command),
        path=plan.source,
        target=plan.target,
        left_out=plan.left_out,
        reason=reference(text),
        confirmed_at=caller.confirmed_at,
        texts=commitments([text]),
    )
