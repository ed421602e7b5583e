"""Numbers in addresses: never more than a column holds."""

from __future__ import annotations

from typing import Any, Final

from werkzeug.routing import IntegerConverter

_LARGEST: Final = 2**31 - 1


class RowNumber(IntegerConverter):
    """A number of a task, a version or an incident; a larger one is an address that is unknown.

    A database would answer it with a fault of its own.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max", _LARGEST)
        super().__init__(*args, **options)
