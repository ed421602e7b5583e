"""*Berlakukan*: make a version binding from a day that a person typed (decisions §3.11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from service.access.entries import EntryRefused, Problem, clean_text, written_text
from service.access.roles import today_in
from service.access.rules import (
    ratification_recorder_for,
    ratifier_for,
    require_confirmed,
)
from service.errors import Conflict, Rejected
from service.events.sop import SopVersionMadeEffective
from service.running.published_ways import beginning_of, ways_of
from service.running.publishing import refuse_unpublishable, refuse_without_identity
from service.running.refusals import FileNotYours
from service.running.sop_versions import first_free_day
from service.running.walk_tests import refuse_failing_walks, walks_on_version
from service.store.database import read
from service.store.sops import (
    VersionMade,
    authors_of,
    proposals_are_confirmed,
    sop_desk,
    sop_of_version,
    version_row,
)
from service.store.structure import head_title
from service.store.tables import sop_version
from service.store.uploads import brought_by
from service.store.ways_in import write_ways

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey
    from service.store.sops import SopDesk

_LONGEST_NUMBER = 200


class NotPublished(Conflict):
    """Only a checked version or a trial can be made effective."""

    code = "sop.not-published"


class ProposalsNotConfirmed(Rejected):
    """No analyst has confirmed what the diagram adds to its document (decisions §4.8)."""

    code = "sop.proposals-not-confirmed"


class LaterVersionInForce(Conflict):
    """Another version is in force from that day or a later one.

    `first`: the first day from which this one can be, as in ISO 8601.
    """

    code = "sop.later-version-in-force"


class OfficeHasNoHead(Rejected):
    """The office has no jabatan of a head, so nobody can have ratified on paper."""

    code = "sop.office-has-no-head"


@dataclass(frozen=True, slots=True)
class PaperRatification:
    """A ratification that was signed on paper by the head of the office."""

    number: str
    #: the date on the paper
    signed_on: date
    #: of the uploaded scan
    scan_sha256: str


def make_effective(
    session: Session,
    caller: Caller,
    *,
    version_id: UUID,
    effective_from: date,
    now: datetime,
    paper: PaperRatification | None = None,
    request: RequestKey | None = None,
) -> VersionMade:
    """Put a version in force; the one before it ends the day before.

    By the head of the office, from today or later; or as the record of a ratification on paper,
    from its date or later. Never by who drew or brought the version, and only with the password
    typed again. Processes that run as trials stay trials. Raises NotFound, PasswordNeeded,
    OnlyHead, OnlyRecorders, AuthorMayNotRatify, EntryRefused, FileNotYours, NotPublished,
    NotPublishable, WalksFail, ProposalsNotConfirmed, LaterVersionInForce, OfficeHasNoHead.
    """
    with read(session) as connection:
        sop_id = sop_of_version(connection, caller.pemda_id, version_id)
        # Here, so that no transaction waits for the engine; only what was kept since runs below.
        ran = walks_on_version(connection, caller.pemda_id, sop_id, version_id)
    known = {it.walk_id: it for it in ran}
    with sop_desk(session, caller, sop_id, now, request) as desk:
        version = version_row(desk.tx, caller.pemda_id, version_id)
        chosen = ratifier_for if paper is None else ratification_recorder_for
        authors = authors_of(desk.tx, caller.pemda_id, [version])[version_id]
        holder = chosen(desk.caller, desk.place, authors)
        if (done := desk.answered()) is not None:
            return done
        require_confirmed(desk.caller, now)
        if version.status not in ("checked", "trial"):
            raise NotPublished
        _refuse_day(effective_from, paper, today_in(desk.timezone, now))
        if paper is not None:
            _require_own_scan(desk, paper)
        judged = refuse_unpublishable(desk.tx, caller.pemda_id, version)
        refuse_failing_walks(walks_on_version(desk.tx, caller.pemda_id, sop_id, version_id, known))
        refuse_without_identity(judged)
        if judged.adds and not proposals_are_confirmed(
            desk.tx, caller.pemda_id, sop_id, version_id
        ):
            raise ProposalsNotConfirmed
        replaced = _replaced(desk.tx, caller.pemda_id, sop_id, effective_from)
        desk.record(holder, _event(desk, version_id, effective_from, replaced, paper))
        since = beginning_of(effective_from, desk.timezone)
        ways = ways_of(judged.process, since=since, zone=desk.timezone, now=now)
        write_ways(desk.tx, caller.pemda_id, version_id, ways, now)
        made = VersionMade(sop_id, version_id)
        desk.answer(made)
    return made


def _event(
    desk: SopDesk,
    version_id: UUID,
    effective_from: date,
    replaced: UUID | None,
    paper: PaperRatification | None,
) -> SopVersionMadeEffective:
    before = effective_from - timedelta(days=1)
    if paper is None:
        return SopVersionMadeEffective(
            version_id=version_id,
            effective_from=effective_from,
            replaced_id=replaced,
            replaced_to=before if replaced is not None else None,
        )
    # A paper has a day and no hour; its noon where the office is stands for it.
    noon = datetime.combine(paper.signed_on, time(12), ZoneInfo(desk.timezone)).astimezone(UTC)
    return SopVersionMadeEffective(
        version_id=version_id,
        effective_from=effective_from,
        replaced_id=replaced,
        replaced_to=before if replaced is not None else None,
        scan_sha256=paper.scan_sha256,
        occurred_at=noon,
        behalf=_head_of(desk),
        letter=clean_text(paper.number),
    )


def _refuse_day(effective_from: date, paper: PaperRatification | None, today: date) -> None:
    if paper is None:
        if effective_from < today:
            raise EntryRefused(Problem("effective_from", "sop.effective-in-the-past"))
        return
    written_text("number", paper.number, _LONGEST_NUMBER)
    if paper.signed_on > today:
        raise EntryRefused(Problem("signed_on", "sop.signed-in-the-future"))
    if effective_from < paper.signed_on:
        raise EntryRefused(Problem("effective_from", "sop.effective-before-signed"))


def _require_own_scan(desk: SopDesk, paper: PaperRatification) -> None:
    """Raise FileNotYours when the caller did not bring the scan."""
    pemda_id, person_id = desk.caller.pemda_id, desk.caller.person_id
    if not brought_by(desk.tx, pemda_id, person_id, [paper.scan_sha256]):
        raise FileNotYours


def _replaced(tx: Connection, pemda_id: UUID, sop_id: UUID, day: date) -> UUID | None:
    """Return the version in force on the day before. Raises LaterVersionInForce."""
    others: list[Any] = list(
        tx.execute(
            select(
                sop_version.c.id, sop_version.c.effective_from, sop_version.c.effective_to
            ).where(
                sop_version.c.pemda_id == pemda_id,
                sop_version.c.sop_id == sop_id,
                sop_version.c.status == "effective",
            )
        )
    )
    first = first_free_day(day, (other.effective_from for other in others))
    if first > day:
        raise LaterVersionInForce(first=first.isoformat())
    running = (
        other.id for other in others if other.effective_to is None or other.effective_to >= day
    )
    return next(running, None)


def _head_of(desk: SopDesk) -> str:
    title = head_title(desk.tx, desk.place.pemda_id, desk.place.office_id)
    if title is None:
        raise OfficeHasNoHead
    return title
