"""*Evaluasi SOP*: what was recorded, and recording the next."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, url_for

from service.access.rules import evaluator_for
from service.commands.evaluate_sop import evaluate_sop
from service.queries.sop_evaluations import evaluations_of, next_evaluation
from service.queries.sops import SopPlace, sop_view
from service.web import context, labels
from service.web.carried import asked_again
from service.web.guard import Who, allowed
from service.web.page_form import PageForm
from service.web.pages.returning import goes_through_login
from service.web.said import said_after
from service.web.typed import request_key

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.queries.sops import SopView

sop_evaluations = Blueprint("sop_evaluations", __name__, url_prefix="/sop/<uuid:sop_id>/evaluasi")
goes_through_login("sop_evaluations.record")

_ASKED: Final = {"tanggal": "Tanggal evaluasi", "hasil": "Hasil", "catatan": "Catatan"}
_PLACES: Final = {"evaluated_on": "tanggal", "result": "hasil", "note": "catatan"}


#: Act → what the page says after it.
_SAID: Final = {"catat": "web.evaluation-recorded"}


@sop_evaluations.get("")
@allowed(Who.SIGNED_IN)
def show(sop_id: UUID) -> str:
    """Show the evaluations of a SOP, and ask for the next."""
    view = _evaluated(sop_id)
    return _page(view, PageForm.blank(_ASKED, tanggal=context.today().isoformat()))


@sop_evaluations.post("")
@allowed(Who.SIGNED_IN)
def record(sop_id: UUID) -> ResponseReturnValue:
    """Record an evaluation."""
    view = _evaluated(sop_id)
    form = PageForm.arrived(_ASKED)
    if asked_again():
        return _page(view, form)
    form.require("tanggal", "hasil", "catatan")
    if form.typed["hasil"] and form.typed["hasil"] not in labels.EVALUATIONS:
        form.refuse("hasil", "web.choose-from-list")
    day = form.day("tanggal")
    act = partial(
        evaluate_sop,
        context.store(),
        context.caller(),
        sop_id=sop_id,
        evaluated_on=day or date.min,
        result=form.typed["hasil"],
        note=form.typed["catatan"],
        now=context.now(),
        request=request_key(),
    )
    if form.carry_out(act, _PLACES) is None:
        return _page(view, form), form.status
    return redirect(url_for("sop_evaluations.show", sop_id=sop_id, sesudah="catat"), 303)


def _evaluated(sop_id: UUID) -> SopView:
    """Return a SOP that the caller may evaluate. Raises NotFound, OnlyHead."""
    caller = context.caller()
    view = sop_view(context.store(), caller, sop_id)
    evaluator_for(caller, SopPlace(caller.pemda_id, view.office_id))
    return view


def _page(view: SopView, form: PageForm) -> str:
    done = evaluations_of(context.store(), context.caller(), view.sop_id)
    today = context.today()
    last = max((one.day for one in done), default=None)
    return render_template(
        "sops/evaluation.html",
        sop=view,
        form=form,
        said=said_after(_SAID),
        done=done,
        in_force=view.in_force(today) is not None,
        due=next_evaluation(view, last, today),
        today=today,
        numbers={str(version.version_id): version.number for version in view.versions},
        results=labels.EVALUATIONS,
    )
