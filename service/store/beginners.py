"""Which published versions begin a process with what is on its way (docs/decisions/0015)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_, select

from service.access.roles import today_in
from service.store.joins import on
from service.store.tables import (
    dispatch_receipt,
    office,
    process_instance,
    sop,
    sop_version,
    way_in,
)

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection

    from service.store.dispatches import Dispatch


def begun_by(connection: Connection, it: Dispatch, today: date) -> list[tuple[UUID, str]]:
    """Return version and element of what one that is on its way begins, and has not yet begun.

    Of the office that it is for; trials begin by trials, the newest of each SOP, and what is in
    force `today` by the others.
    A signal begins each of them. A message begins one, the longest published.
    """
    startable = (
        _is_newest_trial()
        if it.trial
        else and_(
            sop_version.c.status == "effective",
            sop_version.c.effective_from <= today,
            or_(sop_version.c.effective_to.is_(None), sop_version.c.effective_to >= today),
        )
    )
    begun = exists().where(
        dispatch_receipt.c.pemda_id == it.pemda_id,
        dispatch_receipt.c.dispatch_id == it.id,
        process_instance.c.pemda_id == it.pemda_id,
        process_instance.c.id == dispatch_receipt.c.instance_id,
        process_instance.c.version_id == way_in.c.version_id,
        dispatch_receipt.c.event_seq == 1,
    )
    rows = connection.execute(
        select(way_in.c.version_id, way_in.c.element_id)
        .select_from(way_in)
        .join(sop_version, on(sop_version.c.id, way_in.c.version_id))
        .join(sop, on(sop.c.id, sop_version.c.sop_id))
        .where(
            way_in.c.pemda_id == it.pemda_id,
            way_in.c.topic_sha256 == it.topic_sha256,
            way_in.c.since <= it.made_at,
            sop.c.office_id == it.office_id,
            startable,
            ~begun,
        )
        .order_by(way_in.c.since, way_in.c.version_id)
    )
    return [(row.version_id, row.element_id) for row in rows]


def _is_newest_trial() -> ColumnElement[bool]:
    """Say of a version that it is the one by which its SOP is tried now."""
    newer = sop_version.alias("newer")
    return and_(
        sop_version.c.status == "trial",
        ~exists().where(
            newer.c.pemda_id == sop_version.c.pemda_id,
            newer.c.sop_id == sop_version.c.sop_id,
            newer.c.status == "trial",
            newer.c.number > sop_version.c.number,
        ),
    )


def versions_begun_by(connection: Connection, it: Dispatch, now: datetime) -> list[UUID]:
    """Return the versions of `begun_by`, on the day of the office."""
    zone = connection.execute(
        select(office.c.timezone).where(
            office.c.pemda_id == it.pemda_id, office.c.id == it.office_id
        )
    ).scalar_one()
    return [version_id for version_id, _ in begun_by(connection, it, today_in(zone, now))]
