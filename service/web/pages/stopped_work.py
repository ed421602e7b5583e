"""*Pekerjaan otomatis yang terhenti*: what an administrator does about what the worker gave up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast, get_args
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from service.commands.settle_work import NothingStopped, dismiss_dispatch, try_work_again
from service.events.structure import StoppedKind, StoppedWork
from service.queries.stopped_work import stopped_views
from service.sentences import sentence
from service.web import context
from service.web.guard import Who, allowed
from service.web.said import counted_after

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

stopped_work = Blueprint("stopped_work", __name__, url_prefix="/pekerjaan-terhenti")

#: What the button under the list sends instead of one key.
_ALL: Final = "semua"

#: What stands on the page after an act, by what its address says of it.
_DONE: Final = {
    "dicoba": "pekerjaan akan dicoba lagi dalam satu menit.",
    "diabaikan": "kiriman diabaikan dan tidak diteruskan lagi.",
}

#: Of these kinds a number says which one, of so many digits at most.
_NUMBERED: Final = ("timer", "way")
_LONGEST_NUMBER: Final = 9


@stopped_work.get("")
@allowed(Who.ADMINISTRATOR)
def list_all() -> str:
    """Show what the worker gave up, by kind, the oldest first."""
    return _page()


@stopped_work.post("/coba-lagi")
@allowed(Who.ADMINISTRATOR)
def try_again() -> ResponseReturnValue:
    """Let one thing, or all, be tried anew."""
    chosen = None if request.form.get("pekerjaan") == _ALL else _chosen()
    try:
        count = try_work_again(context.store(), context.caller(), work=chosen, now=context.now())
    except NothingStopped as refused:
        return _page(sentence(refused.code)), refused.status
    return redirect(url_for("stopped_work.list_all", dicoba=count), 303)


@stopped_work.post("/abaikan")
@allowed(Who.ADMINISTRATOR)
def dismiss() -> ResponseReturnValue:
    """Give up for good what could not be handed on."""
    try:
        count = dismiss_dispatch(
            context.store(), context.caller(), work=_chosen(), now=context.now()
        )
    except NothingStopped as refused:
        return _page(sentence(refused.code)), refused.status
    return redirect(url_for("stopped_work.list_all", diabaikan=count), 303)


def key_of(work: StoppedWork) -> str:
    """Return what a form sends for it."""
    parts = (work.kind, work.id, work.token_no, work.place, work.element_id)
    return " ".join(str(part) for part in parts if part is not None)


def _chosen() -> tuple[StoppedWork, ...]:
    """Return what the form names; nothing: it names nothing that can be."""
    kind, _, rest = request.form.get("pekerjaan", "").partition(" ")
    id_, _, rest = rest.partition(" ")
    number, _, element_id = rest.partition(" ")
    if kind not in get_args(StoppedKind):
        return ()
    if bool(number) != (kind in _NUMBERED) or bool(element_id) != (kind == "way"):
        return ()
    if number and not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER):
        return ()
    try:
        work = StoppedWork(cast("StoppedKind", kind), UUID(id_))
    except ValueError:
        return ()
    if kind == "way":
        return (replace(work, element_id=element_id, place=int(number)),)
    return (replace(work, token_no=int(number)) if number else work,)


def _page(wrong: str = "") -> str:
    return render_template(
        "structure/stopped_work.html",
        items=stopped_views(context.store(), context.caller()),
        key_of=key_of,
        wrong=wrong,
        said=counted_after(_DONE),
    )
