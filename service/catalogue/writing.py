"""A transcription and a flow description as BPMN 2.0 XML, laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

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
from service.diagrams.extensions import LANE_NAMES, LANE_ROLES, NAMESPACE
from service.diagrams.layout import lay_out
from service.diagrams.new_file import add, add_alur, add_lane, indented, new_file
from service.diagrams.table.kinds import UNIT, UNITS
from service.diagrams.table.lanes import NO_PART
from service.diagrams.xml import XSI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from service.catalogue.flow import Description, Flow, Node, PerUnit
    from service.catalogue.transcription import Row, Transcription

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
        root, process = new_file(self._description.key, self._document.identity.name)
        self._identity(_extensions(process))
        self._lanes(process)
        for node in self._description.nodes:
            self._node(process, node)
        for flow in self._flows:
            _write_flow(process, flow)
        self._notes(process)
        for node in self._description.nodes:
            if isinstance(node, Arrival):
                add(root, "message", id=f"message_{node.id}", name=node.message)
        lay_out(root, [node.id for node in self._description.nodes])
        return indented(root)

    # ------------------------------------------------------------ the process

    def _identity(self, extensions: etree._Element) -> None:
        identity = self._document.identity
        sop = add_alur(
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
                add_alur(sop, tag).text = text
        for point in self._document.open_points:
            add_alur(sop, "openPoint", source=point.source).text = point.text
        for key, name in self._description.documents:
            add_alur(sop, "document", key=key, name=name)

    def _lanes(self, process: etree._Element) -> None:
        lanes = add(process, "laneSet", id="lanes_1")
        for role, name in LANE_NAMES.items():
            mine = [node.id for node in self._description.nodes if self._role(node) == role]
            add_lane(lanes, f"lane_{role}", name, role, mine)

    def _notes(self, process: etree._Element) -> None:
        """Say in each lane without a node that it has no part; the layouter keeps it low."""
        busy = {self._role(node) for node in self._description.nodes}
        for role in LANE_ROLES:
            if role not in busy:
                note = add(process, "textAnnotation", id=f"note_{role}")
                add(note, "text").text = NO_PART
                add(
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
        element = add(process, tag, id=node.id, name=name)
        extensions = _extensions(element)
        match node:
            case Start():
                _assignments(extensions, node.assign)
            case Choice():
                task = self._description.before(node)
                if isinstance(task, Arrival):
                    add_alur(extensions, "agency", key=task.agency)
            case Step():
                row = self._document.row(node.number)
                _write_row(extensions, row)
                _write_work(extensions, node, row.requirements)
            case EndRow():
                _write_row(extensions, self._document.row(node.number))
            case Arrival():
                element.set("messageRef", f"message_{node.id}")
                add_alur(extensions, "proposed", partOf=node.part_of, reason=node.reason)
                add_alur(extensions, "agency", key=node.agency)
                _write_work(extensions, node)
            case Proposed():
                time = _given(timeIso=node.time_iso)
                add_alur(extensions, "proposed", partOf=node.part_of, reason=node.reason, **time)
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
                add(element, "incoming").text = flow.id
        for flow in self._flows:
            if flow.source == node_id:
                add(element, "outgoing").text = flow.id

    def _data(self, process: etree._Element, element: etree._Element, node: Node) -> None:
        """Draw the list of units: filled by one step, worked through by another."""
        for other in self._description.nodes:
            if not isinstance(other, Work) or other.per_unit is None:
                continue
            if node.id == other.per_unit.filled_by:
                arrow = add(element, "dataOutputAssociation", id=f"a_{node.id}_{UNITS}")
                add(arrow, "targetRef").text = f"ref_{UNITS}"
            if node is other:
                _write_units(process, element, other.per_unit)


def _write_units(process: etree._Element, element: etree._Element, units: PerUnit) -> None:
    data, reference = f"data_{UNITS}", f"ref_{UNITS}"
    # bpmn-js ties an arrow into an activity to a property made for it.
    slot = add(element, "property", id=f"property_{UNITS}", name="__targetRef_placeholder")
    arrow = add(element, "dataInputAssociation", id=f"a_{UNITS}_{element.get('id', '')}")
    add(arrow, "sourceRef").text = reference
    add(arrow, "targetRef").text = slot.get("id")
    loop = add(
        element,
        "multiInstanceLoopCharacteristics",
        id=f"each_{UNIT}",
        isSequential="false",
    )
    add(loop, "loopDataInputRef").text = data
    add(loop, "inputDataItem", id=f"item_{UNIT}", name=UNIT)
    add(process, "dataObject", id=data, name=UNITS, isCollection="true")
    add(process, "dataObjectReference", id=reference, name=units.label, dataObjectRef=data)


def _write_row(extensions: etree._Element, row: Row) -> None:
    step = add_alur(
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
        add_alur(step, tag).text = text or None
    for part in row.sub_steps:
        times = _given(time=part.time, timeIso=part.time_iso)
        add_alur(step, "subStep", number=part.number, **times).text = part.activity


def _write_work(extensions: etree._Element, work: Work, requirement: str = "") -> None:
    add_alur(extensions, "form", key=work.form)
    if requirement:
        add_alur(extensions, "requirement", name=requirement, **_given(document=work.starts_from))
    for output in work.outputs:
        add_alur(
            extensions,
            "output",
            kind=output.kind,
            name=output.name,
            **_given(document=output.document, when=output.when),
        )
    for act in work.acts:
        add_alur(extensions, "act", kind=act.kind, document=act.document, **_given(when=act.when))
    _assignments(extensions, work.assign)
    if work.decides:
        add_alur(extensions, "decision", variable=work.decides)
    if work.forms_team:
        add_alur(extensions, "effect", kind="formTeam")
    if work.per_unit:
        add_alur(extensions, "unit", value=UNIT)
        add_alur(extensions, "collector", element=work.per_unit.collector)


def _assignments(extensions: etree._Element, pairs: Iterable[tuple[str, str]]) -> None:
    for variable, value in pairs:
        add_alur(extensions, "assign", variable=variable, value=value)


def _write_flow(process: etree._Element, flow: Flow) -> None:
    element = add(
        process, "sequenceFlow", id=flow.id, sourceRef=flow.source, targetRef=flow.target
    )
    if flow.name:
        element.set("name", flow.name)
    if flow.returns:
        element.set(f"{{{NAMESPACE}}}purpose", "return")
    if flow.outcome:
        element.set(f"{{{NAMESPACE}}}outcome", flow.outcome)
    if flow.condition:
        condition = add(element, "conditionExpression")
        condition.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
        condition.text = f"={flow.condition}"


# ---------------------------------------------------------------- XML


def _extensions(element: etree._Element) -> etree._Element:
    return add(element, "extensionElements")


def _given(**attributes: str | None) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if value}
