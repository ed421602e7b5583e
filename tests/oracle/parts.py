"""What a process or an embedded subprocess is built of while some flows have no target yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.oracle.model import End, Flow, Gateway, Node, Start, Throw

if TYPE_CHECKING:
    from tests.oracle.expressions import Expr


@dataclass(frozen=True, slots=True)
class Loose:
    """A flow whose target is not known yet."""

    source: str
    condition: Expr | None = None
    default: bool = False
    #: one of several flows that leave what is no gateway
    shared: bool = False


@dataclass(slots=True)
class Parts:
    """What becomes a process or an embedded subprocess."""

    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    #: the start events of the event subprocesses
    begun: list[Start] = field(default_factory=list)
    #: ends that need not be drawn
    implied: set[str] = field(default_factory=set)
    #: flows that boundaries send to stations of the tangle around
    jumps: dict[int, list[Loose]] = field(default_factory=dict)

    def without_implied_ends(self) -> None:
        """Take ends away where a path may end without: behind the only flow out of no gateway."""
        needed = {node.id for node in self.nodes if isinstance(node, Gateway | Start)}
        sources = [flow.source for flow in self.flows]
        gone = [
            flow
            for flow in self.flows
            if flow.target in self.implied
            and flow.source not in needed
            and sources.count(flow.source) == 1
        ]
        self.flows = [flow for flow in self.flows if flow not in gone]
        left = {flow.target for flow in self.flows}
        self.nodes = [
            node for node in self.nodes if node.id not in self.implied or node.id in left
        ]

    def without_start(self) -> None:
        """Take the start away where everything behind it begins by itself."""
        start = self.nodes[0]
        begins = {flow.target for flow in self.flows if flow.source == start.id}
        targets = [flow.target for flow in self.flows]
        ends = {node.id for node in self.nodes if ends_a_path(node)}
        if all(targets.count(node) == 1 and node not in ends for node in begins):
            self.nodes = self.nodes[1:]
            self.flows = [flow for flow in self.flows if flow.source != start.id]


def ends_a_path(node: Node) -> bool:
    return isinstance(node, End) or (isinstance(node, Throw) and node.ends)
