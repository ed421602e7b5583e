"""*Perbaiki isian*: a variable that a form filled gets another value, or is asked to.

What conditions can read may decide past whom the process goes, so a second person approves it;
a text, which no condition can read, one person corrects.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.events.process import RepairRequested
from service.running import limits, steps
from service.running.acting import Act, act
from service.running.authority import managed_process
from service.running.corrections import change_of, correction_of, filled_variables
from service.running.definitions import definition_of
from service.running.inputs import input_of
from service.running.repairs import Decided, require_none_open, require_seen
from service.running.standing import require_running
from service.store.changes import Change
from service.store.private_texts import commitments, reference, seal

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.engine.api import Step
    from service.running.corrections import Correction, Filled
    from service.running.definitions import PinnedDefinition
    from service.running.results import Moved
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance


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

    def look(connection: Connection) -> _Seen:
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
        step = steps.executed(seen.definition, seen.instance, correction.command, now)
        return _Thought(correction, None if correction.filled.needs_second else step)

    def changed(tx: Connection, seen: _Seen, thought: _Thought) -> Change:
        it = thought.correction
        text = seal("reason", why)
        texts = (*it.texts, text)
        if thought.step is None:
            event = RepairRequested(
                wanted=input_of(it.command),
                variable=it.command.name,
                form=it.filled.form,
                old=it.filled.value,
                reason=reference(text),
                confirmed_at=caller.confirmed_at,
                texts=commitments(texts),
            )
            return Change(events=(event,), texts=texts)
        decided = Decided(reference(text), commitments(texts), caller.confirmed_at)
        corrected = (it.filled, it.command)
        done = change_of(tx, seen.instance, seen.definition, corrected, thought.step, decided, now)
        return replace(done, texts=texts)

    parts = Act(look, think, changed)
    return act(session, caller, instance_id, parts, request=request, now=now)
