"""What the gate must know of a form, since diagrams and forms do not know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams import FormOutline
from service.forms import STEP_DOCUMENT

if TYPE_CHECKING:
    from service.diagrams.extensions import NodeExtension
    from service.forms import Field, Form


def outline_of(form: Form) -> FormOutline:
    """Return which fields enter state by value, which as text, and what they offer."""
    fields = form.fields
    return FormOutline(
        value_keys=frozenset(
            item.key for item in fields if not item.is_file and not item.goes_to_side_table
        ),
        text_keys=frozenset(item.key for item in fields if item.goes_to_side_table),
        choices={item.key: _offered(item) for item in fields if _is_choice(item)},
        documents={
            item.key: None if item.document == STEP_DOCUMENT else item.document
            for item in fields
            if item.is_file
        },
        of_step=frozenset(
            item.key for item in fields if item.is_file and item.document == STEP_DOCUMENT
        ),
        list_keys=frozenset(item.key for item in fields if item.type == "checklist"),
    )


def documents_asked(form: Form, extension: NodeExtension) -> dict[str, str]:
    """Return which document the file of each field becomes at a step that shows the form."""
    asked = {
        item.key: extension.makes if item.document == STEP_DOCUMENT else item.document
        for item in form.fields
    }
    return {key: document for key, document in asked.items() if document is not None}


def _is_choice(item: Field) -> bool:
    return bool(item.options) or item.options_source is not None


def _offered(item: Field) -> tuple[str, ...] | None:
    if item.options_source is not None:
        return None
    return tuple(option.value for option in item.options)
