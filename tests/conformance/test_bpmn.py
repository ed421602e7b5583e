"""What the page about BPMN says is true: each row by a proof of its kind."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from lxml import etree

from service.diagrams import examine, read_diagram
from service.diagrams.xml import BPMN
from service.engine import compile_process, execute, open_tasks
from service.engine.api import CompleteTask, DeliverMessage, StartProcess
from tests.conformance import bpmn_events
from tests.conformance.bpmn_names import attributes, claims, elements
from tests.conformance.bpmn_page import PAGE, clauses, modules, written
from tests.conformance.bpmn_refused import NOT_EXECUTED, REFUSED
from tests.conformance.bpmn_rows import EXECUTED, WITHOUT_EFFECT
from tests.conformance.corpora import ROOT
from tests.unit.diagrams.findings_provoked import CASES

CONSTRUCTS = ROOT / "tests" / "constructs"
WITHOUT = (ROOT / "tests" / "conformance" / "without_effect.bpmn").read_bytes()
TOLD = [*NOT_EXECUTED, *REFUSED]
NAMES = [
    *(row.names for row in (*EXECUTED, *WITHOUT_EFFECT)),
    *(f"{' '.join(row.wrong)} {row.inside}" for row in TOLD),
]

#: What a failed step and the words of Alur do is no element of BPMN.
NO_ELEMENT = {"incidents", "incidents_at_rest"}


def named(row):
    return row.names.split()[0]


# ------------------------------------------------------------ every name has its row


def test_every_element_of_the_standard_stands_in_exactly_one_row():
    counts, _ = claims(NAMES)

    assert {name: count for name, count in counts.items() if count != 1} == {}
    assert set(counts) == elements()


def test_every_attribute_of_what_is_read_stands_in_exactly_one_row():
    _, counts = claims(NAMES)

    assert {name: count for name, count in counts.items() if count != 1} == {}
    assert set(counts) == attributes()


def test_every_construct_that_has_a_test_is_on_the_page():
    tested = {path.stem for path in CONSTRUCTS.glob("*.bpmn")}

    assert tested - {test for row in EXECUTED for test in row.tests.split()} == NO_ELEMENT


# ------------------------------------------------------------ executed


@pytest.mark.parametrize("row", EXECUTED, ids=named)
def test_what_is_executed_is_drawn_in_the_diagrams_of_its_tests(row):
    texts = [diagram_of(module) for module in modules(row)]

    missing = [name for name in row.names.split() if not any(says(it, name) for it in texts)]
    idle = [
        module.stem
        for module, text in zip(modules(row), texts, strict=True)
        if not any(says(text, name) for name in row.names.split())
    ]

    assert (missing, idle) == ([], [])


@pytest.mark.parametrize("row", EXECUTED, ids=named)
def test_what_is_executed_says_which_clause_it_follows(row):
    assert clauses(row)


def diagram_of(module):
    return module.with_name(f"{module.stem.removeprefix('test_')}.bpmn").read_text("utf-8")


def says(text, name):
    """Return whether an element, or an attribute, is written in a diagram."""
    _, at, attribute = name.rpartition("@")
    written = rf"\b{attribute}=" if at else rf"<(\w+:)?{attribute}[\s/>]"
    return re.search(written, text) is not None


# ------------------------------------------------------------ without effect


def test_what_is_without_effect_is_drawn():
    missing = [
        name
        for row in WITHOUT_EFFECT
        for name in row.names.split()
        if not says(WITHOUT.decode(), name)
    ]

    assert missing == []


def test_what_is_without_effect_is_neither_refused_nor_told():
    assert {it.severity for it in examine(WITHOUT).findings} == {"setup"}


def test_without_it_a_process_runs_the_same():
    assert walked(WITHOUT) == walked(bare(WITHOUT))


def bare(raw):
    """Return the diagram without the elements and attributes that are without effect."""
    root = etree.fromstring(raw)
    found, pairs = claims(row.names for row in WITHOUT_EFFECT)
    for element in list(root.iter(f"{{{BPMN}}}*")):
        tag = etree.QName(element).localname
        for name in [name for owner, name in pairs if owner == tag]:
            element.attrib.pop(name, "")
        parent = element.getparent()
        if tag in found and parent is not None:
            parent.remove(element)
    return etree.tostring(root)


def walked(raw):
    """Return every step of the one process of a file."""
    (process,) = (each for each in read_diagram(raw).processes if each.scope.nodes)
    definition, now = compile_process(process), datetime(2026, 11, 16, tzinfo=UTC)
    steps = [execute(definition, None, StartProcess({"x": 1}), now)]
    for _ in range(2):
        first = open_tasks(definition, steps[-1].state, now)[0]
        steps.append(execute(definition, steps[-1].state, CompleteTask(first.task_no, {}), now))
    for number in range(2):
        message = DeliverMessage("surat", {"nomor": number})
        steps.append(execute(definition, steps[-1].state, message, now))
    assert steps[-1].status == "completed"
    return steps


# ------------------------------------------------------------ told and refused


@pytest.mark.parametrize(
    ("name", "severity", "code", "raw"),
    [
        (name, severity, row.code, raw)
        for severity, rows in (("info", NOT_EXECUTED), ("error", REFUSED))
        for row in rows
        for name, raw in row.wrong.items()
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_executed_is_told_with_its_code_and_nothing_else(name, severity, code, raw):
    found = {(it.severity, it.code) for it in examine(raw).findings}

    assert says(raw.decode(), name)
    assert found == {(severity, code)}


def last_cells(part):
    """Return the codes in the last column of the tables of a part of the page."""
    text = PAGE.read_text("utf-8").partition(f"## {part}\n")[2].partition("\n## ")[0]
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return {code for row in rows for code in re.findall(r"`([^`]+)`", row.split("|")[-2])}


def severities(code):
    raws = [case for case in CASES if case.code == code]
    return {
        finding.severity
        for case in raws
        for finding in examine(case.wrong, forms=case.forms, called=case.called).findings
    }


def test_every_way_of_drawing_that_is_said_to_be_refused_is_refused():
    codes = last_cells("Ways of drawing that are refused")

    assert len(codes) > 20
    assert {code for code in codes if severities(code) != {"error"}} == set()


def test_what_is_told_although_it_runs_is_no_error():
    codes = last_cells("Told although it runs as drawn")

    assert len(codes) > 5
    assert {code for code in codes if severities(code) - {"info", "setup"}} == set()
    assert all(severities(code) for code in codes)


# ------------------------------------------------------------ events


@pytest.mark.parametrize("place", bpmn_events.PLACES)
def test_an_event_that_the_gate_lets_pass_has_a_test_and_no_other_has(place):
    for kind in bpmn_events.KINDS:
        if bpmn_events.allowed(place, kind):
            refused = bool(bpmn_events.codes(place, kind))
            tests = bpmn_events.drawn(place, kind)

            assert refused != bool(tests), (kind, bpmn_events.codes(place, kind), tests)


# ------------------------------------------------------------ the page


def test_the_page_says_what_the_rows_say():
    text = PAGE.read_text("utf-8")

    assert text == written(text), "write it anew: python -m tests.conformance constructs --write"
    assert text.count("<!-- table: ") == 5
