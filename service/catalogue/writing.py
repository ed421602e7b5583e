"""A transcription and a flow description as BPMN 2.0 XML, laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from lxml import etree

from service.catalogue.flow import (
    Arrival,
    Choice,
    End,
    EndRow,
    Proposed,
    Start,
    Step,
    Work,
)
from service.diagrams.blank import LANES
from service.diagrams.extensions import NAMESPACE
from service.diagrams.layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.catalogue.flow import Description, Flow, Node, PerUnit
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

#: Variable with the list of units, which the forms that ask for them fill; and one unit of it.
_UNITS, _UNIT = "bidang", "unit"

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
        self._description = description
        self._flows = tuple(description.flows())

    def file(self) -> bytes:
        key = self._description.key
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
        for node in self._description.nodes:
            self._node(process, node)
        for flow in self._flows:
            _write_flow(process, flow)
        self._notes(process)
        for node in self._description.nodes:
            if isinstance(node, Arrival):
                _add(root, "message", id=f"message_{node.id}", name=node.message)
        lay_out(root, [node.id for node in self._description.nodes])
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
            kinds=" ".join(self._description.kinds),
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
        for key, name in self._description.documents:
            _ours(sop, "document", key=key, name=name)

    def _lanes(self, process: etree._Element) -> None:
        lanes = _add(process, "laneSet", id="lanes_1")
        for role, name in LANES:
            lane = _add(lanes, "lane", id=f"lane_{role}", name=name)
            lane.set(f"{{{NAMESPACE}}}role", role)
            for node in self._description.nodes:
                if self._role(node) == role:
                    _add(lane, "flowNodeRef").text = node.id

    def _notes(self, process: etree._Element) -> None:
        """Say in each lane without a node that it has no part; the layouter keeps it low."""
        busy = {self._role(node) for node in self._description.nodes}
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
            case Proposed() | Start() | End():
                return node.role
            case Choice():
                return self._role(self._description.before(node))
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
                task = self._description.before(node)
                if isinstance(task, Arrival):
                    _ours(extensions, "agency", key=task.agency)
            case Step():
                row = self._document.row(node.number)
                _write_row(extensions, row)
                _write_work(extensions, node, row.requirements)
            case EndRow():
                _write_row(extensions, self._document.row(node.number))
            case Arrival():
                element.set("messageRef", f"message_{node.id}")
                _ours(extensions, "proposed", partOf=node.part_of, reason=node.reason)
                _ours(extensions, "agency", key=node.agency)
                _write_work(extensions, node)
            case Proposed():
                time = _given(timeIso=node.time_iso)
                _ours(extensions, "proposed", partOf=node.part_of, reason=node.reason, **time)
                _write_work(extensions, node)
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
        for flow in self._flows:
            if flow.target == node_id:
                _add(element, "incoming").text = flow.id
        for flow in self._flows:
            if flow.source == node_id:
                _add(element, "outgoing").text = flow.id

    def _data(self, process: etree._Element, element: etree._Element, node: Node) -> None:
        """Draw the list of units: filled by one step, worked through by another."""
        for other in self._description.nodes:
            if not isinstance(other, Work) or other.per_unit is None:
                continue
            if node.id == other.per_unit.filled_by:
                arrow = _add(element, "dataOutputAssociation", id=f"a_{node.id}_{_UNITS}")
                _add(arrow, "targetRef").text = f"ref_{_UNITS}"
            if node is other:
                _write_units(process, element, other.per_unit)


def _write_units(process: etree._Element, element: etree._Element, units: PerUnit) -> None:
    data, reference = f"data_{_UNITS}", f"ref_{_UNITS}"
    # bpmn-js ties an arrow into an activity to a property made for it.
    slot = _add(element, "property", id=f"property_{_UNITS}", name="__targetRef_placeholder")
    arrow = _add(element, "dataInputAssociation", id=f"a_{_UNITS}_{element.get('id', '')}")
    _add(arrow, "sourceRef").text = reference
    _add(arrow, "targetRef").text = slot.get("id")
    loop = _add(
        element,
        "multiInstanceLoopCharacteristics",
        id=f"each_{_UNIT}",
        isSequential="false",
    )
    _add(loop, "loopDataInputRef").text = data
    _add(loop, "inputDataItem", id=f"item_{_UNIT}", name=_UNIT)
    _add(process, "dataObject", id=data, name=_UNITS, isCollection="true")
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
    if work.per_unit:
        _ours(extensions, "unit", value=_UNIT)
        _ours(extensions, "collector", element=work.per_unit.collector)


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
