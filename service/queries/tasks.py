"""One task as its page shows it: what to do, with what, and which ways lead on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import and_, select

from service.access.roles import today_in
from service.access.rules import (
    acts_for_agency,
    holder_for,
    may_do_task,
    may_record_paper,
    recorder_for,
    require_may_see_process,
)
from service.forms import ZONE_NAME, Option
from service.queries.acts_again import acts_again
from service.queries.documents import document_names, documents_of
from service.queries.handed_on import handed_on
from service.queries.holders import holders_of
from service.queries.instances import process_row
from service.queries.move_losses import moved_since
from service.queries.places import place_at
from service.queries.returns import return_told_by
from service.queries.supplied import supplied
from service.queries.task_data import acts_under, data_of
from service.running.asked_units import unit_options
from service.running.hats import doubling
from service.running.on_paper import is_recordable, require_recordable
from service.running.outcomes import drawn_at
from service.running.past_versions import definition_of_task
from service.store.accounts import is_demo
from service.store.authority import holdings_of_office
from service.store.database import read
from service.store.instances import instance_of, newest_versions, standing_acts, task_of
from service.store.parts import Hat, own_parts
from service.store.signers import signers_since
from service.store.tables import draft, unit, user_task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import AuditScope, Caller, Holder
    from service.diagrams.extensions import Act, Output, ProposedNode, SopStep
    from service.diagrams.model import SequenceFlow
    from service.engine.api import Value
    from service.forms.model import Form
    from service.queries.acts_again import ActAgain
    from service.queries.documents import DocumentVersion
    from service.queries.handed_on import HandedOn
    from service.queries.move_losses import MovedSince
    from service.queries.places import ElementPlace
    from service.queries.returns import LastReturn
    from service.queries.supplied import Supplied
    from service.running.definitions import PinnedDefinition
    from service.store.instances import Instance, Task
    from service.store.signers import Signer


@dataclass(frozen=True, slots=True)
class WayOn:
    """A flow that a deciding task can choose."""

    value: str
    #: its name in the diagram
    label: str
    #: where it leads: the step, in the words of the diagram
    target: str


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One line of the kelengkapan."""

    name: str
    #: what earlier steps made of the document: its newest version, and of what several units
    #: brought the newest of each; the newest of all first
    versions: tuple[DocumentVersion, ...]

    @property
    def version(self) -> DocumentVersion | None:
        """The document's newest version; None: no earlier step made it."""
        return self.versions[0] if self.versions else None


