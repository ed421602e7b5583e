"""Where a version of a SOP stands on a day: what its status and its days of force make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from datetime import date

#: ratified: put in force from a later day; ended: another version took its place.
Standing = Literal["draft", "checked", "trial", "ratified", "effective", "ended", "withdrawn"]


def standing_of(
    status: str, effective_from: date | None, effective_to: date | None, day: date
) -> Standing:
    """Return where a version stands on `day`, the calendar day of its office."""
    if status != "effective" or effective_from is None:
        return cast("Standing", status)
    if day < effective_from:
        return "ratified"
    if effective_to is not None and day > effective_to:
        return "ended"
    return "effective"
