"""What a step asks beside the act that another page than its own completes it by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.forms import present

if TYPE_CHECKING:
    from service.queries.tasks import TaskView
    from service.web.pages.task_form import TaskErrors, TaskForm


def asked_beside(view: TaskView, form: TaskForm, refused: TaskErrors) -> dict[str, Any]:
    """Return what `tasks/asked_beside.html` shows: kelengkapan, the SOP's form, the ways on."""
    decided_in_form = (
        view.form is not None
        and view.decision is not None
        and view.form.field(view.decision) is not None
    )
    return {
        "task": view,
        "views": (
            ()
            if view.form is None
            else present(view.form, form.typed, refused.fields, view.context)
        ),
        "files": form.files,
        "photos": form.photos,
        "ticks": form.ticks,
        "ask_way": len(view.forward) > 1 and not decided_in_form,
        "chosen_way": form.text("putusan"),
    }
