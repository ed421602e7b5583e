"""Completing a task: what complete_task and record_arrival have in common.

Reading (`look`), thinking without the database (`think`), writing (`write`); `attempts` runs them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from service.access.candidates import team_key
from service.access.roles import TEAM_ROLES, today_in
from service.access.rules import acts_for_agency, require_confirmed
from service.engine import open_tasks
from service.engine.api import CompleteTask
from service.events.process import (
    ArrivalRecorded,
    Member,
    OnPaper,
    TeamFormed,
    UserTaskCompleted,
)
from service.forms import ZONE_NAME, FieldsRejected, Form, Option, validate
from service.running import limits, papers, steps
from service.running.attempts import Answered, Attempt, attempt
from service.running.authority import require_holder, require_recorder, require_unclaimed
from service.running.brought import misnamed_files
from service.running.definitions import DefinitionBroken, definition_of
from service.running.on_paper import (
    SCAN_FIELD,
    instant_of,
    require_another,
    require_possible_day,
    require_recordable,
    signer_of,
)
from service.running.outcomes import drawn_at
from service.running.refusals import (
    CompleteInstead,
    DocumentNotOpened,
    MemberUnknown,
    NothingToApprove,
    ProcessNotRunning,
    ReasonMissing,
    RecordInstead,
    ReturnNotOnPaper,
    TaskNotOpen,
    TimeContradicts,
    VersionReplaced,
)
from service.running.results import moved
from service.store.accounts import is_demo
from service.store.authority import (
    holdings_of_office,
    require_still_holds,
    units_of_office,
)
from service.store.changes import ActedOnPaper, Closing, NewMember
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember
from service.store.instances import (
    instance_and_task,
    newest_versions,
    standing_acts,
)
from service.store.openings import opened_by
from service.store.parts import Hat, own_parts
from service.store.private_texts import commitments, reference, seal
from service.store.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.diagrams.extensions import Act, NodeExtension
    from service.engine.api import Step
    from service.events import Event
    from service.events.process import ChecklistLine, EngineMoved
    from service.forms import Field, FileRef, Problem, Submission
    from service.running.definitions import PinnedDefinition, PinnedForm
    from service.running.on_paper import Paper
    from service.running.outcomes import Drawn
    from service.running.papers import Papers
    from service.running.results import Moved
    from service.store.changes import NewTask
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance, StandingAct, Task, Version
    from service.store.parts import Part
    from service.store.private_texts import PrivateText
    from service.store.signers import Signer
    from service.values import Value


#: Of a step that asks nothing: whatever is typed or brought is refused.
_NO_FORM: Final = Form("", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person gave to complete a task."""

    instance_id: UUID
    task_no: int
    #: it is the arrival of an outside agency's part
    arriving: bool = False
    #: field key → what was typed, as `forms.typed_from_post` has it
    typed: Mapping[str, Any]
    #: value of the drawn flow that was chosen; None: the only forward one, or the form's choice
    outcome: str | None
    reason: str | None
    #: names of the lines of the kelengkapan that were ticked
    ticks: frozenset[str]
    #: reason of "Selesaikan tanpa …"
    without: str | None
    #: *rangkap peran* is declared: the person had another role on the version that is acted on
    two_hats: bool = False
    #: document → SHA-256 of the version that was ticked in a list, which this person must have
    #: opened before; None: it is completed on its own page
    reviewed: Mapping[str, str] | None = None
    #: file field → files, uploaded before
    files: Mapping[str, tuple[FileRef, ...]]
    #: terjadi: when it happened, where that was before it was recorded
    occurred_at: datetime | None
    #: it was done on paper, by another than who records it
    paper: Paper | None = None
    request: RequestKey | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """The process, the task and everything around it, as they were when they were read."""

    instance: Instance
    task: Task
    holder: Holder
    definition: PinnedDefinition
    form: PinnedForm | None
    #: file field → why its files are not what they are called
    misnamed: Mapping[str, Problem]
    newest: Mapping[str, Version]
    standing: tuple[StandingAct, ...]
    #: what the person who acts did with those versions
    own: tuple[Part, ...]
    #: hashes of the versions that the caller opened; read when the task is completed from a list
    opened: frozenset[str]
    #: who acted on paper
    signer: Signer | None
    #: an approval stands in for a signature: in a trial run, in a demo
    stands_in: bool
    #: active Bidang of the office, where the form offers them
    bidang: Mapping[UUID, str]
    #: holding id → (person id, title), where the form offers them or the step names a team
    people: Mapping[UUID, tuple[UUID, str]]

    @property
    def extension(self) -> NodeExtension:
        """Return what the diagram says of the step in our words."""
        return self.definition.engine.node(self.task.path).extension


