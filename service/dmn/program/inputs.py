"""What a decision is given: values by the names of inputs, held to their types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.feel import type_forms
from service.feel.errors import FeelError, ValueTooLarge
from service.feel.kinds import DEEPEST_VALUE
from service.feel.types import coerced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.dmn.program.build import Program
    from service.dmn.program.evaluation import Evaluation
    from service.feel.type_forms import Type
    from service.values import Value


class InputNotAllowed(FeelError):
    """An input has a value that its type does not list."""

    code = "dmn.input-not-allowed"


def taken(
    program: Program, ids: Iterable[str], inputs: Mapping[str, Value], evaluation: Evaluation
) -> dict[str, Value]:
    """Return the values of inputs, and of decisions that are given like inputs, by id.

    What does not conform to its type, or is not among the values that the type allows, is null.
    """
    given: dict[str, Value] = {}
    for id_ in ids:
        parameter = program.parameter(id_)
        evaluation.element = id_
        value = coerced(inputs.get(parameter.name), parameter.type, evaluation)
        if not _is_allowed(program, value, parameter.type, evaluation, DEEPEST_VALUE):
            evaluation.note(InputNotAllowed(name=parameter.name))
            value = None
        given[id_] = value
    evaluation.element = ""
    evaluation.of_inputs = evaluation.problems
    return given


def _is_allowed(
    program: Program, value: Value, type_: Type, evaluation: Evaluation, depth: int
) -> bool:
    if depth == 0:
        raise ValueTooLarge(limit=DEEPEST_VALUE)
    if value is None:
        return True
    match type_:
        case type_forms.Allowed(base, values):
            test = program.allowed[values]
            return _is_allowed(program, value, base, evaluation, depth - 1) and (
                test is None or test.run({"?": value}, evaluation) is True
            )
        case type_forms.ListOf(item):
            return all(_is_allowed(program, each, item, evaluation, depth - 1) for each in value)
        case type_forms.ContextOf(entries):
            return all(
                _is_allowed(program, value[name], entry, evaluation, depth - 1)
                for name, entry in entries
            )
        case _:
            return True
