"""Pasted rows put into a table: in the place of its rows, or behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.diagrams.table.model import SIX_LANES
from service.diagrams.table.papers import Documents, with_documents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.diagrams.extensions import DocumentDeclaration
    from service.diagrams.table.model import Row, SopTable


def with_pasted(
    table: SopTable,
    pasted: Sequence[Row],
    *,
    instead: bool,
    documents: Sequence[DocumentDeclaration] = (),
) -> SopTable:
    """Return the table with pasted rows instead of its own, or behind its last row of work.

    `documents` are all that the SOP then has.

    Lanes are found by their role. A pasted row of a key that the table has takes the place of
    that row, with what the table does not show of it; behind other rows all keys are new. Rows
    without any number are counted. Start and end stay those of the table.
    """
    if documents:
        declared = Documents(documents)
        identity = with_documents(table.identity, declared, table.title)
        table = replace(table, identity=identity)
    rows = _in_lanes(table, _numbered(pasted))
    if not instead:
        return _behind(table, rows)
    return replace(table, rows=_with_ends_of(table, rows))


def _numbered(rows: Sequence[Row]) -> Sequence[Row]:
    work = [row for row in rows if row.kind not in {"start", "end"}]
    if any(row.number for row in work):
        return rows
    counts = {row.key: str(count) for count, row in enumerate(work, 1)}
    return [replace(row, number=counts.get(row.key, row.number)) for row in rows]


def _in_lanes(table: SopTable, rows: Sequence[Row]) -> list[Row]:
    roles = {lane.key: lane.role for lane in SIX_LANES}
    own: dict[str | None, str] = {}
    for lane in table.lanes:
        own.setdefault(lane.role, lane.key)
    return [replace(row, lane=own.get(roles.get(row.lane or ""))) for row in rows]


def _with_ends_of(table: SopTable, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Let the first start and the ends be the elements that the table has already."""
    taken = {row.key for row in rows if row.kind not in {"start", "end"}}
    names: dict[str, str] = {}
    for kind in ("start", "end"):
        old = [row.key for row in table.rows if row.kind == kind and row.key not in taken]
        new = [row.key for row in rows if row.kind == kind]
        names |= dict(zip(new, old, strict=False))
    return tuple(_renamed(row, names) for row in rows)


def _behind(table: SopTable, rows: Sequence[Row]) -> SopTable:
    found = table
    names: dict[str, str] = {}
    last = next((row for row in reversed(table.rows) if row.kind != "end"), None)
    end = next((row.key for row in table.rows if row.kind == "end"), None)
    for row in rows:
        if row.kind in {"start", "end"}:
            names[row.key] = end or row.key
            continue
        names[row.key] = found.new_key()
        blank = replace(row, key=names[row.key], branches=())
        place = 0 if last is None else found.place(last.key) + 1
        found = replace(found, rows=(*found.rows[:place], blank, *found.rows[place:]))
        last = blank
    for row in rows:
        if row.kind not in {"start", "end"}:
            found = found.with_row(_renamed(row, names))
    return found


def _renamed(row: Row, names: Mapping[str, str]) -> Row:
    branches = tuple(
        replace(branch, to=names.get(branch.to, branch.to)) if branch.to else branch
        for branch in row.branches
    )
    return replace(row, key=names.get(row.key, row.key), branches=branches)
