"""Kept walks of SOPs, and those that somebody is walking, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from service.errors import NotFound
from service.store.ids import new_id
from service.store.tables import draft_kept_walk, draft_walk, sop_walk, walk_in_hand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Row, Table

    from service.access.model import Holder
    from service.store.drafts import DraftDesk
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


# ---------------------------------------------------------------- kept of a draft


def walks_of_draft(connection: Connection, pemda_id: UUID, draft_id: UUID) -> tuple[Row[Any], ...]:
    """Return the walks that were kept of a draft whose SOP has no version, by name."""
    kept = draft_kept_walk
    return tuple(
        connection.execute(
            select(kept)
            .where(kept.c.pemda_id == pemda_id, kept.c.draft_id == draft_id)
            .order_by(kept.c.name, kept.c.id)
        )
    )


def add_walk_of_draft(
    desk: DraftDesk, *, name: str, acts: str, came_out: str, xml_sha256: str
) -> UUID:
    """Keep a walk of a draft in the desk's transaction; return its id."""
    walk_id = new_id()
    desk.tx.execute(
        insert(draft_kept_walk).values(
            pemda_id=desk.caller.pemda_id,
            id=walk_id,
            draft_id=desk.row.id,
            name=name,
            acts=acts,
            came_out=came_out,
            xml_sha256=xml_sha256,
            person_id=desk.caller.person_id,
            jabatan=desk.holder.title,
            kept_at=desk.now,
        )
    )
    return walk_id


def delete_walk_of_draft(desk: DraftDesk, walk_id: UUID) -> None:
    """Delete a walk that was kept of a draft: a working paper, of which nothing hangs."""
    kept = draft_kept_walk
    desk.tx.execute(
        delete(kept).where(
            kept.c.pemda_id == desk.caller.pemda_id,
            kept.c.draft_id == desk.row.id,
            kept.c.id == walk_id,
        )
    )


def take_walks_along(desk: DraftDesk, sop_id: UUID) -> None:
    """Let what was kept of a draft be kept for the SOP of which a version was made of it.

    Where the SOP has a walk of that name already, a part of its id stands behind the name.
    """
    pemda_id = desk.caller.pemda_id
    names = {row.name for row in live_walks(desk.tx, pemda_id, sop_id)}
    for row in walks_of_draft(desk.tx, pemda_id, desk.row.id):
        name = f"{row.name[:150]} ({row.id.hex[-8:]})" if row.name in names else row.name
        desk.tx.execute(
            insert(sop_walk).values(
                pemda_id=pemda_id,
                id=row.id,
                sop_id=sop_id,
                name=name,
                acts=row.acts,
                came_out=row.came_out,
                xml_sha256=row.xml_sha256,
                person_id=row.person_id,
                jabatan=row.jabatan,
                kept_at=row.kept_at,
            )
        )
        delete_walk_of_draft(desk, row.id)


# ---------------------------------------------------------------- walks in hand


def acts_in_hand(
    connection: Connection, pemda_id: UUID, person_id: UUID, version_id: UUID
) -> str | None:
    """Return the acts of the walk that a person is on; None: on none."""
    own = {"pemda_id": pemda_id, "person_id": person_id, "version_id": version_id}
    return _acts(connection, walk_in_hand, own)


def put_in_hand(desk: SopDesk, version_id: UUID, acts: str) -> None:
    """Let these be the acts of the walk that the person at the desk is on."""
    caller = desk.caller
    own = {"pemda_id": caller.pemda_id, "person_id": caller.person_id, "version_id": version_id}
    _put(desk.tx, walk_in_hand, own, acts, desk.now)


def acts_on_draft(
    connection: Connection, pemda_id: UUID, person_id: UUID, draft_id: UUID
) -> str | None:
    """Return the acts of the walk of a draft that a person is on; None: on none."""
    own = {"pemda_id": pemda_id, "person_id": person_id, "draft_id": draft_id}
    return _acts(connection, draft_walk, own)


def put_on_draft(desk: DraftDesk, acts: str) -> None:
    """Let these be the acts of the walk of the draft that the person at the desk is on."""
    caller = desk.caller
    own = {"pemda_id": caller.pemda_id, "person_id": caller.person_id, "draft_id": desk.row.id}
    _put(desk.tx, draft_walk, own, acts, desk.now)


def sweep_walks(tx: Connection, pemda_id: UUID, before: datetime) -> int:
    """Delete walks that nobody went on with since `before`; kept ones stay."""
    return sum(
        tx.execute(
            delete(table).where(table.c.pemda_id == pemda_id, table.c.changed_at < before)
        ).rowcount
        for table in (walk_in_hand, draft_walk)
    )


def _acts(connection: Connection, table: Table, own: Mapping[str, UUID]) -> str | None:
    found: str | None = connection.scalar(select(table.c.acts).where(*_are(table, own)))
    return found


def _put(tx: Connection, table: Table, own: Mapping[str, UUID], acts: str, now: datetime) -> None:
    tx.execute(delete(table).where(*_are(table, own)))
    tx.execute(insert(table).values(**own, acts=acts, changed_at=now))


def _are(table: Table, key: Mapping[str, UUID]) -> Iterator[ColumnElement[bool]]:
    return (table.c[name] == value for name, value in key.items())
