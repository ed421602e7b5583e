"""Two processes of which it is known what in the one is what in the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.comparing.matching import Side, matched
from service.diagrams.comparing.naming import Names
from service.diagrams.comparing.properties import View
from service.diagrams.model import Activity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from service.diagrams.comparing.matching import Matches, Place
    from service.diagrams.model import Diagram, Process


@dataclass(frozen=True, slots=True)
class Pair:
    """The older and the newer process, with what each calls its elements."""

    old: Side
    new: Side
    matches: Matches
    names: tuple[Names, Names]

    @classmethod
    def of(cls, before: Process, now: Process) -> Self:
        """Match the elements of two processes."""
        old, new = Side.of(before), Side.of(now)
        return cls(old, new, matched(old, new), (Names(old), Names(new)))

    @property
    def gone(self) -> frozenset[str]:
        """Return the nodes and flows of the older one that the newer one does not have."""
        nodes = self.old.places.keys() - self.matches.nodes
        return frozenset(nodes | (self.old.flows.keys() - self.matches.flows))

    @property
    def come(self) -> frozenset[str]:
        """Return the nodes and flows that only the newer one has."""
        nodes = self.new.places.keys() - set(self.matches.nodes.values())
        return frozenset(nodes | (self.new.flows.keys() - set(self.matches.flows.values())))

    def numbers(self) -> dict[str, str]:
        """Return by what rows that both have were called → by what they are, where it is another.

        What two rows were called names neither.
        """
        found: dict[str, set[str]] = {}
        for old, new in self.places():
            before, now = old.node.extension.step, new.node.extension.step
            if before is not None and now is not None:
                found.setdefault(before.called.lower(), set()).add(now.called)
        only = {was: next(iter(now)) for was, now in found.items() if len(now) == 1}
        return {was: now for was, now in only.items() if was != now.lower()}

    def places(self) -> Iterator[tuple[Place, Place]]:
        """Yield the nodes that both have."""
        for old, new in self.matches.nodes.items():
            yield self.old.places[old], self.new.places[new]

    def views(self) -> tuple[View, View]:
        """Return both sides with their ids as those of the newer one."""
        nodes = {node_id: node_id for node_id in self.matches.nodes.values()}
        flows = {flow_id: flow_id for flow_id in self.matches.flows.values()}
        return (
            View(self.old, self.names[0], self.matches.nodes, self.matches.flows),
            View(self.new, self.names[1], nodes, flows),
        )

    # ------------------------------------------------------------ the picture

    def shifted(self) -> frozenset[str]:
        """Return nodes that only stand in another column, where nobody works in them."""
        return frozenset(
            old.node.id
            for old, new in self.places()
            if not isinstance(old.node, Activity)
            and not isinstance(new.node, Activity)
            and self.matches.lanes.get(old.node.lane or "") != new.node.lane
            and old.node.extension.agency == new.node.extension.agency
        )

    def drawn(self, old: Diagram, new: Diagram) -> dict[str, str]:
        """Return which element of one picture is which of the other: pools and notes by id."""
        known = {**self.matches.nodes, **self.matches.flows, **self.matches.lanes}
        lanes = {lane.id for lane in self.old.process.lanes}
        judged = self.old.places.keys() | self.old.flows.keys() | lanes | set(known.values())
        here = old.interchange.shapes.keys() | old.interchange.edges.keys()
        there = new.interchange.shapes.keys() | new.interchange.edges.keys()
        return known | {one: one for one in (here & there) - judged}
