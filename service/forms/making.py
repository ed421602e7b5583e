"""Makes up valid answers, for `./alur play`, simulations and tests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import ceil, floor
from typing import TYPE_CHECKING, assert_never

from service.forms.answers import options_of
from service.forms.findings import NoAnswerPossible
from service.forms.visibility import items_with_visibility, visible_fields

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from service.forms.model import Field, Form

_FIRST_DAY = date(2026, 1, 1)
_DAYS = 365
#: How far a number without limits goes.
_USUAL_RANGE = 1_000
_FILLER = " contoh"


def make_answers(
    form: Form,
    context: Mapping[str, object],
    random: Random,
    given: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Return answers that `validate` takes, as a browser would post them.

    `given` answers are kept as they are; whoever plays a case decides by them. Fields that are
    not required stay empty now and then. Raises NoAnswerPossible.
    """
    typed: dict[str, object] = {}
    fixed = given or {}
    for field in form.fields:
        # Visibility only looks back, so the answers so far decide about this one.
        if field.is_file or not _is_visible(field, form, typed, context):
            continue
        if field.key in fixed:
            typed[field.key] = fixed[field.key]
        elif field.required or random.random() < 0.8:  # noqa: PLR2004 - most people fill in most
            typed[field.key] = _answer(field, context, random)
    return typed


def make_file_names(
    form: Form, typed: Mapping[str, object], context: Mapping[str, object]
) -> dict[str, tuple[str, ...]]:
    """Return a file name for each file that the form asks for, given the answers."""
    return {
        field.key: (f"contoh-{field.key}{(field.limits.accept or ('.pdf',))[0]}",)
        for field in visible_fields(form, typed, context)
        if field.is_file
    }


def _is_visible(
    field: Field, form: Form, typed: Mapping[str, object], context: Mapping[str, object]
) -> bool:
    items = items_with_visibility(form, typed, context)
    return next(visible for item, visible in items if item is field)


def _answer(field: Field, context: Mapping[str, object], random: Random) -> object:  # noqa: PLR0911
    match field.type:
        case "textfield" | "textarea":
            return _text(field)
        case "number":
            return _number(field, random)
        case "date":
            return _day(random)
        case "time":
            return _time(random)
        case "datetime":
            return f"{_day(random)}T{_time(random)}"
        case "select" | "radio":
            return random.choice(_values(field, context)) if _values(field, context) else ""
        case "checkbox":
            return field.required or random.random() < 0.5  # noqa: PLR2004 - a coin
        case "checklist":
            return _chosen(_values(field, context), random, at_least=int(field.required))
        case "filepicker":
            raise AssertionError(field.key)
        case _:
            assert_never(field.type)


def _values(field: Field, context: Mapping[str, object]) -> list[str]:
    values = [option.value for option in options_of(field, context)]
    if field.required and not values:
        raise NoAnswerPossible(key=field.key)
    return values


def _chosen(values: list[str], random: Random, *, at_least: int) -> list[str]:
    """Return some of `values` in their order, as a page would post them."""
    chosen = set(random.sample(values, random.randint(min(at_least, len(values)), len(values))))
    return [value for value in values if value in chosen]


def _text(field: Field) -> str:
    shortest, longest = field.limits.min_length or 0, field.limits.max_length
    if longest == 0:
        if field.required:
            raise NoAnswerPossible(key=field.key)
        return ""
    text = f"Contoh {field.label.lower()}"
    text += _FILLER * -(-(shortest - len(text)) // len(_FILLER)) if len(text) < shortest else ""
    cut = (text if longest is None else text[:longest]).strip()
    return cut.ljust(shortest, ".")


def _number(field: Field, random: Random) -> str:
    limits = field.limits
    low, high = _range(limits.minimum, limits.maximum)
    scale = 10 ** (limits.decimals if limits.decimals is not None else 0)
    first, last = ceil(low * scale), floor(high * scale)
    if first > last:
        raise NoAnswerPossible(key=field.key)
    number = Decimal(random.randint(first, last)) / scale
    return format(number, "f").replace(".", ",")


def _range(low: int | Decimal | None, high: int | Decimal | None) -> tuple[Decimal, Decimal]:
    if low is not None:
        first = Decimal(low)
        return first, Decimal(high) if high is not None else first + _USUAL_RANGE
    last = Decimal(_USUAL_RANGE if high is None else high)
    return min(Decimal(0), last), last


def _day(random: Random) -> str:
    return (_FIRST_DAY + timedelta(days=random.randrange(_DAYS))).isoformat()


def _time(random: Random) -> str:
    return f"{random.randrange(8, 16):02}:{random.choice((0, 15, 30, 45)):02}"
