"""What the steps before a task filled in for it: who comes next reads it on the task itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import select, union_all

from service.queries.answers import AnswerWords, answers_in
from service.queries.places import place_at
from service.running.past_versions import forms_by_hash, past_versions
from service.store.joins import on
from service.store.private_texts import referenced
from service.store.tables import (
    history_event,
    holding,
    position,
    private_text,
    unit,
    user_task,
)
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from service.forms import Form
    from service.queries.places import ElementPlace
    from service.running.definitions import PinnedDefinition
    from service.store.instances import Instance, Task

#: More Bidang than any office has.
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class HandedOn:
    """What somebody filled in at a step from which a task comes."""

    place: ElementPlace
    jabatan: str
    #: label and answer of what was answered, in the order of the form; files are documents
    answers: tuple[tuple[str, str], ...]


def handed_on(
    connection: Connection,
    instance: Instance,
    task: Task,
    definition: PinnedDefinition,
) -> tuple[HandedOn, ...]:
    """Return what was filled in at the step before, oldest first; steps that say nothing not.

    Where several units did that step side by side it is what each said, and before it what they
    were asked.
    """
    past = past_versions(connection, instance.pemda_id, instance.id, instance.version_id)
    forms = forms_by_hash(connection, instance.pemda_id, past)
    told = [
        (event, payload["path"], form, answers_in(form, payload))
        for event in _events(connection, instance, _before(connection, instance, task))
        for payload in [parse(event.payload)]
        for form in [forms.get(str(payload.get("form")))]
        if form is not None
    ]
    words = _words(connection, instance, [(form, answers) for *_, form, answers in told])
    found = [
        HandedOn(
            place_at(definition.engine, path),
            event.jabatan or "",
            tuple(words.told(form, answers)),
        )
        for event, path, form, answers in told
    ]
    return tuple(one for one in found if one.answers)


def _before(connection: Connection, instance: Instance, task: Task) -> set[int]:
    """Return the numbers of the events by which the step before was done."""
    columns = (user_task.c.element_id, user_task.c.unit_id, user_task.c.opened_seq)
    here = (
        user_task.c.pemda_id == instance.pemda_id,
        user_task.c.instance_id == instance.id,
    )
    last = connection.execute(
        select(*columns)
        .where(*here, user_task.c.closed_seq == task.opened_seq, user_task.c.status != "cancelled")
        .limit(1)
    ).one_or_none()
    if last is None or last.unit_id is None:
        return {task.opened_seq}
    beside = connection.scalars(
        select(user_task.c.closed_seq)
        .where(
            *here,
            user_task.c.element_id == last.element_id,
            user_task.c.opened_seq == last.opened_seq,
            user_task.c.status == "completed",
        )
        .limit(_MOST)
    )
    return {last.opened_seq, *(seq for seq in beside if seq is not None)}


def _events(connection: Connection, instance: Instance, seqs: Iterable[int]) -> Sequence[Any]:
    return connection.execute(
        select(
            history_event.c.jabatan,
            history_event.c.payload,
        )
        .where(
            history_event.c.pemda_id == instance.pemda_id,
            history_event.c.stream_id == instance.id,
            history_event.c.seq.in_(sorted(seqs)),
            history_event.c.kind.in_(("UserTaskCompleted", "ArrivalRecorded")),
        )
        .order_by(history_event.c.seq)
    ).all()


def _words(
    connection: Connection, instance: Instance, told: Sequence[tuple[Form, Mapping[str, Any]]]
) -> AnswerWords:
    """Return the words for these answers, with no more of the store than they refer to."""
    values = [value for _, answers in told for value in _flat(answers.values())]
    texts = {found for value in values if (found := referenced(value)) is not None}
    chosen = {
        UUID(value)
        for form, answers in told
        for field in form.fields
        if field.options_source is not None
        for value in _flat([answers.get(field.key)])
        if isinstance(value, str)
    }
    return AnswerWords(
        texts=_texts(connection, instance, texts), names=_names(connection, instance, chosen)
    )


def _flat(values: Iterable[object]) -> Iterator[object]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from _flat(value)
        else:
            yield value


def _texts(
    connection: Connection, instance: Instance, ids: Iterable[UUID]
) -> dict[str, str | None]:
    wanted = sorted(ids)
    if not wanted:
        return {}
    rows = connection.execute(
        select(private_text.c.id, private_text.c.text).where(
            private_text.c.pemda_id == instance.pemda_id,
            private_text.c.stream_id == instance.id,
            private_text.c.id.in_(wanted),
        )
    )
    return {str(row.id): row.text for row in rows}


def _names(
    connection: Connection, instance: Instance, ids: Iterable[UUID]
) -> dict[str, str | None]:
    """Return what units and jabatan that were chosen in a list are called."""
    wanted = sorted(ids)
    if not wanted:
        return {}
    units = select(unit.c.id, unit.c.name).where(
        unit.c.pemda_id == instance.pemda_id, unit.c.id.in_(wanted)
    )
    titles = (
        select(holding.c.id, position.c.title)
        .join(position, on(position.c.id, holding.c.position_id))
        .where(holding.c.pemda_id == instance.pemda_id, holding.c.id.in_(wanted))
    )
    return {str(key): name for key, name in connection.execute(union_all(units, titles))}
