"""What of a process's data can be corrected, and what stands there now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.access.rules import require_may_see_process
from service.forms import ZONE_NAME, present
from service.queries.answers import AnswerWords
from service.running.authority import require_manager
from service.running.corrections import filled_variables, question_of
from service.running.definitions import definition_of
from service.running.repairs import fingerprint, open_request
from service.running.standing import require_running
from service.sentences import sentence
from service.store.database import read
from service.store.instances import facts_of, instance_of
from service.store.private_texts import referenced, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.forms import FieldView, Form, Problem
    from service.running.corrections import Filled
    from service.store.instances import Instance
    from service.values import Value


@dataclass(frozen=True, slots=True)
class Correctable:
    """A variable that a form filled, as the page lists it."""

    key: str
    label: str
    value: str
    needs_second: bool


@dataclass(frozen=True, slots=True)
class Correctables:
    lines: tuple[Correctable, ...]
    #: the one that was chosen, and its question; None: none was
    chosen: Correctable | None
    form: Form | None
    #: fingerprint of the process as it was looked at
    state: str
    #: number of the repair that waits for a second person
    waiting: int | None


def correctables(
    session: Session, caller: Caller, instance_id: UUID, *, variable: str, now: datetime
) -> Correctables:
    """Return what may be corrected. Raises NotFound, NotTheManager, ProcessNotRunning."""
    with read(session) as connection:
        instance = instance_of(connection, caller.pemda_id, instance_id)
        require_may_see_process(caller, facts_of(connection, instance))
        require_manager(caller, instance)
        require_running(instance)
        definition = definition_of(connection, caller.pemda_id, instance.version_id)
        found = filled_variables(connection, definition, instance, now)
        waiting = open_request(connection, caller.pemda_id, instance_id)
        lines = {it.field.key: _line(connection, instance, it) for it in found}
    chosen = next((it for it in found if it.field.key == variable), None)
    return Correctables(
        lines=tuple(lines.values()),
        chosen=lines.get(variable),
        form=None if chosen is None else question_of(chosen.field),
        state=fingerprint(instance),
        waiting=None if waiting is None else waiting.seq,
    )


def question(
    form: Form, typed: Mapping[str, object], errors: Mapping[str, Problem], zone: str
) -> FieldView:
    """Return the one question of a correction as the page shows it."""
    [view] = present(form, typed, errors, {ZONE_NAME: zone})
    return view


def in_words(connection: Connection, instance: Instance, filled: Filled, value: Value) -> str:
    """Return an answer in the words of its form; a text that was erased says so."""
    text_id = referenced(value) if isinstance(value, str) else None
    texts = texts_of(connection, instance.pemda_id, [] if text_id is None else [text_id])
    words = AnswerWords(texts={str(key): text for key, text in texts.items()}, names={})
    told = words.told(question_of(filled.field), {filled.field.key: value})
    return told[0][1] if told else sentence("history.unanswered")


def _line(connection: Connection, instance: Instance, filled: Filled) -> Correctable:
    return Correctable(
        key=filled.field.key,
        label=filled.field.label,
        value=in_words(connection, instance, filled, filled.value),
        needs_second=filled.needs_second,
    )
