"""*Antrean paraf & tanda tangan*: the open tasks of a caller that are an act on a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

from sqlalchemy import select

from service.errors import NotFound
from service.queries.inbox import my_tasks
from service.queries.tasks import task_view
from service.store.database import read
from service.store.openings import opened_by
from service.store.tables import history_event

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.documents import DocumentVersion
    from service.queries.tasks import TaskView

#: Why a task is done on its own page and cannot be ticked here.
Alone = Literal["form", "ways", "checklist", "hats", "nothing", "agency", "paper"]

#: Largest number that a column holds.
_LARGEST: Final = 2**31 - 1

#: Tasks on the page, the most urgent first.
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class AwaitedAct:
    """One paraf or approval that completing the task is."""

    kind: str
    document: str
    name: str
    version: DocumentVersion | None
    #: the caller looked at this version
    opened: bool


@dataclass(frozen=True, slots=True)
class QueuedTask:
    """A task of the queue."""

    task: TaskView
    acts: tuple[AwaitedAct, ...]
    #: None: it can be ticked once everything is opened
    alone: Alone | None
    #: jabatan from which it came; None: from nobody, a timer or a message moved the process
    from_jabatan: str | None

    @property
    def opened(self) -> bool:
        return all(act.opened for act in self.acts)


def act_queue(
    session: Session, caller: Caller, *, today: date, now: datetime
) -> tuple[QueuedTask, ...]:
    """Return the open tasks that are acts, due first, at most MOST of them."""
    cards = [card for card in my_tasks(session, caller, today=today).cards if card.acts]
    found = []
    for card in cards[:MOST]:
        try:
            view = task_view(session, caller, card.instance_id, card.task_no, today=today, now=now)
        except NotFound:  # completed since
            continue
        with read(session) as connection:
            found.append(_queued(connection, caller, view))
    return tuple(found)


def _queued(connection: Connection, caller: Caller, view: TaskView) -> QueuedTask:
    opened = opened_by(connection, caller.pemda_id, view.instance_id, caller.person_id)
    acts = tuple(_awaited(view, act.kind, act.document, opened) for act in view.acts)
    return QueuedTask(view, acts, why_alone(view, acts), _sender(connection, caller, view))


def _awaited(view: TaskView, kind: str, document: str, opened: frozenset[str]) -> AwaitedAct:
    # The newest of each document comes first.
    newest = next((item for item in view.documents if item.document == document), None)
    name = view.document_names.get(document, document)
    seen = newest is not None and newest.sha256 in opened
    return AwaitedAct(kind, document, name, newest, seen)


def why_alone(view: TaskView, acts: tuple[AwaitedAct, ...]) -> Alone | None:
    """Return why a task is done on its own page; None: it asks for nothing beside the act."""
    required = view.form is not None and any(field.required for field in view.form.fields)
    # Approving before the signature asks for no more than the kelengkapan.
    reasons: tuple[tuple[Alone, bool], ...] = (
        ("agency", view.task_kind == "receive"),
        ("nothing", not acts or any(act.version is None for act in acts)),
        ("paper", view.signs and view.approved),
        ("ways", not view.signs and len(view.forward) > 1),
        ("form", not view.signs and required),
        ("checklist", any(line.version is None for line in view.requirements)),
        ("hats", bool(view.doubled)),
    )
    return next((alone for alone, holds in reasons if holds), None)


def _sender(connection: Connection, caller: Caller, view: TaskView) -> str | None:
    jabatan: str | None = connection.scalar(
        select(history_event.c.jabatan).where(
            history_event.c.pemda_id == caller.pemda_id,
            history_event.c.stream_id == view.instance_id,
            history_event.c.seq == view.opened_seq,
        )
    )
    return jabatan


def ticked(text: str) -> tuple[UUID, int, dict[str, str]] | None:
    """Return what a tick says: process, task, and document → hash; None: it is none of ours."""
    instance, _, rest = text.partition("/")
    number, _, versions = rest.partition("/")
    reviewed: dict[str, str] = {}
    try:
        for pair in versions.split(","):
            document, sha256 = pair.split(":")
            reviewed[document] = sha256
        task_no = int(number)
        return (UUID(instance), task_no, reviewed) if 0 < task_no <= _LARGEST else None
    except ValueError:
        return None


def tick_of(queued: QueuedTask) -> str:
    """Return what ticking a task sends: what exactly the person saw."""
    versions = ",".join(
        f"{act.document}:{act.version.sha256}" for act in queued.acts if act.version is not None
    )
    return f"{queued.task.instance_id}/{queued.task.task_no}/{versions}"
