"""Where the tokens of one scope can go, and which joins wait for which of them.

Without data: of an exclusive gateway every way counts. That is enough to see what a change of the
diagram does to tokens side by side: that a join would wait for a branch that nobody is in, or that
what ran once after a join would run once for each token.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.engine.specs.events import NoneEnd
from service.engine.specs.inclusive_gateway import InclusiveGateway
from service.engine.specs.parallel_gateway import ParallelGateway

if TYPE_CHECKING:
    from collections.abc import Iterable

    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

    from service.engine.specs.base import FlowNode

#: A join, and the flow by which a token comes to it.
Arrival = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a token stands: the spec's name, and at a join the flow by which it came."""

    name: str
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    places: frozenset[str]
    arrivals: frozenset[Arrival]


def first_joins(spec: BpmnProcessSpec, token: Place) -> frozenset[Arrival]:
    """Return the joins that a token can come to before any other join, and by which flows."""
    return _ways(spec, token, through=frozenset()).arrivals


def starved_joins(spec: BpmnProcessSpec, tokens: Iterable[Place]) -> dict[str, frozenset[str]]:
    """Return the parallel joins that tokens come to, with the flows by which none ever does."""
    arrivals: set[Arrival] = set()
    pending = list(tokens)
    fired: set[str] = set()
    while pending:
        for token in pending:
            arrivals |= _ways(spec, token, through=frozenset()).arrivals
        pending = []
        for join in sorted({name for name, _ in arrivals} - fired):
            node = spec.task_specs[join]
            if isinstance(node, InclusiveGateway) or not _missing(node, arrivals):
                fired.add(join)
                pending += [Place(edge.target, edge.flow_id) for edge in node.edges]
    return {
        name: _missing(spec.task_specs[name], arrivals)
        for name in {name for name, _ in arrivals} - fired
    }


def meet_unjoined(spec: BpmnProcessSpec, one: Place, other: Place) -> frozenset[str]:
    """Return the places that both tokens can come to without a join that makes one of them."""
    joining: set[str] = set()
    while True:
        through = frozenset(_joins(spec) - joining)
        first, second = (_ways(spec, token, through=through) for token in (one, other))
        more = {
            join
            for join, flow in first.arrivals
            if join not in joining
            and any(other_flow != flow for at, other_flow in second.arrivals if at == join)
            and _first_meeting(spec, one, other, join, joining)
        }
        if not more:
            return frozenset(
                name
                for name in first.places & second.places
                if not isinstance(spec.task_specs[name], NoneEnd)
            )
        joining |= more


def _first_meeting(
    spec: BpmnProcessSpec, one: Place, other: Place, join: str, joining: set[str]
) -> bool:
    """Return whether both come to `join` by different flows before they pass it."""
    through = frozenset(_joins(spec) - joining - {join})
    flows = [
        {flow for at, flow in _ways(spec, token, through=through).arrivals if at == join}
        for token in (one, other)
    ]
    return bool(flows[0]) and bool(flows[1]) and not flows[0] & flows[1]


def _ways(spec: BpmnProcessSpec, token: Place, *, through: frozenset[str]) -> Ways:
    """Return where a token can go; it ends at every join that is not in `through`."""
    places: set[str] = set()
    arrivals: set[Arrival] = set()
    pending = [token]
    while pending:
        at = pending.pop()
        node = spec.task_specs[at.name]
        if is_join(node):
            if at.via is not None:
                arrivals.add((at.name, at.via))
            if at.name not in through:
                continue
        if at.name in places:
            continue
        places.add(at.name)
        pending += [Place(edge.target, edge.flow_id) for edge in node.edges]
        pending += [Place(name) for name in getattr(node, "boundaries", ())]
    return Ways(frozenset(places), frozenset(arrivals))


def is_join(node: FlowNode) -> bool:
    """Return whether tokens wait at this gateway for those of other flows."""
    return isinstance(node, ParallelGateway | InclusiveGateway) and len(node.incoming) > 1


def _joins(spec: BpmnProcessSpec) -> set[str]:
    return {name for name, node in spec.task_specs.items() if is_join(node)}


def _missing(node: FlowNode, arrivals: set[Arrival]) -> frozenset[str]:
    return frozenset(flow for flow in node.incoming if (node.name, flow) not in arrivals)
