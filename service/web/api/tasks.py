"""Tasks: what waits, what one asks, and doing it, by the commands of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response

from service.commands.claim_task import claim_task
from service.commands.complete_task import complete_task
from service.commands.record_arrival import record_arrival
from service.commands.release_task import release_task
from service.commands.save_draft import save_draft
from service.commands.waive_unit import waive_unit
from service.forms import FileRef, json_schema
from service.queries.inbox import my_tasks
from service.queries.tasks import task_view
from service.values import encode
from service.web import context
from service.web.api.blueprint import Blueprint
from service.web.api.drafts import kept_of, told_of
from service.web.api.keys import sent_key
from service.web.api.moved import MovedShape
from service.web.api.task_shapes import (
    Arrival,
    Completion,
    Draft,
    InboxShape,
    TaskShape,
    Waiver,
)
from service.web.guard import Who
from service.web.watch import watched

if TYPE_CHECKING:
    from uuid import UUID

    from service.queries.inbox import Inbox
    from service.queries.tasks import TaskView
    from service.running.results import Moved

tasks = Blueprint("tasks", description="Tasks: steps that wait for a person.")

_PLACE = "/tasks/<uuid:process_id>/<int:task_no>"

#: Members of a task that its shape takes as they are.
_PLAIN = tuple(
    (field.attribute or name)
    for name, field in TaskShape().fields.items()
    if name not in ("claimed_by_me", "may_do", "form", "draft")
)


@tasks.operation("GET", "/tasks", who=Who.PROGRAM, gives=InboxShape)
def list_tasks() -> Inbox:
    """Give the most urgent ones."""
    return my_tasks(context.store(), context.caller(), today=context.today())


@tasks.operation("GET", _PLACE, who=Who.PROGRAM, gives=TaskShape)
def show_task(process_id: UUID, task_no: int) -> dict[str, Any]:
    """Give a task."""
    view = task_view(
        context.store(),
        context.caller(),
        process_id,
        task_no,
        today=context.today(),
        now=context.now(),
    )
    watched(view.audit, process_id, "process")
    return {
        **{name: getattr(view, name) for name in _PLAIN},
        "claimed_by_me": view.claimed_by == context.caller().person_id,
        "may_do": view.holder is not None,
        "form": _form(view),
        "draft": told_of(view.form, view.draft),
    }


@tasks.operation("POST", f"{_PLACE}/claim", who=Who.PROGRAM, gives=MovedShape, keyed=True)
def claim(process_id: UUID, task_no: int) -> Moved:
    """Take a task; taking what one has changes nothing."""
    return claim_task(**_at(process_id, task_no))


@tasks.operation("POST", f"{_PLACE}/release", who=Who.PROGRAM, gives=MovedShape, keyed=True)
def release(process_id: UUID, task_no: int) -> Moved:
    """Let a task go; letting go of a free one changes nothing."""
    return release_task(**_at(process_id, task_no))


@tasks.operation("PUT", f"{_PLACE}/draft", who=Who.PROGRAM, takes=Draft, status=204)
def keep_draft(given: dict[str, Any], process_id: UUID, task_no: int) -> Response:
    """Keep what was filled in so far, for the page and for this program."""
    save_draft(
        context.store(),
        context.caller(),
        instance_id=process_id,
        task_no=task_no,
        typed=kept_of(given),
        now=context.now(),
    )
    return Response(status=204)


@tasks.operation(
    "POST",
    f"{_PLACE}/complete",
    who=Who.PROGRAM,
    takes=Completion,
    gives=MovedShape,
    keyed=True,
)
def complete(given: dict[str, Any], process_id: UUID, task_no: int) -> Moved:
    """Complete a task, forward or back, as `outcome` says."""
    return complete_task(**_at(process_id, task_no), **_given(given))


@tasks.operation(
    "POST",
    f"{_PLACE}/arrival",
    who=Who.PROGRAM,
    takes=Arrival,
    gives=MovedShape,
    keyed=True,
)
def arrive(given: dict[str, Any], process_id: UUID, task_no: int) -> Moved:
    """Complete a task of an outside agency."""
    occurred_at = given.pop("occurred_at")
    return record_arrival(**_at(process_id, task_no), **_given(given), occurred_at=occurred_at)


@tasks.operation(
    "POST",
    f"{_PLACE}/waive",
    who=Who.PROGRAM,
    takes=Waiver,
    gives=MovedShape,
    keyed=True,
)
def waive(given: dict[str, Any], process_id: UUID, task_no: int) -> Moved:
    """Go on without one unit's part."""
    return waive_unit(**_at(process_id, task_no), reason=given["reason"])


def _at(process_id: UUID, task_no: int) -> dict[str, Any]:
    return {
        "session": context.store(),
        "caller": context.caller(),
        "instance_id": process_id,
        "task_no": task_no,
        "request": sent_key(),
        "now": context.now(),
    }


def _given(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "typed": given["values"],
        "outcome": given["outcome"],
        "reason": given["reason"],
        "ticks": given["ticks"],
        "without": given["without"],
        "files": {
            key: tuple(FileRef(file["sha256"], file["name"]) for file in files)
            for key, files in given["files"].items()
        },
    }


def _form(view: TaskView) -> dict[str, Any] | None:
    form = view.form
    if form is None:
        return None
    return {
        "sha256": form.sha256,
        "schema": json_schema(form),
        "files": [field for field in form.fields if field.is_file],
        "options": {
            name: view.context[name] for name in form.option_sources if name in view.context
        },
        "data": {name: encode(view.context[name]) for name in form.names if name in view.context},
    }
