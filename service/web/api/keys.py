"""`Idempotency-Key`: a write that is sent twice happens once and is answered alike (§2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

from service.errors import Rejected
from service.store.idempotency import request_key

if TYPE_CHECKING:
    from service.store.idempotency import RequestKey

HEADER: Final = "Idempotency-Key"

#: Name of the parameter among the components of the OpenAPI description.
COMPONENT: Final = "IdempotencyKey"

LONGEST: Final = 100


class KeyNeeded(Rejected):
    """A write came without the header, or with an empty or overlong one."""

    code = "api.key-needed"
    status = 400


def sent_key() -> RequestKey:
    """Return what makes this request one act, however often it is sent. Raises KeyNeeded."""
    key = request.headers.get(HEADER, "").strip()
    if not 0 < len(key) <= LONGEST or not key.isprintable():
        raise KeyNeeded
    return request_key(key, f"{request.method} {request.path}"[:200], request.get_data(cache=True))
