"""What keeps the faults by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest import MonkeyPatch  # noqa: PT013 - a type, not the library

FAULTS: dict[str, Callable[[MonkeyPatch], None]] = {}


def fault(plant: Callable[[MonkeyPatch], None]) -> Callable[[MonkeyPatch], None]:
    FAULTS[plant.__name__] = plant
    return plant
