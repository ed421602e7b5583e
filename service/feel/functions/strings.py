"""Functions of strings (DMN 1.5 §10.3.4.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.feel.errors import InvalidArgument, ValueTooLarge, WrongType
from service.feel.functions.signature import function
from service.feel.kinds import CHARACTERS_OF_A_STEP, LONGEST_STRING, kind_of, require_size
from service.feel.patterns import BadPattern, compile_pattern, end_of, group_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.feel.budget import Budget
    from service.feel.functions.signature import Body
    from service.feel.patterns import Pattern
    from service.values import Value

_REPLACEMENT = re.compile(r"\$(\d+)|\\([\\$])|([^\\$]+)", re.ASCII)


def _plain(run: Callable[..., Value]) -> Body:
    def body(values: Sequence[Value], _: Budget) -> Value:
        return run(*values)

    return body


def _substring(values: Sequence[Value], _: Budget) -> Value:
    text, start = values[0], int(values[1])
    length = int(values[2]) if len(values) > 2 else len(text)  # noqa: PLR2004 - the third is there
    if start == 0 or abs(start) > len(text) or length < 1:
        raise InvalidArgument(function="substring", value=start)
    begin = start - 1 if start > 0 else len(text) + start
    return text[begin : begin + length]


def _before(values: Sequence[Value], _: Budget) -> Value:
    text, match = values
    head, found, _rest = text.partition(match) if match else ("", "", "")
    return head if found else ""


def _after(values: Sequence[Value], _: Budget) -> Value:
    text, match = values
    return text.partition(match)[2] if match else text


def _pattern(name: str, text: str, flags: Value) -> Pattern:
    try:
        return compile_pattern(text, flags or "")
    except BadPattern:
        raise InvalidArgument(function=name, value=text[:100]) from None


def _matches(values: Sequence[Value], budget: Budget) -> Value:
    text, pattern, flags = (*values, None)[:3]
    return _pattern("matches", pattern, flags).first(text, budget) is not None


def _replace(values: Sequence[Value], budget: Budget) -> Value:
    text, pattern, replacement, flags = (*values, None)[:4]
    compiled = _pattern("replace", pattern, flags)
    parts = [replacement] if compiled.flags.literal else _parts(replacement, compiled.groups)
    made, start = [], 0
    for places in compiled.all(text, budget):
        if end_of(places) == places[0]:
            raise InvalidArgument(function="replace", value=pattern[:100])
        made.append(text[start : places[0]])
        made += [
            group_text(text, places, part) if isinstance(part, int) else part for part in parts
        ]
        budget.spend(1 + len(parts) + sum(map(len, made[-len(parts) :])) // CHARACTERS_OF_A_STEP)
        start = end_of(places)
    made.append(text[start:])
    return _joined(made)


def _parts(replacement: str, groups: int) -> list[str | int]:
    """Return the pieces of a replacement: text, and the numbers of groups."""
    parts: list[str | int] = []
    position = 0
    while position < len(replacement):
        match = _REPLACEMENT.match(replacement, position)
        if match is None:
            raise InvalidArgument(function="replace", value=replacement[:100])
        position = match.end()
        digits, sign, text = match.groups()
        if digits is None:
            parts.append(sign or text)
            continue
        # "$12" is group 12 if there are so many, else group 1 and a "2".
        while len(digits) > 1 and int(digits) > groups:
            digits, position = digits[:-1], position - 1
        parts.append(int(digits) if int(digits) <= groups else "")
    return parts


def _split(values: Sequence[Value], budget: Budget) -> Value:
    text, delimiter = values
    made, start = [], 0
    for places in _pattern("split", delimiter, None).all(text, budget):
        if end_of(places) == places[0]:
            raise InvalidArgument(function="split", value=delimiter[:100])
        made.append(text[start : places[0]])
        start = end_of(places)
    return require_size([*made, text[start:]])


def _string_join(values: Sequence[Value], _: Budget) -> Value:
    items, delimiter = (*values, None)[:2]
    for item in items:
        if kind_of(item) not in ("string", "null"):
            raise WrongType(operation="string join", kinds=kind_of(item))
    return _joined([item for item in items if item is not None], delimiter or "")


def _joined(parts: Sequence[str], delimiter: str = "") -> Value:
    """Return the parts as one string. Raises ValueTooLarge before it is made."""
    if sum(map(len, parts)) + len(delimiter) * max(0, len(parts) - 1) > LONGEST_STRING:
        raise ValueTooLarge(limit=LONGEST_STRING)
    return delimiter.join(parts)


FUNCTIONS = (
    function("substring", ("string: string, start position: number, length?: number", _substring)),
    function("string length", ("string: string", _plain(len))),
    function("upper case", ("string: string", _plain(lambda text: require_size(text.upper())))),
    function("lower case", ("string: string", _plain(lambda text: require_size(text.lower())))),
    function("substring before", ("string: string, match: string", _before)),
    function("substring after", ("string: string, match: string", _after)),
    function(
        "contains", ("string: string, match: string", _plain(lambda text, part: part in text))
    ),
    function("starts with", ("string: string, match: string", _plain(str.startswith))),
    function("ends with", ("string: string, match: string", _plain(str.endswith))),
    function("matches", ("input: string, pattern: string, flags?: string|null", _matches)),
    function(
        "replace",
        ("input: string, pattern: string, replacement: string, flags?: string|null", _replace),
    ),
    function("split", ("string: string, delimiter: string", _split)),
    function("string join", ("list: list, delimiter?: string|null", _string_join)),
)
