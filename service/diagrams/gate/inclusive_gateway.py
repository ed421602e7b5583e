"""Inclusive joins in loops (BPMN 2.0.2 §13.4.3).

The literal rule may let a join in a loop fire while a token could still come round. It is sure
only when the join is the partner of one split: the region between the two is entered only by the
split and left only by the join.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.gate.graph import cycles, reachable, reverse, successors
from service.diagrams.model import ExclusiveGateway, InclusiveGateway, ParallelGateway

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject
    from service.diagrams.model import Scope


def check(subject: Subject) -> Iterator[Finding]:
    for area in subject.areas():
        after = successors(area.scope)
        in_loop = frozenset[str]().union(*cycles(after))
        for node in area.scope.nodes:
            if not isinstance(node, InclusiveGateway):
                continue
            joins = len(area.scope.incoming(node.id)) > 1
            if joins and node.id in in_loop and not _has_partner(area.scope, after, node.id):
                yield error("inclusive-join-in-loop", node.id)


def _has_partner(scope: Scope, after: Mapping[str, tuple[str, ...]], join: str) -> bool:
    return any(
        _encloses(after, node.id, join)
        for node in scope.nodes
        if isinstance(node, ExclusiveGateway | InclusiveGateway | ParallelGateway)
        and node.id != join
        and len(scope.outgoing(node.id)) > 1
    )


def _encloses(after: Mapping[str, tuple[str, ...]], split: str, join: str) -> bool:
    before = reverse(after)
    down = reachable(after, after[split], without=join) - {split}
    up = reachable(before, before[join], without=split) - {join}
    region = (down | up) - {split, join}
    if split in reachable(after, after[split], without=join) or down != region:
        return False
    enters = all(source in region or source == split for node in region for source in before[node])
    leaves = all(target in region or target == join for node in region for target in after[node])
    own = all(source in region or source == split for source in before[join])
    return enters and leaves and own
