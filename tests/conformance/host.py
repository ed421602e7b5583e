"""A host for the processes of one file: it completes what is open and lets the clock go on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from service.diagrams.model import MessageEvent, SignalEvent
from service.diagrams.ways_in import ways_in
from service.engine import armed_timers, execute, open_tasks
from service.engine.api import (
    BroadcastSignal,
    CompleteTask,
    DeliverMessage,
    FireTimer,
    StartProcess,
)
from service.engine.execution import all_listening

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.engine import Definition
    from service.engine.api import Command, IncidentReport, OpenTask, Sent
    from service.values import Value

BEGAN: Final = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
#: How long a task that lets time pass is being done.
WAITING: Final = timedelta(seconds=10)
MOST_MOVES: Final = 1_000


class NeverRests(AssertionError):
    """The processes of a file go on and on."""


@dataclass
class Running:
    """One process that was started."""

    definition: Definition
    state: bytes = b""
    ended: bool = False
    #: since when tasks are open, by number
    opened: dict[int, datetime] = field(default_factory=dict)


class Host:
    """Runs every process that a file starts, beside each other and by one clock.

    What one sends goes to those of the file that wait for it, and begins those that begin with
    it; a message goes to one of them, to one that waits before it begins another.
    """

    def __init__(self, definitions: Mapping[str, Definition], waits: frozenset[str]) -> None:
        self.definitions = definitions
        self.waits = waits
        self.now = BEGAN
        self.running: list[Running] = []
        #: ids of elements in the order in which they completed
        self.done: list[str] = []
        self.incident: IncidentReport | None = None

    def run(self, process: str, data: Mapping[str, Value]) -> None:
        """Start `process` and go on until everything rests. Raises NeverRests."""
        self.start(process, data)
        for _ in range(MOST_MOVES):
            if self.incident is not None or not (self._do_a_task() or self._let_time_pass()):
                return
        raise NeverRests

    def start(self, process: str, data: Mapping[str, Value], start: str = "") -> None:
        started = Running(self.definitions[process])
        self.running.append(started)
        self._make(started, StartProcess(data, start))

    def _do_a_task(self) -> bool:
        """Complete the oldest open task that takes no time."""
        for one, task in self._open():
            if task.element_id not in self.waits:
                self._make(one, CompleteTask(task.task_no, {}))
                return True
        return False

    def _let_time_pass(self) -> bool:
        """Let the clock go to what is due next: a timer, or the end of a task that takes time."""
        due: list[tuple[datetime, Running, Command]] = [
            (timer.due, one, FireTimer(timer.token_no))
            for one in self._alive()
            for timer in armed_timers(one.definition, one.state, self.now)
        ]
        due += [
            (one.opened[task.task_no] + WAITING, one, CompleteTask(task.task_no, {}))
            for one, task in self._open()
        ]
        if due:
            instant, one, command = min(due, key=itemgetter(0))
            self.now = max(self.now, instant)
            self._make(one, command)
        return bool(due)

    def _make(self, one: Running, command: Command) -> None:
        step = execute(one.definition, one.state or None, command, self.now)
        one.state, one.ended = step.state, step.status == "completed"
        one.opened |= {task.task_no: self.now for task in step.opened}
        self.incident = step.incident or self.incident
        self.done += [each.element_id for each in step.trace if each.kind == "completed"]
        for sent in step.sent:
            if not sent.taken:
                self._hand_on(one, sent)

    def _hand_on(self, sender: Running, sent: Sent) -> None:
        others = [one for one in self._alive() if one is not sender]
        waiting = [one for one in others if self._awaits(one, sent)]
        if sent.kind == "message":
            if waiting:
                self._make(waiting[0], DeliverMessage(sent.name, sent.payload, sent.correlation))
            else:
                self._begin(sent, most=1)
            return
        for one in waiting:
            self._make(one, BroadcastSignal(sent.name, sent.payload))
        self._begin(sent)

    def _awaits(self, one: Running, sent: Sent) -> bool:
        return any(
            (it.kind, it.name) == (sent.kind, sent.name)
            and (not it.correlated or it.key == sent.correlation)
            for it in all_listening(one.definition, one.state, self.now)
        )

    def _begin(self, sent: Sent, most: int | None = None) -> None:
        """Start what begins with what was sent."""
        kind = MessageEvent if sent.kind == "message" else SignalEvent
        ways = [
            (process, way)
            for process, definition in self.definitions.items()
            for way in ways_in(definition.process)
            if any(isinstance(it, kind) and it.name == sent.name for it in way.events)
        ]
        for process, way in ways[:most]:
            self.start(process, sent.payload, way.node.id)

    def _alive(self) -> list[Running]:
        return [one for one in self.running if not one.ended]

    def _open(self) -> list[tuple[Running, OpenTask]]:
        return [
            (one, task)
            for one in self._alive()
            for task in open_tasks(one.definition, one.state, self.now)
        ]
