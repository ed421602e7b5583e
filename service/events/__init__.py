"""What can happen: one frozen class per kind of history event, named by a past participle.

An event says what happened in plain values. Who did it and when it was recorded is added where
it is written down (`service.store.history`), so that no command can say it wrongly.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

if TYPE_CHECKING:
    from datetime import datetime

#: Fields of `Event` that are columns of their own and not part of the payload.
_COLUMNS = frozenset({"occurred_at", "behalf", "letter", "element_id", "engine_tag"})

#: What most fields are: asked first, because each event asks it of some seventy values.
_PLAIN = frozenset({str, int, bool, type(None)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of every history event. Subclasses add what only their kind knows.

    No field of a subclass holds personal or free text: such text is a row of private_text, the
    event holds its id and commitment (decisions §2.5).
    """

    #: terjadi: when it is stated to have happened; None: when it was recorded
    occurred_at: datetime | None = None
    #: on whose behalf the actor acted: an agency, a jabatan
    behalf: str | None = None
    #: number of the letter that let the actor act
    letter: str | None = None
    #: id of the element of the diagram that it is about
    element_id: str | None = None
    #: of the engine that computed the state after it
    engine_tag: str | None = None

    #: the class's name; what history and pages tell events apart by
    kind: ClassVar[str]

    def __init_subclass__(cls, **kwargs: object) -> None:
        # Zero-argument super() would name the class that slots=True replaces.
        super(Event, cls).__init_subclass__(**kwargs)
        cls.kind = cls.__name__

    def payload(self) -> dict[str, Any]:
        """Return the event's own fields as values that have a canonical form; None is left out."""
        return {
            field.name: plain(value)
            for field in fields(self)
            if field.name not in _COLUMNS and (value := getattr(self, field.name)) is not None
        }


def plain(value: Any) -> Any:
    """Return `value` with ids as text and dataclasses as mappings, in depth."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple | list | frozenset | set):
        items = [plain(item) for item in value]
        return sorted(items) if isinstance(value, frozenset | set) else items
    if isinstance(value, dict):
        return {plain(name): plain(item) for name, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {
            field.name: plain(item)
            for field in fields(value)
            if (item := getattr(value, field.name)) is not None
        }
    return value
