"""Every list is read in pages with a cap, so that no request can ask for everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from sqlalchemy import func, select

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Row, Select

Item = TypeVar("Item")

#: Rows of one page, at most.
CAP: Final = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list; numbers count from 1."""

    items: tuple[Item, ...]
    number: int
    #: how many there are on all pages together
    total: int
    size: int = CAP

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def paged(
    connection: Connection,
    statement: Select[Any],
    make: Callable[[Row[Any]], Item],
    *,
    number: int,
    size: int = CAP,
) -> Page[Item]:
    """Return page `number` of the statement's rows, each made into an item.

    A number beyond the last page gives the last one.
    """
    size = min(size, CAP)
    total = connection.scalar(
        select(func.count()).select_from(statement.order_by(None).subquery())
    )
    number = _within(number, total or 0, size)
    rows = connection.execute(statement.limit(size).offset((number - 1) * size))
    return Page(tuple(make(row) for row in rows), number, total or 0, size)


def page_of(items: Sequence[Item], *, number: int, size: int = CAP) -> Page[Item]:
    """Return page `number` of a list that was read whole; one beyond the last gives the last."""
    number = _within(number, len(items), size)
    return Page(tuple(items[(number - 1) * size : number * size]), number, len(items), size)


def _within(number: int, total: int, size: int) -> int:
    return min(max(1, number), max(1, -(-total // size)))
