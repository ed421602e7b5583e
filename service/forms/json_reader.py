"""Reads JSON from strangers: bounded in size and depth, no member twice, no NaN, no floats."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.forms.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST_FILE = 256 * 1024
DEEPEST_NESTING = 30
#: Longer numbers are no sizes of anything in a form, and slow to read.
_LONGEST_NUMBER = 30
#: Strings are skipped so that brackets inside them do not count.
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)


class NotReadable(Exception):
    """The bytes are no acceptable JSON; `finding` says why."""

    def __init__(self, code: str, **params: object) -> None:
        self.finding = Finding(
            "error", code, "", {name: str(value) for name, value in params.items()}
        )
        super().__init__(code)


def read_json(raw: bytes) -> Any:
    """Return what `raw` says; numbers are int or Decimal. Raises NotReadable."""
    if len(raw) > LARGEST_FILE:
        raise NotReadable("forms.too-large", limit=LARGEST_FILE // 1024)
    try:
        text = raw.decode("utf-8")
        _require_shallow(text)
        return json.loads(
            text,
            parse_float=_number,
            parse_int=_whole,
            parse_constant=_no_constant,
            object_pairs_hook=_members,
        )
    except (ValueError, RecursionError):
        raise NotReadable("forms.not-json") from None


def _require_shallow(text: str) -> None:
    depth = 0
    for match in _STRUCTURE.finditer(text):
        sign = match[0]
        if sign in "[{":
            depth += 1
            if depth > DEEPEST_NESTING:
                raise NotReadable("forms.too-deep", limit=DEEPEST_NESTING)
        elif sign in "]}":
            depth -= 1


def _number(text: str) -> Decimal:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST_NUMBER:
        raise ValueError
    return number


def _whole(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError
    return int(text)


def _no_constant(_: str) -> None:
    raise ValueError


def _members(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise NotReadable("forms.member-twice", member=name[:60])
        members[name] = value
    return members
