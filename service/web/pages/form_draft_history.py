"""The history of a form of an office: an older revision, another title, discarding it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from service.access.entries import EntryRefused
from service.commands.change_form_draft import discard_form_draft, rename_form_draft
from service.commands.save_form_draft import restore_form_draft
from service.queries.form_drafts import form_history as revisions_kept
from service.queries.form_drafts import form_view
from service.queries.form_usage import form_usage
from service.queries.form_withdrawal import withdrawal_of
from service.running.drafts import DraftSavedMeanwhile
from service.sentences import sentence
from service.web import context, labels
from service.web.guard import Who, allowed
from service.web.typed import PageError, text_of

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.queries.form_drafts import FormView

form_history = Blueprint("form_history", __name__, url_prefix="/sop/formulir/<uuid:form_id>")


@form_history.get("/riwayat")
@allowed(Who.SIGNED_IN)
def show(form_id: UUID) -> str:
    """Show what was saved of a form, by whom and when."""
    return _history(form_view(context.store(), context.caller(), form_id), [])


@form_history.post("/pulihkan")
@allowed(Who.SIGNED_IN)
def restore(form_id: UUID) -> ResponseReturnValue:
    """Make an older revision the newest one again."""
    view = form_view(context.store(), context.caller(), form_id)
    try:
        restore_form_draft(
            context.store(),
            context.caller(),
            form_id=form_id,
            number=request.form.get("nomor", 0, type=int),
            made_from=request.form.get("revisi", 0, type=int),
            now=context.now(),
        )
    except DraftSavedMeanwhile as refused:
        told = PageError(sentence(refused.code, **refused.params))
        return _history(view, [told]), refused.status
    return redirect(url_for("form_drafts.show", form_id=form_id), 303)


@form_history.post("/nama")
@allowed(Who.SIGNED_IN)
def rename(form_id: UUID) -> ResponseReturnValue:
    """Give a form another title."""
    try:
        rename_form_draft(
            context.store(),
            context.caller(),
            form_id=form_id,
            title=text_of("judul"),
            now=context.now(),
        )
    except EntryRefused as refused:
        view = form_view(context.store(), context.caller(), form_id)
        errors = [PageError.of(problem, "judul") for problem in refused.problems]
        return _history(view, errors), refused.status
    return redirect(url_for("form_history.show", form_id=form_id), 303)


@form_history.post("/buang")
@allowed(Who.SIGNED_IN)
def discard(form_id: UUID) -> ResponseReturnValue:
    """Throw a form away, with its history."""
    discard_form_draft(context.store(), context.caller(), form_id=form_id, now=context.now())
    return redirect(url_for("form_drafts.list_all", sesudah="buang"), 303)


def _history(view: FormView, errors: list[PageError]) -> str:
    store, caller = context.store(), context.caller()
    usage = form_usage(store, caller, view.form_id)
    return render_template(
        "form_drafts/history.html",
        form=view,
        usage=usage,
        withdrawal=withdrawal_of(store, caller, view.form_id, usage),
        revisions=revisions_kept(store, caller, view.form_id),
        how=labels.DRAFT_SAVES,
        errors=errors,
        typed=text_of("judul") or view.title,
    )
