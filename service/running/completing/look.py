"""Reading all that completing a task needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.roles import today_in
from service.running import papers
from service.running.asked_units import unit_options
from service.running.attempts import Answered
from service.running.authority import require_holder, require_recorder
from service.running.brought import misnamed_files
from service.running.completing.values import Given, Seen
from service.running.definitions import DefinitionBroken, step_name
from service.running.on_paper import SCAN_FIELD, require_another, require_recordable, signer_of
from service.running.past_versions import definition_of_task
from service.running.signed_copies import COPY_FIELD
from service.store.accounts import is_demo
from service.store.authority import holdings_of_office
from service.store.idempotency import first_answer
from service.store.instances import instance_and_task, newest_versions, standing_acts
from service.store.openings import opened_by
from service.store.parts import own_parts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from service.access.model import Caller, Holder
    from service.diagrams.extensions import NodeExtension
    from service.store.instances import Instance, StandingAct, Task, Version
    from service.store.signers import Signer


def look(connection: Connection, caller: Caller, given: Given) -> Seen | Answered:
    """Read all that completing needs. Raises NotFound, NotYourTask, FileNotYours."""
    answer = first_answer(connection, caller.pemda_id, caller.person_id, given.request)
    if answer is not None:
        return Answered(answer)
    instance, task = instance_and_task(
        connection, caller.pemda_id, given.instance_id, given.task_no
    )
    return survey(connection, caller, given, instance, task)


def survey(
    connection: Connection, caller: Caller, given: Given, instance: Instance, task: Task
) -> Seen:
    """Read what completing needs around a task that was read. Raises what `look` raises."""
    holder = _holder(connection, caller, given, instance, task)
    definition = definition_of_task(connection, instance, task)
    extension = definition.engine.node(task.path).extension
    signer = _signer(connection, caller, given, instance, task, extension)
    form = None if extension.form is None else definition.forms.get(extension.form)
    if extension.form is not None and form is None:
        raise DefinitionBroken(step=step_name(definition, task.path))
    sources = frozenset() if form is None else form.form.option_sources
    newest = newest_versions(connection, instance, papers.documents_named(extension))
    brought = dict(given.files)
    if given.paper is not None:
        brought[SCAN_FIELD] = (given.paper.scan,)
    if given.signed is not None:
        brought[COPY_FIELD] = tuple(it.file for it in given.signed.by_document.values())
    misnamed = misnamed_files(connection, caller.pemda_id, caller.person_id, brought)
    acting = caller.person_id if signer is None else signer.person_id
    return Seen(
        instance=instance,
        task=task,
        holder=holder,
        definition=definition,
        form=form,
        misnamed=misnamed,
        newest=newest,
        standing=_standing(connection, instance, extension, newest),
        own=own_parts(connection, instance, newest, acting) if extension.acts else (),
        signer=signer,
        stands_in=_stands_in(connection, instance, extension),
        opened=(
            frozenset()
            if given.reviewed is None
            else opened_by(connection, caller.pemda_id, instance.id, caller.person_id)
        ),
        units=(unit_options(connection, instance, given.now) if "alur_bidang" in sources else []),
        people=_people(connection, instance, given.now) if "alur_pegawai" in sources else {},
    )


def _holder(
    connection: Connection, caller: Caller, given: Given, instance: Instance, task: Task
) -> Holder:
    """Return the jabatan in which the caller completes the task, or records it from paper."""
    if given.paper is None:
        return require_holder(connection, caller, instance, task)
    return require_recorder(connection, caller, instance, task)


def _signer(
    connection: Connection,
    caller: Caller,
    given: Given,
    instance: Instance,
    task: Task,
    extension: NodeExtension,
) -> Signer | None:
    """Return who acted on paper. Raises NotOnPaper, NotHeldThatDay, OwnPaper."""
    if given.paper is None:
        return None
    require_recordable(task, extension)
    signer = signer_of(connection, instance, task, given.paper)
    require_another(caller, signer, task)
    return signer


def _stands_in(connection: Connection, instance: Instance, extension: NodeExtension) -> bool:
    if not any(act.kind == "sign" for act in extension.acts):
        return False
    return instance.trial or is_demo(connection)


def _standing(
    connection: Connection,
    instance: Instance,
    extension: NodeExtension,
    newest: Mapping[str, Version],
) -> tuple[StandingAct, ...]:
    """Return the acts that the step may build on or make void; most steps do neither."""
    if not extension.acts and not extension.outputs:
        return ()
    return standing_acts(connection, instance, newest)


def _people(
    connection: Connection, instance: Instance, now: datetime
) -> dict[UUID, tuple[UUID, str]]:
    day = today_in(instance.timezone, now)
    return holdings_of_office(connection, instance.pemda_id, instance.office_id, day)
