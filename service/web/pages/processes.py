"""Processes: the list, one process and where it stands, starting one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, redirect, render_template, request, url_for

from service.access.roles import today_in
from service.access.rules import lacks_assignment
from service.commands.retry_incident import retry_incident
from service.commands.start_process import start_process
from service.commands.waive_unit import waive_unit
from service.diagrams import KEPT
from service.queries.endings import cancellation_of
from service.queries.instances import process_diagram, process_view
from service.queries.legal_deadlines import deadlines_of_process
from service.queries.moving import version_to_move_to
from service.queries.process_list import find_processes
from service.queries.repairs import repairs_of
from service.queries.sop_search import matches
from service.queries.starting import owning_units, startable_sop, startable_sops, twins_of
from service.queries.times import times_of
from service.queries.token_moves import waiting_repair
from service.running.authority import may_manage
from service.running.limits import REASON_CHARACTERS, half_full, room
from service.running.refusals import NotWaivable
from service.running.results import Moved
from service.sentences import sentence
from service.sentences.words import written_list
from service.tte import trust
from service.web import context, labels
from service.web.carried import asked_again
from service.web.confirming import REFUSALS, confirmed_caller
from service.web.diagrams import marks_of, picture_of
from service.web.dues import Due, due_of
from service.web.guard import Who, allowed
from service.web.limits import limits_of
from service.web.pages.returning import goes_through_login
from service.web.pages.start_form import StartForm, page_errors
from service.web.pages.unsigning import may_unsign
from service.web.typed import PageError, request_key, text_of, typed_words
from service.web.watch import watched

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.queries.documents import DocumentVersion
    from service.queries.instances import ProcessView
    from service.queries.open_steps import OpenStep
    from service.queries.places import ElementPlace
    from service.queries.starting import Twin
    from service.queries.times import ProcessTimes, StepTime
    from service.web.limits import Limit
    from service.working_time import OfficeCalendar

processes = Blueprint("processes", __name__, url_prefix="/proses")

goes_through_login("processes.begin", "processes.waive")

_STATE_CHOICES: Final = (("", "Semua"), *labels.STATES.items())


@dataclass(frozen=True, slots=True)
class StepLine:
    """An open step as the page says it."""

    task_no: int
    place: ElementPlace
    #: whom it waits for
    words: str
    due: Due | None
    opened_at: datetime
    returned: bool
    round: int
    unit_name: str | None
    waivable: bool
    last_unit: bool
    #: the jabatan that took it, when the caller may let it go for them
    releasable_of: str | None
    typed_reason: str
    reason_error: str | None
    #: the caller may record that it was done on paper
    on_paper: bool
    #: approved for signature, but not signed yet
    awaiting_signature: bool


@dataclass(frozen=True, slots=True)
class IncidentLine:
    number: int
    place: ElementPlace
    words: str
    raised_at: datetime
    #: how often somebody tried again in vain
    attempts: int
    password_error: str | None


@dataclass(frozen=True, slots=True)
class StepTimeLine:
    """One line of the times of a process."""

    step: StepTime
    agency_name: str
    #: how it stood when it ended, or stands now
    due: Due | None


@dataclass(frozen=True, slots=True)
class ProcessTimesLines:
    lines: tuple[StepTimeLine, ...]
    sum: ProcessTimes


@dataclass(frozen=True, slots=True)
class NamedDocument:
    name: str
    versions: tuple[DocumentVersion, ...]
    #: the newest is signed, and the caller may cancel that
    may_unsign: bool


@processes.get("")
@allowed(Who.SIGNED_IN)
def list_all() -> str:
    """Show the processes that the caller may see."""
    caller = context.caller()
    words, status = typed_words(), request.args.get("keadaan", "")
    page = find_processes(
        context.store(),
        caller,
        words=words,
        status=status,
        page=request.args.get("halaman", default=1, type=int),
    )
    return render_template(
        "processes/list.html",
        page=page,
        words=words,
        status=status,
        states=_STATE_CHOICES,
        state_words=labels.STATES,
        several_offices=len({line.office_name for line in page.items}) > 1,
        lacks_assignment=lacks_assignment(caller),
        may_start=bool(startable_sops(context.store(), caller, today=context.today())),
        href=lambda number: url_for(
            "processes.list_all", cari=words, keadaan=status, halaman=number
        ),
    )


@processes.get("/<uuid:instance_id>")
@allowed(Who.SIGNED_IN)
def show(instance_id: UUID) -> str:
    """Show where a process stands, in words and on its diagram."""
    process = process_view(context.store(), context.caller(), instance_id, today=context.today())
    watched(process.audit, instance_id, "process")
    return _page(process)


@processes.get("/<uuid:instance_id>/diagram.bpmn")
@allowed(Who.SIGNED_IN)
def diagram(instance_id: UUID) -> Response:
    """Give the BPMN file under which the process runs, for the replay."""
    raw = process_diagram(context.store(), context.caller(), instance_id)
    return Response(raw, mimetype="application/xml")


@processes.post("/<uuid:instance_id>/lewati/<int:task_no>")
@allowed(Who.SIGNED_IN)
def waive(instance_id: UUID, task_no: int) -> ResponseReturnValue:
    """Go on without the part of a late Bidang, for a reason (decisions §3.4)."""
    if asked_again():
        return _waiving_again(instance_id, task_no)
    reason = text_of(f"alasan-{task_no}")
    if not reason or len(reason) > REASON_CHARACTERS:
        process = process_view(
            context.store(), context.caller(), instance_id, today=context.today()
        )
        code = "web.text-too-long" if reason else "web.reason-needed"
        said = PageError(sentence(code, limit=REASON_CHARACTERS), f"alasan-{task_no}")
        return _page(process, errors=[said], failed=task_no), 422
    waive_unit(
        context.store(),
        context.caller(),
        instance_id=instance_id,
        task_no=task_no,
        reason=reason,
        now=context.now(),
        request=request_key(),
    )
    return redirect(url_for("processes.show", instance_id=instance_id), 303)


def _waiving_again(instance_id: UUID, task_no: int) -> str:
    """Show the reason where it was typed. Raises NotWaivable where that is no more."""
    process = process_view(context.store(), context.caller(), instance_id, today=context.today())
    if not any(step.task_no == task_no and step.waivable for step in process.open_steps):
        raise NotWaivable
    return _page(process, reopened=task_no)


@processes.post("/<uuid:instance_id>/kendala/<int:number>")
@allowed(Who.SIGNED_IN)
def retry(instance_id: UUID, number: int) -> ResponseReturnValue:
    """Try the automatic steps again that ended in an incident."""
    try:
        moved = retry_incident(
            context.store(),
            confirmed_caller(),
            instance_id=instance_id,
            number=number,
            now=context.now(),
            request=request_key(),
        )
    except REFUSALS as refused:
        process = process_view(
            context.store(), context.caller(), instance_id, today=context.today()
        )
        said = PageError.of(refused, f"sandi-{number}")
        return _page(process, errors=[said], failed_retry=number), 422
    # Where it failed again the page says so at the incident, not only at its top.
    anchor = None if moved.incident is None else f"kendala-{number}"
    return redirect(url_for("processes.show", instance_id=instance_id, _anchor=anchor), 303)


@processes.get("/mulai")
@allowed(Who.SIGNED_IN)
def choose() -> str:
    """Show which SOPs the caller can start."""
    words = typed_words()
    startable = startable_sops(context.store(), context.caller(), today=context.today())
    found = [sop for sop in startable if matches(words, (sop.title, sop.number, sop.key))]
    return render_template("processes/choose.html", sops=found, words=words, total=len(startable))


@processes.route("/mulai/<uuid:sop_id>", methods=["GET", "POST"])
@allowed(Who.SIGNED_IN)
def begin(sop_id: UUID) -> ResponseReturnValue:
    """Start a process of a SOP; a twin of the same year and kind is warned about once."""
    store, caller = context.store(), context.caller()
    sop = startable_sop(store, caller, sop_id, today=context.today())
    units = owning_units(store, caller, sop.office_id)
    typed = blank = StartForm.blank(context.today(), sop.kinds)
    found: dict[str, str] = {}
    twins: tuple[Twin, ...] = ()
    if request.method == "POST":
        typed = StartForm.arrived(sop.kinds, sop.adjusted, ways=bool(sop.ways))
    if request.method == "POST" and not asked_again():
        found = typed.errors(context.today(), sop.kinds)
        unit_id = typed.unit_id(units)
        if unit_id is None:
            found["unit"] = sentence("web.unit-needed" if units else "web.no-owning-unit")
        if not found:
            made = start_process(
                store,
                caller,
                version_id=sop.version_id,
                unit_id=unit_id,
                title=typed.judul,
                year=int(typed.tahun),
                kind=typed.jenis,
                basis=typed.dasar,
                way=typed.cara,
                adjusted=typed.days(),
                confirmed=request.form.get("tetap") == "ya",
                now=context.now(),
                request=request_key(),
            )
            if isinstance(made, Moved):
                return redirect(url_for("tasks.after_start", instance_id=made.instance_id), 303)
            twins = twins_of(store, caller, sop_id, year=int(typed.tahun), kind=typed.jenis)
    page = render_template(
        "processes/begin.html",
        sop=sop,
        warnings=sop.identity.warnings if sop.identity else (),
        units=units,
        typed=typed,
        found=found,
        errors=page_errors(found),
        twins=twins,
        proposed_year=blank.tahun,
        kinds=[(kind, labels.KINDS.get(kind, kind)) for kind in sop.kinds],
    )
    return page, 422 if found else 200


# ---------------------------------------------------------------- below: the page of a process


def _page(
    process: ProcessView,
    *,
    errors: list[PageError] | None = None,
    failed: int | None = None,
    failed_retry: int | None = None,
    reopened: int | None = None,
) -> str:
    found = errors or []
    raw = process_diagram(context.store(), context.caller(), process.instance_id)
    managing = process.status == "running" and may_manage(context.caller(), process.facts)
    return render_template(
        "processes/show.html",
        process=process,
        tte=trust().available,
        errors=found,
        # Half of what a process may hold (decisions §7): time to think of its end.
        room=room()
        if process.status == "running"
        and half_full(events=process.events, state_bytes=process.state_bytes)
        else None,
        incidents=[
            IncidentLine(
                incident.number,
                incident.place,
                sentence(incident.code, **incident.params),
                incident.raised_at,
                incident.attempts,
                found[0].text if incident.number == failed_retry else None,
            )
            # Nothing goes on in a process that has ended, so nothing hinders it.
            for incident in (process.incidents if process.status == "running" else ())
        ],
        may_manage=managing,
        newer_version=version_to_move_to(context.store(), context.caller(), process, context.now())
        if managing
        else None,
        waiting_repair=waiting_repair(
            context.store(), context.caller(), process.instance_id, context.now()
        )
        if process.status == "running"
        else None,
        repairs=repairs_of(context.store(), context.caller(), process.instance_id),
        times=_times(process),
        legal=_legal(process),
        cancellation=cancellation_of(context.store(), context.caller(), process.instance_id)
        if process.status == "cancelled"
        else None,
        mine=[step for step in process.open_steps if step.mine],
        steps=[
            _step(
                process,
                step,
                found[0].text if step.task_no == failed else None,
                text_of(f"alasan-{step.task_no}") if step.task_no in (failed, reopened) else "",
                managing=managing,
            )
            for step in process.open_steps
        ],
        documents=[
            _document(process, name, tuple(versions))
            for name, versions in groupby(process.documents, key=lambda version: version.name)
        ],
        picture=picture_of(raw, marks_of(process), process.sop_title, KEPT),
        state_words=labels.STATES,
        role_words=labels.ROLES,
        act_words=labels.ACTS,
        act_colours=labels.ACT_COLOURS,
        act_icons=labels.ACT_ICONS,
    )


def _step(
    process: ProcessView,
    step: OpenStep,
    reason_error: str | None,
    typed_reason: str,
    *,
    managing: bool,
) -> StepLine:
    return StepLine(
        task_no=step.task_no,
        place=step.place,
        words=whom(step),
        due=due_of(step.due_at, context.now(), _clock(process)),
        opened_at=step.opened_at,
        returned=step.returned,
        round=step.round,
        unit_name=step.unit_name,
        waivable=step.waivable,
        last_unit=step.last_unit,
        releasable_of=step.claimed_jabatan
        if managing and step.claimed_by != context.caller().person_id
        else None,
        typed_reason=typed_reason,
        reason_error=reason_error,
        on_paper=step.on_paper,
        awaiting_signature=step.awaiting_signature,
    )


def _legal(process: ProcessView) -> tuple[Limit, ...]:
    """Return the legal deadlines with the earliest tenggat among them; nothing without any."""
    legal = deadlines_of_process(context.store(), context.caller(), process.instance_id)
    if not legal:
        return ()
    earliest = min((it.due_at for it in process.open_steps if it.due_at), default=None)
    return limits_of(
        due_of(earliest, context.now(), _clock(process)),
        legal,
        zone=process.timezone,
        today=today_in(process.timezone, context.now()),
    )


def _times(process: ProcessView) -> ProcessTimesLines:
    times = times_of(context.store(), context.caller(), process.instance_id, now=context.now())
    lines = tuple(
        StepTimeLine(
            step,
            labels.agency_name(step.agency) if step.agency else "",
            due_of(step.due_at, step.closed_at or context.now(), times.calendar),
        )
        for step in times.steps
    )
    return ProcessTimesLines(lines, times)


def _document(
    process: ProcessView, name: str, newest_first: tuple[DocumentVersion, ...]
) -> NamedDocument:
    unsign = may_unsign(context.caller(), process, newest_first[0])
    return NamedDocument(name, newest_first, may_unsign=unsign)


def _clock(process: ProcessView) -> OfficeCalendar:
    return context.clock_of(process.office_id, process.timezone)


def whom(step: OpenStep) -> str:
    """Return in words for whom a step waits: who took it, or who may take it."""
    waits = labels.waits_for(step.place.role, agency=step.agency, unit=step.unit_name)
    if step.kind in ("service", "send"):
        return f"Menunggu sistem yang bekerja untuk {waits}"
    if step.kind == "receive":
        return f"Menunggu {waits}; dicatat Sekretariat setelah diterima"
    if step.claimed_jabatan:
        return f"Dikerjakan {step.claimed_jabatan}"
    titles = list(dict.fromkeys(person.title for person in step.people))
    if not titles:
        return f"Menunggu {waits}; belum ada pejabatnya, mintalah pengelola aplikasi mengisinya"
    return f"Menunggu {written_list(titles)}" + (", belum diambil" if len(titles) > 1 else "")
