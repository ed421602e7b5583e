"""The tokens of a state, and where each of them would stand in another diagram.

An element is the same one in both diagrams when its id and the ids of what holds it are; a person
may say otherwise for single ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from service.engine.ways import Place, is_join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.engine.definition import Definition
    from service.engine.specs.base import FlowNode


class Row(NamedTuple):
    """A token as the codec writes it."""

    number: int
    #: place of its scope among the rows; -1: the process itself
    parent: int
    #: name of the spec that it stands on
    spec: str
    #: a TaskState of SpiffWorkflow
    state: int
    internal: dict[str, Any]
    own: dict[str, Any] | None


class Marking:
    """The state of a process of `old`, and what of `new` each of its tokens would stand on."""

    def __init__(
        self, old: Definition, new: Definition, state: bytes, pairs: Mapping[str, str]
    ) -> None:
        self.old, self.new, self.pairs = old, new, pairs
        *self._head, rows = orjson.loads(state)
        _, self.status, _, _, self.kept = self._head
        #: parents first, as the codec walks them
        self.rows = [Row(*row) for row in rows]

    def node(self, row: Row) -> FlowNode:
        """Return what the token stands on in the old diagram."""
        found: FlowNode = self.old.spec.task_specs[row.spec]
        return found

    def target(self, path: str) -> str:
        """Return the path in the new diagram of what stands at `path` in the old one."""
        if path in self.pairs:
            return self.pairs[path]
        if "#" in path:
            # One of several definitions of an event.
            element, _, place = path.partition("#")
            return f"{self.target(element)}#{place}"
        scope, _, element = path.rpartition("/")
        return f"{self.target(scope)}/{element}" if scope else self.new.process.id

    def name(self, node: FlowNode) -> str:
        """Return the name of the spec that takes the place of `node`."""
        behind: str = node.name.removeprefix(node.path)
        return self.target(node.path) + behind

    def heir(self, row: Row) -> FlowNode | None:
        """Return what takes the place of the node that the token stands on; None: nothing."""
        found: FlowNode | None = self.new.spec.task_specs.get(self.name(self.node(row)))
        return found

    def chosen(self, node: FlowNode) -> bool:
        """Return whether a person said what takes the place of `node`."""
        return node.path in self.pairs

    def place(self, row: Row) -> Place:
        """Return where the token stands."""
        return Place(row.spec, row.internal.get("via"))

    def place_after(self, row: Row) -> Place:
        """Return where the token would stand. For a token whose node has an heir."""
        via = self.arrival(row) if self.at_join(row) else row.internal.get("via")
        return Place(self.name(self.node(row)), via)

    def rewritten(self) -> bytes:
        """Return the state with the names of the new diagram. For tokens that all fit there."""
        rows = []
        for row in self.rows:
            after = self.place_after(row)
            internal = row.internal if after.via is None else row.internal | {"via": after.via}
            if "records" in internal:
                internal = internal | {"records": self._renamed(internal["records"])}
            then = self.then(row)
            if then is not None:
                internal = internal | {"then": then}
            moved = Row(row.number, row.parent, after.name, row.state, internal, row.own)
            rows.append(list(moved))
        return orjson.dumps([*self._head, rows])

    # ------------------------------------------------------------ what could be undone

    def records(self, row: Row) -> Iterator[tuple[FlowNode, FlowNode | None, bool]]:
        """Yield what completed in a scope and could be undone, with what takes its place.

        And whether it is a scope that ended unfinished, of which only what is in it is undone.
        """
        pending = list(row.internal.get("records", ()))
        while pending:
            record = pending.pop(0)
            node: FlowNode = self.old.spec.task_specs[record["of"]]
            yield node, self.new.spec.task_specs.get(self.name(node)), "cut" in record
            pending += record.get("records", ())

    def then(self, row: Row) -> str | None:
        """Return the name of the spec that goes on once all is undone; None: none does."""
        then = row.internal.get("then")
        return None if then is None else self.name(self.old.spec.task_specs[then])

    def _renamed(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        named = []
        for record in records:
            of = self.name(self.old.spec.task_specs[record["of"]])
            inner = {"records": self._renamed(record["records"])} if "records" in record else {}
            named.append(record | {"of": of} | inner)
        return named

    # ------------------------------------------------------------ joins

    def at_join(self, row: Row) -> bool:
        """Return whether a join is where the token stands, or would stand."""
        heir = self.heir(row)
        return is_join(self.node(row)) or (heir is not None and is_join(heir))

    def arrival(self, row: Row) -> str | None:
        """Return the flow by which a token at a join would have come to it in the new diagram.

        None: the join would count the token as another one than before.
        """
        node, heir = self.node(row), self.heir(row)
        if heir is None:
            return None
        flows = {flow: self._same_flow(node, flow, heir) for flow in node.incoming}
        if None in flows.values() or set(flows.values()) != set(heir.incoming):
            return None
        return flows.get(row.internal.get("via", ""))

    def _same_flow(self, node: FlowNode, flow_id: str, heir: FlowNode) -> str | None:
        """Return the flow into `heir` that comes from where this one into `node` came from.

        By its source, since ids of flows that the file does not name are counted; by its id too
        where several come from there.
        """
        scope, around = (it.path.rpartition("/")[0] for it in (node, heir))
        source = self.target(f"{scope}/{self.old.flows[f'{scope}/{flow_id}'].source}")
        same = [
            flow
            for flow in heir.incoming
            if f"{around}/{self.new.flows[f'{around}/{flow}'].source}" == source
        ]
        if flow_id in same:
            return flow_id
        return same[0] if len(same) == 1 else None
