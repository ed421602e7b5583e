"""*Pemberitahuan*: what people are told, each thing once.

The id of a notice is made of the person and of what it is about, so that a second worker, or the
same one after a crash, cannot make it again. A mail is a row of the outbox in the same
transaction; it holds the id of the notice and no address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID, uuid5

from sqlalchemy import delete, exists, insert, select, update

from service.store.tables import notice, notice_item, outbox, person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

NoticeKind = Literal["digest", "escalation"]

#: lewat tenggat, jatuh tempo hari ini, batas waktu hukum, tugas baru, eskalasi
Why = Literal["late", "today", "legal", "new", "escalated"]

#: Any constant: ids of notices are made in this name space.
_NAMES: Final = UUID("5b0f2f3e-6a3b-5d0c-9f0e-2f1d6c7a8b90")

#: Topic of a mail about a notice.
NOTICE: Final = "notice"


@dataclass(frozen=True, slots=True)
class NoticeItem:
    instance_id: UUID
    task_no: int
    why: Why


@dataclass(frozen=True, slots=True)
class NewNotice:
    """What one person is told."""

    person_id: UUID
    kind: NoticeKind
    #: what it is about: the same person is told of it once
    about: str
    #: working day of the office
    day: date
    items: tuple[NoticeItem, ...]

    @property
    def id(self) -> UUID:
        return uuid5(_NAMES, f"{self.person_id} {self.kind} {self.about}")


def is_told(connection: Connection, pemda_id: UUID, wanted: NewNotice) -> bool:
    """Say whether the person was told already."""
    mine = exists().where(notice.c.pemda_id == pemda_id, notice.c.id == wanted.id)
    return bool(connection.scalar(select(mine)))


def tell_person(
    tx: Connection, pemda_id: UUID, wanted: NewNotice, now: datetime, *, mails: bool
) -> None:
    """Write a notice, and a mail where the person has an address and `mails` go out at all.

    Raises IntegrityError when another worker was faster.
    """
    tx.execute(
        insert(notice).values(
            pemda_id=pemda_id,
            id=wanted.id,
            person_id=wanted.person_id,
            kind=wanted.kind,
            day=wanted.day,
            made_at=now,
        )
    )
    if wanted.items:
        tx.execute(
            insert(notice_item),
            [
                {
                    "pemda_id": pemda_id,
                    "notice_id": wanted.id,
                    "sort": sort,
                    "instance_id": item.instance_id,
                    "task_no": item.task_no,
                    "why": item.why,
                }
                for sort, item in enumerate(wanted.items)
            ],
        )
    if mails and _has_address(tx, pemda_id, wanted.person_id):
        tx.execute(
            insert(outbox).values(
                pemda_id=pemda_id,
                id=wanted.id,
                topic=NOTICE,
                payload=str(wanted.id),
                made_at=now,
                due_at=now,
                status="waiting",
                attempts=0,
            )
        )


def mark_read(tx: Connection, pemda_id: UUID, person_id: UUID, now: datetime) -> int:
    """Mark everything as read that a person was told; return how many that were."""
    return tx.execute(
        update(notice)
        .where(
            notice.c.pemda_id == pemda_id,
            notice.c.person_id == person_id,
            notice.c.read_at.is_(None),
        )
        .values(read_at=now)
    ).rowcount


def forget_notices(tx: Connection, pemda_id: UUID, person_id: UUID) -> None:
    """Take away what a person was told, and the mails about it."""
    _drop(
        tx,
        pemda_id,
        tx.execute(
            select(notice.c.id).where(
                notice.c.pemda_id == pemda_id, notice.c.person_id == person_id
            )
        )
        .scalars()
        .all(),
    )


def sweep_notices(tx: Connection, pemda_id: UUID, before: datetime) -> int:
    """Take away notices that were made before an instant; return how many."""
    old = (
        tx.execute(
            select(notice.c.id)
            .where(notice.c.pemda_id == pemda_id, notice.c.made_at < before)
            .limit(500)
        )
        .scalars()
        .all()
    )
    _drop(tx, pemda_id, old)
    return len(old)


def _drop(tx: Connection, pemda_id: UUID, ids: Sequence[UUID]) -> None:
    for table, column in (
        (outbox, outbox.c.id),
        (notice_item, notice_item.c.notice_id),
        (notice, notice.c.id),
    ):
        tx.execute(delete(table).where(table.c.pemda_id == pemda_id, column.in_(ids)))


def _has_address(tx: Connection, pemda_id: UUID, person_id: UUID) -> bool:
    found = tx.scalar(
        select(person.c.email).where(
            person.c.pemda_id == pemda_id, person.c.id == person_id, person.c.active
        )
    )
    return found is not None
