"""New ids: UUIDv7, so that rows made one after the other lie beside each other in an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uuid6 import uuid7

if TYPE_CHECKING:
    from uuid import UUID


def new_id() -> UUID:
    """Return an id that no other row has."""
    return uuid7()
