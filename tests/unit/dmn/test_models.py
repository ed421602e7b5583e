"""Decisions that need each other, functions, services, boxed expressions and types."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.dmn import DecisionStopped, UnknownDecision, read_decisions
from tests.unit.dmn.written import (
    decision,
    definitions,
    input_data,
    knowledge,
    needs_decision,
    needs_input,
    needs_knowledge,
    of_text,
    service,
    text,
)


def value(raw, decision_id="d", **inputs):
    return read_decisions(raw).evaluate(decision_id, inputs)


def boxed(content, *more):
    return definitions(input_data(), decision(needs_input(), content), *more)


def part(name, content):
    return f"<{name}>{text(content)}</{name}>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (text("n + 1"), 4),
        (
            '<context><contextEntry><variable name="a b"/>'
            + text("n * 2")
            + '</contextEntry><contextEntry><variable name="c"/>'
            + text("a b + 1")
            + "</contextEntry></context>",
            {"a b": 6, "c": 7},
        ),
        (
            '<context><contextEntry><variable name="a"/>'
            + text("n")
            + "</contextEntry><contextEntry>"
            + text("a + 1")
            + "</contextEntry></context>",
            4,
        ),
        (f"<list>{text('n')}{text('4')}<literalExpression/></list>", [3, 4, None]),
        (
            (
                '<relation><column name="x"/><column name="y"/>'
                f"<row>{text('1')}{text('n')}</row><row>{text('2')}{text('4')}</row></relation>"
            ),
            [{"x": 1, "y": 3}, {"x": 2, "y": 4}],
        ),
        (
            (
                f"<conditional>{part('if', 'n > 2')}{part('then', '1')}{part('else', '2')}"
                "</conditional>"
            ),
            1,
        ),
        (f"<filter>{part('in', '[1, 3, 5]')}{part('match', 'item >= n')}</filter>", [3, 5]),
        (
            f'<for iteratorVariable="x">{part("in", "[1..n]")}{part("return", "x * x")}</for>',
            [1, 4, 9],
        ),
        (
            (
                f'<some iteratorVariable="x">{part("in", "[1, 2]")}'
                f"{part('satisfies', 'x > n')}</some>"
            ),
            False,
        ),
        (
            (
                f'<every iteratorVariable="x">{part("in", "[4, 5]")}'
                f"{part('satisfies', 'x > n')}</every>"
            ),
            True,
        ),
    ],
)
def test_a_boxed_expression_has_the_value_that_the_standard_gives_it(content, expected):
    assert value(boxed(content), n=3) == expected


def test_a_boxed_function_is_called_by_an_invocation():
    function = (
        '<functionDefinition><formalParameter name="a" typeRef="number"/>'
        + text("a + 1")
        + "</functionDefinition>"
    )
    called = (
        f'<invocation>{text("f")}<binding><parameter name="a"/>{text("n")}</binding></invocation>'
    )
    content = (
        f'<context><contextEntry><variable name="f"/>{function}</contextEntry>'
        f"<contextEntry>{called}</contextEntry></context>"
    )

    assert value(boxed(content), n=3) == 4


def test_decisions_are_made_of_inputs_and_of_other_decisions():
    raw = (
        definitions(
            input_data("Nilai akhir"),
            decision(
                needs_input("Nilai akhir"), text("Nilai akhir * 2"), id_="a", name="Dua kali"
            ),
            decision(
                needs_input("Nilai akhir"),
                needs_decision("a"),
                text("Dua kali + Nilai akhir"),
                id_="d",
            ),
        )
        .replace(b'id="Nilai akhir"', b'id="nilai"')
        .replace(b'"#Nilai akhir"', b'"#nilai"')
    )

    model = read_decisions(raw)

    assert model.evaluate("d", {"Nilai akhir": 5}) == 15
    assert [each.name for each in model.inputs_of("d")] == ["Nilai akhir"]


def test_a_business_knowledge_model_is_a_function_and_may_need_another():
    raw = definitions(
        input_data(),
        knowledge(text("a * 2"), "a", id_="dua"),
        knowledge(text("dua(a) + 1"), "a", id_="k", requires=needs_knowledge("dua")),
        decision(needs_input(), needs_knowledge("k"), text("k(n)")),
    )

    assert value(raw, n=5) == 11


def test_a_service_gives_its_output_and_may_be_called_as_a_function():
    raw = definitions(
        input_data(),
        decision(needs_input(), text("n + 1"), id_="a"),
        decision(needs_decision("a"), text("a * 10"), id_="b"),
        service("s", outputs=("b",), inside=("a",), inputs=("n",)),
        decision(needs_input(), needs_knowledge("s"), text("s(n) + s(1)"), id_="d"),
    )

    assert value(raw, "s", n=2) == 30
    assert value(raw, "d", n=2) == 50


def test_a_service_with_several_outputs_gives_a_context_and_takes_decisions_as_inputs():
    raw = definitions(
        decision(text("1"), id_="a"),
        decision(needs_decision("a"), text("a + 1"), id_="b"),
        decision(needs_decision("a"), text("a + 2"), id_="c"),
        service("s", outputs=("b", "c"), decisions=("a",)),
    )

    assert value(raw, "s", a=10) == {"b": 11, "c": 12}


def test_an_input_that_is_missing_or_of_another_type_is_null():
    raw = of_text("n = null")

    assert value(raw) is True
    assert value(raw, n="3") is True
    assert value(raw, n=3) is False


def test_a_type_of_the_model_says_which_values_its_inputs_may_have():
    raw = definitions(
        '<itemDefinition id="status" name="Status"><typeRef>string</typeRef>'
        '<allowedValues><text>"baru", "lama"</text></allowedValues></itemDefinition>',
        input_data("n", "Status"),
        decision(needs_input(), text("n")),
    )

    model = read_decisions(raw)

    assert model.evaluate("d", {"n": "baru"}) == "baru"
    outcome = model.outcome("d", {"n": "hilang"})
    assert outcome.value is None
    assert [(each.code, each.element) for each in outcome.problems] == [
        ("dmn.input-not-allowed", "n")
    ]


def test_a_type_may_be_a_structure_and_a_list_of_it():
    raw = definitions(
        '<itemDefinition id="o" name="Orang" isCollection="true">'
        '<itemComponent id="o1" name="nama"><typeRef>string</typeRef></itemComponent>'
        '<itemComponent id="o2" name="masa kerja"><typeRef>number</typeRef></itemComponent>'
        "</itemDefinition>",
        input_data("n", "Orang"),
        decision(needs_input(), text("if n = null then null else n[masa kerja > 2].nama")),
    )
    people = [{"nama": "a", "masa kerja": 1}, {"nama": "b", "masa kerja": 5}]

    assert value(raw, n=people) == ["b"]
    assert value(raw, n=[{"nama": 1, "masa kerja": 1}]) is None


def test_each_fault_that_became_null_is_told_with_its_element_and_a_sentence():
    outcome = read_decisions(of_text('n + "a"')).outcome("d", {"n": 1})

    assert outcome.value is None
    (problem,) = outcome.problems
    assert (problem.element, problem.code) == ("x", "feel.wrong-type")
    assert problem.told("id") != problem.told("en")


@pytest.mark.parametrize("space", ["http://www.omg.org/spec/DMN/20180521/MODEL/"])
def test_files_of_older_versions_are_read(space):
    raw = definitions(input_data(), decision(needs_input(), text("n")), space=space)

    assert value(raw, n=1) == 1


def test_the_clock_is_read_only_where_the_caller_gives_the_moment():
    model = read_decisions(of_text("now()"), clock=True)
    moment = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)

    assert model.evaluate("d", {}, now=moment) == moment
    with pytest.raises(DecisionStopped):
        model.evaluate("d", {})


def test_an_unknown_decision_is_refused():
    with pytest.raises(UnknownDecision):
        value(of_text("1"), "other")
