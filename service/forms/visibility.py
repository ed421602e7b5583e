"""Which items of a form are there to be answered, by its conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.feel.errors import NotATrueOrFalse
from service.feel.kinds import kind_of
from service.forms.answers import is_empty, read_answer, value_of_nothing
from service.forms.findings import AnswerProblem
from service.forms.model import Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.feel import Expression
    from service.forms.model import Form, Item
    from service.values import Value


def items_with_visibility(
    form: Form, typed: Mapping[str, object], context: Mapping[str, object]
) -> Iterator[tuple[Item, bool]]:
    """Yield every item in order, with whether it is visible.

    A condition sees the variables of the process and the answers above it. An answer that is
    wrong or hidden itself is null there, as is an empty one of a field that has no other way to
    say nothing; a condition that is null hides nothing.
    Raises FeelError when a condition cannot be evaluated.
    """
    scope: dict[str, Value] = {**context, **dict.fromkeys(_keys(form))}
    for item in form.items:
        visible = not any(_is_true(hide, scope) for hide in item.hides)
        if visible and isinstance(item, Field) and not item.is_file:
            scope[item.key] = _value_so_far(item, typed.get(item.key), context)
        yield item, visible


def visible_fields(
    form: Form, typed: Mapping[str, object], context: Mapping[str, object]
) -> tuple[Field, ...]:
    """Return the fields that are there to be answered, given the answers so far."""
    items = items_with_visibility(form, typed, context)
    return tuple(item for item, visible in items if visible and isinstance(item, Field))


def depends_on_answers(item: Item, form: Form) -> bool:
    """Return whether other answers of the same form can make `item` come and go."""
    return any(hide.names & _keys(form) for hide in item.hides)


def _keys(form: Form) -> frozenset[str]:
    return frozenset(field.key for field in form.fields)


def _is_true(hide: Expression, scope: Mapping[str, Value]) -> bool:
    answer = hide.evaluate(scope)
    if answer is None or isinstance(answer, bool):
        return answer is True
    raise NotATrueOrFalse(kind=kind_of(answer))


def _value_so_far(field: Field, answer: object, context: Mapping[str, object]) -> Value:
    if is_empty(answer):
        return value_of_nothing(field)
    try:
        return read_answer(field, answer, context)
    except AnswerProblem:
        return None
