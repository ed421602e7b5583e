"""BPMN 2.0.2 XML to the typed model; what the model cannot hold becomes a finding.

Nothing is dropped in silence: an element is read, known to be without effect on execution, or
named in a finding.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from service.diagrams import extension_reader
from service.diagrams.events_reader import Catalogue, event_of, reference
from service.diagrams.findings import DiagramRefused, Finding, error, info
from service.diagrams.interchange_reader import read_interchange
from service.diagrams.loops_reader import read_loop
from service.diagrams.model import (
    Activity,
    BoundaryEvent,
    CallActivity,
    DataObject,
    Diagram,
    EndEvent,
    ExclusiveGateway,
    InclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    Lane,
    ManualTask,
    MessageEvent,
    Node,
    ParallelGateway,
    Process,
    ReceiveTask,
    Scope,
    SequenceFlow,
    StartEvent,
    SubProcess,
    UserTask,
)
from service.diagrams.xml import BPMN, Limits, local_name, namespace, parse, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

#: Elements of BPMN that say nothing about execution.
_WITHOUT_EFFECT = frozenset(
    {
        "documentation",
        "extensionElements",
        "incoming",
        "outgoing",
        "textAnnotation",
        "association",
        "group",
        "auditing",
        "monitoring",
        "dataState",
        "property",
    }
)

#: Root elements that only matter when something refers to them.
_DEFINITIONS = frozenset(
    {
        "process",
        "collaboration",
        "message",
        "error",
        "escalation",
        "signal",
        "itemDefinition",
        "category",
        "dataStore",
        "extension",
        "documentation",
        "extensionElements",
        "relationship",
        "BPMNDiagram",
    }
)

_COLLABORATION = frozenset(
    {"participant", "messageFlow", "documentation", "extensionElements"} | _WITHOUT_EFFECT
)

#: Namespaces of vendors whose attributes change what their own engine does.
_VENDORS = {
    "http://camunda.org/schema/1.0/bpmn": "Camunda 7",
    "http://camunda.org/schema/zeebe/1.0": "Camunda 8",
    "http://activiti.org/bpmn": "Activiti",
    "http://flowable.org/bpmn": "Flowable",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "SpiffWorkflow",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A diagram as far as it could be read, and what was found while reading."""

    diagram: Diagram
    findings: tuple[Finding, ...]


def read(raw: bytes, limits: Limits | None = None) -> Reading:
    """Return the model of `raw` and the findings of reading it.

    Raises DiagramRefused when there is no model at all: not XML, a DOCTYPE, too large, no process.
    """
    root = parse(raw, limits)
    return _Reader(root).read(hashlib.sha256(raw).hexdigest())


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
    data_objects: list[DataObject] = field(default_factory=list)
    boundaries: list[BoundaryEvent] = field(default_factory=list)


