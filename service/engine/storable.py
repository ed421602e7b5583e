"""What state can hold (see `service.values`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.faults import ValueRefused
from service.values import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def require_storable(values: Mapping[str, Value]) -> None:
    """Raise ValueRefused for a variable of a command that state cannot hold."""
    for name, value in values.items():
        if not name.isascii() or name.startswith("$") or not is_storable(value):
            raise ValueRefused(variable=name, kind=type(value).__name__)
