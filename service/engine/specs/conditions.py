"""Conditional events (BPMN 2.0.2 §10.5.4, §10.5.5, §13.5.2, §13.5.3).

A condition is looked at when nothing moves by itself any more, after whatever a command wrote. An
intermediate event, and a boundary event that interrupts, goes when its condition is true, at its
arming or later; one that does not interrupt goes each time that it becomes true. What names a
variable that does not exist yet, or is null, is not true yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.specs.base import Replacement
from service.engine.specs.boundary_events import Boundary
from service.engine.specs.waits import Wait
from service.feel import FeelError, evaluate_condition
from service.feel.errors import NotATrueOrFalse, UnknownVariable

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.feel import Expression
    from service.values import Value


class ConditionWait(Wait):
    """An intermediate event that waits until its condition is true."""

    replaces = Replacement(
        "IntermediateCatchEvent",
        "looks at a condition while branches still move by themselves",
        "tests/constructs/test_conditional_events.py",
    )

    def __init__(
        self, spec: BpmnProcessSpec, name: str, element_id: str, path: str, condition: Expression
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.condition = condition

    def happens(self, task: Task) -> bool:
        """Return whether the event goes now. Raises ProcessFault."""
        return self._is_true(task)

    def _is_true(self, task: Task) -> bool:
        try:
            return evaluate_condition(self.condition, task.workflow.data_of(task))
        except UnknownVariable:
            return False
        except NotATrueOrFalse as problem:
            if problem.params["kind"] == "null":
                return False
            raise self.fault(problem.code, self.condition, problem) from problem
        except FeelError as problem:
            raise self.fault(problem.code, self.condition, problem) from problem


class ConditionBoundary(Boundary, ConditionWait):
    """Looked at as long as its activity is open."""

    replaces = Replacement(
        "BoundaryEvent",
        "does not go each time that the condition of a non-interrupting event becomes true",
        "tests/constructs/test_conditional_events.py",
    )

    def happens(self, task: Task) -> bool:
        is_true = self._is_true(task)
        if self.interrupting:
            return is_true
        internal = task.internal_data
        was_true = "true" in internal
        if is_true:
            internal["true"] = 1
        else:
            internal.pop("true", None)
        return is_true and not was_true

    def fire(self, task: Task, payload: dict[str, Value]) -> None:
        self.release(task, payload, keep=True)
