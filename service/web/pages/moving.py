"""*Pindahkan proses ke versi SOP baru*: a preview of each process, then some of them in one go.

One reason, one password; each process is moved by an act of its own. One that has gone on since
the preview, or cannot move, is named; the others are not held up by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from service.access.refusals import PasswordNeeded
from service.commands.move_process import Destination, move_process
from service.errors import NotFound, Rejected
from service.queries.moving import MOST_TRIED, moving_view
from service.running.limits import REASON_CHARACTERS
from service.sentences import sentence
from service.store.idempotency import request_key as make_request_key
from service.web import context, labels
from service.web.carried import asked_again
from service.web.confirming import REFUSALS, confirmed_caller
from service.web.guard import Who, allowed
from service.web.pages.returning import goes_through_login
from service.web.typed import PageError, text_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from service.access.model import Caller
    from service.queries.moving import Choices, Movable, MovingProcess, MovingView
    from service.store.idempotency import RequestKey

moving = Blueprint(
    "moving", __name__, url_prefix="/sop/<uuid:sop_id>/versi/<int:number>/pindahkan"
)

goes_through_login("moving.move")

#: Fields of what takes an element's place: "ganti:<version>:<path>".
_CHOICE: Final = "ganti"

#: Choices that one form may carry.
_MOST_CHOICES: Final = 200

#: What shows the list again: as it would be, as it would be with everything ticked.
_ALL: Final = "semua"
_SHOWING: Final = ("pratinjau", _ALL)

#: Digits of a version's number, at most.
_DIGITS: Final = 9

#: What a confirmed element means, by the obstacle that it takes away.
_CONFIRMED: Final = {
    "moving.timer-changed": "hitung ulang mulai pemindahan, menurut versi tujuan",
    "moving.message-changed": "tunggu pesan yang baru, menurut versi tujuan",
    "moving.signal-changed": "tunggu sinyal yang baru, menurut versi tujuan",
    "moving.condition-changed": "tunggu syarat yang baru, menurut versi tujuan",
    "moving.kind-changed": "lanjutkan sebagai jenis langkah di versi tujuan",
    "moving.another-step": "langkah ini tetap langkah yang sama",
    "moving.boundary-changed": "ikuti kejadian menurut versi tujuan",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of moving one process."""

    title: str
    href: str
    #: why it was not moved; "": it was
    words: str


@moving.get("")
@allowed(Who.SIGNED_IN)
def ask(sop_id: UUID, number: int) -> str:
    """Show what moving each process of other versions to this one would make of it."""
    return _page(sop_id, number)


@moving.post("")
@allowed(Who.SIGNED_IN)
def move(sop_id: UUID, number: int) -> ResponseReturnValue:
    """Move what was ticked, one process after the other, or show the preview anew."""
    if asked_again() or text_of("tindakan") in _SHOWING:
        return _page(sop_id, number)
    view = _view(sop_id, number)
    ticks = list(dict.fromkeys(request.form.getlist("pilih")))[:MOST_TRIED]
    wrong = _wrong(ticks)
    if wrong:
        return _page(sop_id, number, wrong), 422
    try:
        caller = confirmed_caller()
        outcomes = [_moved(caller, view, tick) for tick in ticks]
    except REFUSALS as refused:
        return _page(sop_id, number, {"sandi": sentence(refused.code, **refused.params)}), 422
    return render_template(
        "sops/moved.html",
        sop=view.sop,
        number=number,
        outcomes=outcomes,
        done=sum(not outcome.words for outcome in outcomes),
        left=_view(sop_id, number),
        # What was chosen holds for the processes that are left too.
        chosen=_chosen(),
        reason=text_of("alasan"),
        page=view.page.number,
    )


# ---------------------------------------------------------------- below: doing it


def _wrong(ticks: list[str]) -> dict[str, str]:
    """Return what is missing, before the password: an attempt at that counts."""
    wrong = {}
    if not ticks:
        wrong["pilih"] = sentence("web.no-process-ticked")
    if not text_of("alasan"):
        wrong["alasan"] = sentence("web.reason-needed")
    elif len(text_of("alasan")) > REASON_CHARACTERS:
        wrong["alasan"] = sentence("web.text-too-long", limit=REASON_CHARACTERS)
    return wrong


