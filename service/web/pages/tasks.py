"""*Tugas Saya* and the page of one task: take it, fill it in, complete it or send it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from service.access.refusals import ClaimedByAnother, LoginRefused, NotYourTask, PasswordNeeded
from service.commands.approve_for_signature import approve_for_signature
from service.commands.claim_task import claim_task
from service.commands.complete_task import complete_task
from service.commands.record_arrival import record_arrival
from service.commands.release_task import release_task
from service.errors import Rejected
from service.forms import present
from service.queries.inbox import MOST, my_tasks
from service.queries.instances import process_view
from service.queries.notices import unread_notices
from service.queries.task_asked import task_asked
from service.running.refusals import EntryRefused, ProcessSuspended, TaskNotOpen
from service.sentences import sentence
from service.sentences.words import written_time
from service.web import context, labels
from service.web.carried import asked_again
from service.web.confirming import confirmed_caller
from service.web.dues import Due, due_of
from service.web.guard import Who, allowed
from service.web.pages.task_drafts import keep, kept_though_taken
from service.web.pages.task_followers import after_page
from service.web.pages.task_form import TaskErrors, TaskForm
from service.web.pages.task_moves import told_if_moved
from service.web.pages.task_page import state_of, task_page, viewed_task
from service.web.pages.task_photos import with_documents
from service.web.problem import wants_json
from service.web.session import signed_in
from service.web.shell import home_endpoint
from service.web.typed import KeptAsDraft, entry_said, request_key
from service.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.access.model import Caller
    from service.queries.inbox import TaskCard
    from service.queries.task_asked import TaskAsked
    from service.queries.tasks import TaskView
    from service.running.completing import Seen
    from service.running.results import Moved

tasks = Blueprint("tasks", __name__)

_PLACE = "/tugas/<uuid:instance_id>/<int:task_no>"


@dataclass(frozen=True, slots=True)
class Card:
    """A line of the inbox, its tenggat in words."""

    task: TaskCard
    due: Due | None
    agency_name: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.task, name)


# ---------------------------------------------------------------- the inbox


@tasks.get("/")
@allowed(Who.ANYONE)
def home() -> ResponseReturnValue:
    """Go to where this person's work is."""
    signed = signed_in()
    return redirect(url_for("login.show" if signed is None else home_endpoint(signed.caller)), 303)


@tasks.get("/tugas")
@allowed(Who.SIGNED_IN)
def inbox() -> str:
    """Show what waits for the caller."""
    found = my_tasks(context.store(), context.caller(), today=context.today())
    cards = [
        Card(
            task,
            due_of(task.due_at, context.now(), context.clock_of(task.office_id, task.timezone)),
            labels.agency_name(task.agency),
        )
        for task in found.cards
    ]
    return render_template(
        "tasks/inbox.html",
        unread=unread_notices(context.store(), context.caller()),
        summary=_summary(cards),
        taken=[card for card in cards if card.task.group == "taken"],
        free=[card for card in cards if card.task.group == "free"],
        recording=[card for card in cards if card.task.group == "recording"],
        acts=sum(card.task.acts for card in cards),
        cut=found.cut,
        most=MOST,
    )


def _summary(cards: Sequence[Card]) -> str:
    own = [card for card in cards if card.task.group != "recording"]
    late = sum(card.due is not None and card.due.state == "late" for card in own)
    today = sum(card.due is not None and card.due.state == "today" for card in own)
    if not own:
        return ""
    parts = [f"{len(own)} tugas"]
    if late:
        parts.append(f"{late} lewat tenggat")
    if today:
        parts.append(f"{today} jatuh tempo hari ini")
    return ", ".join(parts) + "."


# ---------------------------------------------------------------- one task


@tasks.get(_PLACE)
@allowed(Who.SIGNED_IN)
def show(instance_id: UUID, task_no: int) -> str:
    """Show a task, with the draft that was left of it."""
    view = viewed_task(instance_id, task_no)
    watched(view.audit, instance_id, "process")
    return task_page(view, TaskForm.drafted(view.form, view.draft), from_draft=True)


@tasks.post(f"{_PLACE}/ambil")
@allowed(Who.SIGNED_IN)
def claim(instance_id: UUID, task_no: int) -> ResponseReturnValue:
    """Take a task, so that nobody else works on it."""
    claim_task(
        context.store(),
        context.caller(),
        instance_id=instance_id,
        task_no=task_no,
        request=request_key(),
        now=context.now(),
    )
    return redirect(url_for("tasks.show", instance_id=instance_id, task_no=task_no), 303)


