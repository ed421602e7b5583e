"""What one typed answer means: reading it by the type and limits of its field, writing it back.

An answer comes as text from a page, or as a JSON value from the API; both mean the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, assert_never
from zoneinfo import ZoneInfo

from service.forms.findings import AnswerProblem, ContextIncomplete
from service.forms.model import Option
from service.forms.questions import MOST_DECIMALS
from service.plain_text import is_plain, is_plain_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.forms.model import Field
    from service.values import Value

#: What the page gives besides task data: the zone of the office, for times of day.
ZONE_NAME = "alur_zone"
#: Digits before the decimal comma; 999 trillion rupiah has 15.
_MOST_WHOLE_DIGITS = 18
#: Years outside are slips of the hand in a date field.
_YEARS = range(1900, 2200)

_GROUPED = re.compile(r"(-?\d{1,3}(?:\.\d{3})+)(?:,(\d+))?", re.ASCII)
_PLAIN = re.compile(r"(-?\d+)(?:,(\d+))?", re.ASCII)
_WITH_POINT = re.compile(r"-?\d+\.\d+", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d(?::\d\d)?", re.ASCII)
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?", re.ASCII)
_WITH_OFFSET = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)", re.ASCII
)


def is_empty(answer: object) -> bool:
    """Return whether nothing was answered; an unticked checkbox is an answer."""
    if isinstance(answer, str):
        return not answer.strip()
    return answer is None or (isinstance(answer, list | tuple) and not answer)


def value_of_nothing(field: Field) -> Value:
    """Return what a visible field without an answer means: not ticked, none chosen, or null."""
    match field.type:
        case "checkbox":
            return False
        case "checklist":
            return []
        case _:
            return None


def read_answer(field: Field, answer: object, context: Mapping[str, object]) -> Value:  # noqa: PLR0911
    """Return the value of a non-empty `answer`. Raises AnswerProblem, ContextIncomplete."""
    match field.type:
        case "textfield" | "textarea":
            return _read_text(field, answer)
        case "number":
            return _read_number(field, answer)
        case "date":
            return _read_date(answer)
        case "time":
            return _read_time(answer)
        case "datetime":
            return _read_instant(answer, context)
        case "select" | "radio":
            return _read_choice(field, answer, context)
        case "checkbox":
            return _read_tick(answer)
        case "checklist":
            return _read_choices(field, answer, context)
        case "filepicker":
            raise AnswerProblem("forms.unknown-field")
        case _:
            assert_never(field.type)


def options_of(field: Field, context: Mapping[str, object]) -> tuple[Option, ...]:
    """Return the options of a choice, from the form or from the list that the page gives.

    That list holds Option values, or mappings with "value" and "label". Raises
    ContextIncomplete when it is missing.
    """
    if field.options_source is None:
        return field.options
    given = context.get(field.options_source)
    if not isinstance(given, list | tuple):
        raise ContextIncomplete(name=field.options_source)
    return tuple(map(_option, given))


def zone_of(context: Mapping[str, object]) -> ZoneInfo:
    """Return the zone of the office. Raises ContextIncomplete when the page gave none."""
    given = context.get(ZONE_NAME)
    if isinstance(given, ZoneInfo):
        return given
    if isinstance(given, str):
        return ZoneInfo(given)
    raise ContextIncomplete(name=ZONE_NAME)


def written(  # noqa: PLR0911 - one spelling per kind
    field: Field, answer: object, context: Mapping[str, object]
) -> str:
    """Return `answer` as it stands in a field of one line or paragraph: 12,5 and 2026-11-23."""
    match answer:
        case None:
            return ""
        case bool():
            return "true" if answer else "false"
        case int() | float() | Decimal():
            return format(Decimal(str(answer)), "f").replace(".", ",")
        case datetime() if field.type == "datetime":
            return answer.astimezone(zone_of(context)).strftime("%Y-%m-%dT%H:%M")
        case date():
            return answer.isoformat()
        case time():
            return answer.isoformat("minutes")
        case _:
            return str(answer)


def _option(entry: object) -> Option:
    if isinstance(entry, Option):
        return entry
    if isinstance(entry, Mapping):
        return Option(str(entry["value"]), str(entry["label"]))
    raise TypeError(entry)


def _read_text(field: Field, answer: object) -> str:
    if not isinstance(answer, str):
        raise AnswerProblem("forms.not-text")
    text = unicodedata.normalize("NFC", answer.replace("\r\n", "\n").replace("\r", "\n")).strip()
    plain = is_plain_line(text) if field.type == "textfield" else is_plain(text)
    if not plain:
        raise AnswerProblem("forms.not-plain-text")
    shortest, longest = field.limits.min_length, field.limits.max_length
    if shortest is not None and len(text) < shortest:
        raise AnswerProblem("forms.text-too-short", limit=shortest, length=len(text))
    if longest is not None and len(text) > longest:
        raise AnswerProblem("forms.text-too-long", limit=longest, length=len(text))
    return text


def _read_number(field: Field, answer: object) -> int | Decimal:
    number = _number(answer)
    limits = field.limits
    decimals = MOST_DECIMALS if limits.decimals is None else limits.decimals
    if abs(number) >= 10**_MOST_WHOLE_DIGITS:
        raise AnswerProblem("forms.number-too-long", limit=_MOST_WHOLE_DIGITS)
    if number != round(number, decimals):
        code = "forms.too-many-decimals" if decimals else "forms.not-whole"
        raise AnswerProblem(code, limit=decimals)
    if limits.minimum is not None and number < limits.minimum:
        raise AnswerProblem("forms.number-too-small", limit=_shown(limits.minimum))
    if limits.maximum is not None and number > limits.maximum:
        raise AnswerProblem("forms.number-too-large", limit=_shown(limits.maximum))
    return int(number) if number == int(number) else number


def _number(answer: object) -> Decimal:
    if isinstance(answer, str):
        return _typed_number(answer.strip())
    if isinstance(answer, bool) or not isinstance(answer, int | float | Decimal):
        raise AnswerProblem("forms.not-a-number")
    number = Decimal(str(answer))
    # Beyond this, a power of ten alone would make a number of a million digits.
    if not number.is_finite() or abs(number.adjusted()) > 2 * _MOST_WHOLE_DIGITS:
        raise AnswerProblem("forms.not-a-number")
    return number.normalize()


def _typed_number(text: str) -> Decimal:
    """Return a number in Indonesian spelling: 1.500.000 and 1500000, 12,5 with a comma."""
    if len(text) <= 3 * _MOST_WHOLE_DIGITS:
        match = _GROUPED.fullmatch(text) or _PLAIN.fullmatch(text)
        if match:
            return Decimal(match[1].replace(".", "") + "." + (match[2] or "0")).normalize()
        if _WITH_POINT.fullmatch(text):
            raise AnswerProblem("forms.decimal-point", instead=text.replace(".", ","))
    raise AnswerProblem("forms.not-a-number")


def _shown(number: int | Decimal) -> str:
    return format(number, "f").replace(".", ",") if isinstance(number, Decimal) else str(number)


def _read_date(answer: object) -> date:
    if isinstance(answer, date) and not isinstance(answer, datetime):
        return _plausible(answer)
    try:
        if isinstance(answer, str) and _DATE.fullmatch(answer.strip()):
            return _plausible(date.fromisoformat(answer.strip()))
    except ValueError:
        pass
    raise AnswerProblem("forms.not-a-date")


def _plausible(day: date) -> date:
    if day.year not in _YEARS:
        raise AnswerProblem("forms.year-out-of-range", first=_YEARS.start, last=_YEARS.stop - 1)
    return day


def _read_time(answer: object) -> time:
    if isinstance(answer, time) and answer.tzinfo is None:
        return answer
    try:
        if isinstance(answer, str) and _TIME.fullmatch(answer.strip()):
            return time.fromisoformat(answer.strip())
    except ValueError:
        pass
    raise AnswerProblem("forms.not-a-time")


def _read_instant(answer: object, context: Mapping[str, object]) -> datetime:
    """Return a moment in UTC; one without offset is of the office's zone."""
    if isinstance(answer, datetime) and answer.tzinfo is not None:
        return _plausible_instant(answer)
    text = answer.strip() if isinstance(answer, str) else ""
    try:
        if _WITH_OFFSET.fullmatch(text):
            return _plausible_instant(datetime.fromisoformat(text))
        if _LOCAL.fullmatch(text):
            return _plausible_instant(
                datetime.fromisoformat(text).replace(tzinfo=zone_of(context))
            )
    except (ValueError, OverflowError):
        pass
    raise AnswerProblem("forms.not-an-instant")


def _plausible_instant(instant: datetime) -> datetime:
    _plausible(instant.date())
    return instant.astimezone(UTC)


def _read_choice(field: Field, answer: object, context: Mapping[str, object]) -> str:
    if isinstance(answer, str) and answer in {it.value for it in options_of(field, context)}:
        return answer
    raise AnswerProblem("forms.not-an-option")


def _read_choices(field: Field, answer: object, context: Mapping[str, object]) -> list[str]:
    """Return the chosen values, each once, in the order of the options."""
    if not isinstance(answer, list | tuple) or not all(isinstance(it, str) for it in answer):
        raise AnswerProblem("forms.not-an-option")
    offered = [option.value for option in options_of(field, context)]
    chosen: Sequence[str] = answer
    if set(chosen) <= set(offered) and len(set(chosen)) == len(chosen):
        return [value for value in offered if value in chosen]
    raise AnswerProblem("forms.not-an-option")


def _read_tick(answer: object) -> bool:
    if isinstance(answer, bool):
        return answer
    raise AnswerProblem("forms.not-true-or-false")
