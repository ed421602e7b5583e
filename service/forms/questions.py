"""Reads one component that asks something into a Field."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, assert_never

from service.forms.components import LONGEST_LABEL
from service.forms.model import CHOICE_TYPES, OPTION_SOURCES, STEP_DOCUMENT, Field, Limits

if TYPE_CHECKING:
    from service.feel import Expression
    from service.forms.components import Component
    from service.forms.model import FieldType, Option
    from service.values import Value

#: No answer is longer: as much as FEEL takes for one string.
LONGEST_ANSWER = 10_000
#: When the form says nothing about it.
LONGEST_LINE = 500
LONGEST_PARAGRAPH = 5_000
MOST_DECIMALS = 6
_ENDING = re.compile(r"\.[a-z0-9]{1,10}", re.ASCII)
_DOCUMENT_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)


def read_question(
    component: Component, key: str, hide: Expression | None, hides: tuple[Expression, ...]
) -> Field:
    """Return the field that `component` writes; its faults are reported at the component."""
    options, source = _options(component)
    properties = component.group("properties")
    return Field(
        element=component.element,
        key=key,
        label=_label(component),
        type=_type(component),
        required=component.flag("required", of="validate"),
        description=component.text("description"),
        options=options,
        options_source=source,
        proposes_all=_proposes_all(component, properties.get("usulan"), source),
        hide=hide,
        hides=hides,
        private=_private(component, properties.get("pribadi")),
        document=_document(component, properties.get("document")),
        proves_sending=_proves_sending(component, properties.get("bukti")),
        limits=_limits(component, properties.get("batas")),
        prefix=component.text("prefixAdorner", longest=20, of="appearance"),
        suffix=component.text("suffixAdorner", longest=20, of="appearance"),
    )


def _type(component: Component) -> FieldType:
    match component.type:
        case "datetime":
            match component.text("subtype"):
                case "date" | "time" | "datetime" as subtype:
                    return subtype
                case other:
                    component.report("forms.unsupported-value", attribute="subtype", value=other)
                    return "date"
        case (
            "textfield"
            | "textarea"
            | "number"
            | "select"
            | "radio"
            | "checkbox"
            | "checklist"
            | "filepicker"
        ) as field_type:
            return field_type
        case other:
            raise AssertionError(other)


def _label(component: Component) -> str:
    names = ("label", "dateLabel", "timeLabel") if component.type == "datetime" else ("label",)
    labels = [component.text(name, longest=LONGEST_LABEL) for name in names]
    label = next(filter(None, labels), "")
    if not label or "\n" in label:
        component.report("forms.missing-label")
    return label


def _options(component: Component) -> tuple[tuple[Option, ...], str | None]:
    if component.type not in CHOICE_TYPES:
        return (), None
    options, source = component.options(), component.text("valuesKey") or None
    if source is not None and source not in OPTION_SOURCES:
        known = ", ".join(sorted(OPTION_SOURCES))
        component.report("forms.unknown-option-source", source=source, known=known)
    if (source is None) == (not options):
        component.report("forms.options-once")
    return options, source


def _proposes_all(component: Component, usulan: object, source: str | None) -> bool:
    if usulan is None:
        return False
    if usulan == "semua" and component.type == "checklist" and source is not None:
        return True
    component.report("forms.unsupported-value", attribute="properties.usulan", value=usulan)
    return False


def _private(component: Component, pribadi: object) -> bool:
    if pribadi is None or pribadi == "false":
        return False
    if pribadi != "true":
        component.report("forms.unsupported-value", attribute="properties.pribadi", value=pribadi)
    return True


def _document(component: Component, document: object) -> str | None:
    if document is None:
        return None
    if component.type != "filepicker":
        component.report("forms.document-without-file")
        return None
    if document == STEP_DOCUMENT:
        return STEP_DOCUMENT
    if isinstance(document, str) and _DOCUMENT_KEY.fullmatch(document):
        return document
    component.report("forms.unsupported-value", attribute="properties.document", value=document)
    return None


def _proves_sending(component: Component, bukti: object) -> bool:
    if bukti is None:
        return False
    if bukti == "pengiriman" and component.type == "filepicker":
        return True
    component.report("forms.unsupported-value", attribute="properties.bukti", value=bukti)
    return False


def _limits(component: Component, batas: object) -> Limits:
    against_slips = _against_slips(component, batas)
    match component.type:
        case "textfield" | "textarea":
            return _text_limits(component)
        case "number":
            return _number_limits(component, against_slips=against_slips)
        case "filepicker":
            return Limits(multiple=component.flag("multiple"), accept=_accepted(component))
        case _:
            return Limits()


def _text_limits(component: Component) -> Limits:
    usual = LONGEST_LINE if component.type == "textfield" else LONGEST_PARAGRAPH
    shortest = component.whole("minLength", LONGEST_ANSWER, of="validate")
    longest = component.whole("maxLength", LONGEST_ANSWER, of="validate")
    _require_order(component, shortest, usual if longest is None else longest)
    return Limits(min_length=shortest, max_length=usual if longest is None else longest)


def _number_limits(component: Component, *, against_slips: bool) -> Limits:
    low, high = component.number("min", of="validate"), component.number("max", of="validate")
    _require_order(component, low, high)
    decimals = component.whole("decimalDigits", MOST_DECIMALS)
    return Limits(minimum=low, maximum=high, against_slips=against_slips, decimals=decimals)


def _against_slips(component: Component, batas: object) -> bool:
    if batas is None:
        return False
    if batas == "teknis" and component.type == "number":
        return True
    component.report("forms.unsupported-value", attribute="properties.batas", value=batas)
    return False


def _require_order(component: Component, low: Any, high: Any) -> None:
    if low is not None and high is not None and low > high:
        component.report("forms.limits-contradict", low=low, high=high)


def _accepted(component: Component) -> tuple[str, ...]:
    endings = [part.strip().lower() for part in component.text("accept").split(",")]
    named = [ending for ending in endings if ending]
    for ending in named:
        if not _ENDING.fullmatch(ending):
            component.report("forms.accept-endings", value=ending)
    return tuple(dict.fromkeys(named))


def sample_value(field: Field) -> Value:  # noqa: PLR0911 - one answer per type
    """Return some value of the kind that an answer has, to try a condition with."""
    match field.type:
        case "textfield" | "textarea":
            return "x"
        case "number":
            return 1
        case "date":
            return date(2026, 1, 1)
        case "time":
            return time(8)
        case "datetime":
            return datetime(2026, 1, 1, tzinfo=UTC)
        case "select" | "radio":
            return field.options[0].value if field.options else "x"
        case "checkbox":
            return True
        case "checklist":
            return [option.value for option in field.options]
        case "filepicker":
            return None
        case _:
            assert_never(field.type)
