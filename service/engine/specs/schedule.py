"""When a timer is due: decided when it is armed, from the command's instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from service.diagrams.timer_text import not_negative, read_timer
from service.engine.faults import ProcessFault
from service.errors import Rejected
from service.feel import compile_expression
from service.feel.iso8601 import Duration, OutOfCalendar, Repetition, parse_repetition

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
        zone = task.workflow.zone
        timer = self._timer(node, task)
        try:
            match timer:
                case datetime():
                    due = timer
                case Duration():
                    due = timer.after(now, zone)
                case Repetition():
                    task.internal_data.update(since=now, fired=0)
                    if self.expression is not None:
                        # Its value may be another one when the next firing is armed.
                        task.internal_data["cycle"] = _written(timer)
                    due = timer.due(now, 1, zone) or now
        except Rejected as problem:
            raise ProcessFault(problem.code, node.element_id, **problem.params) from problem
        task.workflow.did.arm_timer(task, due)

    def rearm(self, task: Task) -> bool:
        """Arm the next firing of a cycle and return whether there is one.

        Firings that were missed fall out: a worker that was away finds one, not a hundred. A
        cycle whose next firing lies outside the calendar has none.
        """
        internal, now = task.internal_data, task.workflow.now
        timer = parse_repetition(internal["cycle"]) if "cycle" in internal else self.fixed
        if not isinstance(timer, Repetition):
            return False
        number = max(internal["fired"] + 1, _passed(timer, internal["since"], now))
        try:
            while True:
                internal["fired"] = number
                number += 1
                due = timer.due(internal["since"], number, task.workflow.zone)
                if due is None or due > now:
                    break
        except OutOfCalendar:
            return False
        if due is not None:
            task.workflow.did.arm_timer(task, due)
        return due is not None

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


def _passed(timer: Repetition, since: datetime, now: datetime) -> int:
    """Return a number of firings that surely lie behind `now`, so that few are tried one by one.

    R/2000-01-01T00:00:00Z/PT1M has fired fourteen million times.
    """
    longest = timedelta(days=31 * timer.every.months) + timer.every.time
    return max(0, (now - (timer.start or since)) // longest - 1)


def _written(timer: Repetition) -> str:
    start = "" if timer.start is None else f"{timer.start.isoformat()}/"
    return f"R{'' if timer.count is None else timer.count}/{start}{timer.every}"
