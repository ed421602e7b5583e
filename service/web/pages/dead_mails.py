"""*Surel tidak terkirim*: what an administrator does about mails that were given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from service.commands.settle_mails import NoDeadMail, settle_mails
from service.queries.dead_mails import dead_mails as given_up
from service.sentences import sentence
from service.web import context
from service.web.guard import Who, allowed
from service.web.said import counted_after

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask.typing import ResponseReturnValue

    from service.commands.settle_mails import How

dead_mails = Blueprint("dead_mails", __name__, url_prefix="/surel-tidak-terkirim")

_KINDS: Final = {"digest": "Ringkasan tugas", "escalation": "Eskalasi dari bawahan"}

#: What the button under the list sends instead of the id of one mail.
_ALL: Final = "semua"

#: What stands on the page after an act, by what its address says of it.
_DONE: Final = {
    "dikirim": "surel akan dikirim lagi dalam beberapa menit.",
    "diabaikan": "surel diabaikan dan tidak dikirim lagi.",
}


@dead_mails.get("")
@allowed(Who.ADMINISTRATOR)
def list_all() -> str:
    """Show the mails that could not be sent, the newest first."""
    return _page()


@dead_mails.post("/kirim-lagi")
@allowed(Who.ADMINISTRATOR)
def send_again() -> ResponseReturnValue:
    """Let one mail, or all, be tried anew."""
    return _settled("again", "dikirim")


@dead_mails.post("/abaikan")
@allowed(Who.ADMINISTRATOR)
def dismiss() -> ResponseReturnValue:
    """Give one mail, or all, up for good."""
    return _settled("dismissed", "diabaikan")


def _settled(how: How, said: str) -> ResponseReturnValue:
    try:
        count = settle_mails(
            context.store(), context.caller(), how, mail_ids=_chosen(), now=context.now()
        )
    except NoDeadMail as refused:
        return _page(sentence(refused.code)), refused.status
    values: dict[str, Any] = {said: count}
    return redirect(url_for("dead_mails.list_all", **values), 303)


def _chosen() -> Collection[UUID] | None:
    """Return what was chosen; None: all of them."""
    said = request.form.get("surel", "")
    if said == _ALL:
        return None
    try:
        return (UUID(said),)
    except ValueError:
        return ()


def _page(wrong: str = "") -> str:
    page = given_up(
        context.store(),
        context.caller(),
        today=context.today(),
        page=request.args.get("halaman", default=1, type=int),
    )
    return render_template(
        "notices/dead_mails.html",
        page=page,
        kinds=_KINDS,
        whys={mail.id: sentence(mail.why[0], **mail.why[1]) for mail in page.items},
        wrong=wrong,
        said=counted_after(_DONE),
        href=lambda number: url_for("dead_mails.list_all", halaman=number),
    )
