"""*Antrean paraf & tanda tangan*: several documents, each opened, with one password.

Each task is completed by the command of its own page, in a transaction and with an event of its
own; what one of them refuses holds none of the others back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, render_template, request, url_for

from service.access.refusals import PasswordNeeded
from service.commands.approve_for_signature import approve_for_signature
from service.commands.complete_task import complete_task
from service.errors import NotFound, Rejected
from service.queries import act_queue as queue
from service.sentences import sentence
from service.store.idempotency import request_key as make_request_key
from service.tte import trust
from service.web import context
from service.web.carried import asked_again
from service.web.confirming import REFUSALS, confirmed_caller
from service.web.dues import Due, due_of
from service.web.guard import Who, allowed
from service.web.pages.returning import goes_through_login
from service.web.pages.task_page import viewed_task
from service.web.typed import PageError

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from service.access.model import Caller
    from service.queries.act_queue import QueuedTask
    from service.store.idempotency import RequestKey

act_queue = Blueprint("act_queue", __name__, url_prefix="/antrean-paraf")

goes_through_login("act_queue.complete")

#: Why a task of the queue is done on its own page.
_ALONE: Final = {
    "form": "Langkah ini punya isian yang wajib diisi.",
    "ways": "Langkah ini meminta putusan.",
    "checklist": "Kelengkapannya belum ada semua.",
    "hats": "Langkah ini meminta pernyataan rangkap peran.",
    "nothing": "Belum ada dokumen yang dapat diparaf atau disetujui.",
    "agency": "Langkah ini mencatat penerimaan dari instansi terkait.",
    "paper": "Sudah disetujui; menunggu tanda tangan basah dicatat Sekretariat.",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A task of the queue, in words."""

    queued: QueuedTask
    due: Due | None
    #: what its tick sends; "": it cannot be ticked
    tick: str
    ticked: bool
    #: why it is done on its own page; "": it is not
    alone: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one tick."""

    done: bool
    #: approved only: the signature itself is still to come
    waiting: bool
    #: of the task and its process, as far as the caller may see them
    title: str
    process: str
    href: str
    words: str


@act_queue.get("")
@allowed(Who.SIGNED_IN)
def show() -> str:
    """Show the acts that wait for the caller."""
    return _page()


@act_queue.post("")
@allowed(Who.SIGNED_IN)
def complete() -> ResponseReturnValue:
    """Complete what was ticked, one after the other, and say what came of each."""
    if asked_again():
        return _page()
    # As the browser sends them: in the order of the list, each once.
    ticks = list(dict.fromkeys(request.form.getlist("pilih")))[: queue.MOST]
    if not ticks:
        return _page({"pilih": sentence("web.nothing-ticked")}), 422
    try:
        caller = confirmed_caller()
        outcomes = [_completed(caller, tick) for tick in ticks]
    except REFUSALS as refused:
        return _page({"sandi": sentence(refused.code, **refused.params)}), 422
    return render_template(
        "tasks/act_queue_done.html",
        tte=trust().available,
        outcomes=outcomes,
        done=sum(outcome.done for outcome in outcomes),
    )


# ---------------------------------------------------------------- below: doing it


def _completed(caller: Caller, tick: str) -> Outcome:
    """Complete one task of the list. Raises PasswordNeeded: then nothing was done at all."""
    read = queue.ticked(tick)
    if read is None:
        return _unknown(_refused(NotFound()))
    instance_id, task_no, reviewed = read
    failure = ""
    given: dict[str, Any] = {
        "instance_id": instance_id,
        "task_no": task_no,
        "reviewed": reviewed,
        "request": _key(tick, instance_id, task_no),
        "now": context.now(),
    }
    try:
        if _signs(instance_id, task_no):
            approve_for_signature(context.store(), caller, **given)
        else:
            complete_task(context.store(), caller, typed={}, **given)
    except PasswordNeeded:
        raise
    except Rejected as refused:
        failure = _refused(refused)
    return _told(instance_id, task_no, failure)


def _signs(instance_id: UUID, task_no: int) -> bool:
    """Say whether a click can only approve what is then signed. Raises NotFound."""
    return viewed_task(instance_id, task_no).signs


def _key(tick: str, instance_id: UUID, task_no: int) -> RequestKey | None:
    """Return what makes one tick of one shown list one act, however often it is sent."""
    shown = request.form.get("kunci", "")
    if not shown:
        return None
    key = f"{shown[:40]}:{instance_id.hex}:{task_no}"
    return make_request_key(key, f"{request.endpoint} {request.path}", tick.encode())


def _refused(refused: Rejected) -> str:
    return sentence(refused.code, **refused.params)


def _told(instance_id: UUID, task_no: int, failure: str) -> Outcome:
    try:
        view = viewed_task(instance_id, task_no)
    except NotFound:
        return _unknown(failure)
    href = url_for("tasks.show", instance_id=instance_id, task_no=task_no)
    process = f"{view.process_title} ({view.process_number})"
    waiting = not failure and view.signs and view.status == "open"
    return Outcome(not failure, waiting, view.place.title, process, href, failure)


def _unknown(failure: str) -> Outcome:
    """Return what is told of a task that the caller does not see, or sees no more."""
    return Outcome(done=not failure, waiting=False, title="", process="", href="", words=failure)


# ---------------------------------------------------------------- below: showing it


def _page(wrong: dict[str, str] | None = None) -> str:
    wrong = wrong or {}
    ticked = frozenset(request.form.getlist("pilih"))
    found = queue.act_queue(
        context.store(), context.caller(), today=context.today(), now=context.now()
    )
    items = [_item(queued, ticked) for queued in found]
    first = next((f"pilih-{at}" for at, item in enumerate(items, 1) if item.tick), "")
    targets = {"pilih": first, "sandi": "sandi"}
    return render_template(
        "tasks/act_queue.html",
        items=items,
        any_ticks=any(item.tick for item in items),
        most=queue.MOST,
        errors=[PageError(text, targets[name]) for name, text in wrong.items()],
        wrong=wrong,
    )


def _item(queued: QueuedTask, ticked: frozenset[str]) -> Item:
    task = queued.task
    clock = context.clock_of(task.office_id, task.timezone)
    tick = queue.tick_of(queued) if queued.alone is None and queued.opened else ""
    return Item(
        queued=queued,
        due=due_of(task.due_at, context.now(), clock),
        tick=tick,
        ticked=tick in ticked,
        alone=_ALONE[queued.alone] if queued.alone is not None else "",
    )
