"""Business rule tasks (BPMN 2.0.2 §10.3.3.5, §13.3.3): the engine evaluates a decision of DMN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.dmn import DecisionStopped
from service.dmn.structure import DecisionTable
from service.engine.api import Decided
from service.engine.faults import ProcessFault
from service.engine.specs.base import FlowNode, Replacement
from service.feel.budget import MOST_STEPS

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.dmn import Model, Outcome
    from service.feel import Expression
    from service.values import Value


class RuleNode(FlowNode):
    """An automatic step; what does not fit the decision that it is given to is an incident.

    Inside the decision null stands for a fault, as DMN has it (10.3.2.1). But a process goes on
    with no answer that is null because of a fault, or because no rule or too many matched: that
    is an incident, too.
    """

    replaces = Replacement(
        "BusinessRuleTaskMixin",
        "evaluates the cells of decision tables as Python",
        "tests/constructs/test_business_rule_task.py",
    )

    automatic = True

    def __init__(  # noqa: PLR0913 - what the diagram says of it
        self,
        spec: BpmnProcessSpec,
        name: str,
        element_id: str,
        path: str,
        *,
        model: Model,
        rules: str,
        decision: str,
        arguments: tuple[tuple[str, Expression], ...],
        result: str,
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.model = model
        #: the text of the model, by which two tasks are compared
        self.rules = rules
        self.decision = decision
        self.arguments = arguments
        self.result = result

    def enter(self, task: Task) -> None:
        instance = task.workflow
        data = instance.data_of(task)
        inputs = {name: self.evaluate(given, data) for name, given in self.arguments}
        outcome = self._decided(inputs)
        instance.write(task, {self.result: outcome.value}, self.element_id)
        instance.did.tell_decided(Decided(self.path, outcome.value, self._rules_of(outcome)))
        super().enter(task)

    def _decided(self, inputs: dict[str, Value]) -> Outcome:
        """Return the outcome of the decision. Raises ProcessFault."""
        try:
            outcome = self.model.outcome(self.decision, inputs, most_steps=MOST_STEPS)
        except DecisionStopped as stopped:
            code, params = stopped.problem.code, stopped.problem.params
            raise self._fault(code, stopped.element, params) from stopped
        problems = outcome.problems if outcome.value is None else outcome.of_inputs
        if problems:
            first = problems[0]
            raise self._fault(first.code, first.element, first.params)
        return outcome

    def _rules_of(self, outcome: Outcome) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return which rules matched in the decisions that are tables, not in what they call."""
        names = {
            it.logic.element: it.name
            for it in self.model.definitions.decisions
            if isinstance(it.logic, DecisionTable)
        }
        return tuple((names[it.table], it.rules) for it in outcome.matched if it.table in names)

    def _fault(self, code: str, place: str, params: object) -> ProcessFault:
        given = {"expression": f"{self.decision}: {place}", **dict(params)}  # type: ignore[call-overload]
        return ProcessFault(code, self.element_id, **given)
