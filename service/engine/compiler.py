"""The typed model to one SpiffWorkflow `BpmnProcessSpec`.

Subprocesses and called processes are inlined under a path prefix: the spec of an element is
named by the ids from the process to it, joined with "/". What stands around an element gets a
suffix: "#gather" what it waits for before, "#i" the activity inside a host, "#assign" its
assignments, "#split" the choice among its conditional flows, "#next" a pending decision,
"#end" a pending end of a call, "#begun" the gateway behind which a process began; "#undo" and
"#restored" are a scope whose work is being undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

from service.diagrams.model import (
    Activity,
    BusinessRuleTask,
    CallActivity,
    EventBasedGateway,
    EventSubProcess,
    ExclusiveGateway,
    InclusiveGateway,
    JobTask,
    ManualTask,
    MultiInstance,
    ParallelGateway,
    ReceiveTask,
    ScriptTask,
    SendTask,
    StandardLoop,
    SubProcess,
    Transaction,
    UserTask,
)
from service.diagrams.rules import arguments_of, decisions_of
from service.diagrams.ways_in import default_way, ways_in
from service.engine.compensation_specs import add_compensation
from service.engine.definition import Definition
from service.engine.event_specs import EventSpecs
from service.engine.faults import NotExecutable
from service.engine.limits import CALL_DEPTH
from service.engine.reach import reach_of_joins
from service.engine.specs.assignment import AssignmentNode
from service.engine.specs.base import Edge, FlowNode
from service.engine.specs.boundary_events import Boundary
from service.engine.specs.compensation import CompensationSubProcessNode
from service.engine.specs.conditional_flows import ConditionalFlows
from service.engine.specs.event_gateway import EventGateway
from service.engine.specs.event_subprocess import EventSubProcessNode
from service.engine.specs.events import PassThrough
from service.engine.specs.exclusive_gateway import ExclusiveGateway as ExclusiveNode
from service.engine.specs.host import Host, NextInstance
from service.engine.specs.inclusive_gateway import InclusiveGateway as InclusiveNode
from service.engine.specs.multi_instance import MultiInstanceHost
from service.engine.specs.parallel_gateway import ParallelGateway as ParallelNode
from service.engine.specs.quantities import Gathering
from service.engine.specs.rule_task import RuleNode
from service.engine.specs.scopes import CallNode, EndOfCall, RootNode, ScopeNode
from service.engine.specs.script_task import ScriptNode
from service.engine.specs.standard_loop import StandardLoopHost
from service.engine.specs.tasks import JobNode, PersonTask
from service.engine.specs.transactions import TransactionNode
from service.engine.specs.waits import ReceiveNode
from service.feel import Expression, compile_expression

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.diagrams.model import (
        Node,
        Process,
        Scope,
        SequenceFlow,
    )


def compile_process(process: Process, called: Mapping[str, Process] | None = None) -> Definition:
    """Return the definition of `process`; `called` are the processes that it calls, by id.

    Raises NotExecutable for what the gate refuses.
    """
    return _Compiler(process, called or {}).definition()


class _Compiler:
    def __init__(self, process: Process, called: Mapping[str, Process]) -> None:
        self.process = process
        self.called = called
        self.spec = BpmnProcessSpec(process.id)
        self.spec.inclusive_joins = ()
        self.events = EventSpecs(self.spec)
        self.nodes: dict[str, Node] = {}
        self.homes: dict[str, Process] = {}
        self.flows: dict[str, SequenceFlow] = {}
        self.links: dict[str, str] = {}
        #: process → what it can begin with
        self.begun: dict[str, frozenset[str]] = {}

    def definition(self) -> Definition:
        root = RootNode(self.spec, f"{self.process.id}#root", self.process.id, self.process.id)
        self._scope(root, self.process.scope, self.process, ())
        self.events.share_ways()
        self.spec.start = root
        self.spec.kept_messages = frozenset(self.events.kept_messages)
        self.spec.conditions = tuple(self.events.conditions)
        return Definition(self.process, self.spec, self.nodes, self.homes, self.flows, self.links)

    # ------------------------------------------------------------ scopes

    def _scope(
        self, owner: ScopeNode, scope: Scope, home: Process, stack: tuple[str, ...]
    ) -> None:
        entries: dict[str, FlowNode] = {}
        exits: dict[str, FlowNode] = {}
        for node in scope.nodes:
            entry = self._element(node, owner.path, home, stack)
            entries[node.id] = self._entrance(entry, node)
            exits[node.id] = self._exit(entry, node, scope)
            if not isinstance(node, Activity):
                continue
            for boundary in node.boundaries:
                path = f"{owner.path}/{boundary.id}"
                self.nodes[path], self.homes[path] = boundary, home
                if boundary in node.exits():
                    exits[boundary.id] = self._exit(self.spec.task_specs[path], boundary, scope)
        first = [entries[node.id] for node in self._first(owner, scope, home)]
        if isinstance(owner, EventSubProcessNode) != any(isinstance(it, Boundary) for it in first):
            raise NotExecutable(element=owner.element_id, kind="startEvent")
        owner.first = tuple(node.name for node in first)
        handlers = [entries[it.id] for it in scope.event_subprocesses() if not it.undoes()]
        owner.handlers = tuple(handler.name for handler in handlers)
        owner.starts = tuple(
            name for handler in handlers for name in self.events.armed_beside(handler.first[0])
        )
        for flow in scope.flows:
            self._flow(flow, owner.path, entries, exits)
        if isinstance(owner, RootNode):
            owner.ways = self._ways(owner, home, entries)
        self._inclusive_joins(scope, owner.path, entries)
        add_compensation(self.spec, owner, scope, entries)

    def _first(self, owner: ScopeNode, scope: Scope, home: Process) -> tuple[Node, ...]:
        """Return the nodes that get a token when a scope begins and nothing says with which."""
        if not isinstance(owner, RootNode | CallNode):
            return scope.first_nodes()
        way = default_way(home)
        if way is not None:
            return (way.node,)
        if isinstance(owner, CallNode) and ways_in(home):
            raise NotExecutable(element=owner.element_id, kind="callActivity")
        return () if ways_in(home) else scope.first_nodes()

    def _ways(
        self, root: RootNode, home: Process, entries: dict[str, FlowNode]
    ) -> dict[str, tuple[str, ...]]:
        """Return the specs that get a token, by the id of what the process begins with."""
        found = {"": root.first} if root.first else {}
        for way in ways_in(home):
            entry = entries[way.node.id]
            if way.gateway is not None:
                # The gateway that nothing waits at any more: the event has come.
                name, gateway = f"{entry.path}#begun", entries[way.gateway.id]
                passed = PassThrough(self.spec, name, way.gateway.id, gateway.path)
                passed.edges = tuple(it for it in gateway.edges if it.target == entry.name)
                passed.connect(entry)
                entry = passed
            found[way.node.id] = (entry.name,)
        return found

    def _inclusive_joins(
        self, scope: Scope, scope_path: str, entries: dict[str, FlowNode]
    ) -> None:
        for join, reach in reach_of_joins(scope, scope_path).items():
            node = entries[join]
            node.reach = reach
            self.spec.inclusive_joins = (*self.spec.inclusive_joins, node.name)

    def _flow(
        self,
        flow: SequenceFlow,
        scope_path: str,
        entries: dict[str, FlowNode],
        exits: dict[str, FlowNode],
    ) -> None:
        source, target = exits[flow.source], entries[flow.target]
        if flow.link:
            _behind(source, target)
            self.links[source.path] = target.path
            return
        self.flows[f"{scope_path}/{flow.id}"] = flow
        condition = None if flow.condition is None else compile_expression(flow.condition)
        source.edges = (*source.edges, Edge(flow.id, target.name, condition))
        target.incoming = (*target.incoming, flow.id)
        source.connect(target)

    # ------------------------------------------------------------ elements

    def _element(
        self, node: Node, scope_path: str, home: Process, stack: tuple[str, ...]
    ) -> FlowNode:
        """Return the spec by which tokens enter an element."""
        path = f"{scope_path}/{node.id}"
        self.nodes[path], self.homes[path] = node, home
        hosted = isinstance(node, Activity) and (node.loop is not None or bool(node.exits()))
        entry = self._plain(node, path, f"{path}#i" if hosted else path, home, stack)
        if hosted:
            entry = self._host(node, path, entry)  # type: ignore[arg-type]
        return entry

    def _entrance(self, entry: FlowNode, node: Node) -> FlowNode:
        """Return the spec to which flows lead: what gathers tokens before it, if anything."""
        if not isinstance(node, Activity) or node.start_quantity == 1:
            return entry
        path = entry.path
        gathering = Gathering(self.spec, f"{path}#gather", node.id, path, node.start_quantity)
        _behind(gathering, entry)
        return gathering

    def _exit(self, entry: FlowNode, node: Node, scope: Scope) -> FlowNode:
        """Return the spec from which tokens leave: what stands behind the element, if anything."""
        leaving, path = self.events.exit(entry), entry.path
        if node.extension.assignments:
            assigned = tuple(
                (item.variable, compile_expression(item.value))
                for item in node.extension.assignments
            )
            leaving = _behind(
                leaving, AssignmentNode(self.spec, f"{path}#assign", node.id, path, assigned)
            )
        if isinstance(node, Activity) and _has_conditions(scope, node):
            leaving = _behind(
                leaving,
                ConditionalFlows(self.spec, f"{path}#split", node.id, path, node.default),
            )
        if isinstance(node, Activity):
            leaving.copies = node.completion_quantity
        return leaving

    def _plain(
        self, node: Node, path: str, name: str, home: Process, stack: tuple[str, ...]
    ) -> FlowNode:
        match node:
            case _ if self._begins(home, node):
                # What it waits for has come: it began the process.
                return PassThrough(self.spec, path, node.id, path)
            case SubProcess():
                return self._subprocess(node, name, path, home, stack)
            case CallActivity():
                return self._call(node, name, path, stack)
            case Activity():
                return self._task(node, name, path)
            case _:
                return self._gateway(node, path) or self.events.of(node, path)

    def _begins(self, home: Process, node: Node) -> bool:
        """Return whether a process begins with the node; it waits for nothing then."""
        if home.id not in self.begun:
            self.begun[home.id] = frozenset(way.node.id for way in ways_in(home))
        return node.id in self.begun[home.id] and home.scope.node(node.id) is node

    def _task(self, node: Activity, name: str, path: str) -> FlowNode:
        match node:
            case UserTask():
                return PersonTask(self.spec, name, node.id, path, "user")
            case ManualTask():
                return PersonTask(self.spec, name, node.id, path, "manual")
            case ReceiveTask(event=event):
                return self.events.message(ReceiveNode, node, name, path, event)
            case JobTask(topic=str(topic), inputs=inputs):
                kind: Literal["service", "send"]
                kind = "send" if isinstance(node, SendTask) else "service"
                job = JobNode(self.spec, name, node.id, path, kind)
                job.topic = topic
                job.inputs = tuple((item, compile_expression(text)) for item, text in inputs)
                return job
            case ScriptTask(script=str(script), result=result):
                computed = compile_expression(script)
                return ScriptNode(self.spec, name, node.id, path, computed, result)
            case BusinessRuleTask(rules=str(rules), result=str(result)):
                return self._rule_task(node, name, path, rules, result)
            case _:
                raise NotExecutable(element=node.id, kind=type(node).__name__)

    def _rule_task(
        self, node: BusinessRuleTask, name: str, path: str, rules: str, result: str
    ) -> RuleNode:
        given = tuple((item, compile_expression(text)) for item, text in arguments_of(node))
        return RuleNode(
            self.spec,
            name,
            node.id,
            path,
            model=decisions_of(rules),
            rules=rules,
            decision=node.decision,
            arguments=given,
            result=result,
        )

    def _gateway(self, node: Node, path: str) -> FlowNode | None:
        match node:
            case ExclusiveGateway(default=default):
                return ExclusiveNode(self.spec, path, node.id, path, default)
            case InclusiveGateway(default=default):
                return InclusiveNode(self.spec, path, node.id, path, default)
            case ParallelGateway():
                return ParallelNode(self.spec, path, node.id, path)
            case EventBasedGateway():
                return EventGateway(self.spec, path, node.id, path)
            case _:
                return None

    def _subprocess(
        self, node: SubProcess, name: str, path: str, home: Process, stack: tuple[str, ...]
    ) -> ScopeNode:
        triggered = isinstance(node, EventSubProcess) and not node.undoes()
        scope = _scope_kind(node)(self.spec, name, node.id, path)
        scope.own_names = frozenset(item.name for item in node.scope.data_objects)
        self._scope(scope, node.scope, home, stack)
        if triggered:
            for start in self.events.armed_beside(scope.first[0]):
                armed: Boundary = self.spec.task_specs[start]
                armed.begins, armed.queued = scope, True
        return scope

    def _call(self, node: CallActivity, name: str, path: str, stack: tuple[str, ...]) -> CallNode:
        target = self.called.get(node.called)
        if target is None or node.called in stack or len(stack) >= CALL_DEPTH:
            raise NotExecutable(element=node.id, kind="callActivity")
        call = CallNode(self.spec, name, node.id, path)
        call.arguments = tuple((item, compile_expression(text)) for item, text in node.inputs)
        call.results = tuple((item, compile_expression(text)) for item, text in node.outputs)
        EndOfCall(self.spec, f"{path}#end", node.id, path)
        self._scope(call, target.scope, target, (*stack, node.called))
        return call

    # ------------------------------------------------------------ hosts

    def _host(self, node: Activity, path: str, inner: FlowNode) -> Host:
        host = self._host_of(node, path)
        host.inner = inner.name
        scope_path = path.rpartition("/")[0]
        host.boundaries = tuple(
            name
            for boundary in node.exits()
            for name in self.events.armed_beside(
                self.events.armed(boundary, f"{scope_path}/{boundary.id}").name
            )
        )
        inner.hosted = True
        NextInstance(self.spec, f"{path}#next", node.id, path)
        return host

    def _host_of(self, node: Activity, path: str) -> Host:
        match node.loop:
            case None:
                return Host(self.spec, path, node.id, path)
            case StandardLoop(condition=str(condition)) as loop:
                looping = StandardLoopHost(self.spec, path, node.id, path)
                looping.condition = compile_expression(condition)
                looping.maximum = loop.maximum
                looping.test_before = loop.test_before
                return looping
            case MultiInstance() as loop:
                host = MultiInstanceHost(self.spec, path, node.id, path)
                host.parallel = loop.parallel
                host.cardinality = _optional(loop.cardinality)
                host.collection = loop.collection
                host.item = loop.item
                host.condition = _optional(loop.completion_condition)
                host.output_collection = loop.output_collection
                host.output_item = loop.output_item
                host.thrown, host.thrown_once = loop.thrown, loop.thrown_once
                return host
            case _:
                raise NotExecutable(element=node.id, kind=type(node.loop).__name__)


def _scope_kind(node: SubProcess) -> type[ScopeNode]:
    if isinstance(node, Transaction):
        return TransactionNode
    if not isinstance(node, EventSubProcess):
        return ScopeNode
    return CompensationSubProcessNode if node.undoes() else EventSubProcessNode


def _behind(before: FlowNode, after: FlowNode) -> FlowNode:
    """Let tokens go from one spec to the next by no flow of the diagram."""
    before.edges = (Edge("", after.name),)
    before.connect(after)
    return after


def _has_conditions(scope: Scope, node: Activity) -> bool:
    flows = scope.outgoing(node.id)
    return len(flows) > 1 and (
        node.default is not None or any(flow.condition is not None for flow in flows)
    )


def _optional(text: str | None) -> Expression | None:
    return None if text is None else compile_expression(text)
