"""What somebody reads before drawing in a draft: what it costs them, and who else is at it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from service.queries.sop_drafts import would_lose_ratifying
from service.sentences import sentence
from service.sentences.words import written_time
from service.web import context

if TYPE_CHECKING:
    from service.queries.sop_drafts import DraftView

#: A draft that somebody saved so lately is perhaps still being drawn: an editor saves by itself.
_LATELY: Final = timedelta(minutes=15)


def warnings_of(view: DraftView) -> list[str]:
    """Return what the caller is told above the draft."""
    store, caller, now = context.store(), context.caller(), context.now()
    told = []
    if would_lose_ratifying(store, caller, view):
        told.append(sentence("web.draft-costs-ratifying", office=view.office_name))
    if view.person_id != caller.person_id and now - view.saved_at < _LATELY:
        at = written_time(view.saved_at, view.timezone)
        told.append(sentence("web.draft-being-drawn", jabatan=view.jabatan, at=at))
    return told