@dataclass(frozen=True, slots=True)
class KeptDraft:
    typed: Mapping[str, list[str]]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with everything that its page says."""

    instance_id: UUID
    task_no: int
    process_number: str
    process_title: str
    year: int
    kind: str
    basis: str
    trial: bool
    process_status: str
    #: its process is suspended, so that nobody can do it now
    suspended: bool
    sop_title: str
    version_number: int
    office_id: UUID
    office_name: str
    timezone: str
    place: ElementPlace
    step: SopStep | None
    proposed: ProposedNode | None
    task_kind: str
    agency: str | None
    unit_name: str | None
    round: int
    returned: bool
    status: str
    opened_at: datetime
    opened_seq: int
    #: number of the event that closed it; None: it is open
    closed_seq: int | None
    due_at: datetime | None
    claimed_by: UUID | None
    claimed_jabatan: str | None
    #: the jabatan in which the caller may do it; None: not the caller's
    holder: Holder | None
    #: the caller records for the agency, rather than being it
    recording: bool
    #: exactly one person answers to it, so that nobody needs to take it
    sole: bool
    form: Form | None
    #: what the form's conditions and lists read
    context: Mapping[str, Value]
    requirements: tuple[RequirementLine, ...]
    outputs: tuple[Output, ...]
    acts: tuple[Act, ...]
    #: by document: the jabatan in which the caller had another role on its newest version
    doubled: Mapping[str, str]
    #: the step signs, and a click does not complete it: paper or TTE does
    signs: bool
    #: it is approved for signature already, and waits for the signature itself
    approved: bool
    #: an approval stands in for the signature: in a trial run, in a demo
    stands_in: bool
    #: the caller may record that it was done on paper
    records_paper: bool
    #: variable that the decision sets; None: nothing is decided
    decision: str | None
    forward: tuple[WayOn, ...]
    returns: tuple[WayOn, ...]
    #: names of the documents by key
    document_names: Mapping[str, str]
    documents: tuple[DocumentVersion, ...]
    #: what the caller, or who held the jabatan before, did on earlier versions: to be done again
    again: tuple[ActAgain, ...]
    #: what the steps before filled in for this one
    handed_on: tuple[HandedOn, ...]
    #: which units handed in what it collects
    supplied: tuple[Supplied, ...]
    last_return: LastReturn | None
    draft: KeptDraft | None
    #: the process was moved to another version while the task was open; None: it was not
    moved: MovedSince | None
    #: set when the caller sees it only by surat tugas: this view is to be logged
    audit: AuditScope | None

    @property
    def paraf_again(self) -> bool:
        """Say whether a paraf is asked for that was given on an earlier version."""
        asked = {act.document for act in self.acts if act.kind == "paraf"}
        return any(past.act.act == "paraf" and past.now.document in asked for past in self.again)


def task_view(
    session: Session,
    caller: Caller,
    instance_id: UUID,
    task_no: int,
    *,
    today: date,
    now: datetime,
) -> TaskView:
    """Return a task of a process that the caller may see. Raises NotFound."""
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        audit = require_may_see_process(caller, facts)
        instance = instance_of(connection, caller.pemda_id, instance_id)
        task = task_of(connection, instance, task_no)
        definition = definition_of_task(connection, instance, task)
        extension = definition.engine.node(task.path).extension
        documents = documents_of(connection, caller.pemda_id, instance_id, definition.engine)
        current = _current(documents)
        pinned = None if extension.form is None else definition.forms.get(extension.form)
        form = None if pinned is None else pinned.form
        forward, returns = _ways(definition, task.path)
        drawn = drawn_at(definition, task.path)
        mine = task.status == "open" and may_do_task(caller, task)
        holder = holder_for(caller, task) if mine else None
        kept = _draft(connection, caller, instance_id, task_no)
        asked = (form is not None and form.names) or any(act.when for act in extension.acts)
        data = data_of(instance, task, definition, now) if asked else {}
        acts = acts_under(extension, data)
        signs = any(act.kind == "sign" for act in acts)
        stands_in = signs and (instance.trial or is_demo(connection))
        context = _context(connection, instance, task, form, data, now)
        return TaskView(
            instance_id=instance_id,
            task_no=task_no,
            process_number=row.number,
            process_title=row.title,
            year=row.year,
            kind=row.kind,
            basis=row.basis,
            trial=row.trial,
            process_status=row.status,
            suspended=row.suspended_at is not None,
            sop_title=row.sop_title,
            version_number=row.version_number,
            office_id=row.office_id,
            office_name=row.office_name,
            timezone=row.timezone,
            place=place_at(definition.engine, task.path),
            step=extension.step,
            proposed=extension.proposed,
            task_kind=task.kind,
            agency=task.agency,
            unit_name=_unit_name(connection, caller.pemda_id, task.unit_id),
            round=task.round,
            returned=task.returned,
            status=task.status,
            opened_at=task.opened_at,
            opened_seq=task.opened_seq,
            closed_seq=_closed_seq(connection, task),
            due_at=task.due_at,
            claimed_by=task.claimed_by,
            claimed_jabatan=task.claimed_jabatan,
            holder=holder,
            recording=(
                task.kind == "receive" and holder is not None and not acts_for_agency(holder, task)
            ),
            sole=len(
                {
                    who.person_id
                    for who in holders_of(
                        connection,
                        caller.pemda_id,
                        task.candidate,
                        today,
                        sop_id=task.sop_id,
                    )
                }
            )
            == 1,
            form=form,
            context=context,
            requirements=tuple(
                RequirementLine(
                    item.name, tuple(it for it in current if it.document == item.document)
                )
                for item in extension.requirements
            ),
            outputs=extension.outputs,
            acts=acts,
            doubled=_doubled(connection, caller, instance, task, holder, acts),
            signs=signs and not stands_in,
            approved=signs and _is_approved(connection, instance, acts),
            stands_in=signs and stands_in,
            records_paper=(
                task.status == "open"
                and may_record_paper(caller, task)
                and is_recordable(task, extension)
            ),
            decision=None if drawn is None else drawn.variable,
            forward=forward,
            returns=returns,
            document_names=document_names(definition.engine),
            documents=current,
            again=_again(connection, caller, instance, holder, acts, documents),
            handed_on=handed_on(connection, instance, task, definition),
            supplied=supplied(connection, instance, task, definition.engine),
            last_return=_last_return(connection, instance, task),
            draft=kept,
            moved=(
                moved_since(connection, task, None if kept is None else kept.typed)
                if task.status == "open"
                else None
            ),
            audit=audit,
        )


def signers_of(
    session: Session, caller: Caller, instance_id: UUID, task_no: int
) -> tuple[Signer, ...]:
    """Return who may have done a task on paper since its process began, the caller apart.

    Raises NotFound, OnlyRecorders, NotOnPaper.
    """
    with read(session) as connection:
        _, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        recorder_for(caller, facts)
        instance = instance_of(connection, caller.pemda_id, instance_id)
        task = task_of(connection, instance, task_no)
        definition = definition_of_task(connection, instance, task)
        require_recordable(task, definition.engine.node(task.path).extension)
        began = today_in(instance.timezone, instance.started_at)
        found = signers_since(connection, instance, task.candidate, began)
    return tuple(signer for signer in found if signer.person_id != caller.person_id)


def _again(
    connection: Connection,
    caller: Caller,
    instance: Instance,
    holder: Holder | None,
    acts: tuple[Act, ...],
    documents: tuple[DocumentVersion, ...],
) -> tuple[ActAgain, ...]:
    """Return what was done on earlier versions; to who cannot do the task it says nothing."""
    if holder is None or not acts:
        return ()
    return acts_again(
        connection,
        caller,
        instance.id,
        position_id=holder.position_id,
        versions=documents,
        awaited={act.document for act in acts},
    )


def _closed_seq(connection: Connection, task: Task) -> int | None:
    return connection.scalar(
        select(user_task.c.closed_seq).where(
            user_task.c.pemda_id == task.pemda_id,
            user_task.c.instance_id == task.instance_id,
            user_task.c.task_no == task.task_no,
        )
    )


def _current(documents: tuple[DocumentVersion, ...]) -> tuple[DocumentVersion, ...]:
    """Return the newest of each document, and of what several units brought the newest of each."""
    newest: dict[tuple[str, str | None], DocumentVersion] = {}
    for version in documents:
        newest.setdefault((version.document, version.unit_name), version)
    return tuple(newest.values())


def _ways(definition: PinnedDefinition, path: str) -> tuple[tuple[WayOn, ...], tuple[WayOn, ...]]:
    """Return the ways forward and the ways back of a task, as drawn."""
    drawn = drawn_at(definition, path)
    if drawn is None:
        return (), ()
    forward = tuple(_way(definition, path, it) for it in drawn.flows if it.purpose == "forward")
    back = tuple(_way(definition, path, it) for it in drawn.flows if it.purpose == "return")
    return forward, back


def _way(definition: PinnedDefinition, path: str, flow: SequenceFlow) -> WayOn:
    place = place_at(definition.engine, f"{path.rpartition('/')[0]}/{flow.target}")
    number = f"Langkah {place.step_number}: " if place.step_number else ""
    return WayOn(flow.outcome or "", flow.name or (flow.outcome or ""), f"{number}{place.title}")


def _is_approved(connection: Connection, instance: Instance, acts: tuple[Act, ...]) -> bool:
    """Say whether all that is to be signed is approved for signature."""
    signed = {act.document for act in acts if act.kind == "sign"}
    standing = standing_acts(connection, instance, newest_versions(connection, instance, signed))
    approved = {act.document for act in standing if act.act == "approved_for_signature"}
    return signed <= approved


def _doubled(
    connection: Connection,
    caller: Caller,
    instance: Instance,
    task: Task,
    holder: Holder | None,
    acts: tuple[Act, ...],
) -> dict[str, str]:
    """Return of which documents the acts would be a second role of the caller."""
    if holder is None or not acts:
        return {}
    newest = newest_versions(connection, instance, {act.document for act in acts})
    own = own_parts(connection, instance, newest, caller.person_id)
    hat = Hat(holder.position_id, task.role)
    found = {
        act.document: doubling(hat, act, (it for it in own if it.document == act.document))
        for act in acts
    }
    return {document: other.jabatan for document, other in found.items() if other is not None}


def _context(
    connection: Connection,
    instance: Instance,
    task: Task,
    form: Form | None,
    data: Mapping[str, Value],
    now: datetime,
) -> dict[str, Value]:
    """Return what the form reads beside the answers: the task's data, lists, the zone."""
    if form is None or task.status != "open":
        return {}
    context: dict[str, Value] = {ZONE_NAME: instance.timezone}
    if form.names:
        context.update(data)
    if "alur_bidang" in form.option_sources:
        context["alur_bidang"] = unit_options(connection, instance, now)
    if "alur_pegawai" in form.option_sources:
        day = today_in(instance.timezone, now)
        people = holdings_of_office(connection, instance.pemda_id, instance.office_id, day)
        context["alur_pegawai"] = [Option(str(key), title) for key, (_, title) in people.items()]
    return context


def _unit_name(connection: Connection, pemda_id: UUID, unit_id: UUID | None) -> str | None:
    if unit_id is None:
        return None
    return connection.scalar(
        select(unit.c.name).where(unit.c.pemda_id == pemda_id, unit.c.id == unit_id)
    )


def _last_return(connection: Connection, instance: Instance, task: Task) -> LastReturn | None:
    if not task.returned:
        return None
    return return_told_by(connection, instance.pemda_id, instance.id, task.opened_seq)


def _draft(
    connection: Connection, caller: Caller, instance_id: UUID, task_no: int
) -> KeptDraft | None:
    row = connection.execute(
        select(draft.c.typed, draft.c.saved_at).where(
            and_(
                draft.c.pemda_id == caller.pemda_id,
                draft.c.instance_id == instance_id,
                draft.c.task_no == task_no,
                draft.c.person_id == caller.person_id,
            )
        )
    ).one_or_none()
    return None if row is None else KeptDraft(orjson.loads(row.typed), row.saved_at)
