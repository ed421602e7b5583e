"""Decisions of DMN in a diagram: brought beside it, found, told apart, and hostile ones."""

from __future__ import annotations

import time

import pytest
from lxml import etree

from service.diagrams import DiagramRefused, examine, read
from service.diagrams.model import BusinessRuleTask
from service.diagrams.rules import with_decisions
from service.dmn import DecisionsRefused
from service.sentences import Reason, sentence
from tests.unit.diagrams.findings_provoked import RESULT, RULED, RULES, ruled
from tests.unit.diagrams.written import chain, diagram, end, node, start, task
from tests.unit.dmn.written import decision as dmn_decision
from tests.unit.dmn.written import definitions, input_data, needs_input, text

ALONE = diagram(
    start(),
    task(),
    node("businessRuleTask", "x", words=(*RULES, *RESULT)),
    end(),
    chain("s", "t", "x", "e"),
)


def model(content="a + 1", **more):
    parts = input_data("a"), dmn_decision(needs_input("a"), text(content, id="l"))
    return definitions(*parts, **more)


def rules_in(raw):
    task = read(raw).diagram.processes[0].scope.node("x")
    assert isinstance(task, BusinessRuleTask)
    return task.rules


def codes(raw):
    return [finding.code for finding in examine(raw).findings if finding.severity == "error"]


def test_a_file_of_decisions_brought_beside_a_diagram_stands_in_it():
    assert codes(ALONE) == ["rules-not-found"]

    assert codes(with_decisions(ALONE, model())) == []


def test_the_same_model_brought_again_replaces_the_one_before():
    once = with_decisions(ALONE, model("a + 1"))

    again = with_decisions(once, model("a + 2"))

    assert b"a + 2" in again
    assert b"a + 1" not in again
    assert with_decisions(again, model("a + 1")) == once


def test_a_diagram_without_extensions_gets_them_where_the_schema_wants_them():
    raw = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="P">'
        b"<documentation>a</documentation><startEvent id='s'/></process></definitions>"
    )

    process = etree.fromstring(with_decisions(raw, model()))[0]

    names = [etree.QName(each).localname for each in process]
    assert names == ["documentation", "extensionElements", "startEvent"]


def test_how_a_model_is_drawn_or_indented_is_no_difference_and_what_it_says_is_one():
    plain = with_decisions(ALONE, model())
    drawn = (
        model()
        .replace(b"><inputData", b">\n\n  <inputData")
        .replace(
            b"</definitions>",
            b'<d:DMNDI xmlns:d="https://www.omg.org/spec/DMN/20230324/DMNDI/"/></definitions>',
        )
    )

    assert rules_in(with_decisions(ALONE, drawn)) == rules_in(plain)
    assert rules_in(with_decisions(ALONE, model("a+1"))) != rules_in(plain)


def test_names_of_types_keep_their_prefix():
    raw = model(**{"xmlns:feel": "http://www.omg.org/spec/DMN/20180521/FEEL/"}).replace(
        b'typeRef="number"', b'typeRef="feel:number"'
    )

    assert codes(with_decisions(ALONE, raw)) == []


def test_what_is_wrong_with_a_decision_is_told_at_the_task_in_both_languages():
    (finding,) = examine(ruled(text="a +")).findings

    assert (finding.code, finding.element) == ("rules-refused", "x")
    assert isinstance(finding.params["reason"], Reason)
    said = {lang: sentence("gate.rules-refused", lang, **finding.params) for lang in ("id", "en")}
    assert "Ungkapan" in said["id"]
    assert "The expression" in said["en"]
    assert "{" not in said["id"] + said["en"]


def test_an_input_that_no_variable_gives_reads_no_text_of_a_person():
    assert codes(RULED) == []
    assert codes(ruled(*RULES, *RESULT, '<alur:in variable="a" value="b"/>')) == []


@pytest.mark.parametrize("raw", [b"", b"<a/>", b"<!DOCTYPE a []>" + model()])
def test_what_is_no_file_of_decisions_is_refused(raw):
    with pytest.raises(DecisionsRefused):
        with_decisions(ALONE, raw)


def test_what_is_no_diagram_is_refused():
    with pytest.raises(DiagramRefused):
        with_decisions(b"<a/>", model())


@pytest.mark.parametrize(
    "content",
    [
        "for x in [1..10000], y in [1..10000] return x * y",
        "(" * 900 + "a" + ")" * 900,
        "a + " * 450 + "a",
        "{a" + " " * 1_900,
        "count(" * 40 + "a" + ")" * 40,
    ],
)
def test_a_hostile_decision_is_judged_in_time(content):
    raw = with_decisions(ALONE, model(content))
    started = time.process_time()

    examine(raw)

    assert time.process_time() - started < 2


@pytest.mark.parametrize("content", ["a + 1", "a +", "[" + "a, " * 600 + "a]"])
def test_many_tasks_with_one_decision_are_judged_in_time(content):
    tasks = [node("businessRuleTask", f"x{at}", words=(*RULES, *RESULT)) for at in range(300)]
    ids = [f"x{at}" for at in range(300)]
    alone = diagram(start(), task(), *tasks, end(), chain("s", "t", *ids, "e"))
    padding = "".join(f'<decision id="p{at}" name="p{at}"/>' for at in range(8_000))
    raw = with_decisions(
        alone, model(content).replace(b"</definitions>", padding.encode() + b"</definitions>")
    )
    started = time.process_time()

    examine(raw)

    assert time.process_time() - started < 4
