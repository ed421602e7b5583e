"""Who waits for a message or a signal: rows beside the state, as timers are.

A sender finds receivers by two hashes: of kind and name, and of the correlation. Names and values
may be longer than an index takes.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, insert

from service.store.tables import listener
from service.values import canonical_bytes

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from service.store.changes import Change
    from service.store.instances import Instance
    from service.values import Value


def topic_of(kind: str, name: str) -> str:
    """Return what those who wait for a message or signal of this name are found by."""
    return hashlib.sha256(canonical_bytes([kind, name])).hexdigest()


def key_of(correlation: Value) -> str:
    """Return what those who wait for this correlation are found by; 2 and 2.0 are one."""
    return hashlib.sha256(canonical_bytes(_comparable(correlation))).hexdigest()


def write_listeners(tx: Connection, instance: Instance, change: Change, now: datetime) -> None:
    """Write who waits from now on, and take away who waits no more."""
    mine = {"the_pemda": instance.pemda_id, "the_instance": instance.id}
    if change.status == "cancelled":
        tx.execute(_SILENCE_ALL, mine)
    elif change.silenced:
        tx.execute(_SILENCE, mine | {"numbers": change.silenced})
    if change.listening:
        tx.execute(
            insert(listener),
            [
                {
                    "pemda_id": instance.pemda_id,
                    "instance_id": instance.id,
                    "token_no": it.token_no,
                    "kind": it.kind,
                    "name": it.name,
                    "topic_sha256": topic_of(it.kind, it.name),
                    "key_sha256": key_of(it.key) if it.correlated else None,
                    "early": it.early,
                    "armed_at": now,
                }
                for it in change.listening
            ],
        )


def _comparable(value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    sign, digits, exponent = Decimal(value).as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    short = text.rstrip("0")
    return [sign, short, int(exponent) + len(text) - len(short)] if short else [0, "", 0]


# Built once: building a statement costs more than running it.
_SILENCE_ALL: Final = delete(listener).where(
    listener.c.pemda_id == bindparam("the_pemda"),
    listener.c.instance_id == bindparam("the_instance"),
)
_SILENCE: Final = _SILENCE_ALL.where(listener.c.token_no.in_(bindparam("numbers", expanding=True)))