@dataclass(slots=True)
class Thought:
    """What completing the task does, all but the rounds of the tasks that it opens."""

    command: CompleteTask
    step: Step
    outcome: str | None
    returned: bool
    papers: Papers
    checklist: tuple[ChecklistLine, ...]
    team: tuple[NewMember, ...]
    texts: list[PrivateText] = field(default_factory=list)
    reason: str | None = None
    without_reason: str | None = None


def complete(session: Session, caller: Caller, given: Given) -> Moved:
    """Complete a task and return where the process stands then."""
    parts = Attempt(
        look=lambda connection: look(connection, caller, given),
        think=lambda seen: think(caller, given, seen),
        write=lambda tx, seen, thought: write(tx, caller, given, seen, thought),
        repeat=moved,
    )
    return attempt(session, caller.pemda_id, given.instance_id, parts)


# ---------------------------------------------------------------- look


def look(connection: Connection, caller: Caller, given: Given) -> Seen | Answered:
    """Read all that completing needs. Raises NotFound, NotYourTask, FileNotYours."""
    answer = first_answer(connection, caller.pemda_id, caller.person_id, given.request)
    if answer is not None:
        return Answered(answer)
    instance, task = instance_and_task(
        connection, caller.pemda_id, given.instance_id, given.task_no
    )
    holder = _holder(connection, caller, given, instance, task)
    definition = definition_of(connection, caller.pemda_id, instance.version_id)
    extension = definition.engine.node(task.path).extension
    signer = _signer(connection, caller, given, instance, task, extension)
    form = None if extension.form is None else definition.forms.get(extension.form)
    if extension.form is not None and form is None:
        raise DefinitionBroken(element=task.element_id)
    sources = frozenset() if form is None else form.form.option_sources
    newest = newest_versions(connection, instance, papers.documents_named(extension))
    brought = dict(given.files)
    if given.paper is not None:
        brought[SCAN_FIELD] = (given.paper.scan,)
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
        bidang=_bidang(connection, instance) if "alur_bidang" in sources else {},
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


def _bidang(connection: Connection, instance: Instance) -> dict[UUID, str]:
    return units_of_office(connection, instance.pemda_id, instance.office_id, kind="bidang")


def _people(
    connection: Connection, instance: Instance, now: datetime
) -> dict[UUID, tuple[UUID, str]]:
    day = today_in(instance.timezone, now)
    return holdings_of_office(connection, instance.pemda_id, instance.office_id, day)


# ---------------------------------------------------------------- think


def think(caller: Caller, given: Given, seen: Seen) -> Thought:
    """Decide what completing the task does, with no transaction open.

    Raises TaskNotOpen, ProcessNotRunning, ClaimedByAnother, FieldsRejected, PasswordNeeded and
    the refusals of outcomes and papers.
    """
    _require_open(caller, given, seen)
    drawn = drawn_at(seen.definition, seen.task.path)
    flow = None if drawn is None else _chosen(drawn, given, seen)
    if flow is not None and flow.purpose == "return":
        if given.paper is not None:
            raise ReturnNotOnPaper
        return _sending_back(given, seen, drawn, flow.outcome)
    return _completing(caller, given, seen, drawn, None if flow is None else flow.outcome)


def think_approval(caller: Caller, given: Given, seen: Seen) -> Papers:
    """Decide what stating *Disetujui untuk ditandatangani* does, the task staying open.

    Raises what `think` raises of acts, and NothingToApprove.
    """
    _require_open(caller, given, seen)
    desk = _desk(given, seen, {}, _data(seen, given.now))
    signing = tuple(act for act in papers.active_acts(desk) if act.kind == "sign")
    if not signing or seen.stands_in:
        raise NothingToApprove
    require_confirmed(caller, given.now)
    if given.reviewed is not None:
        _require_reviewed(given.reviewed, seen, signing)
    papers.checklist(
        desk.extension, seen.newest, ticks=given.ticks, without=given.without, acting=True
    )
    return papers.approve(desk, signing)


def _require_open(caller: Caller, given: Given, seen: Seen) -> None:
    if (seen.task.kind == "receive") != given.arriving:
        raise CompleteInstead if given.arriving else RecordInstead
    if seen.task.status != "open":
        raise TaskNotOpen(jabatan=seen.task.claimed_jabatan or "")
    if seen.instance.status != "running":
        raise ProcessNotRunning(number=seen.instance.number)
    if given.paper is None:
        require_unclaimed(caller, seen.task)
    else:
        acted_on = {act.document for act in seen.extension.acts}
        versions = [it for key, it in seen.newest.items() if key in acted_on]
        require_possible_day(given.paper, seen.instance, versions, given.now)
    _require_possible(given.occurred_at, given.now, seen.instance)


