"""*Uji jalan*: the acts of a walk that a posted page asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import request

from service.access.import_plan import read_date
from service.errors import Rejected
from service.forms import typed_from_post
from service.running.adjusted import adjusted_steps
from service.running.kinds import kinds_of
from service.running.walks.acts import (
    Complete,
    Deliver,
    JobFails,
    JobThrows,
    MoveClock,
    SendBack,
    Start,
    Waive,
)
from service.web.typed import text_of

if TYPE_CHECKING:
    from service.queries.sop_walks import WalkSeen
    from service.running.walks.acts import Act
    from service.running.walks.standing import WalkTask


class ActUnknown(Rejected):
    """The page sent an act that a walk does not have."""

    code = "walk.act-unknown"


class InstantNeeded(Rejected):
    """The simulated clock needs a day and an hour."""

    code = "walk.instant-needed"


class MessageNeeded(Rejected):
    """A system that fails says why."""

    code = "walk.message-needed"


class ErrorNeeded(Rejected):
    """A system that cannot do its step names the error."""

    code = "walk.error-needed"


def acts_after(seen: WalkSeen) -> tuple[Act, ...]:
    """Return the acts of the walk after what was posted.

    Raises ActUnknown, InstantNeeded, MessageNeeded, ErrorNeeded.
    """
    acts = seen.walk.acts
    match text_of("tindakan"):
        case "mundur":
            # What no longer fits is taken back first.
            return acts if seen.refused is not None else acts[:-1]
        case "ulang":
            return ()
        case _:
            return (*acts, _act(seen))


def _act(seen: WalkSeen) -> Act:
    match text_of("tindakan"):
        case "mulai":
            return _start(seen)
        case "pesan":
            return Deliver(text_of("pesan"))
        case "jam":
            return MoveClock(_instant(seen, text_of("jam")))
        case "jam-berikut":
            due = seen.walk.next_due()
            if due is None:
                raise ActUnknown
            return MoveClock(due)
        case _:
            return _act_on(seen, _task(seen))


def _act_on(seen: WalkSeen, task: WalkTask) -> Act:
    """Return the act on the open task that the page names."""
    match text_of("tindakan"):
        case "selesai":
            form = seen.ground.form_at(task.path)
            typed = {} if form is None else typed_from_post(form, request.form)
            return Complete(task.path, task.instance, typed, text_of("putusan") or None)
        case "kembali":
            return SendBack(task.path, text_of("tujuan"), text_of("alasan"), task.instance)
        case "lewati":
            return Waive(task.path, task.instance or 0)
        case "gagal":
            return JobFails(task.path, _needed("kegagalan", MessageNeeded), task.instance)
        case "galat":
            return JobThrows(task.path, _needed("kode", ErrorNeeded), task.instance)
        case _:
            raise ActUnknown


def _needed(control: str, refusal: type[Rejected]) -> str:
    typed = text_of(control)
    if not typed:
        raise refusal
    return typed


def _start(seen: WalkSeen) -> Start:
    process = seen.ground.engine.process
    days = {step.id: read_date(text_of(f"tenggat-{step.id}")) for step in adjusted_steps(process)}
    year = text_of("tahun")
    return Start(
        at=_instant(seen, text_of("jam")),
        title=text_of("judul"),
        year=int(year) if year.isascii() and year.isdigit() and len(year) <= len("2026") else 0,
        kind=text_of("jenis") if kinds_of(process) else "",
        dates={element: day for element, day in days.items() if day is not None},
        way=text_of("cara"),
    )


def _instant(seen: WalkSeen, typed: str) -> datetime:
    """Return a typed day and hour of the office. Raises InstantNeeded."""
    try:
        local = datetime.fromisoformat(typed)
    except ValueError:
        raise InstantNeeded from None
    if local.tzinfo is not None or ":" not in typed:
        raise InstantNeeded
    return local.replace(tzinfo=ZoneInfo(seen.ground.zone)).astimezone(UTC)


def _task(seen: WalkSeen) -> WalkTask:
    wanted = text_of("tugas")
    found = next((it for it in seen.walk.tasks if str(it.task_no) == wanted), None)
    if found is None:
        raise ActUnknown
    return found