@tasks.post(f"{_PLACE}/lepas")
@allowed(Who.SIGNED_IN)
def release(instance_id: UUID, task_no: int) -> ResponseReturnValue:
    """Let a task go that the caller took, or one who is away from the caller's office."""
    release_task(
        context.store(),
        context.caller(),
        instance_id=instance_id,
        task_no=task_no,
        request=request_key(),
        now=context.now(),
    )
    if request.form.get("kembali") == "proses":
        return redirect(url_for("processes.show", instance_id=instance_id), 303)
    return redirect(url_for("tasks.show", instance_id=instance_id, task_no=task_no), 303)


@tasks.post(f"{_PLACE}/isian")
@allowed(Who.SIGNED_IN)
def visible(instance_id: UUID, task_no: int) -> dict[str, list[str]]:
    """Say which items of the form the answers so far leave visible."""
    view = viewed_task(instance_id, task_no)
    if view.form is None:
        return {"visible": []}
    form = TaskForm.of(view.form, MultiDict(request.form))
    items = present(view.form, form.typed, {}, view.context)
    return {"visible": [item.id for item in items if not item.hidden]}


@tasks.post(f"{_PLACE}/draf")
@allowed(Who.SIGNED_IN)
def save(instance_id: UUID, task_no: int) -> ResponseReturnValue:
    """Keep what was typed so far; the page asks for this by itself every 20 seconds."""
    form = TaskForm.of(None, MultiDict(request.form))
    try:
        with kept_though_taken(instance_id, task_no, form):
            keep(context.caller(), instance_id, task_no, form)
    except KeptAsDraft as taken:
        if not wants_json():
            raise
        return {"kept": True, "message": sentence(taken.code, **taken.params)}, taken.status
    said = sentence("web.draft-kept", time=written_time(context.now(), context.zone()))
    return {"kept": True, "message": said}


@tasks.post(f"{_PLACE}/selesaikan")
@allowed(Who.SIGNED_IN)
@told_if_moved
def complete(instance_id: UUID, task_no: int) -> ResponseReturnValue:
    """Complete the task with what was typed, or keep it as a draft, by the button pressed."""
    asked = task_asked(
        context.store(),
        context.caller(),
        instance_id,
        task_no,
        ahead=not TaskForm.brings_files(),
        now=context.now(),
    )
    form = TaskForm.arrived(asked.form)
    with kept_though_taken(instance_id, task_no, form):
        if asked_again():
            return _again(viewed_task(instance_id, task_no), form)
        if request.form.get("tindakan") == "draf":
            keep(context.caller(), instance_id, task_no, form)
            return redirect(url_for("tasks.show", instance_id=instance_id, task_no=task_no), 303)
        return _finished(asked, form)


def _finished(asked: TaskAsked, form: TaskForm) -> ResponseReturnValue:
    """Complete the task and say who is next, or show the form again with what is wrong.

    All that its page shows is read only where the page is shown again.
    """
    bound = with_documents(asked.form, form)
    if bound.refused:
        view = viewed_task(asked.instance_id, asked.task_no)
        return _again(view, form, errors=TaskErrors(fields=bound.refused).and_of(view, form)), 422
    try:
        _completed(asked, bound)
    except Rejected as refused:
        return _refused(viewed_task(asked.instance_id, asked.task_no), form, refused)
    return redirect(
        url_for("tasks.after", instance_id=asked.instance_id, task_no=asked.task_no), 303
    )


def _refused(view: TaskView, form: TaskForm, refused: Rejected) -> ResponseReturnValue:
    """Show the form again with what is wrong. Raises what nobody can mend on it."""
    wrong = TaskErrors.mendable(refused)
    if isinstance(refused, LoginRefused | PasswordNeeded):
        return _again(view, form, errors=wrong), 422
    return _again(view, form, errors=wrong.and_of(view, form)), refused.status


@tasks.post(f"{_PLACE}/setujui")
@allowed(Who.SIGNED_IN)
def approve(instance_id: UUID, task_no: int) -> ResponseReturnValue:
    """State *Disetujui untuk ditandatangani*; the task goes on waiting for the signature."""
    view = viewed_task(instance_id, task_no)
    form = TaskForm.arrived(view.form)
    with kept_though_taken(instance_id, task_no, form):
        return _again(view, form) if asked_again() else _approved(view, form)


def _approved(view: TaskView, form: TaskForm) -> ResponseReturnValue:
    """Approve and show the task as it waits then, or show the form with what is wrong."""
    try:
        approve_for_signature(
            context.store(),
            confirmed_caller(),
            instance_id=view.instance_id,
            task_no=view.task_no,
            ticks=form.ticks,
            two_hats=form.text("rangkap") == "ya",
            request=request_key(),
            now=context.now(),
        )
    except Rejected as refused:
        return _refused(view, form, refused)
    return redirect(url_for("tasks.show", instance_id=view.instance_id, task_no=view.task_no), 303)


