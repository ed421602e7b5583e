"""What was typed into a task's form and cannot be carried out yet: drafts of who typed it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flask import redirect, request, url_for
from werkzeug.datastructures import MultiDict

from service.access.refusals import ClaimedByAnother
from service.commands.save_draft import save_draft
from service.errors import Rejected
from service.sentences import sentence
from service.web import context
from service.web.carried import shows_again
from service.web.lapsed import rescued_by, writer_of_form
from service.web.pages.task_form import TaskForm
from service.web.typed import KeptAsDraft

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.access.model import Caller


def keep(
    caller: Caller,
    instance_id: UUID,
    task_no: int,
    form: TaskForm,
    *,
    though_taken: bool = False,
) -> None:
    """Keep a form as the caller's draft. Raises what `save_draft` raises."""
    save_draft(
        context.store(),
        caller,
        instance_id=instance_id,
        task_no=task_no,
        typed=form.to_keep(),
        now=context.now(),
        though_taken=though_taken,
    )


@contextmanager
def kept_though_taken(instance_id: UUID, task_no: int, form: TaskForm) -> Iterator[None]:
    """Keep what was typed as a draft when somebody else took the task before it arrived.

    It is the writer's own, beside the one that the other may have: nobody else reads it, and it
    opens again should the task be let go. Raises KeptAsDraft, or what was raised inside.
    """
    try:
        yield
    except ClaimedByAnother as taken:
        try:
            keep(context.caller(), instance_id, task_no, form, though_taken=True)
        except Rejected:
            # Closed meanwhile, or too large: the page of the refusal gives the texts back.
            raise taken from None
        raise KeptAsDraft(**taken.params) from taken


def _rescue(token: str) -> ResponseReturnValue | None:
    """Keep the form of a session that is over as a draft of its person (see `lapsed`)."""
    writer = writer_of_form(token)
    if writer is None:
        return None
    place: dict[str, Any] = dict(request.view_args or {})
    try:
        form = TaskForm.of(None, MultiDict(request.form))
        keep(writer, **place, form=form, though_taken=True)
    except Rejected:
        return None
    back = url_for("login.show", lanjut=url_for("tasks.show", **place), berakhir="ya")
    if request.endpoint == "tasks.save":
        return {
            "kept": True,
            "message": sentence("web.draft-kept-session-over"),
            "link": back,
            "link_text": sentence("web.sign-in-again"),
        }, 401
    return redirect(back, 303)


shows_again("tasks.complete", "tasks.send_back")
rescued_by("tasks.save", _rescue)
rescued_by("tasks.complete", _rescue)
rescued_by("tasks.send_back", _rescue)
