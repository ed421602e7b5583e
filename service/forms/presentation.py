"""What a page needs to show a form: one view per item, nothing left to decide in a template.

Every view has the ids and names that belong together, so that a label, a hint and an error are
announced with their field (GOV.UK patterns), and works without JavaScript.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from service.forms.answers import options_of, written
from service.forms.conditions import applies_when
from service.forms.model import Field, Heading, Note
from service.forms.posted import TICKED, name_of
from service.forms.visibility import depends_on_answers, items_with_visibility
from service.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.forms.findings import Problem
    from service.forms.model import Form, Item
    from service.sentences import Language

ViewKind = Literal[
    "heading", "note", "input", "textarea", "select", "radios", "checkbox", "checkboxes", "file"
]
InputType = Literal["text", "date", "time", "datetime-local"]

_KINDS: Mapping[str, ViewKind] = {
    "textarea": "textarea",
    "select": "select",
    "radio": "radios",
    "checkbox": "checkbox",
    "checklist": "checkboxes",
    "filepicker": "file",
}
_INPUT_TYPES: Mapping[str, InputType] = {
    "date": "date",
    "time": "time",
    "datetime": "datetime-local",
}


@dataclass(frozen=True, slots=True)
class OptionView:
    """One radio button, checkbox, or option of a select."""

    id: str
    value: str
    label: str
    checked: bool
    #: what a person must know of it before choosing it
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One item of the page, in its order."""

    kind: ViewKind
    #: of the input, or of the first option, where a link in the error summary leads
    id: str
    #: under which the browser posts it
    name: str = ""
    key: str = ""
    label: str = ""
    #: the author's description
    hint: str = ""
    #: what an answer has to be, in words: "Paling banyak 200 karakter."
    rule: str = ""
    #: "Diisi bila …" of an item that comes and goes with other answers
    applies: str = ""
    #: as typed, right or wrong; of a checkbox the value that a tick posts
    value: str = ""
    checked: bool = False
    options: tuple[OptionView, ...] = ()
    error: str = ""
    required: bool = False
    input_type: InputType = "text"
    #: "numeric" or "decimal": which keyboard a phone shows
    input_mode: str = ""
    #: for `accept` of a file input: ".pdf,.docx"
    accept: str = ""
    multiple: bool = False
    #: photos of its pages are taken too, and become the one PDF that it asks for
    photos: bool = False
    prefix: str = ""
    suffix: str = ""
    private: bool = False
    #: key of the document that the file becomes a version of
    document: str | None = None
    #: of a heading: 1, 2 …
    level: int = 0
    #: text of a note, Markdown as the author wrote it
    text: str = ""
    #: other answers hide it now; without JavaScript it is shown all the same, with `applies`
    hidden: bool = False
    #: others come and go with this answer: ask the server again when it changes
    decides: bool = False

    @property
    def hint_id(self) -> str:
        return f"{self.id}-petunjuk"

    @property
    def error_id(self) -> str:
        return f"{self.id}-galat"

    @property
    def described_by(self) -> str:
        """Return the value of aria-describedby, empty when nothing describes the field."""
        ids = [self.hint_id] if self.hint or self.rule or self.applies else []
        return " ".join([*ids, self.error_id] if self.error else ids)


def present(
    form: Form,
    typed: Mapping[str, object],
    errors: Mapping[str, Problem],
    context: Mapping[str, object],
    lang: Language = "id",
) -> tuple[FieldView, ...]:
    """Return the views of `form` with what was typed so far and what was wrong with it.

    An item that only the process hides, whatever is answered, has no view. Raises FeelError and
    ContextIncomplete.
    """
    page = _Page(form, typed, errors, context, lang)
    return tuple(
        page.view(item, hidden=not visible)
        for item, visible in items_with_visibility(form, typed, context)
        if visible or depends_on_answers(item, form)
    )


