"""What every compiled node shares.

A token is a SpiffWorkflow task whose parent is its scope. SpiffWorkflow runs it (`Task.run`,
`Task.complete`); our specs only answer what it asks: what happens on entering, and which flows
are taken on leaving. Nothing is predicted and a finished task leaves the tree at once, so the
tree is the marking at all times.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from service.engine.faults import ProcessFault
from service.feel import Expression, FeelError, evaluate_condition

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.engine.api import Listening
    from service.values import Value


@dataclass(frozen=True, slots=True)
class Edge:
    """A sequence flow as a token takes it."""

    flow_id: str
    target: str  # name of the spec that it leads to
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Replacement:
    """Why one of SpiffWorkflow's own classes is not used; `service/docs/spiffworkflow.md`."""

    spiff_class: str
    fault: str
    test: str


class Undone(Protocol):
    """How an activity is undone once it has completed; `compensation` says it."""

    @property
    def handler(self) -> str:
        """Name of the spec that undoes it."""

    @property
    def restores(self) -> bool:
        """Whether a scope is restored for that, with what completed in it."""

    def remember(self, task: Task, around: Task, *, hosted: bool) -> None:
        """Keep what undoing the completed `task` needs; `around` it is its scope, or its host."""


class FlowNode(BpmnSpecMixin):  # type: ignore[misc]
    """Base of every compiled node: enter, run, leave by the outgoing flows."""

    replaces: ClassVar[Replacement | None] = None
    #: A queued token is entered when it is taken from the queue, in order of arrival.
    queued: bool = True
    #: A token that throws takes its turn behind all that move by themselves.
    throws: ClassVar[bool] = False
    #: Does its work by itself, so that inside a loop each round is an automatic step.
    automatic: ClassVar[bool] = False
    #: Data of the surroundings cannot be seen from inside.
    isolated: bool = False
    #: Its end is worth a line in the trace; what only stands behind an element is silent.
    traced: bool = True
    #: Variables that a token of this spec owns when it owns any; None: all.
    own_names: frozenset[str] | None = None

    def __init__(self, spec: BpmnProcessSpec, name: str, element_id: str, path: str) -> None:
        super().__init__(spec, name)
        self.element_id = element_id
        #: ids from the process to the element, "/"-joined; unique in the compiled process
        self.path = path
        self.edges: tuple[Edge, ...] = ()
        self.incoming: tuple[str, ...] = ()
        #: tokens that leave by each flow
        self.copies = 1
        #: inside a host: a loop, a multi-instance or an activity with boundary events
        self.hosted = False
        #: of an activity that can be undone once it has completed
        self.undoing: Undone | None = None

    # ------------------------------------------------------------ asked by the instance

    def enter(self, task: Task) -> None:
        """Let a token in. By default nothing holds it: it runs and leaves at once."""
        task.state = TaskState.READY
        task.run()

    def choose(self, task: Task) -> tuple[Edge, ...]:
        """Return the flows that a leaving token takes."""
        del task
        return self.edges

    def on_stop(self, task: Task) -> None:
        """Say what ends when the token is cancelled."""

    def awaits(self, task: Task) -> Listening | None:
        """Return which message or signal the token waits for; None: for none."""
        del task
        return None

    # ------------------------------------------------------------ asked by SpiffWorkflow

    def test(self) -> None:
        """Accept every wiring: the gate has judged the diagram."""

    def _predict_hook(self, my_task: Task) -> None:
        """Predict nothing: the tree holds tokens that exist."""

    def _on_complete_hook(self, my_task: Task) -> None:
        edges = self.choose(my_task) * self.copies
        if self.copies > 1:
            my_task.workflow.count_steps(len(edges), self.element_id)
        self.leave(my_task, edges)

    # ------------------------------------------------------------ shared by the subclasses

    def leave(self, task: Task, edges: tuple[Edge, ...]) -> None:
        """Take the finished task out of the tree and send tokens along `edges`."""
        instance = task.workflow
        parent = task.parent
        scope = parent.task_spec.scope_for(parent, task)
        instance.did.note("completed", self, task)
        if self.undoing is not None:
            self.undoing.remember(task, scope, hosted=self.hosted)
        instance.remove(task)
        if self.hosted:
            parent.task_spec.instance_ended(parent, task)
            return
        instance.send(edges, scope)
        scope.task_spec.check(scope)

    def scope_for(self, task: Task, child: Task) -> Task:
        """Return where tokens go that leave `child`, whose parent `task` is."""
        del child
        return task

    def owned(self, task: Task) -> Collection[str] | None:
        """Return the variables that `task` owns if it owns any; None: all."""
        return None if "i" in task.internal_data else self.own_names

    def evaluate(self, expression: Expression, scope: Mapping[str, Value]) -> Value:
        """Return the value of `expression`. Raises ProcessFault at this element."""
        try:
            return expression.evaluate(scope)
        except FeelError as problem:
            raise self.fault(problem.code, expression, problem) from problem

    def holds(self, expression: Expression, scope: Mapping[str, Value]) -> bool:
        """Return whether a condition is true. Null or anything but a boolean is a fault."""
        try:
            return evaluate_condition(expression, scope)
        except FeelError as problem:
            raise self.fault(problem.code, expression, problem) from problem

    def fault(self, code: str, expression: Expression, problem: FeelError) -> ProcessFault:
        return ProcessFault(code, self.element_id, expression=expression.text, **problem.params)
