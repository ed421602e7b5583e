"""SOPs: which there are, and what a version holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from service.access.rules import (
    may_author,
    may_confirm,
    may_make_effective,
    may_publish_trial,
    may_record_ratification,
    may_see_sop,
    may_start,
    may_withdraw,
    require_may_see_sop,
)
from service.errors import NotFound, Rejected
from service.events.sop import SopVersionMadeEffective
from service.queries.paging import CAP
from service.queries.sop_standing import standing_of
from service.running.publishing import refuse_unpublishable
from service.running.sop_versions import first_free_day
from service.running.walk_tests import walks_on_version
from service.store.blobs import content
from service.store.database import read
from service.store.joins import on
from service.store.sops import authors_of, proposals_are_confirmed, version_row
from service.store.tables import (
    history_event,
    office,
    person,
    sop,
    sop_pin,
    sop_version,
)
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from sqlalchemy import Connection, Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.sop_standing import Standing


@dataclass(frozen=True, slots=True)
class SopPlace:
    """What the rules ask about a SOP (`access.model.Placed`)."""

    pemda_id: UUID
    office_id: UUID


@dataclass(frozen=True, slots=True)
class SopVersion:
    version_id: UUID
    number: int
    status: str
    xml_sha256: str
    process_id: str
    #: who drew or brought it; none of them puts it in force
    author_ids: frozenset[UUID]
    #: who saved it as a version
    author_name: str | None
    effective_from: date | None
    effective_to: date | None
    made_at: datetime
    may_publish_trial: bool
    may_confirm: bool
    may_make_effective: bool
    may_record_ratification: bool
    may_withdraw: bool

    @property
    def trial(self) -> bool:
        return self.status != "effective"

    def standing(self, day: date) -> Standing:
        """Return where the version stands on `day`."""
        return standing_of(self.status, self.effective_from, self.effective_to, day)

    def binds_on(self, day: date) -> bool:
        """Say whether the office has to work by this version on `day`."""
        return self.standing(day) == "effective"


@dataclass(frozen=True, slots=True)
class Ratification:
    """The act that put a version in force."""

    #: who did it in Alur: the head, or who recorded the paper
    jabatan: str
    #: of the signature, when it was made on paper
    at: datetime
    #: jabatan that signed the paper, its number, and the scan; None: no paper
    signed_by: str | None
    letter: str | None
    scan_sha256: str | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """What still keeps a version from being put in force, as `make_effective` judges it."""

    #: the gate finds nothing that hinders
    runnable: bool
    #: an analyst has to confirm first what the diagram adds to its document
    unconfirmed: bool
    #: names of the kept walks that fail
    failing: tuple[str, ...] = ()
    #: parts of the identity that are empty
    unsaid: tuple[str, ...] = ()
    #: all of them are, which nobody can confirm
    without_identity: bool = False

    @property
    def ready(self) -> bool:
        return self.runnable and not (self.unconfirmed or self.failing or self.without_identity)


@dataclass(frozen=True, slots=True)
class SopView:
    sop_id: UUID
    key: str
    title: str
    number: str | None
    source: str | None
    source_sha256: str | None
    office_id: UUID
    office_name: str
    timezone: str
    versions: tuple[SopVersion, ...]
    may_author: bool
    may_start: bool

    @property
    def newest(self) -> SopVersion | None:
        return self.versions[0] if self.versions else None

    def in_force(self, day: date) -> SopVersion | None:
        """Return the version that binds the office on `day`; None: none does."""
        return next((version for version in self.versions if version.binds_on(day)), None)

    def startable(self, day: date) -> SopVersion | None:
        """Return the version by which a process starts on `day`: in force, else the last trial."""
        trials = (version for version in self.versions if version.status == "trial")
        return self.in_force(day) or next(trials, None)

    def first_day(self, today: date) -> date:
        """Return the first day from which a new version can be in force: no other begins then."""
        begun = (it.effective_from for it in self.versions if it.status == "effective")
        return first_free_day(today, begun)


@dataclass(frozen=True, slots=True)
class AuthoredOffice:
    """An office whose SOPs the caller writes."""

    office_id: UUID
    name: str


def sops_seen(session: Session, caller: Caller) -> tuple[SopView, ...]:
    """Return the SOPs that the caller may see, by office and title."""
    with read(session) as connection:
        rows = connection.execute(
            _sop_statement(caller.pemda_id).order_by(office.c.name, sop.c.title).limit(20 * CAP)
        ).all()
        versions = _versions(connection, caller, [row.id for row in rows])
        authors = _authors(connection, caller, versions.values())
    views = (_view(caller, row, versions.get(row.id, ()), authors) for row in rows)
    return tuple(view for view in views if view is not None)


def sop_view(session: Session, caller: Caller, sop_id: UUID) -> SopView:
    """Return one SOP with its versions, the newest first. Raises NotFound."""
    with read(session) as connection:
        row = connection.execute(
            _sop_statement(caller.pemda_id).where(sop.c.id == sop_id)
        ).one_or_none()
        if row is None:
            raise NotFound
        versions = _versions(connection, caller, [sop_id]).get(sop_id, ())
        authors = _authors(connection, caller, [versions])
    place = SopPlace(caller.pemda_id, row.office_id)
    require_may_see_sop(caller, place, sop_id, public=_public(versions))
    view = _view(caller, row, versions, authors)
    if view is None:
        raise NotFound
    return view


def authored_offices(session: Session, caller: Caller) -> tuple[AuthoredOffice, ...]:
    """Return the active offices for which the caller may adopt and upload SOPs."""
    with read(session) as connection:
        rows = connection.execute(
            select(office.c.id, office.c.name)
            .where(office.c.pemda_id == caller.pemda_id, office.c.active)
            .order_by(office.c.made_at, office.c.id)
            .limit(20 * CAP)
        ).all()
    return tuple(
        AuthoredOffice(row.id, row.name)
        for row in rows
        if may_author(caller, SopPlace(caller.pemda_id, row.id))
    )


def adopted_keys(session: Session, caller: Caller) -> frozenset[tuple[UUID, str]]:
    """Return which office has a SOP of which process id, in the caller's pemda."""
    with read(session) as connection:
        rows = connection.execute(
            select(sop.c.office_id, sop.c.key).where(sop.c.pemda_id == caller.pemda_id)
        )
        return frozenset((row.office_id, row.key) for row in rows)


