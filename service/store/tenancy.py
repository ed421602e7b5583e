"""The tenant is in every statement: what tests refuse (decisions §2.4).

A SELECT, UPDATE or DELETE that touches a table of a tenant must tie that table's `pemda_id` to
one pemda: to a value, or to a row that is itself tied. A statement that is meant for all tenants
(the worker's claims, verification of the whole store) says so with the execution option
`across_tenants=True`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, Delete, Insert, Select, Table, TextClause, Update, event
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, ColumnElement
from sqlalchemy.sql.selectable import Alias, FromClause, Join

from service.store.tables import GLOBAL_TABLES, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Compiled, Engine
    from sqlalchemy.engine.interfaces import ExecutionContext
    from sqlalchemy.sql import ClauseElement

_TENANT_TABLES: Final = frozenset(metadata.tables) - GLOBAL_TABLES

#: The node that stands for "one certain pemda".
_ONE_PEMDA: Final = "one pemda"


class TenantMissing(AssertionError):
    """A statement reads or changes rows of every pemda without saying that it means to."""


def watch(engine: Engine) -> None:
    """Refuse, from now on, every statement on the engine that forgets the tenant."""
    # A statement is compiled once and then known to the engine by its shape: judged once, too.
    judged: WeakKeyDictionary[Compiled, frozenset[str]] = WeakKeyDictionary()

    def judge(
        _connection: object,
        _cursor: object,
        _statement: str,
        _parameters: object,
        context: ExecutionContext,
        _executemany: bool,  # noqa: FBT001
    ) -> None:
        compiled = context.compiled
        if compiled is None or context.execution_options.get("across_tenants"):
            return
        if compiled not in judged:
            statement = compiled.statement
            judged[compiled] = frozenset() if statement is None else forgotten(statement)
        if judged[compiled]:
            raise TenantMissing(sorted(judged[compiled]), str(compiled))

    event.listen(engine, "before_cursor_execute", judge)


def forgotten(statement: ClauseElement) -> frozenset[str]:
    """Return the names of the tenant tables that the statement ties to no pemda."""
    if isinstance(statement, TextClause):
        words = set(re.findall(r"\w+", statement.text.lower()))
        tied = "pemda_id" in words or words.isdisjoint({"select", "update", "delete"})
        return frozenset() if tied else frozenset(words & _TENANT_TABLES)
    ties = _Ties()
    for element in visitors.iterate(statement):
        if isinstance(element, BinaryExpression):
            ties.add(element)
    return frozenset(
        _table_of(source).name
        for source in _sources(statement)
        if _table_of(source).name in _TENANT_TABLES and not ties.reach(source)
    )


class _Ties:
    """Which pemda_id columns a statement sets equal, as a forest of representatives."""

    def __init__(self) -> None:
        self._parent: dict[object, object] = {}

    def add(self, comparison: BinaryExpression[Any]) -> None:
        if comparison.operator not in (operators.eq, operators.in_op):
            return
        left, right = _node(comparison.left), _node(comparison.right)
        if left is not None and right is not None:
            self._parent[self._root(left)] = self._root(right)

    def reach(self, source: FromClause) -> bool:
        return self._root(source) == self._root(_ONE_PEMDA)

    def _root(self, node: object) -> object:
        while node in self._parent and self._parent[node] is not node:
            node = self._parent[node]
        return node


def _node(side: ColumnElement[Any]) -> object:
    """Return the table whose pemda_id this is, "one pemda" for a value, None for anything else."""
    if isinstance(side, BindParameter):
        return _ONE_PEMDA
    source = getattr(side, "table", None)
    if source is None:
        return None
    name = _table_of(source).name
    if name in _TENANT_TABLES or name == "pemda":
        wanted = "id" if name == "pemda" else "pemda_id"
        return source if getattr(side, "key", None) == wanted else None
    # A row of login or session belongs to one pemda.
    return _ONE_PEMDA if name in GLOBAL_TABLES else None


def _sources(statement: ClauseElement) -> Iterator[FromClause]:
    for element in visitors.iterate(statement):
        if isinstance(element, Select):
            for source in element.get_final_froms():
                yield from _flat(source)
        elif isinstance(element, Update | Delete):
            yield from _flat(element.table)
        elif isinstance(element, Insert):
            continue


def _flat(source: FromClause) -> Iterator[FromClause]:
    if isinstance(source, Join):
        yield from _flat(source.left)
        yield from _flat(source.right)
    elif isinstance(source, Table) or (
        isinstance(source, Alias) and isinstance(source.element, Table)
    ):
        yield source


def _table_of(source: FromClause) -> Table:
    table = source.element if isinstance(source, Alias) else source
    return table if isinstance(table, Table) else Table("", metadata.__class__())
