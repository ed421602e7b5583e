"""The diagrams of the catalogue against the transcriptions, and what an office needs of them."""

from __future__ import annotations

import re
from functools import cache

import pytest

from service.catalogue.transcription import Transcription, read_transcription
from service.diagrams import examine
from service.diagrams.extensions import LANE_ROLES
from service.diagrams.model import (
    Activity,
    EndEvent,
    ExclusiveGateway,
    MultiInstance,
    Node,
    ReceiveTask,
    SequenceFlow,
    UserTask,
)
from tests.catalogue.drawn import process, role_of
from tests.catalogue.places import DIAGRAMS, FORMS, HERE, KEYS

pytestmark = pytest.mark.parametrize("key", KEYS)

#: SOPs of plans and budgets; the others make reports and data.
PLANNED = {
    "kalbar-renja-renstra",
    "kalbar-rka-dpa",
    "tanjabbar-anggaran",
    "tanjabbar-renstra-renja",
}


@cache
def document(key: str) -> Transcription:
    return read_transcription(HERE / f"{key}.toml")


def outcomes(key: str, task: Node) -> tuple[SequenceFlow, ...]:
    scope = process(key).scope
    return scope.outgoing(scope.outgoing(task.id)[0].target)


def numbered(key: str) -> dict[int, Node]:
    """Give the nodes that carry a row of the document, by its place."""
    nodes = [node for node in process(key).scope.nodes if node.extension.step is not None]
    by_place = {node.extension.step.seq: node for node in nodes if node.extension.step}
    assert len(by_place) == len(nodes), "no step is drawn twice"
    return by_place


def row_of(node: Node) -> int:
    """Return the place of the row that a node carries or is part of."""
    step, proposed = node.extension.step, node.extension.proposed
    if step is not None:
        return step.seq
    assert proposed is not None
    return int(proposed.part_of)


def test_the_gate_finds_nothing_to_mend(key):
    verdict = examine((DIAGRAMS / f"{key}.bpmn").read_bytes())

    assert [item for item in verdict.findings if item.severity != "info"] == []


def test_the_six_lanes_stand_in_order(key):
    assert tuple(lane.binding.role for lane in process(key).lanes) == LANE_ROLES


def test_each_step_carries_the_text_of_its_row(key):
    nodes = numbered(key)

    assert sorted(nodes) == [row.seq for row in document(key).steps]
    for row in document(key).steps:
        node = nodes[row.seq]
        step = node.extension.step
        assert step is not None
        assert isinstance(node, EndEvent if row.activity == "Selesai" else UserTask)
        assert node.name == step.activity == row.activity
        assert (step.number, step.requirements, step.output) == (
            row.number,
            row.requirements,
            row.output,
        )
        assert (step.time_text, step.time_iso or "") == (row.time, row.time_iso)
        assert step.time_adjusted == row.time_adjusted
        assert [
            (part.number, part.text, part.time_text, part.time_iso or "")
            for part in step.sub_steps
        ] == [(part.number, part.activity, part.time, part.time_iso) for part in row.sub_steps]
        assert (step.remarks, step.column) == (row.remarks, row.column)
        assert (step.confidence, step.reason) == (row.confidence, row.reason)
        assert role_of(key, node) == row.role


def test_the_identity_is_that_of_the_document(key):
    said, wanted = process(key).identity, document(key).identity

    assert said is not None
    assert process(key).name == said.name == wanted.name
    assert (said.number, said.unit, said.ratified_by) == (
        wanted.number,
        wanted.unit,
        wanted.ratified_by,
    )
    assert (said.made, said.revised, said.effective, said.ratified) == (
        wanted.made,
        wanted.revised,
        wanted.effective,
        wanted.ratified,
    )
    assert said.legal_basis == wanted.legal_basis
    assert said.qualifications == wanted.qualifications
    assert said.related == wanted.related
    assert said.equipment == wanted.equipment
    assert said.warnings == wanted.warnings
    assert said.records == wanted.records
    assert [(point.source, point.text) for point in said.open_points] == [
        (point.source, point.text) for point in document(key).open_points
    ]


def test_what_is_planned_or_budgeted_is_made_again_within_its_year_and_a_report_is_not(key):
    identity = process(key).identity

    assert identity is not None
    assert identity.kinds == (("murni", "perubahan") if key in PLANNED else ())


