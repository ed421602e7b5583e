"""Standard loop (BPMN 2.0.2 §13.3.6): the activity again while the condition holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.specs.base import Replacement
from service.engine.specs.host import Host

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from service.feel import Expression
    from service.values import Value


class StandardLoopHost(Host):
    """One instance after the other; all of them write the enclosing data."""

    replaces = Replacement(
        "StandardLoopTask",
        "keeps every finished round in the tree",
        "tests/constructs/test_standard_loop.py",
    )
    decides = True
    condition: Expression
    maximum: int | None
    test_before: bool

    def begin(self, task: Task) -> None:
        if self.test_before and not self.holds(self.condition, task.workflow.data_of(task)):
            task.complete()
            return
        self.spawn(task)

    def decide(self, task: Task, data: dict[str, Value], index: int) -> None:
        del data, index
        more = self.maximum is None or task.internal_data["done"] < self.maximum
        if more and self.holds(self.condition, task.workflow.data_of(task)):
            self.spawn(task)
        else:
            task.complete()
