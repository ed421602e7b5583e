"""*Pemberitahuan*: what a person was told, and whether it is still so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, request, url_for

from service.commands.read_notices import read_notices
from service.queries.notices import notices_of
from service.web import context
from service.web.guard import Who, allowed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

notices = Blueprint("notices", __name__, url_prefix="/pemberitahuan")

_KINDS: Final = {"digest": "Ringkasan tugas", "escalation": "Eskalasi dari bawahan"}

#: Why a task stands in a notice.
_WHYS: Final = {
    "late": "Lewat tenggat",
    "today": "Jatuh tempo hari ini",
    "legal": "Mendekati batas waktu hukum",
    "new": "Tugas baru",
    "escalated": "Lewat tenggat sedikitnya satu hari kerja penuh",
}

_ENDED: Final = {
    "completed": "sudah selesai",
    "cancelled": "tidak diperlukan lagi",
    "waived": "dilewati",
}


@notices.get("")
@allowed(Who.SIGNED_IN)
def list_all() -> str:
    """Show what the caller was told, the newest first."""
    return render_template(
        "notices/list.html",
        page=notices_of(
            context.store(),
            context.caller(),
            page=request.args.get("halaman", default=1, type=int),
        ),
        kinds=_KINDS,
        whys=_WHYS,
        ended=_ENDED,
        href=lambda number: url_for("notices.list_all", halaman=number),
    )


@notices.post("/dibaca")
@allowed(Who.SIGNED_IN)
def mark_read() -> ResponseReturnValue:
    """Mark everything as read."""
    read_notices(context.store(), context.caller(), now=context.now())
    return redirect(url_for("notices.list_all"), 303)
