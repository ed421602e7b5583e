"""The same request twice has one effect and one answer (decisions §2.3).

A key belongs to a person, a route and the hash of a body. Its answer is written in the
transaction of the command, so that it exists exactly when the effect does.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import bindparam, delete, insert, select

from service.errors import Rejected
from service.store.tables import idempotency

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.exc import IntegrityError

_DOMAIN: Final = b"alur:request:1\0"


class KeyReused(Rejected):
    """The key was already used for another request."""

    code = "store.key-reused"


#: Built once: building a statement costs more than running it.
_FIRST: Final = select(idempotency.c.route, idempotency.c.body_hash, idempotency.c.answer).where(
    idempotency.c.pemda_id == bindparam("pemda_id"),
    idempotency.c.person_id == bindparam("person_id"),
    idempotency.c.key == bindparam("key"),
)
_REMEMBER: Final = insert(idempotency)


@dataclass(frozen=True, slots=True)
class RequestKey:
    """What a request says about itself, so that a repetition is known."""

    key: str
    route: str
    body_hash: str


def request_key(key: str, route: str, body: bytes) -> RequestKey:
    """Return the key of a request with this body."""
    return RequestKey(key, route, hashlib.sha256(_DOMAIN + body).hexdigest())


def first_answer(
    connection: Connection, pemda_id: UUID, person_id: UUID, request: RequestKey | None
) -> dict[str, Any] | None:
    """Return the answer that the request already got, None when it is new.

    Raises KeyReused when the key stands for another route or body.
    """
    if request is None:
        return None
    asked = {"pemda_id": pemda_id, "person_id": person_id, "key": request.key}
    row = connection.execute(_FIRST, asked).one_or_none()
    if row is None:
        return None
    if (row.route, row.body_hash) != (request.route, request.body_hash):
        raise KeyReused
    answer: dict[str, Any] = orjson.loads(row.answer)
    return answer


def remember(
    tx: Connection,
    pemda_id: UUID,
    person_id: UUID,
    request: RequestKey | None,
    answer: Mapping[str, Any],
    now: datetime,
) -> None:
    """Write the answer of a request. Raises IntegrityError when a twin was faster."""
    if request is None:
        return
    answered = {
        "pemda_id": pemda_id,
        "person_id": person_id,
        "key": request.key,
        "route": request.route,
        "body_hash": request.body_hash,
        "answer": orjson.dumps(answer).decode(),
        "made_at": now,
    }
    tx.execute(_REMEMBER, answered)


def was_faster(error: IntegrityError) -> bool:
    """Say whether the error means that a twin of the request was committed first."""
    return "idempotency" in str(error.orig)


def forget(tx: Connection, pemda_id: UUID, before: datetime) -> int:
    """Drop the answers made before an instant; return how many."""
    return tx.execute(
        delete(idempotency).where(
            idempotency.c.pemda_id == pemda_id, idempotency.c.made_at < before
        )
    ).rowcount
