"""*Paraf ulang*: what a jabatan did on an earlier version of what waits for it again.

A new version makes a paraf void (decisions §4.5); whoever had given one is to learn that, why the
work went back, and what is different now (decisions §4.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.queries.returns import last_return_between
from service.store.tables import document_act

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from sqlalchemy import Connection

    from service.access.model import Caller
    from service.queries.documents import ActMark, DocumentVersion
    from service.queries.returns import LastReturn


@dataclass(frozen=True, slots=True)
class ActAgain:
    """A document on which the caller, or who held the jabatan before, acted as it was then."""

    act: ActMark
    #: the caller did it; otherwise the same jabatan
    own: bool
    before: DocumentVersion
    now: DocumentVersion
    #: the last send-back between the two; None: the newer version came up without one
    returned: LastReturn | None


def acts_again(
    connection: Connection,
    caller: Caller,
    instance_id: UUID,
    *,
    position_id: UUID,
    versions: Iterable[DocumentVersion],
    awaited: Collection[str],
) -> tuple[ActAgain, ...]:
    """Return, of each document in `awaited`, the last void act of the caller or of the position.

    `versions`: of all documents, the newest of each first.
    """
    newest: dict[str, DocumentVersion] = {}
    found: dict[str, ActAgain] = {}
    for version in versions:
        now = newest.setdefault(version.document, version)
        if version.document not in awaited or version.document in found or version is now:
            continue
        for act in reversed(version.acts):
            own = act.person_id == caller.person_id
            if act.void and (own or act.position_id == position_id):
                returned = last_return_between(
                    connection, caller.pemda_id, instance_id, act.seq, now.seq
                )
                found[version.document] = ActAgain(act, own, version, now, returned)
                break
    return tuple(found.values())


def documents_acted_on(
    connection: Connection, caller: Caller, instances: Collection[UUID]
) -> frozenset[tuple[UUID, str]]:
    """Return (process, document) of which a newer version made a paraf of the caller void."""
    if not instances:
        return frozenset()
    rows = connection.execute(
        select(document_act.c.instance_id, document_act.c.document)
        .where(
            document_act.c.pemda_id == caller.pemda_id,
            document_act.c.instance_id.in_(sorted(instances)),
            document_act.c.person_id == caller.person_id,
            document_act.c.void_reason == "newer_version",
            document_act.c.act == "paraf",
        )
        .distinct()
    )
    return frozenset((row.instance_id, row.document) for row in rows)
