"""A form as staff get it, shown to who edits it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import render_template

from service.feel import FeelError
from service.forms import FormRefused, present, read_form
from service.running.walks.ground import sample_lists
from service.web.form_findings import SHOWABLE, findings_of, told_finding

if TYPE_CHECKING:
    from service.forms import FieldView
    from service.queries.form_drafts import FormView


def preview_of(raw: bytes, view: FormView, *, framed: bool) -> str:
    """Return the page with the form as staff get it; `framed`: for the frame beside the editor."""
    return render_template(
        "form_drafts/preview.html",
        form=view,
        fields=_fields(raw, view),
        findings=[told_finding(it) for it in findings_of(raw) if it.code not in SHOWABLE],
        framed=framed,
    )


def _fields(raw: bytes, view: FormView) -> tuple[FieldView, ...]:
    """Return the form as the page of a task shows it; () when it cannot be shown."""
    try:
        form = read_form(raw)
        # What the process would say is not known here: nothing hides by it.
        variables: dict[str, object] = dict.fromkeys(form.names)
        views = present(form, {}, {}, {**variables, **sample_lists(view.timezone)})
    except (FormRefused, FeelError):
        return ()
    # Nobody answers here, so nothing comes and goes: each says instead when it is asked.
    return tuple(
        replace(it, hidden=False, applies="", hint=f"{it.applies} {it.hint}".strip())
        for it in views
    )
