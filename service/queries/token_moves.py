"""What may be moved where in a process, what that leaves out, and what waits for approval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.access.rules import require_may_see_process
from service.diagrams.model import ManualTask, ReceiveTask, UserTask
from service.engine.api import CorrectVariable, MoveToken
from service.engine.codec import load
from service.engine.token_moves import movable_tokens
from service.queries.corrections import in_words
from service.running.authority import require_manager
from service.running.corrections import filled_variables
from service.running.definitions import definition_of, step_name
from service.running.repairs import fingerprint, open_request, plan_of, sentence_of
from service.running.standing import require_running
from service.store.database import read
from service.store.instances import facts_of, instance_of
from service.store.private_texts import referenced, texts_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.definitions import PinnedDefinition
    from service.running.repairs import OpenRequest
    from service.store.instances import Instance


@dataclass(frozen=True, slots=True)
class Skipped:
    """A step that would be left out."""

    title: str
    #: it is a review, a paraf or a signature
    decides: bool


@dataclass(frozen=True, slots=True)
class MovePreview:
    """What moving one token would mean."""

    token_no: int
    source: str
    target: str
    target_path: str
    #: why it cannot be; nothing: it can
    reasons: tuple[str, ...]
    skipped: tuple[Skipped, ...]

    @property
    def needs_second(self) -> bool:
        return any(step.decides for step in self.skipped)


@dataclass(frozen=True, slots=True)
class MoveChoices:
    """What can be moved, the steps that there are, and what was chosen would mean."""

    #: (number of the token, what people call where it stands)
    sources: tuple[tuple[int, str], ...]
    #: (path, what people call it)
    steps: tuple[tuple[str, str], ...]
    #: None: nothing was chosen yet
    preview: MovePreview | None
    #: fingerprint of the process as it was looked at
    state: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """What of the data a correction would change, in the words of its form."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A repair that waits for a second person."""

    number: int
    jabatan: str
    asked_at: datetime
    #: None: erased
    reason: str | None
    #: the caller asked for it, so somebody else approves
    own: bool
    state: str
    #: of a move, or of a correction
    preview: MovePreview | None = None
    corrected: Corrected | None = None


def move_choices(
    session: Session,
    caller: Caller,
    instance_id: UUID,
    *,
    token_no: int | None,
    target: str,
    now: datetime,
) -> MoveChoices:
    """Return what the head or secretary may choose, and what the choice would mean.

    Raises NotFound, NotTheManager, ProcessNotRunning.
    """
    with read(session) as connection:
        instance, definition = _running(connection, caller, instance_id)
        require_manager(caller, instance)
        loaded = load(definition.engine.spec, instance.state, now)
        sources = tuple(
            (number, step_name(definition, path)) for number, path in movable_tokens(loaded)
        )
        preview = None
        if token_no is not None and target in definition.engine.nodes:
            preview = _preview(definition, instance, token_no, target, now)
    return MoveChoices(sources, _steps(definition), preview, fingerprint(instance))


def waiting_repair(
    session: Session, caller: Caller, instance_id: UUID, now: datetime
) -> Waiting | None:
    """Return the repair of a process that waits for a second person; None: none does.

    Raises NotFound, ProcessNotRunning.
    """
    with read(session) as connection:
        instance, definition = _running(connection, caller, instance_id)
        found = open_request(connection, caller.pemda_id, instance_id)
        if found is None:
            return None
        command = found.command
        return Waiting(
            number=found.seq,
            jabatan=found.jabatan,
            asked_at=found.asked_at,
            reason=_reason(connection, caller, found),
            own=found.asked_by == caller.person_id,
            state=fingerprint(instance),
            preview=_preview(definition, instance, command.token_no, command.target, now)
            if isinstance(command, MoveToken)
            else None,
            corrected=_corrected(connection, definition, instance, command, now)
            if isinstance(command, CorrectVariable)
            else None,
        )


def _running(
    connection: Connection, caller: Caller, instance_id: UUID
) -> tuple[Instance, PinnedDefinition]:
    instance = instance_of(connection, caller.pemda_id, instance_id)
    require_may_see_process(caller, facts_of(connection, instance))
    require_running(instance)
    return instance, definition_of(connection, caller.pemda_id, instance.version_id)


def _preview(
    definition: PinnedDefinition, instance: Instance, token_no: int, target: str, now: datetime
) -> MovePreview:
    plan = plan_of(definition, instance, token_no, target, now)
    said = (sentence_of(it, definition) for it in plan.obstacles)
    return MovePreview(
        token_no=token_no,
        source=step_name(definition, plan.source) if plan.source else "",
        target=step_name(definition, target) if target in definition.engine.nodes else target,
        target_path=target,
        reasons=tuple(dict.fromkeys(said)),
        skipped=tuple(
            Skipped(step_name(definition, path), path in plan.deciding) for path in plan.left_out
        ),
    )


def _steps(definition: PinnedDefinition) -> tuple[tuple[str, str], ...]:
    return tuple(
        (path, step_name(definition, path))
        for path, node in definition.engine.nodes.items()
        if isinstance(node, UserTask | ManualTask | ReceiveTask)
    )


def _reason(connection: Connection, caller: Caller, found: OpenRequest) -> str | None:
    text_id = referenced(found.reason)
    if text_id is None:
        return None
    return texts_of(connection, caller.pemda_id, [text_id]).get(text_id)


def _corrected(
    connection: Connection,
    definition: PinnedDefinition,
    instance: Instance,
    command: CorrectVariable,
    now: datetime,
) -> Corrected | None:
    for filled in filled_variables(connection, definition, instance, now):
        if filled.field.key == command.name:
            old, new = (
                in_words(connection, instance, filled, it) for it in (filled.value, command.value)
            )
            return Corrected(filled.field.label, old, new)
    return None
