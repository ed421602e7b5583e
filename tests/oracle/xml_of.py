"""A diagram of the model as BPMN XML, written in the order of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from tests.oracle.expressions import text_of
from tests.oracle.model import (
    Activity,
    Body,
    Boundary,
    Call,
    Catch,
    Condition,
    End,
    EventGateway,
    EventSub,
    Flow,
    Gateway,
    Message,
    MultiInstance,
    Node,
    Pass,
    Process,
    Receive,
    Signal,
    StandardLoop,
    Start,
    Sub,
    Task,
    Throw,
    Thrown,
    Timer,
    bodies,
    events_of,
    nodes_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from tests.oracle.expressions import Expr
    from tests.oracle.model import Awaited, Loop, Model

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ALUR = "urn:alur:bpmn:1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

_PREFIXES = {"bpmn": BPMN, "alur": ALUR, "xsi": XSI}

_TAGS = {
    Start: "startEvent",
    Pass: "intermediateThrowEvent",
    End: "endEvent",
    EventGateway: "eventBasedGateway",
    Catch: "intermediateCatchEvent",
    Receive: "receiveTask",
    Call: "callActivity",
    EventSub: "subProcess",
    Sub: "subProcess",
}


def to_xml(model: Model) -> bytes:
    """Return the diagram as BPMN 2.0.2 XML, without a picture."""
    root = _bpmn(
        "definitions",
        *_roots(model),
        *(_process(process) for process in model.processes),
        targetNamespace="urn:alur:test",
        id="definitions",
    )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _bpmn(tag: str, *parts: _Element | str, **attributes: str | None) -> _Element:
    return _element(BPMN, tag, *parts, **attributes)


def _alur(tag: str, variable: str | None, value: Expr) -> _Element:
    return _element(ALUR, tag, variable=variable, value=f"={text_of(value)}")


def _element(
    namespace: str, tag: str, *parts: _Element | str, **attributes: str | None
) -> _Element:
    element = etree.Element(f"{{{namespace}}}{tag}", nsmap=_PREFIXES)
    for name, value in attributes.items():
        if value is not None:
            element.set(name, value)
    for part in parts:
        if isinstance(part, str):
            element.text = part
        else:
            element.append(part)
    return element


def _roots(model: Model) -> Iterator[_Element]:
    messages: dict[str, None] = {}
    signals: dict[str, None] = {}
    codes: dict[tuple[str, str], None] = {}
    for event in (event for node in nodes_of(model) for event in events_of(node)):
        if isinstance(event, Message):
            messages[event.name] = None
        elif isinstance(event, Signal):
            signals[event.name] = None
        elif isinstance(event, Thrown) and event.code:
            codes[event.kind, event.code] = None
    for name in messages:
        yield _bpmn("message", id=f"message_{name}", name=name)
    for name in signals:
        yield _bpmn("signal", id=f"signal_{name}", name=name)
    for kind, code in codes:
        yield _bpmn(kind, id=f"{kind}_{code}", **{f"{kind}Code": code})


def _process(process: Process) -> _Element:
    parts = [*_lanes(process), *_body(process.body, process.id, {})]
    return _bpmn("process", *parts, id=process.id, isExecutable="true")


def _lanes(process: Process) -> Iterator[_Element]:
    """Yield one lane that holds all: a job without a lane would be nobody's."""
    nodes = [node for body in bodies(process.body) for node in body.nodes]
    if any(isinstance(node, Task) and node.is_job for node in nodes):
        lane = _bpmn(
            "lane",
            *(_bpmn("flowNodeRef", node.id) for node in nodes),
            **{"id": f"{process.id}_lane", "name": "Sekretaris", f"{{{ALUR}}}role": "sekretaris"},
        )
        yield _bpmn("laneSet", lane, id=f"{process.id}_lanes")


def _body(body: Body, owner: str, outer: dict[str, str]) -> Iterator[_Element]:
    objects = outer | {name: f"{owner}_{name}" for name in body.data_objects}
    for name in body.data_objects:
        yield _bpmn("dataObject", id=objects[name], name=name)
    for node in body.nodes:
        yield _node(node, objects)
        if isinstance(node, Activity):
            for boundary in node.boundaries:
                yield _boundary(boundary, node.id)
    for flow in body.flows:
        yield _flow(flow)


