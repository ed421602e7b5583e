"""Pages on which somebody acts on a process with a reason, and with the password once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, url_for

from service.queries.instances import process_view
from service.running.authority import require_manager
from service.running.refusals import ProcessNotRunning
from service.web import context
from service.web.confirming import problems_of
from service.web.typed import PageError, request_key, text_of
from service.web.watch import watched

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.queries.instances import ProcessView


def managed_view(instance_id: UUID) -> ProcessView:
    """Return a running process that the caller manages.

    Raises NotFound, NotTheManager, ProcessNotRunning.
    """
    caller = context.caller()
    process = process_view(context.store(), caller, instance_id, today=context.today())
    watched(process.audit, instance_id, "process")
    require_manager(caller, process.facts)
    if process.status != "running":
        raise ProcessNotRunning(number=process.number)
    return process


def problems_with(
    command: Callable[..., object], instance_id: UUID, **given: object
) -> dict[str, str]:
    """Carry out a command on a process with what the page asks for; return as `problems_of`."""
    return problems_of(
        lambda caller, reason: command(
            context.store(),
            caller,
            instance_id=instance_id,
            reason=reason,
            request=request_key(),
            now=context.now(),
            **given,
        )
    )


def asked(wrong: dict[str, str]) -> dict[str, Any]:
    """Return what a template needs to ask for reason and password, again where it was wrong."""
    return {
        "errors": [PageError(text, name) for name, text in wrong.items()],
        "wrong": wrong,
        "typed_reason": text_of("alasan"),
    }


def to_process(instance_id: UUID) -> ResponseReturnValue:
    """Go to the process, where what was done shows."""
    return redirect(url_for("processes.show", instance_id=instance_id), 303)