class _Reader:
    def __init__(self, root: _Element) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.catalogue = Catalogue.of(root)
        self.lane_of: dict[str, str] = {}
        #: data object and reference id → variable name, over the whole file
        self.data_names = _data_names(root)
        #: ids of what was refused, so that flows to it are not called dangling too
        self.refused: set[str] = set()

    def read(self, sha256: str) -> Reading:
        self._check_ids()
        self._check_root()
        processes = tuple(self._process(element) for element in self._elements("process"))
        if not processes:
            raise DiagramRefused((error("no-process", ""),))
        self.findings.extend(self._vendor_findings())
        diagram = Diagram(sha256, processes, read_interchange(self.root))
        return Reading(diagram, tuple(self.findings))

    # ------------------------------------------------------------ the file as a whole

    def _elements(self, name: str) -> Iterator[_Element]:
        return self.root.iterchildren(f"{{{BPMN}}}{name}")

    def _check_ids(self) -> None:
        seen: set[str] = set()
        for element in self.root.iter():
            element_id = element.get("id")
            if element_id is None:
                continue
            if element_id in seen:
                self.findings.append(error("duplicate-id", element_id))
            seen.add(element_id)

    def _check_root(self) -> None:
        for element in self.root:
            name = local_name(element)
            if name == "import":
                self.findings.append(error("import", "", location=element.get("location", "")))
            elif namespace(element) == BPMN and name not in _DEFINITIONS:
                self.findings.append(info("not-executed", element.get("id", ""), tag=name))
        for collaboration in self._elements("collaboration"):
            for element in collaboration:
                if local_name(element) not in _COLLABORATION and namespace(element) == BPMN:
                    self.findings.append(
                        info("not-executed", element.get("id", ""), tag=local_name(element))
                    )

    def _vendor_findings(self) -> Iterator[Finding]:
        """Name the first use of each vendor's extensions: Alur keeps but does not run them."""
        met: set[str] = set()
        for element in self.root.iter():
            for owner in (namespace(element), *map(_attribute_namespace, element.attrib)):
                if owner in _VENDORS and owner not in met:
                    met.add(owner)
                    yield info("vendor-extension", _nearest_id(element), vendor=_VENDORS[owner])

    # ------------------------------------------------------------ a process

    def _process(self, element: _Element) -> Process:
        process_id = element.get("id", "")
        if not process_id:
            self.findings.append(error("missing-id", "", tag="process"))
        lanes = tuple(self._lanes(element))
        scope = self._scope(element, process_id)
        return Process(
            id=process_id,
            name=element.get("name", ""),
            executable=element.get("isExecutable", "false") in ("true", "1"),
            scope=scope,
            lanes=lanes,
            identity=extension_reader.read_identity(element),
        )

    def _lanes(self, element: _Element, ancestors: tuple[str, ...] = ()) -> Iterator[Lane]:
        for lane_set in (*_children(element, "laneSet"), *_children(element, "childLaneSet")):
            for lane in _children(lane_set, "lane"):
                lane_id = lane.get("id", "")
                for ref in _children(lane, "flowNodeRef"):
                    # The innermost lane wins: children are read after their parents.
                    self.lane_of[text_of(ref)] = lane_id
                yield Lane(
                    lane_id, lane.get("name", ""), extension_reader.read_lane(lane), ancestors
                )
                yield from self._lanes(lane, (*ancestors, lane_id))

    def _scope(self, element: _Element, owner: str) -> Scope:
        parts = _Parts()
        for child in element:
            if namespace(child) != BPMN:
                continue
            self._element(child, parts, owner)
        nodes = tuple(self._with_boundaries(node, parts) for node in parts.nodes)
        self._check_references(parts, nodes)
        return Scope(nodes, tuple(parts.flows), tuple(parts.data_objects))

    def _element(self, element: _Element, parts: _Parts, owner: str) -> None:
        name = local_name(element)
        if name in _WITHOUT_EFFECT or name in ("laneSet", "childLaneSet"):
            return
        if name == "sequenceFlow":
            parts.flows.append(self._flow(element, len(parts.flows), owner))
        elif name == "dataObject":
            parts.data_objects.append(self._data_object(element))
        elif name == "dataObjectReference":
            self._data_object_reference(element)
        elif name == "boundaryEvent":
            boundary = self._boundary(element)
            if boundary is not None:
                parts.boundaries.append(boundary)
        elif name in _LOOP_CHARACTERISTICS or name in _SCOPE_PARTS:
            return
        elif name in _NODES:
            node = self._node(element, name)
            if node is not None:
                parts.nodes.append(node)
        else:
            self._refuse(element, "unsupported-element", tag=name)

    def _with_boundaries(self, node: Node, parts: _Parts) -> Node:
        if not isinstance(node, Activity):
            return node
        mine = tuple(item for item in parts.boundaries if item.attached_to == node.id)
        return replace(node, boundaries=mine) if mine else node

    def _check_references(self, parts: _Parts, nodes: tuple[Node, ...]) -> None:
        ids = {node.id for node in nodes} | {item.id for item in parts.boundaries}
        known = ids | self.refused
        for flow in parts.flows:
            for end, target in (("sourceRef", flow.source), ("targetRef", flow.target)):
                if target not in known:
                    self.findings.append(
                        error("dangling-reference", flow.id, attribute=end, target=target)
                    )
        activities = {node.id for node in nodes if isinstance(node, Activity)}
        for boundary in parts.boundaries:
            if boundary.attached_to not in activities | self.refused:
                self.findings.append(
                    error(
                        "dangling-reference",
                        boundary.id,
                        attribute="attachedToRef",
                        target=boundary.attached_to,
                    )
                )

    # ------------------------------------------------------------ flow elements

    def _flow(self, element: _Element, position: int, owner: str) -> SequenceFlow:
        condition = element.find(f"{{{BPMN}}}conditionExpression")
        flow_id = element.get("id") or f"{owner}-flow-{position + 1}"
        purpose, outcome = extension_reader.read_flow(element)
        return SequenceFlow(
            id=flow_id,
            source=element.get("sourceRef", ""),
            target=element.get("targetRef", ""),
            name=element.get("name", ""),
            condition=None if condition is None else self._expression(condition, flow_id),
            purpose=purpose,
            outcome=outcome,
        )

    def _expression(self, element: _Element, owner: str) -> str:
        language = element.get("language")
        if language is not None and "feel" not in language.lower():
            self.findings.append(error("expression-language", owner, language=language))
        return extension_reader.expression_text(element)

    def _data_object(self, element: _Element) -> DataObject:
        element_id = element.get("id", "")
        return DataObject(
            element_id,
            self.data_names[element_id],
            element.get("isCollection", "false") in ("true", "1"),
        )

    def _data_object_reference(self, element: _Element) -> None:
        target = element.get("dataObjectRef", "")
        if target not in self.data_names:
            self.findings.append(
                error(
                    "dangling-reference",
                    element.get("id", ""),
                    attribute="dataObjectRef",
                    target=target,
                )
            )

    def _boundary(self, element: _Element) -> BoundaryEvent | None:
        event = event_of(element, self.catalogue, self.findings)
        if event is None:
            self.refused.add(element.get("id", ""))
            return None
        return BoundaryEvent(
            **self._common(element),
            attached_to=element.get("attachedToRef", ""),
            interrupting=element.get("cancelActivity", "true") in ("true", "1"),
            event=event,
        )

    def _common(self, element: _Element) -> dict[str, Any]:
        element_id = element.get("id", "")
        if not element_id:
            self.findings.append(error("missing-id", "", tag=local_name(element)))
        return {
            "id": element_id,
            "name": element.get("name", ""),
            "lane": self.lane_of.get(element_id),
            "extension": extension_reader.read_node(element, self.findings),
        }

    def _node(self, element: _Element, name: str) -> Node | None:
        self._check_attributes(element)
        if name in _EVENTS:
            event = event_of(element, self.catalogue, self.findings)
            if event is None:
                self.refused.add(element.get("id", ""))
                return None
            return _EVENTS[name](**self._common(element), event=event)
        if name in ("exclusiveGateway", "inclusiveGateway"):
            kind = ExclusiveGateway if name == "exclusiveGateway" else InclusiveGateway
            return kind(**self._common(element), default=element.get("default"))
        if name == "parallelGateway":
            return ParallelGateway(**self._common(element))
        return self._activity(element, name)

    def _activity(self, element: _Element, name: str) -> Node:
        self._check_data_associations(element)
        common = self._common(element)
        common["loop"] = read_loop(element, self.data_names, self.findings)
        match name:
            case "userTask":
                return UserTask(**common)
            case "manualTask":
                return ManualTask(**common)
            case "receiveTask":
                return ReceiveTask(**common, event=self._message_of(element))
            case "callActivity":
                inputs, outputs = extension_reader.read_mappings(element)
                called = element.get("calledElement", "").split(":")[-1]
                return CallActivity(**common, called=called, inputs=inputs, outputs=outputs)
            case _:
                return SubProcess(**common, scope=self._scope(element, element.get("id", "")))

    def _message_of(self, element: _Element) -> MessageEvent:
        name = reference(element, "messageRef", self.catalogue.messages, self.findings)
        if name is None:
            self.findings.append(error("message-missing", element.get("id", "")))
        return MessageEvent(name or "", extension_reader.read_correlation(element))

    def _check_attributes(self, element: _Element) -> None:
        """Refuse attributes that would change the meaning and that Alur does not execute."""
        element_id = element.get("id", "")
        for attribute, plain in _PLAIN_ATTRIBUTES.items():
            value = element.get(attribute)
            if value is not None and value not in plain:
                self.findings.append(
                    error("unsupported-attribute", element_id, attribute=attribute, value=value)
                )

    def _check_data_associations(self, element: _Element) -> None:
        """Arrows to data objects are pictures; a transformation or an assignment would compute."""
        for kind in ("dataInputAssociation", "dataOutputAssociation"):
            for association in _children(element, kind):
                for part in ("transformation", "assignment"):
                    if association.find(f"{{{BPMN}}}{part}") is not None:
                        self.findings.append(
                            error("unsupported-element", element.get("id", ""), tag=part)
                        )

    def _refuse(self, element: _Element, code: str, **params: object) -> None:
        element_id = element.get("id", "")
        self.refused.add(element_id)
        self.findings.append(error(code, element_id, **params))


