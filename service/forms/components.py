"""One form-js component: which attributes it may have, and reading them with findings.

Form-js 1.23, schema version 19. What is not listed here is refused, because a page that silently
leaves out a rule asks something else than its author meant.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.forms.findings import Finding
from service.forms.model import Option
from service.plain_text import is_plain, is_plain_line

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Every component may have these; how it is laid out beside others is the page's matter.
_COMMON = frozenset({"type", "id", "layout", "conditional"})
_QUESTION = (
    _COMMON
    | {"key", "label", "description", "properties", "validate"}
    | {
        "disabled",
        "readonly",
    }
)
_OPTIONS = _QUESTION | {"values", "valuesKey"}
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "text": _COMMON | {"text"},
    "group": _COMMON
    | {"components", "label", "description", "path", "showOutline", "verticalAlignment"},
    "textfield": _QUESTION | {"appearance"},
    "textarea": _QUESTION,
    "number": _QUESTION | {"appearance", "decimalDigits", "increment", "serializeToString"},
    "datetime": _QUESTION
    | {"subtype", "dateLabel", "timeLabel", "use24h", "timeInterval"}
    | {"timeSerializingFormat", "disallowPassedDates"},
    "select": _OPTIONS | {"searchable"},
    "radio": _OPTIONS,
    "checkbox": _QUESTION,
    "checklist": _OPTIONS,
    "filepicker": _QUESTION | {"accept", "multiple"},
}
_VALIDATIONS: Mapping[str, frozenset[str]] = {
    "textfield": frozenset({"required", "minLength", "maxLength", "validationType"}),
    "textarea": frozenset({"required", "minLength", "maxLength"}),
    "number": frozenset({"required", "min", "max"}),
}
_PROPERTIES = frozenset({"pribadi", "document", "usulan", "bukti", "batas"})
#: Attributes that only their harmless value may have.
_ONLY: Mapping[str, tuple[object, ...]] = {
    "disabled": (False,),
    "readonly": (False,),
    "serializeToString": (False,),
    "disallowPassedDates": (False,),
    "path": ("",),
    "validationType": ("", "custom"),
}
LONGEST_LABEL = 300
_LONGEST_TEXT = 5_000
_LONGEST_VALUE = 100
_MOST_OPTIONS = 500


class Component:
    """A component's members; what is wrong with them goes to `findings`."""

    def __init__(self, members: Mapping[str, Any], place: str, findings: list[Finding]) -> None:
        self._members = members
        self._findings = findings
        name = members.get("id") or members.get("key")
        self.element = name[:_LONGEST_VALUE] if isinstance(name, str) else place
        self.type = str(members.get("type"))
        known = (members.get("label"), members.get("key"))
        #: what its author calls it
        self._called = next(
            (it[:_LONGEST_VALUE] for it in known if it and isinstance(it, str)), ""
        )

    def report(self, code: str, **params: object) -> None:
        """Add a finding at this component, once."""
        texts = {name: str(value)[:_LONGEST_VALUE] for name, value in params.items()}
        if self._called:
            texts["field"] = self._called
        finding = Finding("error", code, self.element, texts)
        if finding not in self._findings:
            self._findings.append(finding)

    def require_known_members(self) -> None:
        """Report every attribute, validation and property that this type may not have."""
        for name in self._members.keys() - ATTRIBUTES[self.type]:
            self.report("forms.unknown-attribute", attribute=name)
        for name in self._members.keys() & _ONLY.keys():
            self._require_harmless(name, self._members[name])
        allowed = _VALIDATIONS.get(self.type, frozenset({"required"}))
        validations = self.group("validate")
        if "pattern" in validations:
            self.report("forms.regex-refused")
        for name in validations.keys() - allowed - {"pattern"}:
            self.report("forms.unknown-attribute", attribute=f"validate.{name}")
        for name in validations.keys() & _ONLY.keys():
            self._require_harmless(name, validations[name])
        for name in self.group("properties").keys() - _PROPERTIES:
            self.report("forms.unknown-attribute", attribute=f"properties.{name}")
        for name in self.group("conditional").keys() - {"hide"}:
            self.report("forms.unknown-attribute", attribute=f"conditional.{name}")

    def _require_harmless(self, name: str, value: object) -> None:
        if value not in _ONLY[name]:
            self.report("forms.unsupported-value", attribute=name, value=value)

    def group(self, name: str) -> Mapping[str, Any]:
        """Return the object under `name`, empty when there is none."""
        value = self._members.get(name)
        if value is None:
            return {}
        if isinstance(value, dict):
            return value
        self.report("forms.unsupported-value", attribute=name, value=value)
        return {}

    def text(self, name: str, *, longest: int = _LONGEST_TEXT, of: str | None = None) -> str:
        """Return the text under `name`, empty when there is none; templates are refused."""
        value = (self._members if of is None else self.group(of)).get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > longest or not is_plain(value):
            self.report("forms.unsupported-value", attribute=name, value=value)
            return ""
        if value.startswith("=") or "{{" in value:
            self.report("forms.template-refused", attribute=name)
        return value.strip()

    def flag(self, name: str, *, of: str | None = None) -> bool:
        value = (self._members if of is None else self.group(of)).get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.report("forms.unsupported-value", attribute=name, value=value)
        return False

    def whole(self, name: str, most: int, *, of: str | None = None) -> int | None:
        """Return the whole number from 0 to `most` under `name`, None when there is none."""
        value = (self._members if of is None else self.group(of)).get(name)
        if value is None:
            return None
        if type(value) is int and 0 <= value <= most:
            return value
        self.report("forms.invalid-limit", attribute=name, value=value, most=most)
        return None

    def number(self, name: str, *, of: str) -> int | Decimal | None:
        value = self.group(of).get(name)
        if value is None or type(value) in {int, Decimal}:
            return value
        self.report("forms.invalid-limit", attribute=name, value=value, most="")
        return None

    def components(self) -> list[Any]:
        value = self._members.get("components")
        if isinstance(value, list):
            return value
        self.report("forms.unsupported-value", attribute="components", value=value)
        return []

    def options(self) -> tuple[Option, ...]:
        """Return the static options; values are unique, non-empty texts."""
        values = self._members.get("values")
        if values is None:
            return ()
        if not isinstance(values, list) or len(values) > _MOST_OPTIONS:
            self.report("forms.unsupported-value", attribute="values", value=values)
            return ()
        found: dict[str, Option] = {}
        for entry in values:
            option = _option(entry)
            if option is None:
                self.report("forms.invalid-option", value=entry)
            elif option.value in found:
                self.report("forms.duplicate-option", value=option.value)
            else:
                found[option.value] = option
        return tuple(found.values())


def _option(entry: object) -> Option | None:
    if not isinstance(entry, dict) or entry.keys() != {"label", "value"}:
        return None
    label, value = entry["label"], entry["value"]
    if not isinstance(label, str) or not isinstance(value, str):
        return None
    fits = 0 < len(value) <= _LONGEST_VALUE and 0 < len(label.strip()) <= LONGEST_LABEL
    plain = value == value.strip() and is_plain_line(value) and is_plain_line(label)
    return Option(value, label.strip()) if fits and plain else None
