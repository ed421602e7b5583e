"""Event-based gateways: what may stand behind one (BPMN 2.0.2 §10.6.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.model import (
    EventBasedGateway,
    IntermediateCatchEvent,
    LinkEvent,
    MessageEvent,
    ReceiveTask,
    RefusedNode,
    events_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import Node


def check(subject: Subject) -> Iterator[Finding]:
    """Judge every event-based gateway and the events behind it."""
    for area in subject.areas():
        for node in area.scope.nodes:
            if isinstance(node, EventBasedGateway):
                yield from _judged(area, node)


def _judged(area: Area, gateway: EventBasedGateway) -> Iterator[Finding]:
    flows = area.scope.outgoing(gateway.id)
    if len(flows) == 1:
        yield error("event-gateway-one-way", gateway.id)
    targets = []
    for flow in flows:
        if flow.condition is not None:
            yield error("condition-on-event-gateway", flow.id, gateway=gateway.id)
        target = area.scope.node(flow.target)
        if target is None or isinstance(target, RefusedNode):
            continue
        targets.append(target)
        if not _can_wait(target):
            yield error("event-gateway-target", target.id, gateway=gateway.id)
        elif len(area.scope.incoming(target.id)) > 1:
            yield error("event-gateway-target-shared", target.id, gateway=gateway.id)
    receiving = [node for node in targets if isinstance(node, ReceiveTask)]
    catching = any(_takes_message(node) for node in targets)
    if receiving and catching and len(receiving) < _taking_messages(targets):
        yield error("event-gateway-mixed", gateway.id)


def _can_wait(node: Node) -> bool:
    match node:
        case IntermediateCatchEvent(event=event):
            return not isinstance(event, LinkEvent)
        case ReceiveTask(loop=None):
            return not node.exits()
        case _:
            return False


def _taking_messages(nodes: list[Node]) -> int:
    return sum(_takes_message(node) for node in nodes)


def _takes_message(node: Node) -> bool:
    return any(isinstance(event, MessageEvent) for event in events_of(node))
