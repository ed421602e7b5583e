"""The documents of a process: their versions, and the acts that point to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from service.running.on_paper import SCAN_FIELD
from service.store.joins import on
from service.store.mandates import WORN_TITLE, on_mandate, on_worn
from service.store.private_texts import referenced, texts_of
from service.store.tables import (
    attachment,
    document_act,
    document_version,
    history_event,
    holding,
    mandate,
    position,
    private_text,
    unit,
    user_task,
)
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Row, Table

    from service.engine import Definition


@dataclass(frozen=True, slots=True)
class CertifiedMark:
    """What the check of a signed copy found."""

    #: SHA-256 of the copy
    copy: str
    #: the name in the certificate; None: erased
    name: str | None
    provider: str
    serial: str
    stamped: bool
    revocation: bool


@dataclass(frozen=True, slots=True)
class ActMark:
    """A paraf, an approval or a signature on one version."""

    act: str
    jabatan: str
    occurred_at: datetime
    void: bool
    #: newer_version or cancelled; None: it stands
    void_reason: str | None
    #: *rangkap peran* was declared
    two_hats: bool
    #: an approval in a trial run or a demo, where the step signs: it stands in for the signature
    stands_in: bool
    person_id: UUID
    #: in which it was done
    position_id: UUID
    #: the jabatan that recorded it from paper; None: it was done in Alur
    recorded_by: str | None
    #: of the scan of that paper
    scan_sha256: str | None
    #: number of the event that recorded it
    seq: int
    #: of a TTE
    certified: CertifiedMark | None = None


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    document: str
    name: str
    number: int
    sha256: str
    #: None: erased
    file_name: str | None
    made_at: datetime
    #: the jabatan that brought it
    jabatan: str
    #: whose part of a step done by several units at once it is
    unit_name: str | None
    #: number of the event that brought it
    seq: int
    acts: tuple[ActMark, ...]


def documents_of(
    connection: Connection,
    pemda_id: UUID,
    instance_id: UUID,
    definition: Definition,
) -> tuple[DocumentVersion, ...]:
    """Return every version of every document: as they came up, the newest of each first."""
    acts = _acts(connection, pemda_id, instance_id)
    names = document_names(definition)
    found = connection.execute(
        select(
            document_version,
            private_text.c.text.label("file_name"),
            history_event.c.jabatan,
            unit.c.name.label("unit_name"),
        )
        .select_from(document_version)
        .join(history_event, _on_event(document_version))
        .outerjoin(
            user_task,
            and_(
                user_task.c.pemda_id == document_version.c.pemda_id,
                user_task.c.instance_id == document_version.c.instance_id,
                user_task.c.closed_seq == document_version.c.event_seq,
                # The same event may have cancelled others.
                user_task.c.status == "completed",
            ),
        )
        .outerjoin(unit, on(unit.c.id, user_task.c.unit_id))
        .outerjoin(private_text, on(private_text.c.id, document_version.c.file_name_id))
        .where(
            document_version.c.pemda_id == pemda_id,
            document_version.c.instance_id == instance_id,
        )
        .order_by(document_version.c.event_seq.desc(), document_version.c.document)
        .limit(1000)
    ).all()
    first = {version.document: version.event_seq for version in found}
    ordered = sorted(found, key=lambda version: (first[version.document], version.document))
    return tuple(
        DocumentVersion(
            document=version.document,
            name=names.get(version.document, version.document),
            number=version.number,
            sha256=version.sha256,
            file_name=version.file_name,
            made_at=version.made_at,
            jabatan=version.jabatan or "",
            unit_name=version.unit_name,
            seq=version.event_seq,
            acts=acts.get((version.document, version.number), ()),
        )
        for version in ordered
    )


def document_names(definition: Definition) -> dict[str, str]:
    """Return the names of the documents of a process by key, as drawn.

    What a called SOP calls its documents counts where the calling one has no name for them.
    """
    homes = (*definition.homes.values(), definition.process)
    identities = (home.identity for home in homes if home.identity is not None)
    return {item.key: item.name for identity in identities for item in identity.documents}


def _acts(
    connection: Connection, pemda_id: UUID, instance_id: UUID
) -> dict[tuple[str, int], tuple[ActMark, ...]]:
    rows = connection.execute(
        select(
            document_act,
            WORN_TITLE.label("title"),
            position.c.id.label("position_id"),
            history_event.c.jabatan.label("recorder"),
            history_event.c.payload,
            attachment.c.sha256.label("scan"),
        )
        .select_from(document_act)
        .join(holding, on(holding.c.id, document_act.c.holding_id))
        .outerjoin(mandate, on_mandate(document_act.c.mandate_id))
        .join(position, on_worn())
        .join(history_event, _on_event(document_act))
        .outerjoin(
            attachment,
            and_(
                attachment.c.pemda_id == document_act.c.pemda_id,
                attachment.c.instance_id == document_act.c.instance_id,
                attachment.c.event_seq == document_act.c.event_seq,
                attachment.c.field == SCAN_FIELD,
            ),
        )
        .where(document_act.c.pemda_id == pemda_id, document_act.c.instance_id == instance_id)
        .order_by(document_act.c.occurred_at)
        .limit(1000)
    ).all()
    certified = {row.id: _certified_in(row) for row in rows if row.act == "tte"}
    names = _names_in(connection, pemda_id, certified.values())
    found: dict[tuple[str, int], tuple[ActMark, ...]] = {}
    for row in rows:
        key = (row.document, row.version)
        mark = ActMark(
            act=row.act,
            jabatan=row.title,
            occurred_at=row.occurred_at,
            void=row.void_at is not None,
            void_reason=row.void_reason,
            two_hats=row.two_hats,
            stands_in=_stands_in(row),
            person_id=row.person_id,
            position_id=row.position_id,
            recorded_by=None if row.recorded_by is None else row.recorder,
            scan_sha256=None if row.recorded_by is None else row.scan,
            seq=row.event_seq,
            certified=_certified(certified.get(row.id), names),
        )
        found[key] = (*found.get(key, ()), mark)
    return found


def _on_event(table: Table) -> ColumnElement[bool]:
    """Join the event that brought a row."""
    return and_(
        on(history_event.c.stream_id, table.c.instance_id),
        history_event.c.seq == table.c.event_seq,
    )


def _certified_in(row: Row[Any]) -> Mapping[str, Any]:
    """Return what the event says of a TTE."""
    acts = parse(row.payload)["acts"]
    return next(
        act["certified"] for act in acts if act["document"] == row.document and "certified" in act
    )


def _names_in(
    connection: Connection, pemda_id: UUID, certified: Iterable[Mapping[str, Any]]
) -> Mapping[UUID, str | None]:
    wanted = [referenced(one["name"]) for one in certified]
    return texts_of(connection, pemda_id, [it for it in wanted if it is not None])


def _certified(
    found: Mapping[str, Any] | None, names: Mapping[UUID, str | None]
) -> CertifiedMark | None:
    if found is None:
        return None
    name = referenced(found["name"])
    return CertifiedMark(
        copy=found["copy"],
        name=None if name is None else names.get(name),
        provider=found["provider"],
        serial=found["serial"],
        stamped=found["stamped"],
        revocation=found["revocation"],
    )


def _stands_in(row: Row[Any]) -> bool:
    """Say whether the event says so: a run can be in a demo without being a trial."""
    if row.act != "approved_for_signature":
        return False
    return any(
        act.get("stands_in", False)
        for act in parse(row.payload).get("acts", ())
        if act["document"] == row.document
    )
