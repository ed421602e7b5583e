"""What was filled in a form, in the words of the form: for the history, and for who comes next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from service.sentences import sentence
from service.sentences.words import written_date

if TYPE_CHECKING:
    from service.forms import Field, Form
    from service.sentences import Language

_REFERENCE: Final = "text:"


def answers_in(form: Form, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what an event says was answered to its form, by key of the form's fields."""
    given = payload.get("input", {})
    if not isinstance(given, Mapping):
        return {}
    keys = {field.key for field in form.fields}
    values = given.get("values", {})
    return {key: value for key, value in values.items() if key in keys}


class AnswerWords:
    """Says answers in words; a text that was erased says so.

    `texts`: private texts by id, None where one was erased. `names`: what ids of units, jabatan
    and persons are called.
    """

    def __init__(
        self,
        *,
        texts: Mapping[str, str | None],
        names: Mapping[str, str | None],
        lang: Language = "id",
    ) -> None:
        self._lang = lang
        self._texts = texts
        self._names = names

    def told(self, form: Form, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return label and answer of every field that was answered, in the order of the form."""
        return [
            (field.label, self._answer(field, answers[field.key]))
            for field in form.fields
            if answers.get(field.key) not in (None, "", [], ())
        ]

    def text(self, reference: object) -> str:
        """Return the text that a reference leads to; what is no reference is said as it is."""
        if not isinstance(reference, str) or not reference.startswith(_REFERENCE):
            return str(reference)
        return self._texts.get(reference.removeprefix(_REFERENCE)) or sentence(
            "history.erased", self._lang
        )

    def _answer(self, field: Field, value: object) -> str:
        labels = {option.value: option.label for option in field.options}
        if isinstance(value, list | tuple):
            return "; ".join(labels.get(str(item)) or self._value(item) for item in value)
        chosen = labels.get(value) if isinstance(value, str) else None
        return chosen or " ".join(
            part for part in (field.prefix, self._value(value), field.suffix) if part
        )

    def _value(self, value: object) -> str:
        match value:
            case str():
                return self._names.get(value) or self.text(value)
            case Mapping():
                return "; ".join(f"{name}: {self._value(item)}" for name, item in value.items())
            case list() | tuple():
                return "; ".join(self._value(item) for item in value)
            case _:
                return _written(value, self._lang)


def _written(value: object, lang: Language) -> str:
    match value:
        case bool():
            return sentence("history.yes" if value else "history.no", lang)
        case Decimal() | int():
            return str(value) if lang == "en" else str(value).replace(".", ",")
        case datetime():
            return value.isoformat(timespec="minutes")
        case date():
            return written_date(value, lang)
        case _:
            return str(value)
