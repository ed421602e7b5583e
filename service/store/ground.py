"""What a completed step asks in its write transaction, in one statement.

Whether the caller still holds the jabatan, how often the steps that open were opened before, and
which calendar counts their tenggat: three questions, of which each alone would cost as much as the
answer to all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, func, select

from service.store.authority import HELD, held_by, require_still_holds
from service.store.calendars import HELD_CHANGE
from service.store.tables import user_task

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Row, Select

    from service.access.model import Caller, Holder
    from service.store.instances import Instance


@dataclass(frozen=True, slots=True)
class Ground:
    """What opening tasks stands on; it holds until the write transaction ends."""

    #: highest round of elements that were opened before, by path
    rounds: Mapping[str, int]
    #: of the pemda's calendar, kept from being changed; None: nothing was ever entered
    calendar_change: UUID | None


def require_ground(
    tx: Connection,
    caller: Caller,
    holder: Holder,
    instance: Instance,
    paths: Iterable[str],
    now: datetime,
) -> Ground | None:
    """Return what the steps at `paths` stand on when they open; None where nothing opens.

    Raises NotYourHolding as `require_still_holds` does.
    """
    opened = sorted(set(paths))
    if not opened:
        require_still_holds(tx, caller, holder, now)
        return None
    asked = _asked(instance, opened) | held_by(caller, holder)
    row = tx.execute(_held_ground(len(opened)), asked).one_or_none()
    require_still_holds(tx, caller, holder, now, own=row)
    if row is None:
        raise AssertionError  # nobody holds without a row
    return _found(row, opened)


def ground_of(tx: Connection, instance: Instance, paths: Iterable[str]) -> Ground | None:
    """Return the same where nobody's jabatan is asked for, as for a timer."""
    opened = sorted(set(paths))
    if not opened:
        return None
    return _found(tx.execute(_ground(len(opened)), _asked(instance, opened)).one(), opened)


def grounds_of(
    tx: Connection, pemda_id: UUID, asked: Mapping[UUID, Iterable[str]]
) -> dict[UUID, Ground]:
    """Return the same for several processes, by their ids, asked with the paths of each."""
    change_id = tx.scalar(HELD_CHANGE, {"the_pemda": pemda_id})
    paths = {instance_id: set(opened) for instance_id, opened in asked.items()}
    found: dict[UUID, dict[str, int]] = {instance_id: {} for instance_id in paths}
    every = sorted(set().union(*paths.values()))
    if every:
        named = {"the_pemda": pemda_id, "instances": list(paths), "paths": every}
        for row in tx.execute(_ROUNDS, named):
            if row.path in paths[row.instance_id]:
                found[row.instance_id][row.path] = row.highest
    return {it: Ground(rounds, change_id) for it, rounds in found.items()}


def _asked(instance: Instance, opened: list[str]) -> dict[str, Any]:
    return {
        "the_pemda": instance.pemda_id,
        "the_instance": instance.id,
        **{_path(number): path for number, path in enumerate(opened)},
    }


def _found(row: Row[Any], opened: list[str]) -> Ground:
    rounds = {path: getattr(row, _round(number)) for number, path in enumerate(opened)}
    return Ground(
        rounds={path: highest for path, highest in rounds.items() if highest is not None},
        calendar_change=row.change_id,
    )


@cache
def _held_ground(opened: int) -> Select[Any]:
    return HELD.add_columns(*_columns(opened))


@cache
def _ground(opened: int) -> Select[Any]:
    return select(*_columns(opened))


def _columns(opened: int) -> list[ColumnElement[Any]]:
    """Return the columns for so many opened steps.

    The calendar's row is locked where it is read, in a part of its own: PostgreSQL locks no row
    that a join may leave out, and a pemda that never entered anything has none.
    """
    calendar = HELD_CHANGE.cte("held_calendar")
    rounds = [
        select(func.max(user_task.c.round))
        .where(
            user_task.c.pemda_id == bindparam("the_pemda"),
            user_task.c.instance_id == bindparam("the_instance"),
            user_task.c.path == bindparam(_path(number)),
        )
        .scalar_subquery()
        .label(_round(number))
        for number in range(opened)
    ]
    return [select(calendar.c.change_id).scalar_subquery().label("change_id"), *rounds]


def _path(number: int) -> str:
    return f"path_{number}"


def _round(number: int) -> str:
    return f"round_{number}"


_ROUNDS: Final = (
    select(user_task.c.instance_id, user_task.c.path, func.max(user_task.c.round).label("highest"))
    .where(
        user_task.c.pemda_id == bindparam("the_pemda"),
        user_task.c.instance_id.in_(bindparam("instances", expanding=True)),
        user_task.c.path.in_(bindparam("paths", expanding=True)),
    )
    .group_by(user_task.c.instance_id, user_task.c.path)
)
