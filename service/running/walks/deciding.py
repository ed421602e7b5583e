"""What a rule task decided in a walk, in words: by which rules of which table, and what."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from service.sentences import sentence
from service.sentences.words import written_date, written_list

if TYPE_CHECKING:
    from service.engine.api import Decided
    from service.values import Value


def rules_told(decided: Decided) -> str:
    """Return which rules matched: of one table its rules, of several each with its name."""
    one = len(decided.rules) == 1
    parts = []
    for name, numbers in decided.rules:
        words = _rules(numbers)
        parts.append(words if one else sentence("walk.rules-of", table=name, rules=words))
    return "; ".join(parts) or sentence("walk.rules-no-table")


def value_told(value: Value) -> str:  # noqa: PLR0911 - one for each kind
    """Return a value as people write it."""
    match value:
        case None:
            return sentence("walk.value-none")
        case bool():
            return sentence("walk.value-yes" if value else "walk.value-no")
        case str():
            return f"“{value}”"
        case int() | Decimal():
            return str(value).replace(".", ",")
        case dict():
            return ", ".join(f"{name} {value_told(it)}" for name, it in value.items())
        case list() | tuple():
            return ", ".join(value_told(it) for it in value)
        case _:
            return written_date(value) if hasattr(value, "month") else str(value)


def _rules(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return sentence("walk.rules-default")
    told = [sentence("walk.rule", number=number) for number in numbers]
    return sentence("walk.rules-matched", rules=written_list(told))
