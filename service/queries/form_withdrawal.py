"""What an office's next versions would take if nobody called one of its forms ready any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from service.running.catalogue import read_catalogue
from service.store.database import read
from service.store.form_drafts import FORM_DRAFTS, ready_forms
from service.store.joins import on
from service.store.tables import sop, sop_pin, sop_version

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Connection, Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.form_usage import DrawnUse, FormUsage
    from service.running.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class TakenAgain:
    """An SOP whose newest version has a form of the key, which its next one then takes again."""

    sop_id: UUID
    sop_title: str
    #: of its newest version
    number: int
    #: that is the very form which is ready now: nothing changes for this SOP
    same: bool


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What comes of a withdrawal, by the order of `running.form_drafts.forms_at_hand`."""

    sops: tuple[TakenAgain, ...]
    #: drafts whose drawing names the form and whose SOP is none of `sops`
    drafts: tuple[DrawnUse, ...]
    #: the catalogue has a form of the key; without it they and every other SOP find none
    shipped: bool


def withdrawal_of(
    session: Session,
    caller: Caller,
    form_id: UUID,
    usage: FormUsage,
    *,
    catalogue: Catalogue | None = None,
) -> Withdrawal | None:
    """Return what the next versions would take; None when the form is not ready anyway.

    `usage` is that of the form. Raises NotFound.
    """
    with read(session) as connection:
        row = FORM_DRAFTS.seen(connection, caller, form_id)
        if row.ready is None:
            return None
        ready = ready_forms(connection, caller.pemda_id, row.office_id)[row.key]
        pinned = _newest_pinned(connection, caller.pemda_id, row.office_id, row.key)
    again = {one.id for one in pinned}
    return Withdrawal(
        tuple(TakenAgain(one.id, one.title, one.number, one.sha256 == ready) for one in pinned),
        tuple(draft for draft in usage.drafts if draft.sop_id not in again),
        row.key in (catalogue or read_catalogue()).forms,
    )


def _newest_pinned(
    connection: Connection, pemda_id: UUID, office_id: UUID, key: str
) -> Sequence[Row[Any, Any, Any, Any]]:
    """Return the SOPs whose newest version is pinned to a form of the key, by title."""
    newest = (
        select(func.max(sop_version.c.number))
        .where(sop_version.c.pemda_id == sop.c.pemda_id, sop_version.c.sop_id == sop.c.id)
        .correlate(sop)
        .scalar_subquery()
    )
    return connection.execute(
        select(sop.c.id, sop.c.title, sop_version.c.number, sop_pin.c.sha256)
        .join(
            sop_version,
            and_(on(sop.c.id, sop_version.c.sop_id), sop_version.c.number == newest),
        )
        .join(sop_pin, on(sop_version.c.id, sop_pin.c.version_id))
        .where(
            sop.c.pemda_id == pemda_id,
            sop.c.office_id == office_id,
            sop_pin.c.kind == "form",
            sop_pin.c.key == key,
        )
        .order_by(sop.c.title, sop.c.id)
    ).all()
