"""*Token API*: secrets with which programs act in a jabatan of the person who made them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, request, url_for

from service.commands.issue_api_token import issue_api_token
from service.commands.revoke_api_token import revoke_api_token
from service.queries.people import own_tokens
from service.web import context
from service.web.confirming import carried_out
from service.web.guard import Who, allowed
from service.web.page_form import PageForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from service.access.model import Caller, Holder

programs = Blueprint("programs", __name__, url_prefix="/token")

_ASKED: Final = {
    "program": "Nama program",
    "jabatan": "Jabatan",
    "masa": "Berlaku selama",
    "sandi": "Kata sandi Anda",
}
_PLACES: Final = {
    "label": "program",
    "lasts": "masa",
    "access.not-your-holding": "jabatan",
}
_DAYS: Final = (("30", "30 hari"), ("90", "90 hari"), ("180", "180 hari"), ("365", "365 hari"))
_HASH_LENGTH: Final = 64


@programs.get("")
@allowed(Who.SIGNED_IN)
def list_all() -> str:
    """Show the caller's tokens, and the form for another."""
    return _page(PageForm.blank(_ASKED, masa="90"))


@programs.post("")
@allowed(Who.SIGNED_IN)
def issue() -> ResponseReturnValue:
    """Make a token and show it, this once."""
    form = PageForm.arrived(_ASKED, secret=("sandi",))
    form.require("program")
    holding_id = form.chosen("jabatan")
    if holding_id not in {holder.holding_id for holder in _own(context.caller())}:
        form.refuse("jabatan", "web.choose-from-list")
    if form.typed["masa"] not in dict(_DAYS):
        form.refuse("masa", "web.choose-from-list")
    if form.wrong or holding_id is None:
        return _page(form), form.status
    issuing = partial(
        issue_api_token,
        context.store(),
        holding_id=holding_id,
        label=form.typed["program"],
        lasts=timedelta(days=int(form.typed["masa"])),
        now=context.now(),
    )
    made = carried_out(form, issuing, _PLACES)
    if made is None:
        return _page(form), form.status
    return render_template("programs/made.html", made=made, program=form.typed["program"])


@programs.post("/cabut")
@allowed(Who.SIGNED_IN)
def revoke() -> ResponseReturnValue:
    """Make a token worthless at once."""
    revoke_api_token(
        context.store(),
        context.caller(),
        token_hash=request.form.get("token", "")[:_HASH_LENGTH],
        now=context.now(),
    )
    return redirect(url_for("programs.list_all"), 303)


def _own(caller: Caller) -> tuple[Holder, ...]:
    """Return the jabatan that a token can be for: no penugasan is passed on to a program."""
    return tuple(holder for holder in caller.holders if holder.mandate is None)


def _page(form: PageForm) -> str:
    caller = context.caller()
    return render_template(
        "programs/list.html",
        form=form,
        tokens=own_tokens(context.store(), caller, now=context.now()),
        jabatan=[(one.holding_id, one.title) for one in _own(caller)],
        days=_DAYS,
    )
