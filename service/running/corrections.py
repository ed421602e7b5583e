"""What of a process's data people may correct: what a form filled, by the rules of that form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from service.engine.api import CorrectVariable
from service.engine.codec import load
from service.events.engine_moves import ArrivalRecorded, UserTaskCompleted, VariableCorrected
from service.forms import ZONE_NAME, Form, validate
from service.running import steps
from service.running.past_versions import forms_by_hash, past_versions
from service.running.refusals import NotCorrectable, NothingCorrected
from service.store.private_texts import reference, seal
from service.store.tables import history_event
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from service.engine.api import Step
    from service.forms import Field
    from service.running.definitions import PinnedDefinition
    from service.running.repairs import Decided
    from service.store.changes import Change
    from service.store.instances import Instance
    from service.store.private_texts import PrivateText
    from service.values import Value

#: Events in which a form filled variables.
_FILLING: Final = (UserTaskCompleted.kind, ArrivalRecorded.kind, VariableCorrected.kind)


@dataclass(frozen=True, slots=True)
class Filled:
    """A variable of the process that a form filled, with the question as that form asks it."""

    field: Field
    #: SHA-256 of the form
    form: str
    #: as it stands in state: a reference for texts
    value: Value

    @property
    def needs_second(self) -> bool:
        """Whether conditions can read it: then it may decide past whom the process goes."""
        return not self.field.goes_to_side_table


@dataclass(frozen=True, slots=True)
class Correction:
    """What a variable becomes."""

    filled: Filled
    command: CorrectVariable
    texts: tuple[PrivateText, ...] = ()


def filled_variables(
    connection: Connection,
    definition: PinnedDefinition,
    instance: Instance,
    now: datetime,
) -> tuple[Filled, ...]:
    """Return what may be corrected, in the order in which it was filled last.

    Files are documents, not data; lists of people and units decided whose tasks there are when
    they were filled, so neither is among them.
    """
    data = load(definition.engine.spec, instance.state, now).task_tree.data
    past = past_versions(connection, instance.pemda_id, instance.id, instance.version_id)
    forms = forms_by_hash(connection, instance.pemda_id, past)
    found: dict[str, Filled] = {}
    rows = connection.execute(
        select(history_event.c.payload)
        .where(
            history_event.c.pemda_id == instance.pemda_id,
            history_event.c.stream_id == instance.id,
            history_event.c.kind.in_(_FILLING),
        )
        .order_by(history_event.c.seq)
    ).scalars()
    for payload in rows:
        said: Mapping[str, Any] = parse(payload)
        form = forms.get(str(said.get("form")))
        given = said["input"].get("values", ())
        if form is None:
            continue
        for field in form.fields:
            if field.key in given and field.key in data and _is_data(field):
                found[field.key] = Filled(field, form.sha256, data[field.key])
    return tuple(found.values())


def _is_data(field: Field) -> bool:
    return not field.is_file and field.options_source is None


def question_of(field: Field) -> Form:
    """Return a form that asks this one question, whatever else hid it in its own."""
    return Form("", (replace(field, hide=None, hides=()),))


def correction_of(
    filled: tuple[Filled, ...], variable: str, typed: object, *, zone: str
) -> Correction:
    """Return what a variable becomes, read and judged as its form does.

    Raises NotCorrectable, FieldsRejected, NothingCorrected.
    """
    one = next((it for it in filled if it.field.key == variable), None)
    if one is None:
        raise NotCorrectable(variable=variable)
    submission = validate(question_of(one.field), {variable: typed}, context={ZONE_NAME: zone})
    if variable in submission.texts:
        text = seal(variable, submission.texts[variable])
        return Correction(one, CorrectVariable(variable, reference(text)), (text,))
    value = submission.values[variable]
    if value == one.value and type(value) is type(one.value):
        raise NothingCorrected(label=one.field.label)
    return Correction(one, CorrectVariable(variable, value))


def change_of(
    tx: Connection,
    instance: Instance,
    definition: PinnedDefinition,
    corrected: tuple[Filled, CorrectVariable],
    step: Step,
    decided: Decided,
    now: datetime,
) -> Change:
    """Return what the store writes; `tx`: the write transaction."""
    filled, command = corrected
    opened = steps.opened_tasks(steps.surroundings(tx, instance, definition, step), step, now)
    event = VariableCorrected(
        **steps.moving(command, step, opened, zone=instance.timezone),
        texts=decided.texts,
        variable=command.name,
        form=filled.form,
        old=filled.value,
        reason=decided.reason,
        request=decided.request,
        asked=decided.asked,
        confirmed_at=decided.confirmed_at,
    )
    return steps.change_of(step, event, opened)
