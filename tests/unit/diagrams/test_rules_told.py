"""What decides in a business rule task is read as rows, and compared as rows."""

from __future__ import annotations

from service.diagrams import read
from service.diagrams.rules import with_decisions
from service.diagrams.rules_told import rules_of_process
from tests.unit.diagrams.test_comparing import told
from tests.unit.diagrams.test_rules import ALONE
from tests.unit.dmn.written import (
    decision,
    definitions,
    input_data,
    needs_decision,
    needs_input,
    table,
    text,
)

LEVEL = 'if a > 3 then "x" else "y"'


def drawn(*rules, policy="UNIQUE", level=LEVEL, type_="number"):
    raw = definitions(
        input_data("a", type_),
        decision(
            needs_input("a"),
            needs_decision("level"),
            table(*rules, inputs=("a", "level"), outputs=("jalur",), policy=policy),
            name="Jalur pemeriksaan",
        ),
        decision(needs_input("a"), text(level, id="l"), id_="level"),
        decision(text("1", id="other"), id_="nobody"),
    )
    return read(with_decisions(ALONE, raw)).diagram


SMALL = ["< 10", "-", '"cepat"']
LARGE = [">= 10", '"x"', '"biasa"']


def test_a_decision_is_told_as_its_rows_with_what_it_rests_on_and_nothing_else():
    [task] = rules_of_process(drawn(SMALL, LARGE, policy="FIRST").processes[0])
    first, second = task.decisions

    assert task.element == "x"
    assert (first.name, first.hit) == ("Jalur pemeriksaan", "F")
    assert (first.inputs, first.outputs) == (("a", "level"), ("jalur",))
    assert [(one.tests, one.outputs) for one in first.rules] == [
        (("< 10", "-"), ('"cepat"',)),
        ((">= 10", '"x"'), ('"biasa"',)),
    ]
    assert (second.name, second.hit, second.rules, second.texts) == ("level", "", (), (LEVEL,))


def test_a_diagram_without_its_model_has_no_rules_to_read():
    assert rules_of_process(read(ALONE).diagram.processes[0]) == ()


def test_another_rule_is_told_as_it_was_and_as_it_is_with_its_number():
    [line] = told(drawn(SMALL, LARGE), drawn(SMALL, [">= 20", '"x"', '"biasa"']))

    assert '+ Jalur pemeriksaan, aturan 2: a >= 20, level "x" → "biasa"' in line
    assert '\N{MINUS SIGN} Jalur pemeriksaan, aturan 2: a >= 10, level "x" → "biasa"' in line
    assert "aturan 1" not in line


def test_a_rule_that_comes_before_others_is_one_difference():
    [line] = told(drawn(SMALL, LARGE), drawn(["< 5", "-", '"kilat"'], SMALL, LARGE))

    assert 'aturan 1: a < 5 → "kilat"' in line
    assert "aturan 2" not in line
    assert "aturan 3" not in line


def test_an_expression_on_which_a_decision_rests_is_told_too():
    [line] = told(drawn(SMALL), drawn(SMALL, level="1"))

    assert f"level: {LEVEL}" in line
    assert "level: 1" in line


def test_what_no_rule_says_is_a_difference_all_the_same():
    [line] = told(drawn(SMALL), drawn(SMALL, type_="string"))

    assert "selain aturannya" in line
