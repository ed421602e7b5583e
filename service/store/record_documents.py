"""What a command changes in the documents of a process (`store.record`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, insert, or_, update

from service.store.tables import attachment, document_act, document_version

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from service.store.changes import Change, NewAct
    from service.store.history import Actor
    from service.store.instances import Instance


def write_documents(
    tx: Connection, instance: Instance, change: Change, actor: Actor, now: datetime
) -> None:
    """Write versions of documents, what is attached, and acts on them; make old acts void."""
    common: dict[str, Any] = {
        "pemda_id": instance.pemda_id,
        "instance_id": instance.id,
        "element_id": change.element_id,
        "event_seq": instance.head.seq + 1,
    }
    _void(tx, instance, change.outdated, "newer_version", now)
    if change.unsigned:
        unsigned = document_act.c.act != "paraf"
        _void(tx, instance, change.unsigned, "cancelled", now, unsigned)
    if change.versions:
        rows = [
            common
            | {
                "document": version.document,
                "number": version.number,
                "sha256": version.sha256,
                "file_name_id": version.file_name_id,
                "made_at": now,
            }
            for version in change.versions
        ]
        tx.execute(insert(document_version), rows)
    if change.attachments:
        rows = [
            common
            | {
                "field": file.field,
                "number": file.number,
                "sha256": file.sha256,
                "file_name_id": file.file_name_id,
            }
            for file in change.attachments
        ]
        tx.execute(insert(attachment), rows)
    if change.acts:
        rows = [
            common
            | {
                "id": act.id,
                "document": act.document,
                "version": act.version,
                "sha256": act.sha256,
                "act": act.act,
                "two_hats": act.two_hats,
                **_acted(act, actor, now),
            }
            for act in change.acts
        ]
        tx.execute(insert(document_act), rows)


def _acted(act: NewAct, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return who did an act, and who recorded it when that was another."""
    if act.on_paper is None:
        return {
            "person_id": actor.person_id,
            "holding_id": actor.holding_id,
            "mandate_id": actor.mandate_id,
            "occurred_at": act.signed_at or now,
            "recorded_by": None,
        }
    return {
        "person_id": act.on_paper.person_id,
        "holding_id": act.on_paper.holding_id,
        "mandate_id": act.on_paper.mandate_id,
        "occurred_at": act.on_paper.occurred_at,
        "recorded_by": actor.person_id,
    }


def _void(
    tx: Connection,
    instance: Instance,
    versions: tuple[tuple[str, int], ...],
    reason: str,
    now: datetime,
    *which: ColumnElement[bool],
) -> None:
    """Make the standing acts on these versions void."""
    if not versions:
        return
    tx.execute(
        update(document_act)
        .where(
            document_act.c.pemda_id == instance.pemda_id,
            document_act.c.instance_id == instance.id,
            document_act.c.void_at.is_(None),
            or_(
                *(
                    and_(document_act.c.document == name, document_act.c.version == number)
                    for name, number in versions
                )
            ),
            *which,
        )
        .values(void_at=now, void_reason=reason)
    )