def _node(node: Node, objects: dict[str, str]) -> _Element:
    parts = [*_extensions(node)]
    attributes: dict[str, str | None] = {"id": node.id}
    tag = _TAGS.get(type(node))
    if isinstance(node, Activity):
        parts += _loop(node.loop, node.id, objects)
        attributes["default"] = node.default
    match node:
        case Gateway(kind=kind, default=default):
            tag = f"{kind}Gateway"
            attributes["default"] = default
        case Task(kind=kind):
            tag = f"{kind}Task"
        case Receive(message=message):
            attributes["messageRef"] = f"message_{message.name}"
        case Call(called=called):
            attributes["calledElement"] = called
        case Sub(body=body) | EventSub(body=body):
            attributes["triggeredByEvent"] = "true" if isinstance(node, EventSub) else None
            parts += _body(body, node.id, objects)
        case Start(interrupting=False):
            attributes["isInterrupting"] = "false"
        case Throw(ends=ends):
            tag = "endEvent" if ends else "intermediateThrowEvent"
    assert tag is not None
    return _bpmn(tag, *parts, *_definitions(node), **attributes)


def _definitions(node: Node) -> Iterator[_Element]:
    if isinstance(node, End) and node.kind == "terminate":
        yield _bpmn("terminateEventDefinition")
    elif not isinstance(node, Activity):
        for event in events_of(node):
            yield from _definition(event)


def _boundary(boundary: Boundary, attached_to: str) -> _Element:
    return _bpmn(
        "boundaryEvent",
        *_extensions(boundary),
        *_definition(boundary.event),
        id=boundary.id,
        attachedToRef=attached_to,
        cancelActivity="true" if boundary.interrupting else "false",
    )


def _extensions(node: Node) -> Iterator[_Element]:
    parts = [_alur("assign", name, value) for name, value in node.assigns]
    if isinstance(node, Task) and node.is_job:
        parts.append(_element(ALUR, "job", type="kirim-surat"))
        parts.extend(_alur("in", name, value) for name, value in node.inputs)
    if isinstance(node, Throw):
        parts.extend(_alur("out", name, value) for name, value in node.payload)
    parts.extend(
        _alur("correlation", None, event.correlation)
        for event in events_of(node)
        if isinstance(event, Message) and event.correlation is not None
    )
    if isinstance(node, Call):
        for tag, pairs in (("in", node.inputs), ("out", node.outputs)):
            parts.extend(_alur(tag, name, value) for name, value in pairs)
    if parts:
        yield _bpmn("extensionElements", *parts)


def _definition(event: Awaited | Thrown | None) -> Iterator[_Element]:
    match event:
        case Timer(kind=kind):
            tag = {"date": "timeDate", "duration": "timeDuration", "cycle": "timeCycle"}[kind]
            yield _bpmn("timerEventDefinition", _formal(tag, event.text))
        case Message(name=name):
            yield _bpmn("messageEventDefinition", messageRef=f"message_{name}")
        case Signal(name=name):
            yield _bpmn("signalEventDefinition", signalRef=f"signal_{name}")
        case Condition(says=says):
            parts = _expression("condition", says)
            yield _bpmn("conditionalEventDefinition", *parts)
        case Thrown(kind=kind, code=code):
            reference = {f"{kind}Ref": f"{kind}_{code}"} if code else {}
            yield _bpmn(f"{kind}EventDefinition", **reference)


def _flow(flow: Flow) -> _Element:
    parts = _expression("conditionExpression", flow.condition)
    return _bpmn("sequenceFlow", *parts, id=flow.id, sourceRef=flow.source, targetRef=flow.target)


def _formal(tag: str, text: str) -> _Element:
    return _bpmn(tag, text, **{f"{{{XSI}}}type": "bpmn:tFormalExpression"})


def _expression(tag: str, expression: Expr | None) -> Iterator[_Element]:
    if expression is not None:
        yield _formal(tag, f"={text_of(expression)}")


def _loop(loop: Loop | None, owner: str, objects: dict[str, str]) -> Iterator[_Element]:
    match loop:
        case StandardLoop():
            yield _bpmn(
                "standardLoopCharacteristics",
                *_expression("loopCondition", loop.condition),
                testBefore="true" if loop.test_before else "false",
                loopMaximum=None if loop.maximum is None else str(loop.maximum),
            )
        case MultiInstance():
            yield _bpmn(
                "multiInstanceLoopCharacteristics",
                *_instances(loop, owner, objects),
                isSequential="false" if loop.parallel else "true",
            )


def _instances(loop: MultiInstance, owner: str, objects: dict[str, str]) -> Iterator[_Element]:
    """Yield the parts in the order that the schema of BPMN asks for."""
    yield from _expression("loopCardinality", loop.cardinality)
    if loop.collection is not None:
        yield _bpmn("loopDataInputRef", objects[loop.collection])
    if loop.output_collection is not None:
        yield _bpmn("loopDataOutputRef", objects[loop.output_collection])
    if loop.item is not None:
        yield _bpmn("inputDataItem", id=f"{owner}_in", name=loop.item)
    if loop.output_item is not None:
        yield _bpmn("outputDataItem", id=f"{owner}_out", name=loop.output_item)
    yield from _expression("completionCondition", loop.completion)
