"""Inclusive joins in loops (BPMN 2.0.2 §13.4.3).

The literal rule may let a join in a loop fire while a token could still come round. It is sure
only when the join is the partner of one split: the region between the two is entered only by the
split and left only by the join.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.graph import cycles, dominators, reachable, reverse, successors
from service.diagrams.model import InclusiveGateway

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject
    from service.diagrams.model import Scope

#: Stands before all with which a scope begins.
_BEFORE_ALL = "#"

#: So many joins without a partner are named for one scope.
_NAMED = 5


def check(subject: Subject) -> Iterator[Finding]:
    """Refuse inclusive joins in loops that are not the partner of one split."""
    for area in subject.areas():
        regions = _Regions(area.scope)
        lonely = (join for join in regions.joins_in_loops() if not regions.has_partner(join))
        for join, _ in zip(lonely, range(_NAMED), strict=False):
            yield error("inclusive-join-in-loop", join)


class _Regions:
    """The parts of one scope between a split and its join."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.after = successors(scope)
        self.before = reverse(self.after)
        self.splits = {node.id for node in scope.nodes if len(scope.outgoing(node.id)) > 1}
        self._dominators: Mapping[str, str] | None = None

    def joins_in_loops(self) -> Iterator[str]:
        joins = [
            node.id
            for node in self.scope.nodes
            if isinstance(node, InclusiveGateway) and len(self.scope.incoming(node.id)) > 1
        ]
        in_loops = frozenset[str]().union(*cycles(self.after)) if joins else frozenset()
        return (join for join in joins if join in in_loops)

    def has_partner(self, join: str) -> bool:
        """Return whether a split begins a region that only it enters and only `join` leaves.

        Every path to the join passes its partner, so the candidates are its dominators.
        """
        at = self._nearest().get(join)
        while at is not None:
            if at in self.splits and self._encloses(at, join):
                return True
            at = self._nearest().get(at)
        return False

    def _nearest(self) -> Mapping[str, str]:
        if self._dominators is None:
            first = [node.id for node in self.scope.first_nodes()]
            self._dominators = dominators({**self.after, _BEFORE_ALL: first}, _BEFORE_ALL)
        return self._dominators

    def _encloses(self, split: str, join: str) -> bool:
        region = reachable(self.after, self.after[split], without=join)
        if split in region:
            return False
        entries = {source for node in (*region, join) for source in self.before[node]}
        return entries <= region | {split}
