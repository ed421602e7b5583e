"""Ids: UUIDv7, so that rows made one after the other lie beside each other in an index."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from uuid6 import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def new_id() -> UUID:
    """Return an id that no other row has."""
    return uuid7()


def ids_among(values: Iterable[object]) -> Iterator[UUID]:
    """Give those of the values that are ids.

    For checking a store: SQLite keeps whatever somebody wrote into a column by hand.
    """
    for value in values:
        try:
            yield UUID(str(value))
        except ValueError:
            continue
