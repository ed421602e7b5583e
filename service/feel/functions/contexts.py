"""Functions of contexts (DMN 1.5 §10.3.4.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.feel.errors import InvalidArgument, UnknownEntry, ValueTooLarge, WrongType
from service.feel.functions.signature import function
from service.feel.kinds import DEEPEST_VALUE, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.feel.budget import Budget
    from service.values import Value


def _get_value(values: Sequence[Value], _: Budget) -> Value:
    context, key = values
    if key not in context:
        raise UnknownEntry(name=key)
    return context[key]


def _get_entries(values: Sequence[Value], budget: Budget) -> Value:
    (context,) = values
    budget.spend(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


def _context(values: Sequence[Value], _: Budget) -> Value:
    made: dict[str, Value] = {}
    entries = values[0] if kind_of(values[0]) == "list" else [values[0]]
    for entry in entries:
        if kind_of(entry) != "context":
            raise WrongType(operation="context", kinds=kind_of(entry))
        key = entry.get("key")
        if not isinstance(key, str) or "value" not in entry or key in made:
            raise InvalidArgument(function="context", value=key)
        made[key] = entry["value"]
    return made


def _put(values: Sequence[Value], budget: Budget) -> Value:
    context, key, value = values
    budget.spend(len(context))
    return {**context, key: value}


def _put_deep(values: Sequence[Value], budget: Budget) -> Value:
    context, keys, value = values
    if not keys or not all(isinstance(key, str) for key in keys):
        raise InvalidArgument(function="context put", value=len(keys))
    if len(keys) > DEEPEST_VALUE:
        raise ValueTooLarge(limit=DEEPEST_VALUE)
    return _with(context, keys, value, budget)


def _with(
    context: Mapping[str, Value], keys: Sequence[str], value: Value, budget: Budget
) -> Mapping[str, Value]:
    budget.spend(1 + len(context))
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner: Value = context.get(keys[0])
    if kind_of(inner) != "context":
        raise WrongType(operation="context put", kinds=kind_of(inner))
    return {**context, keys[0]: _with(inner, keys[1:], value, budget)}


def _merge(values: Sequence[Value], budget: Budget) -> Value:
    merged: dict[str, Value] = {}
    for context in values[0]:
        if kind_of(context) != "context":
            raise WrongType(operation="context merge", kinds=kind_of(context))
        budget.spend(len(context))
        merged |= context
    return merged


FUNCTIONS = (
    function("get value", ("m: context, key: string", _get_value)),
    function("get entries", ("m: context", _get_entries)),
    function("context", ("entries: list|context", _context)),
    function(
        "context put",
        ("context: context, key: string, value: any", _put),
        ("context: context, keys: list, value: any", _put_deep),
    ),
    function("context merge", ("contexts: list", _merge)),
)
