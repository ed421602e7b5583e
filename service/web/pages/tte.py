"""*Ditandatangani elektronik (TTE)*: bring in the PDF that one signed outside of Alur.

Only who may do the step does this: a TTE is personal, and nobody records it for another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for

from service.access.refusals import (
    ClaimedByAnother,
    NotYourTask,
)
from service.commands.bind_certificate import bind_certificate
from service.commands.sign_electronically import sign_electronically
from service.errors import Rejected
from service.queries.signing import signing_of
from service.queries.tasks import task_view
from service.running.refusals import SignatureNeeded, TaskNotOpen
from service.sentences import sentence
from service.tte import trust
from service.tte.refusals import CertificateUnbound, TteRefused, TteUnavailable
from service.web import context
from service.web.confirming import confirmed_caller
from service.web.guard import Who, allowed
from service.web.pages.asked_beside import asked_beside
from service.web.pages.scans import Scan
from service.web.pages.task_form import TaskErrors, TaskForm
from service.web.pages.task_page import state_of
from service.web.pages.task_photos import with_documents
from service.web.typed import PageError, request_key
from service.web.watch import watched

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.access.model import Caller
    from service.forms import FileRef
    from service.queries.signing import Signing
    from service.queries.tasks import TaskView

tte = Blueprint("tte", __name__, url_prefix="/tugas/<uuid:instance_id>/<int:task_no>/tte")


@tte.get("")
@allowed(Who.SIGNED_IN)
def ask(instance_id: UUID, task_no: int) -> str:
    """Say how, and ask for the signed file."""
    view, signing = _signable(instance_id, task_no)
    watched(view.audit, instance_id, "process")
    # What was filled in on the page of the task comes along.
    form = TaskForm.drafted(view.form, view.draft)
    return _page(view, signing, form, {}, {}, TaskErrors())


@tte.post("")
@allowed(Who.SIGNED_IN)
def sign(instance_id: UUID, task_no: int) -> ResponseReturnValue:
    """Check the file, which completes the task when it is good."""
    view, signing = _signable(instance_id, task_no)
    controls = _controls(signing)
    copies = {control: Scan.arrived(control) for control in controls}
    wrong = {control: _missing(copy) for control, copy in copies.items() if _missing(copy)}
    form = TaskForm.arrived(view.form)
    bound = with_documents(view.form, form)
    refused = TaskErrors(fields=bound.refused)
    brought = {document: copies[control].file for control, document in controls.items()}
    if not wrong and not bound.refused:
        try:
            _signed(view, bound, {key: file for key, file in brought.items() if file is not None})
        except Rejected as found:
            if isinstance(found, TteRefused) and not isinstance(found, CertificateUnbound):
                # Which file it is about is clear where there is one.
                wrong[next(iter(controls))] = sentence(found.code, **found.params)
            else:
                refused = TaskErrors.mendable(found)
        else:
            return redirect(url_for("tasks.after", instance_id=instance_id, task_no=task_no), 303)
    return _page(view, signing, form, copies, wrong, refused.and_of(view, form)), 422


def _signable(instance_id: UUID, task_no: int) -> tuple[TaskView, Signing]:
    """Return a task that the caller may sign.

    Raises NotFound, NotYourTask, TaskNotOpen, ClaimedByAnother, TteUnavailable, SignatureNeeded.
    """
    store, caller = context.store(), context.caller()
    view = task_view(store, caller, instance_id, task_no, today=context.today(), now=context.now())
    match state_of(view):
        case "closed":
            raise TaskNotOpen(jabatan=view.claimed_jabatan or "")
        case "not-yours":
            raise NotYourTask
        case "taken":
            raise ClaimedByAnother(jabatan=view.claimed_jabatan or "")
    if not trust().available:
        raise TteUnavailable
    signing = signing_of(store, caller, view)
    if not signing.documents:
        raise SignatureNeeded
    return view, signing


def _controls(signing: Signing) -> dict[str, str]:
    """Return the documents by the controls in which their copies are brought."""
    return {
        f"salinan-{number}": one.document for number, one in enumerate(signing.documents, start=1)
    }


def _missing(copy: Scan) -> str:
    if copy.problem:
        return copy.problem
    return sentence("web.signed-copy-needed") if copy.file is None else ""


def _signed(view: TaskView, form: TaskForm, copies: dict[str, FileRef]) -> None:
    caller = confirmed_caller()
    if request.form.get("ikat") == "ya":
        _bind(view, caller, copies)
    sign_electronically(
        context.store(),
        caller,
        instance_id=view.instance_id,
        task_no=view.task_no,
        copies=copies,
        typed=form.typed,
        outcome=form.text("putusan") or None,
        ticks=form.ticks,
        two_hats=form.text("rangkap") == "ya",
        files=form.files,
        request=request_key(),
        now=context.now(),
    )


def _bind(view: TaskView, caller: Caller, copies: dict[str, FileRef]) -> None:
    bind_certificate(
        context.store(),
        caller,
        instance_id=view.instance_id,
        task_no=view.task_no,
        copies=copies,
        now=context.now(),
    )


def _page(
    view: TaskView,
    signing: Signing,
    form: TaskForm,
    copies: dict[str, Scan],
    wrong: dict[str, str],
    refused: TaskErrors,
) -> str:
    shown: dict[str, Any] = {
        **asked_beside(view, form, refused),
        "documents": signing.documents,
        "unsuited": [one for one in signing.documents if not one.pdf],
        "certificate": signing.certificate,
        "copies": copies or dict.fromkeys(_controls(signing), Scan()),
        "binds": request.form.get("ikat") == "ya",
        "doubled": tuple(dict.fromkeys(view.doubled.values())),
        "declared": request.form.get("rangkap") == "ya",
        "wrong": {**refused.own, **wrong},
        "errors": [
            *(PageError(text, name) for name, text in wrong.items()),
            *refused.summary(view),
        ],
    }
    return render_template("tasks/tte.html", **shown)
