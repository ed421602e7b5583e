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


def answer_instead(monkeypatch, kind, name, changed):
    """Let a method of a class answer what `changed(self, right answer)` makes of its answer."""
    right = getattr(kind, name)
    monkeypatch.setattr(kind, name, lambda self, *given: changed(self, right(self, *given)))
