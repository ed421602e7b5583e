"""The page of one task: what is to be done, and the form with which it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import render_template, request

from service.access.roles import today_in
from service.forms import present
from service.queries.legal_deadlines import deadlines_of_process
from service.queries.tasks import task_view
from service.tte import trust
from service.web import context, labels
from service.web.dues import due_of, why_late_hours
from service.web.limits import limits_of
from service.web.pages.task_form import TaskErrors, TaskForm, written
from service.web.typed import PageError

if TYPE_CHECKING:
    from uuid import UUID

    from service.queries.documents import DocumentVersion
    from service.queries.tasks import TaskView

#: What somebody did on an earlier version, after "Anda sudah …".
_DONE_BEFORE = {
    "paraf": "membubuhkan paraf",
    "approved_for_signature": "menyetujui untuk ditandatangani",
    "wet_signature": "menandatangani basah",
    "tte": "menandatangani dengan TTE",
}


@dataclass(frozen=True, slots=True)
class ActLine:
    """A paraf or an approval that completing the task is."""

    kind: str
    words: str
    document: str
    version: DocumentVersion | None


def viewed_task(instance_id: UUID, task_no: int) -> TaskView:
    """Return a task as the caller may see it now. Raises NotFound."""
    return task_view(
        context.store(),
        context.caller(),
        instance_id,
        task_no,
        today=context.today(),
        now=context.now(),
    )


def task_page(
    view: TaskView,
    form: TaskForm,
    *,
    errors: TaskErrors | None = None,
    return_errors: dict[str, str] | None = None,
    from_draft: bool = False,
) -> str:
    """Return the page; `from_draft` says that the form shows what was kept as a draft."""
    wrong = errors or TaskErrors()
    state = state_of(view)
    can_do = state in ("mine", "free")
    views = (
        present(view.form, form.typed, wrong.fields, view.context)
        if view.form is not None and can_do
        else ()
    )
    asked_in_form = (
        view.form is not None
        and view.decision is not None
        and (view.form.field(view.decision) is not None)
    )
    acts = [_act(view, act.kind, act.document) for act in view.acts]
    clock = context.clock_of(view.office_id, view.timezone)
    due = due_of(view.due_at, context.now(), clock)
    return render_template(
        "tasks/show.html",
        task=view,
        state=state,
        can_do=can_do,
        due=due,
        due_why="" if due is None else why_late_hours(view.opened_at, clock),
        limits=limits_of(
            due,
            deadlines_of_process(context.store(), context.caller(), view.instance_id),
            zone=view.timezone,
            today=today_in(view.timezone, context.now()),
        ),
        whom=labels.waits_for(view.place.role, agency=view.agency, unit=view.unit_name),
        agency_name=labels.agency_name(view.agency),
        errors=[
            *wrong.summary(view),
            *_return_summary(return_errors or {}),
        ],
        views=views,
        conditional=any(item.decides for item in views),
        files=form.files,
        photos=form.photos,
        ticks=form.ticks,
        may_lack=not acts and any(line.version is None for line in view.requirements),
        without=form.text("tanpa"),
        without_error=wrong.own.get("tanpa"),
        checklist_error=wrong.own.get("kelengkapan"),
        occurred=form.text("terjadi"),
        occurred_error=wrong.own.get("terjadi"),
        ask_way=len(view.forward) > 1 and not asked_in_form,
        chosen_way=form.text("putusan"),
        way_error=wrong.own.get("putusan-1"),
        only_way=view.forward[0] if len(view.forward) == 1 else None,
        acts=acts,
        done_before=_DONE_BEFORE,
        doubled=tuple(dict.fromkeys(view.doubled.values())),
        declared=form.text("rangkap") == "ya",
        two_hats_error=wrong.own.get("rangkap"),
        password_error=wrong.own.get("sandi"),
        finish_words=_finish_words(view),
        tte=trust().available,
        return_errors=return_errors or {},
        chosen_return=request.form.get("tujuan", ""),
        typed_reason=form.text("alasan"),
        draft_saved_at=view.draft.saved_at if view.draft and from_draft and can_do else None,
        waiting_draft=written(view.form, view.draft) if state == "taken" else (),
    )


def _return_summary(found: dict[str, str]) -> list[Any]:
    return [PageError(text, name) for name, text in found.items()]


def state_of(view: TaskView) -> str:
    """Return what the task is to the caller: closed, suspended, not-yours, mine, free or taken."""
    if view.status != "open" or view.process_status != "running":
        return "closed"
    if view.suspended:
        return "suspended"
    if view.holder is None:
        return "not-yours"
    if view.claimed_by is None:
        return "mine" if view.sole or view.task_kind == "receive" else "free"
    return "mine" if view.claimed_by == context.caller().person_id else "taken"


def _act(view: TaskView, kind: str, document: str) -> ActLine:
    words = "Membubuhkan paraf" if kind == "paraf" else "Menyetujui untuk ditandatangani"
    newest = next((item for item in view.documents if item.document == document), None)
    return ActLine(kind, words, view.document_names.get(document, document), newest)


def _finish_words(view: TaskView) -> str:
    kinds = {act.kind for act in view.acts}
    if view.task_kind == "receive":
        return "Catat penerimaan"
    if kinds & {"approve_for_signature", "sign"}:
        return "Setujui untuk ditandatangani"
    if "paraf" not in kinds:
        return "Selesaikan"
    return "Bubuhkan paraf ulang" if view.paraf_again else "Bubuhkan paraf"
