"""*Perbaiki isian*: a variable that a form filled gets another value, or is asked to.

What conditions can read may decide past whom the process goes, so a second person approves it;
a text, which no condition can read, one person corrects.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.events.process import RepairRequested
from service.running import limits, steps
from service.running.attempts import Answered, Attempt, attempt
from service.running.authority import managed_process
from service.running.corrections import change_of, correction_of, filled_variables, step_of
from service.running.definitions import definition_of
from service.running.inputs import input_of
from service.running.repairs import Decided, require_none_open, require_seen
from service.running.results import Moved, moved
from service.running.standing import require_running
from service.store.authority import require_still_holds
from service.store.changes import Change
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember
from service.store.private_texts import commitments, reference, seal
from service.store.record import record

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.engine.api import Step
    from service.running.corrections import Correction, Filled
    from service.running.definitions import PinnedDefinition
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance
    from service.store.private_texts import PrivateText


@dataclass(frozen=True, slots=True)
class Answer:
    """What a variable is to become, as a person typed it."""

    variable: str
    #: as the form's own field would take it
    typed: object
    #: `repairs.fingerprint` of the process that was looked at; None: wherever it stands
    seen_state: str | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    holder: Holder
    definition: PinnedDefinition
    filled: tuple[Filled, ...]


@dataclass(frozen=True, slots=True)
class _Thought:
    correction: Correction
    #: None: it is only asked for
    step: Step | None


def correct_variable(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    answer: Answer,
    reason: str,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Correct what a form filled, or ask a second person for it.

    The head or secretary of the owning office does, with the password typed just before. The
    answer is read and judged as the form does. Raises NotFound, NotTheManager, PasswordNeeded,
    ReasonMissing, ProcessNotRunning, MovedOnMeanwhile, NotCorrectable, FieldsRejected,
    NothingCorrected, RepairWaits.
    """
    why = limits.reason_in(reason)

    def look(connection: Connection) -> _Seen | Answered:
        known = first_answer(connection, caller.pemda_id, caller.person_id, request)
        if known is not None:
            return Answered(known)
        instance, holder = managed_process(connection, caller, instance_id, now)
        require_running(instance)
        require_seen(instance, answer.seen_state)
        require_none_open(connection, instance)
        definition = definition_of(connection, caller.pemda_id, instance.version_id)
        filled = filled_variables(connection, definition, instance, now)
        return _Seen(instance, holder, definition, filled)

    def think(seen: _Seen) -> _Thought:
        zone = seen.instance.timezone
        correction = correction_of(seen.filled, answer.variable, answer.typed, zone=zone)
        step = step_of(seen.definition, seen.instance, correction.command, now)
        return _Thought(correction, None if correction.filled.needs_second else step)

    def write(tx: Connection, seen: _Seen, thought: _Thought) -> Moved:
        require_still_holds(tx, caller, seen.holder, now)
        change = _change(tx, seen, thought, seal("reason", why))
        record(tx, seen.instance, change, actor_of(caller, seen.holder), now)
        result = _result(seen, thought)
        remember(tx, caller.pemda_id, caller.person_id, request, result.answer(), now)
        return result

    def _change(tx: Connection, seen: _Seen, thought: _Thought, why: PrivateText) -> Change:
        it = thought.correction
        texts = (*it.texts, why)
        if thought.step is None:
            event = RepairRequested(
                wanted=input_of(it.command),
                variable=it.command.name,
                form=it.filled.form,
                old=it.filled.value,
                reason=reference(why),
                confirmed_at=caller.confirmed_at,
                texts=commitments(texts),
            )
            return Change(events=(event,), texts=texts)
        decided = Decided(reference(why), commitments(texts), caller.confirmed_at)
        corrected = (it.filled, it.command)
        done = change_of(tx, seen.instance, seen.definition, corrected, thought.step, decided, now)
        return replace(done, texts=texts)

    return attempt(session, caller.pemda_id, instance_id, Attempt(look, think, write, moved))


def _result(seen: _Seen, thought: _Thought) -> Moved:
    if thought.step is None:
        instance = seen.instance
        return Moved(instance.id, instance.number, instance.head.seq + 1, "running")
    return steps.moved_by(seen.instance, thought.step)
