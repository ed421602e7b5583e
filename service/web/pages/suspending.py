"""*Tunda proses* and *Lanjutkan proses*: say what it does, then ask for reason and password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template

from service.commands.resume_process import resume_process
from service.commands.suspend_process import suspend_process
from service.running.refusals import AlreadySuspended, NotSuspended
from service.web.carried import asked_again
from service.web.guard import Who, allowed
from service.web.managing import asked, managed_view, problems_with, to_process
from service.web.pages.processes import whom
from service.web.pages.returning import goes_through_login

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

suspending = Blueprint("suspending", __name__, url_prefix="/proses/<uuid:instance_id>")

goes_through_login("suspending.suspend", "suspending.resume")

#: Steps that the page names one by one.
_MOST_STEPS: Final = 20


@suspending.get("/tunda")
@allowed(Who.SIGNED_IN)
def ask_suspend(instance_id: UUID) -> str:
    """Say what suspending the process does, and ask whether that is meant."""
    return _page(instance_id, {}, resuming=False)


@suspending.get("/lanjutkan")
@allowed(Who.SIGNED_IN)
def ask_resume(instance_id: UUID) -> str:
    """Say what resuming the process does, and ask whether that is meant."""
    return _page(instance_id, {}, resuming=True)


@suspending.post("/tunda")
@allowed(Who.SIGNED_IN)
def suspend(instance_id: UUID) -> ResponseReturnValue:
    """Let nothing go on in the process."""
    return _answer(instance_id, resuming=False)


@suspending.post("/lanjutkan")
@allowed(Who.SIGNED_IN)
def resume(instance_id: UUID) -> ResponseReturnValue:
    """Let the process go on."""
    return _answer(instance_id, resuming=True)


def _answer(instance_id: UUID, *, resuming: bool) -> ResponseReturnValue:
    if asked_again():
        return _page(instance_id, {}, resuming=resuming)
    wrong = problems_with(resume_process if resuming else suspend_process, instance_id)
    return (
        (_page(instance_id, wrong, resuming=resuming), 422) if wrong else to_process(instance_id)
    )


def _page(instance_id: UUID, wrong: dict[str, str], *, resuming: bool) -> str:
    process = managed_view(instance_id)
    if resuming and process.suspended_at is None:
        raise NotSuspended(number=process.number)
    if not resuming and process.suspended_at is not None:
        raise AlreadySuspended(number=process.number)
    return render_template(
        "processes/suspend.html",
        process=process,
        resuming=resuming,
        steps=[(step.place, whom(step)) for step in process.open_steps],
        most=_MOST_STEPS,
        **asked(wrong),
    )