def _require_possible(stated: datetime | None, now: datetime, instance: Instance) -> None:
    """Refuse a stated time in the future, or on a day before the process began."""
    if stated is None:
        return
    began = today_in(instance.timezone, instance.started_at)
    # The first days that there are have no day in every zone.
    long_before = instance.started_at - stated > timedelta(days=2)
    if stated > now or long_before or today_in(instance.timezone, stated) < began:
        raise TimeContradicts


def _chosen(drawn: Drawn, given: Given, seen: Seen) -> Any:
    """Return the chosen flow: by button, by the form's own choice, or the only forward one."""
    outcome = given.outcome
    if outcome is None and _field(seen, drawn.variable) is not None:
        typed = given.typed.get(drawn.variable)
        # An empty choice is the form's to refuse, at its field.
        if not isinstance(typed, str) or not typed:
            return None
        outcome = typed
    return drawn.chosen(outcome)


def _sending_back(given: Given, seen: Seen, drawn: Drawn | None, outcome: str | None) -> Thought:
    """Return it: the form stays unasked, the reason is obligatory (decisions §4.4)."""
    if given.reason is None or not given.reason.strip():
        raise ReasonMissing
    reason = seal("reason", limits.entry("reason", given.reason, limits.REASON_CHARACTERS))
    values = {} if drawn is None else {drawn.variable: outcome}
    command = CompleteTask(seen.task.task_no, values)
    return Thought(
        command=command,
        step=_execute(seen, command, given.now),
        outcome=outcome,
        returned=True,
        papers=papers.only_attached(_known_files(given, seen)),
        checklist=(),
        team=(),
        texts=[reason],
        reason=reference(reason),
    )


def _completing(
    caller: Caller, given: Given, seen: Seen, drawn: Drawn | None, outcome: str | None
) -> Thought:
    data = _data(seen, given.now)
    values, sealed, files = _submitted(given, seen, drawn, outcome, data)
    desk = _desk(given, seen, files, {**data, **values})
    acts = papers.active_acts(desk)
    acting = bool(acts)
    if acting or given.paper is not None:
        require_confirmed(caller, given.now)
    if given.reviewed is not None:
        _require_reviewed(given.reviewed, seen, acts)
    lines = papers.checklist(
        desk.extension, seen.newest, ticks=given.ticks, without=given.without, acting=acting
    )
    without = None
    if any(line.state == "missing" for line in lines) and given.without is not None:
        text = limits.entry("without", given.without, limits.REASON_CHARACTERS)
        without = seal("without_reason", text)
        sealed.append(without)
    put_down = papers.put_down(desk)
    if given.paper is not None:
        papers.attach_scan(put_down, SCAN_FIELD, given.paper.scan)
    command = CompleteTask(seen.task.task_no, values)
    return Thought(
        command=command,
        step=_execute(seen, command, given.now),
        outcome=None if drawn is None else values.get(drawn.variable),
        returned=False,
        papers=put_down,
        checklist=lines,
        team=_team(seen, values),
        texts=sealed,
        without_reason=None if without is None else reference(without),
    )


def _require_reviewed(reviewed: Mapping[str, str], seen: Seen, acts: tuple[Act, ...]) -> None:
    """Pass when what is acted on is what was ticked, and was opened before.

    What `look` read still holds when it is written: a new version moves the process' revision.
    Raises VersionReplaced, DocumentNotOpened.
    """
    for act in acts:
        version = seen.newest.get(act.document)
        if version is None:
            continue  # `papers` says so
        facts = {"document": act.document, "version": version.number}
        if reviewed.get(act.document) != version.sha256:
            raise VersionReplaced(**facts)
        if version.sha256 not in seen.opened:
            raise DocumentNotOpened(**facts)


def _submitted(
    given: Given,
    seen: Seen,
    drawn: Drawn | None,
    outcome: str | None,
    data: Mapping[str, Value],
) -> tuple[dict[str, Value], list[PrivateText], Mapping[str, tuple[FileRef, ...]]]:
    """Return the values that enter state, the texts that stay beside it, and the files."""
    typed = dict(given.typed)
    if drawn is not None and outcome is not None and _field(seen, drawn.variable):
        # Chosen by a button: the form's own choice says the same.
        typed[drawn.variable] = outcome
    context = _context(seen, data)
    form = _NO_FORM if seen.form is None else seen.form.form
    submission = _validated(form, typed, context, given, seen)
    values = dict(submission.values)
    sealed: list[PrivateText] = []
    for key, text in submission.texts.items():
        private = seal(key, text)
        sealed.append(private)
        values[key] = reference(private)
    if drawn is not None:
        values[drawn.variable] = drawn.chosen(outcome or values.get(drawn.variable)).outcome
    return values, sealed, submission.files


