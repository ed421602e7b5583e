"""The diagrams of the catalogue against the transcriptions, and what an office needs of them."""

from __future__ import annotations

import re
from functools import cache

import pytest

from service.catalogue.transcription import Transcription, read_transcription
from service.diagrams import examine, read_diagram
from service.diagrams.extensions import LANE_ROLES
from service.diagrams.model import (
    Activity,
    EndEvent,
    ExclusiveGateway,
    MultiInstance,
    Node,
    Process,
    ReceiveTask,
    SequenceFlow,
    UserTask,
)
from tests.catalogue.places import DIAGRAMS, FORMS, HERE, KEYS

pytestmark = pytest.mark.parametrize("key", KEYS)


@cache
def process(key: str) -> Process:
    found = read_diagram((DIAGRAMS / f"{key}.bpmn").read_bytes()).process(key)
    assert found is not None
    return found


@cache
def document(key: str) -> Transcription:
    return read_transcription(HERE / f"{key}.toml")


def role_of(key: str, node: Node) -> str | None:
    lane = process(key).lane(node.lane)
    return None if lane is None else lane.binding.role


def outcomes(key: str, task: Node) -> tuple[SequenceFlow, ...]:
    scope = process(key).scope
    return scope.outgoing(scope.outgoing(task.id)[0].target)


def numbered(key: str) -> dict[str, Node]:
    nodes = [node for node in process(key).scope.nodes if node.extension.step is not None]
    by_number = {node.extension.step.number: node for node in nodes if node.extension.step}
    assert len(by_number) == len(nodes), "no step is drawn twice"
    return by_number


def test_the_gate_finds_nothing_to_mend(key):
    verdict = examine((DIAGRAMS / f"{key}.bpmn").read_bytes())

    assert [item for item in verdict.findings if item.severity != "info"] == []


def test_the_six_lanes_stand_in_order(key):
    assert tuple(lane.binding.role for lane in process(key).lanes) == LANE_ROLES


def test_each_step_carries_the_text_of_its_row(key):
    nodes = numbered(key)

    assert sorted(nodes) == sorted(row.number for row in document(key).steps)
    for row in document(key).steps:
        node = nodes[row.number]
        step = node.extension.step
        assert step is not None
        assert isinstance(node, UserTask)
        assert node.name == step.activity == row.activity
        assert (step.seq, step.requirements, step.output) == (
            row.seq,
            row.requirements,
            row.output,
        )
        assert (step.time_text, step.time_iso or "") == (row.time, row.time_iso)
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
    assert (said.made, said.revised, said.effective) == (
        wanted.made,
        wanted.revised,
        wanted.effective,
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


def test_a_node_without_a_number_says_of_which_step_it_is_part_and_why(key):
    numbers = {row.number for row in document(key).steps}

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
    nodes = numbered(key)
    producing = {
        node.id
        for node in nodes.values()
        if any(output.kind == "new_version" for output in node.extension.outputs)
    }

    deciding = [node for node in nodes.values() if node.extension.decision]
    assert deciding
    for node in deciding:
        returns = [flow for flow in outcomes(key, node) if flow.purpose == "return"]
        assert returns, node.id
        assert returns[0].target in producing
        for flow in returns:
            number = flow.target.removeprefix("step_")
            assert flow.name.startswith(f"Kembalikan ke {number}: ")
            assert int(number) < int(node.id.removeprefix("step_"))


def test_a_step_that_says_so_signs_and_no_other(key):
    for node in numbered(key).values():
        signs = {act.kind for act in node.extension.acts} & {"sign", "approve_for_signature"}
        said = re.search(r"\bmenandatangani\b", node.name, re.IGNORECASE)

        assert signs == ({"sign"} if said else set()), node.id


def test_paraf_comes_before_the_signature_of_the_same_document(key):
    order = [node.id for node in process(key).scope.nodes]
    acts = [
        (act.document, act.kind, order.index(node.id))
        for node in process(key).scope.nodes
        for act in node.extension.acts
    ]

    signatures = [(name, at) for name, kind, at in acts if kind == "sign"]
    assert signatures
    for name, at in signatures:
        assert any(
            other == name and kind == "paraf" and before < at for other, kind, before in acts
        )


def test_every_task_has_a_form_of_the_catalogue(key):
    for node in process(key).scope.nodes:
        if isinstance(node, Activity):
            assert (FORMS / f"{node.extension.form}.form").exists(), node.id


def test_the_process_ends(key):
    ends = [node for node in process(key).scope.nodes if isinstance(node, EndEvent)]

    assert [end.id for end in ends] == ["end_1"]
