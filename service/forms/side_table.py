"""How an answer stands in the side table of texts, where everything is text."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from service.values import instant_text

if TYPE_CHECKING:
    from service.values import Value


def as_text(value: Value) -> str:
    """Return a valid answer as text: ISO dates, 12.5, true, the chosen values one per line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | Decimal():
            return format(Decimal(value), "f")
        case datetime():
            return instant_text(value)
        case date() | time():
            return value.isoformat()
        case list():
            return "\n".join(value)
        case _:
            raise TypeError(value)