@tasks.post(f"{_PLACE}/kembalikan")
@allowed(Who.SIGNED_IN)
def send_back(instance_id: UUID, task_no: int) -> ResponseReturnValue:
    """Send the work back to a step that the diagram draws, with a reason."""
    view = viewed_task(instance_id, task_no)
    form = TaskForm.arrived(view.form)
    with kept_though_taken(instance_id, task_no, form):
        return _again(view, form) if asked_again() else _sent_back(view, form)


def _sent_back(view: TaskView, form: TaskForm) -> ResponseReturnValue:
    """Send the work back and say who is next, or show the form again with what is wrong."""
    target, reason = request.form.get("tujuan", ""), request.form.get("alasan", "")
    wrong = {}
    if not reason.strip():
        wrong["alasan"] = sentence("web.reason-needed")
    if target not in {way.value for way in view.returns}:
        wrong["tujuan"] = sentence("web.target-needed")
    if wrong:
        return _again(view, form, return_errors=wrong), 422
    try:
        _complete(
            view, context.caller(), TaskForm.of(None, MultiDict()), outcome=target, reason=reason
        )
    except EntryRefused as refused:
        return _again(view, form, return_errors={"alasan": entry_said(refused)}), 422
    return redirect(
        url_for("tasks.after", instance_id=view.instance_id, task_no=view.task_no), 303
    )


@tasks.get(f"{_PLACE}/selesai")
@allowed(Who.SIGNED_IN)
def after(instance_id: UUID, task_no: int) -> ResponseReturnValue:
    """Say who is next, and let the person tell them."""
    view = viewed_task(instance_id, task_no)
    if view.status == "open":
        return redirect(url_for("tasks.show", instance_id=instance_id, task_no=task_no), 303)
    process = process_view(context.store(), context.caller(), instance_id, today=context.today())
    watched(process.audit, instance_id, "process")
    steps = [step for step in process.open_steps if step.opened_seq == view.closed_seq]
    returned = any(step.returned for step in steps)
    return after_page(
        process, steps, sentence("web.task-returned" if returned else "web.task-done")
    )


@tasks.get("/proses/<uuid:instance_id>/dimulai")
@allowed(Who.SIGNED_IN)
def after_start(instance_id: UUID) -> str:
    """Say who begins."""
    process = process_view(context.store(), context.caller(), instance_id, today=context.today())
    watched(process.audit, instance_id, "process")
    return after_page(process, process.open_steps, sentence("web.process-started"))


# ---------------------------------------------------------------- below: doing it


def _completed(asked: TaskAsked, form: TaskForm) -> Moved:
    caller = confirmed_caller() if asked.acts else context.caller()
    outcome = form.text("putusan") or None
    return _complete(asked, caller, form, outcome=outcome, reason=None, seen=asked.seen)


def _complete(
    task: TaskAsked | TaskView,
    caller: Caller,
    form: TaskForm,
    *,
    outcome: str | None,
    reason: str | None,
    seen: Seen | None = None,
) -> Moved:
    given: dict[str, Any] = {
        "instance_id": task.instance_id,
        "task_no": task.task_no,
        "typed": form.typed,
        "outcome": outcome,
        "reason": reason,
        "ticks": form.ticks,
        "without": form.text("tanpa") or None,
        "files": form.files,
        "request": request_key(),
        "seen": seen,
        "now": context.now(),
    }
    if task.task_kind == "receive":
        occurred = form.occurred_at(task.timezone)
        return record_arrival(context.store(), caller, occurred_at=occurred, **given)
    two_hats = form.text("rangkap") == "ya"
    return complete_task(context.store(), caller, two_hats=two_hats, **given)


def _again(
    view: TaskView,
    form: TaskForm,
    *,
    errors: TaskErrors | None = None,
    return_errors: dict[str, str] | None = None,
) -> str:
    """Return the page with the form as it was sent and what has to be mended in it.

    Raises TaskNotOpen, ProcessSuspended, ClaimedByAnother, NotYourTask where the page has no form
    any more, so that what was typed is given back by another way.
    """
    state, jabatan = state_of(view), view.claimed_jabatan or ""
    if state == "closed":
        raise TaskNotOpen(jabatan=jabatan)
    if state == "suspended":
        raise ProcessSuspended(number=view.process_number)
    if state == "taken":
        raise ClaimedByAnother(jabatan=jabatan)
    if state == "not-yours":
        raise NotYourTask
    return task_page(view, form, errors=errors, return_errors=return_errors)