@dataclass(frozen=True, slots=True)
class _Page:
    form: Form
    typed: Mapping[str, object]
    errors: Mapping[str, Problem]
    context: Mapping[str, object]
    lang: Language

    def view(self, item: Item, *, hidden: bool) -> FieldView:
        applies = applies_when(item, self.form, self.lang) or ""
        match item:
            case Heading():
                return FieldView(
                    kind="heading",
                    id=f"bagian-{item.element}",
                    label=item.label,
                    hint=item.description,
                    level=item.level,
                    applies=applies,
                    hidden=hidden,
                )
            case Note():
                return FieldView(
                    kind="note",
                    id=f"catatan-{item.element}",
                    text=item.text,
                    applies=applies,
                    hidden=hidden,
                )
            case Field():
                return self._field(item, applies, hidden=hidden)

    def _field(self, field: Field, applies: str, *, hidden: bool) -> FieldView:
        answer = self.typed.get(field.key)
        options = self._options(field, answer)
        single = field.type not in {"checklist", "checkbox", "filepicker"}
        return FieldView(
            kind=_KINDS.get(field.type, "input"),
            id=f"isian-{field.key}",
            name=name_of(field.key),
            key=field.key,
            label=field.label,
            hint=field.description,
            rule=self._rule(field),
            applies=applies,
            value=self._value(field, answer) if single else TICKED,
            checked=field.type == "checkbox" and answer is True,
            options=options,
            error=self._error(field.key),
            required=field.required,
            input_type=_INPUT_TYPES.get(field.type, "text"),
            input_mode=_input_mode(field),
            accept=",".join(field.limits.accept),
            multiple=field.limits.multiple,
            photos=field.takes_photos,
            prefix=field.prefix,
            suffix=field.suffix,
            private=field.private,
            document=field.document,
            hidden=hidden,
            decides=any(
                item.hide is not None and field.key in item.hide.names for item in self.form.items
            ),
        )

    def _value(self, field: Field, answer: object) -> str:
        return "" if isinstance(answer, list | tuple) else written(field, answer, self.context)

    def _options(self, field: Field, answer: object) -> tuple[OptionView, ...]:
        offered = options_of(field, self.context)
        chosen: Sequence[object] = answer if isinstance(answer, list | tuple) else (answer,)
        if field.proposes_all and field.key not in self.typed:
            chosen = [option.value for option in offered if option.proposed]
        return tuple(
            OptionView(
                id=f"isian-{field.key}" + (f"-{number}" if number else ""),
                value=option.value,
                label=option.label,
                checked=option.value in chosen,
                hint=self._said(option.hint),
            )
            for number, option in enumerate(offered)
        )

    def _error(self, key: str) -> str:
        return self._said(self.errors.get(key))

    def _said(self, problem: Problem | None) -> str:
        if problem is None:
            return ""
        code, params = problem
        return sentence(code, self.lang, **params)

    def _rule(self, field: Field) -> str:
        """Return what the answer has to be, as far as a person cannot see it from the field."""
        limits = field.limits
        rules: list[tuple[str, dict[str, object]]] = []
        if limits.accept:
            rules.append(("forms.rule-accept", {"accept": ", ".join(limits.accept)}))
        if field.proves_sending:
            rules.append(("forms.rule-proof-of-sending", {}))
        if field.is_file and limits.multiple:
            rules.append(("forms.rule-multiple", {}))
        if limits.min_length:
            rules.append(("forms.rule-min-length", {"limit": limits.min_length}))
        if limits.minimum is not None and not limits.against_slips:
            rules.append(("forms.rule-minimum", {"limit": self._number(field, limits.minimum)}))
        if limits.maximum is not None and not limits.against_slips:
            rules.append(("forms.rule-maximum", {"limit": self._number(field, limits.maximum)}))
        return " ".join(sentence(code, self.lang, **params) for code, params in rules)

    def _number(self, field: Field, number: object) -> str:
        return written(field, number, self.context)


def _input_mode(field: Field) -> str:
    if field.type != "number":
        return ""
    return "numeric" if field.limits.decimals == 0 else "decimal"
