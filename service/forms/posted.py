"""Answers as a browser posts them, with or without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.forms.model import Field, Form

#: Sets the answers apart from what else a page posts: its token, the reason of a return.
PREFIX = "isian."
#: What a ticked checkbox posts; one that is not ticked posts nothing.
TICKED = "true"


class PostedValues(Protocol):
    """A multidict: several values under one name (that of Werkzeug is one)."""

    def keys(self) -> Iterable[str]:
        """Return the names."""

    def getlist(self, key: str, /) -> list[str]:
        """Return all values under `key`, in order."""


def name_of(key: str) -> str:
    """Return the name under which the field `key` is posted."""
    return PREFIX + key


def typed_from_post(form: Form, posted: PostedValues) -> dict[str, object]:
    """Return the answers in `posted`; what is not ticked is False or an empty list.

    Answers to fields that the form does not have are kept, so that `validate` refuses them.
    """
    typed: dict[str, object] = {}
    for field in form.fields:
        if not field.is_file:
            typed.update(_answer(field, posted.getlist(name_of(field.key))))
    for name in posted.keys():  # noqa: SIM118 - a protocol, not a dict
        key = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and form.field(key) is None:
            typed[key] = posted.getlist(name)[-1]
    return typed


def _answer(field: Field, values: list[str]) -> dict[str, object]:
    match field.type:
        case "checkbox":
            return {field.key: TICKED in values}
        case "checklist":
            return {field.key: [value for value in values if value]}
        case _:
            return {field.key: values[-1].replace("\r\n", "\n")} if values else {}
