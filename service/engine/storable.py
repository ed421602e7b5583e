"""What state can hold (see `service.values`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from service.engine.faults import ValueRefused
from service.engine.limits import PARTS
from service.values import canonical_bytes

if TYPE_CHECKING:
    from service.values import Value


def is_storable(value: Value) -> bool:
    """Return whether `value` has a canonical form.

    Half a surrogate pair, or a list in a list in a list … a thousand times, has none either:
    JSON from outside can bring both.
    """
    try:
        canonical_bytes(value)
    except (TypeError, RecursionError):
        return False
    return True


def is_too_large(value: Value) -> bool:
    """Return whether `value` holds more parts than one variable may.

    An expression can name one list many times over, which writes it out as often.
    """
    pending, parts = [value], 0
    while pending:
        each = pending.pop()
        inside = each.values() if isinstance(each, Mapping) else each
        if isinstance(each, Mapping | list | tuple):
            parts += len(each)
            if parts > PARTS:
                return True
            pending.extend(inside)
    return False


def require_storable(values: Mapping[str, Value]) -> None:
    """Raise ValueRefused for a variable of a command that state cannot hold."""
    for name, value in values.items():
        if not name.isascii() or name.startswith("$") or not is_storable(value):
            raise ValueRefused(variable=name, kind=type(value).__name__)
