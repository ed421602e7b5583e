"""True copies of a process, by bulk inserts: what fills a store for the tables of its size.

Each has ids, a number, texts and a chain of its own, so that `verify` and `replay` find nothing
wrong with it. Only who its open tasks wait for may be another than the diagram's lane says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, insert, select

from service.store import tables
from service.store.database import read, transaction
from service.store.history import GENESIS, digest
from service.store.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import RowMapping
    from sqlalchemy.orm import Session

#: Copies that are written in one transaction.
_BATCH = 500

#: What a process is made of, each table after those it refers to, with the column that names it.
_PARTS: tuple[tuple[Table, str], ...] = (
    (tables.process_instance, "id"),
    (tables.private_text, "stream_id"),
    (tables.user_task, "instance_id"),
    (tables.timer, "instance_id"),
    (tables.stream_head, "stream_id"),
    (tables.history_event, "stream_id"),
)

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Template:
    """A process as its rows, in the order of `_PARTS`."""

    rows: Mapping[str, Sequence[RowMapping]]

    @classmethod
    def of(cls, session: Session, pemda_id: UUID, instance_id: UUID) -> Template:
        """Read a process that really came about."""
        with read(session) as connection:
            found = {
                table.name: connection.execute(
                    select(table)
                    .where(table.c.pemda_id == pemda_id, table.c[named] == instance_id)
                    .order_by(*table.primary_key.columns)
                )
                .mappings()
                .all()
                for table, named in _PARTS
            }
        return cls(found)

    def copy(self, number: int, key: str | None) -> Rows:
        """Return the rows of the copy of that number; `key`: whom its tasks wait for."""
        [process] = self.rows["process_instance"]
        said = f"SALIN-{number:07d}/2026"
        changed = {process["number"]: said}
        texts = [str(row["id"]) for row in self.rows["private_text"]]
        changed |= dict(zip(texts, sorted(str(new_id()) for _ in texts), strict=True))
        if key is not None:
            changed |= {row["candidate"]: key for row in self.rows["user_task"]}
        instance_id = new_id()
        made = {
            table.name: [
                {name: _said(value, changed) for name, value in row.items()} | {named: instance_id}
                for row in self.rows[table.name]
            ]
            for table, named in _PARTS
        }
        made["stream_head"][0]["hash"] = _chain(made["history_event"])
        return made


def fill(
    session: Session,
    template: Template,
    count: int,
    key_of: Callable[[int], str | None] = lambda _: None,
) -> None:
    """Write so many copies; `key_of` says whom the tasks of the copy of a number wait for."""
    for first in range(1, count + 1, _BATCH):
        numbers = range(first, min(first + _BATCH, count + 1))
        made = [template.copy(number, key_of(number)) for number in numbers]
        with transaction(session) as tx:
            for table, _ in _PARTS:
                rows = [row for copy in made for row in copy[table.name]]
                if rows:
                    tx.execute(insert(table), rows)


def _said(value: Any, changed: Mapping[str, str]) -> Any:
    """Return a value with what names the template or its texts replaced."""
    if isinstance(value, str):
        for old, new in changed.items():
            value = value.replace(old, new)
        return value
    # The ids of texts are columns too; everything else that has an id is shared.
    found = changed.get(str(value)) if hasattr(value, "hex") else None
    return value if found is None else type(value)(found)


def _chain(events: list[dict[str, Any]]) -> str:
    """Give events the hashes of their new chain and return the last one."""
    last = GENESIS.hash
    for event in events:
        event["prev_hash"] = last
        event["hash"] = last = digest(event)
    return last
