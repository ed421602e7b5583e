"""Values that may enter state and events, and their one canonical JSON form.

A value is a string, bool, int, Decimal, date, time, aware datetime, None, or a list or a
string-keyed mapping of them; never a float. Canonical JSON is RFC 8785 restricted to ASCII keys:
sorted keys, no white space, UTF-8. Types that JSON lacks stand as one-key objects whose key
starts with "$".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import orjson

Value = Any

#: RFC 8785 numbers are IEEE doubles: whole numbers beyond this would not survive a reader.
_LARGEST_INT = 2**53 - 1

#: Types of which every value is its own canonical form.
_OWN_FORM = frozenset({str, bool, type(None)})

#: What JSON can hold other values in.
_HOLDERS = frozenset({dict, list})


class NotAValue(TypeError):
    """Something that has no canonical form was about to enter state or an event."""


def canonical_bytes(value: Value) -> bytes:
    """Return the canonical JSON of `value`.

    Raises NotAValue for floats, naive instants, whole numbers beyond 2^53 - 1 and foreign types.
    """
    return orjson.dumps(encode(value), option=orjson.OPT_SORT_KEYS)


def encode(value: Value) -> Value:
    """Return `value` with every type that JSON lacks replaced by its tagged object."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if kind is int:
        return _whole(value)
    # Most values are their own form: to call for each of them takes longer than to look.
    if kind is dict or isinstance(value, Mapping):
        return {
            _key(name): item if type(item) in _OWN_FORM else encode(item)
            for name, item in value.items()
        }
    if kind is list or kind is tuple:
        return [item if type(item) in _OWN_FORM else encode(item) for item in value]
    return _tagged(value)


def decode(value: Value) -> Value:
    """Return what `encode` was given."""
    kind = type(value)
    if kind is dict:
        if len(value) == 1:
            tag = next(iter(value))
            if tag[:1] == "$":
                return _untagged(tag, value[tag])
        # Most values hold no others: to call for each of them takes longer than to look.
        return {
            name: decode(item) if type(item) in _HOLDERS else item for name, item in value.items()
        }
    if kind is list:
        return [decode(item) if type(item) in _HOLDERS else item for item in value]
    return value


def parse(raw: bytes | str) -> Value:
    """Return the value whose canonical JSON is `raw`."""
    return decode(orjson.loads(raw))


def _key(name: object) -> str:
    if type(name) is not str or not name.isascii() or name[:1] == "$":
        raise NotAValue(name)
    return name


def _whole(value: int) -> int | dict[str, str]:
    return value if -_LARGEST_INT <= value <= _LARGEST_INT else {"$i": str(value)}


def _tagged(value: object) -> dict[str, str]:
    match value:
        case Decimal() if value.is_finite():
            return {"$n": str(value)}
        case datetime() if value.tzinfo is not None:
            return {"$t": instant_text(value)}
        case date() if not isinstance(value, datetime):
            return {"$d": value.isoformat()}
        case time() if value.tzinfo is None:
            return {"$c": value.isoformat()}
        case _:
            raise NotAValue(type(value).__name__)


def _untagged(tag: str, text: str) -> Value:
    match tag:
        case "$n":
            return Decimal(text)
        case "$i":
            return int(text)
        case "$t":
            return instant(text)
        case "$d":
            return date.fromisoformat(text)
        case "$c":
            return time.fromisoformat(text)
        case _:
            raise NotAValue(tag)


def instant_text(value: datetime) -> str:
    """Return an aware instant as UTC text with microseconds: 2026-11-22T00:30:00.000000Z."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def instant(text: str) -> datetime:
    """Return the instant that `instant_text` wrote. Raises ValueError for any other text."""
    # Several times as fast as strptime; what else ISO 8601 allows is refused.
    found = datetime.fromisoformat(text)
    if instant_text(found) != text:
        raise ValueError(text)
    return found