def readiness_of(session: Session, caller: Caller, sop_id: UUID, version: SopVersion) -> Readiness:
    """Return whether the version could be put in force by those who may.

    Ask only for a version of a SOP that `sop_view` gave to this caller.
    """
    with read(session) as connection:
        row = version_row(connection, caller.pemda_id, version.version_id)
        confirmed = proposals_are_confirmed(
            connection, caller.pemda_id, sop_id, version.version_id
        )
        try:
            judged = refuse_unpublishable(connection, caller.pemda_id, row)
        except Rejected:
            return Readiness(runnable=False, unconfirmed=not confirmed)
        ran = walks_on_version(connection, caller.pemda_id, sop_id, version.version_id)
    return Readiness(
        runnable=True,
        unconfirmed=judged.adds and not confirmed,
        failing=tuple(it.name for it in ran if it.difference is not None),
        unsaid=judged.unsaid,
        without_identity=judged.without_identity,
    )


def ratifications_of(session: Session, caller: Caller, sop_id: UUID) -> dict[UUID, Ratification]:
    """Return how the versions came into force that the caller may see. Raises NotFound."""
    seen = {version.version_id for version in sop_view(session, caller, sop_id).versions}
    with read(session) as connection:
        events = connection.execute(
            select(history_event)
            .where(
                history_event.c.pemda_id == caller.pemda_id,
                history_event.c.stream_id == sop_id,
                history_event.c.kind == SopVersionMadeEffective.kind,
            )
            .order_by(history_event.c.seq)
        ).all()
    found = {}
    for event in events:
        payload = parse(event.payload)
        version_id = UUID(payload["version_id"])
        if version_id in seen:
            found[version_id] = Ratification(
                jabatan=event.jabatan or "",
                at=event.occurred_at,
                signed_by=event.behalf,
                letter=event.letter,
                scan_sha256=payload.get("scan_sha256"),
            )
    return found


