"""Kept walks of SOPs, and those that somebody is walking, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from service.errors import NotFound
from service.store.ids import new_id
from service.store.tables import draft_walk, sop_walk, walk_in_hand

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row

    from service.access.model import Holder
    from service.store.sop_drafts import DraftDesk
    from service.store.sops import SopDesk


def live_walks(connection: Connection, pemda_id: UUID, sop_id: UUID) -> tuple[Row[Any], ...]:
    """Return the kept walks of a SOP that nobody removed, by name."""
    return tuple(
        connection.execute(
            select(sop_walk)
            .where(
                sop_walk.c.pemda_id == pemda_id,
                sop_walk.c.sop_id == sop_id,
                sop_walk.c.removed_at.is_(None),
            )
            .order_by(sop_walk.c.name, sop_walk.c.id)
        )
    )


def live_walk(connection: Connection, pemda_id: UUID, walk_id: UUID) -> Row[Any]:
    """Return a kept walk. Raises NotFound, also for one that was removed."""
    row = connection.execute(
        select(sop_walk).where(
            sop_walk.c.pemda_id == pemda_id,
            sop_walk.c.id == walk_id,
            sop_walk.c.removed_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def add_walk(
    desk: SopDesk, holder: Holder, *, name: str, acts: str, came_out: str, xml_sha256: str
) -> UUID:
    """Keep a walk in the desk's transaction; return its id."""
    walk_id = new_id()
    desk.tx.execute(
        insert(sop_walk).values(
            pemda_id=desk.caller.pemda_id,
            id=walk_id,
            sop_id=desk.sop_id,
            name=name,
            acts=acts,
            came_out=came_out,
            xml_sha256=xml_sha256,
            person_id=desk.caller.person_id,
            jabatan=holder.title,
            kept_at=desk.now,
        )
    )
    return walk_id


def remove_row(desk: SopDesk, holder: Holder, walk_id: UUID, reason: str) -> None:
    """Note that a walk no longer counts, by whom and why."""
    desk.tx.execute(
        update(sop_walk)
        .where(sop_walk.c.pemda_id == desk.caller.pemda_id, sop_walk.c.id == walk_id)
        .values(
            removed_by=desk.caller.person_id,
            removed_jabatan=holder.title,
            removed_at=desk.now,
            reason=reason,
        )
    )


# ---------------------------------------------------------------- walks in hand


def acts_in_hand(
    connection: Connection, pemda_id: UUID, person_id: UUID, version_id: UUID
) -> str | None:
    """Return the acts of the walk that a person is on; None: on none."""
    found: str | None = connection.scalar(
        select(walk_in_hand.c.acts).where(
            walk_in_hand.c.pemda_id == pemda_id,
            walk_in_hand.c.person_id == person_id,
            walk_in_hand.c.version_id == version_id,
        )
    )
    return found


def put_in_hand(desk: SopDesk, version_id: UUID, acts: str) -> None:
    """Let these be the acts of the walk that the person at the desk is on."""
    own = (
        walk_in_hand.c.pemda_id == desk.caller.pemda_id,
        walk_in_hand.c.person_id == desk.caller.person_id,
        walk_in_hand.c.version_id == version_id,
    )
    desk.tx.execute(delete(walk_in_hand).where(*own))
    desk.tx.execute(
        insert(walk_in_hand).values(
            pemda_id=desk.caller.pemda_id,
            person_id=desk.caller.person_id,
            version_id=version_id,
            acts=acts,
            changed_at=desk.now,
        )
    )


def acts_on_draft(
    connection: Connection, pemda_id: UUID, person_id: UUID, draft_id: UUID
) -> str | None:
    """Return the acts of the walk of a draft that a person is on; None: on none."""
    found: str | None = connection.scalar(
        select(draft_walk.c.acts).where(
            draft_walk.c.pemda_id == pemda_id,
            draft_walk.c.person_id == person_id,
            draft_walk.c.draft_id == draft_id,
        )
    )
    return found


def put_on_draft(desk: DraftDesk, acts: str) -> None:
    """Let these be the acts of the walk of the draft that the person at the desk is on."""
    pemda_id, person_id = desk.caller.pemda_id, desk.caller.person_id
    own = (
        draft_walk.c.pemda_id == pemda_id,
        draft_walk.c.person_id == person_id,
        draft_walk.c.draft_id == desk.row.id,
    )
    desk.tx.execute(delete(draft_walk).where(*own))
    desk.tx.execute(
        insert(draft_walk).values(
            pemda_id=pemda_id,
            person_id=person_id,
            draft_id=desk.row.id,
            acts=acts,
            changed_at=desk.now,
        )
    )


def sweep_walks(tx: Connection, pemda_id: UUID, before: datetime) -> int:
    """Delete walks that nobody went on with since `before`; kept ones stay."""
    return sum(
        tx.execute(
            delete(table).where(table.c.pemda_id == pemda_id, table.c.changed_at < before)
        ).rowcount
        for table in (walk_in_hand, draft_walk)
    )
