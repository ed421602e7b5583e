"""A file of decisions that has been read, and can be evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.dmn.findings import DecisionsRefused, Finding, Findings
from service.dmn.limits import USUAL, Limits
from service.dmn.program.build import Program
from service.dmn.program.evaluation import MOST_STEPS, Evaluation, Matched, Problem
from service.dmn.program.inputs import taken
from service.dmn.reading.definitions import read_definitions
from service.dmn.reading.xml import parse
from service.errors import AlurError, Rejected
from service.feel.errors import FeelError
from service.feel.kinds import require_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.dmn.structure import Definitions, InputData, Service
    from service.values import Value


class UnknownDecision(Rejected):
    """The model has no decision or service of this id."""

    code = "dmn.unknown-decision"


class DecisionStopped(AlurError):
    """A limit of ours ended the evaluation: about that the standard has no null."""

    code = "dmn.stopped"

    def __init__(self, decision: str, element: str, problem: FeelError) -> None:
        self.element = element
        #: which limit it was, with its own sentence
        self.problem = problem
        super().__init__(decision=decision, element=element, reason=problem.code)


@dataclass(frozen=True, slots=True)
class Outcome:
    value: Value
    #: faults that became null on the way: whoever guesses nothing asks for none
    problems: tuple[Problem, ...]
    #: those of them that are about what was given: not of its type, or not allowed
    of_inputs: tuple[Problem, ...] = ()
    #: which rules of its tables counted, in the order of the evaluation
    matched: tuple[Matched, ...] = ()


class Model:
    """Decisions, functions and services, ready to be evaluated; shared between threads."""

    def __init__(self, definitions: Definitions, program: Program) -> None:
        #: what the file says
        self.definitions = definitions
        self._program = program

    def evaluate(
        self, decision_id: str, inputs: Mapping[str, Value], *, now: datetime | None = None
    ) -> Value:
        """Return the value of a decision, or of a service, as the standard has it.

        `inputs` are values by the names of input data; one that is missing is null. Faults become
        null (DMN 1.5 §10.3.2.1). Raises UnknownDecision, DecisionStopped.
        """
        return self.outcome(decision_id, inputs, now=now).value

    def outcome(
        self,
        decision_id: str,
        inputs: Mapping[str, Value],
        *,
        now: datetime | None = None,
        most_steps: int = MOST_STEPS,
    ) -> Outcome:
        """Return the value, and the faults that became null. Raises as `evaluate` does."""
        evaluation = Evaluation(now, most_steps)
        try:
            value = self._value(decision_id, inputs, evaluation)
            whole = require_whole(value, evaluation)
            return Outcome(whole, evaluation.problems, evaluation.of_inputs, evaluation.matched)
        except FeelError as problem:
            element = evaluation.stopped_at or evaluation.element or decision_id
            raise DecisionStopped(decision_id, element, problem) from problem

    def _value(
        self, decision_id: str, inputs: Mapping[str, Value], evaluation: Evaluation
    ) -> Value:
        program = self._program
        if decision_id in program.steps:
            given = taken(program, program.needed(decision_id), inputs, evaluation)
            values = program.values(program.order_of(decision_id), given, evaluation)
            return values.get(decision_id)
        service = self._service(decision_id)
        ids = (*service.input_data, *service.input_decisions)
        given = taken(program, ids, inputs, evaluation)
        return program.served(service, given, evaluation)

    def _service(self, id_: str) -> Service:
        for service in self.definitions.services:
            if service.id == id_:
                return service
        raise UnknownDecision(decision=id_)

    def names_asked(self, decision_id: str) -> tuple[str, ...]:
        """Return the names of all that a decision or service is given.

        Input data, and decisions that are given like them. Raises UnknownDecision.
        """
        program = self._program
        if decision_id in program.steps:
            ids = program.needed(decision_id)
        else:
            service = self._service(decision_id)
            ids = (*service.input_data, *service.input_decisions)
        return tuple(dict.fromkeys(program.parameter(id_).name for id_ in ids))

    def inputs_of(self, decision_id: str) -> tuple[InputData, ...]:
        """Return the input data that a decision or service reads. Raises UnknownDecision."""
        if decision_id in self._program.steps:
            wanted = set(self._program.needed(decision_id))
        else:
            wanted = set(self._service(decision_id).input_data)
        return tuple(each for each in self.definitions.inputs if each.id in wanted)


def read_decisions(raw: bytes, limits: Limits = USUAL, *, clock: bool = False) -> Model:
    """Return the model of a file of DMN 1.1 to 1.5.

    Without `clock` a model that asks for now() or today() is refused: the engine has none.
    Raises DecisionsRefused with everything that is wrong or that we do not do.
    """
    model, findings = examine(raw, limits, clock=clock)
    if findings:
        raise DecisionsRefused(findings)
    return model


def examine(
    raw: bytes, limits: Limits = USUAL, *, clock: bool = False
) -> tuple[Model, tuple[Finding, ...]]:
    """Return a model and what is wrong with it; what is wrong evaluates to null.

    For who judges a file element by element; nothing else may evaluate a model with findings.
    Raises DecisionsRefused for a file that is no XML, no DMN or too large.
    """
    findings = Findings()
    definitions = read_definitions(parse(raw, limits), findings)
    program = Program(definitions, limits, findings, clock=clock)
    return Model(definitions, program), findings.all
