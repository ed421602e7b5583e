"""What somebody who walks through a version or a draft of a SOP sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.access.model import Place
from service.access.rules import author_for, may_confirm
from service.running.catalogue import read_catalogue
from service.running.definitions import definition_of
from service.running.form_drafts import forms_at_hand
from service.running.judging import judge
from service.running.sop_versions import called_finder
from service.running.walk_tests import run_kept_walks, walks_on_version
from service.running.walks.acts import acts_of
from service.running.walks.ground import ground_of_judged, ground_of_version
from service.running.walks.walk import walk_as_far
from service.store import blobs
from service.store.calendars import office_calendar
from service.store.database import read
from service.store.sop_drafts import SOP_DRAFTS
from service.store.sop_walks import acts_in_hand, acts_on_draft, live_walks, walks_of_draft
from service.store.sops import version_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.errors import AlurError
    from service.queries.sop_drafts import DraftView
    from service.queries.sops import SopVersion, SopView
    from service.running.walk_tests import RanWalk
    from service.running.walks.acts import Act
    from service.running.walks.ground import Ground
    from service.running.walks.standing import Walk
    from service.sentences.telling import Said


@dataclass(frozen=True, slots=True)
class KeptWalk:
    """A walk that was kept as a test, and what comes of it on the version that is looked at."""

    walk_id: UUID
    name: str
    jabatan: str
    kept_at: datetime
    #: the first difference; None: it passes
    difference: Said | None


@dataclass(frozen=True, slots=True)
class WalkSeen:
    """The walk that a person is on, and what it is walked on."""

    ground: Ground
    raw: bytes
    xml_sha256: str
    #: as they were stored; fewer stand in `walk` where the diagram no longer takes one
    stored: tuple[Act, ...]
    walk: Walk
    refused: AlurError | None
    kept: tuple[KeptWalk, ...]
    may_remove: bool


def walk_seen(session: Session, caller: Caller, view: SopView, version: SopVersion) -> WalkSeen:
    """Return the walk of a version that the caller is on, and the kept ones of its SOP.

    `view` and `version` as `sop_view` gave them to this caller. Raises OnlyAuthors.
    """
    place = Place(caller.pemda_id, view.office_id)
    author_for(caller, place)
    pemda_id, version_id = caller.pemda_id, version.version_id
    with read(session) as connection:
        definition = definition_of(connection, pemda_id, version_id)
        calendar = office_calendar(connection, pemda_id, view.office_id, view.timezone)
        xml_sha256 = version_row(connection, pemda_id, version_id).xml_sha256
        raw = blobs.content(connection, pemda_id, xml_sha256)
        there = acts_in_hand(connection, pemda_id, caller.person_id, version_id)
        rows = {row.id: row for row in live_walks(connection, pemda_id, view.sop_id)}
        ran = walks_on_version(connection, pemda_id, view.sop_id, version_id)
    ground = ground_of_version(definition, view.timezone, calendar)
    kept = _kept(ran, rows)
    return _seen(ground, raw, xml_sha256, there, kept, may_remove=may_confirm(caller, place))


def draft_walk_seen(session: Session, caller: Caller, view: DraftView, now: datetime) -> WalkSeen:
    """Return the walk of a draft that the caller is on, and the kept ones of its SOP.

    Of a draft whose SOP has no version yet they are its own.

    `view` as `draft_view` gave it to this caller. Raises what `judge` raises of a diagram that
    cannot be run yet.
    """
    pemda_id = caller.pemda_id
    with read(session) as connection:
        xml_sha256 = SOP_DRAFTS.seen(connection, caller, view.draft_id).sha256
        raw = blobs.content(connection, pemda_id, xml_sha256)
        calendar = office_calendar(connection, pemda_id, view.office_id, view.timezone)
        there = acts_on_draft(connection, pemda_id, caller.person_id, view.draft_id)
        found = (
            walks_of_draft(connection, pemda_id, view.draft_id)
            if view.sop_id is None
            else live_walks(connection, pemda_id, view.sop_id)
        )
    source = read_catalogue()
    forms = forms_at_hand(session, pemda_id, view.office_id, view.sop_id, source)
    judged = judge(
        raw,
        view.sop_key,
        find_form=forms.get,
        find_called=called_finder(session, pemda_id, view.office_id, source, now),
    )
    ground = ground_of_judged(judged, view.timezone, calendar)
    rows = {row.id: row for row in found}
    kept = _kept(run_kept_walks(ground, found), rows)
    may_remove = may_confirm(caller, Place(pemda_id, view.office_id))
    return _seen(ground, raw, xml_sha256, there, kept, may_remove=may_remove)


def _kept(ran: Sequence[RanWalk], rows: Mapping[UUID, Row[Any]]) -> tuple[KeptWalk, ...]:
    return tuple(
        KeptWalk(
            it.walk_id,
            it.name,
            rows[it.walk_id].jabatan,
            rows[it.walk_id].kept_at,
            it.difference,
        )
        for it in ran
    )


def _seen(
    ground: Ground,
    raw: bytes,
    xml_sha256: str,
    there: str | None,
    kept: tuple[KeptWalk, ...],
    *,
    may_remove: bool,
) -> WalkSeen:
    stored = () if there is None else acts_of(there)
    went = walk_as_far(ground, stored)
    return WalkSeen(
        ground=ground,
        raw=raw,
        xml_sha256=xml_sha256,
        stored=stored,
        walk=went.walk,
        refused=went.refused,
        kept=kept,
        may_remove=may_remove,
    )
