"""When a timer is due: decided when it is armed, from the command's instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from service.diagrams.timer_text import not_negative, read_timer
from service.engine.faults import ProcessFault
from service.errors import Rejected
from service.feel import compile_expression
from service.feel.iso8601 import Duration, Repetition

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from service.diagrams.model import TimerEvent
    from service.diagrams.timer_text import Timer
    from service.engine.specs.base import FlowNode
    from service.feel import Expression
    from service.values import Value


@dataclass(frozen=True, slots=True)
class Schedule:
    """A timer's text, read; a text that begins with "=" is FEEL and read when it is armed."""

    kind: Literal["date", "duration", "cycle"]
    fixed: Timer | None
    expression: Expression | None

    @classmethod
    def of(cls, event: TimerEvent) -> Schedule:
        if event.text.startswith("="):
            return cls(event.kind, None, compile_expression(event.text.removeprefix("=")))
        return cls(event.kind, read_timer(event.kind, event.text), None)

    def arm(self, node: FlowNode, task: Task) -> None:
        """Arm `task`. Raises ProcessFault at `node` when the value is no timer."""
        now: datetime = task.workflow.now
        timer = self._timer(node, task)
        match timer:
            case datetime():
                due = timer
            case Duration():
                due = timer.after(now)
            case Repetition():
                task.internal_data.update(since=now, fired=0)
                due = timer.due(now, 1) or now
        task.workflow.arm_timer(task, due)

    def rearm(self, task: Task) -> bool:
        """Arm the next firing of a cycle and return whether there is one.

        Firings that were missed fall out: a worker that was away finds one, not a hundred.
        """
        if not isinstance(self.fixed, Repetition):
            return False
        internal, now = task.internal_data, task.workflow.now
        number = internal["fired"] + 1
        while True:
            internal["fired"] = number
            number += 1
            due = self.fixed.due(internal["since"], number)
            if due is None:
                return False
            if due > now:
                task.workflow.arm_timer(task, due)
                return True

    def _timer(self, node: FlowNode, task: Task) -> Timer:
        if self.expression is None:
            assert self.fixed is not None  # noqa: S101 - `of` gives one of the two
            return self.fixed
        value = node.evaluate(self.expression, task.workflow.data_of(task))
        try:
            return self._of_value(value)
        except Rejected as problem:
            raise ProcessFault(
                problem.code, node.element_id, expression=self.expression.text, **problem.params
            ) from problem

    def _of_value(self, value: Value) -> Timer:
        if isinstance(value, str):
            return read_timer(self.kind, value)
        if self.kind == "date" and isinstance(value, datetime):
            return value
        if self.kind == "duration" and isinstance(value, Duration):
            return not_negative(value, str(value))
        return read_timer(self.kind, str(value))