def _validated(
    form: Form, typed: dict[str, Any], context: dict[str, Value], given: Given, seen: Seen
) -> Submission:
    try:
        submission = validate(form, typed, context=context, files=given.files)
    except FieldsRejected as refused:
        raise FieldsRejected({**seen.misnamed, **refused.errors}) from None
    if seen.misnamed:
        raise FieldsRejected(seen.misnamed)
    return submission


def _known_files(given: Given, seen: Seen) -> Mapping[str, tuple[FileRef, ...]]:
    """Return the files that come with sending back. Raises FieldsRejected, EntryRefused."""
    for key, files in given.files.items():
        known = _field(seen, key)
        if known is None or not known.is_file:
            raise FieldsRejected({key: ("forms.unknown-field", {})})
        for file in files:
            limits.entry("file_name", file.name, limits.FILE_NAME_CHARACTERS)
    if seen.misnamed:
        raise FieldsRejected(seen.misnamed)
    return given.files


def _field(seen: Seen, key: str) -> Field | None:
    return None if seen.form is None else seen.form.form.field(key)


def _context(seen: Seen, data: Mapping[str, Value]) -> dict[str, Value]:
    return {
        **data,
        ZONE_NAME: seen.instance.timezone,
        "alur_bidang": [Option(str(key), name) for key, name in seen.bidang.items()],
        "alur_pegawai": [Option(str(key), title) for key, (_, title) in seen.people.items()],
    }


def _data(seen: Seen, now: datetime) -> Mapping[str, Value]:
    """Return what the task sees, when something of it will be asked; else nothing."""
    extension = seen.extension
    whens = (*(it.when for it in extension.outputs), *(it.when for it in extension.acts))
    if not any(whens) and (seen.form is None or not seen.form.form.names):
        return {}
    found = open_tasks(seen.definition.engine, seen.instance.state, now)
    return next((it.data for it in found if it.task_no == seen.task.task_no), {})


def _desk(
    given: Given,
    seen: Seen,
    files: Mapping[str, tuple[FileRef, ...]],
    scope: Mapping[str, Value],
) -> papers.Desk:
    fields = () if seen.form is None else seen.form.form.fields
    acting: Holder | Signer = seen.holder if seen.signer is None else seen.signer
    return papers.Desk(
        extension=seen.extension,
        newest=seen.newest,
        standing=seen.standing,
        needing_paraf=seen.definition.needing_paraf,
        files=files,
        documents={it.key: it.document for it in fields if it.document is not None},
        scope=scope,
        hat=Hat(acting.position_id, seen.task.role),
        jabatan=acting.title,
        own=seen.own,
        two_hats=given.two_hats,
        timezone=seen.instance.timezone,
        now=given.now,
        on_paper=_acted_on_paper(given, seen),
        stands_in=seen.stands_in,
    )


def _acted_on_paper(given: Given, seen: Seen) -> ActedOnPaper | None:
    if given.paper is None or seen.signer is None:
        return None
    signer = seen.signer
    return ActedOnPaper(
        person_id=signer.person_id,
        holding_id=signer.holding_id,
        mandate_id=signer.mandate_id,
        occurred_at=_paper_instant(given.paper, given, seen),
    )


def _paper_instant(paper: Paper, given: Given, seen: Seen) -> datetime:
    before = [version.made_at for version in seen.newest.values()]
    before += [act.occurred_at for act in seen.standing]
    return instant_of(paper, seen.instance, before, given.now)


def _team(seen: Seen, values: Mapping[str, Value]) -> tuple[NewMember, ...]:
    """Return the team that the step names. Raises MemberUnknown."""
    if seen.extension.effect != "form_team":
        return ()
    members: dict[tuple[str, UUID], NewMember] = {}
    for role in sorted(TEAM_ROLES):
        named = values.get(role) or ()
        for holding in (named,) if isinstance(named, str) else named:
            holding_id, person_id = _named(seen, holding)
            members.setdefault((role, person_id), NewMember(role, person_id, holding_id))
    return tuple(members.values())


