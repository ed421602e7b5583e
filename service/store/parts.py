"""Who had which part in a version of a document: who made it, and who acted on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import and_, bindparam, literal, select, union_all

from service.events.process_parts import SIGNATURES
from service.store.joins import on
from service.store.mandates import WORN_TITLE, on_mandate, on_worn
from service.store.tables import (
    document_act,
    document_version,
    holding,
    mandate,
    position,
    user_task,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy import Connection

    from service.store.instances import Instance, Version

Stage = Literal["made", "paraf", "signature"]


@dataclass(frozen=True, slots=True)
class Hat:
    """In what somebody acts: the jabatan as worn, and the lane of the step."""

    position_id: UUID
    role: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part that a person had in a version."""

    document: str
    number: int
    stage: Stage
    hat: Hat
    #: "Plh. Kepala Dinas" under a penugasan
    jabatan: str


def own_parts(
    connection: Connection, instance: Instance, versions: Mapping[str, Version], person_id: UUID
) -> tuple[Part, ...]:
    """Return what a person did with the newest versions of documents, void acts apart.

    Who recorded what an outside agency sent did not make it.
    """
    asked = {
        "the_pemda": instance.pemda_id,
        "the_instance": instance.id,
        "the_person": person_id,
    }
    newest = {(version.document, version.number) for version in versions.values()}
    return tuple(
        _part(row)
        for row in connection.execute(_OWN, asked)
        if (row.document, row.number) in newest
    )


def positions_signed_in(
    connection: Connection, instance: Instance, versions: Mapping[str, Version]
) -> frozenset[UUID]:
    """Return the jabatan in which these versions are signed now."""
    asked = {"the_pemda": instance.pemda_id, "the_instance": instance.id}
    newest = {(version.document, version.number) for version in versions.values()}
    return frozenset(
        row.position_id
        for row in connection.execute(_SIGNED, asked)
        if (row.document, row.version) in newest
    )


def _part(row: Any) -> Part:
    stage: Stage = row.stage if row.stage in ("made", "paraf") else "signature"
    hat = Hat(row.position_id, row.role)
    return Part(row.document, row.number, stage, hat, row.jabatan)


_STEP: Final = (
    select(user_task.c.role)
    .where(
        user_task.c.pemda_id == document_act.c.pemda_id,
        user_task.c.instance_id == document_act.c.instance_id,
        user_task.c.element_id == document_act.c.element_id,
    )
    .limit(1)
    .correlate(document_act)
    .scalar_subquery()
)

# Built once: building a statement costs more than running it.
_MADE: Final = (
    select(
        document_version.c.document,
        document_version.c.number,
        literal("made").label("stage"),
        position.c.id.label("position_id"),
        user_task.c.role,
        WORN_TITLE.label("jabatan"),
    )
    .select_from(document_version)
    .join(
        user_task,
        and_(
            user_task.c.pemda_id == document_version.c.pemda_id,
            user_task.c.instance_id == document_version.c.instance_id,
            user_task.c.closed_seq == document_version.c.event_seq,
            user_task.c.status == "completed",
            user_task.c.kind != "receive",
        ),
    )
    .join(holding, on(holding.c.id, user_task.c.claimed_holding))
    .outerjoin(mandate, on_mandate(user_task.c.claimed_mandate))
    .join(position, on_worn())
    .where(
        document_version.c.pemda_id == bindparam("the_pemda"),
        document_version.c.instance_id == bindparam("the_instance"),
        user_task.c.closed_by == bindparam("the_person"),
    )
)

_ACTED: Final = (
    select(
        document_act.c.document,
        document_act.c.version.label("number"),
        document_act.c.act.label("stage"),
        position.c.id.label("position_id"),
        _STEP.label("role"),
        WORN_TITLE.label("jabatan"),
    )
    .select_from(document_act)
    .join(holding, on(holding.c.id, document_act.c.holding_id))
    .outerjoin(mandate, on_mandate(document_act.c.mandate_id))
    .join(position, on_worn())
    .where(
        document_act.c.pemda_id == bindparam("the_pemda"),
        document_act.c.instance_id == bindparam("the_instance"),
        document_act.c.person_id == bindparam("the_person"),
        document_act.c.void_at.is_(None),
    )
)

_OWN: Final = union_all(_MADE, _ACTED)

_SIGNED: Final = (
    select(
        document_act.c.document,
        document_act.c.version,
        position.c.id.label("position_id"),
    )
    .select_from(document_act)
    .join(holding, on(holding.c.id, document_act.c.holding_id))
    .outerjoin(mandate, on_mandate(document_act.c.mandate_id))
    .join(position, on_worn())
    .where(
        document_act.c.pemda_id == bindparam("the_pemda"),
        document_act.c.instance_id == bindparam("the_instance"),
        document_act.c.act.in_(sorted(SIGNATURES)),
        document_act.c.void_at.is_(None),
    )
)
