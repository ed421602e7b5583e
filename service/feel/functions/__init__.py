"""The functions of FEEL (DMN 1.5 §10.3.4). Every one is pure: none reads a clock or a file."""

from service.feel.functions import (
    booleans,
    contexts,
    conversions,
    lists,
    numbers,
    ranges,
    statistics,
    strings,
    temporal,
)
from service.feel.functions.signature import BuiltIn

#: Those that an expression of a diagram or form may call.
FUNCTIONS: dict[str, BuiltIn] = {
    function.name: function
    for module in (
        booleans,
        strings,
        numbers,
        lists,
        statistics,
        contexts,
        temporal,
        ranges,
        conversions,
    )
    for function in module.FUNCTIONS
}
#: Those that decisions may call when the moment is given to them.
WITH_CLOCK = FUNCTIONS | {function.name: function for function in temporal.CLOCK}

__all__ = ["FUNCTIONS", "WITH_CLOCK", "BuiltIn"]