def _named(seen: Seen, holding: object) -> tuple[UUID, UUID]:
    try:
        holding_id = UUID(str(holding))
        return holding_id, seen.people[holding_id][0]
    except (ValueError, KeyError) as error:
        raise MemberUnknown from error


def _execute(seen: Seen, command: CompleteTask, now: datetime) -> Step:
    step = steps.executed(seen.definition, seen.instance, command, now)
    limits.require_room(events=seen.instance.head.seq, state=step.state)
    return step


# ---------------------------------------------------------------- write


def write(tx: Connection, caller: Caller, given: Given, seen: Seen, thought: Thought) -> Moved:
    """Write the completed task.

    Raises RevisionMoved, NotYourHolding, UnitUnknown, NotHeldThatDay.
    """
    require_still_holds(tx, caller, seen.holder, given.now)
    if given.paper is not None:
        # What gave authority on that day may have been corrected since it was read.
        signer_of(tx, seen.instance, seen.task, given.paper)
    roles = frozenset(member.role for member in thought.team)
    around = steps.surroundings(
        tx,
        seen.instance,
        seen.definition,
        thought.step,
        opener_round=seen.task.round,
        team_roles=roles or None,
    )
    opened = steps.opened_tasks(around, thought.step, given.now)
    texts = (*thought.texts, *thought.papers.texts)
    actor = actor_of(caller, seen.holder)
    taken = seen.task.claimed_by is not None
    own = Closing(
        (seen.task.task_no,),
        "completed",
        by=caller.person_id,
        claiming_holding=None if taken else actor.holding_id,
        claiming_mandate=None if taken else actor.mandate_id,
        drafted=seen.task.drafted,
    )
    change = replace(
        steps.change_of(
            thought.step,
            _event(given, seen, thought, opened, commitments(texts), caller),
            opened,
            own=own,
            after=_team_event(thought),
        ),
        texts=texts,
        versions=tuple(thought.papers.versions),
        attachments=tuple(thought.papers.attachments),
        acts=tuple(thought.papers.acts),
        outdated=tuple(thought.papers.outdated),
        team=thought.team,
        team_candidates={
            member.role: team_key(seen.instance.id, member.role) for member in thought.team
        },
    )
    record(tx, seen.instance, change, actor, given.now)
    result = steps.moved_by(seen.instance, thought.step)
    remember(tx, caller.pemda_id, caller.person_id, given.request, result.answer(), given.now)
    return result


def _event(
    given: Given,
    seen: Seen,
    thought: Thought,
    opened: tuple[NewTask, ...],
    texts: dict[str, str],
    caller: Caller,
) -> EngineMoved:
    task = seen.task
    signer = seen.signer
    common: dict[str, Any] = {
        **steps.moving(thought.command, thought.step, opened, zone=seen.instance.timezone),
        "texts": texts,
        "occurred_at": given.occurred_at,
        "element_id": task.element_id,
        "task_no": task.task_no,
        "path": task.path,
        "round": task.round,
        "opened_at": task.opened_at,
        "claimed_at": task.claimed_at or given.now,
        "due_at": task.due_at,
        "form": None if seen.form is None else seen.form.sha256,
        "outcome": thought.outcome,
        "returned": thought.returned,
        "reason": thought.reason,
        "checklist": thought.checklist,
        "without_reason": thought.without_reason,
        "documents": tuple(thought.papers.told_versions),
        "attachments": tuple(thought.papers.told_attachments),
        "acts": tuple(thought.papers.told_acts),
        "voided": tuple(thought.papers.told_voided),
        "confirmed_at": caller.confirmed_at if thought.papers.acts or signer else None,
    }
    if signer is not None and given.paper is not None:
        common |= {
            "occurred_at": _paper_instant(given.paper, given, seen),
            "behalf": signer.title,
            "letter": None if signer.mandate is None else signer.mandate.letter_number,
            "paper": OnPaper(
                person_id=signer.person_id,
                holding_id=signer.holding_id,
                jabatan=signer.title,
                mandate_id=signer.mandate_id,
            ),
        }
    if task.kind != "receive":
        return UserTaskCompleted(**common, claimed_by_completing=task.claimed_by is None)
    by_agency = acts_for_agency(seen.holder, task)
    return ArrivalRecorded(
        **common,
        agency=task.agency or "",
        by_agency=by_agency,
        behalf=None if by_agency else task.agency,
    )


def _team_event(thought: Thought) -> tuple[Event, ...]:
    if not thought.team:
        return ()
    members = tuple(Member(it.role, it.person_id, it.holding_id) for it in thought.team)
    return (TeamFormed(members=members),)