def version_files(
    session: Session, caller: Caller, version: SopVersion
) -> tuple[bytes, Mapping[str, bytes]]:
    """Return the diagram of a version and the forms that it is pinned to, by key.

    Ask only for a version of a SOP that `sop_view` gave to this caller.
    """
    with read(session) as connection:
        raw = content(connection, caller.pemda_id, version.xml_sha256)
        pins = connection.execute(
            select(sop_pin.c.key, sop_pin.c.sha256).where(
                sop_pin.c.pemda_id == caller.pemda_id,
                sop_pin.c.version_id == version.version_id,
                sop_pin.c.kind == "form",
            )
        ).all()
        forms = {pin.key: content(connection, caller.pemda_id, pin.sha256) for pin in pins}
    return raw, forms


# ---------------------------------------------------------------- below: rows to views


def _sop_statement(pemda_id: UUID) -> Select[Any]:
    return (
        select(sop, office.c.name.label("office_name"), office.c.timezone)
        .join(office, on(office.c.id, sop.c.office_id))
        .where(sop.c.pemda_id == pemda_id)
    )


def _versions(
    connection: Connection, caller: Caller, sop_ids: list[UUID]
) -> dict[UUID, tuple[Row[Any], ...]]:
    rows = connection.execute(
        select(sop_version, person.c.name.label("author_name"))
        .outerjoin(person, on(person.c.id, sop_version.c.author_id))
        .where(sop_version.c.pemda_id == caller.pemda_id, sop_version.c.sop_id.in_(sop_ids))
        .order_by(sop_version.c.sop_id, sop_version.c.number.desc())
    )
    found: dict[UUID, tuple[Row[Any], ...]] = {}
    for row in rows:
        found[row.sop_id] = (*found.get(row.sop_id, ()), row)
    return found


def _authors(
    connection: Connection, caller: Caller, versions: Iterable[tuple[Row[Any], ...]]
) -> Mapping[UUID, frozenset[UUID]]:
    return authors_of(connection, caller.pemda_id, [one for rows in versions for one in rows])


def _view(
    caller: Caller,
    row: Row[Any],
    versions: tuple[Row[Any], ...],
    authors: Mapping[UUID, frozenset[UUID]],
) -> SopView | None:
    place = SopPlace(caller.pemda_id, row.office_id)
    if not may_see_sop(caller, place, row.id, public=_public(versions)):
        return None
    if not may_see_sop(caller, place, row.id, public=False):
        # What is in force is open to the whole pemda; drafts and trials are the office's own.
        versions = tuple(version for version in versions if _public((version,)))
    return SopView(
        sop_id=row.id,
        key=row.key,
        title=row.title,
        number=row.number,
        source=row.source,
        source_sha256=row.source_sha256,
        office_id=row.office_id,
        office_name=row.office_name,
        timezone=row.timezone,
        versions=tuple(
            _version(caller, place, version, authors[version.id]) for version in versions
        ),
        may_author=may_author(caller, place),
        may_start=may_start(caller, place),
    )


def _version(
    caller: Caller, place: SopPlace, row: Row[Any], authors: frozenset[UUID]
) -> SopVersion:
    return SopVersion(
        version_id=row.id,
        number=row.number,
        status=row.status,
        xml_sha256=row.xml_sha256,
        process_id=row.process_id,
        author_ids=authors,
        author_name=row.author_name,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        made_at=row.made_at,
        may_publish_trial=row.status in ("draft", "checked") and may_publish_trial(caller, place),
        may_confirm=row.status in ("checked", "trial", "effective") and may_confirm(caller, place),
        may_make_effective=row.status in ("checked", "trial")
        and may_make_effective(caller, place, authors),
        may_record_ratification=row.status in ("checked", "trial")
        and may_record_ratification(caller, place, authors),
        may_withdraw=row.status in ("trial", "effective") and may_withdraw(caller, place),
    )


def _public(versions: tuple[Row[Any], ...]) -> bool:
    return any(version.status == "effective" for version in versions)
