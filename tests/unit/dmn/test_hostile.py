"""Files made to hang or to swell are refused or stopped, soon and in little memory."""

from __future__ import annotations

import contextlib
import time
import tracemalloc

import pytest

from service.dmn import DecisionsRefused, DecisionStopped, read_decisions
from tests.unit.dmn.written import (
    decision,
    definitions,
    input_data,
    knowledge,
    needs_decision,
    needs_input,
    needs_knowledge,
    of_table,
    of_text,
    text,
)

#: Seconds; the slowest takes one on a quiet machine.
LONGEST = 6
MOST_MEMORY = 400 * 1024 * 1024


def item(name, *components):
    parts = "".join(
        f'<itemComponent name="{at}"><typeRef>{type_}</typeRef></itemComponent>'
        for at, type_ in components
    )
    return f'<itemDefinition id="i{name}" name="{name}">{parts}</itemDefinition>'


def wide_types():
    """Return types of which each names the next twenty times over."""
    types = [item(f"T{n}", *((f"c{at}", f"T{n + 1}") for at in range(20))) for n in range(9)]
    last = item("T9", *((f"c{at}", "number") for at in range(20)))
    return definitions(*types, last, input_data("n", "T0"), decision(needs_input(), text("n")))


def many_names():
    """Return a decision that requires inputs whose names begin alike."""
    names = [f"nilai {at}" for at in range(450)]
    inputs = [
        input_data(name).replace(f'id="{name}"', f'id="i{at}"') for at, name in enumerate(names)
    ]
    needs = "".join(needs_input(f"i{at}") for at in range(450))
    cells = "".join(text(" + ".join(["nilai 449"] * 150)) for _ in range(50))
    return definitions(*inputs, decision(needs, f"<list>{cells}</list>"))


def long_context():
    entries = "".join(
        f'<contextEntry><variable name="a {at}"/>{text("1")}</contextEntry>' for at in range(490)
    )
    contexts = "".join(f"<context>{entries}</context>" for _ in range(9))
    return definitions(decision(f"<list>{contexts}</list>"))


def steep():
    """Return as many decisions as may be, of which each needs the same deep heap of others."""
    bottom = [decision(text("1"), id_=f"b{at}") for at in range(490)]
    heap = decision(*(needs_decision(f"b{at}") for at in range(490)), text("1"), id_="heap")
    top = [decision(needs_decision("heap"), text("1"), id_=f"t{at}") for at in range(1_500)]
    last = decision(*(needs_decision(f"t{at}") for at in range(490)), text("1"))
    return definitions(*bottom, heap, *top, last)


def called_in_a_loop(body, loop="for x in [1..10000] return k(x)"):
    return definitions(
        input_data(),
        knowledge(text(body), "a", requires=""),
        decision(needs_input(), needs_knowledge("k"), text(loop)),
    )


def keeping_scopes():
    """Return a decision that keeps ten thousand functions, each with its own large scope."""
    entries = "".join(
        f'<contextEntry><variable name="a{at}"/>{text("1")}</contextEntry>' for at in range(490)
    )
    body = text("for x in [1..10000] return function() x")
    return definitions(
        decision(
            f'<context>{entries}<contextEntry><variable name="f"/>{body}</contextEntry>'
            f"<contextEntry>{text('count(f)')}</contextEntry></context>"
        )
    )


def wide_table_in_a_loop():
    inputs = "".join(f"<input>{text('a', 'inputExpression')}</input>" for _ in range(1_000))
    table = f'<decisionTable hitPolicy="COLLECT">{inputs}<output/></decisionTable>'
    return definitions(
        knowledge(table, "a"),
        decision(needs_knowledge("k"), text("for x in [1..10000] return k(x)")),
    )


def called_twice_at_each_level():
    parts = [knowledge(text("a"), "a", id_="k0")]
    parts += [
        knowledge(
            text(f"k{at}(a) + k{at}(a)"), "a", id_=f"k{at + 1}", requires=needs_knowledge(f"k{at}")
        )
        for at in range(40)
    ]
    return definitions(*parts, decision(needs_knowledge("k40"), text("k40(1)")))


HOSTILE = [
    *(wide_types, many_names, long_context, steep, keeping_scopes, wide_table_in_a_loop),
    called_twice_at_each_level,
    lambda: called_in_a_loop("string join(for y in [1..1000] return string(y))"),
    lambda: called_in_a_loop("for y in [1..10000] return a"),
    lambda: called_in_a_loop("a", "for x in [1..10000] return partial"),
    lambda: called_in_a_loop("a", "for x in [1..10000] return concatenate(partial, partial)"),
    lambda: called_in_a_loop("a", "for x in [1..9999] return {a: partial, b: function() a}"),
    lambda: called_in_a_loop('replace("' + "a" * 900 + '", "a", "' + "$0" * 450 + '")'),
    lambda: called_in_a_loop("99999999999 ** 99999999999"),
    lambda: called_in_a_loop("{f: function(x) f(x + 1), r: f(1)}.r"),
    lambda: of_text("a" + " , a" * 400 + " " * 400),
    lambda: of_text("{a" + ",a" * 900),
    lambda: of_text("{a" + " " * 1_900),
    lambda: of_text("{" * 1_900),
    lambda: of_text("for " * 490),
    lambda: of_text("(" * 1_900),
    lambda: of_text("[" * 40 + "1" + "]" * 40),
    lambda: definitions(decision(text("{" + ",a" + " " * 900_000))),
    lambda: definitions(decision("<list>" * 40 + "</list>" * 40)),
    lambda: definitions("<decision>" * 9_000 + "</decision>" * 9_000, decision(text("1"))),
    lambda: of_table(*([[f"> {at}", str(at)] for at in range(2_400)])),
    lambda: of_table(*([["n > 1 and n < 5", "1"]] * 2_400)),
]
#: Those of them that make many or long values.
SWELLING = (keeping_scopes, *HOSTILE[9:13])


def tried(raw):
    with contextlib.suppress(DecisionsRefused, DecisionStopped):
        read_decisions(raw).evaluate("d", {"n": 3})


@pytest.mark.parametrize("made", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_is_refused_or_stopped_soon(made):
    raw = made()
    started = time.process_time()

    tried(raw)

    assert time.process_time() - started < LONGEST


@pytest.mark.parametrize("made", SWELLING, ids=range(len(SWELLING)))
def test_a_file_made_to_swell_stops_in_little_memory(made):
    raw = made()
    tracemalloc.start()

    tried(raw)

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < MOST_MEMORY


@pytest.mark.parametrize(
    "body",
    [
        "if a > 100000 then 0 else k(a + 1)",
        "[{b: (1 + (2 * (if true then k(a + 1) else 0)))}][1].b",
        "sort([1, 2], function(x, y) k(a + 1) < x)",
        "count(for x in [1] return (every y in [x] satisfies k(y) = 1))",
        "[1][k(a + 1)]",
    ],
)
def test_a_function_that_calls_itself_stops_even_deep_inside_a_request(body):
    model = read_decisions(of_text(f"{{k: function(a) {body}, r: k(1)}}.r"))

    def within(levels):
        if levels:
            within(levels - 1)
        else:
            with pytest.raises(DecisionStopped):
                model.evaluate("d", {"n": 3})

    within(250)