_EVENTS = {
    "startEvent": StartEvent,
    "endEvent": EndEvent,
    "intermediateCatchEvent": IntermediateCatchEvent,
    "intermediateThrowEvent": IntermediateThrowEvent,
}
_ACTIVITIES = frozenset({"userTask", "manualTask", "receiveTask", "subProcess", "callActivity"})
_NODES = frozenset(
    {*_EVENTS, *_ACTIVITIES, "exclusiveGateway", "inclusiveGateway", "parallelGateway"}
)
_LOOP_CHARACTERISTICS = frozenset(
    {"standardLoopCharacteristics", "multiInstanceLoopCharacteristics"}
)
#: Children of an activity that are read with it.
_SCOPE_PARTS = frozenset({"dataInputAssociation", "dataOutputAssociation", "ioSpecification"})

#: Attributes whose other values ask for something that is not executed yet.
_PLAIN_ATTRIBUTES = {
    "startQuantity": ("1",),
    "completionQuantity": ("1",),
    "isForCompensation": ("false", "0"),
    "triggeredByEvent": ("false", "0"),
    "instantiate": ("false", "0"),
    "parallelMultiple": ("false", "0"),
}


def _children(element: _Element, name: str) -> Iterator[_Element]:
    return element.iterchildren(f"{{{BPMN}}}{name}")


def _attribute_namespace(attribute: object) -> str:
    text = str(attribute)
    return text[1:].partition("}")[0] if text.startswith("{") else ""


def _nearest_id(element: _Element) -> str:
    at: _Element | None = element
    while at is not None:
        if at.get("id"):
            return str(at.get("id"))
        at = at.getparent()
    return ""


def _data_names(root: _Element) -> dict[str, str]:
    """Map the id of each data object and data object reference to its variable's name.

    Modellers write the name at the reference. A name that is no identifier cannot stand in an
    expression; the id is the variable then.
    """
    titles: dict[str, str] = {}
    for element in root.iter(f"{{{BPMN}}}dataObjectReference"):
        titles.setdefault(element.get("dataObjectRef", ""), element.get("name", ""))
    names: dict[str, str] = {}
    for element in root.iter(f"{{{BPMN}}}dataObject"):
        element_id = element.get("id", "")
        candidates = (element.get("name", ""), titles.get(element_id, ""))
        names[element_id] = next((name for name in candidates if name.isidentifier()), element_id)
    for element in root.iter(f"{{{BPMN}}}dataObjectReference"):
        target = element.get("dataObjectRef", "")
        if target in names:
            names[element.get("id", "")] = names[target]
    return names
