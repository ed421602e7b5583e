"""By what a process can begin: each way by itself begins a process (BPMN 2.0.2 §10.5.2, §13.5.1).

Start events, receive tasks and event-based gateways that instantiate (§10.3.3.4, §10.6.6). A
process that draws none of them begins at everything that no flow leads to, all at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.model import (
    EventBasedGateway,
    MessageEvent,
    NoneEvent,
    ReceiveTask,
    StartEvent,
    events_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.model import EventDefinition, Node, Process, Scope


@dataclass(frozen=True, slots=True)
class WayIn:
    """One way to begin a process."""

    #: the start event, the receive task, or the event behind the gateway
    node: Node
    #: the gateway that instantiates
    gateway: EventBasedGateway | None = None

    @property
    def events(self) -> tuple[EventDefinition, ...]:
        """Return what begins it, any of them."""
        return events_of(self.node)

    @property
    def recorded(self) -> bool:
        """Return whether a person may begin it: without a trigger, or by recording a message."""
        return any(isinstance(event, NoneEvent | MessageEvent) for event in self.events)

    @property
    def plain(self) -> bool:
        """Return whether nothing triggers it: a call begins here, too."""
        return self.events == (NoneEvent(),)


def ways_in(process: Process) -> tuple[WayIn, ...]:
    """Return the ways that are drawn, in XML order."""
    return tuple(_ways(process.scope))


def default_way(process: Process) -> WayIn | None:
    """Return the one that is meant where none is named; None: there is none, or which is unclear.

    The only one without a trigger; else the only one.
    """
    ways = ways_in(process)
    plain = [way for way in ways if way.plain]
    found = plain or list(ways)
    return found[0] if len(found) == 1 and found[0].gateway is None else None


def _ways(scope: Scope) -> Iterator[WayIn]:
    for node in scope.nodes:
        match node:
            case StartEvent() | ReceiveTask(instantiate=True):
                yield WayIn(node)
            case EventBasedGateway(instantiate=True):
                behind = (scope.node(flow.target) for flow in scope.outgoing(node.id))
                yield from (WayIn(target, node) for target in behind if target is not None)
            case _:
                pass
