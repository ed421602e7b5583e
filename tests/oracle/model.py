"""Diagrams as plain values, and the BPMN XML that says the same.

Only what the token game plays. Every order is that of the XML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from lxml import etree

from tests.oracle.expressions import Expr, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from lxml.etree import _Element

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ALUR = "urn:alur:bpmn:1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Timer:
    """One of: a date, a duration, a duration that repeats (`times` None: for ever)."""

    kind: Literal["date", "duration", "cycle"]
    at: datetime | None = None
    after: timedelta | None = None
    times: int | None = None
    #: written as a FEEL expression
    feel: bool = False

    @property
    def text(self) -> str:
        if self.at is not None:
            text = self.at.isoformat()
            return f'=date and time("{text}")' if self.feel else text
        assert self.after is not None
        duration = f"PT{int(self.after.total_seconds()) // 60}M"
        if self.kind == "duration":
            return f'=duration("{duration}")' if self.feel else duration
        cycle = f"R{'' if self.times is None else self.times}/{duration}"
        return f'="{cycle}"' if self.feel else cycle


@dataclass(frozen=True, slots=True)
class Message:
    name: str
    #: must equal the key that the message carries; None: every message of the name fits
    correlation: Expr | None = None


@dataclass(frozen=True, slots=True)
class Thrown:
    """What an end event throws and a boundary catches; `code` None catches all of the kind."""

    kind: Literal["error", "escalation"]
    code: str | None


# ---------------------------------------------------------------- loops


@dataclass(frozen=True, slots=True)
class StandardLoop:
    condition: Expr | None
    maximum: int | None
    test_before: bool


@dataclass(frozen=True, slots=True)
class MultiInstance:
    parallel: bool
    #: exactly one of the two
    cardinality: Expr | None
    collection: str | None
    item: str | None = None
    completion: Expr | None = None
    output_collection: str | None = None
    output_item: str | None = None


Loop = StandardLoop | MultiInstance


# ---------------------------------------------------------------- nodes


@dataclass(frozen=True, slots=True)
class Flow:
    id: str
    source: str
    target: str
    condition: Expr | None = None


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    #: (variable, value), when the node ends
    assigns: tuple[tuple[str, Expr], ...] = ()


@dataclass(frozen=True, slots=True)
class Start(Node):
    pass


@dataclass(frozen=True, slots=True)
class Pass(Node):
    """A none intermediate event."""


@dataclass(frozen=True, slots=True)
class End(Node):
    kind: Literal["none", "terminate", "error", "escalation"] = "none"
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Gateway(Node):
    kind: Literal["exclusive", "parallel", "inclusive"] = "exclusive"
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Catch(Node):
    event: Timer | Message = field(default_factory=lambda: Message(""))


@dataclass(frozen=True, slots=True)
class Boundary(Node):
    event: Timer | Message | Thrown = field(default_factory=lambda: Message(""))
    interrupting: bool = True


@dataclass(frozen=True, slots=True)
class Activity(Node):
    loop: Loop | None = None
    boundaries: tuple[Boundary, ...] = ()


@dataclass(frozen=True, slots=True)
class Task(Activity):
    kind: Literal["user", "manual"] = "user"


@dataclass(frozen=True, slots=True)
class Receive(Activity):
    message: Message = field(default_factory=lambda: Message(""))


@dataclass(frozen=True, slots=True)
class Sub(Activity):
    body: Body = field(default_factory=lambda: Body((), ()))


@dataclass(frozen=True, slots=True)
class Call(Activity):
    called: str = ""
    #: (variable inside, value outside) and the reverse
    inputs: tuple[tuple[str, Expr], ...] = ()
    outputs: tuple[tuple[str, Expr], ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """What a process or an embedded subprocess holds itself."""

    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    #: names of the variables that it declares; the id in the file is made from them
    data_objects: tuple[str, ...] = ()

    def node(self, node_id: str) -> Node:
        return next(node for node in self.with_boundaries() if node.id == node_id)

    def with_boundaries(self) -> Iterator[Node]:
        for node in self.nodes:
            yield node
            if isinstance(node, Activity):
                yield from node.boundaries

    def outgoing(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.source == node_id]

    def incoming(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.target == node_id]


@dataclass(frozen=True, slots=True)
class Process:
    id: str
    body: Body


@dataclass(frozen=True, slots=True)
class Model:
    #: the first is the one that is started
    processes: tuple[Process, ...]

    def process(self, process_id: str) -> Process:
        return next(process for process in self.processes if process.id == process_id)


def bodies(body: Body) -> Iterator[Body]:
    """Yield `body` and every embedded one."""
    yield body
    for node in body.nodes:
        if isinstance(node, Sub):
            yield from bodies(node.body)


def nodes_of(model: Model) -> Iterator[Node]:
    for process in model.processes:
        for body in bodies(process.body):
            yield from body.with_boundaries()


# ---------------------------------------------------------------- XML

_PREFIXES = {"bpmn": BPMN, "alur": ALUR, "xsi": XSI}

_TAGS = {
    Start: "startEvent",
    Pass: "intermediateThrowEvent",
    End: "endEvent",
    Catch: "intermediateCatchEvent",
    Receive: "receiveTask",
    Call: "callActivity",
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
    codes: dict[tuple[str, str], None] = {}
    for node in nodes_of(model):
        event = event_of(node)
        if isinstance(event, Message):
            messages[event.name] = None
        elif isinstance(event, Thrown) and event.code:
            codes[event.kind, event.code] = None
    for name in messages:
        yield _bpmn("message", id=f"message_{name}", name=name)
    for kind, code in codes:
        yield _bpmn(kind, id=f"{kind}_{code}", **{f"{kind}Code": code})


def event_of(node: Node) -> Timer | Message | Thrown | None:
    """Return what the node waits for or throws."""
    match node:
        case Catch(event=event) | Boundary(event=event) | Receive(message=event):
            return event
        case End(kind="error" | "escalation" as kind, code=code):
            return Thrown(kind, code)
        case _:
            return None


def _process(process: Process) -> _Element:
    parts = _body(process.body, process.id, {})
    return _bpmn("process", *parts, id=process.id, isExecutable="true")


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
        case Sub(body=body):
            parts += _body(body, node.id, objects)
        case End(kind="terminate"):
            parts.append(_bpmn("terminateEventDefinition"))
        case _:
            parts += _definition(event_of(node))
    assert tag is not None
    return _bpmn(tag, *parts, **attributes)


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
    event = event_of(node)
    if isinstance(event, Message) and event.correlation is not None:
        parts.append(_alur("correlation", None, event.correlation))
    if isinstance(node, Call):
        for tag, pairs in (("in", node.inputs), ("out", node.outputs)):
            parts.extend(_alur(tag, name, value) for name, value in pairs)
    if parts:
        yield _bpmn("extensionElements", *parts)


def _definition(event: Timer | Message | Thrown | None) -> Iterator[_Element]:
    match event:
        case Timer(kind=kind):
            tag = {"date": "timeDate", "duration": "timeDuration", "cycle": "timeCycle"}[kind]
            yield _bpmn("timerEventDefinition", _formal(tag, event.text))
        case Message(name=name):
            yield _bpmn("messageEventDefinition", messageRef=f"message_{name}")
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
