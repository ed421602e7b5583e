import pytest

from service.diagrams import examine
from service.sentences import catalogue
from tests.unit.diagrams.findings_provoked import CASES
from tests.unit.diagrams.test_gate_sentences import fields_of, gate_codes


def judge(case, raw):
    return examine(raw, forms=case.forms, called=case.called)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_minimal_file_provokes_exactly_this_finding(case):
    findings = judge(case, case.wrong).findings

    assert {finding.code for finding in findings} == {case.code}
    assert case.element in {finding.element for finding in findings}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_its_well_formed_neighbour_does_not(case):
    verdict = judge(case, case.right)

    assert case.code not in {finding.code for finding in verdict.findings}
    assert verdict.deployable


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_its_sentence_is_complete(case, lang):
    for finding in judge(case, case.wrong).findings:
        template = catalogue()[f"gate.{finding.code}"][lang]

        assert fields_of(template) <= {"element", *finding.params}


def test_every_code_of_the_gate_is_provoked():
    assert {case.code for case in CASES} == gate_codes()


def test_a_process_that_begins_in_a_way_that_alur_refuses_is_told_that_and_nothing_else():
    event = "<startEvent id='s'><conditionalEventDefinition/></startEvent><endEvent id='e'/>"
    flow = "<sequenceFlow id='f' sourceRef='s' targetRef='e'/>"
    raw = (
        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' targetNamespace='u'>"
        f"<process id='p' isExecutable='true'>{event}{flow}</process></definitions>"
    )

    verdict = examine(raw.encode())

    assert not verdict.deployable
    assert "s" in {finding.element for finding in verdict.findings}
