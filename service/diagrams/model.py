"""What a diagram says, as frozen values: the only form in which the rest of Alur sees BPMN.

The reader makes it, the gate judges it, the compiler turns it into a SpiffWorkflow spec.
Names are those of BPMN 2.0.2; every id is the id in the file (an id-less flow gets one).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.extensions import LaneBinding, NodeExtension, SopIdentity


# ---------------------------------------------------------------- event definitions (§10.5)


@dataclass(frozen=True, slots=True)
class NoneEvent:
    """No trigger, no result."""


@dataclass(frozen=True, slots=True)
class TimerEvent:
    """Exactly one of the three, as written (ISO 8601 or a FEEL expression)."""

    kind: Literal["date", "duration", "cycle"]
    text: str


@dataclass(frozen=True, slots=True)
class MessageEvent:
    #: name of the message, not its id: two diagrams meet by name
    name: str
    #: FEEL expression whose value must equal the key that the message carries
    correlation: str | None = None


@dataclass(frozen=True, slots=True)
class SignalEvent:
    #: name of the signal, not its id: two diagrams meet by name
    name: str


@dataclass(frozen=True, slots=True)
class ConditionalEvent:
    #: FEEL, without its leading "="
    condition: str


@dataclass(frozen=True, slots=True)
class ErrorEvent:
    #: None catches every error
    code: str | None


@dataclass(frozen=True, slots=True)
class EscalationEvent:
    #: None catches every escalation
    code: str | None


@dataclass(frozen=True, slots=True)
class TerminateEvent:
    """Ends its own scope (§10.5.6)."""


@dataclass(frozen=True, slots=True)
class LinkEvent:
    """Goes on at the catch event of the same name in the same scope (§10.5.5)."""

    name: str


@dataclass(frozen=True, slots=True)
class CancelEvent:
    """Thrown: cancels the transaction around it; caught: where that goes on (§10.3.5)."""


@dataclass(frozen=True, slots=True)
class CompensateEvent:
    """Thrown: undoes what completed; caught: how that is undone (§10.7)."""

    #: id of the activity; None: all in the scope
    activity: str | None = None
    #: a throwing event waits until all is undone
    waits: bool = True


@dataclass(frozen=True, slots=True)
class MultipleEvent:
    """Several definitions in one event, in XML order (§10.5.1)."""

    events: tuple[EventDefinition, ...]
    #: all of them must come; else any of them does
    parallel: bool = False


EventDefinition = (
    NoneEvent
    | TimerEvent
    | MessageEvent
    | SignalEvent
    | ConditionalEvent
    | ErrorEvent
    | EscalationEvent
    | TerminateEvent
    | LinkEvent
    | MultipleEvent
    | CompensateEvent
    | CancelEvent
)


# ---------------------------------------------------------------- loops (§10.3.8)


@dataclass(frozen=True, slots=True)
class StandardLoop:
    condition: str | None
    maximum: int | None
    test_before: bool


@dataclass(frozen=True, slots=True)
class MultiInstance:
    parallel: bool
    #: exactly one of cardinality and collection
    cardinality: str | None
    collection: str | None
    #: name of the variable that holds the item inside an instance
    item: str | None
    completion_condition: str | None
    #: name of the list that collects, and the variable of the instance that goes into it
    output_collection: str | None
    output_item: str | None
    #: name of the signal that each instance throws as it completes, or the first one alone
    thrown: str | None = None
    thrown_once: bool = False


Loop = StandardLoop | MultiInstance


# ---------------------------------------------------------------- flow elements


@dataclass(frozen=True, slots=True)
class JobResult:
    """A variable that a system outside may bring, and what it holds."""

    variable: str
    #: text is personal text: no expression reads it
    kind: str


@dataclass(frozen=True, slots=True)
class SequenceFlow:
    id: str
    source: str
    target: str
    name: str
    #: FEEL text, without its leading "="
    condition: str | None
    #: "return" when our namespace marks it as sending back
    purpose: Literal["forward", "return"] = "forward"
    #: value of the decision variable that takes this flow, when the task before it decides
    outcome: str | None = None
    #: not in the file: leads from a throwing link event to the catching one of its name
    link: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    name: str
    #: id of the innermost lane that holds it; None outside every lane
    lane: str | None
    extension: NodeExtension


def events_of(node: object) -> tuple[EventDefinition, ...]:
    """Return the definitions of an event or receive task; nothing of any other node."""
    event = getattr(node, "event", None)
    if isinstance(event, MultipleEvent):
        return event.events
    return () if event is None else (event,)


@dataclass(frozen=True, slots=True)
class RefusedNode(Node):
    """A flow node that Alur does not execute: the diagram is refused, the other rules go on."""

    #: name of its element in BPMN
    tag: str = ""


@dataclass(frozen=True, slots=True)
class StartEvent(Node):
    event: EventDefinition = field(default_factory=NoneEvent)
    #: of an event subprocess: it stops what else goes on in the scope around
    interrupting: bool = True


@dataclass(frozen=True, slots=True)
class EndEvent(Node):
    event: EventDefinition = field(default_factory=NoneEvent)


@dataclass(frozen=True, slots=True)
class IntermediateCatchEvent(Node):
    event: EventDefinition = field(default_factory=NoneEvent)


@dataclass(frozen=True, slots=True)
class IntermediateThrowEvent(Node):
    event: EventDefinition = field(default_factory=NoneEvent)


@dataclass(frozen=True, slots=True)
class BoundaryEvent(Node):
    attached_to: str = ""
    interrupting: bool = True
    event: EventDefinition = field(default_factory=NoneEvent)
    #: ids of the activities that undo, of a compensation event
    undone_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExclusiveGateway(Node):
    default: str | None = None


@dataclass(frozen=True, slots=True)
class InclusiveGateway(Node):
    default: str | None = None


@dataclass(frozen=True, slots=True)
class ParallelGateway(Node):
    pass


@dataclass(frozen=True, slots=True)
class EventBasedGateway(Node):
    """Goes on at the first of the events behind it (§10.6.6)."""

    #: the first of them begins the process
    instantiate: bool = False


@dataclass(frozen=True, slots=True)
class Activity(Node):
    loop: Loop | None = None
    #: the flow taken when no condition of the others holds
    default: str | None = None
    #: tokens that it takes to begin, and tokens that leave by each flow (§13.3.2)
    start_quantity: int = 1
    completion_quantity: int = 1
    #: in XML order
    boundaries: tuple[BoundaryEvent, ...] = ()
    #: undoes another activity; no flow leads to it
    for_compensation: bool = False
    #: id of the global task that a call activity calls: it is that task, at its own place
    global_task: str = ""

    def exits(self) -> tuple[BoundaryEvent, ...]:
        """Return the boundary events that a token can leave by."""
        return tuple(it for it in self.boundaries if not isinstance(it.event, CompensateEvent))

    def compensation(self) -> BoundaryEvent | None:
        """Return the boundary event that says how the activity is undone."""
        return next((it for it in self.boundaries if isinstance(it.event, CompensateEvent)), None)


@dataclass(frozen=True, slots=True)
class UserTask(Activity):
    pass


@dataclass(frozen=True, slots=True)
class ManualTask(Activity):
    pass


@dataclass(frozen=True, slots=True)
class ReceiveTask(Activity):
    event: MessageEvent = field(default_factory=lambda: MessageEvent(""))
    #: the message begins the process
    instantiate: bool = False


@dataclass(frozen=True, slots=True)
class ScriptTask(Activity):
    """Computes values by itself (§10.3.3.6); its script is FEEL."""

    script: str | None = None
    #: variable that gets the value; None: the script is a context, each of its entries a variable
    result: str | None = None


@dataclass(frozen=True, slots=True)
class BusinessRuleTask(Activity):
    """Evaluates a decision of DMN (§10.3.3.5)."""

    #: id of the decision or decision service
    decision: str = ""
    #: the model that holds it, as canonical XML; None: the file has none, or several
    rules: str | None = None
    #: variable that gets the value
    result: str | None = None
    #: (name of an input, FEEL); an input that is not here is the variable of its own name
    inputs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class JobTask(Activity):
    """Done by a system outside, which fetches it by its topic and brings the results."""

    #: None: the file names none
    topic: str | None = None
    #: what the system gets: name there → FEEL here
    inputs: tuple[tuple[str, str], ...] = ()
    #: what it may bring
    returns: tuple[JobResult, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceTask(JobTask):
    """§10.3.3.2."""


@dataclass(frozen=True, slots=True)
class SendTask(JobTask):
    """§10.3.3.3: the system sends what is to be sent."""


@dataclass(frozen=True, slots=True)
class SubProcess(Activity):
    scope: Scope = field(default_factory=lambda: Scope((), (), ()))


@dataclass(frozen=True, slots=True)
class Transaction(SubProcess):
    """A subprocess that can be cancelled: what completed in it is undone then (§10.3.5)."""


@dataclass(frozen=True, slots=True)
class EventSubProcess(SubProcess):
    """Begins when the event of its start event happens in the scope around it (§10.3.5)."""

    def start(self) -> StartEvent | None:
        return next((node for node in self.scope.nodes if isinstance(node, StartEvent)), None)

    def undoes(self) -> bool:
        """Return whether it begins when the scope around, which has completed, is undone."""
        start = self.start()
        return start is not None and isinstance(start.event, CompensateEvent)


@dataclass(frozen=True, slots=True)
class CallActivity(Activity):
    called: str = ""
    #: our `alur:in` and `alur:out`: (variable inside, FEEL expression outside) and the reverse
    inputs: tuple[tuple[str, str], ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()


def is_in_flow(node: Node) -> bool:
    """Return whether tokens come to a node by flows, or as its scope begins."""
    aside = isinstance(node, EventSubProcess)
    return not aside and not (isinstance(node, Activity) and node.for_compensation)


def _begins(node: Node) -> bool:
    """Return whether a process can begin at a node by an event of its own."""
    return isinstance(node, StartEvent) or bool(getattr(node, "instantiate", False))


@dataclass(frozen=True, slots=True)
class DataObject:
    id: str
    #: the variable's name
    name: str
    is_collection: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """A process or an embedded subprocess: its own elements only, in XML order."""

    nodes: tuple[Node, ...]
    flows: tuple[SequenceFlow, ...]
    data_objects: tuple[DataObject, ...]
    # Rules and compiler ask for these again and again.
    _nodes: Mapping[str, Node] = field(init=False, repr=False, compare=False)
    _outgoing: Mapping[str, tuple[SequenceFlow, ...]] = field(
        init=False, repr=False, compare=False
    )
    _incoming: Mapping[str, tuple[SequenceFlow, ...]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        leaving: defaultdict[str, list[SequenceFlow]] = defaultdict(list)
        coming: defaultdict[str, list[SequenceFlow]] = defaultdict(list)
        for flow in self.flows:
            leaving[flow.source].append(flow)
            coming[flow.target].append(flow)
        # Of two nodes with one id the first counts; the gate names the other.
        object.__setattr__(self, "_nodes", {node.id: node for node in reversed(self.nodes)})
        object.__setattr__(self, "_outgoing", {key: tuple(of) for key, of in leaving.items()})
        object.__setattr__(self, "_incoming", {key: tuple(of) for key, of in coming.items()})

    def node(self, element_id: str) -> Node | None:
        return self._nodes.get(element_id)

    def beginnings(self) -> tuple[tuple[Node, ...], ...]:
        """Return with which nodes the scope can begin, in XML order.

        With one of its start events; where it has none, with every node without an incoming flow
        at once (§10.5.2, §13.2).
        """
        starts = tuple((node,) for node in self.nodes if _begins(node))
        first = tuple(node for node in self.in_flow() if not self.incoming(node.id))
        return starts or ((first,) if first else ())

    def first_nodes(self) -> tuple[Node, ...]:
        """Return the nodes that can get a token when the scope begins, in XML order."""
        return tuple(node for nodes in self.beginnings() for node in nodes)

    def in_flow(self) -> Iterator[Node]:
        """Yield the nodes that tokens come to by flows, or with which the scope begins."""
        return (node for node in self.nodes if is_in_flow(node))

    def event_subprocesses(self) -> Iterator[EventSubProcess]:
        """Yield what begins by an event that happens in this scope, or by its being undone."""
        return (node for node in self.nodes if isinstance(node, EventSubProcess))

    def compensation(self) -> EventSubProcess | None:
        """Return what undoes the scope as a whole."""
        return next((it for it in self.event_subprocesses() if it.undoes()), None)

    def all_nodes(self) -> Iterator[Node]:
        """Yield its nodes and those of every subprocess inside it, in XML order."""
        for node in self.nodes:
            yield node
            if isinstance(node, SubProcess):
                yield from node.scope.all_nodes()

    def all_flows(self) -> Iterator[SequenceFlow]:
        """Yield its flows and those of every subprocess inside it, in XML order."""
        yield from self.flows
        for node in self.nodes:
            if isinstance(node, SubProcess):
                yield from node.scope.all_flows()

    def outgoing(self, element_id: str) -> tuple[SequenceFlow, ...]:
        return self._outgoing.get(element_id, ())

    def incoming(self, element_id: str) -> tuple[SequenceFlow, ...]:
        return self._incoming.get(element_id, ())


@dataclass(frozen=True, slots=True)
class Lane:
    id: str
    name: str
    binding: LaneBinding
    #: ids of the lanes that hold it, outermost first
    ancestors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Process:
    id: str
    name: str
    executable: bool
    scope: Scope
    lanes: tuple[Lane, ...]
    identity: SopIdentity | None

    def lane(self, lane_id: str | None) -> Lane | None:
        return next((lane for lane in self.lanes if lane.id == lane_id), None)


@dataclass(frozen=True, slots=True)
class Bounds:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Interchange:
    """BPMN DI: where the picture puts each element; pixels of the modeller."""

    shapes: Mapping[str, Bounds]
    edges: Mapping[str, tuple[tuple[float, float], ...]]
    labels: Mapping[str, Bounds]


@dataclass(frozen=True, slots=True)
class Diagram:
    #: SHA-256 of the bytes as uploaded
    sha256: str
    processes: tuple[Process, ...]
    interchange: Interchange

    def process(self, process_id: str) -> Process | None:
        return next((process for process in self.processes if process.id == process_id), None)
