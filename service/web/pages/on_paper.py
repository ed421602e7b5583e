"""*Catat dari kertas*: a paraf, signature or disposisi that an official made with pen and paper.

Somebody else records it (decisions §3.6): in which jabatan it was done, the date on the paper, the
scan, and what else the step asks.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from service.commands.record_on_paper import record_on_paper
from service.errors import Rejected
from service.queries.tasks import signers_of, task_view
from service.running.on_paper import Paper
from service.running.refusals import TaskNotOpen
from service.sentences import sentence
from service.sentences.words import written_date
from service.web import context
from service.web.confirming import confirmed_caller
from service.web.guard import Who, allowed
from service.web.pages.asked_beside import asked_beside
from service.web.pages.scans import CONTROL, Scan
from service.web.pages.task_form import TaskErrors, TaskForm
from service.web.pages.task_photos import with_documents
from service.web.typed import PageError, request_key, text_of
from service.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.queries.tasks import TaskView
    from service.store.signers import Signer

on_paper = Blueprint(
    "on_paper", __name__, url_prefix="/tugas/<uuid:instance_id>/<int:task_no>/kertas"
)

#: What a step is called when it is recorded from paper.
_WORDS: Final = {"paraf": "Catat paraf basah", "sign": "Catat tanda tangan basah"}

#: Controls of the task's page that have another name here.
_CONTROLS: Final = {"terjadi": "tanggal"}


@on_paper.get("")
@allowed(Who.SIGNED_IN)
def ask(instance_id: UUID, task_no: int) -> str:
    """Ask for the paper."""
    view, signers = _recordable(instance_id, task_no)
    watched(view.audit, instance_id, "process")
    return _page(view, signers, TaskForm.of(view.form, MultiDict()), Scan(), {}, TaskErrors())


@on_paper.post("")
@allowed(Who.SIGNED_IN)
def record(instance_id: UUID, task_no: int) -> ResponseReturnValue:
    """Record what was done on paper, which completes the task."""
    view, signers = _recordable(instance_id, task_no)
    # Who chose what was not offered leaves no file behind.
    offered = not text_of("pejabat") or _chosen(signers) is not None
    scan = Scan.arrived() if offered else Scan()
    form = TaskForm.arrived(view.form)
    paper, wrong = _paper(signers, scan)
    bound = with_documents(view.form, form)
    refused = TaskErrors(fields=bound.refused)
    if paper is not None and not bound.refused:
        try:
            _recorded(view, bound, paper)
        except Rejected as found:
            refused = TaskErrors.mendable(found)
        else:
            return redirect(url_for("tasks.after", instance_id=instance_id, task_no=task_no), 303)
    page = _page(view, signers, form, scan, wrong, refused.and_of(view, form))
    return page, 422


def _recordable(instance_id: UUID, task_no: int) -> tuple[TaskView, Sequence[Signer]]:
    """Return the task, and who may have done it. Raises NotFound, OnlyRecorders, TaskNotOpen."""
    store, caller = context.store(), context.caller()
    signers = signers_of(store, caller, instance_id, task_no)
    view = task_view(store, caller, instance_id, task_no, today=context.today(), now=context.now())
    if view.status != "open":
        raise TaskNotOpen(jabatan=view.claimed_jabatan or "")
    return view, signers


def _paper(signers: Sequence[Signer], scan: Scan) -> tuple[Paper | None, dict[str, str]]:
    """Return what the form says of the paper, and what is wrong with it."""
    wrong: dict[str, str] = {}
    by, day = _chosen(signers), _day()
    if by is None:
        wrong["pejabat"] = sentence("web.signer-needed")
    if day is None:
        wrong["tanggal"] = sentence("web.letter-date-needed")
    if scan.missing:
        wrong[CONTROL] = scan.missing
    if by is None or day is None or scan.file is None or wrong:
        return None, wrong
    return Paper(day, by, scan.file), wrong


def _chosen(signers: Sequence[Signer]) -> UUID | None:
    chosen = text_of("pejabat")
    return next((signer.worn_as for signer in signers if str(signer.worn_as) == chosen), None)


def _day() -> date | None:
    try:
        return date.fromisoformat(text_of("tanggal"))
    except ValueError:
        return None


def _recorded(view: TaskView, form: TaskForm, paper: Paper) -> None:
    record_on_paper(
        context.store(),
        confirmed_caller(),
        instance_id=view.instance_id,
        task_no=view.task_no,
        paper=paper,
        typed=form.typed,
        outcome=form.text("putusan") or None,
        ticks=form.ticks,
        two_hats=form.text("rangkap") == "ya",
        files=form.files,
        request=request_key(),
        now=context.now(),
    )


def _page(
    view: TaskView,
    signers: Sequence[Signer],
    form: TaskForm,
    scan: Scan,
    wrong: dict[str, str],
    refused: TaskErrors,
) -> str:
    own = {_CONTROLS.get(name, name): text for name, text in {**refused.own, **wrong}.items()}
    shown: dict[str, Any] = {
        **asked_beside(view, form, refused),
        "words": _words(view),
        "signers": [(signer.worn_as, _told(signer)) for signer in signers],
        "chosen": text_of("pejabat"),
        "day": text_of("tanggal"),
        "scan": scan,
        "declared": request.form.get("rangkap") == "ya",
        "wrong": own,
        "errors": [
            *(PageError(text, name) for name, text in wrong.items()),
            *(
                PageError(error.text, _CONTROLS.get(error.target, error.target))
                for error in refused.summary(view)
            ),
        ],
    }
    return render_template("tasks/on_paper.html", **shown)


def _words(view: TaskView) -> str:
    kinds = {act.kind for act in view.acts}
    if kinds & {"approve_for_signature", "sign"}:
        return _WORDS["sign"]
    return _WORDS["paraf"] if "paraf" in kinds else "Catat disposisi"


def _told(signer: Signer) -> str:
    """Return the jabatan, who it was, and since when: two may have held it one after the other."""
    name = f", {signer.name}" if signer.name and signer.name != signer.title else ""
    until = f" sampai {written_date(signer.to_date)}" if signer.to_date else ""
    return f"{signer.title}{name} (sejak {written_date(signer.from_date)}{until})"
