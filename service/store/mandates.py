"""Penugasan in the store: who acts for which jabatan, and how that jabatan is then written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
from sqlalchemy import and_, case, func, literal

from service.access.mandates import PREFIXES
from service.store.joins import on
from service.store.tables import holding, mandate, position

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Column, ColumnElement


#: The jabatan of a row that has a holding and perhaps a penugasan; join with `on_worn`.
WORN_TITLE: Final = (
    case(
        *((mandate.c.kind == kind, literal(f"{prefix} ")) for kind, prefix in PREFIXES.items()),
        else_="",
    )
    + position.c.title
)


def on_worn() -> ColumnElement[bool]:
    """Join the jabatan that was worn: that of the penugasan if there is one, else the own one."""
    return and_(
        position.c.pemda_id == holding.c.pemda_id,
        position.c.id == func.coalesce(mandate.c.position_id, holding.c.position_id),
    )


def on_mandate(column: Column[Any]) -> ColumnElement[bool]:
    """Join the penugasan that a column names, which most rows have none of."""
    return on(mandate.c.id, column)


def kept_scope(sop_ids: Iterable[UUID | str] | None) -> str | None:
    """Return how a scope stands in its column."""
    if sop_ids is None:
        return None
    return orjson.dumps(sorted(map(str, sop_ids))).decode()


def read_scope(kept: str | None) -> frozenset[UUID] | None:
    """Return the SOPs that a column names; None: every one."""
    return None if kept is None else frozenset(map(UUID, orjson.loads(kept)))