def test_a_node_without_a_number_says_of_which_step_it_is_part_and_why(key):
    carried = [node.extension.step for node in numbered(key).values()]
    numbers = {step.called for step in carried if step is not None}

    for node in process(key).scope.nodes:
        if isinstance(node, Activity) and node.extension.step is None:
            proposed = node.extension.proposed
            assert proposed is not None, node.id
            assert proposed.part_of in numbers
            assert proposed.reason


def test_the_outside_lane_only_waits_and_names_its_agency(key):
    outside = [node for node in process(key).scope.nodes if role_of(key, node) == "instansi"]

    for node in outside:
        assert node.extension.agency, node.id
        assert isinstance(node, ReceiveTask | ExclusiveGateway)


def test_the_bidang_supply_side_by_side_and_a_step_collects(key):
    supplying = [node for node in process(key).scope.nodes if role_of(key, node) == "bidang"]

    assert len(supplying) == 1
    node = supplying[0]
    assert isinstance(node, UserTask)
    assert isinstance(node.loop, MultiInstance)
    assert (node.loop.parallel, node.loop.collection, node.loop.item) == (True, "bidang", "unit")
    assert node.extension.unit == "unit"
    collector = process(key).scope.node(node.extension.collector or "")
    assert collector is not None
    assert process(key).scope.outgoing(node.id)[0].target == collector.id


def test_completing_the_sk_tim_forms_the_team(key):
    forming = [node.id for node in process(key).scope.nodes if node.extension.effect]
    first = document(key).steps[0].activity

    assert forming == (["step_1"] if first.startswith("Menyusun SK Tim") else [])


def test_a_return_leads_first_to_the_step_that_produced_the_document(key):
    nodes = {node.id: node for node in process(key).scope.nodes}
    producing = {
        node.id
        for node in nodes.values()
        if any(output.kind == "new_version" for output in node.extension.outputs)
    }

    returning = {
        node.id: returns
        for node in nodes.values()
        if node.extension.decision
        and (returns := [it for it in outcomes(key, node) if it.purpose == "return"])
    }
    assert returning
    for node_id, returns in returning.items():
        assert returns[0].target in producing
        for flow in returns:
            number = row_of(nodes[flow.target])
            assert flow.name.startswith(f"Kembalikan ke {number}: ")
            assert number <= row_of(nodes[node_id])


def test_a_decision_sends_back_or_has_several_ways_on(key):
    for node in process(key).scope.nodes:
        if node.extension.decision is not None:
            assert len(outcomes(key, node)) > 1, node.id


def test_a_step_that_says_so_signs_and_no_other(key):
    for node in numbered(key).values():
        signs = {act.kind for act in node.extension.acts} & {"sign", "approve_for_signature"}
        said = re.search(r"\b(me|pe)nandatangan(i|an)\b", node.name, re.IGNORECASE)

        assert signs == ({"sign"} if said else set()), node.id


def test_paraf_comes_before_the_signature_of_the_same_document_where_there_is_one(key):
    order = [node.id for node in process(key).scope.nodes]
    acts = [
        (act.document, act.kind, order.index(node.id))
        for node in process(key).scope.nodes
        for act in node.extension.acts
    ]

    assert acts
    for name, kind, at in acts:
        parafs = [place for other, act, place in acts if (other, act) == (name, "paraf")]
        if kind == "sign" and parafs:
            assert min(parafs) < at


def test_a_paraf_stands_only_where_the_text_has_one(key):
    rows = {row.seq: row for row in document(key).steps}
    for node in process(key).scope.nodes:
        if any(act.kind == "paraf" for act in node.extension.acts):
            row = rows[row_of(node)]
            # memaraf, diparaf, memberikan paraf
            assert "araf" in f"{row.activity} {row.output}", node.id


def test_every_task_has_a_form_of_the_catalogue(key):
    for node in process(key).scope.nodes:
        if isinstance(node, Activity):
            assert (FORMS / f"{node.extension.form}.form").exists(), node.id


def test_the_process_ends(key):
    ends = [node for node in process(key).scope.nodes if isinstance(node, EndEvent)]

    assert [end.id for end in ends] == ["end_1"]
