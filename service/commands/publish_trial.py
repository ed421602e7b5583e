"""*Terbitkan sebagai uji coba*: let an office start processes with a version, as trials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.rules import analyst_for
from service.errors import Conflict
from service.events.sop import SopVersionPublishedAsTrial
from service.running.published_ways import ways_of
from service.running.publishing import refuse_unpublishable
from service.store.accounts import is_demo
from service.store.database import read
from service.store.sops import VersionMade, sop_desk, sop_of_version, version_row
from service.store.ways_in import write_ways

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey


class NotADraft(Conflict):
    """The version was published or withdrawn already."""

    code = "sop.not-a-draft"


def publish_trial(
    session: Session,
    caller: Caller,
    *,
    version_id: UUID,
    now: datetime,
    request: RequestKey | None = None,
) -> VersionMade:
    """Publish a draft or checked version as uji coba; its processes stay trials for ever.

    Raises NotFound, OnlyAnalysts, NotADraft, NotPublishable with the gate's findings.
    """
    with read(session) as connection:
        sop_id = sop_of_version(connection, caller.pemda_id, version_id)
    with sop_desk(session, caller, sop_id, now, request) as desk:
        holder = analyst_for(desk.caller, desk.place)
        if (done := desk.answered()) is not None:
            return done
        version = version_row(desk.tx, caller.pemda_id, version_id)
        if version.status not in ("draft", "checked"):
            raise NotADraft
        judged = refuse_unpublishable(desk.tx, caller.pemda_id, version)
        desk.record(
            holder, SopVersionPublishedAsTrial(version_id=version_id, demo=is_demo(desk.tx))
        )
        ways = ways_of(judged.process, since=None, zone=desk.timezone, now=now)
        write_ways(desk.tx, caller.pemda_id, version_id, ways, now)
        made = VersionMade(sop_id, version_id)
        desk.answer(made)
    return made
