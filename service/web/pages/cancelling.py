"""*Batalkan proses*: say what it does, then ask for the reason and the password.

The page is the question before the act; there is no second one, and none in a script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, url_for

from service.commands.cancel_process import cancel_process
from service.queries.instances import process_view
from service.running.authority import require_manager
from service.running.refusals import ProcessNotRunning
from service.web import context
from service.web.carried import asked_again
from service.web.confirming import problems_of
from service.web.guard import Who, allowed
from service.web.pages.processes import whom
from service.web.pages.returning import goes_through_login
from service.web.typed import PageError, request_key, text_of
from service.web.watch import watched

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

cancelling = Blueprint("cancelling", __name__, url_prefix="/proses/<uuid:instance_id>/batalkan")

goes_through_login("cancelling.cancel")

#: Steps that the page names one by one.
_MOST_STEPS: Final = 20


@cancelling.get("")
@allowed(Who.SIGNED_IN)
def ask(instance_id: UUID) -> str:
    """Say what cancelling the process does, and ask whether that is meant."""
    return _page(instance_id, {})


@cancelling.post("")
@allowed(Who.SIGNED_IN)
def cancel(instance_id: UUID) -> ResponseReturnValue:
    """End the process before its end."""
    if asked_again():
        return _page(instance_id, {})
    wrong = problems_of(
        lambda caller, reason: cancel_process(
            context.store(),
            caller,
            instance_id=instance_id,
            reason=reason,
            request=request_key(),
            now=context.now(),
        )
    )
    if wrong:
        return _page(instance_id, wrong), 422
    return redirect(url_for("processes.show", instance_id=instance_id), 303)


def _page(instance_id: UUID, wrong: dict[str, str]) -> str:
    caller = context.caller()
    process = process_view(context.store(), caller, instance_id, today=context.today())
    watched(process.audit, instance_id, "process")
    require_manager(caller, process.facts)
    if process.status != "running":
        raise ProcessNotRunning(number=process.number)
    return render_template(
        "processes/cancel.html",
        process=process,
        steps=[(step.place, whom(step)) for step in process.open_steps],
        errors=[PageError(text, name) for name, text in wrong.items()],
        wrong=wrong,
        typed_reason=text_of("alasan"),
        most=_MOST_STEPS,
    )
