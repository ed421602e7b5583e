"""How rows of one tenant are joined: no join may leave the pemda out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.sql.elements import KeyedColumnElement


# Most joins are of the same few columns; an alias has columns of its own each time.
@lru_cache(maxsize=512)
def on(one: KeyedColumnElement[Any], other: KeyedColumnElement[Any]) -> ColumnElement[bool]:
    """Return that two columns name the same, and that their rows are of the same pemda."""
    return and_(one.table.c.pemda_id == other.table.c.pemda_id, one == other)
