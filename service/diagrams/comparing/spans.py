"""Durations of a diagram in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from service.sentences.differing import NOTHING
from service.sentences.telling import said

if TYPE_CHECKING:
    from service.sentences.telling import Told

_SPAN: Final = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?"
)
_UNITS: Final = ("years", "months", "weeks", "days", "hours", "minutes")


def span(iso: str | None) -> Told:
    """Return a duration in words; what is none, as it is written."""
    found = _SPAN.fullmatch(iso or "")
    if not iso or found is None:
        return iso or NOTHING
    parts = [
        said(f"compare.span.{unit}", count=count)
        for unit, count in zip(_UNITS, found.groups(), strict=True)
        if count
    ]
    return tuple(parts) if parts else iso
