"""Which incoming flows of an inclusive gateway a token can still reach (§13.4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.model import Activity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.model import Body, Flow, Node


def incoming_reached(body: Body, start: Node, gateway: Node) -> set[str]:
    """Return the incoming flows of `gateway` on paths from `start` that do not visit it."""
    reached: set[str] = set()
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        node = ahead.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        for flow in _exits(body, node):
            if flow.target == gateway.id:
                reached.add(flow.id)
            else:
                ahead.append(body.node(flow.target))
    return reached


def _exits(body: Body, node: Node) -> Iterator[Flow]:
    """Yield the flows out of a node; the boundaries of an activity are exits of it."""
    yield from body.outgoing(node.id)
    if isinstance(node, Activity):
        for boundary in node.boundaries:
            yield from body.outgoing(boundary.id)
