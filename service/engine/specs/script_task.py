"""Script tasks (BPMN 2.0.2 §10.3.3.6, §13.3.3): the engine computes values, in FEEL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.specs.base import FlowNode, Replacement

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.feel import Expression
    from service.values import Value


class ScriptNode(FlowNode):
    """An automatic step; a fault in its script is an incident that can be retried."""

    replaces = Replacement(
        "ScriptTask",
        "executes Python, whatever language the diagram names",
        "tests/constructs/test_script_task.py",
    )

    automatic = True

    def __init__(
        self,
        spec: BpmnProcessSpec,
        name: str,
        element_id: str,
        path: str,
        script: Expression,
        result: str | None,
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.script = script
        self.result = result

    def enter(self, task: Task) -> None:
        instance = task.workflow
        value = self.evaluate(self.script, instance.data_of(task))
        # Without a variable for it the gate lets nothing but a context through.
        values: dict[str, Value] = dict(value) if self.result is None else {self.result: value}
        instance.write(task, values, self.element_id)
        super().enter(task)