def _moved(caller: Caller, view: MovingView, tick: str) -> Outcome:
    """Move one process. Raises PasswordNeeded: then nothing was done at all."""
    read = _ticked(tick)
    if read is None:
        return Outcome("", "", sentence(NotFound.code))
    instance_id, state, version = read
    pairs = _choices().get(version, {})
    failure = ""
    try:
        done = move_process(
            context.store(),
            caller,
            instance_id=instance_id,
            to=Destination(view.version_id, pairs, state),
            reason=text_of("alasan"),
            request=_key(tick, instance_id),
            now=context.now(),
        )
        name = done.number
    except PasswordNeeded:
        raise
    except Rejected as refused:
        failure = sentence(refused.code, **refused.params)
        name = _name_of(view, instance_id)
    return Outcome(name, url_for("processes.show", instance_id=instance_id), failure)


def _name_of(view: MovingView, instance_id: UUID) -> str:
    """Return the number of a process of the preview; "": it is no more among them."""
    known = {it.instance_id: it.number for it in view.page.items}
    known |= {it.instance_id: it.number for it in view.can_move}
    return known.get(instance_id, "")


def _tick_of(process: MovingProcess | Movable) -> str:
    return f"{process.instance_id}:{process.state}:{process.version}"


def _ticked(tick: str) -> tuple[UUID, str, int] | None:
    parts = tick.split(":")
    try:
        return UUID(parts[0]), parts[1], int(parts[2])
    except (IndexError, ValueError):
        return None


def _key(tick: str, instance_id: UUID) -> RequestKey | None:
    """Return what makes one tick of one shown list one act, however often it is sent."""
    shown = request.form.get("kunci", "")
    if not shown:
        return None
    body = "\0".join((tick, text_of("alasan"), repr(sorted(_choices().items()))))
    key = f"{shown[:40]}:{instance_id.hex}"
    return make_request_key(key, f"{request.endpoint} {request.path}"[:200], body.encode())


def _choices() -> Choices:
    """Return what the form says takes the place of what, by version."""
    found: Choices = {}
    for name, value in list(request.form.items())[:_MOST_CHOICES]:
        kind, _, rest = name.partition(":")
        version, _, path = rest.partition(":")
        if kind == _CHOICE and version.isdecimal() and len(version) <= _DIGITS and path and value:
            found.setdefault(int(version), {})[path] = value
    return found


def _chosen() -> dict[str, str]:
    """Return the choices as fields of a form."""
    return {
        f"{_CHOICE}:{version}:{path}": value
        for version, pairs in _choices().items()
        for path, value in pairs.items()
    }


# ---------------------------------------------------------------- below: showing it


def _view(sop_id: UUID, number: int) -> MovingView:
    return moving_view(
        context.store(),
        context.caller(),
        sop_id,
        number,
        choices=_choices(),
        page=request.args.get("halaman", default=1, type=int),
        now=context.now(),
    )


def _page(sop_id: UUID, number: int, wrong: dict[str, str] | None = None) -> str:
    wrong = wrong or {}
    view = _view(sop_id, number)
    can_move = {_tick_of(it): it.number for it in view.can_move}
    ticked = can_move if text_of("tindakan") == _ALL else set(request.form.getlist("pilih"))
    here = {_tick_of(it) for it in view.page.items}
    first = next((f"pilih-{at}" for at, it in enumerate(view.page.items, 1) if not it.reasons), "")
    targets = {"pilih": first, "alasan": "alasan", "sandi": "sandi"}
    return render_template(
        "sops/moving.html",
        sop=view.sop,
        view=view,
        items=[(it, _tick_of(it), _tick_of(it) in ticked) for it in view.page.items],
        # Ticked on other pages: they are sent with these.
        also=[(tick, it) for tick, it in can_move.items() if tick in ticked and tick not in here],
        # Chosen for processes of other pages.
        elsewhere={
            name: value
            for name, value in _chosen().items()
            if name not in {f"{_CHOICE}:{it.version}:{it.path}" for it in view.choices}
        },
        confirmed=_CONFIRMED,
        field=_CHOICE,
        version_words=labels.VERSIONS,
        typed_reason=text_of("alasan"),
        errors=[PageError(text, targets[name]) for name, text in wrong.items()],
        wrong=wrong,
        href=lambda page: url_for("moving.ask", sop_id=sop_id, number=number, halaman=page),
    )
