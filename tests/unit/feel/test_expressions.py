"""What an expression means, one line per rule of service/docs/feel.md."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from service.feel import compile_expression, evaluate_condition
from service.feel.errors import (
    DateOutOfRange,
    DivisionByZero,
    FeelError,
    NotATrueOrFalse,
    NumberTooLarge,
    TooMuchWork,
    UnknownEntry,
    UnknownVariable,
    UnsupportedValue,
    ValueTooLarge,
    WrongType,
)
from service.feel.iso8601 import Duration

SCOPE = {
    "yes": True,
    "no": False,
    "nothing": None,
    "n": 7,
    "price": Decimal("12.50"),
    "word": "teruskan",
    "words": ["kembalikan", "teruskan"],
    "numbers": [3, 1, 2],
    "mixed": [1, "a", None, True],
    "letter": {"number": "000.8", "sheets": 4},
    "day": date(2026, 11, 23),
    "morning": time(7, 30),
    "moment": datetime(2026, 11, 23, 0, 30, tzinfo=UTC),
}


def value_of(text, **more):
    return compile_expression(text).evaluate(SCOPE | more)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # literals
        ("1", 1),
        ("-1", -1),
        ("2.50", Decimal("2.50")),
        ("2.0", 2),
        (".5", Decimal("0.5")),
        ('"a \\"b\\" \\u0041\\n\\t\\\\"', 'a "b" A\n\t\\'),
        ("true", True),
        ("null", None),
        ("[]", []),
        ("[1, [true]]", [1, [True]]),
        ('{a: 1, "b c": [2]}', {"a": 1, "b c": [2]}),
        ('date("2026-11-23")', date(2026, 11, 23)),
        ("date(2026, 11, 23)", date(2026, 11, 23)),
        ('time("07:30")', time(7, 30)),
        ('date and time("2026-11-23T07:30:00+07:00")', SCOPE["moment"]),
        ('date  and\ntime ("2026-11-23T00:30:00Z")', SCOPE["moment"]),
        ('duration("P1Y2M")', Duration(14)),
        ('@"PT5M"', Duration(0, timedelta(minutes=5))),
        ('@"-P1D"', Duration(0, timedelta(days=-1))),
        ('@"2026-11-23"', date(2026, 11, 23)),
        ('@"07:30:00"', time(7, 30)),
        ('@"2026-11-23T00:30:00Z"', SCOPE["moment"]),
        # names and paths
        ("=n", 7),
        (" = n", 7),
        ("letter.sheets", 4),
        ("(letter).sheets", 4),
        ("{a: {b: 3}}.a.b", 3),
        ("nothing.anything", None),
        ("android", 1),
        # arithmetic
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 - 2 - 1", 4),
        ("- n + 1", -6),
        ("--n", 7),
        ("1 / 4", Decimal("0.25")),
        ("6 / 3", 2),
        ("2 * price", 25),
        ("1 / 3", Decimal("0." + "3" * 34)),
        ("-(1 / 3)", Decimal("-0." + "3" * 34)),
        ("0 / (1 / 3)", 0),
        ("1e5", 100_000),
        ("2 ** 10", 1024),
        ("-3 ** 2", 9),
        ("2 ** -1", Decimal("0.5")),
        ("n + null", None),
        ("-null", None),
        ('"a" + "b"', "ab"),
        ('day + @"P1D"', date(2026, 11, 24)),
        ('@"P1M" + date("2026-01-31")', date(2026, 2, 28)),
        ('day - @"P1Y"', date(2025, 11, 23)),
        ('day - date("2026-11-20")', Duration(0, timedelta(days=3))),
        ('moment + @"PT1H"', datetime(2026, 11, 23, 1, 30, tzinfo=UTC)),
        ('@"PT1H" + moment', datetime(2026, 11, 23, 1, 30, tzinfo=UTC)),
        ('moment - @"P1M"', datetime(2026, 10, 23, 0, 30, tzinfo=UTC)),
        ("moment - moment", Duration()),
        ('@"P1Y" + @"P1M"', Duration(13)),
        ('@"P1D" - @"PT1H"', Duration(0, timedelta(hours=23))),
        ('-@"P1M"', Duration(-1)),
        # comparison
        ("n = 7", True),
        ("n = 7.0", True),
        ("n != 7", False),
        ("n > 6.5", True),
        ("n >= 7", True),
        ("n < 7", False),
        ('"a" < "b"', True),
        ('day < date("2026-12-01")', True),
        ('morning <= @"08:00"', True),
        ('moment = @"2026-11-23T07:30:00+07:00"', True),
        ('@"P1Y" = @"P12M"', True),
        ('@"P1D" > @"PT23H"', True),
        ('@"P1Y" > @"P11M"', True),
        ("[1, 2] = [1, 2]", True),
        ('[1, "a"] = [1, 2]', False),
        ("[1] = [1, 2]", False),
        ("{a: 1} = {a: 1}", True),
        ("{a: 1} = {b: 1}", False),
        ("nothing = null", True),
        ("null = null", True),
        ("n = null", False),
        ("n != null", True),
        ("n < null", None),
        ("null >= null", None),
        # between and in
        ("n between 1 and 7", True),
        ("n between 8 and 9", False),
        ("n between null and 9", None),
        ("n between null and 3", False),
        ("n between 1 and 7 and no", False),
        ("n in [1..7]", True),
        ("n in [1..7)", False),
        ("n in (7..9]", False),
        ("n in ]6..8[", True),
        ("n in (1, 7)", True),
        ("n in (1, > 6)", True),
        ("n in (< 3, [4..5])", False),
        ("n in > 6", True),
        ("n in != 7", False),
        ("n in = 7", True),
        ("n in 7", True),
        ("2 in numbers", True),
        ("9 in numbers", False),
        ('"a" in mixed', True),
        ("null in mixed", True),
        ("2 in (9, numbers)", True),
        ("[1] in ([[1]])", True),
        ("[1] in ([1])", True),
        ('word in ("teruskan", "kembalikan")', True),
        ("null in (1, 2)", False),
        ("null in (1, null)", True),
        ("null in [1..2]", None),
        ("n in (> null, 7)", True),
        ("n in (> null, 8)", None),
        ("(n in (7)) and yes", True),
        ("n in (7) and yes", True),
        # three values
        ("yes and no", False),
        ("yes and null", None),
        ("no and null", False),
        ("null and no", False),
        ("null or yes", True),
        ("null or no", None),
        ("no or no", False),
        ("no or yes and yes", True),
        ("not(no)", True),
        ("not(null)", None),
        # if, some, every
        ("if yes then 1 else 2", 1),
        ("if no then 1 else if yes then 2 else 3", 2),
        ("if no then 1 else 2 + 3", 5),
        ("some x in numbers satisfies x > 2", True),
        ("some x in [] satisfies x > 2", False),
        ("some x in [null, 1] satisfies x > 2", None),
        ("some x in [null, 3] satisfies x > 2", True),
        ("every x in numbers satisfies x > 0", True),
        ("every x in [] satisfies x > 2", True),
        ("every x in [null, 3] satisfies x > 2", None),
        ("every x in [null, 1] satisfies x > 2", False),
        ("some x in null satisfies x > 2", None),
        ("some x in numbers, y in [x + 10] satisfies y = 13", True),
        ("every n in numbers satisfies n < 4", True),
        ("some x in [[1], [2]] satisfies some y in x satisfies y = 2", True),
        # functions
        ("count(numbers)", 3),
        ("count(null)", None),
        ('contains(word, "terus")', True),
        ("contains(null, word)", None),
        ('starts with(word, "te")', True),
        ('ends with(word, "te")', False),
        ("list contains(numbers, 2)", True),
        ("list contains(mixed, null)", True),
        ('list contains(numbers, "2")', False),
        ("list contains(null, 2)", None),
        ("sum(numbers)", 6),
        ("sum(1, 0.5)", Decimal("1.5")),
        ("sum([])", None),
        ("sum([1, null])", None),
        ("sum(null)", None),
        ("min(numbers)", 1),
        ("max(1, 3, 2)", 3),
        ('max("a", "b")', "b"),
        ("max([])", None),
        ("min([1, null])", None),
        ("max(5)", 5),
        ('string length("né")', 2),
        ('upper case("abc")', "ABC"),
        ('lower case("ABC")', "abc"),
        ("date(null)", None),
        ("date(day)", date(2026, 11, 23)),
        ("duration(null)", None),
    ],
)
def test_an_expression_has_the_value_that_the_guide_gives_it(text, expected):
    found = value_of(text, android=1)

    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("missing", UnknownVariable),
        ("missing = null", UnknownVariable),
        ("yes and missing", UnknownVariable),
        ("letter.date", UnknownEntry),
        ("word.length", WrongType),
        ('"a" * 10', WrongType),
        ('"a" + 1', WrongType),
        ("yes + 1", WrongType),
        ("[1] + [2]", WrongType),
        ("- word", WrongType),
        ('day + @"PT1H"', WrongType),
        ("day + 1", WrongType),
        ("day - moment", WrongType),
        ('@"P1M" + @"P1D"', WrongType),
        ("word = 1", WrongType),
        ("yes = 1", WrongType),
        ("day = moment", WrongType),
        ('"a" < 1', WrongType),
        ("yes < no", WrongType),
        ("[1] < [2]", WrongType),
        ('@"P1M" < @"P30D"', WrongType),
        ('@"P1Y" = @"P365D"', WrongType),
        ("n between 1 and word", WrongType),
        ("n in (word)", WrongType),
        ("n in [word..9]", WrongType),
        ("1 and yes", WrongType),
        ("yes and 1", WrongType),
        ("word or yes", WrongType),
        ("not(1)", WrongType),
        ("count(1)", WrongType),
        ("contains(word, 1)", WrongType),
        ("list contains(1, 1)", WrongType),
        ("sum(word)", WrongType),
        ("sum([1, word])", WrongType),
        ("sum([[1]])", WrongType),
        ("min(1, word)", WrongType),
        ("max([true])", WrongType),
        ("date(moment)", WrongType),
        ("moment.hour", WrongType),
        ("time(moment)", WrongType),
        ("day of week(moment)", WrongType),
        ("is(moment, moment)", WrongType),
        ("upper case(1)", WrongType),
        ("some x in 1 satisfies true", WrongType),
        ("some x in [1] satisfies x", WrongType),
        ("if null then 1 else 2", NotATrueOrFalse),
        ("if 1 then 1 else 2", NotATrueOrFalse),
        ("1 / 0", DivisionByZero),
        ("price / (n - 7)", DivisionByZero),
        ("date(word)", DateOutOfRange),
        ("date(2026, 2, n + 23)", DateOutOfRange),
        ("date(2026, 2, 0.25 + price)", DateOutOfRange),
        ('day - @"P1000Y" - @"P1000Y" - @"P100Y"', DateOutOfRange),
        ('moment - @"P999Y" - @"P999Y" - @"P100Y"', DateOutOfRange),
        ('@"P600Y" + duration("P600Y")', DateOutOfRange),
        ("float", UnsupportedValue),
        ("naive < moment", UnsupportedValue),
        ("nan + 1", UnsupportedValue),
        ("huge * huge", NumberTooLarge),
        ("9 ** 9 ** 9", NumberTooLarge),
        ("long + long", ValueTooLarge),
        ("count(wide)", ValueTooLarge),
        ("contains(too_long, word)", ValueTooLarge),
    ],
)
def test_values_that_do_not_fit_are_an_error_with_its_own_code(text, reason):
    large = {
        "float": 0.5,
        "naive": datetime(2026, 11, 23),  # noqa: DTZ001 - the fault itself
        "nan": Decimal("NaN"),
        "huge": 10**33,
        "long": "x" * 9_000,
        "too_long": "x" * 10_001,
        "wide": [1] * 10_001,
    }

    with pytest.raises(FeelError) as caught:
        evaluate_condition(compile_expression(text), SCOPE | large)

    assert type(caught.value) is reason


def test_a_condition_that_is_null_or_no_boolean_is_an_error_never_false():
    for text in ("nothing", "n < nothing", "n", "word", "numbers"):
        with pytest.raises(NotATrueOrFalse):
            evaluate_condition(compile_expression(text), SCOPE)
    assert evaluate_condition(compile_expression("n = 7"), SCOPE) is True
    assert evaluate_condition(compile_expression("n = 8"), SCOPE) is False


def test_loops_within_loops_stop_at_the_cap():
    text = "some x in wide, y in wide, z in wide satisfies x + y + z < 0"

    with pytest.raises(TooMuchWork):
        value_of(text, wide=[1] * 1_000)


def test_functions_inside_loops_count_what_they_walk_through():
    with pytest.raises(TooMuchWork):
        value_of("some x in wide satisfies list contains(wide, x + 1)", wide=[1] * 1_000)


@pytest.mark.parametrize(
    "condition", [" + ".join(["1"] * 400) + " < 0", " or ".join(['upper case(long) = ""'] * 60)]
)
def test_a_large_condition_makes_each_round_count_for_more(condition):
    with pytest.raises(TooMuchWork):
        value_of(f"some x in wide satisfies {condition}", wide=[1] * 1_000, long="x" * 9_000)
    assert value_of("every x in wide satisfies x > 0", wide=[1] * 10_000) is True


def test_values_nested_without_end_stop_at_the_cap():
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]

    with pytest.raises(ValueTooLarge):
        value_of("deep = other", deep=deep, other=[deep])


def test_the_names_are_those_that_are_read_from_outside():
    text = "some x in list, y in x.parts satisfies y = z and {a: b}.a in (c, [d..e], > f)"

    assert compile_expression(text).names == {"list", "z", "b", "c", "d", "e", "f"}
    assert compile_expression("if a then b.c else count(d)").names == {"a", "b", "d"}
    assert compile_expression("(some x in a satisfies x) and x").names == {"a", "x"}
    assert compile_expression("e.f between -g and 1").names == {"e", "g"}


def test_a_loop_leaves_the_scope_as_it_was():
    scope = {"x": 1, "list": [5]}

    assert compile_expression("some x in list satisfies x = 5").evaluate(scope) is True
    assert scope == {"x": 1, "list": [5]}


def test_the_same_text_is_compiled_once():
    assert compile_expression("n = 7") is compile_expression("n = 7")
