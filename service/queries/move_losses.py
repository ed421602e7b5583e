"""What an open task loses when its process goes on under another version, and what is passed over.

The preview of a move says it before, the page of the task afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from service.events.engine_moves import ProcessMoved
from service.forms.posted import name_of
from service.running.definitions import definition_of, step_name
from service.sentences import sentence
from service.store.private_texts import referenced, texts_of
from service.store.tables import history_event
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from service.forms.model import Field, Form
    from service.running.definitions import PinnedDefinition
    from service.store.instances import Task


@dataclass(frozen=True, slots=True)
class MovedSince:
    """The move of a process after a task of it was opened."""

    at: datetime
    #: number of the version that it runs under since
    version: int
    #: why; None: erased
    reason: str | None
    #: what was typed before and is no longer asked: label and text
    dropped: tuple[tuple[str, str], ...]


def moved_since(
    connection: Connection, task: Task, drafted: Mapping[str, list[str]] | None
) -> MovedSince | None:
    """Return the last move of the process of an open task; None: it was not moved since."""
    row = connection.execute(
        select(history_event.c.payload, history_event.c.occurred_at)
        .where(
            history_event.c.pemda_id == task.pemda_id,
            history_event.c.stream_id == task.instance_id,
            history_event.c.seq > task.opened_seq,
            history_event.c.kind == ProcessMoved.kind,
        )
        .order_by(history_event.c.seq.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    told = parse(row.payload)
    places = {it["task_no"]: it["before"] for it in told["tasks"]}
    old, new = (
        definition_of(connection, task.pemda_id, UUID(told[name]))
        for name in ("from_version_id", "version_id")
    )
    before = form_at(old, places.get(task.task_no, task.path))
    lost = dropped(before, form_at(new, task.path), drafted or {})
    return MovedSince(
        row.occurred_at, told["version"], _text(connection, task, told["reason"]), tuple(lost)
    )


def form_at(definition: PinnedDefinition, path: str) -> Form | None:
    """Return the form of the step at `path`; None: it has none."""
    if path not in definition.engine.nodes:
        return None
    pinned = definition.forms.get(definition.engine.node(path).extension.form or "")
    return None if pinned is None else pinned.form


def dropped(
    before: Form | None, after: Form | None, drafted: Mapping[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """Yield what was typed for fields that the new form does not ask: label and text."""
    asked = {field.key for field in _fields(after)}
    for field in _fields(before):
        typed = [text for text in drafted.get(name_of(field.key), ()) if text.strip()]
        if field.key not in asked and typed:
            yield field.label, ", ".join(_shown(field, text) for text in typed)


def form_notes(before: Form | None, after: Form | None) -> Iterator[str]:
    """Yield that the form of a step is another one, and what it asks anew."""
    if before == after or after is None:
        return
    known = {field.key for field in _fields(before)}
    anew = [
        sentence("moving.field-required", label=field.label) if field.required else field.label
        for field in after.fields
        if field.key not in known
    ]
    if anew:
        yield sentence("moving.form-asks", fields=", ".join(anew))
    else:
        yield sentence("moving.form-changed")


def passed_over(new: PinnedDefinition, added: Iterable[str], path: str) -> Iterator[str]:
    """Yield that steps of `added` stand before `path`, where a process goes on that did none."""
    here = new.engine.node(path).extension.step if path in new.engine.nodes else None
    if here is None:
        return
    steps = [
        (step.seq, step_name(new, one))
        for one in added
        if (step := new.engine.node(one).extension.step) is not None and step.seq < here.seq
    ]
    if steps:
        names = "; ".join(name for _, name in sorted(steps))
        yield sentence("moving.steps-passed", steps=names)


def _fields(form: Form | None) -> Iterable[Field]:
    return () if form is None else form.fields


def _shown(field: Field, text: str) -> str:
    return next((option.label for option in field.options if option.value == text), text)


def _text(connection: Connection, task: Task, reference: str) -> str | None:
    text_id = referenced(reference)
    ids = () if text_id is None else (text_id,)
    return next(iter(texts_of(connection, task.pemda_id, ids).values()), None)
