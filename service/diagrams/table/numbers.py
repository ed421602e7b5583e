"""The numbers that an SOP prints at its rows, by which people name them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from service.diagrams.table.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.diagrams.table.model import Row

ENDS: Final = frozenset({"start", "end"})


def printed(row: Row) -> str:
    """Return the number of a row, without what stands behind it."""
    return row.number.rstrip(".) ")


def numbers_of(rows: Sequence[Row]) -> dict[int, str]:
    """Return the printed number of each step, where each has one of its own; place → number."""
    steps = [(place, row) for place, row in enumerate(rows, 1) if row.kind not in ENDS]
    found = {place: printed(row) for place, row in steps}
    return found if all(found.values()) and len(set(found.values())) == len(found) else {}


def numbers_twice(rows: Sequence[Row]) -> Iterator[Problem]:
    """Name each number that several rows have: a way to it leads to the nearest of them."""
    at: dict[str, list[str]] = {}
    for place, row in enumerate(rows, 1):
        if re.search(r"\d", row.number):
            at.setdefault(printed(row), []).append(str(place))
    for number, places in at.items():
        if len(places) > 1:
            params = {"number": number, "rows": ", ".join(places)}
            yield Problem("number-twice", None, "number", params)


def named(places: Sequence[int], numbers: Mapping[int, str]) -> str:
    """Return how several rows are called: by their printed numbers, or else their places."""
    return ", ".join(numbers.get(place, str(place)) for place in places)
