"""An auditor's look at a process is written down before it is granted (decisions §3.10).

A view says what it shows (`watched`). An answer about a process that no view has written down is
written down here all the same, before it leaves: no route can forget it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Flask, g, request

from service.commands.log_process_view import log_process_view
from service.queries.instances import audit_scope_of
from service.web import context

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from service.access.model import AuditScope
    from service.commands.log_process_view import What

#: What routes call the process that they are about.
_NAMES: Final = ("instance_id", "process_id")

#: Statuses of answers that show something of it: the page itself, and the page with what to mend.
_SHOWING: Final = frozenset({200, 206, 422})


def init_watching(app: Flask) -> None:
    """Let no answer about a process leave to an auditor unseen."""
    app.after_request(_catch_up)


def watched(
    audit: AuditScope | None,
    instance_id: UUID,
    what: What,
    *,
    sha256: str | None = None,
    once: bool = False,
) -> None:
    """Log the view when the caller sees the process only by surat tugas.

    `sha256`: of the file that is looked at; `once`: one event tells of a sitting at it.
    """
    if audit is not None:
        log_process_view(
            context.store(),
            context.caller(),
            instance_id=instance_id,
            what=what,
            sha256=sha256,
            once=once,
            now=context.now(),
        )
        g.watched = True


def _catch_up(answer: Response) -> Response:
    caller = getattr(g, "caller", None)
    if caller is None or not caller.audits or "watched" in g:
        return answer
    named = request.view_args or {}
    seen = next((named[at] for at in _NAMES if at in named), None)
    if seen is not None and answer.status_code in _SHOWING:
        watched(audit_scope_of(context.store(), caller, seen), seen, "process")
    return answer
