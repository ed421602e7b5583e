"""Everything that a node says, by the name under which a difference is told.

A reference to another element counts as the same when that element is the same one, whatever its
id became.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, assert_never

from service.diagrams.comparing.spans import span
from service.diagrams.model import (
    Activity,
    BoundaryEvent,
    BusinessRuleTask,
    CallActivity,
    CancelEvent,
    CompensateEvent,
    ConditionalEvent,
    EndEvent,
    ErrorEvent,
    EscalationEvent,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    JobTask,
    LinkEvent,
    MessageEvent,
    MultiInstance,
    MultipleEvent,
    NoneEvent,
    ReceiveTask,
    ScriptTask,
    SignalEvent,
    StandardLoop,
    StartEvent,
    TerminateEvent,
    TimerEvent,
)
from service.diagrams.rules_told import decisions_told
from service.sentences.differing import NOTHING, Value, Values, text, texts, word, yes_no
from service.sentences.telling import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.diagrams.comparing.matching import Place, Side
    from service.diagrams.comparing.naming import Names
    from service.diagrams.extensions import Act, NodeExtension, Output, ProposedNode, SopStep
    from service.diagrams.model import EventDefinition, Loop, Node
    from service.sentences.differing import Property
    from service.sentences.telling import Told


@dataclass(frozen=True, slots=True)
class View:
    """One side, with what its ids are called and which ids of the newer diagram they are."""

    side: Side
    names: Names
    nodes: Mapping[str, str]
    flows: Mapping[str, str]

    def reference(self, element_id: str | None) -> Value:
        """Return another node as a value."""
        if not element_id:
            return Value(None, NOTHING)
        return Value(self.nodes.get(element_id, f"?{element_id}"), self.names.of(element_id))

    def flow(self, flow_id: str | None) -> Value:
        """Return a flow as a value."""
        flow = self.side.flows.get(flow_id or "")
        if flow is None:
            return text(flow_id)
        return Value(self.flows.get(flow.id, f"?{flow.id}"), self.names.of(flow.target))


def properties(place: Place, view: View) -> dict[str, Property]:
    """Return what a node says, by topic: `compare.topic.<name>` of the catalogue."""
    node, extension = place.node, place.node.extension
    found: dict[str, Property] = {}
    found["name"] = text(node.name)
    found["type"] = Value(type(node).__name__, _type(node))
    found["inside"] = view.reference(place.owner)
    found |= _of_step(extension.step)
    found |= _of_proposal(extension.proposed)
    found |= _of_work(extension, view)
    event = getattr(node, "event", None)
    if isinstance(node, StartEvent | EndEvent | IntermediateCatchEvent | IntermediateThrowEvent):
        found |= _of_event(node.event)
    if isinstance(node, StartEvent) and not isinstance(node.event, NoneEvent):
        found["interrupting"] = yes_no(node.interrupting)
    if isinstance(node, BoundaryEvent):
        found |= _of_event(node.event)
        found["attached"] = view.reference(node.attached_to)
        found["interrupting"] = yes_no(node.interrupting)
        found["undone-by"] = texts(node.undone_by)
    if isinstance(node, ReceiveTask) and event is not None:
        found |= _of_event(event)
    if isinstance(node, ReceiveTask | EventBasedGateway):
        found["begins"] = yes_no(node.instantiate)
    if isinstance(node, ExclusiveGateway | InclusiveGateway | Activity):
        found["default"] = view.flow(node.default)
    if isinstance(node, Activity):
        found |= _of_loop(node.loop)
        found["global-task"] = text(node.global_task)
        found["for-compensation"] = yes_no(node.for_compensation)
        found["start-quantity"] = text(str(node.start_quantity))
        found["completion-quantity"] = text(str(node.completion_quantity))
    return found | _of_machine(node)


def _of_machine(node: Node) -> dict[str, Property]:
    """Return what is done by no person: computed, decided, called or done by a system."""
    match node:
        case ScriptTask():
            return {"script": text(node.script), "result": text(node.result)}
        case BusinessRuleTask():
            return {
                "decision-evaluated": text(node.decision),
                "rules": _rules(node),
                "rules-otherwise": text(_mark(node.rules)),
                "result": text(node.result),
                "inputs": _pairs(node.inputs),
            }
        case JobTask():
            return {
                "topic": text(node.topic),
                "inputs": _pairs(node.inputs),
                "returns": texts(f"{it.variable}: {it.kind}" for it in node.returns),
            }
        case CallActivity():
            results = texts(f"{outer} = {inner}" for inner, outer in node.outputs)
            called = {"called": text(node.called), "inputs": _pairs(node.inputs)}
            return {**called, "outputs-taken": results}
        case _:
            return {}


def _pairs(inputs: tuple[tuple[str, str], ...]) -> Property:
    return texts(f"{inner} = {outer}" for inner, outer in inputs)


def _rules(task: BusinessRuleTask) -> Values:
    """Return what decides, one value for each rule, told with its number in its table."""
    lines: list[Value] = []
    for one in decisions_told(task):
        lines += (
            Value((one.name, line), said("compare.rule-text", decision=one.name, text=line))
            for line in one.texts
        )
        for number, rule in enumerate(one.rules, 1):
            asked = ", ".join(
                f"{column} {test}"
                for column, test in zip(one.inputs, rule.tests, strict=True)
                if test != "-"
            )
            told = said(
                "compare.rule",
                decision=one.name,
                number=str(number),
                asked=asked or NOTHING,
                given=", ".join(rule.outputs),
            )
            lines.append(Value((one.name, one.hit, rule.tests, rule.outputs), told))
    return Values(tuple(lines))


def _mark(rules: str | None) -> str | None:
    """Return what two states of a model are told apart by."""
    return None if rules is None else hashlib.sha256(rules.encode()).hexdigest()[:12]


def _type(node: object) -> Told:
    return said(f"compare.kind.{type(node).__name__}")


def _of_step(step: SopStep | None) -> dict[str, Property]:
    if step is None:
        return {"row": yes_no(value=False)}
    return {
        "row": yes_no(value=True),
        "printed": Value(_ornament(step), step.number or NOTHING),
        "activity": text(step.activity),
        "requirements-text": text(step.requirements),
        "time": _time(step),
        "output-text": text(step.output),
        "remarks": text(step.remarks),
        "column": text(step.column),
        "confidence": word("confidence", step.confidence),
        "reason": text(step.reason),
        "sub-steps": Values(
            tuple(
                Value(part, f"{part.number} {part.text} {part.time_text}".strip())
                for part in step.sub_steps
            )
        ),
    }


def _ornament(step: SopStep) -> str | None:
    """Return what is printed around the number, which is said once for all rows; None: none."""
    return step.number.replace(step.called, "", 1) if step.number else None


def _time(step: SopStep) -> Value:
    """Return the time as the row has it, and what Alur counts where the row does not say that."""
    key = step.time_text, step.time_iso, step.time_adjusted
    if step.time_adjusted and not step.time_text:
        return Value(key, said("compare.adjusted"))
    return Value(key, step.time_text or span(step.time_iso))


def counted(step: SopStep) -> Told:
    """Return the time as Alur counts it, where two rows are written alike."""
    return said("compare.adjusted") if step.time_adjusted else span(step.time_iso)


def _of_proposal(proposed: ProposedNode | None) -> dict[str, Property]:
    if proposed is None:
        return {"proposed": yes_no(value=False)}
    return {
        "proposed": yes_no(value=True),
        "part-of": text(proposed.part_of),
        "proposed-reason": text(proposed.reason),
        "proposed-time": Value(proposed.time_iso, span(proposed.time_iso)),
    }


def _of_work(extension: NodeExtension, view: View) -> dict[str, Property]:
    decision = extension.decision
    return {
        "form": text(extension.form),
        "requirements": Values(
            tuple(Value(item, _with(item.name, item.document)) for item in extension.requirements)
        ),
        "outputs": Values(tuple(Value(item, _output(item)) for item in extension.outputs)),
        "acts": Values(tuple(Value(item, _act(item)) for item in extension.acts)),
        "assignments": texts(f"{item.variable} = {item.value}" for item in extension.assignments),
        "payload": texts(f"{item.variable} = {item.value}" for item in extension.payload),
        "decision": text(decision.variable if decision else None),
        "unit": text(extension.unit),
        "collector": view.reference(extension.collector),
        "effect": word("effect", extension.effect),
    }


def _output(output: Output) -> Told:
    kind = said(f"compare.output.{output.kind}")
    name = _with(output.name, output.document)
    if output.when:
        return said(
            "compare.when", what=said("compare.of-kind", name=name, kind=kind), when=output.when
        )
    return said("compare.of-kind", name=name, kind=kind)


def _act(act: Act) -> Told:
    what = said("compare.of-kind", name=act.document, kind=said(f"compare.act.{act.kind}"))
    return said("compare.when", what=what, when=act.when) if act.when else what


def _with(name: str, document: str | None) -> str:
    return f"{name} ({document})" if name and document else name or document or NOTHING


def _of_event(event: EventDefinition) -> dict[str, Property]:
    events = event.events if isinstance(event, MultipleEvent) else (event,)
    found: dict[str, Property] = {"trigger": _trigger(event)}
    for message in events:
        if isinstance(message, MessageEvent):
            found["correlation"] = text(message.correlation)
    return found


def _trigger(event: EventDefinition) -> Value:
    """Return what an event is about, as it is compared and as it is told."""
    about: tuple[str | None, ...]
    match event:
        case TimerEvent(kind, written):
            about, words = (
                ("timer", kind, written),
                said(f"compare.trigger.timer-{kind}", text=span(written)),
            )
        case MessageEvent(name) | SignalEvent(name) | LinkEvent(name):
            what = _KINDS[type(event)]
            about, words = (what, name), said(f"compare.trigger.{what}", name=name)
        case ConditionalEvent(condition):
            about = ("condition", condition)
            words = said("compare.trigger.condition", text=condition)
        case ErrorEvent(code) | EscalationEvent(code):
            what = _KINDS[type(event)]
            about, words = (what, code), said(f"compare.trigger.{what}", code=code or NOTHING)
        case CompensateEvent(activity, waits):
            about = ("compensation", activity, "" if waits else "at once")
            words = said("compare.trigger.compensation", activity=activity or NOTHING)
        case TerminateEvent() | NoneEvent() | CancelEvent():
            what = _KINDS[type(event)]
            about, words = (what,), said(f"compare.trigger.{what}")
        case MultipleEvent():
            return _several(event)
        case _:
            assert_never(event)
    return Value(about, words)


def _several(event: MultipleEvent) -> Value:
    """Return "a or b or c", of a parallel one "a and b and c"."""
    first, *others = (_trigger(item) for item in event.events)
    joined = "compare.trigger.all" if event.parallel else "compare.trigger.any"
    words = first.told
    for other in others:
        words = said(joined, one=words, other=other.told)
    return Value((joined, *(item.key for item in (first, *others))), words)


_KINDS: Final[Mapping[type[object], str]] = {
    MessageEvent: "message",
    SignalEvent: "signal",
    LinkEvent: "link",
    ErrorEvent: "error",
    EscalationEvent: "escalation",
    TerminateEvent: "terminate",
    NoneEvent: "none",
    CancelEvent: "cancel",
}


def _of_loop(loop: Loop | None) -> dict[str, Property]:
    match loop:
        case None:
            return {"loop": Value(None, NOTHING)}
        case StandardLoop():
            return {
                "loop": Value("standard", said("compare.loop.standard")),
                "loop-condition": text(loop.condition),
                "loop-maximum": text(str(loop.maximum) if loop.maximum is not None else None),
                "loop-before": yes_no(loop.test_before),
            }
        case MultiInstance():
            order = "parallel" if loop.parallel else "sequential"
            return {
                "loop": Value(order, said(f"compare.loop.{order}")),
                "cardinality": text(loop.cardinality),
                "collection": text(loop.collection),
                "item": text(loop.item),
                "completion": text(loop.completion_condition),
                "output-collection": text(loop.output_collection),
                "output-item": text(loop.output_item),
                "thrown": text(loop.thrown),
                "thrown-once": yes_no(loop.thrown_once),
            }
        case _:
            assert_never(loop)
