"""A repair that waits for a second person: who did not ask approves it, or refuses it.

Who asked may take it back. What is repaired, a token that is moved or a value that is corrected,
is asked for on pages of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from service.commands.approve_repair import approve_repair
from service.commands.refuse_repair import refuse_repair
from service.queries.token_moves import waiting_repair
from service.running.refusals import NoSuchRequest
from service.sentences import sentence
from service.web import context
from service.web.carried import asked_again
from service.web.confirming import REFUSALS, confirmed_caller
from service.web.guard import Who, allowed
from service.web.managing import asked, managed_view, problems_with, to_process
from service.web.pages.returning import goes_through_login
from service.web.typed import request_key, text_of

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue


repair_requests = Blueprint("repair_requests", __name__, url_prefix="/proses/<uuid:instance_id>")

goes_through_login("repair_requests.refuse")


@repair_requests.get("/permintaan/<int:number>")
@allowed(Who.SIGNED_IN)
def decide(instance_id: UUID, number: int) -> str:
    """Show a repair that waits for a second person."""
    return _deciding(instance_id, number, {})


@repair_requests.post("/permintaan/<int:number>/setujui")
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
    return to_process(instance_id)


@repair_requests.post("/permintaan/<int:number>/tolak")
@allowed(Who.SIGNED_IN)
def refuse(instance_id: UUID, number: int) -> ResponseReturnValue:
    """Let the repair not be made."""
    if asked_again():
        return _deciding(instance_id, number, {})
    wrong = problems_with(refuse_repair, instance_id, number=number)
    return (_deciding(instance_id, number, wrong), 422) if wrong else to_process(instance_id)


def _deciding(instance_id: UUID, number: int, wrong: dict[str, str]) -> str:
    process = managed_view(instance_id)
    waiting = waiting_repair(context.store(), context.caller(), instance_id, context.now())
    if waiting is None or waiting.number != number:
        raise NoSuchRequest
    return render_template(
        "processes/decide_repair.html",
        process=process,
        waiting=waiting,
        **asked(wrong),
    )
