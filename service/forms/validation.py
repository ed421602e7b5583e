"""The one validation of answers, for pages and API alike: a marshmallow schema per form.

Built from the fields that are visible: what is hidden is neither demanded nor accepted.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from marshmallow import RAISE, Schema, ValidationError, fields

from service.forms.answers import is_empty, read_answer, value_of_nothing
from service.forms.files import check_files
from service.forms.findings import AnswerProblem, FieldsRejected
from service.forms.side_table import as_text
from service.forms.visibility import visible_fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.forms.files import FileRef
    from service.forms.findings import Problem
    from service.forms.model import Field, Form
    from service.values import Value

#: what the page gave for the answers that are being read
_CONTEXT: Final[ContextVar[Mapping[str, object]]] = ContextVar("alur_answers_context")

_REQUIRED = {
    "date": "forms.required-date",
    "time": "forms.required-time",
    "datetime": "forms.required-date",
    "select": "forms.required-choice",
    "radio": "forms.required-choice",
    "checkbox": "forms.required-tick",
    "checklist": "forms.required-choices",
    "filepicker": "forms.required-file",
}


@dataclass(frozen=True, slots=True)
class Submission:
    """Valid answers, sorted by where they may go."""

    #: enters state by value: choices, ticks, numbers, dates. Every field of the form but the
    #: files is here; None when it is hidden, empty, or in `texts` (where its id replaces None).
    #: What is not ticked is False, and a list of which nothing is chosen is empty
    values: Mapping[str, Value]
    #: goes to the side table: free text, and private answers in their plain form
    texts: Mapping[str, str]
    files: Mapping[str, tuple[FileRef, ...]]


def validate(
    form: Form,
    typed: Mapping[str, object],
    *,
    context: Mapping[str, object],
    files: Mapping[str, Sequence[FileRef]] | None = None,
) -> Submission:
    """Return what a person answered, or raise FieldsRejected with every fault.

    `context` is the task's data, the option lists that the form names, and `alur_zone` when it
    asks for moments. Raises FeelError and ContextIncomplete for faults that no answer mends.
    """
    visible = visible_fields(form, typed, context)
    answered = {key: value for key, value in typed.items() if not _is_left_out(form, key, value)}
    errors: dict[str, Problem] = {}
    loaded: dict[str, Value] = {}
    try:
        loaded = _load(tuple(visible), answered, context)
    except ValidationError as refused:
        errors.update(_problems(refused, form, visible))
    accepted, file_errors = check_files(form, visible, files or {})
    errors.update(file_errors)
    if errors:
        raise FieldsRejected(_in_order(errors, form))
    unanswered = {field.key: value_of_nothing(field) for field in visible}
    return _submission(form, unanswered | loaded, accepted)


class _Answer(fields.Field[Any]):
    """A marshmallow field that reads by the type and limits of ours."""

    def __init__(self, field: Field) -> None:
        code = _REQUIRED.get(field.type, "forms.required")
        super().__init__(
            required=field.required,
            # marshmallow would format a text; a list of our own goes through untouched.
            error_messages={"required": [(code, {})]},
        )
        self._field = field

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Value:
        try:
            return read_answer(self._field, value, _CONTEXT.get())
        except AnswerProblem as problem:
            raise ValidationError([problem.problem]) from None


class _Answers(Schema):
    class Meta:
        unknown = RAISE


def _load(
    visible: tuple[Field, ...], answered: dict[str, object], context: Mapping[str, object]
) -> dict[str, Value]:
    token = _CONTEXT.set(context)
    try:
        loaded: dict[str, Value] = _schema(visible).load(answered)
    finally:
        _CONTEXT.reset(token)
    return loaded


@lru_cache(maxsize=1024)
def _schema(visible: tuple[Field, ...]) -> Schema:
    """Return the schema of these questions; kept, for marshmallow makes a class of each."""
    questions: dict[str, fields.Field[Any]] = {
        field.key: _Answer(field) for field in visible if not field.is_file
    }
    return _Answers.from_dict(questions)()


def _is_left_out(form: Form, key: str, answer: object) -> bool:
    """Return whether a page sends this only because it cannot leave it out."""
    field = form.field(key)
    return field is not None and (is_empty(answer) or answer is False)


def _problems(
    refused: ValidationError, form: Form, visible: Sequence[Field]
) -> dict[str, Problem]:
    found: dict[str, Problem] = {}
    for key, problems in refused.messages_dict.items():
        problem = problems[0]
        # A text is marshmallow's own message about a key that the schema does not have.
        found[key] = problem if isinstance(problem, tuple) else _unexpected(key, form, visible)
    return found


def _unexpected(key: str, form: Form, visible: Sequence[Field]) -> Problem:
    field = form.field(key)
    if field is None:
        return ("forms.unknown-field", {})
    return ("forms.file-expected" if field in visible else "forms.not-applicable", {})


def _in_order(errors: Mapping[str, Problem], form: Form) -> dict[str, Problem]:
    """Return the errors in the order of the page, those of unknown fields last."""
    order = {field.key: number for number, field in enumerate(form.fields)}
    return dict(sorted(errors.items(), key=lambda item: order.get(item[0], len(order))))


def _submission(
    form: Form, loaded: Mapping[str, Value], files: Mapping[str, tuple[FileRef, ...]]
) -> Submission:
    values: dict[str, Value] = {}
    texts: dict[str, str] = {}
    for field in form.fields:
        if field.is_file:
            continue
        value = loaded.get(field.key)
        if field.goes_to_side_table:
            text = "" if value is None else as_text(value)
            texts |= {field.key: text} if text else {}
            value = None
        values[field.key] = value
    return Submission(values, texts, files)
