"""A transcription and a flow description as BPMN 2.0 XML, laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from lxml import etree

from service.catalogue.flow import (
    LANES,
    Arrival,
    Choice,
    End,
    EndRow,
    PerUnit,
    Proposed,
    Start,
    Step,
    Work,
)
from service.diagrams.extensions import NAMESPACE
from service.diagrams.layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.catalogue.flow import Description, Flow, Node
    from service.catalogue.transcription import Row, Transcription

_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NAMESPACES = {
    "bpmn": _BPMN,
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": _XSI,
    "alur": NAMESPACE,
}

_NO_PART = "tidak berperan dalam SOP ini"

_TAGS = {
    Start: "startEvent",
    End: "endEvent",
    EndRow: "endEvent",
    Choice: "exclusiveGateway",
    Arrival: "receiveTask",
}


def write_diagram(transcription: Transcription, description: Description) -> bytes:
    """Return the BPMN file of one SOP, with complete diagram interchange.

    Raises StopIteration for a step number that the transcription does not have.
    """
    return _Writer(transcription, description).file()


class _Writer:
    def __init__(self, transcription: Transcription, description: Description) -> None:
        self._document = transcription
        self._flow = description

    def file(self) -> bytes:
        key = self._flow.key
        root = etree.Element(
            _bpmn("definitions"),
            nsmap=_NAMESPACES,
            id=f"definitions_{key}",
            targetNamespace=NAMESPACE,
            exporter="Alur",
        )
        collaboration = _add(root, "collaboration", id="collaboration_1")
        _add(
            collaboration,
            "participant",
            id="pool_1",
            name=self._document.identity.name,
            processRef=key,
        )
        process = _add(
            root, "process", id=key, name=self._document.identity.name, isExecutable="true"
        )
        self._identity(_extensions(process))
        self._lanes(process)
        for node in self._flow.nodes:
            self._node(process, node)
        for flow in self._flow.flows:
            _write_flow(process, flow)
        self._notes(process)
        for node in self._flow.nodes:
            if isinstance(node, Arrival):
                _add(root, "message", id=f"message_{node.id}", name=node.message)
        lay_out(root, [node.id for node in self._flow.nodes])
        etree.indent(root, "  ")
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"

    # ------------------------------------------------------------ the process

    def _identity(self, extensions: etree._Element) -> None:
        identity = self._document.identity
        sop = _ours(
            extensions,
            "sop",
            number=identity.number,
            name=identity.name,
            government=identity.government,
            office=identity.office,
            unit=identity.unit,
            made=identity.made,
            revised=identity.revised,
            effective=identity.effective,
            ratifiedBy=identity.ratified_by,
            **_given(ratified=identity.ratified),
        )
        for tag, texts in (
            ("legalBasis", identity.legal_basis),
            ("qualification", identity.qualifications),
            ("related", identity.related),
            ("equipment", identity.equipment),
            ("warning", identity.warnings),
            ("record", identity.records),
        ):
            for text in texts:
                _ours(sop, tag).text = text
        for point in self._document.open_points:
            _ours(sop, "openPoint", source=point.source).text = point.text
        for key, name in self._flow.documents:
            _ours(sop, "document", key=key, name=name)

    def _lanes(self, process: etree._Element) -> None:
        lanes = _add(process, "laneSet", id="lanes_1")
        for role, name in LANES:
            lane = _add(lanes, "lane", id=f"lane_{role}", name=name)
            lane.set(f"{{{NAMESPACE}}}role", role)
            for node in self._flow.nodes:
                if self._role(node) == role:
                    _add(lane, "flowNodeRef").text = node.id

    def _notes(self, process: etree._Element) -> None:
        """Say in each lane without a node that it has no part; the layouter keeps it low."""
        busy = {self._role(node) for node in self._flow.nodes}
        for role, _ in LANES:
            if role not in busy:
                note = _add(process, "textAnnotation", id=f"note_{role}")
                _add(note, "text").text = _NO_PART
                _add(
                    process,
                    "association",
                    id=f"a_note_{role}",
                    sourceRef=f"lane_{role}",
                    targetRef=f"note_{role}",
                )

    def _role(self, node: Node) -> str:
        match node:
            case Step() | EndRow():
                return self._document.row(node.number).role
            case Arrival():
                return "instansi"
            case Proposed() | Start() | End() | Choice():
                return node.role
            case _:
                assert_never(node)

    # ------------------------------------------------------------ nodes

    def _node(self, process: etree._Element, node: Node) -> None:
        tag, name = _TAGS.get(type(node), "userTask"), self._name(node)
        element = _add(process, tag, id=node.id, name=name)
        extensions = _extensions(element)
        match node:
            case Start():
                _assignments(extensions, node.assign)
            case Choice():
                if node.agency:
                    _ours(extensions, "agency", key=node.agency)
            case Step():
                row = self._document.row(node.number)
                _write_row(extensions, row)
                _write_work(extensions, node.work, row.requirements)
                _write_share(extensions, node.per_unit)
            case EndRow():
                _write_row(extensions, self._document.row(node.number))
            case Arrival():
                element.set("messageRef", f"message_{node.id}")
                _ours(extensions, "proposed", partOf=node.part_of, reason=node.reason)
                _ours(extensions, "agency", key=node.agency)
                _write_work(extensions, node.work)
            case Proposed():
                time = {"timeIso": node.time_iso} if node.time_iso else {}
                _ours(extensions, "proposed", partOf=node.part_of, reason=node.reason, **time)
                _write_work(extensions, node.work)
                _write_share(extensions, node.per_unit)
            case End():
                pass
            case _:
                assert_never(node)
        if not len(extensions):
            element.remove(extensions)
        self._ends(element, node.id)
        self._data(process, element, node)

    def _name(self, node: Node) -> str:
        if isinstance(node, Step | EndRow):
            return self._document.row(node.number).activity
        return node.name

    def _ends(self, element: etree._Element, node_id: str) -> None:
        for flow in self._flow.flows:
            if flow.target == node_id:
                _add(element, "incoming").text = flow.id
        for flow in self._flow.flows:
            if flow.source == node_id:
                _add(element, "outgoing").text = flow.id

    def _data(self, process: etree._Element, element: etree._Element, node: Node) -> None:
        """Draw the list of units: filled by one step, worked through by another."""
        for other in self._flow.nodes:
            if not isinstance(other, Step | Proposed) or other.per_unit is None:
                continue
            units = other.per_unit
            if node.id == units.filled_by:
                arrow = _add(
                    element, "dataOutputAssociation", id=f"a_{node.id}_{units.collection}"
                )
                _add(arrow, "targetRef").text = f"ref_{units.collection}"
            if node is other:
                _write_units(process, element, units)


def _write_units(process: etree._Element, element: etree._Element, units: PerUnit) -> None:
    data, reference = f"data_{units.collection}", f"ref_{units.collection}"
    # bpmn-js ties an arrow into an activity to a property made for it.
    slot = _add(
        element,
        "property",
        id=f"property_{units.collection}",
        name="__targetRef_placeholder",
    )
    arrow = _add(
        element, "dataInputAssociation", id=f"a_{units.collection}_{element.get('id', '')}"
    )
    _add(arrow, "sourceRef").text = reference
    _add(arrow, "targetRef").text = slot.get("id")
    loop = _add(
        element,
        "multiInstanceLoopCharacteristics",
        id=f"each_{units.item}",
        isSequential="false",
    )
    _add(loop, "loopDataInputRef").text = data
    _add(loop, "inputDataItem", id=f"item_{units.item}", name=units.item)
    _add(process, "dataObject", id=data, name=units.collection, isCollection="true")
    _add(process, "dataObjectReference", id=reference, name=units.label, dataObjectRef=data)


def _write_row(extensions: etree._Element, row: Row) -> None:
    step = _ours(
        extensions,
        "step",
        seq=str(row.seq),
        number=row.number,
        time=row.time,
        timeIso=row.time_iso,
        column=row.column,
        confidence=row.confidence,
        reason=row.reason,
        **_given(timeAdjusted="true" if row.time_adjusted else None),
    )
    for tag, text in (
        ("activity", row.activity),
        ("requirements", row.requirements),
        ("outputText", row.output),
        ("remarks", row.remarks),
    ):
        _ours(step, tag).text = text or None
    for part in row.sub_steps:
        times = _given(time=part.time, timeIso=part.time_iso)
        _ours(step, "subStep", number=part.number, **times).text = part.activity


def _write_share(extensions: etree._Element, units: PerUnit | None) -> None:
    """Say whose share of the work an instance is, and who collects the shares."""
    if units is not None:
        _ours(extensions, "unit", value=units.item)
        _ours(extensions, "collector", element=units.collector)


def _write_work(extensions: etree._Element, work: Work, requirement: str = "") -> None:
    _ours(extensions, "form", key=work.form)
    if requirement:
        _ours(extensions, "requirement", name=requirement, **_given(document=work.starts_from))
    for output in work.outputs:
        _ours(
            extensions,
            "output",
            kind=output.kind,
            name=output.name,
            **_given(document=output.document, when=output.when),
        )
    for act in work.acts:
        _ours(extensions, "act", kind=act.kind, document=act.document, **_given(when=act.when))
    _assignments(extensions, work.assign)
    if work.decides:
        _ours(extensions, "decision", variable=work.decides)
    if work.forms_team:
        _ours(extensions, "effect", kind="formTeam")


def _assignments(extensions: etree._Element, pairs: Iterable[tuple[str, str]]) -> None:
    for variable, value in pairs:
        _ours(extensions, "assign", variable=variable, value=value)


def _write_flow(process: etree._Element, flow: Flow) -> None:
    element = _add(
        process, "sequenceFlow", id=flow.id, sourceRef=flow.source, targetRef=flow.target
    )
    if flow.name:
        element.set("name", flow.name)
    if flow.returns:
        element.set(f"{{{NAMESPACE}}}purpose", "return")
    if flow.outcome:
        element.set(f"{{{NAMESPACE}}}outcome", flow.outcome)
    if flow.condition:
        condition = _add(element, "conditionExpression")
        condition.set(f"{{{_XSI}}}type", "bpmn:tFormalExpression")
        condition.text = f"={flow.condition}"


# ---------------------------------------------------------------- XML


def _bpmn(tag: str) -> str:
    return f"{{{_BPMN}}}{tag}"


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _bpmn(tag), attributes)


def _ours(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)


def _extensions(element: etree._Element) -> etree._Element:
    return _add(element, "extensionElements")


def _given(**attributes: str | None) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if value}
