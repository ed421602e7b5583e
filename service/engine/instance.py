"""A running process: SpiffWorkflow's workflow, holding the marking and nothing else.

`task_tree` is the marking at all times. The instance has no clock and no source of ids of its
own: `now` comes with the command and numbers are counted.
"""

from __future__ import annotations

from collections import deque
from datetime import UTC
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from service.engine.api import ArmedTimer, Listening, OpenTask
from service.engine.conditions import Conditions
from service.engine.faults import (
    BufferFull,
    ErrorNotCaught,
    NoReceiver,
    NoSuchIncident,
    NotWaivable,
    ProcessFault,
    TaskNotOpen,
    TimerNotArmed,
    TimerNotDue,
)
from service.engine.happened import Happened
from service.engine.limits import (
    AUTOMATIC_STEPS,
    BUFFERED_MESSAGES,
    INSTANCES_AT_ONCE,
    PARTS,
    STEPS_OF_AN_INSTANCE,
)
from service.engine.specs.boundary_events import ThrownBoundary
from service.engine.specs.multi_instance import MultiInstanceHost
from service.engine.specs.routing import throw
from service.engine.specs.tasks import JobNode, PersonTask
from service.engine.specs.waits import MessageWait, ReceiveNode
from service.engine.storable import is_storable, is_too_large

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime, tzinfo

    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

    from service.engine.specs.base import Edge, FlowNode
    from service.values import Value

#: States of tokens that go on without anything from outside, or by a person.
_MOVABLE = (TaskState.READY, TaskState.FUTURE)


