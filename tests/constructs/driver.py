"""Walks the diagrams of this folder through the engine, restored from bytes after every step."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from service.diagrams import examine
from service.engine import armed_timers, compile_process, execute, open_tasks, replay
from service.engine.api import (
    BroadcastSignal,
    CompleteTask,
    DeliverMessage,
    FireTimer,
    RetryIncident,
    StartProcess,
    WaiveTask,
)
from service.engine.codec import dump, load
from service.engine.replay import Recorded

FOLDER = Path(__file__).parent

#: Are told of every walk that is made: `tests.golden` writes down what it did.
LISTENERS: list[Callable[["Walk"], object]] = []
BEGAN = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


@cache
def definitions(name):
    """Return the compiled processes of a file by id; what the gate refuses fails the test."""
    verdict = examine((FOLDER / f"{name}.bpmn").read_bytes())
    errors = [finding for finding in verdict.findings if finding.severity == "error"]
    assert not errors, errors
    assert verdict.diagram is not None
    processes = {process.id: process for process in verdict.diagram.processes}
    return {key: compile_process(process, processes) for key, process in processes.items()}


def every_definition():
    """Yield (file, process, definition) of every diagram here."""
    for file in sorted(FOLDER.glob("*.bpmn")):
        for process, definition in definitions(file.stem).items():
            yield file.stem, process, definition


def short(element):
    """Return an id without the process that it is prefixed with."""
    return element.partition(".")[2] or element


class Walk:
    """One case of a process. Elements are named by their ids without the process before them."""

    def __init__(self, file, process, start="", /, **data):
        """Begin with the element `start`; "": with what is meant where none is named."""
        self.file, self.process = file, process
        self.definition = definitions(file)[process]
        self.now = BEGAN
        self.recorded = []
        self.trace = []
        self.flows = []
        for told in LISTENERS:
            told(self)
        self._take(StartProcess(data, start and f"{process}.{start}"), None)

    # ------------------------------------------------------------ commands

    def make(self, command):
        """Execute a command; what does not fit raises and changes nothing."""
        return self._take(command, self.state)

    def _take(self, command, state):
        self.step = execute(self.definition, state, command, self.now)
        self.state = self.step.state
        self.recorded.append(Recorded(command, self.now))
        self.trace += [
            short(item.element_id) for item in self.step.trace if item.kind == "completed"
        ]
        self.flows += [short(item.element_id) for item in self.step.trace if item.kind == "flow"]
        self._restored_is_the_same()
        return self

    def complete(self, element, /, at=0, **values):
        """Complete the `at`-th open task of an element, oldest first."""
        return self.make(CompleteTask(self.number(element, at), values))

    def waive(self, element, at=0):
        return self.make(WaiveTask(self.number(element, at)))

    def deliver(self, name, key=None, /, **payload):
        return self.make(DeliverMessage(name, payload, key))

    def broadcast(self, name, /, **payload):
        return self.make(BroadcastSignal(name, payload))

    def fire(self, element=None, *, late=timedelta()):
        """Let the clock go to the next timer (of an element) and fire it."""
        timer = next(item for item in self.timers if element in (None, short(item.element_id)))
        self.now = max(self.now, timer.due) + late
        return self.make(FireTimer(timer.token_no))

    def retry(self, number=1):
        return self.make(RetryIncident(number))

    # ------------------------------------------------------------ what is

    @property
    def tasks(self):
        return open_tasks(self.definition, self.state, self.now)

    @property
    def open(self):
        """Return the elements of open tasks, oldest first."""
        return [short(task.element_id) for task in self.tasks]

    @property
    def timers(self):
        return armed_timers(self.definition, self.state, self.now)

    @property
    def waits(self):
        """Return the elements of armed timers, the next one first."""
        return [short(timer.element_id) for timer in self.timers]

    @property
    def data(self):
        """Return the data of the process."""
        return dict(load(self.definition.spec, self.state, self.now).task_tree.data)

    @property
    def completed(self):
        return self.step.status == "completed"

    @property
    def incident(self):
        """Return (code, element) of the incident that the last step raised."""
        report = self.step.incident
        return None if report is None else (report.code, short(report.element_id))

    @property
    def sent(self):
        """Return (kind, name, payload, element) of what the last step threw, in order."""
        return [
            (item.kind, item.name, dict(item.payload), short(item.element_id))
            for item in self.step.sent
        ]

    @property
    def closed(self):
        """Return how the last step closed tasks."""
        return [item.how for item in self.step.closed]

    def number(self, element, at=0):
        return [task.task_no for task in self.tasks if short(task.element_id) == element][at]

    def seen(self, element, at=0):
        """Return the data that an open task sees."""
        return [dict(task.data) for task in self.tasks if short(task.element_id) == element][at]

    # ------------------------------------------------------------ what must always hold

    def _restored_is_the_same(self):
        assert dump(load(self.definition.spec, self.state, self.now)) == self.state

    def replayed(self):
        """Return the state that the recorded commands lead to from nothing."""
        *_, last = replay(self.definition, self.recorded)
        return last.state


def wander(definition, *, moves=12):
    """Walk a process wherever it leads: complete what is open, fire what waits, send a message."""
    data = {"more": False, "x": 1, "xs": [1], "n": 1, "ok": True, "wait": "PT1H"}
    now = BEGAN
    step = execute(definition, None, StartProcess(data, definition.start), now)
    for _ in range(moves):
        if step.status != "running":
            break
        tasks = open_tasks(definition, step.state, now)
        timers = armed_timers(definition, step.state, now)
        command: CompleteTask | FireTimer
        if tasks:
            command = CompleteTask(tasks[0].task_no, {"more": False, "y": 1, "answer": 1})
        elif timers:
            now = max(now, timers[0].due)
            command = FireTimer(timers[0].token_no)
        else:
            break
        step = execute(definition, step.state, command, now)
    return step
