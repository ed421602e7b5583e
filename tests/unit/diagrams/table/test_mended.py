"""A mend that is done to the file takes its finding away, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.diagrams import examine
from service.diagrams.findings import setup
from service.diagrams.mending import Mend, mend_of
from service.diagrams.table import proposed_form, read_table
from service.diagrams.table.mended import can_mend, mended
from service.diagrams.table.proposals import form_mend
from service.forms import read_form
from service.running.outlines import outline_of
from tests import sops
from tests.integration.web.letters import DIAGRAM


def broken(code):
    """Return a diagram with a finding of this code."""
    raw = sops.diagram()
    match code:
        case "lane-unbound":
            return raw.replace(b' alur:role="sekretaris"', b"")
        case "not-executable":
            return raw.replace(b'isExecutable="true"', b"")
        case "unsupported-element":
            return raw.replace(b"bpmn:userTask", b"bpmn:task")
        case "step-missing":
            start = raw.index(b"<alur:step")
            end = raw.index(b"</alur:step>") + len(b"</alur:step>")
            return raw[:start] + raw[end:]
        case "act-without-document":
            return sops.diagram(activity="Menandatangani surat", documents={"naskah": "Surat"})
        case "performer-assumed":
            return raw.replace(b"<alur:step ", b'<alur:step confidence="low" reason="x" ')
        case _:
            raise AssertionError(code)


@pytest.mark.parametrize(
    "code",
    [
        "lane-unbound",
        "not-executable",
        "unsupported-element",
        "step-missing",
        "act-without-document",
        "performer-assumed",
    ],
)
def test_the_finding_is_gone_after_its_mend(code):
    raw = broken(code)
    verdict = examine(raw)
    finding = next(found for found in verdict.findings if found.code == code)
    mend = mend_of(finding, verdict.diagram)
    assert mend is not None
    assert can_mend(mend)

    after = examine(mended(raw, mend)).findings

    # What stood in the way of other findings may show them now.
    assert [found for found in after if (found.code, found.element) == (code, mend.element)] == []
    assert {found.code for found in after if found.severity == "error"} == set()


def test_a_step_gets_the_form_that_its_row_proposes_and_no_second_one():
    raw = sops.diagram(form=None)
    verdict = examine(raw)
    (finding,) = [found for found in verdict.findings if found.code == "form-missing"]
    assert verdict.diagram is not None
    table = read_table(verdict.diagram)
    row = table.row("task")
    assert row is not None
    mend = form_mend(finding, table)
    assert mend == Mend("set-form", "task", {"form": proposed_form(table, row) or ""})

    made = mended(raw, mend)

    assert "form-missing" not in {found.code for found in examine(made).findings}
    assert mended(made, mend) == made


def test_a_form_that_asks_for_no_file_is_changed_for_one_that_does():
    outlines = {
        path.stem: outline_of(read_form(path.read_bytes()))
        for path in Path("forms").glob("*.form")
    }
    raw = sops.diagram(form="arsip", documents={"naskah": "Surat"}, makes="naskah")
    verdict = examine(raw, forms=outlines)
    (finding,) = verdict.findings
    assert verdict.diagram is not None
    mend = form_mend(finding, read_table(verdict.diagram))
    assert mend == Mend("change-form", "task", {"form": "konsep"})

    assert examine(mended(raw, mend), forms=outlines).findings == ()


def test_what_is_no_row_gets_no_form():
    diagram = examine(sops.diagram()).diagram
    assert diagram is not None
    table = read_table(diagram)

    assert form_mend(setup("form-missing", "elsewhere"), table) is None
    assert form_mend(setup("form-missing", "start"), table) is None
    assert form_mend(setup("step-missing", "task"), table) is None


@pytest.mark.parametrize("kind", ["drop-condition", "make-default"])
def test_a_flow_is_mended_where_it_stands(kind):
    text = DIAGRAM.decode()
    flow = text[text.index("<bpmn:sequenceFlow") :].split('id="')[1].split('"')[0]

    made = mended(DIAGRAM, Mend(kind, flow))

    assert (f'default="{flow}"' in made.decode()) == (kind == "make-default")


def test_what_has_to_be_drawn_is_left_to_the_modeller():
    assert not can_mend(Mend("add-end", "task"))
    assert mended(sops.diagram(), Mend("add-end", "task")) == sops.diagram()
    assert mended(sops.diagram(), Mend("make-step", "nowhere")) == sops.diagram()


def test_a_list_of_bidang_that_lost_its_form_is_asked_for_again():
    outlines = {
        path.stem: outline_of(read_form(path.read_bytes()))
        for path in Path("forms").glob("*.form")
    }
    whole = Path("bpmn/bandarlampung-data-kinerja.bpmn").read_bytes()
    raw = whole.replace(b'"petunjuk-bidang"', b'"catatan-pelaksanaan"')
    verdict = examine(raw, forms=outlines)
    (finding,) = [it for it in verdict.findings if it.severity != "info"]
    assert verdict.diagram is not None

    mend = form_mend(finding, read_table(verdict.diagram, verdict.diagram.processes[0].id))

    assert finding.code == "list-never-filled"
    assert mend is not None
    assert examine(mended(raw, mend), forms=outlines).publishable
