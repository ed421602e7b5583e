"""Filters, loops, contexts, functions and ranges, as conditions of a diagram see them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from service.feel import compile_expression
from service.feel.errors import (
    InvalidArgument,
    NotAFunction,
    TooMuchWork,
    UnknownEntry,
    UnknownVariable,
    UnsupportedValue,
    ValueTooLarge,
    WrongArguments,
    WrongType,
)

SCOPE = {
    "numbers": [10, 20, 30],
    "people": [{"name": "A", "age": 17}, {"name": "B", "age": 40}],
    "item": 5,
    "limit": 18,
    "nothing": None,
    "day": date(2026, 11, 23),
}


def value_of(text):
    return compile_expression(text).evaluate(SCOPE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # filters: positions count from 1, or from the end
        ("numbers[1]", 10),
        ("numbers[-1]", 30),
        ("numbers[0]", None),
        ("numbers[4]", None),
        # `item` is the item, not the variable of that name
        ("numbers[item]", None),
        ("numbers[count(numbers)]", 30),
        ("numbers[item > 15]", [20, 30]),
        ("numbers[item > 15][1]", 20),
        ("numbers[nothing]", []),
        ("nothing[1]", None),
        ("nothing[item > 1]", []),
        ("5[1]", 5),
        ("people[age >= limit].name", ["B"]),
        ("people[item.age >= 18][1].name", "B"),
        ('people[name = "A"]', [{"name": "A", "age": 17}]),
        ('count(people[name in ("A", "B")])', 2),
        # loops
        ("for n in numbers return n / 10", [1, 2, 3]),
        ("for i in 1..3 return i", [1, 2, 3]),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in [1..3) return i", [1, 2]),
        ("for i in 1..2, j in i..2 return i * 10 + j", [11, 12, 22]),
        ('for d in day..day + @"P1D" return d.day', [23, 24]),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", [1, 1, 2, 6, 24]),
        ("for x in nothing return x", None),
        ("for p in people return {n: p.name}.n", ["A", "B"]),
        ("some i in [1..3], n in numbers satisfies n = i * 10", True),
        ("every p in people satisfies p.age > 0", True),
        # contexts speak of what stands before
        ("{a: 1, b: a + 1, c: b * 2}.c", 4),
        ("{limit: 1, b: limit}.b", 1),
        ('{"a b": 1}', {"a b": 1}),
        # functions of the text itself
        ("(function(a, b) a + b)(1, 2)", 3),
        ("{add: function(a, b) a + b, sum: add(1, 2)}.sum", 3),
        ("{add: function(a, b) a - b, sum: add(b: 1, a: 3)}.sum", 2),
        ("{f: function(n) if n < 2 then 1 else n * f(n - 1), v: f(10)}.v", 3_628_800),
        ("(function(n: number) n)(nothing)", None),
        ("sort([2, 3, 1], function(a, b) a > b)", [3, 2, 1]),
        ("[for f in [function(x) x + 1] return f(1)]", [[2]]),
        ("for f in for n in numbers return function(x) x + n return f(1)", [11, 21, 31]),
        ("{f: function() limit, limit: 3, v: f()}.v", 3),
        # named arguments of FEEL's own functions
        ('contains(match: "b", string: "abc")', True),
        ('substring(start position: 2, string: "abc")', "bc"),
        # ranges
        ("5 in [1..10]", True),
        ("10 in [1..10[", False),
        ("[1..10[.end included", False),
        ("(1..3].start included", False),
        ("(> 5).start", 5),
        ("3 in {r: [1..5]}.r", True),
        ("3 in [[1..2], [3..4]]", True),
        ("[1..3] = [1..3]", True),
        ("[1..3] = [1..3)", False),
        ("(> 5) = (5..9)", False),
        ("nothing in [1..3]", None),
        # types
        ("1 instance of number", True),
        ("numbers instance of list<number>", True),
        ("people instance of list<context<age: number>>", True),
        ("people instance of list<context<nip: string>>", False),
        ("nothing instance of Any", False),
        ("[1..2] instance of range<number>", True),
        ("(function(a) a) instance of function<Any> -> Any", True),
        ('@"P1Y" instance of years and months duration', True),
        ('@"P0M" instance of days and time duration', False),
        # properties
        ("day.weekday", 1),
        ('@"P1Y2M".months', 2),
        ('@"-P1DT2H".hours', -2),
        ('@"PT1.5S".seconds', Decimal("1.5")),
        # comments
        ("1 + /* two */ 2 // three", 3),
    ],
)
def test_an_expression_has_the_value_that_the_standard_gives_it(text, expected):
    found = value_of(text)

    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("numbers[missing]", UnknownVariable),
        ('numbers["a"]', WrongType),
        ("people.nip", UnknownEntry),
        ("numbers.age", WrongType),
        ("for x in 5 return x", WrongType),
        ('for x in "a".."c" return x', WrongType),
        ("for x in [3..1] return x", InvalidArgument),
        ("(function(a) a)(1, 2)", WrongArguments),
        ("(function(a) a)(b: 1)", WrongArguments),
        ("(function(a: number) a)(day)", WrongType),
        ("{f: 1, v: f(1)}.v", NotAFunction),
        ("sort([1, 2], function(a) a)", WrongArguments),
        ("sort([1, 2], function(a, b) 1)", WrongType),
        ("sublist(numbers, 9)", InvalidArgument),
        ("[1..day]", WrongType),
        ("[true..false]", WrongType),
        ('list replace(numbers, "a", 1)', WrongType),
        ("number(from: 1, grouping separator: null, decimal separator: null)", WrongType),
        # what only the standard hands on
        ("[1..3]", UnsupportedValue),
        ("function(x) x", UnsupportedValue),
        ("[function(x) x]", UnsupportedValue),
    ],
)
def test_what_does_not_fit_is_an_error_with_its_own_code(text, reason):
    with pytest.raises(reason):
        value_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..100000 return i",
        "for i in 1..9999999999999999999999 return i",
        'for i in @"0001-01-01"..@"9999-12-31" return i',
        "for i in 1..200, j in 1..200 return i",
    ],
)
def test_a_loop_that_makes_too_long_a_list_stops(text):
    with pytest.raises((ValueTooLarge, TooMuchWork)):
        value_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "{f: function(n) f(n + 1), v: f(1)}.v",
        "{f: function(n) n + f(n + 1), v: f(1)}.v",
        "{f: function(n) [{a: (1 + (2 * f(n)))}], v: f(1)}.v",
        "{f: function(g) g(g), v: f(f)}.v",
        "for i in 1..10000 return count(for j in 1..10000 return j)",
        "sort(for i in 1..9000 return i, function(a, b) sort([2], function(c, d) c < d)[1] < b)",
    ],
)
def test_work_without_end_stops_at_the_cap(text):
    with pytest.raises(TooMuchWork):
        value_of(text)


def test_a_value_that_names_its_parts_twice_and_again_is_not_written_out():
    doubled = ", ".join(f"a{n + 1}: [a{n}, a{n}]" for n in range(40))

    for text in (f"{{a0: 1, {doubled}}}.a40", f"string({{a0: 1, {doubled}}}.a40)"):
        with pytest.raises(TooMuchWork):
            value_of(text)
    assert value_of("{a: [1], b: [a, a]}.b") == [[1], [1]]


def test_a_context_in_a_context_without_end_stops_at_the_cap():
    nested = ", ".join(f"a{n + 1}: [a{n}]" for n in range(60))

    with pytest.raises(ValueTooLarge):
        value_of(f"{{a0: 1, {nested}}}.a60")


def test_the_names_leave_out_what_the_text_binds_itself():
    def names(text):
        return compile_expression(text).names

    assert names("for x in a, y in x.b return x + y + c") == {"a", "c"}
    assert names("for x in 1..a return partial[b]") == {"a", "b"}
    assert names("{a: b, c: a}.c") == {"b"}
    assert names("function(a) a + b") == {"b"}
    assert names("{f: function(n) f(n)}") == set()
    assert names("a[item.b > c and d]") == {"a", "c", "d"}
    assert names("sort(a, function(x, y) x < y)") == {"a"}
