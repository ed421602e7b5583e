"""*Batalkan proses*: say what it does, then ask for the reason and the password.

The page is the question before the act; there is no second one, and none in a script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template

from service.commands.cancel_process import cancel_process
from service.web.carried import asked_again
from service.web.guard import Who, allowed
from service.web.managing import asked, managed_view, problems_with, to_process
from service.web.pages.processes import whom
from service.web.pages.returning import goes_through_login

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
    wrong = problems_with(cancel_process, instance_id)
    return (_page(instance_id, wrong), 422) if wrong else to_process(instance_id)


def _page(instance_id: UUID, wrong: dict[str, str]) -> str:
    process = managed_view(instance_id)
    return render_template(
        "processes/cancel.html",
        process=process,
        steps=[(step.place, whom(step)) for step in process.open_steps],
        most=_MOST_STEPS,
        **asked(wrong),
    )
