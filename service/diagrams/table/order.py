"""In which order the nodes of a diagram are rows.

The numbers of the document come first. What has none stands where the file has it, if that is
beside a row with which it is tied, as in files that Alur wrote; a modeller appends what is drawn
later at the end of the file, and then the row stands behind the one that leads to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.graph import along
from service.diagrams.model import EndEvent, StartEvent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.diagrams.model import ExclusiveGateway, Node, Scope


#: Start and end, which rarely have numbers.
_BESIDE_WORK = 2


def in_order(
    scope: Scope, nodes: Sequence[Node], gateways: Mapping[str, ExclusiveGateway]
) -> list[Node]:
    """Return the nodes as rows of the table; `gateways` belong to the row of their key."""
    onward = _onward(scope, nodes, gateways)
    if _as_written(nodes, onward):
        return list(nodes)
    by_id = {node.id: node for node in nodes}
    walked = [by_id[key] for key in _walk(nodes, onward)]
    last, keys = 0, {}
    for place, node in enumerate(walked):
        step = node.extension.step
        last = step.seq if step is not None else last
        keys[node.id] = (last, place)
    return sorted(walked, key=lambda node: keys[node.id])


def _onward(
    scope: Scope, nodes: Sequence[Node], gateways: Mapping[str, ExclusiveGateway]
) -> dict[str, list[str]]:
    """Return where each row leads, sending back apart."""
    known = {node.id for node in nodes}
    found: dict[str, list[str]] = {}
    for node in nodes:
        gateway = gateways.get(node.id)
        leaving = scope.outgoing(node.id if gateway is None else gateway.id)
        found[node.id] = [
            flow.target for flow in leaving if flow.purpose != "return" and flow.target in known
        ]
    return found


def _as_written(nodes: Sequence[Node], onward: Mapping[str, Sequence[str]]) -> bool:
    numbers = [node.extension.step.seq for node in nodes if node.extension.step is not None]
    # A file that is mostly unnumbered was drawn by hand, whatever got a number later.
    if 2 * len(numbers) < len(nodes) - _BESIDE_WORK or numbers != sorted(numbers):
        return False
    for place, node in enumerate(nodes):
        if isinstance(node, StartEvent):
            if place:
                return False
            continue
        rest = nodes[place:]
        # Ends stand at the foot, whatever leads to them; a modeller may leave one in between.
        at_foot = all(isinstance(each, EndEvent) for each in rest)
        if node.extension.step is not None or at_foot:
            continue
        before = nodes[place - 1].id if place else ""
        after = nodes[place + 1].id if place + 1 < len(nodes) else ""
        if node.id not in onward.get(before, ()) and after not in onward[node.id]:
            return False
    return True


def _walk(nodes: Sequence[Node], onward: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the ids so that, going round apart, each stands behind those that lead to it."""
    entered = {target for targets in onward.values() for target in targets}
    last_first = (node.id for node in reversed(nodes))
    return along(onward, sorted(last_first, key=lambda each: each not in entered))
