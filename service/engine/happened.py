"""What one command did to a running process: what its step tells, in the order it came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from service.engine.api import ArmedTimer, ClosedTask, Decided, Listening, OpenTask, Sent, Taken

if TYPE_CHECKING:
    from datetime import datetime

    from SpiffWorkflow.task import Task

    from service.engine.specs.base import FlowNode


class Running(Protocol):
    """What is asked of the process whose command this is."""

    known_number: int

    def describe(self, task: Task, kind: str) -> OpenTask: ...


class Happened:
    """Collects it while the command runs; what came and went in between leaves no word."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._trace: list[Taken] = []
        self._opened: dict[int, tuple[Task, str]] = {}
        self._closed: dict[int, ClosedTask] = {}
        self._armed: dict[int, ArmedTimer] = {}
        self._disarmed: list[int] = []
        self._listening: dict[int, Listening] = {}
        self._silenced: list[int] = []
        self._sent: list[Sent] = []
        self._decided: list[Decided] = []

    def note(
        self, kind: Literal["entered", "completed", "cancelled"], spec: FlowNode, task: Task
    ) -> None:
        if spec.traced:
            self._trace.append(Taken(kind, spec.element_id, spec.path, task.id.int))

    def note_flow(self, flow_id: str, scope: Task, task: Task) -> None:
        """Note that `task` came by a flow of the diagram."""
        path = f"{scope.task_spec.path}/{flow_id}"
        self._trace.append(Taken("flow", flow_id, path, task.id.int))

    def open_task(self, task: Task, kind: str) -> None:
        self._opened[task.id.int] = (task, kind)

    def close_task(self, task: Task, how: Literal["completed", "waived", "cancelled"]) -> None:
        number = task.id.int
        if how == "cancelled":
            self.note("cancelled", task.task_spec, task)
        if self._opened.pop(number, None) is None:
            self._closed[number] = ClosedTask(number, how)

    def arm_timer(self, task: Task, due: datetime) -> None:
        number = task.id.int
        task.internal_data["due"] = due
        self._armed[number] = ArmedTimer(number, task.task_spec.element_id, due)

    def disarm_timer(self, task: Task) -> None:
        task.internal_data.pop("due", None)
        if self._armed.pop(task.id.int, None) is None:
            self._disarmed.append(task.id.int)

    def listen(self, task: Task) -> None:
        """Note that a token began to wait for a message or a signal."""
        awaited: Listening = task.task_spec.awaits(task)
        self._listening[awaited.token_no] = awaited

    def fall_silent(self, task: Task) -> None:
        """Note that a token waits no more."""
        number = task.id.int
        if self._listening.pop(number, None) is None and number <= self._running.known_number:
            self._silenced.append(number)

    def tell(self, sent: Sent) -> None:
        self._sent.append(sent)

    def tell_decided(self, decided: Decided) -> None:
        self._decided.append(decided)

    # ------------------------------------------------------------ for the step

    def opened(self) -> tuple[OpenTask, ...]:
        """Return the tasks as they are at the end of the command."""
        return tuple(self._running.describe(task, kind) for task, kind in self._opened.values())

    def closed(self) -> tuple[ClosedTask, ...]:
        return tuple(self._closed.values())

    def armed(self) -> tuple[ArmedTimer, ...]:
        return tuple(self._armed.values())

    def disarmed(self) -> tuple[int, ...]:
        return tuple(self._disarmed)

    def listening(self) -> tuple[Listening, ...]:
        return tuple(self._listening.values())

    def silenced(self) -> tuple[int, ...]:
        return tuple(self._silenced)

    def trace(self) -> tuple[Taken, ...]:
        return tuple(self._trace)

    def sent(self) -> tuple[Sent, ...]:
        return tuple(self._sent)

    def decided(self) -> tuple[Decided, ...]:
        return tuple(self._decided)
