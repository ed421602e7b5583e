"""The answers of a form as JSON Schema (2020-12), for the API and its OpenAPI description.

It describes; `validate` decides. What depends on other answers or on the office (conditions,
lists of Bidang and people) cannot be said here, so it is looser than `validate`, never stricter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

if TYPE_CHECKING:
    from service.forms.model import Field, Form


def json_schema(form: Form) -> dict[str, Any]:
    """Return the JSON Schema of what `validate` takes as `typed`; files are posted apart."""
    fields = [field for field in form.fields if not field.is_file]
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": False,
        "properties": {field.key: _question(field) for field in fields},
    }
    required = [field.key for field in fields if field.required and not field.hides]
    return schema | ({"required": required} if required else {})


def _question(field: Field) -> dict[str, Any]:
    schema = {"title": field.label, **_answer(field)}
    if field.description:
        schema["description"] = field.description
    if field.hides:
        schema["x-alur-hide"] = [hide.text for hide in field.hides]
    if field.private:
        schema["x-alur-private"] = True
    return schema


def _answer(field: Field) -> dict[str, Any]:  # noqa: PLR0911 - one schema per type
    limits = field.limits
    match field.type:
        case "textfield" | "textarea":
            return _present(
                {"type": "string", "minLength": limits.min_length, "maxLength": limits.max_length}
            )
        case "number":
            # A text is a number in Indonesian spelling: 1.500,5.
            return {"type": ["number", "string"]} | _present(
                {"minimum": _number(limits.minimum), "maximum": _number(limits.maximum)}
            )
        case "date":
            return {"type": "string", "format": "date"}
        case "time":
            return {"type": "string", "examples": ["07:30"]}
        case "datetime":
            return {"type": "string", "examples": ["2026-11-23T07:30:00+07:00"]}
        case "select" | "radio":
            return _choice(field)
        case "checkbox":
            return {"type": "boolean"}
        case "checklist":
            return {"type": "array", "uniqueItems": True, "items": _choice(field)}
        case "filepicker":
            raise AssertionError(field.key)
        case _:
            assert_never(field.type)


def _choice(field: Field) -> dict[str, Any]:
    if field.options_source is not None:
        return {"type": "string", "x-alur-options": field.options_source}
    return {"type": "string", "enum": [option.value for option in field.options]}


def _present(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _number(limit: Any) -> Any:
    return limit if limit is None or isinstance(limit, int) else float(limit)
