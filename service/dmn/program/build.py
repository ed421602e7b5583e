"""Makes functions of the decisions, functions and services of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from service.dmn.program import graph
from service.dmn.program.logic import LogicMaker
from service.dmn.program.names import entries_of
from service.dmn.program.texts import Texts
from service.dmn.program.types import Types, result_of
from service.dmn.structure import Decision, Knowledge, Service
from service.feel.closures import Setting
from service.feel.closures.calls import defined
from service.feel.errors import WrongArguments
from service.feel.types import adapted, coerced
from service.feel.values import Function, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.dmn.findings import Findings
    from service.dmn.limits import Limits
    from service.dmn.program.texts import Made
    from service.dmn.structure import Definitions, Requirements
    from service.feel.budget import Budget
    from service.feel.type_forms import Type
    from service.values import Value

#: Levels of calls that a function or service of a model takes beside those of its own logic.
_CALL_LEVELS = 5


class Step(NamedTuple):
    """How one decision is made."""

    name: str
    type: Type
    #: ids and names of the inputs and decisions that it reads
    reads: tuple[tuple[str, str], ...]
    #: the functions that it may call
    functions: Mapping[str, Function]
    #: None: nobody said how it is made, so it is given like an input
    made: Made | None


class Program:
    """The functions of a model, shared between threads."""

    def __init__(
        self, definitions: Definitions, limits: Limits, findings: Findings, *, clock: bool
    ) -> None:
        types = Types(definitions.types, findings)
        entries = entries_of(definitions) | types.entries
        setting = Setting(standard=True, types=types.by_name)
        texts = Texts(entries, setting, findings, limits=limits, clock=clock)
        self._types = types
        self._findings = findings
        self._logic = LogicMaker(texts, types)
        self.inputs = {
            each.id: Parameter(each.variable.name, types.of(each.variable.type, each.id))
            for each in definitions.inputs
        }
        self._variables = {each.id: each.variable.name for each in definitions.inputs}
        self._variables |= {each.id: each.variable.name for each in definitions.decisions}
        self.steps: dict[str, Step] = {}
        self.functions: dict[str, Function] = {}
        self._names: dict[str, str] = {}
        self._orders: dict[str, tuple[str, ...]] = {}
        elements: dict[str, Decision | Knowledge | Service] = {}
        elements |= {each.id: each for each in definitions.decisions}
        elements |= {each.id: each for each in definitions.knowledge}
        elements |= {each.id: each for each in definitions.services}
        for id_ in graph.judge(definitions, limits, findings):
            self._build(elements[id_])
        #: which values a restricted type allows, by the element that lists them
        self.allowed = {
            element: texts.tests(text, frozenset({"?"})) for element, text in types.allowed.items()
        }

    def _build(self, element: Decision | Knowledge | Service) -> None:
        match element:
            case Decision():
                self._decision(element)
            case Knowledge():
                self._knowledge(element)
            case Service():
                self._service(element)
        self._names[element.id] = element.variable.name

    def _decision(self, element: Decision) -> None:
        functions = self._functions_of(element.requires)
        reads = tuple(
            (id_, self._variables[id_])
            for id_ in (*element.requires.inputs, *element.requires.decisions)
            if id_ in self._variables
        )
        names = frozenset(functions) | {name for _, name in reads}
        if len(names) < len(functions) + len(reads):
            self._findings.add("name-twice", element.id)
        made = None if element.logic is None else self._logic.made(element.logic, names)
        self.steps[element.id] = Step(
            element.variable.name,
            self._types.of(element.variable.type, element.id),
            reads,
            functions,
            made,
        )

    def _functions_of(self, requires: Requirements) -> dict[str, Function]:
        return {
            self._names[id_]: self.functions[id_]
            for id_ in requires.knowledge
            if id_ in self.functions
        }

    def _knowledge(self, element: Knowledge) -> None:
        functions = self._functions_of(element.requires)
        if element.function is None:
            return
        parameters, body = self._logic.function(element.function, frozenset(functions))
        plain = defined(parameters, body.run, functions, body.levels + _CALL_LEVELS)
        type_ = result_of(self._types.of(element.variable.type, element.id))

        def run(arguments: Sequence[Value], budget: Budget) -> Value:
            return coerced(plain.run(arguments, budget), type_, budget)

        self.functions[element.id] = Function(parameters, type_, run)

    def _service(self, element: Service) -> None:
        ids = (*element.input_data, *element.input_decisions)
        parameters = tuple(self.parameter(id_) for id_ in ids)
        type_ = result_of(self._types.of(element.variable.type, element.id))

        def run(arguments: Sequence[Value], budget: Budget) -> Value:
            if len(arguments) != len(parameters):
                raise WrongArguments(function=element.name, given=len(arguments))
            given = {
                id_: adapted(value, parameter.type, budget)
                for id_, parameter, value in zip(ids, parameters, arguments, strict=True)
            }
            budget.descend(_CALL_LEVELS)
            try:
                return self.served(element, given, budget)
            finally:
                budget.descend(-_CALL_LEVELS)

        self.functions[element.id] = Function(parameters, type_, run)

    def served(self, service: Service, given: Mapping[str, Value], budget: Budget) -> Value:
        """Return what a service gives: its one output, or of several a context by their names."""
        if service.id not in self._orders:
            self._orders[service.id] = self._order(service.outputs, frozenset(given))
        values = self.values(self._orders[service.id], given, budget)
        outputs = {self._variables[id_]: values.get(id_) for id_ in service.outputs}
        value = next(iter(outputs.values())) if len(outputs) == 1 else outputs
        type_ = result_of(self._types.of(service.variable.type, service.id))
        return coerced(value, type_, budget)

    def parameter(self, id_: str) -> Parameter:
        """Return the variable of an input or decision as a parameter."""
        if id_ in self.inputs:
            return self.inputs[id_]
        name = self._variables.get(id_, "")
        step = self.steps.get(id_)
        return Parameter(name, self._types.of(None, id_) if step is None else step.type)

    def order_of(self, decision_id: str) -> tuple[str, ...]:
        """Return all decisions that one needs, and itself, in an order in which they are made.

        Worked out when it is first asked for: of all decisions it would be the square of them.
        """
        if decision_id not in self._orders:
            self._orders[decision_id] = self._order((decision_id,), frozenset())
        return self._orders[decision_id]

    def _order(self, wanted: Iterable[str], given: frozenset[str]) -> tuple[str, ...]:
        """Return all decisions that the wanted ones need, each behind those that it needs."""
        order: dict[str, None] = {}
        path = [(id_, False) for id_ in wanted]
        while path:
            id_, done = path.pop()
            if done:
                order.setdefault(id_)
            elif id_ in self.steps and id_ not in order and id_ not in given:
                path.append((id_, True))
                path.extend((needed, False) for needed, _ in self.steps[id_].reads)
        return tuple(order)

    def needed(self, decision_id: str) -> tuple[str, ...]:
        """Return the ids of all that has to be given before a decision can be made."""
        order = self.order_of(decision_id)
        read = {id_: None for each in order for id_, _ in self.steps[each].reads}
        undecided = (id_ for id_ in order if self.steps[id_].made is None)
        return (*(id_ for id_ in read if id_ in self.inputs), *undecided)

    def values(
        self, order: Iterable[str], given: Mapping[str, Value], budget: Budget
    ) -> Mapping[str, Value]:
        """Return the values of decisions, made one after the other of what is given."""
        values = dict(given)
        for id_ in order:
            step = self.steps[id_]
            budget.spend(1 + len(step.reads) + len(step.functions))
            if step.made is None:
                values.setdefault(id_, None)
                continue
            scope: dict[str, Value] = dict(step.functions)
            scope.update({name: values.get(read) for read, name in step.reads})
            values[id_] = coerced(step.made.run(scope, budget), step.type, budget)
        return values
