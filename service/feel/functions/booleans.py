"""Functions of booleans (DMN 1.5 §10.3.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.feel.functions.signature import function

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.feel.budget import Budget
    from service.values import Value


def _negation(values: Sequence[Value], _: Budget) -> Value:
    return not values[0]


FUNCTIONS = (function("not", ("negand: boolean", _negation)),)
