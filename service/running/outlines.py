"""What the gate must know of a form, since diagrams and forms do not know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams import FormOutline

if TYPE_CHECKING:
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
        documents={item.key: item.document for item in fields if item.is_file},
    )


def _is_choice(item: Field) -> bool:
    return bool(item.options) or item.options_source is not None


def _offered(item: Field) -> tuple[str, ...] | None:
    if item.options_source is not None:
        return None
    return tuple(option.value for option in item.options)
