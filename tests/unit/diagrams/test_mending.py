"""What is proposed to mend a finding, and what is left to a person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.access.roles import POSITION_ROLES
from service.diagrams import examine
from service.diagrams.keys import key_of
from service.diagrams.mending import mend_of
from service.diagrams.role_titles import ROLE_OF_TITLE, role_in_title, role_of_title
from tests import sops


def mends(raw):
    verdict = examine(raw)
    found = ((finding.code, mend_of(finding, verdict.diagram)) for finding in verdict.findings)
    return {code: mend.kind for code, mend in found if mend is not None}


def test_a_title_proposes_a_role_however_it_is_written():
    assert role_of_title("  KEPALA Dinas ") == "kepala_dinas"
    assert role_of_title("Bappeda/BKAD") == "instansi"
    assert role_of_title("Pejabat Level I") is None
    assert set(ROLE_OF_TITLE.values()) <= POSITION_ROLES | {"instansi"}


def test_a_pasted_column_means_what_a_lane_of_its_title_proposes_and_words_in_it_are_enough():
    assert all(role_in_title(title) == role for title, role in ROLE_OF_TITLE.items())
    assert role_in_title("Kasubbag Perencanaan") == "ketua_tim"
    assert role_in_title("Pejabat Level I") is None


def test_the_documentation_shows_the_table_of_titles():
    page = Path("service/docs/bpmn-extensions.md").read_text("utf-8")
    rows = re.findall(r"^\| ([a-z, ]+) \| `(\w+)` \|$", page, re.MULTILINE)

    shown = {title: role for titles, role in rows for title in titles.split(", ")}

    assert shown.items() >= ROLE_OF_TITLE.items()


@pytest.mark.parametrize(
    ("old", "new", "code", "kind"),
    [
        (b' alur:role="sekretaris"', b"", "lane-unbound", "bind-role"),
        (b'isExecutable="true"', b"", "not-executable", "make-executable"),
        (b"<bpmn:userTask", b"<bpmn:task", "unsupported-element", "make-user-task"),
        (b'sourceRef="task" targetRef="end"', b'sourceRef="start" targetRef="end"', "", ""),
    ],
)
def test_a_finding_with_one_answer_has_its_mend(old, new, code, kind):
    raw = (
        sops.diagram()
        .replace(old, new)
        .replace(
            b"</bpmn:userTask>", b"</bpmn:task>" if new == b"<bpmn:task" else b"</bpmn:userTask>"
        )
    )

    found = mends(raw)

    if code:
        assert found[code] == kind
    else:
        assert found == {"implicit-end": "add-end"}


def test_the_only_flow_without_a_condition_can_become_the_default_one():
    raw = (
        sops.diagram()
        .replace(b'targetRef="end"/>', b'targetRef="gw"/>')
        .replace(
            b'<bpmn:endEvent id="end"/>',
            b'<bpmn:exclusiveGateway id="gw"/><bpmn:endEvent id="end"/>'
            b'<bpmn:endEvent id="end_2"/>'
            b'<bpmn:sequenceFlow id="a" sourceRef="gw" targetRef="end"/>'
            b'<bpmn:sequenceFlow id="b" sourceRef="gw" targetRef="end_2">'
            b"<bpmn:conditionExpression>=nomor = 1</bpmn:conditionExpression>"
            b"</bpmn:sequenceFlow>",
        )
    )
    both = raw.replace(b"<bpmn:conditionExpression>=nomor = 1</bpmn:conditionExpression>", b"")

    assert mends(raw)["condition-missing"] == "make-default"
    assert "condition-missing" not in mends(both)


def test_a_signature_is_put_on_the_only_document_and_on_none_of_several():
    raw = sops.diagram(activity="Menandatangani surat", documents={"naskah": "Surat"})
    both = sops.diagram(
        activity="Menandatangani surat", documents={"naskah": "Surat", "dua": "Nota"}
    )

    assert mends(raw)["act-without-document"] == "add-act"
    assert "act-without-document" not in mends(both)


def test_a_title_becomes_an_id_that_xml_takes():
    assert key_of("Penyusunan “Renja” & Renstra") == "penyusunan-renja-renstra"
    assert key_of("2027: RKA") == "sop-2027-rka"
    assert key_of("¿?") == "sop"
    assert len(key_of("sangat panjang " * 20)) <= 60
