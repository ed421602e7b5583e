"""*Pindahkan ke langkah lain*: choose, see what is left out, then reason and password.

Where a review, a paraf or a signature is left out the act only asks for it (`repair_requests`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from service.commands.move_token import Aim, move_token
from service.queries.token_moves import move_choices, waiting_repair
from service.web import context
from service.web.carried import asked_again
from service.web.guard import Who, allowed
from service.web.managing import asked, managed_view, problems_with, to_process
from service.web.pages.returning import goes_through_login
from service.web.typed import text_of

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import MultiDict


token_moving = Blueprint("token_moving", __name__, url_prefix="/proses/<uuid:instance_id>")

goes_through_login("token_moving.move")


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
    wrong = problems_with(move_token, instance_id, aim=aim)
    return (_page(instance_id, request.form, wrong), 422) if wrong else to_process(instance_id)


def _page(instance_id: UUID, given: MultiDict[str, str], wrong: dict[str, str]) -> str:
    process = managed_view(instance_id)
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
        **asked(wrong),
    )
