"""Upload a diagram as a new version of an office's SOP, or as the first one of a new SOP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.entries import written_lines, written_text
from service.access.model import Place
from service.access.rules import author_for
from service.diagrams.naming import sop_named
from service.diagrams.resembling import resemble
from service.errors import Conflict
from service.events.sop import SopAdded
from service.running.catalogue import read_catalogue
from service.running.form_drafts import forms_at_hand
from service.running.judging import judge, process_of
from service.running.sop_versions import (
    Origin,
    add_version,
    called_finder,
    put_files,
)
from service.store.callers import anew
from service.store.database import read, transaction
from service.store.dialects import for_update
from service.store.ids import new_id
from service.store.sop_drafts import drawers_of
from service.store.sops import answered, keep_answer, sop_of_key, title_of_sop
from service.store.structure import require_active
from service.store.tables import office

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.diagrams import Finding
    from service.events import Event
    from service.running.catalogue import Catalogue
    from service.running.judging import Judged
    from service.store.idempotency import RequestKey
    from service.store.sops import VersionMade

_LONGEST_TITLE = 300
#: Characters of a catatan revisi.
LONGEST_NOTE = 2_000


class OtherSopHasKey(Conflict):
    """The office has an SOP of another name with this process id; so it may be none of it."""

    code = "sop.other-sop-has-key"


@dataclass(frozen=True, slots=True)
class Upload:
    """What a person brings: a diagram, and such forms as the catalogue does not have."""

    xml: bytes
    #: bytes by key, the name without ".form"
    forms: Mapping[str, bytes] = field(default_factory=dict)
    #: obligatory only where the file has several executable processes
    process_id: str | None = None
    #: catatan revisi: why there is a new version, free text
    note: str = ""
    #: the draft in which it was drawn; None: brought as a file
    draft_id: UUID | None = None
    #: somebody said that it is a version of the SOP with its process id, however it is called
    whatever_name: bool = True


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The version, and what the gate says about it: nothing that refuses it."""

    made: VersionMade
    findings: tuple[Finding, ...]


def add_sop_version(
    session: Session,
    caller: Caller,
    *,
    office_id: UUID,
    upload: Upload,
    now: datetime,
    catalogue: Catalogue | None = None,
    request: RequestKey | None = None,
) -> Uploaded:
    """Store a diagram with the forms it names; nothing can be started with it yet.

    It becomes a version of the office's SOP with that process id, or a new SOP. A form is looked
    for in the upload, then among those that the office edits here and called ready, then in the
    newest version, then in the catalogue; one that is nowhere is a
    setup finding. Without setup findings the version is checked, else a draft.

    Raises EntryRefused, NotFound, OnlyAuthors, DiagramRefused (with the findings), FormsRefused,
    NoSuchProcess, OtherSopHasKey, NothingNew.
    """
    place = Place(caller.pemda_id, office_id)
    why = written_lines("note", upload.note, LONGEST_NOTE, needed=False)
    with read(session) as connection:
        require_active(connection, office, caller.pemda_id, office_id)
        author_for(anew(connection, caller, now), place)
    source = catalogue or read_catalogue()
    kept = _kept_forms(session, place, process_of(upload.xml, upload.process_id).id, source)
    judged = judge(
        upload.xml,
        upload.process_id,
        find_form=lambda key: upload.forms.get(key) or kept.get(key),
        find_called=called_finder(session, caller.pemda_id, office_id, source, now),
    )
    put_files(session, caller.pemda_id, judged, now)
    with transaction(session) as tx:
        tx.execute(
            for_update(
                select(office.c.id).where(
                    office.c.pemda_id == caller.pemda_id, office.c.id == office_id
                )
            )
        )
        fresh = anew(tx, caller, now)
        holder = author_for(fresh, place)
        if (done := answered(tx, caller, request)) is not None:
            return Uploaded(done, judged.verdict.findings)
        sop_id = sop_of_key(tx, place.pemda_id, place.office_id, judged.process.id)
        before: list[Event] = []
        if sop_id is None:
            sop_id = new_id()
            before.append(
                SopAdded(
                    sop_id=sop_id,
                    office_id=office_id,
                    key=judged.process.id,
                    title=written_text("title", _called(judged), _LONGEST_TITLE),
                )
            )
        elif not upload.whatever_name:
            _refuse_other_name(tx, place, sop_id, judged)
        drawn_by = drawers_of(tx, fresh, upload.draft_id) if upload.draft_id else ()
        origin = Origin(note=why, drawn_by=drawn_by)
        made = add_version(tx, fresh, holder, sop_id, judged, now, before=before, origin=origin)
        keep_answer(tx, caller, request, made, now)
    return Uploaded(made, judged.verdict.findings)


def _refuse_other_name(tx: Connection, place: Place, sop_id: UUID, judged: Judged) -> None:
    """Raise OtherSopHasKey where the diagram is called like another SOP."""
    title, called = title_of_sop(tx, place.pemda_id, sop_id), _called(judged)
    if not resemble(title, called):
        raise OtherSopHasKey(title=title, key=judged.process.id, name=called)


def _called(judged: Judged) -> str:
    named = sop_named(judged.raw, judged.process.id)
    return (named.name if named is not None else "") or judged.process.id


def _kept_forms(
    session: Session, place: Place, key: str, catalogue: Catalogue
) -> dict[str, bytes]:
    """Return the forms at hand for the SOP that the diagram becomes a version of."""
    with read(session) as connection:
        sop_id = sop_of_key(connection, place.pemda_id, place.office_id, key)
    return forms_at_hand(session, place.pemda_id, place.office_id, sop_id, catalogue)
