"""What somebody reads before changing a draft or a form: what it costs, and who else is at it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from service.queries.sop_drafts import would_lose_ratifying
from service.sentences import sentence
from service.sentences.words import written_time
from service.web import context

if TYPE_CHECKING:
    from service.queries.form_drafts import FormView
    from service.queries.sop_drafts import DraftView

#: A draft that somebody saved so lately is perhaps still being drawn: an editor saves by itself.
_LATELY: Final = timedelta(minutes=15)


def warnings_of(view: DraftView) -> list[str]:
    """Return what the caller is told above the draft."""
    store, caller = context.store(), context.caller()
    told = []
    if would_lose_ratifying(store, caller, view):
        told.append(sentence("web.draft-costs-ratifying", office=view.office_name))
    drawing = drawing_words(view, "web.draft-being-drawn")
    return [*told, drawing] if drawing else told


def drawing_words(view: DraftView | FormView, code: str) -> str:
    """Return who else is perhaps at work in it, in the sentence `code`; "": nobody is."""
    drawing = drawing_now(view)
    return sentence(code, **drawing) if drawing else ""


def drawing_now(view: DraftView | FormView) -> dict[str, str]:
    """Return who else is perhaps at work in it, and when they saved; {}: nobody."""
    if view.person_id == context.caller().person_id:
        return {}
    if context.now() - view.saved_at >= _LATELY:
        return {}
    at = written_time(view.saved_at, view.timezone)
    return {"jabatan": view.jabatan, "at": at}
