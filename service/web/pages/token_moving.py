"""*Pindahkan ke langkah lain*: choose, see what is left out, then reason and password.

Where a review, a paraf or a signature is left out the act only asks for it; the head or secretary
who did not ask approves or refuses on a page of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from service.commands.approve_repair import approve_repair
from service.commands.move_token import Aim, move_token
from service.commands.refuse_repair import refuse_repair
from service.queries.instances import process_view
from service.queries.token_moves import move_choices, waiting_repair
from service.running.authority import require_manager
from service.running.refusals import NoSuchRequest, ProcessNotRunning
from service.sentences import sentence
from service.web import context
from service.web.carried import asked_again
from service.web.confirming import REFUSALS, confirmed_caller, problems_of
from service.web.guard import Who, allowed
from service.web.pages.returning import goes_through_login
from service.web.typed import PageError, request_key, text_of
from service.web.watch import watched

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import MultiDict

    from service.queries.instances import ProcessView

token_moving = Blueprint("token_moving", __name__, url_prefix="/proses/<uuid:instance_id>")

goes_through_login("token_moving.move", "token_moving.refuse")


@token_moving.get("/pindah-langkah")
@allowed(Who.SIGNED_IN)
def ask(instance_id: UUID) -> str:
    """Let choose what goes where, and show what that would mean."""
    return _page(instance_id, request.args, {})


@token_moving.post("/pindah-langkah")
@allowed(Who.SIGNED_IN)
def move(instance_id: UUID) -> ResponseReturnValue:
    """Move a token to another step, or ask a second person for it."""
    if asked_again():
        return _page(instance_id, request.form, {})
    token_no = request.form.get("dari", type=int)
    if token_no is None:
        return _page(instance_id, request.form, {}), 422
    aim = Aim(token_no, text_of("ke"), text_of("keadaan") or None)
    wrong = problems_of(
        lambda caller, reason: move_token(
            context.store(),
            caller,
            instance_id=instance_id,
            aim=aim,
            reason=reason,
            request=request_key(),
            now=context.now(),
        )
    )
    if wrong:
        return _page(instance_id, request.form, wrong), 422
    return redirect(url_for("processes.show", instance_id=instance_id), 303)


@token_moving.get("/permintaan/<int:number>")
@allowed(Who.SIGNED_IN)
def decide(instance_id: UUID, number: int) -> str:
    """Show a repair that waits for a second person."""
    return _deciding(instance_id, number, {})


@token_moving.post("/permintaan/<int:number>/setujui")
@allowed(Who.SIGNED_IN)
def approve(instance_id: UUID, number: int) -> ResponseReturnValue:
    """Make the repair that somebody else asked for."""
    try:
        approve_repair(
            context.store(),
            confirmed_caller(),
            instance_id=instance_id,
            number=number,
            seen_state=text_of("keadaan") or None,
            request=request_key(),
            now=context.now(),
        )
    except REFUSALS as refused:
        wrong = {"sandi-setujui": sentence(refused.code, **refused.params)}
        return _deciding(instance_id, number, wrong), 422
    return redirect(url_for("processes.show", instance_id=instance_id), 303)


@token_moving.post("/permintaan/<int:number>/tolak")
@allowed(Who.SIGNED_IN)
def refuse(instance_id: UUID, number: int) -> ResponseReturnValue:
    """Let the repair not be made."""
    if asked_again():
        return _deciding(instance_id, number, {})
    wrong = problems_of(
        lambda caller, reason: refuse_repair(
            context.store(),
            caller,
            instance_id=instance_id,
            number=number,
            reason=reason,
            request=request_key(),
            now=context.now(),
        )
    )
    if wrong:
        return _deciding(instance_id, number, wrong), 422
    return redirect(url_for("processes.show", instance_id=instance_id), 303)


# ---------------------------------------------------------------- below


def _process(instance_id: UUID) -> ProcessView:
    """Return the process. Raises NotFound, NotTheManager, ProcessNotRunning."""
    caller = context.caller()
    process = process_view(context.store(), caller, instance_id, today=context.today())
    watched(process.audit, instance_id, "process")
    require_manager(caller, process.facts)
    if process.status != "running":
        raise ProcessNotRunning(number=process.number)
    return process


def _page(instance_id: UUID, given: MultiDict[str, str], wrong: dict[str, str]) -> str:
    process = _process(instance_id)
    choices = move_choices(
        context.store(),
        context.caller(),
        instance_id,
        token_no=given.get("dari", type=int),
        target=given.get("ke", ""),
        now=context.now(),
    )
    return render_template(
        "processes/move_token.html",
        process=process,
        choices=choices,
        waiting=waiting_repair(context.store(), context.caller(), instance_id, context.now()),
        chosen=(given.get("dari", type=int), given.get("ke", "")),
        errors=[PageError(text, name) for name, text in wrong.items()],
        wrong=wrong,
        typed_reason=text_of("alasan"),
    )


def _deciding(instance_id: UUID, number: int, wrong: dict[str, str]) -> str:
    process = _process(instance_id)
    waiting = waiting_repair(context.store(), context.caller(), instance_id, context.now())
    if waiting is None or waiting.number != number:
        raise NoSuchRequest
    return render_template(
        "processes/decide_repair.html",
        process=process,
        waiting=waiting,
        errors=[PageError(text, name) for name, text in wrong.items()],
        wrong=wrong,
        typed_reason=text_of("alasan"),
    )
