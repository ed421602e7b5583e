"""BPMN 2.0.2 XML to the typed model; what the model cannot hold becomes a finding.

Nothing is dropped in silence: an element is read, known to be without effect on execution, or
named in a finding.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from service.diagrams import extension_reader
from service.diagrams.compensation_reader import compensations_of
from service.diagrams.data_reader import DataNames
from service.diagrams.events_reader import check_names, event_of
from service.diagrams.expressions_reader import read_expression
from service.diagrams.extension_vocabulary import check_extensions
from service.diagrams.extensions import NodeExtension
from service.diagrams.findings import DiagramRefused, Finding, error
from service.diagrams.interchange_reader import read_interchange
from service.diagrams.lanes_reader import Lanes
from service.diagrams.loops_reader import read_loop
from service.diagrams.model import (
    Activity,
    BoundaryEvent,
    Diagram,
    EndEvent,
    EventBasedGateway,
    EventSubProcess,
    ExclusiveGateway,
    InclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    LinkEvent,
    ParallelGateway,
    Process,
    RefusedNode,
    Scope,
    SequenceFlow,
    StartEvent,
    SubProcess,
    Transaction,
)
from service.diagrams.source import Source
from service.diagrams.tasks_reader import TASKS
from service.diagrams.vendors import vendor_findings
from service.diagrams.vocabulary import KINDS, NOT_EXECUTED, check_vocabulary
from service.diagrams.xml import (
    BPMN,
    SUBPROCESSES,
    Limits,
    children,
    is_true,
    limits_in_force,
    local_name,
    namespace,
    parse,
    whole_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element

    from service.diagrams.model import Node


#: Tokens that one activity may wait for, or send by one flow.
MOST_TOKENS: Final = 100

#: Files, newest first, that are not read again when they are asked for again.
_READINGS_KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """A diagram as far as it could be read, and what was found while reading."""

    diagram: Diagram
    findings: tuple[Finding, ...]


def read(raw: bytes, limits: Limits | None = None) -> Reading:
    """Return the model of `raw` and the findings of reading it.

    Raises DiagramRefused when there is no model at all: not XML, a DOCTYPE, too large, no process.
    """
    return _read(raw, limits or limits_in_force())


# Adopting and publishing a SOP each look at its file several times, one after the other.
@lru_cache(maxsize=_READINGS_KEPT)
def _read(raw: bytes, limits: Limits) -> Reading:
    source = Source(parse(raw, limits))
    source.findings.extend(check_vocabulary(source.root))
    source.findings.extend(check_extensions(source.root))
    source.findings.extend(vendor_findings(source.root))
    source.check_references()
    check_names(source)
    data = DataNames(source)
    elements = children(source.root, "process")
    processes = tuple(_ProcessReader(source, data, element).read() for element in elements)
    if not processes:
        raise DiagramRefused((*source.findings, error("no-process", "")))
    diagram = Diagram(hashlib.sha256(raw).hexdigest(), processes, read_interchange(source))
    return Reading(diagram, tuple(source.findings))


def read_diagram(raw: bytes, limits: Limits | None = None) -> Diagram:
    """Return the model of `raw`. Raises DiagramRefused when reading finds any error."""
    reading = read(raw, limits)
    if any(finding.severity == "error" for finding in reading.findings):
        raise DiagramRefused(reading.findings)
    return reading.diagram


@dataclass(slots=True)
class _Parts:
    """One scope while it is being read."""

    nodes: list[Node] = field(default_factory=list)
    flows: list[SequenceFlow] = field(default_factory=list)
    boundaries: list[BoundaryEvent] = field(default_factory=list)


class _ProcessReader:
    def __init__(self, source: Source, data: DataNames, element: _Element) -> None:
        self.source = source
        self.data = data
        self.element = element
        self.lanes = Lanes(source, element)
        self.compensations = compensations_of(source)

    def read(self) -> Process:
        element, process_id = self.element, self.element.get("id", "")
        if not process_id:
            self.source.tell(error("missing-id", "", tag="process"))
        return Process(
            id=process_id,
            name=element.get("name", ""),
            executable=is_true(element, "isExecutable"),
            scope=self._scope(element, process_id),
            lanes=tuple(self.lanes.lanes),
            identity=extension_reader.read_identity(element),
        )

    # ------------------------------------------------------------ scopes

    def _scope(self, element: _Element, owner: str) -> Scope:
        parts = _Parts()
        self.data.check_arrows(element)
        for child in element:
            if namespace(child) == BPMN:
                self._flow_element(child, parts, owner)
        self._check_flows(parts)
        self._check_boundaries(parts)
        parts.flows.extend(self._links(parts))
        nodes = tuple(_with_boundaries(node, parts.boundaries) for node in parts.nodes)
        return Scope(nodes, tuple(parts.flows), tuple(self.data.declared(element)))

    def _flow_element(self, element: _Element, parts: _Parts, owner: str) -> None:
        name = local_name(element)
        if name == "sequenceFlow":
            parts.flows.append(self._flow(element, f"{owner}-flow-{len(parts.flows) + 1}"))
        elif name == "boundaryEvent":
            boundary = self._boundary(element)
            if isinstance(boundary, BoundaryEvent):
                parts.boundaries.append(boundary)
            else:
                parts.nodes.append(boundary)
        elif name in _EVENTS:
            parts.nodes.append(self._event(element, name))
        elif name in _GATEWAYS:
            parts.nodes.append(self._gateway(element, name))
        elif name in _ACTIVITIES:
            parts.nodes.append(self._activity(element, name))
        elif not _is_read_elsewhere(element, name):
            self.source.tell(error("unsupported-element", element.get("id", ""), tag=name))
            parts.nodes.append(self._refused_node(element))

    def _refused_node(self, element: _Element) -> RefusedNode:
        return RefusedNode(
            element.get("id", ""),
            element.get("name", ""),
            self.lanes.of_node.get(element.get("id", "")),
            NodeExtension(),
            local_name(element),
        )

    # ------------------------------------------------------------ flows

    def _flow(self, element: _Element, generated: str) -> SequenceFlow:
        purpose, outcome = extension_reader.read_flow(element)
        flow_id = element.get("id") or self._free(generated)
        self._check_id(flow_id)
        return SequenceFlow(
            id=flow_id,
            source=self.source.target(element.get("sourceRef", "")),
            target=self.source.target(element.get("targetRef", "")),
            name=element.get("name", ""),
            condition=read_expression(self.source, element, "conditionExpression"),
            purpose=purpose,
            outcome=outcome,
        )

    def _free(self, wanted: str) -> str:
        """Return an id that nothing in the file has."""
        while wanted in self.source.ids:
            wanted += "-"
        return wanted

    def _links(self, parts: _Parts) -> Iterator[SequenceFlow]:
        """Yield what leads from each throwing link event to the catching one of its name."""
        caught: dict[str, str] = {}
        for node in parts.nodes:
            if isinstance(node, IntermediateCatchEvent) and isinstance(node.event, LinkEvent):
                caught.setdefault(node.event.name, node.id)
        for node in parts.nodes:
            if isinstance(node, IntermediateThrowEvent) and isinstance(node.event, LinkEvent):
                target = caught.get(node.event.name)
                if target is not None:
                    flow_id = self._free(f"{node.id}-link")
                    yield SequenceFlow(flow_id, node.id, target, "", None, link=True)

    def _check_flows(self, parts: _Parts) -> None:
        here = {node.id for node in (*parts.nodes, *parts.boundaries)}
        for flow in parts.flows:
            for attribute, target in (("sourceRef", flow.source), ("targetRef", flow.target)):
                if target in here:
                    continue
                named = self.source.resolve(target)
                if named is not None and local_name(named) in _FLOW_NODES:
                    self.source.tell(error("flow-leaves-scope", flow.id, target=target))
                else:
                    self.source.tell(
                        error("dangling-reference", flow.id, attribute=attribute, target=target)
                    )

    def _check_boundaries(self, parts: _Parts) -> None:
        """Boundary events belong to an activity of the same scope; others become refused nodes."""
        activities = {node.id for node in parts.nodes if isinstance(node, Activity)}
        refused = {node.id for node in parts.nodes if isinstance(node, RefusedNode)}
        for boundary in parts.boundaries:
            if boundary.attached_to in activities:
                continue
            parts.nodes.append(_refused_boundary(boundary))
            if boundary.attached_to not in refused:
                self.source.tell(
                    error(
                        "dangling-reference",
                        boundary.id,
                        attribute="attachedToRef",
                        target=boundary.attached_to,
                    )
                )

    # ------------------------------------------------------------ flow nodes

    def _common(self, element: _Element) -> dict[str, Any]:
        element_id = element.get("id", "")
        if not element_id:
            self.source.tell(error("missing-id", "", tag=local_name(element)))
        self._check_id(element_id)
        return {
            "id": element_id,
            "name": element.get("name", ""),
            "lane": self.lanes.of_node.get(element_id),
            "extension": extension_reader.read_node(element, self.source.findings),
        }

    def _check_id(self, element_id: str) -> None:
        """Refuse ids that no reference can mean or that would collide in the compiled process."""
        if any(sign in "/#" or sign.isspace() for sign in element_id):
            self.source.tell(error("reserved-id", element_id))

    def _event(self, element: _Element, name: str) -> Node:
        event = event_of(self.source, element)
        if event is None:
            return self._refused_node(element)
        self.data.check_arrows(element)
        common = {**self._common(element), "event": event}
        if name == "startEvent":
            common["interrupting"] = is_true(element, "isInterrupting", default=True)
        return _EVENTS[name](**common)

    def _boundary(self, element: _Element) -> BoundaryEvent | RefusedNode:
        event = event_of(self.source, element)
        if event is None:
            return self._refused_node(element)
        self.data.check_arrows(element)
        return BoundaryEvent(
            **self._common(element),
            attached_to=self.source.target(element.get("attachedToRef", "")),
            interrupting=is_true(element, "cancelActivity", default=True),
            event=event,
            undone_by=self.compensations.get(element.get("id", ""), ()),
        )

    def _gateway(self, element: _Element, name: str) -> Node:
        common = self._common(element)
        if name == "parallelGateway":
            return ParallelGateway(**common)
        if name == "eventBasedGateway":
            return EventBasedGateway(**common, instantiate=is_true(element, "instantiate"))
        default = element.get("default")
        target = None if default is None else self.source.target(default)
        kind = ExclusiveGateway if name == "exclusiveGateway" else InclusiveGateway
        return kind(**common, default=target)

    def _activity(self, element: _Element, name: str) -> Node:
        common = self._common(element)
        common["for_compensation"] = is_true(element, "isForCompensation")
        common["loop"] = read_loop(self.source, element, self.data)
        default = element.get("default")
        common["start_quantity"] = self._quantity(element, "startQuantity")
        common["completion_quantity"] = self._quantity(element, "completionQuantity")
        common["default"] = None if default is None else self.source.target(default)
        if name in SUBPROCESSES:
            scope = self._scope(element, common["id"])
            return self._subprocess_kind(element, name)(**common, scope=scope)
        self.data.check_arrows(element)
        return TASKS[name](self.source, element, common, self.data)

    def _subprocess_kind(self, element: _Element, name: str) -> type[SubProcess]:
        triggered = is_true(element, "triggeredByEvent")
        if name == "subProcess":
            return EventSubProcess if triggered else SubProcess
        if triggered:
            owner, attribute = element.get("id", ""), "triggeredByEvent"
            self.source.tell(
                error("unsupported-attribute", owner, attribute=attribute, value="true")
            )
        return Transaction

    def _quantity(self, element: _Element, attribute: str) -> int:
        text = element.get(attribute, "1").strip()
        number = whole_number(text)
        if number is None or not 1 <= number <= MOST_TOKENS:
            owner = element.get("id", "")
            self.source.tell(
                error("quantity", owner, attribute=attribute, value=text, limit=MOST_TOKENS)
            )
            return 1
        return number


def _with_boundaries(node: Node, boundaries: list[BoundaryEvent]) -> Node:
    if not isinstance(node, Activity):
        return node
    mine = tuple(item for item in boundaries if item.attached_to == node.id)
    return replace(node, boundaries=mine) if mine else node


def _refused_boundary(boundary: BoundaryEvent) -> RefusedNode:
    return RefusedNode(
        boundary.id, boundary.name, boundary.lane, boundary.extension, "boundaryEvent"
    )


def _is_read_elsewhere(element: _Element, name: str) -> bool:
    """Return whether a child of a scope is no flow node: data, lanes, arrows, notes."""
    parent = element.getparent()
    kind = None if parent is None else KINDS.get(local_name(parent))
    in_its_place = kind is not None and name in kind.children
    return in_its_place or name in _WITHOUT_TOKENS or name in NOT_EXECUTED


_EVENTS: Mapping[str, Callable[..., Node]] = {
    "startEvent": StartEvent,
    "endEvent": EndEvent,
    "intermediateCatchEvent": IntermediateCatchEvent,
    "intermediateThrowEvent": IntermediateThrowEvent,
}
_ACTIVITIES = frozenset({*TASKS, *SUBPROCESSES})
_GATEWAYS = frozenset(
    {"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway"}
)
_FLOW_NODES = frozenset({*_EVENTS, *_ACTIVITIES, *_GATEWAYS, "boundaryEvent"})
#: Flow elements and artifacts that no token visits.
_WITHOUT_TOKENS = frozenset(
    {
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "association",
        "group",
        "textAnnotation",
    }
)
