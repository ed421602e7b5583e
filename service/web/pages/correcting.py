"""*Perbaiki isian*: choose what a form filled, answer its question anew, reason and password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from service.commands.correct_variable import Answer, correct_variable
from service.forms import FieldsRejected, typed_from_post
from service.queries.corrections import correctables, question
from service.queries.instances import process_view
from service.running.refusals import NotCorrectable
from service.sentences import sentence
from service.web import context
from service.web.carried import asked_again
from service.web.guard import Who, allowed
from service.web.managing import asked, problems_with, to_process
from service.web.pages.returning import goes_through_login
from service.web.typed import PageError, text_of
from service.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.forms import Problem

correcting = Blueprint(
    "correcting", __name__, url_prefix="/proses/<uuid:instance_id>/perbaiki-isian"
)

goes_through_login("correcting.correct")


@correcting.get("")
@allowed(Who.SIGNED_IN)
def ask(instance_id: UUID) -> str:
    """List what may be corrected, or ask the question of the chosen one anew."""
    return _page(instance_id, request.args.get("isian", ""), {})


@correcting.post("")
@allowed(Who.SIGNED_IN)
def correct(instance_id: UUID) -> ResponseReturnValue:
    """Correct what was chosen, or ask a second person for it."""
    variable = text_of("isian")
    if asked_again():
        return _page(instance_id, variable, {})
    found = correctables(
        context.store(), context.caller(), instance_id, variable=variable, now=context.now()
    )
    if found.form is None:
        raise NotCorrectable(variable=variable)
    typed = typed_from_post(found.form, request.form)
    answer = Answer(variable, typed.get(variable), text_of("keadaan") or None)
    try:
        wrong = problems_with(correct_variable, instance_id, answer=answer)
    except FieldsRejected as refused:
        return _page(instance_id, variable, {}, refused.errors), 422
    return (_page(instance_id, variable, wrong), 422) if wrong else to_process(instance_id)


def _page(
    instance_id: UUID,
    variable: str,
    wrong: dict[str, str],
    rejected: Mapping[str, Problem] | None = None,
) -> str:
    caller = context.caller()
    process = process_view(context.store(), caller, instance_id, today=context.today())
    watched(process.audit, instance_id, "process")
    found = correctables(
        context.store(), caller, instance_id, variable=variable, now=context.now()
    )
    view = None
    asks = asked(wrong)
    if found.form is not None:
        typed = typed_from_post(found.form, request.form) if request.form else {}
        view = question(found.form, typed, rejected or {}, process.timezone)
        asks["errors"] += [
            PageError(sentence(code, **params), view.id)
            for code, params in (rejected or {}).values()
        ]
    return render_template(
        "processes/correct.html",
        process=process,
        found=found,
        view=view,
        variable=variable,
        **asks,
    )
