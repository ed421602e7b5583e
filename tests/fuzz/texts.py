"""Random texts of FEEL: right ones, nearly right ones, and rubbish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

_LEAVES: Final = (
    *(
        "a",
        "b",
        "xs",
        "c.d",
        "item",
        "null",
        "true",
        "false",
        "0",
        "1",
        "-1",
        "0.1",
        "9e9",
        "1e-9",
    ),
    *('""', '"a"', '"2026-01-31"', "[]", "[1, 2, 3]", "{}", "{ d: 1 }", "1..5", "[1..5]", "@"),
    *('date("2026-02-29")', 'time("25:00:00")', 'duration("P1Y")', 'duration("PT1H")'),
    *('date and time("2026-02-28T00:00:00Z")', '@"2026-01-01"', "function(x) x", "?", "²", "é"),
)
_ONE: Final = (
    *("not({})", "-{}", "({})", "[{}]", "count({})", "sum({})", "string({})", "number({})"),
    *("{}[1]", "{}[item > 1]", "{}.d", "{} instance of number", "sort({}, function(x, y) x < y)"),
    *("for i in {} return i", "some i in {} satisfies i", "abs({})", "{}.year", "flatten({})"),
    *("string length({})", "distinct values({})", "exp({})", "day of week({})", "reverse({})"),
    *("for i in {} return partial", "every i in {} satisfies i = item", "sqrt({})", "mode({})"),
)
_TWO: Final = (
    *("{} + {}", "{} - {}", "{} * {}", "{} / {}", "{} ** {}", "{} = {}", "{} != {}", "{} < {}"),
    *("{} and {}", "{} or {}", "{} in {}", "{}({})", "[{}, {}]", "{{ a: {}, b: {} }}", "[{}..{}]"),
    *("if {} then {} else null", "list contains({}, {})", "concatenate({}, {})", "append({}, {})"),
    *("matches({}, {})", 'replace({}, {}, "")', "split({}, {})", "contains({}, {})"),
    *(
        "decimal({}, {})",
        "round up({}, {})",
        "modulo({}, {})",
        "substring({}, {})",
        "{} between {} and 3",
    ),
    *("for i in {}, j in {} return i + j", "{}[{}]", "before({}, {})"),
    *("get value({}, {})", "{} between {} and 3"),
)
_NOISE: Final = (
    *("", " ", "(", ")", "]", "..", '"', "'", "\\", "\n"),
    *("//", "/*", "\x00", "\u202e", "😀"),
)


def random_text(random: Random, depth: int = 4) -> str:
    """Return a text; one of five is spoilt."""
    text = _tree(random, depth)
    if random.random() < 0.2:
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(_NOISE) + text[at + random.randrange(3) :]
    return text


def _tree(random: Random, depth: int) -> str:
    if depth == 0 or random.random() < 0.2:
        return random.choice(_LEAVES)
    if random.random() < 0.4:
        return random.choice(_ONE).format(_tree(random, depth - 1))
    return random.choice(_TWO).format(_tree(random, depth - 1), _tree(random, depth - 1))
