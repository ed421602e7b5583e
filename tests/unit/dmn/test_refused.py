"""For every finding: a minimal file that provokes it; each has its sentence and its line."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from service.dmn import DecisionsRefused, Limits, read_decisions
from service.sentences import catalogue
from tests.unit.dmn.written import (
    decision,
    definitions,
    knowledge,
    needs_decision,
    needs_input,
    needs_knowledge,
    of_table,
    of_text,
    service,
    text,
)

USUAL = Limits()
#: What evaluating tells, and the refusal of a file as a whole.
NOT_OF_READING = {
    *("refused", "unknown-decision", "stopped", "input-not-allowed", "input-not-listed"),
    *("output-not-listed", "rules-overlap", "no-rule"),
}


def typed(*types):
    return definitions(*types, decision(text("1")))


def item(name, content):
    return f'<itemDefinition id="i-{name}" name="{name}">{content}</itemDefinition>'


def chained(length):
    parts = [decision(text("1"), id_="d0")]
    parts += [
        decision(needs_decision(f"d{at}"), text(f"d{at}"), id_=f"d{at + 1}")
        for at in range(length)
    ]
    return definitions(*parts)


FOREIGN = definitions(
    '<import id="i" namespace="urn:other" importType="dmn" name="o"/>', decision(text("1"))
)
NO_OUTPUT = re.sub(rb"<output .*?</output>", b"", of_table(["-", "1"]))
#: code, file, element, and a limit where it is about one
PROVOKED = [
    ("too-large", of_text("1"), "", Limits(bytes=100)),
    ("not-xml", b"<definitions", "", USUAL),
    ("not-xml", b"", "", USUAL),
    ("doctype", b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + of_text("1"), "", USUAL),
    ("not-dmn", b"<definitions/>", "", USUAL),
    ("not-dmn", definitions(space="http://www.omg.org/spec/BPMN/20100524/MODEL"), "", USUAL),
    ("too-many-elements", of_text("1"), "", Limits(elements=3)),
    ("too-many-elements", of_text("1"), "", Limits(all_elements=3)),
    ("too-many-attributes", of_text("1"), "model", Limits(attributes=1)),
    ("too-deep", of_text("1"), "", Limits(depth=2)),
    ("too-many-expressions", of_table(["-", "1"], ["2", "1"]), "r1i0", Limits(expressions=2)),
    ("too-much-text", of_text("1 + 1"), "x", Limits(characters=4)),
    ("too-many-names", of_text("n"), "x", Limits(names=0)),
    ("unknown-element", of_text("1", '<decisionTree id="z"/>'), "z", USUAL),
    ("import", FOREIGN, "i", USUAL),
    (
        "imported-values",
        definitions(decision('<literalExpression id="x"><importedValues/></literalExpression>')),
        "x",
        USUAL,
    ),
    (
        "language",
        of_text("1", text("2", id="y")).replace(b'id="x"', b'id="x" expressionLanguage="juel"'),
        "x",
        USUAL,
    ),
    ("duplicate-id", of_text("1", decision(text("1"), id_="x")), "x", USUAL),
    ("missing-name", of_text("1").replace(b'id="d" name="d"', b'id="d"'), "d", USUAL),
    (
        "name-twice",
        of_text("1", decision(needs_input(), needs_decision("d"), id_="e")).replace(
            b'<variable name="d"', b'<variable name="n"'
        ),
        "e",
        USUAL,
    ),
    (
        "reference-elsewhere",
        of_text("1").replace(b'href="#n"', b'href="urn:other#n"'),
        "d",
        USUAL,
    ),
    ("dangling-reference", definitions(decision(needs_decision("e"), text("1"))), "d", USUAL),
    ("dangling-reference", definitions(decision(needs_input("d"), text("1"))), "d", USUAL),
    ("requirement-cycle", definitions(decision(needs_decision("d"), text("1"))), "d", USUAL),
    (
        "requirement-cycle",
        definitions(knowledge(text("k(1)"), requires=needs_knowledge("k"))),
        "k",
        USUAL,
    ),
    ("requirements-too-deep", chained(3), "d2", Limits(requirements=2)),
    ("expression", of_text("1 +"), "x", USUAL),
    (
        "expression",
        of_text('date("12345-01-01")', decision(text('@"12345-01-01"', id="y"), id_="e")),
        "y",
        USUAL,
    ),
    ("unknown-name", of_text("m"), "x", USUAL),
    ("unknown-name", of_text("open(1)"), "x", USUAL),
    ("clock", of_text("today()"), "x", USUAL),
    ("clock", of_table(["now()", "1"]), "r0i0", USUAL),
    (
        "external-function",
        definitions(knowledge(text("{}"))).replace(
            b"<encapsulatedLogic>", b'<encapsulatedLogic id="f" kind="Java">'
        ),
        "f",
        USUAL,
    ),
    ("unknown-type", definitions(decision(text("1"), type_="Orang")), "d", USUAL),
    ("type-cycle", typed(item("A", "<typeRef>A</typeRef>")), "i-A", USUAL),
    ("empty", definitions(service("s", outputs=())), "s", USUAL),
    ("empty", definitions(decision("<conditional id='c'/>")), "c", USUAL),
    (
        "row-width",
        definitions(decision('<relation id="r"><column name="a"/><row/></relation>')),
        "r",
        USUAL,
    ),
    ("rule-width", of_table(["-", "-", "1"]), "r0", USUAL),
    ("no-output", NO_OUTPUT, "t", USUAL),
    ("output-names", of_table(["-", "1", "2"], outputs=("a", "a")), "t", USUAL),
    ("hit-policy", of_table(["-", "1"], policy="LAST"), "t", USUAL),
    ("no-priorities", of_table(["-", "1"], policy="PRIORITY"), "t", USUAL),
    ("aggregation", of_table(["-", "1"], policy="COLLECT", aggregation="MEAN"), "t", USUAL),
    (
        "aggregation-of-several",
        of_table(["-", "1", "2"], outputs=("a", "b"), policy="COLLECT", aggregation="SUM"),
        "t",
        USUAL,
    ),
]


@pytest.mark.parametrize(
    ("code", "raw", "element", "limits"),
    PROVOKED,
    ids=[f"{code}-{at}" for at, (code, *_) in enumerate(PROVOKED)],
)
def test_a_file_that_we_do_not_evaluate_is_refused_with_element_code_and_sentence(
    code, raw, element, limits
):
    with pytest.raises(DecisionsRefused) as refused:
        read_decisions(raw, limits)

    findings = [each for each in refused.value.findings if each.code == code]
    assert [each.element for each in findings][:1] == [element]
    for finding in refused.value.findings:
        assert finding.told("id") != finding.told("en")


@pytest.mark.parametrize(
    "raw", [of_text("n"), of_table(["-", "1"]), typed(item("A", "<typeRef>number</typeRef>"))]
)
def test_the_right_neighbours_are_read(raw):
    assert read_decisions(raw)


def test_every_finding_is_provoked_and_has_its_line_in_the_guide():
    said = {code.partition(".")[2] for code in catalogue() if code.startswith("dmn.")}
    guide = (resources.files("service") / "docs" / "dmn.md").read_text("utf-8")

    assert {code for code, *_ in PROVOKED} == said - NOT_OF_READING
    assert {code for code in said - NOT_OF_READING if f"`{code}`" not in guide} == set()


def test_the_guide_states_each_limit():
    guide = (resources.files("service") / "docs" / "dmn.md").read_text("utf-8")
    limits = guide.split("## Limits\n")[1].split("\n## ")[0]

    for name in Limits.__dataclass_fields__:
        assert f"{getattr(USUAL, name):,}" in limits, name
