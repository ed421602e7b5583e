"""A process walked through in memory: tasks complete by themselves, the clock is simulated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from service.engine.api import (
    BroadcastSignal,
    CompleteTask,
    DeliverMessage,
    FireTimer,
    IncidentReport,
    StartProcess,
)
from service.engine.codec import load
from service.engine.execution import execute
from service.engine.specs.conditions import ConditionWait
from service.engine.specs.signals import SignalWait
from service.engine.specs.timers import TimerWait
from service.engine.specs.waits import MessageWait, ReceiveNode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from service.engine.api import ArmedTimer, Command, OpenTask, Step
    from service.engine.definition import Definition
    from service.engine.instance import Instance
    from service.values import Value


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that only the outside could move on."""

    element: str
    kind: Literal["task", "message", "signal", "condition", "timer"]


@dataclass(frozen=True, slots=True)
class Outcome:
    state: Literal["completed", "waiting", "incident"]
    #: ids of flow nodes in the order in which they completed
    trace: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    data: Mapping[str, Value]
    incident: IncidentReport | None


def simulate(
    definition: Definition,
    *,
    data: Mapping[str, Value],
    answers: Mapping[str, Sequence[Mapping[str, Value]]],
    start: datetime,
    max_steps: int,
) -> Outcome:
    """Walk `definition` until it ends, rests, fails or has made `max_steps` moves.

    User and manual tasks complete in the order of their opening; what waits for a message or
    signal goes on only when `answers` has something for it. When nothing else can move the clock
    goes to the next timer.
    """
    walk = _Walk(definition, answers, start)
    walk.make(StartProcess(data, definition.start))
    for _ in range(max_steps):
        command = walk.next_command()
        if command is None:
            break
        walk.make(command)
    return walk.outcome()


class _Walk:
    def __init__(
        self,
        definition: Definition,
        answers: Mapping[str, Sequence[Mapping[str, Value]]],
        start: datetime,
    ) -> None:
        self.definition = definition
        self.answers = answers
        self.now = start
        self.state: bytes | None = None
        self.trace: list[str] = []
        self.given: dict[str, int] = {}
        self.incident: IncidentReport | None = None

    def make(self, command: Command) -> None:
        step: Step = execute(self.definition, self.state, command, self.now)
        self.state = step.state
        self.incident = step.incident
        self.trace.extend(item.element_id for item in step.trace if item.kind == "completed")

    def next_command(self) -> Command | None:
        instance = self._instance()
        if self.incident is not None or instance.status != "running":
            return None
        return (
            self._next_task(instance.all_open())
            or self._next_arrival(instance)
            or self._next_timer(instance.all_armed())
        )

    def outcome(self) -> Outcome:
        instance = self._instance()
        data = dict(instance.task_tree.data)
        if self.incident is not None:
            return Outcome("incident", tuple(self.trace), (), data, self.incident)
        if instance.status == "completed":
            return Outcome("completed", tuple(self.trace), (), data, None)
        return Outcome("waiting", tuple(self.trace), tuple(_waiting(instance)), data, None)

    def _instance(self) -> Instance:
        assert self.state is not None  # noqa: S101 - the walk begins with StartProcess
        return load(self.definition.spec, self.state, self.now)

    def _next_task(self, tasks: tuple[OpenTask, ...]) -> CompleteTask | None:
        for task in tasks:
            if task.kind != "receive" or task.element_id in self.answers:
                return CompleteTask(task.task_no, self._answer(task.element_id))
        return None

    def _next_arrival(self, instance: Instance) -> DeliverMessage | BroadcastSignal | None:
        for task in instance.waits():
            spec = task.task_spec
            if spec.element_id not in self.answers:
                continue
            if isinstance(spec, MessageWait):
                key = task.internal_data.get("key")
                return DeliverMessage(spec.message, self._answer(spec.element_id), key)
            if isinstance(spec, SignalWait):
                return BroadcastSignal(spec.signal, self._answer(spec.element_id))
        return None

    def _next_timer(self, timers: tuple[ArmedTimer, ...]) -> FireTimer | None:
        if not timers:
            return None
        self.now = max(self.now, timers[0].due)
        return FireTimer(timers[0].token_no)

    def _answer(self, element: str) -> Mapping[str, Value]:
        given = self.answers.get(element, ())
        if not given:
            return {}
        turn = self.given.get(element, 0)
        self.given[element] = turn + 1
        return given[min(turn, len(given) - 1)]


def _waiting(instance: Instance) -> list[Waiting]:
    found = [Waiting(task.element_id, "task") for task in instance.all_open()]
    for task in instance.waits():
        spec = task.task_spec
        if isinstance(spec, TimerWait):
            found.append(Waiting(spec.element_id, "timer"))
        elif isinstance(spec, SignalWait):
            found.append(Waiting(spec.element_id, "signal"))
        elif isinstance(spec, ConditionWait):
            found.append(Waiting(spec.element_id, "condition"))
        elif not isinstance(spec, ReceiveNode):
            found.append(Waiting(spec.element_id, "message"))
    return found