class Instance(BpmnWorkflow):  # type: ignore[misc]
    """A BpmnWorkflow without look-ahead, without history, with the command's clock."""

    def __init__(self, spec: BpmnProcessSpec, now: datetime) -> None:
        super().__init__(spec, deserializing=True)
        self.now = now
        #: on whose calendar timers count months
        self.zone: tzinfo = UTC
        self.status: Literal["running", "completed"] = "running"
        #: last number given to a token, an arming or a kept message
        self.last_number = 0
        #: what it was when the command began
        self.known_number = 0
        #: of the last fault: tokens that had waited at the join that fired at rest
        self.at_rest: tuple[UUID, ...] = ()
        #: incidents raised so far
        self.incidents = 0
        #: kept messages, oldest first: [name, key, payload]
        self.kept: list[list[Value]] = []
        #: tokens that have arrived and were not entered yet
        self.queue: deque[Task] = deque()
        #: those of them that throw, which take their turn when no other one does
        self.late: deque[Task] = deque()
        #: a person's act is being done without the automatic steps that follow it
        self.act_alone = False
        self.conditions = Conditions(self)
        #: a job that stands at an incident since this command
        self.given_up: Task | None = None
        #: how often something was written into the data
        self.writes = 0
        self._steps = 0
        self._made = 0
        self._receivers = 0
        self.did = Happened(self)
        #: names of what was held back and found nobody when the process went on
        self.unclaimed: list[str] = []

    def update_waiting_tasks(self) -> None:
        """Do nothing: SpiffWorkflow would search the whole tree after each completion."""

    # ------------------------------------------------------------ tokens

    def next_number(self) -> int:
        self.last_number += 1
        return self.last_number

    def create(
        self,
        name: str,
        parent: Task | None,
        own: dict[str, Value] | None = None,
        **internal: Value,
    ) -> Task:
        """Make a token for the spec `name` in the scope `parent`; `own` is data that it owns."""
        spec: FlowNode = self.spec.task_specs[name]
        number = self.next_number()
        task = Task(self, spec, parent, state=TaskState.FUTURE, id=UUID(int=number))
        task.internal_data = internal
        if own is not None:
            internal["own"] = 1
            task.data = own
        if spec.queued:
            self.queue.append(task)
        else:
            spec.enter(task)
        return task

    def send(self, edges: tuple[Edge, ...], scope: Task) -> None:
        """Put a token on each of `edges`; it remembers the flow by which it came."""
        for edge in edges:
            task = self.create(edge.target, scope, via=edge.flow_id)
            if not edge.flow_id:
                continue  # from an element to the assignments behind it: no flow of the diagram
            self.did.note_flow(edge.flow_id, scope, task)

    def remove(self, task: Task) -> None:
        """Take a task out of the tree."""
        parent = task.parent
        if parent is not None:
            parent.children = [child for child in parent.children if child is not task]
        known = self.tasks.pop(task.id, None) is not None
        if known and "armed" in task.internal_data and task.task_spec.awaits(task) is not None:
            self.did.fall_silent(task)

    def stop(self, task: Task) -> None:
        """Cancel a live task and all below it: the only place where tasks are cancelled."""
        for child in task.children:
            self.stop(child)
        if task.state != TaskState.FUTURE:
            task.task_spec.on_stop(task)  # one that was never entered opened and armed nothing
        task.state = TaskState.CANCELLED
        self.remove(task)

    def settle(self) -> None:
        """Do all automatic steps: enter tokens in order of arrival until every one rests.

        Raises ProcessFault when a step cannot go on, or when there are too many.
        """
        while True:
            while (task := self.next_in_turn()) is not None:
                self._enter(task)
            if self.status != "running":
                break
            if not self.conditions.fire_next() and not self._join_at_rest():
                break
        self._check_deadlock()

    def next_in_turn(self) -> Task | None:
        """Return the token whose turn it is: the oldest, what throws behind all others."""
        while self.queue:
            task = self.queue.popleft()
            if not task.task_spec.throws:
                return task
            self.late.append(task)
        return self.late.popleft() if self.late else None

    def _enter(self, task: Task) -> None:
        if task.state != TaskState.FUTURE or task.id not in self.tasks:
            return
        spec: FlowNode = task.task_spec
        if spec.automatic or not spec.hosted:
            self.count_steps(1, spec.element_id)
        spec.enter(task)

    def count_steps(self, steps: int, element_id: str) -> None:
        """Note that the command makes automatic steps. Raises ProcessFault."""
        self._steps += steps
        limit = AUTOMATIC_STEPS + STEPS_OF_AN_INSTANCE * (self._made + self._receivers)
        if self._steps > limit:
            raise ProcessFault("engine.too-many-steps", element_id, limit=limit)

    def count_instance(self, element_id: str) -> None:
        """Note that an instance of a multi-instance is made. Raises ProcessFault."""
        self._made += 1
        if self._made > INSTANCES_AT_ONCE:
            raise ProcessFault(
                "engine.too-many-instances",
                element_id,
                count=self._made,
                limit=INSTANCES_AT_ONCE,
            )

    def count_receivers(self, woken: Iterable[Task]) -> None:
        """Note how many one signal or change of data may wake; the largest number counts.

        Only those that waited before the command: a loop that arms a receiver in every round
        would earn the steps of its next one.
        """
        known = sum(task.id.int <= self.known_number for task in woken)
        self._receivers = max(self._receivers, known)

    def _join_at_rest(self) -> bool:
        """Let the first enabled inclusive join fire; none is compiled into most processes."""
        joins: tuple[str, ...] = self.spec.inclusive_joins
        if not joins:
            return False
        waiting: dict[tuple[int, str], list[Task]] = {}
        for task in self.tasks.values():
            if task.state == TaskState.WAITING and task.task_spec.name in joins:
                waiting.setdefault((task.parent.id.int, task.task_spec.name), []).append(task)
        for tokens in sorted(waiting.values(), key=_age_of_scope):
            if any("held" in token.internal_data for token in tokens):
                continue
            self.at_rest = tuple(it.id for it in tokens if it.id.int <= self.known_number)
            fired = tokens[0].task_spec.fire_if_enabled(sorted(tokens, key=_number))
            self.at_rest = ()
            if fired:
                return True
        return False

    def _check_deadlock(self) -> None:
        """Raise when only tokens at joins are left: nothing could ever move again."""
        stuck = self._stuck() if self.status == "running" else None
        if stuck is not None:
            raise ProcessFault("engine.deadlock", stuck)

    def _stuck(self) -> str | None:
        """Return where the last token waits when none can ever move again."""
        element = ""
        for task in self.tasks.values():
            if task.state in _MOVABLE or task.internal_data.keys() & {"armed", "held"}:
                return None
            if task.state == TaskState.WAITING and not isinstance(task.task_spec, ThrownBoundary):
                element = str(task.task_spec.element_id)
        return element

    def end(self, root: Task) -> None:
        del root
        self.status = "completed"
        self.completed = True
        self.kept.clear()

    # ------------------------------------------------------------ data

    def owners(self, task: Task | None) -> Iterator[Task]:
        """Yield the tasks whose data `task` sees, innermost first."""
        while task is not None:
            if "own" in task.internal_data:
                yield task
            task = None if task.task_spec.isolated else task.parent

    def data_of(self, task: Task) -> dict[str, Value]:
        """Return what `task` sees: scopes merged, the innermost wins."""
        merged: dict[str, Value] = {}
        for owner in reversed(list(self.owners(task))):
            merged.update(owner.data)
        return merged

    def write(self, task: Task, values: Mapping[str, Value], element_id: str) -> None:
        """Give each variable to the innermost scope that owns it.

        Raises ProcessFault for a value that cannot be stored.
        """
        left = {name: self.admit(value, name, element_id) for name, value in values.items()}
        self.writes += bool(left)
        for owner in self.owners(task):
            names = owner.task_spec.owned(owner)
            for name in [key for key in left if names is None or key in names]:
                owner.data[name] = left.pop(name)
            if not left:
                return

    @staticmethod
    def admit(value: Value, name: str, element_id: str) -> Value:
        """Return `value`. Raises ProcessFault when state cannot hold it."""
        if is_too_large(value):
            raise ProcessFault("engine.value-too-large", element_id, variable=name, limit=PARTS)
        if not is_storable(value):
            kind = type(value).__name__
            raise ProcessFault("engine.not-a-value", element_id, variable=name, kind=kind)
        return value

    # ------------------------------------------------------------ acts

    def complete_task(self, number: int, values: Mapping[str, Value]) -> None:
        """Do a person's act on an open task. Raises TaskNotOpen."""
        task = self._open(number)
        spec = task.task_spec
        if isinstance(spec, ReceiveNode):
            spec.fire(task, dict(values))
            return
        self.write(task, values, spec.element_id)
        self.did.close_task(task, "completed")
        task.run()

    def waive_task(self, number: int) -> None:
        """Close one instance without its result. Raises TaskNotOpen, NotWaivable."""
        task = self._open(number)
        if not isinstance(task.parent.task_spec, MultiInstanceHost):
            raise NotWaivable(element=task.task_spec.element_id)
        self.did.close_task(task, "waived")
        task.internal_data["waived"] = 1
        task.run()

    def throw_error(self, number: int, code: str) -> None:
        """Let the nearest handler catch what a job throws. Raises TaskNotOpen, ErrorNotCaught."""
        task = self._job(number)
        try:
            throw(task, "error", code)
        except ProcessFault as uncaught:
            raise ErrorNotCaught(element=task.task_spec.element_id, error=code) from uncaught

    def give_up_job(self, number: int) -> None:
        """Let a job stand at an incident. Raises TaskNotOpen."""
        task = self._job(number)
        self.incidents += 1
        task.internal_data["held"] = self.incidents
        self.given_up = task

    def _job(self, number: int) -> Task:
        task = self._open(number)
        if not isinstance(task.task_spec, JobNode):
            raise TaskNotOpen(task=number)
        return task

    def deliver(self, name: str, payload: Mapping[str, Value], key: Value) -> None:
        """Give a message to the longest armed receiver, or keep it.

        Raises NoReceiver when nothing in the process could take it, BufferFull.
        """
        for task in self.waits():
            if isinstance(task.task_spec, MessageWait) and task.task_spec.accepts(task, name, key):
                task.task_spec.fire(task, dict(payload))
                return
        if name not in self.spec.kept_messages:
            raise NoReceiver(message=name)
        if len(self.kept) >= BUFFERED_MESSAGES:
            raise BufferFull(limit=BUFFERED_MESSAGES)
        self.kept.append([name, key, dict(payload)])

    def take_kept(self, spec: MessageWait, task: Task) -> dict[str, Value] | None:
        """Return the payload of the oldest kept message for `task` and forget it."""
        for position, (name, key, payload) in enumerate(self.kept):
            if spec.accepts(task, name, key):
                del self.kept[position]
                return dict(payload)
        return None

    def fire_timer(self, number: int) -> None:
        """Let a due timer go. Raises TimerNotArmed, TimerNotDue."""
        task = self._token(number)
        if task is None or "due" not in task.internal_data:
            raise TimerNotArmed(token=number)
        if task.internal_data["due"] > self.now:
            raise TimerNotDue(token=number)
        task.task_spec.fire(task, {})

    def release(self, incident: int) -> None:
        """Let the tokens that an incident holds try again. Raises NoSuchIncident."""
        held = [task for task in self.tasks.values() if task.internal_data.get("held") == incident]
        if not held and (not 0 < incident <= self.incidents or self._stuck() is None):
            # A deadlock may hold no token, whatever led there has ended, and may be met again.
            raise NoSuchIncident(number=incident)
        for task in sorted(held, key=_number):
            del task.internal_data["held"]
            if task.state == TaskState.FUTURE:
                self.queue.append(task)

    def hold(self, incident: int, at_rest: tuple[UUID, ...] = ()) -> None:
        """Leave every token that waits to be entered to a later retry, and those at a join.

        Else the join would stop every other act, and a retry would find nothing.
        """
        for task in self.queue:
            if task.state == TaskState.FUTURE and task.id in self.tasks:
                task.internal_data["held"] = incident
        self.queue.clear()
        for number in at_rest:
            task = self.tasks.get(number)
            if task is not None and task.state == TaskState.WAITING:
                task.internal_data["held"] = incident

    def _token(self, number: int) -> Task | None:
        """Return the token of this number; a UUID would not take every number from outside."""
        return self.tasks.get(UUID(int=number)) if 0 < number <= self.last_number else None

    def _open(self, number: int) -> Task:
        task = self._token(number)
        if (
            task is None
            or "held" in task.internal_data
            or not (
                (task.state == TaskState.READY and isinstance(task.task_spec, PersonTask))
                or (task.state == TaskState.WAITING and isinstance(task.task_spec, ReceiveNode))
            )
        ):
            raise TaskNotOpen(task=number)
        return task

    # ------------------------------------------------------------ what stands

    def waits(self) -> list[Task]:
        """Return everything that waits for something from outside, longest armed first."""
        armed = [
            task
            for task in self.tasks.values()
            if task.state == TaskState.WAITING and "armed" in task.internal_data
        ]
        return sorted(armed, key=lambda task: task.internal_data["armed"])

    def all_open(self) -> tuple[OpenTask, ...]:
        """Return every task that waits for a person now, in the order of its number."""
        found = []
        for task in sorted(self.tasks.values(), key=_number):
            spec = task.task_spec
            if task.state == TaskState.READY and isinstance(spec, PersonTask):
                found.append(self.describe(task, spec.kind))
            elif task.state == TaskState.WAITING and isinstance(spec, ReceiveNode):
                found.append(self.describe(task, "receive"))
        return tuple(found)

    def all_armed(self) -> tuple[ArmedTimer, ...]:
        """Return every timer that waits, by due instant and order of arming."""
        waiting = [task for task in self.waits() if "due" in task.internal_data]
        return tuple(
            ArmedTimer(task.id.int, task.task_spec.element_id, task.internal_data["due"])
            for task in sorted(waiting, key=lambda task: task.internal_data["due"])
        )

    def all_listening(self) -> tuple[Listening, ...]:
        """Return everything that waits for a message or a signal, the longest armed first."""
        found = (task.task_spec.awaits(task) for task in self.waits())
        return tuple(it for it in found if it is not None)

    def describe(self, task: Task, kind: str) -> OpenTask:
        spec: FlowNode = task.task_spec
        return OpenTask(
            task_no=task.id.int,
            element_id=spec.element_id,
            path=spec.path,
            kind=kind,  # type: ignore[arg-type]
            data=spec.given(task) if isinstance(spec, JobNode) else self.data_of(task),
            instance=_instance_of(task),
        )


def _instance_of(task: Task) -> int | None:
    """Return the index of `task` in the innermost multi-instance around it."""
    at: Task | None = task
    while at is not None and "i" not in at.internal_data:
        at = at.parent
    return None if at is None else int(at.internal_data["i"])


def _number(task: Task) -> int:
    return int(task.id.int)


def _age_of_scope(tokens: list[Task]) -> tuple[int, int]:
    return (_number(tokens[0].parent), min(map(_number, tokens)))
